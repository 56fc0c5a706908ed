//! How a staff member's assignment relates to a case.

use domain::Actor;
use vocabulary::{public_id::PublicId, unit::UnitKind};

use crate::{AnyCase, Channel, Class, Guard, Recipient, guard::entity_facts::visible_questions};

/// How an actor relates to a case, as far as the guard lets the actor see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Staff of the coordinating unit.
    Coordinator,
    /// Staff of another regional care unit that is a party.
    RegionalParty,
    /// Staff of municipal primary care that is a party.
    MunicipalParty,
    /// The one who signs for the municipality, at a unit that is no party.
    MunicipalSigner,
    /// The regional developer, once there is an agreement.
    HeadOffice,
    /// Staff of municipal primary care that has been asked. They know the question, by this id, but
    /// never the case.
    Asked(PublicId),
    /// No relation: the case is answered as if it did not exist.
    None,
}

impl Relation {
    #[must_use]
    pub fn knows_the_case(self) -> bool {
        match self {
            Self::Coordinator
            | Self::RegionalParty
            | Self::MunicipalParty
            | Self::MunicipalSigner
            | Self::HeadOffice => true,
            Self::Asked(_) | Self::None => false,
        }
    }
}

impl Guard {
    /// How an actor relates to a case. It takes one decision, or up to
    /// three for municipal primary care.
    #[must_use]
    pub fn relation_of(&self, actor: &Actor, case: &dyn AnyCase) -> Relation {
        let case = case.asked();
        if actor.unit.kind.is_regional_care() {
            return match (
                self.sees_whole_case(actor, &case),
                case.coordinator == actor.unit.hsa_id,
            ) {
                (false, _) => Relation::None,
                (true, true) => Relation::Coordinator,
                (true, false) => Relation::RegionalParty,
            };
        }
        if actor.unit.kind != UnitKind::MunicipalPrimaryCare {
            let seen = self.sees_head_office_share(actor, &case);
            return if seen {
                Relation::HeadOffice
            } else {
                Relation::None
            };
        }
        if self.sees_municipal_share(actor, &case) {
            return Relation::MunicipalParty;
        }
        if self.sees_what_is_signed(actor, &case) {
            return Relation::MunicipalSigner;
        }
        let own =
            visible_questions(&case).find(|question| question.unit.hsa_id == actor.unit.hsa_id);
        let staff = Recipient::Staff(actor);
        match own {
            Some(question)
                if self
                    .may_disclose(staff, &case, Class::Question, Channel::Page)
                    .allowed =>
            {
                Relation::Asked(question.id)
            }
            Some(_) | None => Relation::None,
        }
    }
}
