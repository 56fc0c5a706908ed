//! The matrix over HTTP: in several states of a case, reached by commands, every user requests
//! every URL of the case. The expected answers are taken from the tables of domain.md; users who
//! are not named must find nothing. The matrix of `disclosure` tests every cell without HTTP.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{Unit, commands};

use crate::{
    browser::Browser,
    door::{Door, Told, USERS, add_party, asylum_seeker, but, held, meeting, question},
    registers::log_review::first_item,
};

const WARD: [&str; 3] = ["ward-nurse", "discharge-coordinator", "physician"];
const MUNICIPALITY: [&str; 3] = [
    "municipal-primary-care",
    "municipal-nurse",
    "municipal-head-of-operations",
];
/// The users of a municipality that is asked about a case.
const ASKED: [&str; 2] = ["municipal-primary-care", "municipal-nurse"];

/// URLs of the whole case.
const WHOLE: [&str; 11] = [
    "/api/v1/cases/{id}/audiences",
    "/api/v1/cases/{id}/events",
    "/api/v1/cases/{id}/steps",
    "/api/v1/outbox?case={id}",
    "/arenden/{id}/handelser",
    "/arenden/{id}/kopior",
    "/arenden/{id}/parter",
    "/arenden/{id}/patienten",
    "/arenden/{id}/samtalslogg",
    "/arenden/{id}/samtycken",
    "/arenden/{id}/vem-ser-vad",
];
/// The municipality's share.
const SHARE: [&str; 1] = ["/arenden/{id}/overenskommelse"];
/// What the region's care units and the municipality each have their part of.
const BOTH: [&str; 3] = [
    "/api/v1/cases/{id}/plan",
    "/arenden/{id}/plan",
    "/arenden/{id}/plan/mote",
];
/// URLs for every user who is told anything about the case.
const ANYTHING: [&str; 2] = ["/api/v1/cases/{id}", "/arenden/{id}"];

/// Who is told what in a state of a case. Users who are not named are told nothing.
#[derive(Default)]
struct State {
    name: &'static str,
    case: String,
    whole: Vec<&'static str>,
    share: Vec<&'static str>,
    /// Whether Koncernkontoret is told, from the agreement on.
    head_office: bool,
    question: Option<String>,
    asked: Vec<&'static str>,
    /// Whether the case is protected, so that nobody can print its pages.
    protected: bool,
}

impl State {
    fn of(name: &'static str, case: &Told) -> Self {
        Self {
            name,
            case: case.id.clone(),
            whole: WARD.to_vec(),
            ..Self::default()
        }
    }

    /// Every URL of the case, and the users who get an answer there.
    fn addresses(&self) -> Vec<(String, BTreeSet<&'static str>)> {
        let head_office = self.head_office.then_some("head-office");
        let all = self.whole.iter().chain(&self.share).copied();
        let anybody: BTreeSet<_> = all.chain(head_office).collect();
        let whole: BTreeSet<_> = self.whole.iter().copied().collect();
        let share: BTreeSet<_> = self.share.iter().copied().collect();
        let here = |address: &&str| address.replace("{id}", &self.case);
        let mut addresses = Vec::new();
        addresses.extend(WHOLE.iter().map(|address| (here(address), whole.clone())));
        addresses.extend(SHARE.iter().map(|address| (here(address), share.clone())));
        addresses.extend(
            ANYTHING
                .iter()
                .map(|address| (here(address), anybody.clone())),
        );
        let all = self.whole.iter().chain(&self.share).copied();
        let both: BTreeSet<_> = all.collect();
        addresses.extend(BOTH.iter().map(|address| (here(address), both.clone())));
        let asked: BTreeSet<_> = self.asked.iter().copied().collect();
        if let Some(id) = &self.question {
            addresses.push((format!("/api/v1/questions/{id}"), asked.clone()));
            addresses.push((format!("/forfragningar/{id}"), asked.clone()));
        }
        addresses
    }
}

fn answers(answer: &str) -> Value {
    json!({
        "command": "record_municipality_answer", "unit": Unit::MunicipalCare.hsa(),
        "answer": answer, "answered_by": "Chefen",
    })
}

