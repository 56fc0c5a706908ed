//! Units that take part now, and those that have left.

use vocabulary::{hsa_id::HsaId, unit::UnitCard};

use crate::{
    case::{Case, Party},
    decide::consents::has_lost_a_ground,
    event::{Basis, Entry},
};

pub(super) fn added(case: &mut Case, entry: &Entry, unit: &UnitCard, basis: Basis) {
    let party = Party {
        unit: unit.clone(),
        since: entry.at,
        basis,
        hidden_from_municipality: false,
    };
    case.parties.insert(unit.hsa_id.clone(), party);
}

/// Hides from the municipality the parties that a withdrawn consent removes in some pathway, whether
/// or not it removes them in this one.
pub(super) fn consent_changed(case: &mut Case, before: &Case) {
    let lost: Vec<HsaId> = case
        .parties
        .values()
        .filter(|party| {
            let unit = &party.unit.hsa_id;
            *unit != case.coordinator
                && party.basis.is_a_consent()
                && !party.hidden_from_municipality
                && has_lost_a_ground(before, case, unit)
        })
        .map(|party| party.unit.hsa_id.clone())
        .collect();
    for unit in lost {
        if let Some(party) = case.parties.get_mut(&unit) {
            party.hidden_from_municipality = true;
        }
    }
}

pub(super) fn removed(case: &mut Case, entry: &Entry, unit: &HsaId) -> Option<()> {
    let party = case.parties.remove(unit)?;
    case.former_parties.push((party, entry.at));
    Some(())
}
