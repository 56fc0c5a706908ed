//! "Vem ser vad" agrees with the guard in every state of the matrix. Those listed as told may be
//! told something; those listed as never told may be told nothing, in any class by any channel.

use disclosure::{Channel, Class, Recipient};
use serde_json::{Value, json};
use vocabulary::{audience::Audience, choice::Choice as _};

use crate::{
    matrix::states::{State, states},
    story::{
        ALL_UNITS, GUARD, HEALTH_CENTRE, MUNICIPAL_REHAB, NURSE, SOCIAL_SERVICES, Story,
        TROLLHATTAN, WARD, shown, unit,
    },
};

/// What a regional unit is told when it becomes a party.
const ALL: &str = "Blev part: hela ärendet";

/// The classes that may reach somebody, with their channels.
fn ways(to: Recipient<'_>, state: &State) -> Vec<(Class, Channel)> {
    let mut ways = Vec::new();
    for class in Class::ALL {
        for channel in Channel::ALL {
            let case = &state.story.case;
            if GUARD.may_disclose(to, case, *class, *channel).allowed {
                ways.push((*class, *channel));
            }
        }
    }
    ways
}

/// All states with `--long`, otherwise one in nine. Nine has no factor in common with the number of
/// values of any dimension, so every value and every pair of values occurs.
fn asked_about() -> impl Iterator<Item = State> {
    let long = std::env::var_os("VARDBRON_LONG").is_some();
    states().into_iter().step_by(if long { 1 } else { 9 })
}

fn rows(state: &State) -> Vec<Value> {
    let candidates: Vec<_> = ALL_UNITS.iter().map(|id| unit(id)).collect();
    let (case, journal) = (&state.story.case, &state.story.journal);
    let seen = GUARD
        .audiences(
            &NURSE.actor(),
            case,
            journal,
            &state.story.told,
            &candidates,
            &[],
        )
        .unwrap();
    shown(&seen).as_array().unwrap().clone()
}

// covers: X1
#[test]
fn vem_ser_vad_says_of_those_without_an_account_what_the_guard_lets_through() {
    for state in asked_about() {
        let rows = rows(&state);
        // A manager spoken to before any unit is asked is listed only once that has happened.
        let listed = Audience::ALL
            .iter()
            .filter(|audience| **audience != Audience::MunicipalManager);
        for audience in listed {
            let row = rows
                .iter()
                .find(|row| row["audience"] == audience.code())
                .unwrap_or_else(|| panic!("{}: {audience:?} is not listed", state.name));
            let relation = row["relation"].as_str().unwrap();
            let ways = ways(Recipient::Outside(*audience), &state);
            // Koncernkontoret is listed here by name, and sees the case through its own unit's
            // account.
            if *audience == Audience::HeadOffice {
                continue;
            }
            let told = ["sees", "told_otherwise"].contains(&relation);
            assert_eq!(
                told,
                !ways.is_empty(),
                "{}: {audience:?} is {relation}, the guard opens {ways:?}",
                state.name
            );
            let condition = row["condition"].as_str().unwrap();
            assert!(!condition.is_empty(), "{}", state.name);
            // Every way that is allowed is listed, in the words of the rule that allows it.
            for (class, channel) in ways {
                let recipient = Recipient::Outside(*audience);
                let verdict = GUARD.may_disclose(recipient, &state.story.case, class, channel);
                assert!(
                    verdict
                        .rules
                        .iter()
                        .any(|rule| condition.contains(&rule.swedish)),
                    "{}: {audience:?} by {channel:?} gets {class:?}, which {condition} does not say",
                    state.name
                );
            }
        }
    }
}

// covers: X1, V6B.8
#[test]
fn vem_ser_vad_says_of_units_what_the_guard_lets_through() {
    for state in asked_about() {
        let rows = rows(&state);
        for id in ALL_UNITS {
            let card = unit(id);
            let case = &state.story.case;
            let name = format!("unit:{id}");
            let row = rows.iter().find(|row| row["audience"] == name);
            let ways = ways(Recipient::Unit(&card), &state);
            let joins = GUARD.may_take_part(&card, case).allowed;
            let Some(row) = row else {
                let hidden = card.kind.is_placeholder()
                    || card.kind.is_never_a_party()
                    || !case.is_open()
                    || card.kind == vocabulary::unit::UnitKind::HeadOffice;
                assert!(hidden, "{}: {name} is not listed", state.name);
                if card.kind.is_never_a_party() {
                    assert!(ways.is_empty() && !joins, "{}: {name}", state.name);
                }
                continue;
            };
            assert!(
                ![SOCIAL_SERVICES, MUNICIPAL_REHAB].contains(&id),
                "{}: listed",
                state.name
            );
            let sees = ways
                .iter()
                .any(|(class, channel)| *channel == Channel::Page && *class != Class::Question);
            match row["relation"].as_str().unwrap() {
                "sees" => assert!(sees, "{}: {name} is said to see", state.name),
                "may_be_added" => {
                    assert!(!sees, "{}: {name} sees and is not said to", state.name);
                    // Before its yes the municipality knows only its question, which the row says.
                    let only_the_question = ways.iter().all(|(class, _)| *class == Class::Question);
                    assert!(only_the_question, "{}: {name} gets {ways:?}", state.name);
                    if row["condition"] == "Kan läggas till nu." {
                        assert!(joins, "{}: {name}", state.name);
                    }
                }
                "never" => assert!(ways.is_empty() && !joins, "{}: {name}", state.name),
                other => panic!("{}: {name} is {other}", state.name),
            }
        }
    }
}

