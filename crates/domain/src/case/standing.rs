//! What follows from the facts of a case: pathway, protection, and which consents hold.

use vocabulary::{
    consent::{ConsentAnswer, ConsentKind},
    geography::MunicipalityCode,
    group::Group,
    hsa_id::HsaId,
    letter::{LetterAddressee, LetterKind, LetterPart},
    need::NursingNeed,
    refusal::Refusal,
    setting::Setting,
    unit::UnitKind,
};

use super::{Case, Party};
use crate::pathway::Pathway;

/// How a kind of consent stands after the latest answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentStanding {
    NotAsked,
    Given,
    /// The answer was no, or a yes was taken back.
    Refused,
    /// The person cannot consent. This allows sharing with care parties only and never counts as a
    /// yes.
    Incapable,
}

impl Case {
    /// The current pathway; `None` for a resident (X3).
    #[must_use]
    pub fn pathway(&self) -> Option<Pathway> {
        Pathway::of(self.group, self.setting, self.needs.nursing)
    }

    /// Whether the pathway may still change because the nursing need of a person under LMA, or the
    /// group, is not known.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.group == Group::Unestablished
            || (self.group.covered_by_reception_act() && self.needs.nursing == NursingNeed::Unknown)
    }

    /// Whether the case needs extra protection: the person is without permits, has no established
    /// group, has a protected identity, or has a group that a second person must confirm.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        self.person.protected_identity
            || self.awaits_confirmation.is_some()
            || matches!(self.group, Group::WithoutPermits | Group::Unestablished)
    }

    /// Whether Migrationsverket may be told anything at all: only while the group is asylum seeker
    /// or mass refugee and rests on evidence that somebody has seen, and a second person where the
    /// case was protected before (domain.md).
    #[must_use]
    pub fn migration_agency_may_know(&self) -> bool {
        self.group.covered_by_reception_act()
            && self.evidence.is_some()
            && self.awaits_confirmation.is_none()
    }

    /// Why Migrationsverket may not be told anything.
    #[must_use]
    pub fn agency_refusal(&self) -> Refusal {
        if self.awaits_confirmation.is_some() {
            Refusal::GroupAwaitsConfirmation
        } else {
            Refusal::MigrationAgencyNeverTold
        }
    }

    #[must_use]
    pub fn consent(&self, kind: ConsentKind) -> ConsentStanding {
        match self.consents.get(&kind).map(|consent| consent.answer) {
            None => ConsentStanding::NotAsked,
            Some(ConsentAnswer::Given) => ConsentStanding::Given,
            Some(ConsentAnswer::Refused | ConsentAnswer::Withdrawn) => ConsentStanding::Refused,
            Some(ConsentAnswer::Incapable) => ConsentStanding::Incapable,
        }
    }

    /// How the consent to share information with a unit stands. If the consent names no units it
    /// covers all care parties; if it names units it covers only those.
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

    /// Whether the person refused consent to the case in a pathway that needs it. The case then
    /// goes no further (V6B.4).
    #[must_use]
    pub fn stopped_by_refusal(&self) -> bool {
        self.pathway()
            .is_some_and(Pathway::starts_with_placeholders)
            && self.consent(ConsentKind::Case) == ConsentStanding::Refused
    }

    /// Whether a refusal of information transfer names this unit. It then gets nothing, even if
    /// other consents allow it.
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

    /// Whether the de-identified invitation may be sent now (V6A.6, X1). This is checked when it is
    /// queued, after every later event, and just before it is sent.
    #[must_use]
    pub fn invitation_may_leave(&self) -> bool {
        self.is_open()
            && self.migration_agency_may_know()
            && !self.another_region_is_responsible()
            && !self.stopped_by_refusal()
            && self.consent(ConsentKind::Sip) == ConsentStanding::Given
            && self.sip.meeting.is_some()
    }

    /// Whether a letter of a kind may be posted now (V6A.7, V6B.13, X1). This is checked when it is
    /// queued, after every later event, when it is printed and when it is posted.
    #[must_use]
    pub fn letter_may_leave(&self, kind: LetterKind) -> bool {
        let may_know = match kind.goes_to() {
            LetterAddressee::MigrationAgency => {
                self.migration_agency_may_know()
                    && !self.stopped_by_refusal()
                    && self.consent(ConsentKind::Sip) == ConsentStanding::Given
            }
            LetterAddressee::Patient => !self.is_protected(),
        };
        may_know
            && kind.parts().iter().all(|part| self.has_part(*part))
            && self.is_open()
            && self.group != Group::Resident
            && !self.another_region_is_responsible()
    }

    /// Whether a part that letters need is there.
    fn has_part(&self, part: LetterPart) -> bool {
        match part {
            LetterPart::Certificate => {
                self.certificate.is_some() && self.pathway().is_some_and(Pathway::seeks_institution)
            }
            LetterPart::Plan => self.sip.plan_version > 0,
            LetterPart::Home => self.residence.is_some(),
            // They are there in every case, or left out of the letter when they are not.
            LetterPart::Group | LetterPart::Person | LetterPart::Numbers | LetterPart::FollowUp => {
                true
            }
        }
    }

    /// Whether the person lives outside Västra Götaland, or will after discharge (V3.1).
    #[must_use]
    pub fn lives_in_another_region(&self) -> bool {
        self.residence
            .as_ref()
            .is_some_and(|residence| !residence.value.municipality.in_region())
    }

    /// Whether another region is responsible: the person lives there. Whoever lies on one of the
    /// region's wards stays in the region until discharge (V3.1).
    #[must_use]
    pub fn another_region_is_responsible(&self) -> bool {
        self.setting == Setting::Outpatient && self.lives_in_another_region()
    }

    /// Whether the person lies on a ward here and will live in another region, which takes over at
    /// discharge (V3.1).
    #[must_use]
    pub fn moves_to_another_region(&self) -> bool {
        self.setting == Setting::Inpatient && self.lives_in_another_region()
    }

    /// The municipality where the person stays.
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

    #[must_use]
    pub fn is_party(&self, unit: &HsaId) -> bool {
        self.parties.contains_key(unit)
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}
