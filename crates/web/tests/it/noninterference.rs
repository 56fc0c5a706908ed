//! The purge, value and transition properties over HTTP: random traces, everything that social
//! services, municipal rehab and an uninvolved ward could fetch meanwhile, and everything that
//! Migrationsverket gets by e-mail and post. `--long` runs 300 traces instead of 30.

use std::collections::BTreeMap;

use disclosure::views::PostedLetter;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use testkit::{
    Act, IN_INVITATIONS, IN_LETTERS, LAST_LETTER, MARK, OTHER_CASE, Stage, Trace, TraceRequest,
    marked, numbers, numbers_in_letters,
};
use vocabulary::audience::Audience;

use crate::{
    browser::Browser,
    door::{Door, Reply, Told},
};

pub(crate) const START: Timestamp = Timestamp::constant(1_772_697_600, 0);
pub(crate) const CASES: usize = 4;
pub(crate) const ACTS: usize = 60;
/// The number of acts between two looks of the outsiders.
const LOOK_EVERY: usize = 10;

const OUTSIDE: [&str; 3] = ["social-services", "municipal-rehab", "stranger-ward"];
const MAIL: &str = "mail";
const POST: &str = "post";
const PAGES: [&str; 7] = [
    "/arenden",
    "/forfragningar",
    "/inkorg",
    "/kontakter",
    "/installningar",
    "/vagledning",
    "/administration/utskick",
];
const CALLS: [&str; 6] = [
    "/api/v1/cases",
    "/api/v1/questions",
    "/api/v1/units",
    "/api/v1/meeting-points",
    "/api/v1/outbox/counts",
    "/api/v1/guidance",
];

/// Every byte of an answer, including headers.
pub(crate) fn bytes(reply: &Reply) -> String {
    let headers: Vec<String> = reply
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    format!(
        "{}\n{}\n\n{}",
        reply.status,
        headers.join("\n"),
        reply.text()
    )
}

/// What the outsiders fetched, in order, and how many acts were carried out.
async fn observed(seed: u64, trace: &Trace) -> (Vec<String>, usize) {
    let door = Door::before(Stage::rehearsed(START, seed).await);
    let mut browsers = Vec::new();
    for who in OUTSIDE {
        browsers.push((who, Browser::of(&door, who).await));
    }
    let (mut fetched, mut done) = (Vec::new(), 0);
    let mut cases: BTreeMap<usize, Told> = BTreeMap::new();
    let mut acts = trace.acts.iter().peekable();
    let end = START + SignedDuration::from_secs(90 * i64::try_from(ACTS + 1).unwrap());
    let look = SignedDuration::from_secs(90 * i64::try_from(LOOK_EVERY).unwrap());
    let mut next_look = START + look + SignedDuration::from_secs(1);
    while next_look <= end + look {
        while let Some(act) = acts.next_if(|act| act.at < next_look) {
            door.stage.set_clock(act.at);
            let carried_out = carry_out(&door, &mut cases, act).await;
            done += usize::from(carried_out);
            if carried_out {
                fetched.extend(posted(&door, &cases, act).await);
            }
        }
        door.stage.set_clock(next_look);
        fetched.extend(mailed(&door.stage.app).await);
        for (who, browser) in &mut browsers {
            for page in PAGES {
                fetched.push(format!("{who} {page}\n{}", bytes(&browser.get(page).await)));
            }
            for call in CALLS {
                fetched.push(format!(
                    "{who} {call}\n{}",
                    bytes(&door.get(who, call).await)
                ));
            }
            let found = browser.post("/sok", &[("q", MARK)]).await;
            fetched.push(format!("{who} /sok\n{}", bytes(&found)));
        }
        next_look += look;
    }
    (fetched, done)
}

