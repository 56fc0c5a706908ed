//! What somebody writes in a certificate or a plan, and what of it reaches paper: over HTTP.

use serde_json::{Value, json};
use testkit::commands;

use crate::{
    browser::{Browser, between},
    door::{Door, Told, asylum_seeker, but, consent, held, meeting, residence},
    scene::confirmed,
};

const KIN: &str = "Dottern Fatima Zahra, 070-123 45 67";

async fn queued(door: &Door, kin: &str, letter: &str, text: &str) -> (Told, Value) {
    let need = if letter == "plan" { "none" } else { "unmet" };
    let opening = but(
        asylum_seeker(),
        &json!({ "kin": kin, "nursing_need": need }),
    );
    let mut case = door.open(&opening).await;
    door.done("ward-nurse", &mut case, &consent("case", "given"))
        .await;
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;
    if letter == "plan" {
        let plan = commands::written_with(text);
        for command in [residence(), meeting(), held(), plan, commands::agreed()] {
            door.done("ward-nurse", &mut case, &command).await;
        }
    } else {
        let certificate = json!({ "command": "write_certificate", "content": text });
        door.done("physician", &mut case, &certificate).await;
    }
    let queue = commands::queue_letter(letter);
    let answer = door.give("ward-nurse", &case, &queue).await;
    if answer.status != 200 {
        return (case, json!(answer.problem().1));
    }
    case.version = answer.json()["version"].as_u64().unwrap();
    let rows = door
        .get("ward-nurse", &format!("/api/v1/outbox?case={}", case.id))
        .await
        .expect(200)
        .json();
    let id = rows.as_array().unwrap().last().unwrap()["id"].clone();
    let print = json!({ "command": "print_letter", "letter": id });
    let printed = door.give("ward-nurse", &case, &print).await;
    let code = if printed.status == 200 {
        json!("printed")
    } else {
        json!(printed.problem().1)
    };
    (case, code)
}

// covers: V6A.7 V6B.13 X1
#[tokio::test]
async fn what_points_at_somebody_reaches_no_paper_before_a_second_person_has_read_it() {
    let door = Door::new().await;
    for (kin, letter, text, code) in [
        (
            KIN,
            "certificate",
            "Dottern Fatima hjälper till.",
            "second-reader-missing",
        ),
        (
            KIN,
            "certificate",
            "Vårdas på Strokeenheten, Avdelning 1.",
            "second-reader-missing",
        ),
        (
            KIN,
            "certificate",
            "Hon bor hos fatima.",
            "second-reader-missing",
        ),
        (
            KIN,
            "certificate",
            "Ligger i Rum 12 säng 3.",
            "second-reader-missing",
        ),
        (
            KIN,
            "certificate",
            "Dottern är född 2011-05-06.",
            "second-reader-missing",
        ),
        (
            KIN,
            "certificate",
            "Sonen har nummer 20121212-1212.",
            "letter-says-a-number",
        ),
        (
            KIN,
            "certificate",
            "Skrivet på SE2321000131-E90000000001.",
            "letter-says-a-number",
        ),
        (
            KIN,
            "certificate",
            "Behöver hjälp dygnet runt. Sonen orkar inte.",
            "printed",
        ),
        (KIN, "plan", "HosFatimaZahra", "plan-names-kin"),
        (KIN, "plan", "Fat\u{200b}ima tar emot", "plan-names-kin"),
        (KIN, "plan", "Fаtima tar emot", "plan-names-kin"),
        (KIN, "plan", "فاطمة tar emot", "second-reader-missing"),
        (
            "dottern fatima",
            "plan",
            "Fatima tar emot",
            "second-reader-missing",
        ),
        (
            "Dotter: Maka Beridze",
            "plan",
            "Maka tar emot",
            "second-reader-missing",
        ),
        (KIN, "plan", "Avdelning 1 ringer", "second-reader-missing"),
        (KIN, "plan", "Sonen hjälper till, hustrun också", "printed"),
    ] {
        let (_, done) = queued(&door, kin, letter, text).await;
        assert_eq!(done, json!(code), "{letter} with {text}, kin {kin}");
    }
}

// covers: X1
#[tokio::test]
async fn what_is_found_is_marked_on_the_pages_and_the_author_is_not_the_second_reader() {
    let door = Door::new().await;
    let (mut case, code) = queued(&door, KIN, "certificate", "Dottern Fatima hjälper till.").await;
    assert_eq!(code, json!("second-reader-missing"));
    let rows = door
        .get("ward-nurse", &format!("/api/v1/outbox?case={}", case.id))
        .await
        .expect(200)
        .json();
    let id = rows.as_array().unwrap().last().unwrap()["id"].clone();
    let letter = id.as_str().unwrap();
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let base = format!("/arenden/{}", case.id);
    let page = nurse
        .get(&format!("{base}/brev/{letter}"))
        .await
        .expect(200)
        .text();
    assert_eq!(between(&page, "<mark>", "</mark>"), "Fatima");
    assert!(page.contains("Fatima (närståendes namn)"), "{page}");
    assert!(
        page.contains("Väntar på en andra läsare") || page.contains("Två läser det här brevet")
    );

    let review = json!({ "command": "review_letter", "letter": id, "reading": "approved" });
    for author in ["ward-nurse", "physician"] {
        let refused = door.give(author, &case, &review).await;
        assert_eq!(
            refused.problem(),
            (409, "second-reader-is-another".to_owned()),
            "{author}"
        );
    }
    let mut reader = Browser::of(&door, "discharge-coordinator").await;
    let asked = [
        ("letter", letter),
        ("command", "review_letter"),
        ("andra", "ja"),
    ];
    let asked = reader
        .post(&format!("{base}/gor/granska-brev"), &asked)
        .await;
    assert!(
        asked.text().contains("<mark>Fatima</mark>"),
        "{}",
        asked.text()
    );
    door.done("discharge-coordinator", &mut case, &review).await;
    let print = json!({ "command": "print_letter", "letter": id });
    door.done("ward-nurse", &mut case, &print).await;
}

