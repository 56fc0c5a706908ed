//! Existence is secret. A user who may not know of something gets the same answer as if it did not
//! exist: the same status, headers and bytes, after the same number of statements, on every route
//! of `routes.txt` that takes an id, with GET and with POST.

use serde_json::json;
use testkit::{Stage, Unit, commands};
use vocabulary::role::Role;

use crate::{
    door::{Door, Reply, USERS, asylum_seeker, but},
    scene::{Scene, Sent, Stands, Visitor, printed_letter},
    table::{NOBODY, Row, rows},
};

/// Well-formed ids that nothing has.
pub(crate) const NOBODYS: [&str; 3] = [
    "aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "7zzzzzzzzzzzzzzzzzzzzzzzzz",
    "inget-arende",
];
/// Users whose units are no parties in these cases, and users whose units can never be.
const STRANGERS: [&str; 6] = [
    "stranger-ward",
    "specialist-clinic",
    "municipal-rehab",
    "social-services",
    "administrator",
    "log-reviewer",
];

/// The parts of an answer that could differ: everything except ids, both the one asked for and the
/// request's.
pub(crate) type Told = (u16, Vec<(String, String)>, String);

pub(crate) fn told(reply: &Reply) -> Told {
    let headers = reply
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), hidden(value.to_str().unwrap())))
        .collect();
    (reply.status, headers, hidden(&reply.text()))
}

/// A text with every public id replaced.
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

/// Cases of which only the ward is a party: protected and not protected, new and closed.
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
    let mut closed = door.consented().await;
    door.done("ward-nurse", &mut closed, &commands::close_case("Klart"))
        .await;
    cases.push(closed.id);
    // Where this person stays is looked up in the store, because it is in no built-in list.
    let mut far = door.consented().await;
    let residence = json!({
        "command": "establish_residence", "municipality": "1480", "housing": "own",
        "address": "Testgatan 1", "postal_code": "411 01",
    });
    door.done("ward-nurse", &mut far, &residence).await;
    cases.push(far.id);
    cases
}

/// Placeholders for a case's id. Its letters are requested under it.
const CASES: [&str; 3] = [
    "/arenden/{id}",
    "/api/v1/cases/{id}",
    "/api/v1/outbox?case={id}",
];

/// A row's URL with one id in every placeholder for a thing.
fn with_id(scene: &Scene, row: &Row, id: &str) -> String {
    Scene::filled(row, |placeholder| match scene.stands(placeholder) {
        Stands::Thing(_) => id.to_owned(),
        Stands::Word(word) => word,
    })
}

/// A row's URL for another case.
fn for_case(scene: &Scene, row: &Row, case: &str) -> String {
    Scene::filled(row, |placeholder| match scene.stands(placeholder) {
        Stands::Thing(_) if CASES.contains(&placeholder) => case.to_owned(),
        Stands::Thing(word) | Stands::Word(word) => word,
    })
}

/// The placeholders of a row that stand for things.
fn things(scene: &Scene, row: &Row) -> Vec<String> {
    let mut found = Vec::new();
    Scene::filled(row, |placeholder| {
        if matches!(scene.stands(placeholder), Stands::Thing(_)) {
            found.push(placeholder.to_owned());
        }
        String::new()
    });
    found
}

/// The URLs of a row at which there is something that a user may not know of: what the table hides
/// from the user (in a case, when it hides the case), and the ward's other cases, of which nobody
/// else is a party.
fn hidden_from(scene: &Scene, row: &Row, who: &str, cases: &[String]) -> Vec<String> {
    let things = things(scene, row);
    let of_case = things.iter().any(|thing| CASES.contains(&thing.as_str()));
    let by = if of_case { case_row() } else { row.clone() };
    let hidden = by.expected(who) == 404 || who == NOBODY;
    let mut there: Vec<String> = hidden.then(|| scene.address(row)).into_iter().collect();
    let on_the_ward = ["ward-nurse", "discharge-coordinator", "physician"].contains(&who);
    if of_case && !on_the_ward {
        there.extend(cases.iter().map(|case| for_case(scene, row, case)));
    }
    there
}

/// The row of the table that says who may know of the case.
fn case_row() -> Row {
    let mut rows = rows().into_iter();
    rows.find(|row| row.route() == "GET /arenden/{id}").unwrap()
}

/// The answer at a URL, and the number of statements it took. The answer to a user who is not
/// logged in contains the requested URL, because the user is sent to log in and then back.
async fn asked(
    door: &Door,
    visitor: &mut Visitor<'_>,
    row: &Row,
    (address, sent): (&str, &Sent),
) -> (Told, u64) {
    let before = door.stage.app.statements_read();
    let mut reply = visitor.asks(row, address, sent).await;
    let statements = door.stage.app.statements_read() - before;
    if reply.header("location") == "/logga-in" {
        reply.headers.remove("set-cookie");
    }
    (told(&reply), statements)
}

