//! What the access log says about who did what (PDL 4 kap. 3 §, HSLF-FS 2016:40).

use app::{
    App, AppError, Caller, CaseForCaller, CasePage, ConfirmationDraft, EmergencyAnswer, NewStaff,
    QuestionAnswer,
};
use disclosure::views::PostedLetter;
use serde_json::json;
use testkit::{PASSWORD, Stage, Unit};
use vocabulary::{
    emergency::{EmergencyReason, OpenInEmergency},
    intervention::MunicipalityAnswer,
    letter::LetterKind,
    opening::OpenCase,
    reading::Door,
    refusal::Refusal,
    role::Role,
    text::{Line, Prose},
};

use crate::scene::{
    caller, confirmed, consent, done_by, give, give_all, log, meeting, on_both, open, party,
    person, protection, residence, restarted, tried,
};

fn entry(action: &str, detail: &str, case: bool) -> (String, String, bool) {
    (action.to_owned(), detail.to_owned(), case)
}

#[test]
fn others_cases_and_missing_cases_get_the_same_answer_and_are_each_logged() {
    on_both(async |stage| {
        let app = &stage.app;
        let id = open(app, "without_permits").await;
        let stranger = caller(app, "stranger-ward").await;
        let nowhere = "0".repeat(26);
        let mut answers = Vec::new();
        for id in [id.as_str(), nowhere.as_str(), "no id at all"] {
            answers.push(app.case(&stranger, id).await.err());
            answers.push(app.known_case(&stranger, id).await.err());
            answers.push(app.steps(&stranger, id).await.err());
        }
        assert!(
            answers
                .iter()
                .all(|answer| *answer == Some(AppError::NotFound)),
            "{answers:?}"
        );
        let mut found = done_by(app, &stranger).await;
        found.sort();
        // Only the log shows whether there was a case.
        let mut expected = Vec::new();
        for there in [true, false, false] {
            for sought in ["case", "case", "steps"] {
                expected.push(entry("deny", sought, there));
            }
        }
        expected.sort();
        assert_eq!(found, expected);
    });
}

#[test]
fn every_entry_says_when_who_at_which_unit_and_which_case() {
    on_both(async |stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        app.case(&nurse, &id).await.unwrap();
        let rows = log(app).await;
        let seen = rows.iter().find(|row| row.entry.action == "view").unwrap();
        let opened = rows
            .iter()
            .find(|row| row.entry.detail == "open_case")
            .unwrap();
        assert_eq!(seen.entry.actor, nurse.staff_id());
        assert_eq!(seen.entry.unit, testkit::Unit::Ward.hsa());
        assert_eq!(seen.entry.case_key, opened.entry.case_key);
        assert!(seen.entry.case_key.is_some());
        assert!(seen.entry.at.starts_with("2026-03-05T08:42"));
        // The log itself holds no name, number or words of the patient.
        for row in &rows {
            let said = format!("{}{}", row.entry.detail, row.entry.action);
            assert!(
                !said.contains("Amina") && !said.contains("234567"),
                "{said}"
            );
        }
    });
}

#[test]
fn what_tells_somebody_is_a_disclosure_and_what_does_not_is_a_change() {
    on_both(async |stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        let opened = app.events(&nurse, &id).await.unwrap().view().len() as u64;
        let said = give(
            app,
            &nurse,
            &id,
            opened,
            "record_contact",
            &json!({
                "audience": "migration_agency", "channel": "phone",
                "at": "2026-03-05T09:30:00+01:00", "summary": "Sagt att patienten är inlagd",
            }),
        )
        .await;
        give(
            app,
            &nurse,
            &id,
            said.version,
            "record_consent",
            &json!({ "kind": "sip", "answer": "given", "form": "oral" }),
        )
        .await;
        let found = done_by(app, &nurse).await;
        let told = "record_contact migration_agency=conversation";
        assert!(found.contains(&entry("disclose", told, true)));
        assert!(found.contains(&entry("change", "record_consent", true)));
        assert!(!found.contains(&entry("change", "record_contact", true)));
    });
}

