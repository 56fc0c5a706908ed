//! Units that take part now, and those that have left.

use vocabulary::{hsa_id::HsaId, unit::UnitCard};

use crate::{
    case::{Case, Party},
    event::{Basis, Entry},
};

pub(super) fn added(case: &mut Case, entry: &Entry, unit: &UnitCard, basis: Basis) {
    let party = Party {
        unit: unit.clone(),
        since: entry.at,
        basis,
    };
    case.parties.insert(unit.hsa_id.clone(), party);
}

pub(super) fn removed(case: &mut Case, entry: &Entry, unit: &HsaId) -> Option<()> {
    let party = case.parties.remove(unit)?;
    case.former_parties.push((party, entry.at));
    Some(())
}