/// A manager of another municipality, and a log reviewer of another organisation: things are hidden
/// from them because of where they work, not because of their role.
const ELSEWHERE: [(&str, Unit, Role); 2] = [
    (
        "another-manager",
        Unit::OtherMunicipalCare,
        Role::MunicipalManager,
    ),
    ("another-reviewer", Unit::MunicipalCare, Role::LogReviewer),
];

// covers: X1
#[tokio::test]
async fn not_yours_and_not_there_get_the_same_answer_after_as_many_statements() {
    let door = Door::new().await;
    let scene = Scene::set(&door).await;
    let mut cases = cases(&door).await;
    cases.push(scene.asked_about.clone());
    let staff = ELSEWHERE.map(|(login, unit, role)| app::NewStaff {
        login: login.to_owned(),
        name: login.to_owned(),
        password: testkit::PASSWORD.to_owned(),
        assignments: vec![(unit.hsa_id(), role)],
    });
    let app = &door.stage.app;
    app.seed_demo(&[], &staff, "", testkit::PASSWORD)
        .await
        .unwrap();
    let rows: Vec<Row> = rows()
        .into_iter()
        .filter(|row| !things(&scene, row).is_empty())
        .collect();
    let everybody = USERS.into_iter().chain(ELSEWHERE.map(|(login, ..)| login));
    let (mut compared, mut wrong) = (0, Vec::new());
    for who in everybody.chain([NOBODY]) {
        let mut visitor = Visitor::of(&door, Some(who).filter(|who| *who != NOBODY)).await;
        for row in &rows {
            let there = hidden_from(&scene, row, who, &cases);
            if there.is_empty() {
                continue;
            }
            let sent = scene.sent(row);
            let nowhere = NOBODYS.map(|id| with_id(&scene, row, id));
            let nothing = asked(&door, &mut visitor, row, (&nowhere[0], &sent)).await;
            for address in nowhere.iter().skip(1).chain(&there) {
                let found = asked(&door, &mut visitor, row, (address, &sent)).await;
                if found != nothing {
                    wrong.push(format!("{} as {who}\n{found:?}\n{nothing:?}", row.route()));
                }
                compared += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "can be told apart:\n{}", wrong.join("\n"));
    assert!(
        rows.len() > 40 && compared > 2_500,
        "{} rows, {compared}",
        rows.len()
    );
}

// covers: X1
#[tokio::test]
async fn a_letter_of_a_case_that_is_not_yours_is_not_in_your_case_either() {
    let door = Door::new().await;
    let scene = Scene::set(&door).await;
    let mut other = door.consented().await;
    let letter = printed_letter(&door, &mut other).await;
    let rows = rows()
        .into_iter()
        .filter(|row| row.address.contains("{letter}"));
    let mut party = Visitor::of(&door, Some("health-centre")).await;
    for row in rows {
        let mut answers = Vec::new();
        for letter in [NOBODYS[0], &letter] {
            let address = Scene::filled(&row, |placeholder| {
                let own = placeholder == "/arenden/{id}";
                if own {
                    scene.case.clone()
                } else {
                    letter.to_owned()
                }
            });
            answers.push(asked(&door, &mut party, &row, (&address, &Sent::Nothing)).await);
        }
        assert_eq!(answers[0], answers[1], "{}", row.route());
    }
}

// covers: X1
#[tokio::test]
async fn reporting_a_print_gets_the_same_answer_whether_the_case_exists_or_not() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    for who in STRANGERS {
        let mut visitor = Visitor::of(&door, Some(who)).await;
        let mut answers = Vec::new();
        for id in [NOBODYS[0], &case.id] {
            let before = door.stage.app.statements_read();
            let place = format!("/arenden/{id}/parter");
            let reply = visitor.browser.post("/utskrift", &[("sida", &place)]).await;
            answers.push((told(&reply), door.stage.app.statements_read() - before));
        }
        assert_eq!(answers[0], answers[1], "{who}");
    }
}

// covers: X1
#[tokio::test]
async fn a_case_in_use_and_an_unread_case_get_the_same_answer() {
    let door = Door::before(Stage::on_postgres().await);
    let case = door.open(&asylum_seeker()).await;
    let row = Row::get("/api/v1/cases/{id}");
    let absent = format!("/api/v1/cases/{}", NOBODYS[0]);
    let mut stranger = Visitor::of(&door, Some("stranger-ward")).await;
    let nothing = asked(&door, &mut stranger, &row, (&absent, &Sent::Nothing)).await;
    let there = (case.address(), Sent::Nothing);
    let warm = asked(&door, &mut stranger, &row, (&there.0, &there.1)).await;
    assert_eq!(warm, nothing, "while its ward works with it");

    let beside = Door::before(door.stage.beside().await);
    let mut stranger = Visitor::of(&beside, Some("stranger-ward")).await;
    let cold = asked(&beside, &mut stranger, &row, (&there.0, &there.1)).await;
    assert_eq!(cold, nothing, "where nobody has asked for it");
    let warm = asked(&beside, &mut stranger, &row, (&there.0, &there.1)).await;
    assert_eq!(warm, nothing, "when it has been asked for once");
}

// covers: X1
#[tokio::test]
async fn searching_for_a_number_that_another_unit_has_finds_what_nobody_s_number_finds() {
    let door = Door::new().await;
    door.open(&asylum_seeker()).await;
    for who in STRANGERS {
        let mut stranger = Visitor::of(&door, Some(who)).await;
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
            &json!({
                "name": format!("Prov {number}"),
                "identifiers": [{ "kind": "lma_number", "value": number }],
            }),
        )
    };
    // A user is read from the store at the first call only.
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
    // Two cases contain the second number, one of them closed; no case contains the third.
    let twice = but(
        asylum_seeker(),
        &json!({ "identifiers": [{ "kind": "lma_number", "value": "51-345678" }] }),
    );
    let mut closed = door.open(&twice).await;
    let close = commands::close_case("Klart");
    door.done("ward-nurse", &mut closed, &close).await;
    door.open(&twice).await;
    let mut stranger = Visitor::of(&door, Some("stranger-ward")).await;
    let mut answers = Vec::new();
    // One case is in use while it is requested.
    door.get("ward-nurse", &case.address()).await;
    for number in ["51-234567", "51-345678", "51-765432"] {
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
    assert_eq!(answers[0], answers[2]);
    assert_eq!(answers[1], answers[2]);
    assert_eq!(answers[0].0.0, 404);
}

/// How much longer one of two answers may take than the other, by their medians. Statements are
/// counted above; this is a coarse check for everything else.
const APART: f64 = 1.25;

/// How many times as long an answer takes at one address as at another, by the medians of pairs. The
/// two are asked in alternating order, so that other load on the machine affects both equally.
async fn times_as_long(
    visitor: &mut Visitor<'_>,
    row: &Row,
    (there, nowhere, sent): (&str, &str, &Sent),
    pairs: usize,
) -> f64 {
    let mut taken = [Vec::new(), Vec::new()];
    for pair in 0..pairs + pairs / 8 {
        for turn in 0..2 {
            let which = (pair + turn) % 2;
            let address = [there, nowhere][which];
            let began = std::time::Instant::now();
            visitor.asks(row, address, sent).await;
            if pair >= pairs / 8 {
                taken[which].push(began.elapsed());
            }
        }
    }
    let [yours, nobodys] = taken.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    });
    yours / nobodys
}

