//! The de-identified e-mail over a real e-mail server: what is on the wire, and what is known
//! afterwards (V6A.6, X1, X3).

#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::time::Duration;

use app::{App, Caller, SendResult};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use channels::{SendError, Smtp};
use domain::event::VARDBRON;
use serde_json::{Value, json};
use store::{Work, audit, journal, outbox};
use testkit::{Stage, Unit, commands};

use crate::{
    mail_server::{Certificate, MailServer, Started, THIS_MACHINE, recipient},
    told::{AGENCY, Told, becomes_without_permits, later, nurse, work},
};

async fn stage() -> (Stage, Caller, Told) {
    let stage = Stage::new().await;
    let by = nurse(&stage.app).await;
    let case = Told::invited(&stage.app, &by).await;
    (stage, by, case)
}

/// Decides, claims, sends and settles once, as the worker does; returns the result of the sending.
async fn send(app: &App, smtp: &Smtp) -> Option<Result<(), SendError>> {
    let decided = app.decide_mail(AGENCY).await.unwrap()?;
    let mail = app.claim_mail(decided).await.unwrap()?;
    let invitation = mail.message.invitation().unwrap();
    let sent = smtp
        .send(invitation, &recipient(), &mail.reference, mail.at)
        .await;
    let result = match sent.clone() {
        Ok(()) => SendResult::Sent,
        Err(SendError::Later(code)) => SendResult::Later(code),
        Err(SendError::Refused(code)) => SendResult::Refused(code),
        Err(SendError::Unknown(code)) => SendResult::Unknown(code),
    };
    app.settle_mail(&mail, &result).await.unwrap();
    Some(sent)
}

fn header<'v>(message: &'v Value, name: &str) -> &'v str {
    let headers = message["headers"].as_array().unwrap().iter();
    let found = headers.clone().find(|header| header[0] == name).unwrap();
    found[1].as_str().unwrap()
}

/// The log's entries about what Vårdbron itself has done, each as action and detail. Each entry
/// names the case and the unit that ordered the mail.
async fn logged(app: &App, case: &Told) -> Vec<(String, String)> {
    let head = journal::head_by_id(&case.id);
    let head = app.database().read_one(head).await.unwrap().unwrap();
    let rows = app.database().read(audit::page(-1, 0, 10_000));
    let entries = rows.await.unwrap().into_iter().map(|row| row.entry);
    entries
        .filter(|entry| entry.actor == VARDBRON)
        .map(|entry| {
            assert_eq!(entry.unit, Unit::Ward.hsa());
            assert_eq!(entry.case_key.as_ref(), Some(&head.key));
            (entry.action, entry.detail)
        })
        .collect()
}

/// An entry of the log about a mail to Migrationsverket.
fn noted(action: &str, what: &str) -> (String, String) {
    // The entry about who was told what comes after the entry about the mail.
    let told = if action == "disclose" {
        " migration_agency=invitation"
    } else {
        ""
    };
    let detail = format!("email migration_agency {what}{told}");
    (action.to_owned(), detail)
}

