//! Requests with a key, sent again: what is stored about an answer, and who gets it a second time.

use app::{App, AppError, Caller, Done, Opened, Request};
use serde_json::{Value, json};
use store::{
    Work,
    idempotency::{self, StoredAnswer},
};
use testkit::{Stage, Unit};
use vocabulary::{command::Command, opening::OpenCase, reading::Door};

use crate::scene::{caller, give, on_both, person};

/// Text that must be stored only in the journal.
const SAID: &str = "Patientens syster svarade";

fn keyed(key: &str, content: &Value) -> Request {
    Request {
        key: key.to_owned(),
        content: content.to_string().into_bytes(),
    }
}

async fn opened(app: &App, who: &Caller) -> Result<Opened, AppError> {
    let asked = person("asylum_seeker");
    let read = OpenCase::read(asked.as_object().unwrap(), Door::Api, app.now()).unwrap();
    let request = keyed("opens", &asked);
    app.open_case(who, &read, app.moment().unwrap(), Some(&request))
        .await
}

/// Records a contact, with a key.
async fn called(app: &App, who: &Caller, id: &str, version: u64) -> Result<Done, AppError> {
    let asked = json!({
        "command": "record_contact", "audience": "pharmacy", "channel": "phone",
        "at": "2026-03-05T08:00:00+01:00", "summary": SAID,
    });
    let read = Command::read(asked.as_object().unwrap(), Door::Api, app.now()).unwrap();
    let request = keyed("calls", &asked);
    let moment = app.moment().unwrap();
    app.command(who, id, Some(version), &read, moment, Some(&request))
        .await
}

/// The stored receipts: the rows of their table in a backup, as objects with named members.
async fn remembered(app: &App) -> Vec<Value> {
    let file = std::env::temp_dir().join(format!("answers-{}", std::process::id()));
    app.backup(&file).await.unwrap();
    let (mut columns, mut rows) = (None, Vec::new());
    for line in std::fs::read_to_string(&file).unwrap().lines() {
        let json: Value = serde_json::from_str(line).unwrap();
        if json["table"].is_string() {
            columns = (json["table"] == "idempotency").then(|| json["columns"].clone());
        } else if let (Some(columns), Some(cells)) = (&columns, json.as_array()) {
            let names = columns.as_array().unwrap().iter();
            let names = names.map(|name| name.as_str().unwrap().to_owned());
            rows.push(Value::Object(names.zip(cells.iter().cloned()).collect()));
        }
    }
    std::fs::remove_file(file).unwrap();
    rows
}

/// A health centre that is a party makes a call with a key.
async fn called_by_the_centre(app: &App, nurse: &Caller) -> (String, Caller, u64, Done) {
    let first = opened(app, nurse).await.unwrap();
    let (id, mut version) = (first.id.to_string(), first.version);
    for kind in ["case", "information_transfer"] {
        let consent = json!({ "kind": kind, "answer": "given", "form": "oral" });
        let done = give(app, nurse, &id, version, "record_consent", &consent).await;
        version = done.version;
    }
    let centre = json!({ "unit": Unit::HealthCentre.hsa() });
    let version = give(app, nurse, &id, version, "add_party", &centre)
        .await
        .version;
    let centre = caller(app, "health-centre").await;
    let done = called(app, &centre, &id, version).await.unwrap();
    (id, centre, version, done)
}

// covers: X1
#[test]
fn a_repeated_request_gets_the_same_answer_without_storing_its_content_twice() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let (id, centre, version, done) = called_by_the_centre(app, &nurse).await;
        assert!(done.events[0].to_string().contains(SAID), "{done:?}");
        let kept = remembered(app).await;
        assert_eq!(kept.len(), 2);
        for row in kept {
            let answer = row["answer"].as_str().unwrap();
            assert!(!answer.contains(SAID) && answer.len() < 120, "{answer}");
        }
        // More happens in between.
        let ready = json!({ "at": "2026-03-05T08:00:00+01:00" });
        let later = give(
            app,
            &nurse,
            &id,
            done.version,
            "mark_ready_for_discharge",
            &ready,
        )
        .await;
        assert!(later.version > done.version);
        assert_eq!(called(app, &centre, &id, version).await.unwrap(), done);
        assert_eq!(opened(app, &nurse).await.unwrap().id.to_string(), id);
    });
}

// covers: X1
#[test]
fn who_is_no_longer_a_party_is_not_answered_again() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let (id, centre, version, done) = called_by_the_centre(app, &nurse).await;
        let over = json!({ "unit": Unit::HealthCentre.hsa() });
        let given = give(
            app,
            &nurse,
            &id,
            done.version,
            "hand_over_coordination",
            &over,
        )
        .await;
        let out = json!({ "unit": Unit::Ward.hsa(), "reason": "Utskriven" });
        give(app, &centre, &id, given.version, "remove_party", &out).await;
        assert!(called(app, &centre, &id, version).await.is_ok());
        let again = opened(app, &nurse).await;
        assert!(matches!(again, Err(AppError::NotFound)), "{again:?}");
    });
}

// A receipt from an older version of the program holds the events themselves.
#[test]
fn an_answer_in_the_older_form_is_answered_from_the_journal() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let (id, centre, version, done) = called_by_the_centre(app, &nurse).await;
        let kept = remembered(app).await;
        let mut forgetting = Work::new();
        forgetting.push(idempotency::forget_before("9999"));
        app.database().write(forgetting).await.unwrap();
        let mut work = Work::new();
        for row in kept {
            let member = |name: &str| row[name].as_str().unwrap().to_owned();
            let opening = member("answer").contains("\"id\"");
            let mut old = json!({ "version": done.version, "warnings": [] });
            if opening {
                old["id"] = json!(id);
            } else {
                old["events"] = json!([{ "what": "Något annat", "detail": SAID }]);
            }
            work.guard(idempotency::remember(StoredAnswer {
                actor: member("actor"),
                key_hash: member("key_hash"),
                body_hash: member("body_hash"),
                status: 200,
                answer: old.to_string(),
                created_at: member("created_at"),
            }));
        }
        app.database().write(work).await.unwrap();
        assert_eq!(called(app, &centre, &id, version).await.unwrap(), done);
        assert_eq!(opened(app, &nurse).await.unwrap().id.to_string(), id);
    });
}

#[test]
fn two_requests_at_once_with_one_key_are_one_and_answered_alike() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let first = opened(app, &nurse).await.unwrap();
        let id = first.id.to_string();
        let at = first.version;
        let (one, two, three) = tokio::join!(
            called(app, &nurse, &id, at),
            called(app, &nurse, &id, at),
            called(app, &nurse, &id, at)
        );
        let one = one.unwrap();
        assert_eq!([two.unwrap(), three.unwrap()], [one.clone(), one]);
    });
}
