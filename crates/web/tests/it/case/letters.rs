//! The post queue as its users see it: letters are read, printed, posted, returned and stopped.

use serde_json::{Value, json};
use testkit::commands;
use vocabulary::{command::Command, reading::Door as Way};

use crate::{
    browser::{Browser, between},
    door::{Door, Told, asylum_seeker, consent, held, meeting, residence},
};

/// A case whose plan is made, so that it can be posted.
async fn planned(door: &Door) -> Told {
    let mut case = door.open(&asylum_seeker()).await;
    for command in [
        consent("case", "given"),
        consent("sip", "given"),
        residence(),
        meeting(),
        held(),
        commands::written(),
        commands::agreed(),
    ] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    case
}

async fn queued(door: &Door, letter: &str) -> (Told, String) {
    let mut case = planned(door).await;
    let command = commands::queue_letter(letter);
    door.done("ward-nurse", &mut case, &command).await;
    let id = letter_of(door, &case).await;
    (case, id)
}

async fn letter_of(door: &Door, case: &Told) -> String {
    let rows = door
        .get("ward-nurse", &format!("/api/v1/outbox?case={}", case.id))
        .await
        .expect(200)
        .json();
    let rows = rows.as_array().unwrap().iter();
    let mut posts = rows.filter(|row| row["channel"] == "post");
    posts.next_back().unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn state(door: &Door, case: &Told) -> (String, String) {
    let rows = door
        .get("ward-nurse", &format!("/api/v1/outbox?case={}", case.id))
        .await
        .expect(200)
        .json();
    let row = rows.as_array().unwrap().last().unwrap().clone();
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    (text("state"), text("reason"))
}

fn print(id: &str) -> Value {
    commands::print_letter(id)
}

fn settle(id: &str, outcome: &str) -> Value {
    json!({
        "command": "settle_letter", "letter": id, "outcome": outcome,
        "at": "2026-03-05T09:42:00+01:00",
    })
}

// covers: V6B.13 X1
#[tokio::test]
async fn the_plan_is_read_printed_and_posted_to_one_recipient() {
    let door = Door::new().await;
    let mut case = planned(&door).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let base = format!("/arenden/{}", case.id);
    // The confirmation page contains the exact text.
    let checked = nurse
        .post(
            &format!("{base}/gor/lagg-brev-i-ko"),
            &[("command", "queue_letter"), ("letter", "plan")],
        )
        .await
        .expect(200)
        .text();
    for there in [
        "Såromläggning",
        "Hemsjukvården lägger om",
        "462 23 Vänersborg",
    ] {
        assert!(checked.contains(there), "{there}");
    }
    assert!(!between(&checked, "<main", "</main>").contains("nära min syster"));
    let queue = commands::queue_letter("plan");
    door.done("ward-nurse", &mut case, &queue).await;
    let id = letter_of(&door, &case).await;
    let page = nurse
        .get(&format!("{base}/brev/{id}"))
        .await
        .expect(200)
        .text();
    assert!(page.contains("Väntar på att skrivas ut"), "{page}");
    assert!(page.contains("Skriv ut brevet"));
    let paper = format!("{base}/brev/{id}/papper");
    // It cannot be printed before it is taken out of the queue.
    assert_eq!(nurse.get(&paper).await.status, 409);
    door.done("ward-nurse", &mut case, &print(&id)).await;
    let printed = nurse.get(&paper).await.expect(200).text();
    let printed = between(&printed, "<article", "</article>");
    for there in ["Box 243", "Box 1", "Amina", "SIP-", "Såromläggning"] {
        assert!(printed.contains(there), "{there}: {printed}");
    }
    // One recipient; no ward, no own words, nobody else's name.
    let ward = door.stage.app.demo_caller("ward-nurse").await.unwrap();
    let ward = ward.unit().name.clone();
    for not in [
        ward.as_str(),
        "nära min syster",
        "Patienten och tolken",
        "Storgatan",
    ] {
        assert!(!printed.contains(not), "{not}");
    }
    let units = nurse.get("/brev-och-e-post").await.expect(200).text();
    assert!(units.contains("Utskrivet, inte postat"));
    door.done("ward-nurse", &mut case, &settle(&id, "posted"))
        .await;
    assert_eq!(state(&door, &case).await.0, "sent");
    assert_eq!(nurse.get(&paper).await.status, 409);
    let told = nurse
        .get(&format!("{base}/vem-ser-vad"))
        .await
        .expect(200)
        .text();
    assert!(told.contains("Den fastställda planen skickad med post"));
    door.done("ward-nurse", &mut case, &settle(&id, "returned"))
        .await;
    let units = nurse.get("/brev-och-e-post").await.expect(200).text();
    assert!(units.contains("Kom i retur"));
    let told = nurse
        .get(&format!("{base}/vem-ser-vad"))
        .await
        .expect(200)
        .text();
    assert!(told.contains("Brevet kom i retur"));
}

// covers: X1
#[tokio::test]
async fn a_patients_copy_goes_to_the_patients_address_and_not_in_a_protected_case() {
    let door = Door::new().await;
    let (mut case, id) = queued(&door, "patient_copy").await;
    door.done("ward-nurse", &mut case, &print(&id)).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let paper = format!("/arenden/{}/brev/{id}/papper", case.id);
    let printed = nurse.get(&paper).await.expect(200).text();
    let printed = between(&printed, "<article", "</article>");
    assert!(printed.contains("nära min syster"));
    assert!(!printed.contains("Migrationsverket"));
    let protect = json!({
        "command": "mark_protected_identity", "protected": true, "reason": "Hot",
    });
    door.done("ward-nurse", &mut case, &protect).await;
    let (state, reason) = state(&door, &case).await;
    assert_eq!(state, "stopped");
    assert!(reason.contains("Makulera"), "{reason}");
    assert_eq!(nurse.get(&paper).await.status, 409);
    let refused = door.give("ward-nurse", &case, &settle(&id, "posted")).await;
    assert_eq!(refused.problem(), (409, "letter-recalled".to_owned()));
    let units = nurse.get("/brev-och-e-post").await.expect(200).text();
    assert!(units.contains("Får inte postas"));
    door.done("ward-nurse", &mut case, &settle(&id, "destroyed"))
        .await;
    let units = nurse.get("/brev-och-e-post").await.expect(200).text();
    assert!(
        !units.contains("Får inte postas"),
        "somebody has seen to it"
    );
}

// covers: X3
#[tokio::test]
async fn a_letter_in_the_queue_stops_without_a_word_when_the_group_changes() {
    let door = Door::new().await;
    let (mut case, id) = queued(&door, "plan").await;
    let change = commands::becomes_without_permits();
    door.done("ward-nurse", &mut case, &change).await;
    assert_eq!(state(&door, &case).await.0, "stopped");
    let refused = door.give("ward-nurse", &case, &print(&id)).await;
    assert_eq!(refused.problem(), (409, "letter-not-there".to_owned()));
}

// covers: X1
#[tokio::test]
async fn what_is_printed_is_what_was_put_in_the_queue() {
    let door = Door::new().await;
    let (case, id) = queued(&door, "plan").await;
    let app = &door.stage.app;
    let administrator = app.demo_caller("administrator").await.unwrap();
    let contacts = app.contacts(&administrator).await.unwrap();
    let agency = contacts
        .into_iter()
        .find(|contact| contact.id.starts_with("migrationsverket"));
    let mut agency = agency.unwrap();
    agency.post_address = Some("Migrationsverket\nBox 1\n111 11 Stockholm".to_owned());
    let became = app.change_contact(&administrator, agency).await.unwrap();
    assert_eq!(became, app::Administered::Proposed);
    // Nothing has changed before a second administrator has confirmed it.
    let second = app.demo_caller("administrator-2").await.unwrap();
    let waiting = app.proposals(&second).await.unwrap();
    let (proposal, confirm) = (&waiting.first().unwrap().id, app::Settling::Confirm);
    app.settle_proposal(&second, proposal, confirm)
        .await
        .unwrap();
    // Nobody reads it for another either: they would approve other words than those that are posted.
    let read = json!({ "command": "review_letter", "letter": id, "reading": "approved" });
    for (user, act) in [("discharge-coordinator", read), ("ward-nurse", print(&id))] {
        let refused = door.give(user, &case, &act).await;
        assert_eq!(
            refused.problem(),
            (409, "letter-changed".to_owned()),
            "{user}"
        );
    }
    assert_eq!(state(&door, &case).await.0, "queued");
}

// covers: VB1.1
#[tokio::test]
async fn no_letter_is_queued_without_a_neutral_address_to_come_back_to() {
    let door = Door::new().await;
    let app = &door.stage.app;
    let administrator = app.demo_caller("administrator").await.unwrap();
    let ward = app.demo_caller("ward-nurse").await.unwrap();
    for address in [None, Some(format!("{}\nBox 1", ward.unit().name))] {
        let contacts = app.contacts(&administrator).await.unwrap();
        let sender = contacts.into_iter().find(|one| one.id == "avsandare");
        let mut sender = sender.unwrap();
        sender.post_address = address;
        app.change_contact(&administrator, sender).await.unwrap();
        crate::scene::confirmed(&door).await;
        let case = planned(&door).await;
        let queue = commands::queue_letter("plan");
        let refused = door.give("ward-nurse", &case, &queue).await;
        assert_eq!(refused.problem(), (409, "no-letterhead".to_owned()));
    }
}

// covers: X1
#[tokio::test]
async fn near_a_protected_person_a_colleague_reads_the_letter_before_anybody_prints_it() {
    let door = Door::new().await;
    let mut case = planned(&door).await;
    let mark = json!({
        "command": "mark_linked_protected_person", "linked": true, "reason": "Modern är skyddad",
    });
    door.done("ward-nurse", &mut case, &mark).await;
    let queue = commands::queue_letter("plan");
    door.done("ward-nurse", &mut case, &queue).await;
    let id = letter_of(&door, &case).await;
    let address = format!("/arenden/{}/brev/{id}", case.id);
    let own = Browser::of(&door, "ward-nurse")
        .await
        .get(&address)
        .await
        .expect(200)
        .text();
    assert!(own.contains("Väntar på en andra läsare") && own.contains("Två läser"));
    assert!(!own.contains("/gor/granska-brev") && !own.contains("/gor/skriv-ut-brev"));
    let refused = door.give("ward-nurse", &case, &print(&id)).await;
    assert_eq!(refused.problem(), (409, "second-reader-missing".to_owned()));
    let mut colleague = Browser::of(&door, "discharge-coordinator").await;
    let page = colleague.get(&address).await.expect(200).text();
    assert!(page.contains("/gor/granska-brev"), "{page}");
    assert!(
        page.contains("Hemsjukvården lägger om"),
        "there is something to read"
    );
    let without_reason = colleague
        .post(
            &format!("/arenden/{}/gor/granska-brev", case.id),
            &[
                ("command", "review_letter"),
                ("letter", &id),
                ("reading", "refused"),
            ],
        )
        .await;
    assert_eq!(without_reason.status, 422);
    assert!(
        without_reason
            .text()
            .contains("Skriv vad som behöver ändras")
    );
    // The unit's page says that it waits for the second reader, and no longer says so afterwards.
    let waits = "Väntar på en andra läsare";
    let unit = colleague.get("/brev-och-e-post").await.expect(200).text();
    assert!(unit.contains(waits) && !unit.contains("Väntar på att skrivas ut"));
    let approve = json!({ "command": "review_letter", "letter": id, "reading": "approved" });
    door.done("discharge-coordinator", &mut case, &approve)
        .await;
    let unit = colleague.get("/brev-och-e-post").await.expect(200).text();
    assert!(!unit.contains(waits) && unit.contains("Väntar på att skrivas ut"));
    door.done("ward-nurse", &mut case, &print(&id)).await;
}

// covers: X1
#[tokio::test]
async fn what_the_second_reader_writes_is_told_to_the_unit_and_stands_in_no_row_of_the_outbox() {
    let door = Door::new().await;
    let (mut case, id) = queued(&door, "plan").await;
    let refuse = json!({
        "command": "review_letter", "letter": id, "reading": "refused",
        "reason": "Nämner systern Qvxsyster",
    });
    door.done("discharge-coordinator", &mut case, &refuse).await;
    let (state, reason) = state(&door, &case).await;
    assert_eq!(state, "stopped");
    assert_eq!(reason, "En kollega har läst brevet och sagt nej");
    let address = format!("/arenden/{}/brev/{id}", case.id);
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get(&address).await.expect(200).text();
    assert!(
        page.contains("Qvxsyster"),
        "the one who queued it is told why"
    );
}

// covers: X1
#[tokio::test]
async fn another_party_reads_the_letters_and_prints_none_and_a_stranger_finds_nothing() {
    let door = Door::new().await;
    let (mut case, id) = queued(&door, "plan").await;
    let party = json!({
        "command": "add_party", "unit": testkit::Unit::HealthCentre.hsa(),
    });
    door.done("ward-nurse", &mut case, &party).await;
    door.done("ward-nurse", &mut case, &print(&id)).await;
    let address = format!("/arenden/{}/brev/{id}", case.id);
    for (who, page, paper) in [
        ("ward-nurse", 200, 200),
        ("health-centre", 200, 403),
        ("stranger-ward", 404, 404),
        ("municipal-primary-care", 404, 404),
        ("social-services", 404, 404),
        ("administrator", 404, 404),
    ] {
        let mut browser = Browser::of(&door, who).await;
        assert_eq!(browser.get(&address).await.status, page, "{who}");
        let paper_address = format!("{address}/papper");
        assert_eq!(browser.get(&paper_address).await.status, paper, "{who}");
    }
}

#[tokio::test]
async fn two_who_print_at_once_get_one_paper() {
    let door = Door::new().await;
    let (case, id) = queued(&door, "plan").await;
    let app = &door.stage.app;
    let nurse = app.demo_caller("ward-nurse").await.unwrap();
    let command = print(&id);
    let command = Command::read(command.as_object().unwrap(), Way::Api, app.now()).unwrap();
    let version = Some(case.version);
    let done = async || {
        let moment = app.moment().unwrap();
        app.command(&nurse, &case.id, version, &command, moment, None)
            .await
    };
    let (one, other) = tokio::join!(done(), done());
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}
