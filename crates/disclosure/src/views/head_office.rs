//! What Koncernkontoret sees of a case with an agreement: agreement, basis, identity number, and
//! the group where somebody else than the region pays. No plan, no address, no name.

use domain::Actor;
use serde::Serialize;
use vocabulary::{group::Group, public_id::PublicId};

use super::{
    AgreementView, IdentifierView, Moment,
    person::{Numbers, identifiers},
};
use crate::{AnyCase, Channel, Class, Disclosed, Guard, Recipient, audience::HeadOfficeStaff};

/// A case as Koncernkontoret sees it.
#[derive(Clone, Serialize)]
pub struct HeadOfficeCaseView {
    /// The case's id.
    pub id: PublicId,
    /// Its version.
    pub version: u64,
    /// Whether it is protected, whatever protects it.
    pub protected: bool,
    /// Whether its pages may be printed for who reads it.
    pub printable: bool,
    /// The person's number in use.
    pub identifiers: Vec<IdentifierView>,
    /// The group, where the state's compensation is applied for; absent for every other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// The municipality's unit, by name.
    pub municipal_unit: Option<String>,
    /// The agreement.
    pub agreement: Option<AgreementView>,
    /// The invoicing form's reference.
    pub invoicing_form: Option<String>,
    /// When purchases ended.
    pub purchases_ended_at: Option<Moment>,
    /// Whether the case is closed.
    pub closed: bool,
}

impl Guard {
    /// A case as the regional developer sees it; none before there is an agreement.
    #[must_use]
    pub fn head_office_case(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        version: u64,
    ) -> Option<Disclosed<HeadOfficeStaff, HeadOfficeCaseView>> {
        let case = case.asked();
        self.sees_head_office_share(actor, &case).then(|| {
            Disclosed::decided(HeadOfficeCaseView {
                id: case.id,
                version,
                protected: case.is_protected(),
                printable: self.may_print(actor, &case, Class::HeadOfficeShare),
                identifiers: identifiers(&case, Numbers::InUse),
                // The region itself pays for everybody else, so the payer needs no group.
                group: Some(case.group).filter(|_| case.migration_agency_may_know()),
                municipal_unit: case
                    .agreement
                    .as_ref()
                    .and_then(|agreement| case.parties.get(&agreement.unit))
                    .map(|party| party.unit.name.clone()),
                agreement: AgreementView::of(&case),
                invoicing_form: case.invoicing_form.as_ref().map(|form| form.value.clone()),
                purchases_ended_at: case.purchases_ended.as_ref().map(|ended| Moment(ended.at)),
                closed: !case.is_open(),
            })
        })
    }

    pub(crate) fn sees_head_office_share(&self, actor: &Actor, case: &dyn AnyCase) -> bool {
        self.may_disclose(
            Recipient::Staff(actor),
            case,
            Class::HeadOfficeShare,
            Channel::Page,
        )
        .allowed
    }
}