/// What Migrationsverket gets by e-mail at this look: all mail on the wire, in order, as the worker
/// takes it from the outbox.
pub(crate) async fn mailed(app: &app::App) -> Vec<String> {
    let mut mailed = Vec::new();
    while let Some(decided) = app.decide_mail(Audience::MigrationAgency).await.unwrap() {
        let mail = app.claim_mail(decided).await.unwrap().unwrap();
        let invitation = mail.message.invitation().unwrap();
        let (view, reference, at) = (invitation.view(), &mail.reference, mail.at);
        mailed.push(format!(
            "{MAIL} {at} <{reference}> {}\n{}",
            view.subject(),
            view.text()
        ));
        let sent = app::SendResult::Sent;
        app.settle_mail(&mail, &sent).await.unwrap();
    }
    mailed
}

/// The paper of a letter to Migrationsverket that was just taken out of the queue.
async fn posted(door: &Door, cases: &BTreeMap<usize, Told>, act: &Act) -> Option<String> {
    let TraceRequest::Command(command) = &act.request else {
        return None;
    };
    if command["command"] != "print_letter" {
        return None;
    }
    let case = &cases[&act.case];
    let letter = last_letter(door, case).await?;
    let app = &door.stage.app;
    let nurse = app.demo_caller(act.who).await.unwrap();
    let to_the_agency = |letter: &PostedLetter| match letter {
        PostedLetter::MigrationAgency(paper) => Some(paper.view().reviewed()),
        PostedLetter::Patient(_) => None,
    };
    let paper = app.letter_paper(&nurse, &case.id, &letter, &to_the_agency);
    let paper = paper.await.unwrap();
    paper.map(|text| format!("{POST} {}\n{text}", act.at))
}

/// The id of the letter last queued in a case.
pub(crate) async fn last_letter(door: &Door, case: &Told) -> Option<String> {
    let rows = door
        .get("ward-nurse", &format!("/api/v1/outbox?case={}", case.id))
        .await
        .expect(200)
        .json();
    let mut rows = rows.as_array()?.iter();
    let letter = rows.rfind(|row| row["channel"] == "post")?;
    letter["id"].as_str().map(str::to_owned)
}

/// Sends an act's request with an idempotency key, like a program that may have to repeat it.
async fn send(door: &Door, act: &Act, address: &str, version: Option<u64>, body: &Value) -> Reply {
    let key = format!("{MARK}nyckel-{}", act.at.as_second());
    let mut ask = door.ask(Some(act.who), "POST", address);
    if let Some(version) = version {
        ask = ask.header("if-match", &version.to_string());
    }
    ask.header("idempotency-key", &key).json(body).send().await
}

pub(crate) async fn carry_out(door: &Door, cases: &mut BTreeMap<usize, Told>, act: &Act) -> bool {
    match &act.request {
        TraceRequest::Open(request) => {
            let opened = send(door, act, "/api/v1/cases", None, request).await;
            let opened = opened.expect(201).json();
            let told = Told {
                id: opened["id"].as_str().unwrap().to_owned(),
                version: opened["version"].as_u64().unwrap(),
            };
            cases.insert(act.case, told);
            true
        }
        TraceRequest::Command(command) => {
            let mut others = cases.iter().filter(|(number, _)| **number != act.case);
            let other = others.next().map(|(_, other)| other.id[..8].to_owned());
            let case = cases.get_mut(&act.case).unwrap();
            let mut command = command.clone();
            if command["case"] == OTHER_CASE {
                command["case"] = json!(other);
            }
            if command["letter"] == LAST_LETTER {
                let Some(letter) = last_letter(door, case).await else {
                    return false;
                };
                command["letter"] = json!(letter);
            }
            let command = door.as_seen(act.who, case, &command).await;
            let address = format!("{}/commands", case.address());
            let version = door.version_for(act.who, case).await;
            let mut reply = send(door, act, &address, Some(version), &command).await;
            if reply.status == 412 {
                // The mail that was sent meanwhile is recorded in the case.
                door.read(case).await;
                let version = door.version_for(act.who, case).await;
                reply = send(door, act, &address, Some(version), &command).await;
            }
            if reply.status == 200 {
                door.read(case).await;
            }
            reply.status == 200
        }
    }
}