// covers: V6A.6 X1
#[tokio::test]
async fn the_bytes_on_the_wire_are_the_text_that_was_reviewed_and_nothing_more() {
    let (stage, by, case) = stage().await;
    let app = &stage.app;
    let reviewed = app.invitation(&by, &case.id).await.unwrap().unwrap();
    let server = MailServer::start(&["ok"], &Started::default());
    assert_eq!(send(app, &server.smtp()).await, Some(Ok(())));
    let message = server.next();
    let text = message["text"].as_str().unwrap();
    assert_eq!(text.trim_end(), reviewed.view().text().trim_end());
    assert_eq!(header(&message, "Subject"), reviewed.view().subject());
    let names: Vec<&str> = message["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|header| header[0].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "Date",
            "From",
            "Reply-To",
            "To",
            "Message-ID",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
        ]
    );
    assert_eq!(header(&message, "From"), "sip@region.example");
    assert_eq!(header(&message, "Reply-To"), "svar@region.example");
    assert_eq!(header(&message, "To"), "vanersborg@migrationsverket.se");
    assert_eq!(header(&message, "Date"), "Thu, 05 Mar 2026 08:42:00 +0000");
    assert_eq!(
        header(&message, "Content-Type"),
        "text/plain; charset=\"utf-8\""
    );
    assert_eq!(message["hello"], "region.example");
    assert_eq!(message["sender"], "sip@region.example");
    assert_eq!(
        message["recipients"],
        json!(["vanersborg@migrationsverket.se"])
    );
    let raw = BASE64_STANDARD
        .decode(message["raw"].as_str().unwrap())
        .unwrap();
    let raw = String::from_utf8(raw).unwrap().to_lowercase();
    // Random parts may spell anything, so they are checked and removed.
    let drawn = [
        header(&message, "Message-ID").to_owned(),
        reviewed.view().sip_number.clone(),
    ];
    let raw = drawn.iter().fold(raw, |raw, drawn| {
        assert!(raw.contains(&drawn.to_lowercase()), "{drawn}");
        raw.replace(&drawn.to_lowercase(), "")
    });
    let rows = case.outbox(app, &by).await;
    let host = std::process::Command::new("hostname").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    for secret in [
        "amina",
        "provsson",
        "1990",
        "234567",
        "avd",
        "vardbron",
        "lettre",
        "se2321000131",
        "localhost",
        "127.0.0.1",
        host.trim(),
        case.id.as_str(),
        rows[0]["id"].as_str().unwrap(),
    ] {
        assert!(
            !raw.contains(&secret.to_lowercase()),
            "{secret} is on the wire:\n{raw}"
        );
    }
    let (stands, _) = case.stands(app, &by).await;
    assert_eq!(
        (stands.as_str(), case.step(app, &by).await.as_str()),
        ("sent", "done")
    );
    let last = case.happened(app, &by).await.pop().unwrap();
    assert_eq!(last.0, "Kallelsen utan namn skickades av Vårdbron");
    assert_eq!(last.1, "Vårdbron");
    assert_eq!(send(app, &server.smtp()).await, None, "sent once");
    assert!(server.rest().is_empty());
}

/// The number that a public id encodes.
fn as_number(id: &str) -> String {
    let digits = "abcdefghijklmnopqrstuvwxyz234567";
    let value = id.chars().fold(0, |value, letter| {
        (value << 5) | digits.find(letter).unwrap() as u128
    });
    format!("{value:032x}")
}

// covers: X1
#[tokio::test]
async fn the_message_id_says_nothing_of_the_row_or_of_the_case() {
    let (stage, by, case) = stage().await;
    let app = &stage.app;
    let server = MailServer::start(&["ok"], &Started::default());
    assert_eq!(send(app, &server.smtp()).await, Some(Ok(())));
    let message = server.next();
    let id = header(&message, "Message-ID");
    let drawn = id.strip_prefix('<').unwrap();
    let drawn = drawn.strip_suffix("@region.example>").unwrap();
    let is_hex = |letter| matches!(letter, '0'..='9' | 'a'..='f');
    assert!(drawn.len() == 32 && drawn.chars().all(is_hex), "{id}");
    let rows = case.outbox(app, &by).await;
    let row = outbox::by_id(rows[0]["id"].as_str().unwrap());
    let row = app.database().read_one(row).await.unwrap().unwrap();
    let numbers = [as_number(&row.id), as_number(&case.id)];
    for secret in [&row.id, &row.key, &row.case_key, &case.id]
        .into_iter()
        .chain(&numbers)
    {
        // Eight equal letters in a row are no coincidence.
        let shared = secret.as_bytes().windows(8).find(|part| {
            let mut there = drawn.as_bytes().windows(8);
            there.any(|other| other == *part)
        });
        assert_eq!(shared, None, "{id} holds some of {secret}");
    }
}

