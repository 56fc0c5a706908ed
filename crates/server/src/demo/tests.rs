//! The demo's cases, run on the domain alone: nothing is refused, and everything that the demo
//! should show exists.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Pathway, case::ConsentStanding};
use jiff::{Timestamp, civil::date};
use vocabulary::{
    audience::ContactWith,
    calendar::{at_local, first_working_day_after, is_working_day, local_date, turns_18_on},
    command::Command,
    consent::ConsentKind,
    group::Group,
    hsa_id::HsaId,
    intervention::MunicipalityAnswer,
    need::NursingNeed,
    unit::UnitKind,
};

use super::{
    Fixtures, SEED, cases,
    days::Days,
    directory::ROLES,
    domain_runner::{DomainCase, DomainRunner},
    patient::MARK,
    scenario::Scenario,
    scenario_runner::{run_scenario, run_together},
};

fn sketch_clock() -> Timestamp {
    at_local(date(2026, 3, 5), 10, 42)
}

fn scenarios_at(now: Timestamp) -> (Fixtures, Vec<Scenario>) {
    let fixtures = Fixtures::read().unwrap();
    let scenarios = cases::scenarios(&fixtures, Days::around(now), SEED).unwrap();
    (fixtures, scenarios)
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

fn run_all(now: Timestamp) -> (Fixtures, Vec<Scenario>, Vec<DomainCase>) {
    let (fixtures, scenarios) = scenarios_at(now);
    let cases = block_on(run_together(
        &DomainRunner::of(&fixtures.directory),
        &scenarios,
    ))
    .unwrap_or_else(|error| panic!("{error}"));
    (fixtures, scenarios, cases)
}

fn hsa_id(fixtures: &Fixtures, key: &str) -> HsaId {
    fixtures.directory.unit(key).unwrap().card.hsa_id.clone()
}

#[test]
fn every_story_is_told_to_its_end_whatever_day_and_hour_it_is() {
    for (day, hour, minute) in [
        (date(2026, 3, 5), 10, 42),
        (date(2026, 3, 8), 0, 1),
        (date(2026, 4, 6), 23, 59),
        (date(2026, 12, 24), 7, 0),
        (date(2028, 2, 29), 12, 0),
        (date(2026, 3, 29), 3, 30),
    ] {
        let now = at_local(day, hour, minute);
        let (_, scenarios, cases) = run_all(now);
        assert_eq!(scenarios.len(), cases.len());
        for scenario in &scenarios {
            let mut before = scenario.opened_at;
            assert!(
                scenario
                    .open
                    .admitted_at
                    .is_none_or(|admitted| admitted <= before)
            );
            for step in &scenario.steps {
                assert!(
                    before <= step.at,
                    "{}: {}",
                    scenario.about,
                    step.command.name()
                );
                assert!(
                    step.at <= now,
                    "{}: {} lies ahead",
                    scenario.about,
                    step.command.name()
                );
                before = step.at;
                no_instant_is_impossible(scenario, &step.command, step.at);
            }
        }
    }
}

/// Checks what the forms would refuse: an act recorded before it happened, a meeting planned in the
/// past.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only the commands that carry an instant are looked at"
)]
fn no_instant_is_impossible(scenario: &Scenario, command: &Command, at: Timestamp) {
    let been = |then: Timestamp| {
        assert!(
            then <= at,
            "{}: {} has not been",
            scenario.about,
            command.name()
        );
    };
    match command {
        Command::RecordContact(command) => been(command.at.0),
        Command::DeliverCertificate(command) => been(command.at.0),
        Command::RecordInvitationSent(command) => been(command.at.0),
        Command::HoldSipMeeting(command) => been(command.at.0),
        Command::HoldHousingMeeting(command) => been(command.at.0),
        Command::RecordHousingDecision(command) => been(command.at.0),
        Command::HandOutCopy(command) => been(command.at.0),
        Command::GiveInformationSheet(command) => been(command.at.0),
        Command::ReportWrongDisclosure(command) => been(command.at.0),
        Command::RecordInboundQuestion(command) => been(command.at.0),
        Command::RecordConsent(command) => command.at.into_iter().for_each(|at| been(at.0)),
        Command::PlanSipMeeting(command) => {
            assert!(
                command.at.0 >= at,
                "{}: the meeting has been",
                scenario.about
            );
        }
        _ => {}
    }
}

