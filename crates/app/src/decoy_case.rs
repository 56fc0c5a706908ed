//! The decoy case. It is in no journal, its unit is in no directory, and nobody may know of it. It
//! is used where there is no case, so that the same code answers for a case that does not exist and
//! for one that the caller may not know of: the guard says no.

use domain::{Actor, Context, Fresh, open, replay};
use jiff::Timestamp;
use serde_json::json;
use vocabulary::{
    hsa_id::HsaId,
    opening::OpenCase,
    reading::Door,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use crate::{case_cache::Loaded, error::AppError};

/// A key that no case has: real keys are made of a time and random bits.
const KEY: &str = "nobody";
/// A unit that is in no directory.
const UNIT: &str = "SE2321000131-E9NOBODY";

/// Makes the decoy case.
///
/// # Errors
/// When the domain has changed so that it cannot be opened, which is a bug.
pub(crate) fn case() -> Result<Loaded, AppError> {
    let flaw = |detail: &str| AppError::Fault {
        place: "nobody's case",
        detail: detail.to_owned(),
    };
    let at = Timestamp::UNIX_EPOCH;
    let unit = UnitCard {
        hsa_id: HsaId::parse(UNIT).map_err(|_| flaw("the unit's id"))?,
        name: String::new(),
        kind: UnitKind::HospitalWard,
        organisation: String::new(),
        municipality: None,
    };
    let context = Context {
        actor: Actor {
            staff: String::new(),
            name: String::new(),
            role: Role::CareStaff,
            unit,
        },
        at,
        units: std::collections::BTreeMap::new(),
        placeholders: Vec::new(),
        meeting_point: None,
        meeting_host: None,
        case_named: None,
        fresh: Fresh([0; 48]),
    };
    let request = json!({
        "setting": "inpatient", "group": "unestablished", "name": "-", "birth_date": "1960-01-01",
        "identifiers": [], "interpreter_needed": false, "nursing_need": "unknown",
        "health_care_need": false, "device_need": false,
    });
    let request = request.as_object().ok_or_else(|| flaw("the request"))?;
    let asked = OpenCase::read(request, Door::Api, at).map_err(|_| flaw("the request's fields"))?;
    let entries = open(&context, &asked, "").map_err(|_| flaw("opening"))?;
    let case = replay(&entries).map_err(|misfit| AppError::fault("nobody's case", &misfit))?;
    Ok(Loaded {
        key: KEY.to_owned(),
        version: 0,
        plan_version: 0,
        case: case.into(),
        entries: Vec::new(),
        told: std::sync::OnceLock::from(Vec::new()),
        listed: std::sync::OnceLock::new(),
        last: std::sync::OnceLock::new(),
    })
}
