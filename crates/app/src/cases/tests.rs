//! What no use case can reach: entries that the case's own rules never make, and journals that
//! somebody has tampered with.

use domain::{Actor, Entry, Event, event::Basis};
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::{
    Work,
    journal::{self, StoredEvent},
    worklist::{self, StoredWorklistRow},
};
use testkit::{Stage, Unit};
use vocabulary::{command::Command, opening::OpenCase, reading::Door, refusal::Refusal};

use crate::{App, AppError, Caller, Clock, WorklistAsked};

/// The app on a stage's store, and its nurse.
async fn at_work(stage: &Stage) -> (App, Caller) {
    let clock = Clock::starting_at(stage.app.now());
    let library = guidance::Library::builtin().unwrap();
    let app = App::start(&stage.url(), clock, library).await.unwrap();
    let nurse = app.demo_caller("ward-nurse").await.unwrap();
    (app, nurse)
}

/// An entry by `by` in which a unit becomes a party.
fn joins(app: &App, by: &Actor, unit: Unit) -> Entry {
    let card = app.directory().unit(&unit.hsa_id()).unwrap().clone();
    Entry {
        at: app.now(),
        by: by.into(),
        event: Event::PartyAdded {
            unit: card,
            basis: Basis::SipConsent,
        },
    }
}

/// Opens an asylum seeker's case on the ward. Returns its id.
async fn opened(app: &App, nurse: &Caller) -> String {
    let person = json!({
        "setting": "inpatient", "group": "asylum_seeker", "group_evidence": "Beskedet visades",
        "name": "Amina Exempel", "birth_date": "1984-05-17", "identifiers": [],
        "interpreter_needed": true, "nursing_need": "unmet", "health_care_need": true,
        "device_need": false,
    });
    let person = OpenCase::read(person.as_object().unwrap(), Door::Api, app.now()).unwrap();
    let moment = app.moment().unwrap();
    let opened = app.open_case(nurse, &person, moment, None).await;
    opened.unwrap().id.to_string()
}

fn command(app: &App, asked: &Value) -> Command {
    Command::read(asked.as_object().unwrap(), Door::Api, app.now()).unwrap()
}

// covers: X1
#[tokio::test]
async fn an_entry_that_the_guard_refuses_is_not_stored_even_if_the_case_allows_it() {
    let stage = Stage::new().await;
    let (app, nurse) = at_work(&stage).await;
    let id = opened(&app, &nurse).await;
    for unit in [
        Unit::SocialServices,
        Unit::MunicipalRehab,
        Unit::HealthCentre,
    ] {
        let before = app.load_for(&nurse, id.as_str()).await.unwrap();
        let asked = json!({ "command": "add_party", "unit": unit.hsa() });
        let command = command(&app, &asked);
        let entries = [joins(&app, &nurse.actor, unit)];
        let moment = app.moment().unwrap();
        let given = (&command, None, super::Wording::Nothing);
        let done = app
            .record(&nurse, &before, &entries, given, moment.at)
            .await;
        assert!(
            matches!(done, Err(AppError::Refused(Refusal::MayNotBeTold))),
            "{unit:?} joins without the patient's yes"
        );
        let after = app.load_for(&nurse, id.as_str()).await.unwrap();
        assert_eq!(after.version, before.version, "{unit:?}");
    }
}