#[test]
fn the_demo_has_forty_four_cases_and_more_and_every_pathway_five_times() {
    let (_, _, cases) = run_all(sketch_clock());
    assert!(cases.len() >= 44, "{}", cases.len());
    let mut by_pathway = BTreeMap::<Option<Pathway>, usize>::new();
    for held in &cases {
        *by_pathway.entry(held.case.pathway()).or_default() += 1;
    }
    for pathway in Pathway::ALL {
        let count = by_pathway.get(&Some(pathway)).copied().unwrap_or(0);
        assert!(count >= 5, "{}: {count}", pathway.code());
    }
    assert_eq!(by_pathway.get(&None), Some(&1), "one has become a resident");
}

#[test]
fn the_same_seed_gives_the_same_journal_and_another_seed_other_people() {
    let journal = |seed| {
        let fixtures = Fixtures::read().unwrap();
        let scenarios = cases::scenarios(&fixtures, Days::around(sketch_clock()), seed).unwrap();
        let runner = DomainRunner::of(&fixtures.directory);
        let cases = block_on(run_together(&runner, &scenarios)).unwrap();
        let journals: Vec<_> = cases.into_iter().map(|held| held.entries).collect();
        serde_json::to_string(&journals).unwrap()
    };
    assert_eq!(journal(SEED), journal(SEED));
    assert_ne!(journal(SEED), journal(SEED + 1));
}

#[test]
fn told_one_by_one_or_together_the_cases_are_the_same() {
    let (fixtures, scenarios, together) = run_all(sketch_clock());
    let runner = DomainRunner::of(&fixtures.directory);
    for (scenario, held) in scenarios.iter().zip(together) {
        let alone = block_on(run_scenario(&runner, scenario)).unwrap();
        assert_eq!(alone.case, held.case, "{}", scenario.about);
    }
}

#[test]
fn nobody_real_is_in_it_and_no_number_twice() {
    let (_, scenarios, cases) = run_all(sketch_clock());
    let mut ids = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    let mut names = BTreeSet::new();
    let mut languages = BTreeSet::new();
    for (scenario, held) in scenarios.iter().zip(&cases) {
        let case = &held.case;
        assert!(
            case.person.name.reveal().contains(MARK),
            "{}",
            scenario.about
        );
        assert!(
            names.insert(case.person.name.reveal().clone()),
            "twice: {}",
            case.person.name.reveal()
        );
        assert!(ids.insert(case.id) && ids.len() == names.len());
        for known in &case.identifiers {
            assert!(
                numbers.insert(known.identifier.stored().to_owned()),
                "{}",
                scenario.about
            );
            if let Some(birth) = known.identifier.birth_date() {
                assert_eq!(
                    Some(birth),
                    case.person.birth_date.known(),
                    "{}",
                    scenario.about
                );
            }
        }
        languages.extend(
            case.person
                .language
                .as_ref()
                .map(|language| language.0.clone()),
        );
    }
    let wanted = ["ar", "fa", "prs", "ps", "ru", "so", "ti", "uk"];
    assert_eq!(
        languages.iter().map(String::as_str).collect::<Vec<_>>(),
        wanted
    );
}

