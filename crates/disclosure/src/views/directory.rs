//! The directory of units, as staff see it.

use domain::Actor;
use serde::Serialize;
use vocabulary::{
    geography::MunicipalityCode,
    hsa_id::HsaId,
    unit::{UnitCard, UnitKind},
};

use crate::{Disclosed, Guard, audience::OwnUnit};

/// A unit in the directory, as staff find it.
#[derive(Clone, Serialize)]
pub struct UnitRow {
    pub hsa_id: HsaId,
    pub name: String,
    pub kind: UnitKind,
    /// The organisation that it belongs to.
    pub organisation: String,
    /// The municipality that it is in or belongs to.
    pub municipality: Option<MunicipalityCode>,
}

impl Guard {
    /// The units that an actor may find. Only administrators see those that can never take part, so
    /// that nobody else can choose one.
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
