//! A store that contains everything that can be recorded: cases on which every command has been
//! given with every field filled in, drafts, an emergency opening, reviews of the log, and requests
//! that were refused.

use std::collections::BTreeMap;

use app::DraftPlace;
use serde_json::{Value, json};
use testkit::{MARK, Stage, Trace, commands, numbers};

use crate::{
    browser::Browser,
    door::{Door, Told},
    noninterference::{ACTS, CASES, START, carry_out, last_letter},
};

/// A search text and a text in a refused command, which must not be stored anywhere.
pub(super) const KEPT_NOWHERE: [&str; 2] = ["sokord", "nekad"];

/// The product after a trace, with the cases.
pub(super) async fn after(seed: u64, trace: &Trace) -> (Door, Vec<Told>) {
    let door = Door::before(Stage::rehearsed(START, seed).await);
    let mut cases: BTreeMap<usize, Told> = BTreeMap::new();
    for act in &trace.acts {
        door.stage.set_clock(act.at);
        carry_out(&door, &mut cases, act).await;
    }
    (door, cases.into_values().collect())
}

/// The product after a random trace.
pub(super) async fn after_seed(seed: u64) -> (Door, Vec<Told>) {
    after(seed, &Trace::of(seed, START, CASES, ACTS)).await
}

fn word(what: &str) -> String {
    format!("{MARK}{what}0")
}

/// The product after all of it, with the cases and things whose URLs only some users have: a
/// waiting question, a printed letter, an emergency opening.
pub(super) struct Everything {
    pub(super) door: Door,
    pub(super) cases: Vec<Told>,
    pub(super) beside: Vec<String>,
}

/// Makes the product after all of it.
pub(super) async fn after_everything() -> Everything {
    let (door, mut cases) = after(0, &Trace::thorough(START)).await;
    drafts(&door, &cases[0]).await;
    refused(&door, &cases[1]).await;
    let mut beside = vec![on_paper(&door, &mut cases[0]).await, emergency(&door).await];
    for id in questions(&door).await {
        beside.push(format!("/forfragningar/{id}"));
        beside.push(format!("/api/v1/questions/{id}"));
    }
    // One item is decided, and another one waits.
    decide(&door).await;
    Everything {
        door,
        cases,
        beside,
    }
}

/// The questions that wait for municipal primary care.
async fn questions(door: &Door) -> Vec<String> {
    let asked = door
        .get("municipal-primary-care", "/api/v1/questions")
        .await;
    let asked: Value = asked.expect(200).json();
    let ids = asked.as_array().unwrap().iter();
    ids.map(|question| question["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The address of a letter's paper, after it has been printed.
async fn on_paper(door: &Door, case: &mut Told) -> String {
    let queue = commands::queue_letter("plan");
    door.done("ward-nurse", case, &queue).await;
    let letter = last_letter(door, case).await.unwrap();
    let print = commands::print_letter(&letter);
    door.done("ward-nurse", case, &print).await;
    format!("/arenden/{}/brev/{letter}/papper", case.id)
}

/// Makes drafts: on a case, and about a person without a case.
async fn drafts(door: &Door, case: &Told) {
    let app = &door.stage.app;
    let nurse = app.demo_caller("ward-nurse").await.unwrap();
    let typed = [("summary".to_owned(), word("utkast"))];
    let place = DraftPlace {
        case: &case.id,
        step: "forsta-samtalet",
    };
    app.save_draft(&nurse, place, &typed).await.unwrap();
    let typed = [("name".to_owned(), word("nykomling"))];
    let place = DraftPlace {
        case: "",
        step: "patient",
    };
    app.save_draft(&nurse, place, &typed).await.unwrap();
}

/// Makes requests that fail: a search by name, a number that nobody has, a refused command.
async fn refused(door: &Door, case: &Told) {
    let mut nurse = Browser::of(door, "ward-nurse").await;
    let sought = word("sokord");
    nurse.post("/sok", &[("q", &sought)]).await;
    nurse.post("/sok", &[("q", MARK)]).await;
    let call = json!({
        "command": "record_contact", "audience": "migration_agency", "channel": "phone",
        "at": START.to_string(), "summary": word("nekad"),
    });
    let ask = door.ask(
        Some("ward-nurse"),
        "POST",
        &format!("{}/commands", case.address()),
    );
    let reply = ask
        .header("if-match", &case.version.to_string())
        .header("idempotency-key", &word("nekad"))
        .json(&call)
        .send()
        .await;
    assert_eq!(reply.problem().0, 409, "nothing is told of the protected");
}

/// The other ward opens the first case in an emergency; returns the URL.
async fn emergency(door: &Door) -> String {
    let [birth, number] = ["1984-05-10", "40-123456"];
    let own = numbers(0);
    assert!(
        [birth, number]
            .iter()
            .all(|one| own.iter().any(|own| own == one))
    );
    let words = word("nodord");
    let asked = [
        ("number", number),
        ("birth_date", birth),
        ("reason", "care_now"),
        ("words", words.as_str()),
    ];
    let mut stranger = Browser::of(door, "stranger-ward").await;
    let reply = stranger.post("/nodoppning", &asked).await.expect(303);
    let address = reply.header("location").to_owned();
    let page = stranger.get(&address).await.expect(200);
    assert!(page.text().contains(MARK), "the test saw nothing");
    address
}

/// The reviewer decides on an item of the log, with a note.
async fn decide(door: &Door) {
    let mut reviewer = Browser::of(door, "log-reviewer").await;
    let list = reviewer.get("/loggkontroll").await.expect(200).text();
    let links = list.split("href=\"/loggkontroll/").skip(1);
    let mut items = links.filter_map(|link| link.split('"').next());
    let item = items.find(|id| id.len() == 26).unwrap();
    let note = word("notering");
    let decided = [("outcome", "reported"), ("note", note.as_str())];
    let address = format!("/loggkontroll/{item}");
    reviewer.post(&address, &decided).await.expect(303);
}