#[tokio::test]
async fn what_vardbron_itself_has_told_or_not_is_logged_on_the_unit_that_ordered_it() {
    for (result, entries) in [
        (SendResult::Sent, vec![noted("disclose", "sent")]),
        (
            SendResult::Refused("550".to_owned()),
            vec![noted("change", "550")],
        ),
        // Migrationsverket may have been told, so it is logged as if it had.
        (
            SendResult::Unknown("timeout".to_owned()),
            vec![noted("disclose", "timeout")],
        ),
        (SendResult::Later("connection".to_owned()), vec![]),
    ] {
        let (stage, _, case) = stage().await;
        work(&stage.app, &result).await;
        assert_eq!(logged(&stage.app, &case).await, entries, "{result:?}");
    }
    let (stage, _, case) = stage().await;
    let decided = stage.app.decide_mail(AGENCY).await.unwrap().unwrap();
    stage.app.claim_mail(decided).await.unwrap().unwrap();
    assert_eq!(logged(&stage.app, &case).await, []);
    let next = later(&stage, "2026-03-05T10:42:00+01:00").await;
    let lost = next.give_up_mail_claimed_before(next.now()).await;
    assert_eq!(lost, Ok(1));
    assert_eq!(
        logged(&next, &case).await,
        [noted("disclose", "lost")],
        "a worker that did not come back"
    );
}

