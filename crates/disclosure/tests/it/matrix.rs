//! The authorization matrix: every route × every role × every state of a case. The expected answers
//! are in `matrix.txt`, one page written from domain.md's tables and not from the policies; the
//! guard is asked for every cell. The condensed result is in docs/guard.md for a nurse to read
//! (`VARDBRON_WRITE=1` rewrites it).

mod facts;
pub(crate) mod states;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use disclosure::{EmergencyOpening, Relation};
use domain::Actor;
use facts::Facts;
use jiff::SignedDuration;
use states::{State, states};

use vocabulary::role::Role;

use crate::story::{EVERYBODY, GUARD, HEALTH_CENTRE, LIBRARY, STRANGER_WARD, Who};

const PAGE: &str = include_str!("matrix.txt");
const ROUTES: &str = include_str!("../../../web/tests/it/routes.txt");
const BEGIN: &str = "<!-- matrix: written by crates/disclosure/tests/it/matrix.rs -->";
const END: &str = "<!-- end of matrix -->";
/// Requirements that depend on no case.
const FOR_ALL: [&str; 2] = ["öppet", "inloggning"];

/// The people of the stories, and two discharge coordinators: one whose ward is no party, and one
/// whose health centre is a party but does not coordinate. Without them some conditions could not
/// be told apart.
fn everybody() -> Vec<Who> {
    let coordinator = |title, at| Who {
        title,
        role: Role::DischargeCoordinator,
        at,
    };
    let others = [
        coordinator("utskrivningskoordinator på en enhet utanför", STRANGER_WARD),
        coordinator("utskrivningskoordinator på regional part", HEALTH_CENTRE),
    ];
    EVERYBODY.into_iter().chain(others).collect()
}

/// The page, parsed.
struct Page {
    /// What a method and route require.
    needs: BTreeMap<String, String>,
    /// For each requirement: a role's word, and when it gets it.
    rights: Vec<(String, String, String)>,
}

fn page() -> Page {
    let (mut needs, mut rights) = (BTreeMap::new(), Vec::new());
    let lines = PAGE.lines().filter(|line| !line.is_empty());
    for line in lines.filter(|line| !line.starts_with(['#', '['])) {
        let parts: Vec<&str> = line.split(" | ").collect();
        if let [need, roles, when] = parts[..] {
            for role in roles.split(", ") {
                rights.push((need.to_owned(), role.to_owned(), when.to_owned()));
            }
        } else {
            let (need, routes) = line.split_once(": ").unwrap();
            for route in routes.split(", ") {
                let twice = needs.insert(route.to_owned(), need.to_owned());
                assert_eq!(twice, None, "{route} stands twice");
            }
        }
    }
    Page { needs, rights }
}

impl Page {
    fn need_of(&self, route: &str) -> Option<&str> {
        self.needs.get(route).map(String::as_str)
    }

    /// When a role gets what is required: words joined by "eller"; `None` for never.
    fn when(&self, need: &str, who: Who) -> Option<&str> {
        self.rights
            .iter()
            .find(|(required, role, _)| required == need && *role == word_for(who))
            .map(|(_, _, when)| when.as_str())
    }
}

/// The role's word on the page. A therapist among nurses counts as municipal rehab, in any unit.
fn word_for(who: Who) -> &'static str {
    match who.role {
        Role::CareStaff => "vårdpersonal",
        Role::DischargeCoordinator => "utskrivningskoordinator",
        Role::Physician => "läkare",
        Role::MunicipalManager => "kommunal chef",
        Role::MunicipalNurse => "kommunal sjuksköterska",
        Role::HeadOfOperations => "verksamhetsansvarig",
        Role::RegionalDeveloper => "regionutvecklare",
        Role::Administrator => "administratör",
        Role::LogReviewer => "loggranskare",
        Role::SocialServicesStaff => "socialtjänsten",
        Role::MunicipalRehabStaff => "kommunens rehab",
    }
}

/// What the guard answers.
fn granted(need: &str, who: Who, state: &State) -> bool {
    let (actor, case) = (who.actor(), &state.story.case);
    let now = state.story.now;
    match need {
        "ärendelista" => GUARD.may_command(&actor, None, "list_cases").allowed,
        "nytt ärende" => GUARD.may_command(&actor, None, "open_case").allowed,
        "administration" => GUARD.may_command(&actor, None, "administer").allowed,
        "loggranskning" => GUARD.may_command(&actor, None, "review_logs").allowed,
        "brev och e-post" => GUARD.outbox_of_unit(&actor, []).is_some(),
        "loggutdrag till patienten" => GUARD.patient_log(&actor, case, Vec::new()).is_some(),
        "skriva ut ett brev" => {
            GUARD
                .may_command(&actor, Some(case), "print_letter")
                .allowed
        }
        "begära nödöppning" => GUARD.may_command(&actor, None, "open_in_emergency").allowed,
        "läsa sin egen nödöppning i 30 minuter" => reads_in_emergency(&actor, state),
        "hela ärendet" => GUARD
            .regional_case(&actor, case, 1, &LIBRARY, now)
            .is_some(),
        "planen" => GUARD.plan(&actor, case).is_some(),
        "godkänna planen" => {
            GUARD
                .may_command(&actor, Some(case), "approve_plan")
                .allowed
        }
        "fastställa planen" => GUARD.may_command(&actor, Some(case), "agree_plan").allowed,
        "det som undertecknas" => {
            GUARD
                .municipal_case(&actor, case, 1, &LIBRARY, now)
                .is_some()
                || GUARD.signing(&actor, case, 1).is_some()
        }
        // Whether an address has been recorded is another question.
        "adressen" => {
            GUARD
                .regional_case(&actor, case, 1, &LIBRARY, now)
                .is_some()
                || GUARD
                    .municipal_case(&actor, case, 1, &LIBRARY, now)
                    .is_some()
        }
        "Koncernkontorets del" => GUARD.head_office_case(&actor, case, 1).is_some(),
        "något av ärendet" => GUARD.relation_of(&actor, case).knows_the_case(),
        "frågan" => {
            matches!(GUARD.relation_of(&actor, case), Relation::Asked(_))
                || case
                    .questions
                    .iter()
                    .any(|question| GUARD.question(&actor, case, question.id).is_some())
        }
        "svara på frågan" => {
            GUARD
                .may_command(&actor, Some(case), "answer_question")
                .allowed
        }
        other => panic!("say here how the guard is asked for {other}"),
    }
}

