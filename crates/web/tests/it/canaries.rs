//! Canaries: in the traces every word about a person contains a mark that occurs nowhere else, and
//! every number is unique. The tests look for both where they must not be: in headers, titles and
//! URLs of all pages, in pages of users who may not know, in log lines, in every column of a backup
//! except those meant for them, and in the bytes of the store's own files.

mod looking;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use testkit::{Lines, MARK};

use self::{
    looking::{BIRTH_DATE, NUMBER, columns, is_of, reached, routes, said_in, traces_of},
    told::{Everything, KEPT_NOWHERE, after_everything, after_seed},
};
use crate::{browser::Browser, door::USERS, noninterference::mailed};

/// The columns that contain words about a person, and which words. No other column contains any.
const COLUMNS: [(&str, &[&str]); 9] = [
    // The record of what happened. It contains every word, and the test does not list them.
    ("events.payload", &[]),
    ("stream_events.payload", &[]),
    // For staff to find a patient.
    ("identifiers.value", &[NUMBER]),
    ("search_terms.term", &["namn", "efternamn", BIRTH_DATE]),
    // The place on the ward and the birth date, next to the initials.
    ("worklist.payload", &[BIRTH_DATE, "nysal", "sal", "salen"]),
    // What a user has typed and not sent, for that user only, until it is used or for 30 days.
    ("drafts.body", &["utkast", "nykomling"]),
    // Why a case was opened in an emergency, in words, because the reader must answer for it.
    ("emergency_openings.words", &["nodord"]),
    // The same for the reviewer, and the reviewer's findings.
    ("log_reviews.reason", &["nodord"]),
    ("log_reviews.note", &["notering"]),
];

// covers: X1
#[tokio::test]
async fn no_word_about_a_person_is_in_a_header_a_title_or_an_address() {
    let world = after_everything().await;
    let mut never: BTreeSet<&str> = routes().into_iter().collect();
    let mut looked = 0;
    for who in USERS.into_iter().chain(["nobody"]) {
        for (address, reply) in reached(&world, who).await {
            for trace in std::iter::once(address.clone()).chain(traces_of(&reply)) {
                let said = said_in(&trace);
                assert!(said.is_empty(), "{who} at {address}: {said:?} in {trace}");
            }
            if reply.status < 400 {
                never.retain(|route| !is_of(&address, route));
            }
            looked += usize::from(reply.text().contains(MARK));
        }
    }
    assert_eq!(never, BTreeSet::new(), "pages that nobody came to");
    assert!(looked > 100, "{looked} pages showed a marked word at all");
}

/// The marked words that a user with a share of the case may reach; empty for users without a
/// share. All users who are not named work at a unit of regional care that is a party.
fn may_come_to(who: &str, address: &str) -> Option<&'static [&'static str]> {
    match who {
        "ward-nurse" | "discharge-coordinator" | "physician" | "health-centre" => None,
        "municipal-primary-care" | "municipal-nurse" | "municipal-head-of-operations" => {
            Some(MUNICIPAL)
        }
        "head-office" => Some(HEAD_OFFICE),
        "log-reviewer" => Some(&["nodord", "notering"]),
        // The user who opened it in an emergency reads it there and nowhere else.
        "stranger-ward" if address.starts_with("/nodoppning/") => None,
        _ => Some(&[]),
    }
}

/// The municipality's share of a case.
const MUNICIPAL: &[&str] = &[
    "namn",
    "efternamn",
    "sal",
    "salen",
    NUMBER,
    BIRTH_DATE,
    // Where the person stays, and the meeting.
    "gatan",
    "torget",
    "lank",
    "fragor",
    // The plan.
    "viktigt",
    "behov",
    "ansvar",
    "egetmal",
    "vardmal",
    "egenhand",
    "funktion",
    "omfattning",
    // What kin and others do.
    "granne",
    "haller",
    "hemma",
    // The goals that were followed up, and why.
    "malet",
    "varfor",
    // The care request, its answer and the agreement.
    "fraga",
    "tillstand",
    "ringer",
    "medicin",
    "villkor",
    "uppfoljning",
    "undertecknare",
];
/// Koncernkontoret's share: the agreement.
const HEAD_OFFICE: &[&str] = &[NUMBER, "uppfoljning", "undertecknare", "faktura"];