/// A case with a planned SIP meeting. Returns its id.
async fn planned(app: &App, nurse: &Caller) -> String {
    let id = opened(app, nurse).await;
    for asked in [
        json!({ "command": "record_consent", "kind": "sip", "answer": "given", "form": "oral" }),
        json!({
            "command": "plan_sip_meeting", "at": app.now().saturating_add(DAY).unwrap(),
            "form": "digital", "link": "https://mote.example.se/1", "kin_invited": true,
        }),
    ] {
        let version = app.load_for(nurse, id.as_str()).await.unwrap().version;
        let moment = app.moment().unwrap();
        app.command(
            nurse,
            &id,
            Some(version),
            &command(app, &asked),
            moment,
            None,
        )
        .await
        .unwrap();
    }
    id
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Changes a row of a case's journal.
async fn rewritten(app: &App, key: &str, kind: &str, change: impl Fn(&mut StoredEvent)) {
    let events = app
        .database()
        .read(journal::events_after(key, 0))
        .await
        .unwrap();
    let mut row = events.into_iter().find(|event| event.kind == kind).unwrap();
    change(&mut row);
    let mut work = Work::new();
    work.push(tamper::change_event(
        key,
        row.seq,
        &row.kind,
        row.version,
        &row.payload,
    ));
    app.database().write(work).await.unwrap();
}

#[tokio::test]
async fn a_journal_with_the_first_shape_of_a_planned_meeting_makes_the_same_case() {
    let stage = Stage::new().await;
    let (app, nurse) = at_work(&stage).await;
    let id = planned(&app, &nurse).await;
    let written = app.load_for(&nurse, id.as_str()).await.unwrap();
    rewritten(&app, &written.key, "sip_meeting_planned", |row| {
        assert_eq!(row.version, 3);
        let now = concat!(
            r#""place":{"form":"digital","link":"https://mote.example.se/1","point":null},"#,
            r#""outside":null"#
        );
        let once = r#""form":"digital","meeting_point":null,"link":"https://mote.example.se/1""#;
        assert!(row.payload.contains(now), "{}", row.payload);
        row.payload = row.payload.replace(now, once);
        row.version = 1;
    })
    .await;
    // A new app, so that nothing is cached.
    let (app, nurse) = at_work(&stage).await;
    let read = app.load_for(&nurse, id.as_str()).await.unwrap();
    assert!(*read.case == *written.case && read.entries == written.entries);
    // Nothing differs but that the log has sealed the newer shape.
    let found = app.verify().await.unwrap().findings;
    let sealed = |finding: &String| finding.contains("are not those that the log sealed");
    assert!(found.len() == 1 && found.iter().all(sealed), "{found:?}");
}

#[tokio::test]
async fn a_journal_that_a_newer_program_has_written_is_refused_with_what_to_do() {
    let stage = Stage::new().await;
    let (app, nurse) = at_work(&stage).await;
    let id = planned(&app, &nurse).await;
    let key = app.load_for(&nurse, id.as_str()).await.unwrap().key.clone();
    rewritten(&app, &key, "sip_meeting_planned", |row| row.version = 4).await;
    let (app, nurse) = at_work(&stage).await;
    let read = app.load_for(&nurse, id.as_str()).await.unwrap_err();
    let said = read.to_string();
    assert!(said.contains("written by a newer Vårdbron"), "{said}");
    assert!(said.contains("sip_meeting_planned in version 4"), "{said}");
    assert!(said.ends_with("Update the program"), "{said}");
    assert_eq!(app.verify().await.unwrap_err(), read);
}

// A missing event may be the one that closed a path.
#[tokio::test]
async fn a_journal_that_lacks_an_event_makes_no_case() {
    for from_the_end in [0, 1] {
        let stage = Stage::new().await;
        let (app, nurse) = at_work(&stage).await;
        let id = opened(&app, &nurse).await;
        for kind in ["sip", "case"] {
            let version = app.load_for(&nurse, id.as_str()).await.unwrap().version;
            let consent = command(
                &app,
                &json!({
                    "command": "record_consent", "kind": kind, "answer": "given", "form": "oral",
                }),
            );
            let moment = app.moment().unwrap();
            app.command(&nurse, &id, Some(version), &consent, moment, None)
                .await
                .unwrap();
        }
        let whole = app.load_for(&nurse, id.as_str()).await.unwrap();
        let lost = i64::try_from(whole.version).unwrap() - from_the_end;
        let mut work = Work::new();
        work.push(tamper::remove_event(&whole.key, lost));
        app.database().write(work).await.unwrap();
        // A new app, so that nothing is cached.
        let (app, nurse) = at_work(&stage).await;
        let read = app.load_for(&nurse, id.as_str()).await;
        assert!(
            matches!(
                read,
                Err(AppError::Fault {
                    place: "journal",
                    ..
                })
            ),
            "{lost}"
        );
        let found = app.verify().await.unwrap().findings.join(" ");
        assert!(found.contains(&id), "{lost}: {found}");
    }
}

/// Notes a call to Migrationsverket.
async fn called(app: &App, nurse: &Caller, id: &str) -> u64 {
    let version = app.load_for(nurse, id).await.unwrap().version;
    let asked = json!({
        "command": "record_contact", "audience": "migration_agency", "channel": "phone",
        "at": app.now(), "summary": "Samtal",
    });
    let moment = app.moment().unwrap();
    let done = app
        .command(
            nurse,
            id,
            Some(version),
            &command(app, &asked),
            moment,
            None,
        )
        .await;
    done.unwrap().version
}

#[tokio::test]
async fn a_worklist_row_that_shows_the_same_is_not_written_and_is_listed_with_the_version_of_now() {
    let stage = Stage::new().await;
    let (app, nurse) = at_work(&stage).await;
    let id = opened(&app, &nurse).await;
    let key = app.load_for(&nurse, id.as_str()).await.unwrap().key.clone();
    let rows = async || app.database().read(worklist::of_case(&key)).await.unwrap();
    called(&app, &nurse, &id).await;
    let before = rows().await;
    let version = called(&app, &nurse, &id).await;
    assert_eq!(rows().await, before);
    let asked = WorklistAsked {
        limit: 10,
        ..WorklistAsked::default()
    };
    let listed = app.worklist(&nurse, &asked).await.unwrap().rows.into_view();
    assert_eq!(listed[0].version, version);
    let found = app.search(&nurse, "Amina").await.unwrap().rows.into_view();
    assert_eq!(found[0].version, version);
    assert_eq!(app.verify().await.unwrap().findings, Vec::<String>::new());
}

#[tokio::test]
async fn worklist_rows_that_do_not_stand_where_they_were_written_are_written_whole() {
    let stage = Stage::new().await;
    let (app, nurse) = at_work(&stage).await;
    let id = opened(&app, &nurse).await;
    let key = app.load_for(&nurse, id.as_str()).await.unwrap().key.clone();
    let rows = app.database().read(worklist::of_case(&key)).await.unwrap();
    let mut work = Work::new();
    work.extend(rows.into_iter().map(|row| {
        worklist::place(StoredWorklistRow {
            due: "2026-01-01T00:00:00.000000Z".to_owned(),
            ..row
        })
    }));
    app.database().write(work).await.unwrap();
    // The room stands in the row, and no due time or check moves with it.
    let version = app.load_for(&nurse, id.as_str()).await.unwrap().version;
    let asked = json!({ "command": "correct_person", "room": "14:2" });
    let moment = app.moment().unwrap();
    app.command(
        &nurse,
        &id,
        Some(version),
        &command(&app, &asked),
        moment,
        None,
    )
    .await
    .unwrap();
    assert_eq!(app.verify().await.unwrap().findings, Vec::<String>::new());
}