/// What somebody's own opening lets them read while it lasts. Another person's opening, or an
/// expired one, allows nothing.
fn reads_in_emergency(actor: &Actor, state: &State) -> bool {
    let (case, now) = (&state.story.case, state.story.now);
    let own = EmergencyOpening {
        case: case.id,
        staff: actor.staff.clone(),
        unit: actor.unit.hsa_id.clone(),
        until: now + SignedDuration::from_mins(30),
    };
    let reads = |opening: &EmergencyOpening, at| {
        GUARD
            .may_read_in_emergency(actor, case, opening, at)
            .allowed
    };
    let others = EmergencyOpening {
        staff: "somebody else".to_owned(),
        ..own.clone()
    };
    assert!(!reads(&others, now), "{actor:?}");
    assert!(!reads(&own, own.until), "{actor:?}");
    reads(&own, now)
}

fn routes() -> Vec<String> {
    ROUTES
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('|').next().unwrap().trim().to_owned())
        .collect()
}

// covers: X1
#[test]
fn every_address_requires_something_that_the_page_names() {
    let page = page();
    let (answered, listed): (BTreeSet<String>, BTreeSet<String>) = (
        routes().into_iter().collect(),
        page.needs.keys().cloned().collect(),
    );
    assert_eq!(answered, listed, "routes.txt and matrix.txt");
    let used: BTreeSet<&str> = page.needs.values().map(String::as_str).collect();
    for (need, _, _) in &page.rights {
        assert!(
            used.contains(need.as_str()) || need == "Koncernkontorets del",
            "{need}"
        );
    }
}

// covers: X1, V6B.7, V6B.8
#[test]
fn every_cell_is_what_the_page_says() {
    let page = page();
    let needs: BTreeSet<&str> = page
        .rights
        .iter()
        .map(|(need, _, _)| need.as_str())
        .collect();
    let (states, mut cells, mut wrong) = (states(), 0, Vec::new());
    for state in &states {
        for who in everybody() {
            let facts = Facts::of(who, state);
            for need in &needs {
                let when = page.when(need, who);
                let expected = when.is_some_and(|when| facts.satisfy(when));
                let found = granted(need, who, state);
                if found != expected {
                    wrong.push(format!(
                        "{need} för {} när {}: grinden säger {found}, sidan säger {expected}",
                        who.title, state.name
                    ));
                }
                cells += 1;
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} fel:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    assert!(
        states.len() > 300 && cells > 50_000,
        "{} states, {cells} cells",
        states.len()
    );
}

/// For each route and role, the condition under which the guard allows it, derived from the guard's
/// answers and not from the expected ones.
fn folded() -> String {
    let page = page();
    let states = states();
    let mut by_need: BTreeMap<String, BTreeMap<&'static str, String>> = BTreeMap::new();
    for need in page.needs.values() {
        if FOR_ALL.contains(&need.as_str()) || by_need.contains_key(need) {
            continue;
        }
        let row = by_need.entry(need.clone()).or_default();
        for role in everybody().into_iter().map(word_for) {
            // Everybody with the role, in any unit: the condition has to tell them apart.
            let answered: Vec<(Facts, bool)> = everybody()
                .into_iter()
                .filter(|who| word_for(*who) == role)
                .flat_map(|who| states.iter().map(move |state| (who, state)))
                .map(|(who, state)| (Facts::of(who, state), granted(need, who, state)))
                .collect();
            row.entry(role).or_insert_with(|| Facts::explain(&answered));
        }
    }
    let mut text = String::from("| adress | vem, och när |\n|---|---|\n");
    for route in routes() {
        let need = page.need_of(&route).unwrap();
        let cell = match need {
            "öppet" => "alla, utan inloggning".to_owned(),
            "inloggning" => "alla som är inloggade; innehållet är den egna enhetens".to_owned(),
            _ => grouped(&by_need[need]),
        };
        writeln!(text, "| `{route}` | {cell} |").unwrap();
    }
    text
}

/// "part: läkare, vårdpersonal; alltid: administratör": roles by condition, leaving out never.
fn grouped(row: &BTreeMap<&'static str, String>) -> String {
    let mut by_condition: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (role, condition) in row {
        if condition != "aldrig" {
            by_condition.entry(condition).or_default().push(role);
        }
    }
    by_condition
        .iter()
        .map(|(condition, roles)| format!("{condition}: {}", roles.join(", ")))
        .collect::<Vec<_>>()
        .join("; ")
}

// covers: X1
#[test]
fn the_folded_matrix_in_the_guard_s_document_is_what_the_guard_answers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guard.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(BEGIN).expect("the matrix's beginning");
    let (written, after) = rest.split_once(END).expect("the matrix's end");
    let matrix = format!("\n{}", folded());
    if std::env::var_os("VARDBRON_WRITE").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{matrix}{END}{after}")).unwrap();
    } else {
        assert_eq!(
            written, matrix,
            "docs/guard.md is stale: run this test with VARDBRON_WRITE=1"
        );
    }
}