#[test]
fn a_search_leaves_a_trace_on_each_case_it_finds_and_when_it_finds_none() {
    on_both(async |stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        app.search(&nurse, "Amina").await.unwrap();
        app.search(&nurse, "Ingen sådan").await.unwrap();
        let found: Vec<_> = done_by(app, &nurse)
            .await
            .into_iter()
            .filter(|(action, ..)| action == "search")
            .collect();
        assert_eq!(found.len(), 3);
        for expected in [
            entry("search", "1", false),
            entry("search", "hit", true),
            entry("search", "0", false),
        ] {
            assert!(found.contains(&expected), "{found:?}");
        }
    });
}

#[test]
fn a_refusal_is_logged_as_a_denial_and_not_as_something_that_happened() {
    on_both(async |stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        let opened = app.events(&nurse, &id).await.unwrap().view().len() as u64;
        let agreed = json!({ "kind": "sip", "answer": "given", "form": "oral" });
        let agreed = give(app, &nurse, &id, opened, "record_consent", &agreed).await;
        let centre = json!({ "unit": testkit::Unit::HealthCentre.hsa() });
        give(app, &nurse, &id, agreed.version, "add_party", &centre).await;
        let party = caller(app, "health-centre").await;
        assert!(matches!(
            app.patient_log(&party, &id).await.err(),
            Some(AppError::Refused(_))
        ));
        // Neither the log nor the patient's extract has an export.
        assert_eq!(
            done_by(app, &party).await,
            [entry("deny", "log-extract", true)]
        );
        let extract = app.patient_log(&nurse, &id).await.unwrap().into_view();
        let handed = extract
            .rows
            .iter()
            .filter(|row| row.what.contains("utdrag"));
        assert_eq!(handed.count(), 1, "the nurse's own");

        let manager = caller(app, "municipal-primary-care").await;
        assert!(app.staff(&manager, "").await.is_err());
        assert_eq!(
            done_by(app, &manager).await,
            [entry("deny", "administer", false)]
        );
    });
}

#[test]
fn a_backup_is_logged_as_an_export_by_the_command_line() {
    on_both(async |stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        let name = format!("logged-{}.vb", std::process::id());
        let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        app.log_backup().await.unwrap();
        app.backup(&file).await.unwrap();
        std::fs::remove_file(&file).unwrap();
        let by_nobody = log(app).await.into_iter().map(|row| row.entry);
        let by_nobody: Vec<_> = by_nobody
            .filter(|entry| entry.actor == "command-line" && !entry.detail.starts_with("demo"))
            .map(|entry| (entry.action, entry.detail, entry.case_key))
            .collect();
        assert_eq!(
            by_nobody,
            [("export".to_owned(), "backup".to_owned(), None)]
        );
    });
}

// covers: X1
#[test]
fn a_row_that_is_left_behind_finds_no_case_for_a_unit_that_may_not_know_of_it() {
    on_both(async |stage| {
        let app = &stage.app;
        open(app, "without_permits").await;
        let nurse = caller(app, "ward-nurse").await;
        let stranger = caller(app, "stranger-ward").await;
        let own = app.search(&nurse, "Amina").await.unwrap().rows;
        assert_eq!(own.view().len(), 1);
        // As an older program, or somebody with access to the database, might have left it.
        let unit = nurse.unit().hsa_id.as_str();
        let row = app
            .database()
            .read(store::search::find(unit, &["amina".to_owned()], 1));
        let key = row.await.unwrap().remove(0);
        let row = app.database().read(store::worklist::of_case(&key));
        let mut rows = row.await.unwrap().into_iter();
        let row = rows.find(|row| row.unit == unit).unwrap();
        let other = stranger.unit().hsa_id.as_str().to_owned();
        let payload = row.payload.replace(unit, &other);
        let mut work = store::Work::new();
        work.push(store::search::add(&other, "amina", &key));
        work.push(store::worklist::place(store::worklist::StoredWorklistRow {
            unit: other,
            payload,
            ..row
        }));
        app.database().write(work).await.unwrap();
        let found = app.search(&stranger, "Amina").await.unwrap().rows;
        assert_eq!(found.view().len(), 0);
        assert!(
            !done_by(app, &stranger)
                .await
                .contains(&entry("search", "hit", true))
        );
    });
}