/// The first line that differs.
pub(crate) fn difference(one: &str, other: &str) -> String {
    let address = one.lines().next().unwrap_or_default();
    one.lines()
        .zip(other.lines())
        .find(|(one, other)| one != other)
        .map_or_else(
            || format!("{address}: one is longer"),
            |(one, other)| format!("{address}\n- {one}\n+ {other}"),
        )
}

/// Checks that a letter contains the person's name, birth date and LMA number, and the certificate
/// or the plan; that the invitation contains where or how to meet; and that nothing else contains
/// marked words.
#[track_caller]
fn says_what_it_may(seen: &str) {
    let letter = seen.starts_with(POST);
    let words: &[&str] = if letter {
        &IN_LETTERS
    } else if seen.starts_with(MAIL) {
        &IN_INVITATIONS
    } else {
        &[]
    };
    for word in marked(seen) {
        assert!(words.contains(&word.as_str()), "{word}: {seen}");
    }
    for case in 0..CASES {
        let told = numbers_in_letters(case);
        for number in numbers(case) {
            let may = letter && told.contains(&number);
            assert!(may || !seen.contains(&number), "{number}: {seen}");
        }
    }
}

fn seeds() -> std::ops::Range<u64> {
    let long = std::env::var_os("VARDBRON_LONG").is_some();
    0..if long { 300 } else { 30 }
}

// covers: X1
#[tokio::test]
async fn without_the_protected_cases_outsiders_get_the_same_bytes() {
    let (mut carried_out, mut letters, mut papers) = (0, 0, 0);
    for seed in seeds() {
        let trace = Trace::of(seed, START, CASES, ACTS);
        let (full, done) = observed(seed, &trace).await;
        let (purged, _) = observed(seed, &trace.purged()).await;
        assert_eq!(full.len(), purged.len(), "seed {seed}: more is sent");
        letters += full.iter().filter(|seen| seen.starts_with(MAIL)).count();
        papers += full.iter().filter(|seen| seen.starts_with(POST)).count();
        for (one, other) in full.iter().zip(&purged) {
            assert!(
                one == other,
                "seed {seed}: a protected case shows:\n{}",
                difference(one, other)
            );
            says_what_it_may(one);
        }
        carried_out += done;
    }
    let traces = usize::try_from(seeds().end).unwrap();
    assert!(
        letters * 2 > traces && papers * 8 > traces && carried_out * 2 > traces * ACTS,
        "{letters} mails, {papers} letters, {carried_out} acts of {}",
        traces * ACTS
    );
}

// covers: X1, V6A.6, V6A.7
#[tokio::test]
async fn other_words_about_the_person_change_no_byte_of_what_outsiders_get() {
    let (mut letters, mut papers) = (0, 0);
    for seed in seeds() {
        let (said, _) = observed(seed, &Trace::of(seed, START, CASES, ACTS)).await;
        // Every second time only words that no letter contains are replaced; then the letters must
        // be the same too.
        let with_letters = seed % 2 == 1;
        let otherwise = if with_letters {
            Trace::in_other_words_than_letters(seed, START, CASES, ACTS)
        } else {
            Trace::in_other_words(seed, START, CASES, ACTS)
        };
        let (otherwise, _) = observed(seed, &otherwise).await;
        assert_eq!(said.len(), otherwise.len(), "seed {seed}: more is sent");
        for (one, other) in said.iter().zip(&otherwise) {
            let letter = one.starts_with(POST);
            assert!(
                one == other || (letter && other.starts_with(POST) && !with_letters),
                "seed {seed}: what is said about a person shows:\n{}",
                difference(one, other)
            );
            letters += usize::from(one.starts_with(MAIL));
            papers += usize::from(letter && with_letters);
        }
    }
    let traces = usize::try_from(seeds().end).unwrap();
    assert!(
        letters * 2 > traces && papers * 16 > traces,
        "{letters} mails, {papers} letters"
    );
}

