//! Existence is a secret: whoever may not know of a case is answered as where there is none: the
//! same status, headers and bytes, after as many statements, on every address that takes a case's or
//! a question's id.

use serde_json::json;
use testkit::{Stage, Unit};

use crate::{
    door::{Door, Reply, add_party, asylum_seeker, but},
    pages::Browser,
};

/// Well formed, and nobody's.
pub(crate) const NOBODYS: [&str; 3] = [
    "aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "7zzzzzzzzzzzzzzzzzzzzzzzzz",
    "inget-arende",
];
/// Who is party to nothing in these cases, and who never can be.
const STRANGERS: [&str; 6] = [
    "stranger-ward",
    "specialist-clinic",
    "municipal-rehab",
    "social-services",
    "administrator",
    "log-reviewer",
];

/// What can be told apart: everything but ids, the case's own and the request's.
pub(crate) type Told = (u16, Vec<(String, String)>, String);

pub(crate) fn told(reply: &Reply) -> Told {
    let headers = reply
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), hidden(value.to_str().unwrap())))
        .collect();
    (reply.status, headers, hidden(&reply.text()))
}

/// A text with every public id covered.
fn hidden(text: &str) -> String {
    const LENGTH: usize = 26;
    let mut shown = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            run.push(c);
        } else {
            shown.push_str(if run.len() == LENGTH { "ID" } else { &run });
            run.clear();
            shown.push(c);
        }
    }
    shown.replace("inget-arende", "ID")
}

fn addresses(id: &str) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> = ["", "/events", "/steps", "/audiences"]
        .iter()
        .map(|part| ("GET", format!("/api/v1/cases/{id}{part}")))
        .collect();
    all.push(("GET", format!("/api/v1/outbox?case={id}")));
    all.push(("POST", format!("/api/v1/cases/{id}/commands")));
    all.push(("GET", format!("/api/v1/questions/{id}")));
    all.extend(
        [
            "",
            "/handelser",
            "/kopior",
            "/overenskommelse",
            "/parter",
            "/patienten",
            "/plan",
            "/samtalslogg",
            "/samtycken",
            "/vem-ser-vad",
            "/steg/samtycke",
            "/gor/avsluta",
        ]
        .iter()
        .map(|part| ("GET", format!("/arenden/{id}{part}"))),
    );
    all.push(("GET", format!("/forfragningar/{id}")));
    all
}

/// Somebody with both ways in.
struct Stranger<'d> {
    door: &'d Door,
    who: &'static str,
    browser: Browser<'d>,
}

impl<'d> Stranger<'d> {
    /// Logged in, and known to the product before anything is compared.
    async fn of(door: &'d Door, who: &'static str) -> Self {
        let mut browser = Browser::of(door, who).await;
        browser.get("/kontakter").await;
        door.get(who, "/api/v1/units").await;
        Self { door, who, browser }
    }

    /// What is told at an address, after how many statements.
    async fn asks(&mut self, method: &str, address: &str) -> (Told, u64) {
        let before = self.door.stage.app.statements_read();
        let reply = if address.starts_with("/api/") {
            let mut ask = self.door.ask(Some(self.who), method, address);
            if method == "POST" {
                ask = ask.json(&json!({
                    "command": "report_wrong_disclosure", "audience": "other",
                    "at": "2026-03-05T08:00:00+01:00", "what": "Brevet låg framme i korridoren",
                }));
            }
            ask.send().await
        } else {
            self.browser.get(address).await
        };
        let statements = self.door.stage.app.statements_read() - before;
        (told(&reply), statements)
    }
}

/// One case of each kind that matters: protected and not, at its beginning and far along, closed.
async fn cases(door: &Door) -> Vec<String> {
    let mut cases = Vec::new();
    for group in ["asylum_seeker", "without_permits", "unestablished"] {
        let request = match group {
            "asylum_seeker" => asylum_seeker(),
            "unestablished" => but(
                asylum_seeker(),
                &json!({ "group": group, "group_evidence": null, "identifiers": [] }),
            ),
            _ => but(
                asylum_seeker(),
                &json!({ "group": group, "group_evidence": "Avslaget visades", "identifiers": [] }),
            ),
        };
        cases.push(door.open(&request).await.id);
    }
    let mut far = door.with_municipality().await;
    door.done("ward-nurse", &mut far, &add_party(Unit::HealthCentre))
        .await;
    cases.push(far.id);
    let mut closed = door.consented().await;
    door.done(
        "ward-nurse",
        &mut closed,
        &json!({ "command": "close_case", "reason": "Klart" }),
    )
    .await;
    cases.push(closed.id);
    cases
}