#[test]
fn a_question_that_is_listed_is_a_view_and_an_answer_that_is_refused_a_denial() {
    on_both(async |stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let mut person = person("asylum_seeker");
        person["nursing_need"] = json!("none");
        let asked = OpenCase::read(person.as_object().unwrap(), Door::Api, app.now()).unwrap();
        let opened = app.open_case(&nurse, &asked, app.moment().unwrap(), None);
        let opened = opened.await.unwrap();
        let (id, mut version) = (opened.id.to_string(), opened.version);
        for (name, fields) in [
            (
                "record_consent",
                json!({ "kind": "case", "answer": "given", "form": "oral" }),
            ),
            (
                "establish_residence",
                json!({
                    "municipality": "1488", "address": "Provgatan 1", "postal_code": "461 30",
                    "housing": "own",
                }),
            ),
            (
                "ask_municipality",
                json!({
                    "unit": testkit::Unit::MunicipalCare.hsa(), "starts": "2026-03-09",
                    "interventions": [{ "code": "wound_dressing", "times": 3, "per": "week" }],
                }),
            ),
        ] {
            version = give(app, &nurse, &id, version, name, &fields).await.version;
        }
        let colleague = caller(app, "municipal-nurse").await;
        let listed = app.questions(&colleague).await.unwrap();
        let question = listed.first().unwrap().view().id.to_string();
        assert_eq!(listed.len(), 1);
        assert_eq!(
            done_by(app, &colleague).await,
            [entry("view", "question", true)]
        );
        // A nurse of the municipality reads the question, and the manager answers it.
        let answer = QuestionAnswer {
            answer: MunicipalityAnswer::Yes,
            accepted: None,
            comment: None,
        };
        let moment = app.moment().unwrap();
        let refused = app.answer_question(&colleague, &question, &answer, moment, None);
        assert!(matches!(refused.await, Err(AppError::Refused(_))));
        let done = done_by(app, &colleague).await;
        assert!(
            done.contains(&entry("deny", "not-your-task", true)),
            "{done:?}"
        );

        // Somebody who may not open cases is refused, and that is logged too.
        let manager = caller(app, "municipal-primary-care").await;
        let tried = app.open_case(&manager, &asked, app.moment().unwrap(), None);
        assert!(matches!(tried.await, Err(AppError::Refused(_))));
        assert_eq!(
            done_by(app, &manager).await,
            [entry("deny", "open_case", false)]
        );
    });
}

/// A case about which municipal primary care has been asked.
async fn asked_about(app: &App, nurse: &Caller) -> String {
    let mut person = person("asylum_seeker");
    person["nursing_need"] = json!("none");
    let asked = OpenCase::read(person.as_object().unwrap(), Door::Api, app.now()).unwrap();
    let opened = app.open_case(nurse, &asked, app.moment().unwrap(), None);
    let id = opened.await.unwrap().id.to_string();
    let question = json!({
        "unit": Unit::MunicipalCare.hsa(), "starts": "2026-03-09",
        "interventions": [{ "code": "wound_dressing", "times": 3, "per": "week" }],
    });
    let commands = [
        consent("case"),
        residence(),
        ("ask_municipality", question),
        protection(),
    ];
    give_all(app, nurse, &id, &commands).await;
    id
}

#[test]
fn every_view_of_a_case_is_logged_with_what_it_showed() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let id = asked_about(app, &nurse).await;

        // A reader who does nothing else reads everything there is.
        let reader = caller(app, "discharge-coordinator").await;
        let read = app.case(&reader, &id).await.unwrap();
        assert!(matches!(read, CaseForCaller::Regional(_)));
        app.steps(&reader, &id).await.unwrap();
        app.audiences(&reader, &id).await.unwrap();
        app.events(&reader, &id).await.unwrap();
        app.outbox(&reader, &id).await.unwrap();
        let hidden = app.address(&reader, &id).await.unwrap().into_view();
        assert_eq!(hidden.address, "Provgatan 1");
        app.letters(&reader, &id).await.unwrap();
        app.letter_to_come(&reader, &id, LetterKind::Plan)
            .await
            .unwrap();
        let seen = |what: &str| entry("view", what, true);
        assert_eq!(
            done_by(app, &reader).await,
            [
                "case",
                "steps",
                "audiences",
                "events",
                "outbox",
                "address",
                "letters",
                "letter"
            ]
            .map(seen)
        );

        let colleague = caller(app, "municipal-nurse").await;
        let listed = app.questions(&colleague).await.unwrap();
        let question = listed.first().unwrap().view().id.to_string();
        app.question(&colleague, &question).await.unwrap();
        assert_eq!(
            done_by(app, &colleague).await,
            ["question", "question"].map(seen),
            "in the list, and by itself"
        );

        let stranger = caller(app, "stranger-ward").await;
        let asked = OpenInEmergency {
            number: Line("51-234567".to_owned()),
            birth_date: "1984-05-17".parse().unwrap(),
            reason: EmergencyReason::CareNow,
            words: Prose("Medvetslös på akuten".to_owned()),
        };
        let answer = app.open_in_emergency(&stranger, &asked).await.unwrap();
        let EmergencyAnswer::Opened(opening) = answer else {
            panic!("{answer:?}");
        };
        let opening = opening.to_string();
        app.read_in_emergency(&stranger, &opening).await.unwrap();
        assert_eq!(
            done_by(app, &stranger).await,
            [entry("emergency", "care_now", true), seen("emergency")]
        );
    });
}

