//! Canaries: after random traces, in which every word about a person carries a mark that occurs
//! nowhere else, the mark is looked for where it must not be: headers, titles and addresses of pages,
//! log lines, and every table of a backup but those that are the record itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    sync::{Arc, Mutex},
};

use serde_json::Value;
use testkit::{MARK, Stage, Trace};

use crate::{
    door::{Door, Reply, Told},
    noninterference::{ACTS, CASES, START, carry_out},
    pages::Browser,
};

/// The pages of a case.
const PAGES: [&str; 8] = [
    "",
    "/handelser",
    "/kopior",
    "/parter",
    "/patienten",
    "/samtalslogg",
    "/samtycken",
    "/vem-ser-vad",
];
/// The tables that are the record: what happened, and how a patient is found by those who treat.
const RECORD: [&str; 2] = ["events", "search_terms"];

/// Log lines, kept.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The door after a trace, with the cases.
async fn after(seed: u64) -> (Door, Vec<Told>) {
    let door = Door::before(Stage::rehearsed(START, seed).await);
    let mut cases: BTreeMap<usize, Told> = BTreeMap::new();
    for act in &Trace::of(seed, START, CASES, ACTS).acts {
        door.stage.set_clock(act.at);
        carry_out(&door, &mut cases, act).await;
    }
    (door, cases.into_values().collect())
}

/// What is left on a screen, in a history, in a proxy's log: headers, the title, addresses.
fn traces_of(reply: &Reply) -> Vec<String> {
    let mut traces: Vec<String> = reply
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    let page = reply.text();
    for (before, after) in [
        ("<title>", "</title>"),
        ("href=\"", "\""),
        ("action=\"", "\""),
        ("src=\"", "\""),
        ("download=\"", "\""),
    ] {
        for part in page.split(before).skip(1) {
            traces.push(part.split(after).next().unwrap().to_owned());
        }
    }
    traces
}

// covers: X1
#[tokio::test]
async fn no_word_about_a_person_is_in_a_header_a_title_or_an_address() {
    let mut looked = 0;
    for seed in 0..6 {
        let (door, cases) = after(seed).await;
        let mut nurse = Browser::of(&door, "ward-nurse").await;
        let mut addresses: Vec<String> = vec!["/arenden".to_owned()];
        for case in &cases {
            addresses.extend(PAGES.map(|page| format!("/arenden/{}{page}", case.id)));
        }
        for address in addresses {
            let mut reply = nurse.get(&address).await;
            if let 301..=399 = reply.status {
                let to = reply.header("location").to_owned();
                assert!(!to.contains(MARK), "{to}");
                reply = nurse.get(&to).await;
            }
            for trace in traces_of(&reply) {
                assert!(!trace.contains(MARK), "{address}: {trace}");
            }
            looked += usize::from(reply.text().contains(MARK));
        }
        let found = nurse.post("/sok", &[("q", MARK)]).await;
        for trace in traces_of(&found) {
            assert!(!trace.contains(MARK), "/sok: {trace}");
        }
    }
    assert!(looked > 60, "{looked} pages showed a marked word at all");
}

// covers: X1
#[tokio::test]
async fn no_word_about_a_person_is_in_a_log_line() {
    let lines = Lines::default();
    let kept = lines.clone();
    tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || kept.clone())
        .init();
    tracing::info!("lines are kept");
    for seed in 0..6 {
        let (door, cases) = after(seed).await;
        let mut nurse = Browser::of(&door, "ward-nurse").await;
        for case in &cases {
            nurse.get(&format!("/arenden/{}/patienten", case.id)).await;
        }
        nurse.post("/sok", &[("q", MARK)]).await;
        // What goes wrong is logged: it must not say about whom.
        let stranger = &cases[0].address();
        door.get("stranger-ward", stranger).await;
        door.ask(Some("ward-nurse"), "POST", &format!("{stranger}/commands"))
            .raw("application/json", format!("{{\"command\": \"{MARK}\""))
            .send()
            .await;
    }
    let said = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("lines are kept"), "the test saw nothing");
    let lines: Vec<&str> = said.lines().filter(|line| line.contains(MARK)).collect();
    assert!(lines.is_empty(), "{lines:?}");
}

// covers: X1
#[tokio::test]
async fn beside_the_record_no_table_holds_a_word_about_a_person() {
    // The place on the ward stands in the worklist's row, beside initials and age.
    let place = format!("{MARK}sal").to_lowercase();
    let mut holds: BTreeSet<String> = BTreeSet::new();
    for seed in 0..6 {
        let (door, _) = after(seed).await;
        let mut nurse = Browser::of(&door, "ward-nurse").await;
        nurse.post("/sok", &[("q", MARK)]).await;
        let file = std::env::temp_dir().join(format!("canaries-{}-{seed}", std::process::id()));
        door.stage.app.backup(&file).await.unwrap();
        let mut table = String::new();
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let json: Value = serde_json::from_str(line).unwrap();
            if let Some(name) = json["table"].as_str() {
                table = name.to_owned();
            } else {
                let line = match table.as_str() {
                    "worklist" => line.to_lowercase().replace(&place, ""),
                    _ => line.to_lowercase(),
                };
                if line.contains(&MARK.to_lowercase()) {
                    holds.insert(table.clone());
                }
            }
        }
        std::fs::remove_file(file).unwrap();
    }
    let record: BTreeSet<String> = RECORD.map(str::to_owned).into();
    assert_eq!(holds, record);
}