#[test]
fn the_ward_of_the_sketch_has_its_eight_patients_and_more() {
    let now = sketch_clock();
    let (fixtures, _, cases) = run_all(now);
    let ward = hsa_id(&fixtures, "ward-43");
    let open: Vec<_> = cases
        .iter()
        .map(|held| &held.case)
        .filter(|case| case.coordinator == ward && case.is_open())
        .collect();
    assert!(open.len() >= 10, "{}", open.len());
    let ages: Vec<u16> = open
        .iter()
        .take(8)
        .filter_map(|case| case.person.birth_date.age_on(local_date(now)).years)
        .collect();
    assert_eq!(ages, [62, 34, 71, 9, 58, 45, 55, 41]);
    // The call about the first is overdue since yesterday noon; those about the two who came
    // yesterday afternoon are due today.
    let call_due = |case: &domain::Case| {
        let admitted = local_date(case.admitted_at.unwrap());
        assert_eq!(case.contacts_with(ContactWith::MigrationAgency).count(), 0);
        at_local(first_working_day_after(admitted), 12, 0)
    };
    assert_eq!(local_date(call_due(open[0])), date(2026, 3, 4));
    let due_today = open
        .iter()
        .filter(|case| case.group.covered_by_reception_act())
        .filter(|case| case.contacts_with(ContactWith::MigrationAgency).count() == 0)
        .filter(|case| local_date(call_due(case)) == date(2026, 3, 5));
    assert_eq!(due_today.count(), 2);
    let rooms: BTreeSet<_> = open
        .iter()
        .filter_map(|case| case.person.room.clone())
        .collect();
    assert!(rooms.len() >= 10);
    assert!(is_working_day(local_date(now)));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of what the demo must show")]
fn what_is_worth_showing_is_shown() {
    let now = sketch_clock();
    let (fixtures, _, cases) = run_all(now);
    let count = |wanted: &dyn Fn(&domain::Case) -> bool| {
        cases.iter().filter(|held| wanted(&held.case)).count()
    };
    let at_least = |least: usize, what: &str, wanted: &dyn Fn(&domain::Case) -> bool| {
        assert!(count(wanted) >= least, "{what}: {}", count(wanted));
    };
    at_least(3, "provisional under LMA", &|case| {
        case.needs.nursing == NursingNeed::Unknown && case.is_provisional()
    });
    at_least(2, "unestablished", &|case| {
        case.group == Group::Unestablished
    });
    // The badge must not reveal a missing permit, so there are protected asylum seekers and mass
    // refugees too.
    for group in [Group::AsylumSeeker, Group::MassRefugee] {
        at_least(1, "protected identity", &|case| {
            case.person.protected_identity && case.group == group
        });
    }
    at_least(4, "protected identity", &|case| {
        case.person.protected_identity
    });
    at_least(5, "children", &|case| {
        case.person.is_child_on(local_date(now))
    });
    at_least(1, "nearly of age", &|case| {
        let days = local_date(now)
            .until(turns_18_on(case.person.birth_date.known().unwrap()))
            .unwrap()
            .get_days();
        (1..=31).contains(&days)
    });
    at_least(1, "the group changed midway", &|case| {
        !case.sip.former_numbers.is_empty()
    });
    at_least(1, "stopped by a no", &domain::Case::stopped_by_refusal);
    at_least(1, "no to SIP", &|case| {
        case.consent(ConsentKind::Sip) == ConsentStanding::Refused
    });
    at_least(1, "cannot consent", &|case| {
        case.consent(ConsentKind::Sip) == ConsentStanding::Incapable
    });
    at_least(4, "waits for a municipality", &|case| {
        case.questions
            .iter()
            .any(|question| question.waits() && question.answer.is_none())
    });
    for answer in [
        MunicipalityAnswer::Yes,
        MunicipalityAnswer::Partly,
        MunicipalityAnswer::No,
        MunicipalityAnswer::MoreInformation,
    ] {
        at_least(1, "an answer", &|case| {
            case.questions.iter().any(|question| {
                question
                    .answer
                    .as_ref()
                    .is_some_and(|given| given.value.answer == answer)
            })
        });
    }
    at_least(8, "meeting planned or held", &|case| {
        case.sip.meeting.is_some()
    });
    at_least(6, "meeting held", &|case| case.sip.held.is_some());
    at_least(2, "agreement signed", &|case| {
        case.agreement
            .as_ref()
            .is_some_and(domain::case::Agreement::is_signed)
    });
    at_least(2, "a signature is missing", &|case| {
        case.agreement
            .as_ref()
            .is_some_and(|agreement| !agreement.is_signed())
    });
    at_least(1, "a care request waits", &|case| {
        case.care_request
            .as_ref()
            .is_some_and(|request| request.answer.is_none())
    });
    at_least(4, "ready for discharge", &|case| {
        case.ready_for_discharge.is_some()
    });
    at_least(2, "closed", &|case| !case.is_open());
    at_least(1, "a wrong disclosure", &|case| {
        !case.wrong_disclosures.is_empty()
    });
    at_least(2, "an authority asked", &|case| {
        !case.inbound_questions.is_empty()
    });
    at_least(1, "mass refugee near a year", &|case| {
        case.group == Group::MassRefugee && case.group_checked_at > Some(case.group_since)
    });
    at_least(5, "a unit was added", &|case| {
        case.party_of_kind(UnitKind::HealthCentre).is_some() && case.parties.len() > 2
    });
    // Migrationsverket is told of nobody that it must not know of.
    assert_eq!(
        count(&|case| {
            matches!(
                case.stated_group,
                Group::WithoutPermits | Group::Unestablished
            ) && case.contacts_with(ContactWith::MigrationAgency).count() > 0
        }),
        0
    );
    let has = |case: &domain::Case, key| case.is_party(&hsa_id(&fixtures, key));
    at_least(5, "the health centre's", &|case| has(case, "centre-sylte"));
    at_least(3, "the clinic's", &|case| has(case, "clinic-orthopaedics"));
    at_least(3, "the rehab unit's", &|case| {
        has(case, "rehab-trollhattan")
    });
    at_least(3, "Trollhättan's", &|case| {
        has(case, "municipal-trollhattan")
    });
    assert_eq!(
        count(&|case| has(case, "ward-77")),
        0,
        "the stranger is party to nothing"
    );
}

#[test]
fn a_demo_user_of_every_role_exists() {
    let fixtures = Fixtures::read().unwrap();
    for role in ROLES {
        assert!(fixtures.directory.user(role).is_ok(), "{role}");
    }
}