#[test]
fn a_page_of_a_case_is_one_row_and_a_view_beyond_what_it_shows_is_another() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let reader = caller(app, "discharge-coordinator").await;
        let (_, page) = app.open_page(&reader, &id, CasePage::Steps).await.unwrap();
        app.steps(&reader, &page).await.unwrap();
        app.audiences(&reader, &page).await.unwrap();
        app.events(&reader, &page).await.unwrap();
        let seen = |what: &str| entry("view", what, true);
        assert_eq!(
            done_by(app, &reader).await,
            ["case-page", "events"].map(seen)
        );

        let stranger = caller(app, "stranger-ward").await;
        let refused = app.open_page(&stranger, &id, CasePage::Steps).await;
        assert_eq!(refused.err(), Some(AppError::NotFound));
        assert_eq!(
            done_by(app, &stranger).await,
            [entry("deny", "case", true)],
            "who is told no is told it of the case"
        );
    });
}

#[test]
fn what_an_administrator_changes_stands_in_the_log_without_a_case() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let administrator = caller(app, "administrator").await;
        let added = NewStaff {
            login: "new-nurse".to_owned(),
            name: "Nils Ny".to_owned(),
            password: PASSWORD.to_owned(),
            assignments: vec![(Unit::Ward.hsa_id(), Role::CareStaff)],
        };
        app.add_staff(&administrator, &added).await.unwrap();
        confirmed(app).await;
        let staff = app.staff(&administrator, "").await.unwrap();
        let new = staff.iter().find(|card| card.login == "new-nurse").unwrap();
        let ward = Unit::StrangerWard.hsa_id();
        app.add_assignment(&administrator, &new.id, &ward, Role::CareStaff)
            .await
            .unwrap();
        confirmed(app).await;
        let first = &new.assignments.first().unwrap().id;
        app.end_assignment(&administrator, first).await.unwrap();
        let unit = app.directory().all().next().unwrap().clone();
        app.put_unit(&administrator, &unit).await.unwrap();
        let contact = app.contacts(&administrator).await.unwrap().remove(0);
        app.change_contact(&administrator, contact).await.unwrap();
        let link = app.links(&administrator).await.unwrap().remove(0);
        app.change_link(&administrator, link).await.unwrap();
        // By then the guidance's date has passed.
        let later = restarted(&stage, "2026-09-03T09:42:00+02:00").await;
        let guidance = "vagledning-fyrbodal@2025-07-01";
        let draft = ConfirmationDraft {
            guidance: guidance.to_owned(),
            until: "2026-12-31".parse().unwrap(),
            checked: "Koncernkontoret svarade".to_owned(),
        };
        later
            .confirm_guidance(&administrator, &draft, 0, None)
            .await
            .unwrap();
        assert_eq!(
            done_by(&later, &administrator)
                .await
                .into_iter()
                .map(|(action, detail, case)| {
                    // What follows the word is the whole change, with what was there before.
                    let (what, change) = detail.split_once(" {").unwrap_or((&detail, ""));
                    assert!(change.contains("\"change\":"), "{detail}");
                    (action, what.to_owned(), case)
                })
                .collect::<Vec<_>>(),
            [
                "staff",
                "proposed",
                "proposed",
                "assignment-ended",
                "unit",
                "contact",
                "link",
                "guidance"
            ]
            .map(|what| entry("administer", what, false))
        );
    });
}