/// When Migrationsverket got something, by e-mail or post.
fn told_at(seen: &[String]) -> Vec<Timestamp> {
    let told = seen
        .iter()
        .filter(|seen| seen.starts_with(MAIL) || seen.starts_with(POST));
    let instant = |seen: &String| seen.split_whitespace().nth(1).unwrap().parse().unwrap();
    told.map(instant).collect()
}

/// A trace in which every case is without permits from one act on and nobody establishes another
/// group, and the instant from which that holds.
fn without_permits_from(turn: usize, trace: &Trace) -> (Trace, Timestamp) {
    let is_a_permit = |act: &Act| matches!(&act.request, TraceRequest::Command(command) if command["command"] == "establish_group");
    let (before, after) = trace.acts.split_at(turn);
    let from = after[0].at - SignedDuration::from_secs(60);
    let change = |case: usize| Act {
        at: from + SignedDuration::from_secs(i64::try_from(case).unwrap()),
        case,
        who: "ward-nurse",
        request: TraceRequest::Command(json!({
            "command": "establish_group", "group": "without_permits",
            "evidence": "Beslutet visades",
        })),
    };
    let acts = before.iter().cloned().chain((0..CASES).map(change));
    let after = after.iter().filter(|act| !is_a_permit(act)).cloned();
    let trace = Trace {
        acts: acts.chain(after).collect(),
        protected: trace.protected.clone(),
    };
    (
        trace,
        from + SignedDuration::from_secs(CASES.try_into().unwrap()),
    )
}

// covers: X1, X3
#[tokio::test]
async fn from_the_moment_a_permit_is_missing_nothing_is_mailed_or_posted_to_migrationsverket() {
    let (mut before, mut stopped) = (0, 0);
    for seed in seeds() {
        let trace = Trace::of(seed, START, CASES, ACTS);
        let turn = ACTS / 4 + usize::try_from(seed).unwrap() % (ACTS / 2);
        let (changed, from) = without_permits_from(turn, &trace);
        let told = told_at(&observed(seed, &changed).await.0);
        let late: Vec<_> = told.iter().filter(|at| **at >= from).collect();
        assert!(
            late.is_empty(),
            "seed {seed}: told at {late:?}, after {from}"
        );
        before += told.len();
        let (unchanged, _) = observed(seed, &trace).await;
        stopped += usize::from(told_at(&unchanged).iter().any(|at| *at >= from));
    }
    let traces = usize::try_from(seeds().end).unwrap();
    assert!(
        before * 4 > traces && stopped * 8 > traces,
        "{before} told before; in {stopped} traces there was something to stop"
    );
}

// Shows that the tests above would notice a difference: a URL's answer differs for users who may
// fetch it.
#[tokio::test]
async fn a_partys_answers_do_change_with_the_protected_cases() {
    let trace = Trace::of(1, START, CASES, ACTS);
    let mut lists = Vec::new();
    for trace in [trace.clone(), trace.purged()] {
        let door = Door::before(Stage::rehearsed(START, 1).await);
        let mut cases = BTreeMap::new();
        for act in &trace.acts {
            door.stage.set_clock(act.at);
            carry_out(&door, &mut cases, act).await;
        }
        let list = door.get("ward-nurse", "/api/v1/cases").await.expect(200);
        lists.push(list.json().as_array().map_or(0, Vec::len));
        assert_eq!(
            json!(cases.len()),
            json!(
                trace
                    .acts
                    .iter()
                    .filter(|act| matches!(act.request, TraceRequest::Open(_)))
                    .count()
            )
        );
    }
    assert!(lists[0] > lists[1], "{lists:?}");
}