// covers: V6A.7
#[tokio::test]
async fn a_marked_letter_is_not_posted_beside_the_queue_by_one_reader() {
    let door = Door::new().await;
    let opening = but(
        asylum_seeker(),
        &json!({ "kin": KIN, "nursing_need": "unmet" }),
    );
    let mut case = door.open(&opening).await;
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;
    for command in [consent("case", "given"), residence(), meeting()] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let deliver = |how: &str| {
        json!({
            "command": "deliver_certificate", "how": how, "at": "2026-03-05T09:00:00+01:00",
        })
    };
    let contact = |channel: &str, subject: Value| {
        json!({
            "command": "record_contact", "audience": "migration_agency", "channel": channel,
            "at": "2026-03-05T09:00:00+01:00", "summary": "Skickat", "subject": subject,
        })
    };
    let ways = [
        deliver("post"),
        deliver("by_hand"),
        contact("post", json!("certificate")),
        contact("post", Value::Null),
        contact("in_person", json!("certificate")),
    ];
    let write = |text: &str| json!({ "command": "write_certificate", "content": text });
    door.done("physician", &mut case, &write("Fatima hjälper till"))
        .await;
    for way in &ways {
        let answer = door.give("ward-nurse", &case, way).await;
        let refused = (409, "post-goes-by-the-queue".to_owned());
        assert_eq!(answer.problem(), refused, "{way}");
    }
    // Nor is a copy of the plan.
    let copy = json!({
        "command": "hand_out_copy", "recipient": "migration_agency", "how": "post",
        "at": "2026-03-05T09:30:00+01:00",
    });
    let told = "Fatima tar emot";
    for command in [held(), commands::written_with(told), commands::agreed()] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let answer = door.give("ward-nurse", &case, &copy).await;
    let refused = (409, "post-goes-by-the-queue".to_owned());
    assert_eq!(answer.problem(), refused);
    let untold = commands::cell(3, "text", told, "Hemsjukvården kommer");
    for command in [commands::change_plan(&[untold]), commands::agreed()] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    door.done("ward-nurse", &mut case, &copy).await;
    door.done("physician", &mut case, &write("Behöver hjälp"))
        .await;
    let answer = door.give("ward-nurse", &case, &deliver("post")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

// covers: V6B.13 X1
#[tokio::test]
async fn a_copy_to_the_parties_is_never_posted_in_a_protected_case() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    for command in [
        consent("case", "given"),
        consent("sip", "given"),
        residence(),
        meeting(),
        held(),
        commands::written(),
        commands::agreed(),
        json!({ "command": "mark_protected_identity", "protected": true, "reason": "Markering" }),
    ] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    for recipient in ["parties", "kin", "patient"] {
        let copy = json!({
            "command": "hand_out_copy", "recipient": recipient, "how": "post",
            "at": "2026-03-05T09:30:00+01:00",
        });
        let refused = door.give("ward-nurse", &case, &copy).await;
        assert_eq!(
            refused.problem(),
            (409, "protected-copies-by-hand".to_owned()),
            "{recipient}"
        );
    }
}

#[tokio::test]
async fn a_return_address_is_kept_without_tabs_and_without_what_cannot_be_seen() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let address = "Regio\u{200b}nen\t Väst\r\n\r\nBox\t1\u{2028}461 21 Trollhättan";
    let fields = [
        ("version", "1"),
        ("funktion", "Avsändare på\tbrev"),
        ("adress", address),
    ];
    keeper
        .post("/kontakter/avsandare", &fields)
        .await
        .expect(303);
    confirmed(&door).await;
    let form = keeper.get("/kontakter/avsandare").await.expect(200).text();
    let shown = between(&form, "<textarea", "</textarea>");
    assert!(
        shown.ends_with("Regionen Väst\nBox 1\n461 21 Trollhättan"),
        "{shown}"
    );
    let hidden = [
        ("version", "2"),
        ("funktion", "Avsändare"),
        ("adress", "Box 1\u{7}"),
    ];
    // What comes along from another program and is no text is left out, as in a case.
    keeper
        .post("/kontakter/avsandare", &hidden)
        .await
        .expect(303);
    confirmed(&door).await;
    let form = keeper.get("/kontakter/avsandare").await.expect(200).text();
    assert!(between(&form, "<textarea", "</textarea>").ends_with("Box 1"));
}

#[tokio::test]
async fn a_name_is_kept_without_what_cannot_be_seen() {
    let door = Door::new().await;
    let typed = json!({ "name": "\u{202e}Ami\u{200b}na\u{202c} Prov\u{ad}sson فاط\u{200c}مة" });
    let case = door.open(&but(asylum_seeker(), &typed)).await;
    let view = door.get("ward-nurse", &case.address()).await.expect(200);
    let view = view.text();
    assert!(view.contains("Amina Provsson فاط\u{200c}مة"), "{view}");
    for unseen in ['\u{202e}', '\u{200b}', '\u{202c}', '\u{ad}'] {
        assert!(!view.contains(unseen), "{unseen:?} in {view}");
    }
}