async fn before_anybody_is_asked(door: &Door, states: &mut Vec<State>) {
    let opened = door.open(&asylum_seeker()).await;
    states.push(State::of("nyss öppnat", &opened));
    let body = but(asylum_seeker(), &json!({ "protected_identity": true }));
    let protected = door.open(&body).await;
    states.push(State {
        protected: true,
        ..State::of("skyddad identitet", &protected)
    });
    let mut with_centre = door.consented().await;
    let centre = add_party(Unit::HealthCentre);
    door.done("ward-nurse", &mut with_centre, &centre).await;
    let mut state = State::of("vårdcentralen är part", &with_centre);
    state.whole.push("health-centre");
    states.push(state);
    let mut without_again = door.consented().await;
    door.done("ward-nurse", &mut without_again, &centre).await;
    let remove = json!({
        "command": "remove_party", "unit": Unit::HealthCentre.hsa(), "reason": "Fel enhet",
    });
    door.done("ward-nurse", &mut without_again, &remove).await;
    states.push(State::of("vårdcentralen är borttagen", &without_again));
}

async fn when_the_municipality_is_asked(door: &Door, states: &mut Vec<State>) {
    for (name, then, still) in [
        ("kommunen är tillfrågad", None, true),
        // The inbox contains what waits; an answered question can still be read, but is not listed
        // there.
        ("kommunen har svarat ja", Some(answers("yes")), false),
        ("kommunen har svarat nej", Some(answers("no")), false),
        (
            "gruppen har ändrats sedan frågan",
            Some(commands::establish_group("without_permits", "Avslag")),
            // To the municipality every case looks alike.
            true,
        ),
        (
            "ärendet är avslutat",
            Some(commands::close_case("Utskriven")),
            false,
        ),
    ] {
        let mut case = door.consented().await;
        let question = newest_question(door, &mut case).await;
        if let Some(command) = then {
            door.done("ward-nurse", &mut case, &command).await;
        }
        let mut state = State::of(name, &case);
        state.question = Some(question);
        state.protected = name.starts_with("gruppen");
        state.asked = if still { ASKED.to_vec() } else { Vec::new() };
        states.push(state);
    }
}

/// Asks municipal primary care, which has other questions too; returns the new question's id.
async fn newest_question(door: &Door, case: &mut Told) -> String {
    let all = async || {
        let found = door.get("municipal-primary-care", "/api/v1/questions");
        let found = found.await.expect(200).json();
        let ids = found.as_array().unwrap().iter();
        let ids = ids.map(|question| question["id"].as_str().unwrap().to_owned());
        ids.collect::<BTreeSet<String>>()
    };
    let before = all().await;
    door.done("ward-nurse", case, &question()).await;
    let after = all().await;
    let mut new = after.difference(&before);
    new.next().unwrap().clone()
}

/// An agreement, with municipality and Koncernkontoret.
pub(crate) async fn bought(door: &Door) -> Told {
    let mut bought = door.consented().await;
    newest_question(door, &mut bought).await;
    for command in [
        answers("yes"),
        add_party(Unit::MunicipalCare),
        meeting(),
        held(),
    ] {
        door.done("ward-nurse", &mut bought, &command).await;
    }
    let request = json!({
        "command": "send_care_request", "question": "Såromläggning", "health_state": "Bensår",
        "follow_up": "Vårdcentralen kallar om två veckor",
    });
    door.done("ward-nurse", &mut bought, &request).await;
    let accept = json!({ "command": "answer_care_request", "answer": "accepted" });
    door.done("municipal-primary-care", &mut bought, &accept)
        .await;
    let agreement = json!({
        "command": "draw_up_agreement", "starts": "2026-03-14", "follow_up": "Vårdcentralen",
        "interventions": [{ "code": "wound_dressing", "times": 3, "per": "week" }],
    });
    door.done("ward-nurse", &mut bought, &agreement).await;
    bought
}

async fn when_the_municipality_takes_part(door: &Door, states: &mut Vec<State>) {
    let mut case = door.consented().await;
    let question = newest_question(door, &mut case).await;
    for command in [answers("yes"), add_party(Unit::MunicipalCare)] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let mut state = State::of("kommunen är part", &case);
    state.share = MUNICIPALITY.to_vec();
    state.question = Some(question);
    states.push(state);
    let mut hidden = bought(door).await;
    let protect = json!({
        "command": "mark_protected_identity", "protected": true, "reason": "Sekretessmarkering",
    });
    door.done("ward-nurse", &mut hidden, &protect).await;
    let bought = [
        (false, "det finns en överenskommelse", bought(door).await),
        (true, "överenskommelse och skyddad identitet", hidden),
    ];
    for (protected, name, case) in bought {
        states.push(State {
            share: MUNICIPALITY.to_vec(),
            head_office: true,
            protected,
            ..State::of(name, &case)
        });
    }
}