// covers: V6A.6
#[tokio::test]
async fn a_no_for_now_is_tried_again_later_as_the_same_message() {
    let (stage, by, case) = stage().await;
    let server = MailServer::start(&["data-451", "rcpt-450", "ok"], &Started::default());
    let first = send(&stage.app, &server.smtp()).await;
    assert_eq!(first, Some(Err(SendError::Later("451".to_owned()))));
    let refused = server.next();
    let (stands, reason) = case.stands(&stage.app, &by).await;
    assert_eq!(stands, "queued");
    assert!(reason.contains("svar 451"), "{reason}");
    assert_eq!(case.step(&stage.app, &by).await, "waiting");
    assert_eq!(
        send(&stage.app, &server.smtp()).await,
        None,
        "not before its time"
    );
    let soon = later(&stage, "2026-03-05T09:44:00+01:00").await;
    let second = send(&soon, &server.smtp()).await;
    assert_eq!(second, Some(Err(SendError::Later("450".to_owned()))));
    let sooner = later(&stage, "2026-03-05T09:46:00+01:00").await;
    assert_eq!(
        send(&sooner, &server.smtp()).await,
        None,
        "the second wait is longer"
    );
    let then = later(&stage, "2026-03-05T09:55:00+01:00").await;
    assert_eq!(send(&then, &server.smtp()).await, Some(Ok(())));
    assert_eq!(server.next()["at"], "rcpt-450");
    let sent = server.next();
    assert_eq!(header(&sent, "Message-ID"), header(&refused, "Message-ID"));
    assert_eq!(sent["text"], refused["text"]);
    assert_eq!(case.stands(&then, &by).await.0, "sent");
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_or_goes_away_early_has_taken_nothing() {
    let (stage, by, case) = stage().await;
    let server = MailServer::start(&["die-at-rcpt"], &Started::default());
    let smtp = server.smtp();
    let gone = send(&stage.app, &smtp).await;
    assert_eq!(gone, Some(Err(SendError::Later("connection".to_owned()))));
    assert_eq!(case.stands(&stage.app, &by).await.0, "queued");
    let soon = later(&stage, "2026-03-05T09:44:00+01:00").await;
    let nobody = send(&soon, &smtp).await;
    assert_eq!(nobody, Some(Err(SendError::Later("connection".to_owned()))));
}

#[tokio::test]
async fn a_no_for_good_is_a_dead_letter_and_the_invitation_can_be_sent_anew() {
    for behaviour in ["rcpt-550", "data-554"] {
        let (stage, by, mut case) = stage().await;
        let app = &stage.app;
        let server = MailServer::start(&[behaviour, "ok"], &Started::default());
        let code = behaviour[5..].to_owned();
        assert_eq!(
            send(app, &server.smtp()).await,
            Some(Err(SendError::Refused(code.clone())))
        );
        let (stands, reason) = case.stands(app, &by).await;
        assert_eq!(stands, "stopped");
        assert_eq!(
            reason,
            format!("Mottagarens e-postserver sa nej (svar {code})")
        );
        assert_eq!(logged(app, &case).await, [noted("change", &code)]);
        assert_eq!(case.step(app, &by).await, "todo");
        assert_eq!(send(app, &server.smtp()).await, None, "not by itself");
        case.done(app, &by, &commands::send_invitation()).await;
        assert_eq!(send(app, &server.smtp()).await, Some(Ok(())));
        assert_eq!(
            logged(app, &case).await,
            [noted("change", &code), noted("disclose", "sent")]
        );
        let ids: Vec<String> = [server.next(), server.next()]
            .iter()
            .filter(|said| said["event"] == "message")
            .map(|message| header(message, "Message-ID").to_owned())
            .collect();
        assert!(ids.len() == 1 || ids[0] != ids[1], "another message");
        assert_eq!(case.stands(app, &by).await.0, "sent");
    }
}

// A foreign server's text may quote the message, so only its code is stored, and it is shown in our
// own words only.
// covers: X1
#[tokio::test]
async fn of_a_mail_servers_answer_only_the_code_is_stored() {
    for behaviour in ["rcpt-550", "data-554", "rcpt-450"] {
        let (stage, by, case) = stage().await;
        let app = &stage.app;
        let server = MailServer::start(&[behaviour], &Started::default());
        send(app, &server.smtp()).await.unwrap().unwrap_err();
        let token = app.demo_token("administrator").await.unwrap();
        let administrator = app.caller(&token).await.unwrap();
        let faults = app.outbox_faults(&administrator);
        let told = [
            serde_json::to_string(faults.await.unwrap().view()).unwrap(),
            case.view(app, &by).await.to_string(),
            serde_json::to_string(&case.outbox(app, &by).await).unwrap(),
        ];
        assert!(told.iter().any(|told| told.contains(&behaviour[5..])));
        let name = format!("said-{behaviour}-{}", std::process::id());
        let file = std::env::temp_dir().join(name);
        app.backup(&file).await.unwrap();
        let kept = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(file).unwrap();
        for text in told.iter().chain([&kept]) {
            assert!(!text.contains("the server said this"), "{behaviour}");
        }
    }
}

#[tokio::test]
async fn when_every_try_is_used_up_it_is_a_dead_letter() {
    let (stage, by, case) = stage().await;
    let mut at: jiff::Timestamp = "2026-03-05T10:42:00+01:00".parse().unwrap();
    for _ in 0..8 {
        let app = later(&stage, &at.to_string()).await;
        work(&app, &SendResult::Later("connection".to_owned())).await;
        assert_eq!(case.stands(&app, &by).await.0, "queued");
        at = at.checked_add(jiff::SignedDuration::from_hours(9)).unwrap();
    }
    let app = later(&stage, &at.to_string()).await;
    work(&app, &SendResult::Later("connection".to_owned())).await;
    let (stands, reason) = case.stands(&app, &by).await;
    assert_eq!(stands, "stopped");
    assert!(
        reason.starts_with("Det gick inte att skicka på 9 försök"),
        "{reason}"
    );
}

#[tokio::test]
async fn a_talk_that_is_cut_off_while_the_content_is_sent_leaves_it_uncertain() {
    for (behaviour, code) in [("die-at-data", "connection"), ("hang", "timeout")] {
        let (stage, by, case) = stage().await;
        let app = &stage.app;
        let server = MailServer::start(&[behaviour], &Started::default());
        let (short, moment) = (Duration::from_secs(20), Duration::from_secs(2));
        let smtp = server.smtp().with_patience(short, moment);
        assert_eq!(
            send(app, &smtp).await,
            Some(Err(SendError::Unknown(code.to_owned())))
        );
        assert_eq!(case.stands(app, &by).await.0, "uncertain");
        let next_day = later(&stage, "2026-03-06T09:42:00+01:00").await;
        assert!(
            next_day.decide_mail(AGENCY).await.unwrap().is_none(),
            "not by itself"
        );
        let told = serde_json::to_value(app.audiences(&by, &case.id).await.unwrap()).unwrap();
        assert!(told.to_string().contains("Oklart om den skickades"));
    }
}

// covers: V6A.6
#[tokio::test]
async fn a_person_decides_what_became_of_an_uncertain_invitation() {
    let resolve = |outcome| json!({ "command": "resolve_invitation", "outcome": outcome });
    for (outcome, state, step) in [
        ("arrived", "sent", "done"),
        ("send_again", "queued", "waiting"),
        ("stop", "stopped", "todo"),
    ] {
        let (stage, by, mut case) = stage().await;
        let app = &stage.app;
        work(app, &SendResult::Unknown("connection".to_owned())).await;
        let queue = case.give(app, &by, &commands::send_invitation()).await;
        assert!(queue.is_err(), "the version is another");
        case.version = case.version(app, &by).await;
        let queue = case.give(app, &by, &commands::send_invitation()).await;
        let refusal = vocabulary::refusal::Refusal::InvitationUncertain;
        assert_eq!(queue, Err(app::AppError::Refused(refusal)));
        case.done(app, &by, &resolve(outcome)).await;
        assert_eq!(case.stands(app, &by).await.0, state);
        assert_eq!(case.outbox(app, &by).await.len(), 1);
        assert_eq!(case.step(app, &by).await, step);
        let again = case.give(app, &by, &resolve("stop")).await;
        assert!(again.is_err(), "it is decided once");
        assert_eq!(
            app.decide_mail(AGENCY).await.unwrap().is_some(),
            outcome == "send_again"
        );
    }
}

#[tokio::test]
async fn what_was_sent_by_hand_is_not_sent_by_vardbron_and_what_is_on_the_wire_not_by_hand() {
    let (stage, by, mut case) = stage().await;
    let app = &stage.app;
    let by_hand = json!({ "command": "record_invitation_sent", "at": "2026-03-05T09:42:00+01:00" });
    let mail = app.decide_mail(AGENCY).await.unwrap().unwrap();
    let mail = app.claim_mail(mail).await.unwrap().unwrap();
    let meanwhile = case.give(app, &by, &by_hand).await;
    assert!(
        matches!(meanwhile, Err(app::AppError::Stale { .. })),
        "{meanwhile:?}"
    );
    app.settle_mail(&mail, &SendResult::Refused("550".to_owned()))
        .await
        .unwrap();
    case.done(app, &by, &commands::send_invitation()).await;
    case.done(app, &by, &by_hand).await;
    assert!(app.decide_mail(AGENCY).await.unwrap().is_none());
    let stands = case.stands(app, &by).await;
    assert_eq!(
        stands,
        (
            "sent".to_owned(),
            "Skickat från enhetens egen brevlåda".to_owned()
        )
    );
}

// covers: X1 X3
#[tokio::test]
async fn a_group_change_before_the_claim_stops_the_mail_without_a_word() {
    for stage in [Stage::new().await, Stage::on_postgres().await] {
        let app = &stage.app;
        let by = nurse(app).await;
        let server = MailServer::start(&["ok"], &Started::default());
        // The change comes between queueing and the worker's look.
        let mut early = Told::invited(app, &by).await;
        early.done(app, &by, &becomes_without_permits()).await;
        assert_eq!(send(app, &server.smtp()).await, None);
        // The change comes between the decision and the claim.
        let mut late = Told::invited(app, &by).await;
        let decided = app.decide_mail(AGENCY).await.unwrap().unwrap();
        late.done(app, &by, &becomes_without_permits()).await;
        assert!(app.claim_mail(decided).await.unwrap().is_none());
        assert_eq!(send(app, &server.smtp()).await, None);
        for case in [early, late] {
            let stands = case.stands(app, &by).await;
            assert_eq!(
                stands,
                ("stopped".to_owned(), "Gruppen har ändrats".to_owned())
            );
        }
        assert!(server.rest().is_empty(), "nothing on the wire");
    }
}

// covers: X1 X3
#[tokio::test]
async fn a_try_that_fails_after_a_group_change_is_not_tried_again() {
    let (stage, by, mut case) = stage().await;
    let app = &stage.app;
    let decided = app.decide_mail(AGENCY).await.unwrap().unwrap();
    let mail = app.claim_mail(decided).await.unwrap().unwrap();
    case.done(app, &by, &becomes_without_permits()).await;
    let failed = SendResult::Later("timeout".to_owned());
    app.settle_mail(&mail, &failed).await.unwrap();
    let changed = "Ärendets uppgifter har ändrats".to_owned();
    assert_eq!(
        logged(app, &case).await,
        [noted("deny", &changed)],
        "no word left, and that is said"
    );
    assert_eq!(case.stands(app, &by).await, ("stopped".to_owned(), changed));
    let much_later = later(&stage, "2026-03-05T18:42:00+01:00").await;
    assert!(much_later.decide_mail(AGENCY).await.unwrap().is_none());
}

// covers: X3
#[tokio::test]
async fn a_group_change_after_the_claim_is_too_late_and_what_was_told_is_remembered() {
    let (stage, by, mut case) = stage().await;
    let app = &stage.app;
    let mail = app.decide_mail(AGENCY).await.unwrap().unwrap();
    let mail = app.claim_mail(mail).await.unwrap().unwrap();
    case.done(app, &by, &becomes_without_permits()).await;
    app.settle_mail(&mail, &SendResult::Sent).await.unwrap();
    assert_eq!(case.stands(app, &by).await.0, "sent");
    let told = serde_json::to_value(app.audiences(&by, &case.id).await.unwrap()).unwrap();
    let agency = told.as_array().unwrap().iter();
    let agency = agency
        .clone()
        .find(|row| row["audience"] == "migration_agency")
        .unwrap();
    assert_eq!(agency["relation"], "never");
    assert!(
        agency["told"]
            .to_string()
            .contains("Kallelse till SIP-mötet")
    );
}

// covers: X1
#[tokio::test]
async fn mail_that_is_not_the_reviewed_text_or_whose_orderer_lost_the_right_is_stopped() {
    let line = |text: &str| text.to_owned();
    let moved = json!({
        "command": "hand_over_coordination", "unit": Unit::HealthCentre.hsa(),
    });
    let party = commands::add_party(Unit::HealthCentre);
    // Migrationsverket may know of both groups, but the text was reviewed for the other one.
    let regrouped = commands::establish_group("mass_refugee", "Beslut visat");
    let renamed = json!({
        "command": "correct_person", "name": "Huvudentrén Provsson", "birth_date": "1990-04-06",
        "interpreter_needed": true, "language": "ar",
    });
    for (commands, reason) in [
        (
            vec![party, moved],
            line("Enheten som la kallelsen i kö samordnar inte ärendet längre"),
        ),
        (
            vec![renamed],
            line("Mötesplatsens namn nämner patienten eller en enhet"),
        ),
        (vec![regrouped], line("Gruppen har ändrats")),
    ] {
        let (stage, by, mut case) = stage().await;
        let app = &stage.app;
        for command in commands {
            case.done(app, &by, &command).await;
        }
        assert_eq!(
            case.stands(app, &by).await.0,
            "queued",
            "until it is looked at"
        );
        assert!(app.decide_mail(AGENCY).await.unwrap().is_none());
        assert_eq!(logged(app, &case).await, [noted("deny", &reason)]);
        assert_eq!(case.stands(app, &by).await, (line("stopped"), reason));
        assert_eq!(app.verify().await.unwrap().findings, Vec::<String>::new());
    }
    let (stage, by, case) = stage().await;
    let after_the_meeting = later(&stage, "2026-03-12T13:00:00+01:00").await;
    assert!(
        after_the_meeting
            .decide_mail(AGENCY)
            .await
            .unwrap()
            .is_none()
    );
    let stands = case.stands(&stage.app, &by).await;
    assert_eq!(stands, (line("stopped"), line("Mötets tid har passerat")));
    // No user saw it being stopped, so the unit's list shows it.
    let listed = stage.app.outbox_of_unit(&by).await.unwrap().into_view();
    let reasons: Vec<_> = listed.into_iter().map(|found| found.row.reason).collect();
    assert_eq!(reasons, [Some(line("Mötets tid har passerat"))]);
    // It is not a fault of the sending, and nothing that concerns the administrator.
    let keeper = stage.app.demo_caller("administrator").await.unwrap();
    let faults = stage.app.outbox_faults(&keeper).await.unwrap();
    assert!(faults.view().is_empty());
}

// Two releases may word the invitation differently; mail queued by one is not sent by the other.
// covers: X1
#[tokio::test]
async fn a_row_whose_receipt_is_of_another_text_is_stopped() {
    let (stage, by, case) = stage().await;
    let app = &stage.app;
    let mut work = Work::new();
    work.push(tamper::change_content_hash(&"0".repeat(64)));
    app.database().write(work).await.unwrap();
    assert!(app.decide_mail(AGENCY).await.unwrap().is_none());
    let reason = "Texten är inte längre den som granskades".to_owned();
    assert_eq!(logged(app, &case).await, [noted("deny", &reason)]);
    assert_eq!(case.stands(app, &by).await, ("stopped".to_owned(), reason));
}

#[tokio::test]
async fn the_talk_is_encrypted_before_anything_is_said() {
    let certificate = Certificate::new("talk", THIS_MACHINE);
    for (mode, scheme) in [("implicit", "smtps"), ("starttls", "smtp")] {
        let (stage, by, case) = stage().await;
        let how = Started {
            tls: Some((mode, &certificate)),
            log_in: (mode == "starttls").then_some("vb:hemligt"),
        };
        let server = MailServer::start(&["ok"], &how);
        let (user, password) = match how.log_in {
            Some(_) => ("vb@", Some("hemligt")),
            None => ("", None),
        };
        let address = format!("{scheme}://{user}localhost");
        // A server without a trusted certificate is not used.
        let stranger = server.smtp_as(&address, password, None);
        let refused = send(&stage.app, &stranger).await;
        assert!(
            matches!(refused, Some(Err(SendError::Later(_)))),
            "{refused:?}"
        );
        assert!(server.rest().is_empty());
        let soon = later(&stage, "2026-03-05T09:44:00+01:00").await;
        let smtp = server.smtp_as(&address, password, Some(&certificate));
        assert_eq!(send(&soon, &smtp).await, Some(Ok(())), "{mode}");
        let message = server.next();
        assert_eq!(message["encrypted"], true);
        assert_eq!(
            message["user"],
            how.log_in.map_or(Value::Null, |_| json!("vb"))
        );
        assert_eq!(case.stands(&soon, &by).await.0, "sent");
    }
}

#[tokio::test]
async fn a_trusted_certificate_of_another_host_is_not_believed() {
    let certificate = Certificate::new("another", "DNS:annan.example");
    for (mode, scheme) in [("implicit", "smtps"), ("starttls", "smtp")] {
        let (stage, by, case) = stage().await;
        let how = Started {
            tls: Some((mode, &certificate)),
            log_in: None,
        };
        let server = MailServer::start(&["ok"], &how);
        let address = format!("{scheme}://localhost");
        let smtp = server.smtp_as(&address, None, Some(&certificate));
        let refused = send(&stage.app, &smtp).await;
        assert!(
            matches!(refused, Some(Err(SendError::Later(_)))),
            "{mode}: {refused:?}"
        );
        assert!(server.rest().is_empty());
        assert_eq!(case.stands(&stage.app, &by).await.0, "queued");
    }
}

#[tokio::test]
async fn a_wrong_password_or_a_server_without_encryption_is_no_fault_of_the_mail() {
    let certificate = Certificate::new("door", THIS_MACHINE);
    let (stage, _, _) = stage().await;
    let plain = MailServer::start(&["ok"], &Started::default());
    let refused = send(&stage.app, &plain.smtp_as("smtp://127.0.0.1", None, None)).await;
    assert_eq!(refused, Some(Err(SendError::Later("tls".to_owned()))));
    assert!(plain.rest().is_empty());
    let how = Started {
        tls: Some(("starttls", &certificate)),
        log_in: Some("vb:hemligt"),
    };
    let server = MailServer::start(&["ok"], &how);
    let soon = later(&stage, "2026-03-05T09:44:00+01:00").await;
    let smtp = server.smtp_as("smtp://vb@localhost", Some("fel"), Some(&certificate));
    let refused = send(&soon, &smtp).await;
    assert_eq!(
        refused,
        Some(Err(SendError::Later("log-in 535".to_owned())))
    );
    assert!(server.rest().is_empty());
}
