//! Units that take part.

use domain::{Case, case::Party, event::Basis};
use serde::Serialize;
use vocabulary::{choice::Choice as _, hsa_id::HsaId, unit::UnitKind};

use super::Moment;
use crate::share::PartyShare;

/// A party, as the region's care units see it.
#[derive(Clone, Serialize)]
pub struct PartyView {
    pub unit: HsaId,
    pub kind: UnitKind,
    pub since: Moment,
    /// Why it is a party.
    pub basis: &'static str,
    pub basis_name: &'static str,
    pub name: String,
    pub kind_name: &'static str,
    /// Whether it is a placeholder, which "Vem ser vad" hides.
    pub placeholder: bool,
    pub coordinates: bool,
}

/// A party, as municipal primary care sees it. The reason would reveal the pathway, so it is left
/// out.
#[derive(Clone, Serialize)]
pub struct MunicipalPartyView {
    pub unit: HsaId,
    pub kind: UnitKind,
    pub since: Moment,
    pub name: String,
    pub kind_name: &'static str,
    pub coordinates: bool,
}

impl PartyView {
    pub(crate) fn all(case: &Case) -> Vec<Self> {
        in_order(case)
            .map(|party| Self {
                unit: party.unit.hsa_id.clone(),
                kind: party.unit.kind,
                since: Moment(party.since),
                basis: basis_code(party.basis),
                basis_name: basis_name(party.basis),
                name: party.unit.name.clone(),
                kind_name: party.unit.kind.swedish(),
                placeholder: party.unit.kind.is_placeholder(),
                coordinates: party.unit.hsa_id == case.coordinator,
            })
            .collect()
    }
}

impl MunicipalPartyView {
    pub(crate) fn of(party: &PartyShare<'_>) -> Self {
        Self {
            unit: party.unit.hsa_id.clone(),
            kind: party.unit.kind,
            since: Moment(party.since),
            name: party.unit.name.clone(),
            kind_name: party.unit.kind.swedish(),
            coordinates: party.coordinates,
        }
    }
}

/// Parties in the order they joined, with the coordinating unit first.
pub(crate) fn in_order(case: &Case) -> impl Iterator<Item = &Party> {
    let mut parties: Vec<&Party> = case.parties.values().collect();
    parties.sort_by_key(|party| {
        (
            party.unit.hsa_id != case.coordinator,
            party.since,
            &party.unit.hsa_id,
        )
    });
    parties.into_iter()
}

fn basis_code(basis: Basis) -> &'static str {
    match basis {
        Basis::Opened => "opened",
        Basis::CaseConsent => "case_consent",
        Basis::SipConsent => "sip_consent",
        Basis::InformationTransfer => "information_transfer",
        Basis::Incapable => "incapable",
        Basis::SameHospital => "same_hospital",
    }
}

pub(crate) fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Opened => "Startade ärendet",
        Basis::CaseConsent => "Samtycke till ärendet",
        Basis::SipConsent => "Samtycke till SIP",
        Basis::InformationTransfer => "Samtycke till att lämna uppgifter",
        Basis::Incapable => "Patienten kan inte lämna samtycke, se den rättsliga grunden",
        Basis::SameHospital => "Patienten flyttades dit inom sjukhuset",
    }
}
