//! Case steps (P1, P2): cases of one ward, and the commands that its nurse gives on them over the
//! JSON API, with version and idempotency key.

use app::{App, Request};
use serde_json::{Map, Value, json};
use store::{
    Database, audit,
    bench_baseline::StepShape,
    journal, told,
    worklist::{self, StoredWorklistRow},
};
use vocabulary::{command::Command, opening::OpenCase, reading::Door};

use super::{failed, load::Requester};
use crate::command::Failure;

/// How many steps are taken in each case.
pub(super) const STEPS_OF_CASE: usize = 12;
/// The nurse's user name among the demo's staff.
pub(super) const NURSE: &str = "ward-nurse";

/// The cases and commands of a measurement; all instants in them are in the past.
#[derive(Debug, Clone)]
pub(super) struct Script {
    at: String,
}

impl Script {
    pub(super) fn of(app: &App) -> Self {
        Self {
            at: app.now().to_string(),
        }
    }

    /// The request that opens a case.
    pub(super) fn opening() -> Value {
        json!({
            "setting": "inpatient", "group": "asylum_seeker",
            "group_evidence": "LMA-kort uppvisat", "name": "Amina Yusuf",
            "birth_date": "1990-03-05", "identifiers": [], "interpreter_needed": true,
            "language": "so", "nursing_need": "unmet", "health_care_need": true,
            "device_need": false, "room": "12",
        })
    }

    /// The command of a step: calls, consents, needs and where the patient stays, as a ward nurse
    /// records them.
    pub(super) fn command(&self, step: usize) -> Value {
        let called = |audience: &str, summary: &str| {
            json!({
                "command": "record_contact", "audience": audience, "channel": "phone",
                "at": self.at, "summary": summary,
            })
        };
        match step % 6 {
            0 => called(
                "migration_agency",
                "Ringt om boende efter vårdtiden, återkommer i morgon",
            ),
            1 => json!({
                "command": "record_consent", "kind": "sip", "answer": "given", "form": "oral",
            }),
            2 => json!({
                "command": "establish_residence", "municipality": "1488",
                "address": "Exempelgatan 3", "postal_code": "46130", "housing": "own",
            }),
            3 => json!({
                "command": "establish_needs", "nursing_need": "unmet",
                "health_care_need": true, "device_need": step % 12 == 3,
            }),
            4 => called("pharmacy", "Ringt om läkemedel som ska hämtas före hemgång"),
            _ => json!({
                "command": "record_consent", "kind": "information_transfer",
                "answer": "given", "form": "oral",
            }),
        }
    }
}

/// A client that opens cases and gives commands on them, one case after the other.
pub(super) struct Nurse {
    token: String,
    script: Script,
    /// Makes this nurse's idempotency keys different from others'.
    name: String,
    cases: Vec<(String, u64)>,
    wanted: usize,
    steps: usize,
    given: usize,
}

impl Nurse {
    /// A nurse who opens a number of cases.
    pub(super) fn opening(token: &str, script: &Script, name: String, cases: usize) -> Self {
        Self {
            token: token.to_owned(),
            script: script.clone(),
            name,
            cases: Vec::new(),
            wanted: cases,
            steps: 0,
            given: 0,
        }
    }

    /// The same nurse, who now takes a number of steps in those cases.
    pub(super) fn taking(self, steps: usize) -> Self {
        Self {
            steps,
            given: 0,
            ..self
        }
    }

    fn opens(&self) -> bool {
        self.cases.len() < self.wanted
    }

    fn place(&self) -> Option<(usize, usize)> {
        let case = self.given.checked_rem(self.cases.len())?;
        Some((case, self.given / self.cases.len()))
    }
}

/// Writes a POST request with a JSON body.
fn post(request: &mut Vec<u8>, path: &str, headers: &str, body: &Value) {
    let body = body.to_string();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    request.extend_from_slice(head.as_bytes());
    request.extend_from_slice(body.as_bytes());
}

impl Requester for Nurse {
    fn next(&mut self, request: &mut Vec<u8>) -> bool {
        let (token, name) = (&self.token, &self.name);
        if self.opens() {
            let key = format!("{name}-o{}", self.cases.len());
            let headers = format!("authorization: Bearer {token}\r\nidempotency-key: {key}\r\n");
            post(request, "/api/v1/cases", &headers, &Script::opening());
            return true;
        }
        if self.given >= self.steps {
            return false;
        }
        let Some((case, step)) = self.place() else {
            return false;
        };
        let Some((id, version)) = self.cases.get(case) else {
            return false;
        };
        let headers = format!(
            "authorization: Bearer {token}\r\nif-match: {version}\r\n\
             idempotency-key: {name}-{}\r\n",
            self.given
        );
        let path = format!("/api/v1/cases/{id}/commands");
        post(request, &path, &headers, &self.script.command(step));
        true
    }

