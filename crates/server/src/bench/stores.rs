//! The stores that are measured on: fresh ones for steps, and large ones that are kept between
//! measurements in the folder given.
//!
//! A large store is simulated through the use cases up to [`SIMULATED`] cases. More are made as
//! copies of those: journal and worklist with ids of their own, written by the store's own
//! statements. Copies have no numbers and search terms, and those above the first [`WITH_JOURNAL`] no
//! events; nothing measured here looks for them.

use std::path::{Path, PathBuf};

use app::{App, Clock};
use store::{
    Database, StoreError, Work,
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

/// Up to so many cases are made through the use cases.
pub(super) const SIMULATED: u64 = 10_000;
const SEED: u64 = 7;
/// So many copies get their journal. What is measured in larger stores, worklist and start, reads
/// none, and they would take twenty gigabytes.
const WITH_JOURNAL: u64 = 100_000;
/// How many cases are copied, with all their copies, in one unit of work.
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

/// A new store with the demo's units and staff and no case.
pub(super) async fn fresh(folder: &Path) -> Result<App, Failure> {
    remove(folder)?;
    let app = open(folder).await?;
    let fixtures = Fixtures::read().map_err(failed("the demo"))?;
    demo::load_directory(&app, &fixtures).await?;
    Ok(app)
}

/// Removes a store that was made for a measurement.
pub(super) fn remove(folder: &Path) -> Result<(), Failure> {
    for end in ["", "-wal", "-shm"] {
        let file = folder.join(format!("vardbron.sqlite{end}"));
        if file.exists() {
            std::fs::remove_file(file).map_err(failed("the old store"))?;
        }
    }
    Ok(())
}

/// A store with so many cases, made unless it is there from before.
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

/// A copy's names.
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
        // The original's place in time, so that keys are as ordered as they would be.
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
        work.extend(events.iter().map(|event| {
            journal::append(StoredEvent {
                case_key: self.key.clone(),
                payload: event.payload.replace(&head.id, &self.id),
                ..event.clone()
            })
        }));
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

/// The open cases of a unit, each with the address of its next step, at most so many, mixed.
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
        due_before: None,
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
    // Public ids are random: their order has nothing to do with when the cases were opened.
    listed.sort_unstable();
    Ok(listed)
}