#[test]
fn a_command_that_is_refused_is_a_denial_that_says_which_or_why() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        let mut in_words = meeting("Avdelning 9, dagrummet");
        in_words.1["chosen_point"] = json!(null);
        let commands = [consent("sip"), party(Unit::HealthCentre), in_words];
        let version = give_all(app, &nurse, &id, &commands).await;
        let close = json!({ "reason": "Utskriven till hemmet" });

        // A party without this task.
        let centre = caller(app, "health-centre").await;
        let refused = tried(app, &centre, &id, version, "close_case", &close).await;
        assert_eq!(refused, Err(Refusal::NotYourTask.into()));
        assert_eq!(
            done_by(app, &centre).await,
            [entry("deny", "close_case", true)]
        );

        // The place is written by hand.
        let physician = caller(app, "physician").await;
        let send = json!({});
        let refused = tried(app, &physician, &id, version, "send_invitation", &send).await;
        assert_eq!(refused, Err(Refusal::MeetingPlaceNotChosen.into()));
        let named = entry("deny", "meeting-place-not-chosen", true);
        assert_eq!(done_by(app, &physician).await, [named]);

        // The case's own rules forbid this.
        let closed = give(app, &nurse, &id, version, "close_case", &close).await;
        let coordinator = caller(app, "discharge-coordinator").await;
        let refused = tried(app, &coordinator, &id, closed.version, "close_case", &close).await;
        assert_eq!(refused, Err(Refusal::CaseClosed.into()));
        assert_eq!(
            done_by(app, &coordinator).await,
            [entry("deny", Refusal::CaseClosed.code(), true)]
        );
    });
}

#[test]
fn each_fetch_of_a_printed_letter_is_logged_as_a_print_and_by_others_as_a_denial() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        let held = json!({ "at": "2026-03-05T08:00:00+01:00", "attended": ["patient"] });
        let commands = [
            consent("case"),
            consent("sip"),
            party(Unit::HealthCentre),
            meeting("Huvudentrén"),
            ("hold_sip_meeting", held),
            ("change_plan", testkit::commands::written()),
            ("agree_plan", testkit::commands::agreed()),
            ("queue_letter", json!({ "letter": "plan" })),
        ];
        let version = give_all(app, &nurse, &id, &commands).await;
        let rows = app.outbox(&nurse, &id).await.unwrap().into_view();
        let letter = rows.last().unwrap().id.to_string();
        let taken = json!({ "letter": letter });
        give(app, &nurse, &id, version, "print_letter", &taken).await;

        let drawn = |letter: &PostedLetter| letter.document().reviewed();
        let physician = caller(app, "physician").await;
        for _ in 0..2 {
            app.letter_paper(&physician, &id, &letter, &drawn)
                .await
                .unwrap();
        }
        let printed = entry("print", "letter", true);
        assert_eq!(done_by(app, &physician).await, [printed.clone(), printed]);

        let centre = caller(app, "health-centre").await;
        assert!(matches!(
            app.letter_paper(&centre, &id, &letter, &drawn).await.err(),
            Some(AppError::Refused(Refusal::NotYourTask))
        ));
        assert_eq!(done_by(app, &centre).await, [entry("deny", "letter", true)]);
    });
}

#[test]
fn log_in_wrong_password_and_log_out_stand_in_the_log() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let wrong = app.log_in("ward-nurse", "inte-hennes-losenord", None).await;
        assert_eq!(wrong, Err(AppError::WrongPassword));
        let mut done = vec![entry("log-in-failed", "", false)];
        assert_eq!(done_by(app, &nurse).await, done);
        let token = app.log_in("ward-nurse", PASSWORD, None).await.unwrap();
        done.push(entry("log-in", "", false));
        assert_eq!(done_by(app, &nurse).await, done);
        for _ in 0..2 {
            // Nothing is left to end the second time.
            app.log_out(&token).await.unwrap();
        }
        done.push(entry("log-out", "", false));
        assert_eq!(done_by(app, &nurse).await, done);
    });
}