// covers: X1
#[tokio::test]
async fn users_who_may_not_know_reach_no_word_about_a_person() {
    let world = after_everything().await;
    let (mut come_to, mut shown) = (BTreeMap::<&str, BTreeSet<String>>::new(), BTreeSet::new());
    for who in USERS.into_iter().chain(["nobody"]) {
        for (address, reply) in reached(&world, who).await {
            let said = said_in(&reply.text());
            let Some(allowed) = may_come_to(who, &address) else {
                continue;
            };
            let (may, may_not): (Vec<&String>, Vec<&String>) = said
                .iter()
                .partition(|word| allowed.contains(&word.as_str()));
            let may_not = may_not.iter().map(|word| format!("{word} at {address}"));
            come_to.entry(who).or_default().extend(may_not);
            shown.extend(may.into_iter().map(|word| format!("{who}: {word}")));
        }
    }
    come_to.retain(|_, said| !said.is_empty());
    assert_eq!(come_to, BTreeMap::new());
    // Users with a share were shown it.
    for seen in [
        "municipal-primary-care: fraga",
        "municipal-nurse: viktigt",
        "municipal-head-of-operations: uppfoljning",
        "head-office: faktura",
        "log-reviewer: nodord",
        "log-reviewer: notering",
    ] {
        assert!(shown.contains(seen), "{seen} is not among {shown:?}");
    }
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
    let Everything { door, cases, .. } = after_everything().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for case in &cases {
        nurse.get(&format!("/arenden/{}/patienten", case.id)).await;
        // Failures are logged, and the log must not say about whom.
        door.get("stranger-ward", &case.address()).await;
        door.ask(
            Some("ward-nurse"),
            "POST",
            &format!("{}/commands", case.address()),
        )
        .raw("application/json", format!("{{\"command\": \"{MARK}\""))
        .send()
        .await;
    }
    // As the mail worker, `vardbron verify` and `vardbron backup` do.
    let app = &door.stage.app;
    mailed(app).await;
    let verified = app.verify().await.unwrap();
    assert_eq!(verified.findings, Vec::<String>::new());
    columns(app, "log").await;
    let said = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("lines are kept"), "the test saw nothing");
    let lines: Vec<&str> = said
        .lines()
        .filter(|line| !said_in(line).is_empty())
        .collect();
    assert!(lines.is_empty(), "{lines:?}");
}

// covers: X1
#[tokio::test]
async fn apart_from_the_listed_columns_no_table_contains_a_word_about_a_person() {
    let Everything { door, .. } = after_everything().await;
    let mut holds = columns(&door.stage.app, "all").await;
    for seed in 0..3 {
        let (door, _) = after_seed(seed).await;
        for (column, said) in columns(&door.stage.app, &seed.to_string()).await {
            holds.entry(column).or_default().extend(said);
        }
    }
    let record = holds.get_mut("events.payload").unwrap();
    assert!(record.len() > 50, "the record holds {record:?}");
    for word in KEPT_NOWHERE {
        assert!(!record.contains(word), "{word} was kept");
    }
    record.clear();
    let plan = holds.get_mut("stream_events.payload").unwrap();
    assert!(plan.contains("internt"), "the plan holds {plan:?}");
    plan.clear();
    let expected: BTreeMap<String, BTreeSet<String>> = COLUMNS
        .into_iter()
        .map(|(column, words)| {
            let words = words.iter().map(|word| (*word).to_owned());
            (column.to_owned(), words.collect())
        })
        .collect();
    assert_eq!(holds, expected);
}

// The store's own files contain the record. Text that must never be stored is in none of their
// bytes.
// covers: X1
#[tokio::test]
async fn text_that_must_not_be_stored_is_in_no_byte_of_the_stores_files() {
    let Everything { door, .. } = after_everything().await;
    door.stage.app.log_written().await;
    let url = door.stage.url();
    let store = std::path::Path::new(url.strip_prefix("sqlite:").unwrap());
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(store.parent().unwrap()).unwrap() {
        bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let text = String::from_utf8_lossy(&bytes);
    let said = said_in(&text);
    assert!(said.contains("utkast"), "the test saw nothing");
    for word in KEPT_NOWHERE {
        assert!(!said.contains(word), "{word} was kept");
    }
}