// covers: X1
#[tokio::test]
async fn not_yours_and_not_there_are_one_answer_after_as_many_statements() {
    let door = Door::new().await;
    let mut ids = cases(&door).await;
    let mut other = door.consented().await;
    ids.push(door.asked(&mut other).await);
    let mut compared = 0;
    for who in STRANGERS {
        let mut stranger = Stranger::of(&door, who).await;
        for (index, (method, absent)) in addresses(NOBODYS[0]).into_iter().enumerate() {
            let (nothing, statements) = stranger.asks(method, &absent).await;
            for id in NOBODYS.into_iter().chain(ids.iter().map(String::as_str)) {
                let (method, address) = addresses(id).swap_remove(index);
                let found = stranger.asks(method, &address).await;
                assert_eq!(found.0, nothing, "{who} can tell: {method} {absent}");
                assert_eq!(
                    found.1, statements,
                    "{who} waits otherwise: {method} {absent}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 600, "{compared}");
}

// covers: X1
#[tokio::test]
async fn a_case_in_use_and_one_that_nobody_has_read_are_one_answer() {
    let door = Door::before(Stage::on_postgres().await);
    let case = door.open(&asylum_seeker()).await;
    let mut stranger = Stranger::of(&door, "stranger-ward").await;
    let absent = format!("/api/v1/cases/{}", NOBODYS[0]);
    let nothing = stranger.asks("GET", &absent).await;
    let warm = stranger.asks("GET", &case.address()).await;
    assert_eq!(warm, nothing, "while its ward works with it");

    let another_machine = Door::before(door.stage.beside().await);
    let mut stranger = Stranger::of(&another_machine, "stranger-ward").await;
    let cold = stranger.asks("GET", &case.address()).await;
    assert_eq!(cold, nothing, "where nobody has asked for it");
    let warm = stranger.asks("GET", &case.address()).await;
    assert_eq!(warm, nothing, "when it has been asked for once");
}

// covers: X1
#[tokio::test]
async fn searching_for_a_number_that_another_unit_has_finds_what_nobody_s_number_finds() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    for who in STRANGERS {
        let mut stranger = Stranger::of(&door, who).await;
        let mut answers = Vec::new();
        for number in ["51-234567", "51-765432"] {
            let before = door.stage.app.statements_read();
            let reply = stranger.browser.post("/sok", &[("q", number)]).await;
            let statements = door.stage.app.statements_read() - before;
            let (status, headers, body) = told(&reply);
            answers.push((status, headers, body.replace(number, "NUMMER"), statements));
        }
        assert_eq!(
            answers[0], answers[1],
            "{who} can tell that there is a case"
        );
    }
}

// covers: X1
#[tokio::test]
async fn a_number_that_another_unit_has_is_no_news_to_who_opens_a_case_with_it() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    let opened = |number: &str| {
        but(
            asylum_seeker(),
            &json!({ "identifiers": [{ "kind": "lma_number", "value": number }] }),
        )
    };
    // The first call of a user is looked up in the store, later ones are not.
    door.get("stranger-ward", "/api/v1/units").await;
    let mut answers = Vec::new();
    for number in ["51-234567", "51-765432"] {
        let before = door.stage.app.statements_read();
        let reply = door
            .post("stranger-ward", "/api/v1/cases", &opened(number))
            .await;
        let statements = door.stage.app.statements_read() - before;
        let (status, _, body) = told(&reply.expect(201));
        answers.push((status, body, statements));
    }
    assert_eq!(answers[0], answers[1]);
}

// covers: X1
#[tokio::test]
async fn a_number_with_another_birth_date_is_answered_as_a_number_that_nobody_has() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let mut stranger = Stranger::of(&door, "stranger-ward").await;
    let mut answers = Vec::new();
    // The case is in use while it is asked for, and so is nobody's.
    door.get("ward-nurse", &case.address()).await;
    for number in ["51-234567", "51-765432"] {
        let before = door.stage.app.statements_read();
        let fields = [
            ("number", number),
            ("birth_date", "1971-01-01"),
            ("reason", "care_now"),
            ("words", "Medvetslös på akuten"),
        ];
        let reply = stranger.browser.post("/nodoppning", &fields).await;
        let statements = door.stage.app.statements_read() - before;
        answers.push((told(&reply), statements));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0.0, 404);
}

/// How much longer the one of two answers may take, by their medians. Statements are counted above;
/// this is the coarse net for what is not a statement.
const APART: f64 = 1.25;

// covers: X1
#[tokio::test]
async fn not_yours_takes_as_long_as_not_there() {
    let long = std::env::var_os("VARDBRON_LONG").is_some();
    let pairs = if long { 4_000 } else { 400 };
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let there = format!("/api/v1/cases/{}", case.id);
    let nowhere = format!("/api/v1/cases/{}", NOBODYS[0]);
    let (mut yours, mut nobodys) = (Vec::new(), Vec::new());
    let timed = async |address: &str| {
        let began = std::time::Instant::now();
        let reply = door.get("stranger-ward", address).await;
        assert_eq!(reply.status, 404);
        began.elapsed()
    };
    for pair in 0..pairs + 50 {
        // In turns, so that whatever else the machine does falls on both alike.
        let (one, other) = if pair % 2 == 0 {
            (timed(&there).await, timed(&nowhere).await)
        } else {
            let other = timed(&nowhere).await;
            (timed(&there).await, other)
        };
        if pair >= 50 {
            yours.push(one);
            nobodys.push(other);
        }
    }
    let median = |times: &mut Vec<std::time::Duration>| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    };
    let ratio = median(&mut yours) / median(&mut nobodys);
    assert!(
        (1.0 / APART..APART).contains(&ratio),
        "not yours takes {ratio:.2} times as long as not there"
    );
}