async fn every_state(door: &Door) -> Vec<State> {
    let mut states = Vec::new();
    before_anybody_is_asked(door, &mut states).await;
    when_the_municipality_is_asked(door, &mut states).await;
    when_the_municipality_takes_part(door, &mut states).await;
    assert_eq!(states.len(), 12);
    states
}

// covers: X1, V6B.7, V6B.8
#[tokio::test]
async fn in_every_state_each_user_is_answered_where_the_tables_say_and_nowhere_else() {
    let door = Door::new().await;
    let states = every_state(&door).await;
    let mut wrong = Vec::new();
    for user in USERS {
        let mut browser = Browser::of(&door, user).await;
        for state in &states {
            for (address, told) in state.addresses() {
                let answered = if address.starts_with("/api/") {
                    door.get(user, &address).await.status
                } else {
                    browser.get(&address).await.status
                };
                let right = if told.contains(user) {
                    // The case's own URL redirects regional care to the next step.
                    answered == 200 || answered == 303
                } else {
                    answered == 404
                };
                if !right {
                    wrong.push(format!(
                        "{}: {user} får {answered} på {address}",
                        state.name
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// covers: X1
#[tokio::test]
async fn a_page_of_a_protected_case_prints_as_a_notice_whoever_reads_it() {
    let door = Door::new().await;
    let states = every_state(&door).await;
    let (mut notices, mut sheets) = (0, 0);
    for user in USERS {
        let mut browser = Browser::of(&door, user).await;
        for state in &states {
            let pages = state.addresses().into_iter();
            let pages = pages
                .filter(|(address, told)| address.starts_with("/arenden/") && told.contains(user));
            for (address, _) in pages {
                let mut page = browser.get(&address).await;
                if page.status == 303 {
                    page = browser.get(page.header("location")).await;
                }
                let page = page.expect(200).text();
                // Koncernkontoret may not print at all, and to the municipality every case is
                // protected.
                let notice =
                    state.protected || user == "head-office" || MUNICIPALITY.contains(&user);
                let says = page.contains("<b>Den här sidan skrivs inte ut.</b>");
                assert_eq!(says, notice, "{}: {user}, {address}", state.name);
                assert_eq!(page.contains("data-utskrift=\"nej\""), notice);
                // Only regional care can record a copy.
                let regional = state.whole.contains(&user);
                assert_eq!(
                    page.contains("under Kopior i ärendet. "),
                    notice && regional
                );
                notices += usize::from(notice);
                sheets += usize::from(!notice);
            }
        }
    }
    assert!(notices > 40 && sheets > 40, "{notices} and {sheets}");
}

/// A case that the other ward has opened in an emergency: where a reviewer finds it, and the ward.
async fn opened_in_emergency(door: &Door) -> (String, String) {
    door.open(&asylum_seeker()).await;
    let mut stranger = Browser::of(door, "stranger-ward").await;
    let asked = [
        ("number", "51-234567"),
        ("birth_date", "1990-04-06"),
        ("reason", "care_now"),
        ("words", "Medvetslös på akuten"),
    ];
    let opened = stranger.post("/nodoppning", &asked).await.expect(303);
    let mut reviewer = Browser::of(door, "log-reviewer").await;
    let item = first_item(&mut reviewer).await;
    (item, opened.header("location").to_owned())
}

// covers: X1
#[tokio::test]
async fn a_list_that_says_more_than_who_is_there_prints_as_a_notice() {
    let door = Door::new().await;
    let (item, opening) = opened_in_emergency(&door).await;
    for (user, address) in [
        ("ward-nurse", "/brev-och-e-post"),
        ("log-reviewer", "/loggkontroll"),
        ("log-reviewer", "/loggkontroll/historik"),
        ("log-reviewer", "/loggkontroll/urval"),
        ("log-reviewer", &item),
        ("stranger-ward", &opening),
    ] {
        let page = Browser::of(&door, user).await.get(address).await;
        let page = page.expect(200).text();
        assert!(page.contains("data-utskrift=\"nej\""), "{address}");
        assert!(page.contains("<b>Den här sidan skrivs inte ut.</b>"));
    }
}
