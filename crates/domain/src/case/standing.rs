//! What follows from the facts of a case: pathway, protection, and which consents hold.

use vocabulary::{
    consent::{ConsentAnswer, ConsentKind},
    geography::MunicipalityCode,
    group::Group,
    hsa_id::HsaId,
    letter::LetterKind,
    need::NursingNeed,
    unit::UnitKind,
};

use super::{Case, Party};
use crate::pathway::Pathway;

/// How a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentStanding {
    /// Never asked.
    NotAsked,
    /// A yes that holds.
    Given,
    /// No, or a yes taken back.
    Refused,
    /// The person cannot consent: care parties only, never a yes.
    Incapable,
}

impl Case {
    /// The pathway now; none for a resident (X3).
    #[must_use]
    pub fn pathway(&self) -> Option<Pathway> {
        Pathway::of(self.group, self.setting, self.needs.nursing)
    }

    /// Whether the pathway may still change because something is not known: the nursing need
    /// under LMA, or the group.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.group == Group::Unestablished
            || (self.group.covered_by_reception_act() && self.needs.nursing == NursingNeed::Unknown)
    }

    /// Whether the case is protected: without permits, unestablished, or protected identity.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        self.person.protected_identity
            || matches!(self.group, Group::WithoutPermits | Group::Unestablished)
    }

    /// Whether Migrationsverket may be told anything at all: only while the group is asylum seeker
    /// or mass refugee and rests on something that was seen (domain.md).
    #[must_use]
    pub fn migration_agency_may_know(&self) -> bool {
        self.group.covered_by_reception_act() && self.evidence.is_some()
    }

    /// How the consent of a kind stands.
    #[must_use]
    pub fn consent(&self, kind: ConsentKind) -> ConsentStanding {
        match self.consents.get(&kind).map(|consent| consent.answer) {
            None => ConsentStanding::NotAsked,
            Some(ConsentAnswer::Given) => ConsentStanding::Given,
            Some(ConsentAnswer::Refused | ConsentAnswer::Withdrawn) => ConsentStanding::Refused,
            Some(ConsentAnswer::Incapable) => ConsentStanding::Incapable,
        }
    }

    /// How the consent to hand information to a unit stands: no units named means all care
    /// parties; units named means those and no other.
    #[must_use]
    pub fn information_transfer_to(&self, unit: &HsaId) -> ConsentStanding {
        let Some(consent) = self.consents.get(&ConsentKind::InformationTransfer) else {
            return ConsentStanding::NotAsked;
        };
        let named = consent
            .units
            .as_ref()
            .is_none_or(|units| units.contains(unit));
        match (self.consent(ConsentKind::InformationTransfer), named) {
            (ConsentStanding::Given | ConsentStanding::Incapable, false) => {
                ConsentStanding::NotAsked
            }
            (standing, _) => standing,
        }
    }

    /// Whether the person was asked for consent to the case and said no, in a pathway that needs
    /// it: the case goes no further (V6B.4).
    #[must_use]
    pub fn stopped_by_refusal(&self) -> bool {
        self.pathway()
            .is_some_and(Pathway::starts_with_placeholders)
            && self.consent(ConsentKind::Case) == ConsentStanding::Refused
    }

    /// Whether a refusal of the information transfer names this very unit: it then gets nothing,
    /// whatever else was agreed.
    #[must_use]
    pub fn transfer_refused_by_name(&self, unit: &HsaId) -> bool {
        self.consents
            .get(&ConsentKind::InformationTransfer)
            .is_some_and(|consent| {
                matches!(
                    consent.answer,
                    ConsentAnswer::Refused | ConsentAnswer::Withdrawn
                ) && consent
                    .units
                    .as_ref()
                    .is_some_and(|units| units.contains(unit))
            })
    }

    /// Whether the de-identified invitation may leave now (V6A.6, X1): asked when it is queued,
    /// again after every event, and by whoever is about to send it.
    #[must_use]
    pub fn invitation_may_leave(&self) -> bool {
        self.is_open()
            && self.migration_agency_may_know()
            && !self.another_region_is_responsible()
            && !self.stopped_by_refusal()
            && self.consent(ConsentKind::Sip) == ConsentStanding::Given
            && self.sip.meeting.is_some()
    }

    /// Whether a letter of a kind may be posted now, if there is one (V6A.7, V6B.13, X1): asked when
    /// it is put in the queue, again after every event, when it is printed and when it is posted.
    #[must_use]
    pub fn letter_may_leave(&self, kind: LetterKind) -> bool {
        let to_migration_agency = self.migration_agency_may_know()
            && !self.stopped_by_refusal()
            && self.consent(ConsentKind::Sip) == ConsentStanding::Given;
        let there = match kind {
            LetterKind::Certificate => {
                to_migration_agency
                    && self.certificate.is_some()
                    && self.pathway().is_some_and(Pathway::seeks_institution)
            }
            LetterKind::Plan => to_migration_agency && self.sip.held.is_some(),
            LetterKind::PatientCopy => {
                !self.is_protected() && self.sip.held.is_some() && self.residence.is_some()
            }
        };
        there
            && self.is_open()
            && self.group != Group::Resident
            && !self.another_region_is_responsible()
    }

    /// Whether the person stays outside Västra Götaland, so that another region is responsible
    /// (V3.1).
    #[must_use]
    pub fn another_region_is_responsible(&self) -> bool {
        self.residence
            .as_ref()
            .is_some_and(|residence| !residence.value.municipality.in_region())
    }

    /// The municipality the person stays in.
    #[must_use]
    pub fn municipality(&self) -> Option<&MunicipalityCode> {
        self.residence
            .as_ref()
            .map(|residence| &residence.value.municipality)
    }

    /// The first party of a kind.
    #[must_use]
    pub fn party_of_kind(&self, kind: UnitKind) -> Option<&Party> {
        self.parties.values().find(|party| party.unit.kind == kind)
    }

    /// Whether a unit is a party now.
    #[must_use]
    pub fn is_party(&self, unit: &HsaId) -> bool {
        self.parties.contains_key(unit)
    }

    /// Whether the case is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}