    fn hear(&mut self, status: u16, body: &[u8]) -> Result<(), String> {
        #[derive(serde::Deserialize)]
        struct CaseAnswer {
            id: Option<String>,
            version: Option<u64>,
        }
        let refused = || format!("{status}: {}", String::from_utf8_lossy(body));
        let told: CaseAnswer = serde_json::from_slice(body).map_err(|_| refused())?;
        match (status, told) {
            (
                201,
                CaseAnswer {
                    id: Some(id),
                    version: Some(version),
                },
            ) => self.cases.push((id, version)),
            (
                200,
                CaseAnswer {
                    version: Some(now), ..
                },
            ) => {
                let case = self.place().map(|(case, _)| case);
                if let Some((_, version)) = case.and_then(|case| self.cases.get_mut(case)) {
                    *version = now;
                }
                self.given += 1;
            }
            _ => return Err(refused()),
        }
        Ok(())
    }
}

/// Measures what the script's steps write, by taking them one by one and looking at the rows. This
/// is what L1 writes.
pub(super) async fn shape(app: &App, cases: usize) -> Result<StepShape, Failure> {
    let script = Script::of(app);
    let nurse = app.demo_caller(NURSE).await?;
    let database = app.database();
    let opening = read(&Script::opening(), |map| {
        OpenCase::read(map, Door::Api, app.now())
    })?;
    let opened = app.open_case(&nurse, &opening, app.moment()?, None).await?;
    let id = opened.id.to_string();
    let key = database
        .read_one(journal::head_by_id(&id))
        .await
        .map_err(failed("shape"))?;
    let key = key.map(|head| head.key).unwrap_or_default();
    let (mut version, mut sums) = (opened.version, Sums::default());
    let mut before = rows_of(database, &key).await?;
    for step in 0..STEPS_OF_CASE {
        let content = script.command(step);
        let command = read(&content, |map| Command::read(map, Door::Api, app.now()))?;
        let request = Request {
            key: format!("shape-{step}"),
            content: content.to_string().into_bytes(),
        };
        let done = app
            .command(
                &nurse,
                &id,
                Some(version),
                &command,
                app.moment()?,
                Some(&request),
            )
            .await?;
        let after = i64::try_from(version).unwrap_or_default();
        let events = database
            .read(journal::events_after(&key, after))
            .await
            .map_err(failed("shape"))?;
        sums.events += events.len();
        sums.event += events
            .iter()
            .map(|event| event.payload.len())
            .sum::<usize>();
        let rows = rows_of(database, &key).await?;
        sums.rows += rows.len();
        sums.row += rows.iter().map(|row| row.payload.len()).sum::<usize>();
        sums.answer += serde_json::to_vec(&done).map_err(failed("shape"))?.len();
        let log = database
            .read(audit::of_case(&key, 1))
            .await
            .map_err(failed("shape"))?;
        sums.audit += log.iter().map(|row| row.entry.detail.len()).sum::<usize>();
        let dues = |rows: &[StoredWorklistRow]| -> Vec<String> {
            rows.iter().map(|row| row.due.clone()).collect()
        };
        sums.dues += usize::from(dues(&before) != dues(&rows));
        let shown = |rows: &[StoredWorklistRow]| -> Vec<String> {
            rows.iter().map(|row| row.payload.clone()).collect()
        };
        sums.shown += usize::from(shown(&before) != shown(&rows));
        (before, version) = (rows, done.version);
    }
    let told = database
        .read(told::of_case(&key))
        .await
        .map_err(failed("shape"))?;
    let every = |times: usize| STEPS_OF_CASE.checked_div(times);
    // Where a step makes several events, the limit writes a single one of their total size, which
    // makes the limit higher.
    Ok(StepShape {
        cases,
        event: sums.event / STEPS_OF_CASE,
        worklist: sums.row.checked_div(sums.rows).unwrap_or_default(),
        units: sums.rows / STEPS_OF_CASE,
        wards: 1,
        due_stays: every(sums.dues).unwrap_or(STEPS_OF_CASE),
        row_stays: every(sums.shown).unwrap_or(STEPS_OF_CASE),
        told_every: every(told.len()).unwrap_or_default(),
        answer: sums.answer / STEPS_OF_CASE,
        audit: sums.audit / STEPS_OF_CASE,
    })
}

#[derive(Default)]
struct Sums {
    events: usize,
    event: usize,
    rows: usize,
    row: usize,
    dues: usize,
    shown: usize,
    answer: usize,
    audit: usize,
}

async fn rows_of(database: &Database, key: &str) -> Result<Vec<StoredWorklistRow>, Failure> {
    database
        .read(worklist::of_case(key))
        .await
        .map_err(failed("shape"))
}

fn read<T, E>(
    content: &Value,
    read: impl FnOnce(&Map<String, Value>) -> Result<T, E>,
) -> Result<T, Failure> {
    let Value::Object(map) = content else {
        return Err(Failure::said("bench: the script is no object"));
    };
    read(map).map_err(|_| Failure::said("bench: the script is mistaken"))
}