// covers: X1, X3
#[test]
fn what_was_told_before_a_group_change_stays_in_vem_ser_vad() {
    let told = Story::of("asylum_seeker", "none")
        .phones_the_migration_agency()
        .establishes("without_permits");
    let state = State {
        name: "told, then closed".to_owned(),
        story: told,
    };
    let rows = rows(&state);
    let row = rows
        .iter()
        .find(|row| row["audience"] == "migration_agency")
        .unwrap();
    assert_eq!(row["relation"], "never");
    assert_eq!(row["told"].as_array().unwrap().len(), 1, "{row}");
    assert!(ways(Recipient::Outside(Audience::MigrationAgency), &state).is_empty());
}

/// What a row of "Vem ser vad" lists as told.
fn told_to(story: Story, audience: &str) -> (String, Vec<String>) {
    let state = State {
        name: "told".to_owned(),
        story,
    };
    let rows = rows(&state);
    let row = rows.iter().find(|row| row["audience"] == audience);
    let row = row.unwrap_or_else(|| panic!("{audience} is not listed"));
    let told = row["told"].as_array().unwrap().iter();
    (
        row["relation"].as_str().unwrap().to_owned(),
        told.map(|told| told["what"].as_str().unwrap().to_owned())
            .collect(),
    )
}

// covers: X1
#[test]
fn what_units_were_told_as_parties_stays_in_vem_ser_vad_when_they_have_left() {
    let centre = format!("unit:{HEALTH_CENTRE}");
    let joined = Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .adds(HEALTH_CENTRE);
    let (relation, told) = told_to(joined.clone(), &centre);
    assert_eq!((relation.as_str(), told), ("sees", vec![ALL.to_owned()]));
    let left = joined.then(&json!({
        "command": "remove_party", "unit": HEALTH_CENTRE, "reason": "Fel enhet",
    }));
    let (relation, told) = told_to(left, &centre);
    assert_eq!(relation, "may_be_added");
    // That it no longer sees anything tells it nothing; the row's condition says so.
    assert_eq!(told, [ALL]);

    let bought = Story::purchased_for("asylum_seeker");
    let (_, told) = told_to(bought.clone(), &format!("unit:{TROLLHATTAN}"));
    let (asked, rest) = told.split_first().unwrap();
    assert!(asked.starts_with("Frågan"), "{asked}");
    assert!(
        rest.iter()
            .any(|what| what.starts_with("Blev part: identitet"))
    );
    assert!(rest.contains(&"Vårdbegäran".to_owned()), "{rest:?}");
    let (_, told) = told_to(bought, "head_office");
    assert_eq!(told, ["Överenskommelse, underlag och personens nummer"]);
    // The ward that opened the case is told nothing by being its first party.
    let (_, told) = told_to(Story::of("asylum_seeker", "unmet"), &format!("unit:{WARD}"));
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_manager_spoken_to_before_any_question_stands_in_vem_ser_vad() {
    let story = Story::of("asylum_seeker", "none");
    let at = story.now.to_string();
    let story = story.then(&json!({
        "command": "record_contact", "audience": "municipal_manager", "channel": "phone",
        "at": at, "summary": "Undrade vem som tar emot frågor",
    }));
    let (relation, told) = told_to(story, "municipal_manager");
    assert_eq!(relation, "told_otherwise");
    assert!(told[0].contains("Undrade vem"), "{told:?}");
}

// covers: X1
#[test]
fn kin_are_not_said_to_be_shut_out_by_what_stops_letters_only() {
    let linked = Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .then(&json!({
            "command": "mark_linked_protected_person", "linked": true, "reason": "Mamman",
        }));
    for story in [linked.clone(), Story::of("without_permits", "none")] {
        assert_eq!(told_to(story, "kin").0, "may_be_added");
    }
    // A letter that two have read is one of the ways to Migrationsverket.
    let state = State {
        name: "linked".to_owned(),
        story: linked,
    };
    let rows = rows(&state);
    let agency = rows
        .iter()
        .find(|row| row["audience"] == "migration_agency");
    let condition = agency.unwrap()["condition"].as_str().unwrap().to_owned();
    assert!(condition.contains("med post"), "{condition}");
}
