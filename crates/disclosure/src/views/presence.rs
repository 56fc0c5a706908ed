//! Who else has a step's form open, for the region's care units that are parties. The municipality
//! neither sees this nor appears in it.

use domain::Actor;
use serde::Serialize;

use crate::{AnyCase, Disclosed, Guard, audience::RegionalCare};

/// A user who has the same form open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenRow {
    pub by: String,
    pub role: String,
    /// Name of the unit.
    pub unit: String,
}

impl Guard {
    /// Who else has a form of a case open. Only those who see the whole case are told, and only
    /// they are named.
    #[must_use]
    pub fn open_by(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        others: &[Actor],
    ) -> Option<Disclosed<RegionalCare, Vec<OpenRow>>> {
        if !self.sees_whole_case(actor, case) {
            return None;
        }
        let rows = others
            .iter()
            .filter(|other| self.sees_whole_case(other, case))
            .map(|other| OpenRow {
                by: other.name.clone(),
                role: vocabulary::choice::Choice::swedish(other.role).to_owned(),
                unit: other.unit.name.clone(),
            })
            .collect();
        Some(Disclosed::decided(rows))
    }
}
