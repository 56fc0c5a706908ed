//! The stores that are measured: new ones for steps, and large ones that are kept between
//! measurements in the given folder.
//!
//! A large store is simulated through the use cases up to [`SIMULATED`] cases. Further cases are
//! copies of those: journal and worklist under new ids, written by the store's own statements.
//! Copies have no numbers and search terms, and those after the first [`WITH_JOURNAL`] have no
//! events; nothing measured here uses them.

use std::path::{Path, PathBuf};

use app::{App, Clock};
use store::{
    Database, StoreError, Work,
    audit::AuditEntry,
    journal::{self, StoredCaseHead, StoredEvent},
    worklist::{self, Page, StoredWorklistRow},
};
use vocabulary::public_id::PublicId;

use super::failed;
use crate::{
    command::Failure,
    demo::{self, Fixtures, seeded_random::SeededRandom},
    output, simulate,
};

/// Up to this number, cases are made through the use cases.
pub(super) const SIMULATED: u64 = 10_000;
const SEED: u64 = 7;
/// This many copies get a journal. In larger stores only the worklist and the start are measured,
/// which read no journal, and it would take twenty gigabytes.
const WITH_JOURNAL: u64 = 100_000;
/// How many cases are copied in one unit of work, each with all its copies.
const TOGETHER: i64 = 20;

/// The address of the store in a folder.
pub(super) fn address(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("vardbron.sqlite").display())
}

/// Opens the product on the store in a folder.
pub(super) async fn open(folder: &Path) -> Result<App, Failure> {
    std::fs::create_dir_all(folder).map_err(failed("the folder"))?;
    let library = guidance::Library::builtin()
        .map_err(|_| Failure::said("bench: the built-in guidance cannot be read"))?;
    Ok(App::start(&address(folder), Clock::system(), library).await?)
}

/// Creates a store with the demo's units and staff and no cases.
pub(super) async fn fresh(folder: &Path) -> Result<App, Failure> {
    remove(folder)?;
    let app = open(folder).await?;
    let fixtures = Fixtures::read().map_err(failed("the demo"))?;
    demo::load_directory(&app, &fixtures).await?;
    Ok(app)
}

/// Removes a store that was created for a measurement.
pub(super) fn remove(folder: &Path) -> Result<(), Failure> {
    for end in ["", "-wal", "-shm"] {
        let file = folder.join(format!("vardbron.sqlite{end}"));
        if file.exists() {
            std::fs::remove_file(file).map_err(failed("the old store"))?;
        }
    }
    Ok(())
}

/// A store with a number of cases, created unless it exists already.
pub(super) async fn with_cases(within: &Path, cases: u64) -> Result<PathBuf, Failure> {
    let folder = within.join(format!("cases-{cases}"));
    let ready = folder.join("ready");
    if ready.exists() {
        return Ok(folder);
    }
    if cases <= SIMULATED {
        let app = fresh(&folder).await?;
        simulate::run(&app, cases, SEED).await?;
        app.close().await;
    } else {
        let original = Box::pin(with_cases(within, SIMULATED)).await?;
        let app = fresh(&folder).await?;
        let from = open(&original).await?;
        multiply(from.database(), app.database(), cases / SIMULATED)
            .await
            .map_err(failed("copies"))?;
        from.close().await;
        app.close().await;
        output::say(&format!(
            "{cases} cases, {} of each that was simulated",
            cases / SIMULATED
        ));
    }
    std::fs::write(ready, "").map_err(failed("the folder"))?;
    Ok(folder)
}

async fn multiply(from: &Database, to: &Database, times: u64) -> Result<(), StoreError> {
    let mut after = String::new();
    let mut number = 0;
    loop {
        let heads = from.read(journal::heads_page(&after, TOGETHER)).await?;
        let Some(last) = heads.last() else {
            return Ok(());
        };
        after.clone_from(&last.key);
        let events = heads
            .iter()
            .map(|head| journal::events_after(&head.key, 0))
            .collect();
        let events = from.read_all(events).await?;
        let rows = heads
            .iter()
            .map(|head| worklist::of_case(&head.key))
            .collect();
        let rows = from.read_all(rows).await?;
        let mut work = Work::new();
        for ((head, events), rows) in heads.iter().zip(&events).zip(&rows) {
            for copy in 0..times {
                let events = if number < WITH_JOURNAL {
                    events.as_slice()
                } else {
                    &[]
                };
                Copied::of(head, copy, number).write(&mut work, head, events, rows);
                number += 1;
            }
        }
        to.write(work).await?;
    }
}

/// The ids of a copy.
struct Copied {
    key: String,
    id: String,
}

impl Copied {
    fn of(head: &StoredCaseHead, copy: u64, number: u64) -> Self {
        let mut bits = [0; 16];
        for (bit, drawn) in bits.iter_mut().zip(SeededRandom::of(SEED, number).bits()) {
            *bit = drawn;
        }
        // Keeps the timestamp of the original's key, so that keys are ordered as real ones would
        // be.
        let begin = head.key.len().saturating_sub(6);
        let key = format!("{}{copy:06x}", head.key.get(..begin).unwrap_or_default());
        Self {
            key,
            id: PublicId::from_random(bits).to_string(),
        }
    }

    fn write(
        &self,
        work: &mut Work,
        head: &StoredCaseHead,
        events: &[StoredEvent],
        rows: &[StoredWorklistRow],
    ) {
        work.push(journal::open(&StoredCaseHead {
            key: self.key.clone(),
            id: self.id.clone(),
            ..head.clone()
        }));
        let copies: Vec<StoredEvent> = events
            .iter()
            .map(|event| StoredEvent {
                case_key: self.key.clone(),
                payload: event.payload.replace(&head.id, &self.id),
                ..event.clone()
            })
            .collect();
        journal::append(work, &store::of_no_event(&self.key), copies, Vec::new());
        work.log(AuditEntry {
            at: head.opened_at.clone(),
            actor: "bench".to_owned(),
            unit: String::new(),
            action: "change".to_owned(),
            case_key: Some(self.key.clone()),
            patient_ref: None,
            detail: "open_case".to_owned(),
        });
        work.extend(rows.iter().map(|row| {
            worklist::place(StoredWorklistRow {
                case_key: self.key.clone(),
                id: self.id.clone(),
                payload: row.payload.replace(&head.id, &self.id),
                ..row.clone()
            })
        }));
    }
}

/// At most `at_most` open cases of a unit in random order, each with the address of its next step.
pub(super) async fn listed(
    app: &App,
    unit: &str,
    at_most: usize,
) -> Result<Vec<(String, String)>, Failure> {
    #[derive(serde::Deserialize)]
    struct NextStep {
        next_slug: Option<String>,
    }
    let mut listed = Vec::new();
    let mut page = Page {
        after: None,
        part: None,
        opened_by: None,
        limit: 1000,
    };
    while listed.len() < at_most {
        let rows = app
            .database()
            .read(worklist::of_unit(unit, &page))
            .await
            .map_err(failed("the worklist"))?;
        let Some(last) = rows.last() else { break };
        page.after = Some((last.due.clone(), last.id.clone()));
        for row in rows {
            let next: NextStep =
                serde_json::from_str(&row.payload).map_err(failed("the worklist"))?;
            listed.extend(next.next_slug.map(|slug| (row.id, slug)));
        }
    }
    listed.truncate(at_most);
    // Public ids are random, so their order is unrelated to when the cases were opened.
    listed.sort_unstable();
    Ok(listed)
}