// Where the journal or what was told is read before the guard is asked, it shows in the time. With
// VARDBRON_LONG every address is measured.
// covers: X1
#[tokio::test]
async fn not_yours_takes_as_long_as_not_there_at_every_address() {
    const ALWAYS: [&str; 3] = [
        "GET /api/v1/cases/{id}",
        "GET /api/v1/cases/{id}/audiences",
        "GET /api/v1/cases/{id}/events",
    ];
    let long = std::env::var_os("VARDBRON_LONG").is_some();
    let door = Door::new().await;
    let scene = Scene::set(&door).await;
    // The last one's address is looked up in the store.
    let case = cases(&door).await.pop().unwrap();
    let who = "stranger-ward";
    let mut visitor = Visitor::of(&door, Some(who)).await;
    let (mut measured, mut told) = (0, Vec::new());
    for row in rows() {
        let of_case = |thing: &String| CASES.contains(&thing.as_str());
        if !things(&scene, &row).iter().any(of_case)
            || !(long || ALWAYS.contains(&row.route().as_str()))
        {
            continue;
        }
        let there = for_case(&scene, &row, &case);
        let nowhere = for_case(&scene, &row, NOBODYS[0]);
        let sent = scene.sent(&row);
        // A neighbour on the machine may disturb one measurement, and not three.
        let mut ratio = 0.0;
        for _ in 0..3 {
            ratio = times_as_long(&mut visitor, &row, (&there, &nowhere, &sent), 300).await;
            if (1.0 / APART..APART).contains(&ratio) {
                break;
            }
        }
        measured += 1;
        if !(1.0 / APART..APART).contains(&ratio) {
            told.push(format!("{}: {ratio:.2}", row.route()));
        }
    }
    assert!(
        told.is_empty(),
        "not yours takes so many times as long as not there: {told:?}"
    );
    assert!(measured > if long { 20 } else { 2 }, "{measured}");
}
