//! The directory of units as staff see it.

use domain::Actor;
use serde::Serialize;
use vocabulary::{
    geography::MunicipalityCode,
    hsa_id::HsaId,
    unit::{UnitCard, UnitKind},
};

use crate::{Disclosed, Guard, audience::OwnUnit};

/// A unit of the directory.
#[derive(Clone, Serialize)]
pub struct UnitRow {
    /// Its HSA-id.
    pub hsa_id: HsaId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: UnitKind,
    /// The organisation it belongs to.
    pub organisation: String,
    /// The municipality it lies in or belongs to.
    pub municipality: Option<MunicipalityCode>,
}

impl Guard {
    /// The units an actor may find: those that can never take part are listed to administrators
    /// only, so that nobody can pick one.
    #[must_use]
    pub fn units(&self, actor: &Actor, units: Vec<UnitCard>) -> Disclosed<OwnUnit, Vec<UnitRow>> {
        let all = self.may_command(actor, None, "administer").allowed;
        let rows = units
            .into_iter()
            .filter(|unit| all || !unit.kind.is_never_a_party())
            .map(|unit| UnitRow {
                hsa_id: unit.hsa_id,
                name: unit.name,
                kind: unit.kind,
                organisation: unit.organisation,
                municipality: unit.municipality,
            })
            .collect();
        Disclosed::decided(rows)
    }
}
