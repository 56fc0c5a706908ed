//! "Brev och e-post", the case's own outbox table, and the administrator's numbers.

use app::SendResult;
use serde_json::json;
use testkit::commands;
use vocabulary::audience::Audience;

use crate::{
    browser::{Browser, between},
    door::{Door, Told, asylum_seeker, but, consent, meeting},
};

/// A case with protected identity whose invitation a worker has tried to send.
async fn tried(door: &Door, result: &SendResult) -> Told {
    let body = but(asylum_seeker(), &json!({ "protected_identity": true }));
    let mut case = door.open(&body).await;
    for command in [
        consent("sip", "given"),
        meeting(),
        commands::send_invitation(),
    ] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let app = &door.stage.app;
    let decided = app
        .decide_mail(Audience::MigrationAgency)
        .await
        .unwrap()
        .unwrap();
    let mail = app.claim_mail(decided).await.unwrap().unwrap();
    app.settle_mail(&mail, result).await.unwrap();
    door.read(&mut case).await;
    case
}

async fn letters(door: &Door, who: &str) -> String {
    let mut browser = Browser::of(door, who).await;
    let page = browser.get("/brev-och-e-post").await.expect(200).text();
    between(&page, "<main", "</main>").to_owned()
}

// covers: V6A.6 X1
#[tokio::test]
async fn what_is_unclear_is_on_the_units_page_until_somebody_has_decided() {
    let door = Door::new().await;
    let mut case = tried(&door, &SendResult::Unknown("timeout".to_owned())).await;
    let page = letters(&door, "ward-nurse").await;
    let act = format!("/arenden/{}/gor/oklar-kallelse", case.id);
    assert!(page.contains(&act), "{page}");
    assert!(page.contains("Kontakten bröts medan mejlet skickades"));
    // It shows no more of a protected case than the worklist does.
    assert!(page.contains("Skyddat ärende"));
    for secret in ["Amina", "Asylsökande", "1990", "234567"] {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(!letters(&door, "stranger-ward").await.contains(&case.id));
    assert!(!letters(&door, "health-centre").await.contains(&case.id));
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let copies = format!("/arenden/{}/kopior", case.id);
    assert!(nurse.get(&copies).await.expect(200).text().contains(&act));
    let form = nurse.get(&act).await.expect(200).text();
    for choice in ["Den kom fram", "Skicka den igen", "Skicka den inte igen"] {
        assert!(form.contains(choice), "{choice}");
    }
    let checked = nurse
        .post(
            &act,
            &[("command", "resolve_invitation"), ("outcome", "send_again")],
        )
        .await
        .expect(200)
        .text();
    assert!(
        checked.contains("Kallelse till SIP-möte"),
        "the exact text, once more"
    );
    let checked = nurse
        .post(
            &act,
            &[("command", "resolve_invitation"), ("outcome", "stop")],
        )
        .await
        .expect(200)
        .text();
    assert!(
        !checked.contains("Kallelse till SIP-möte"),
        "nothing is sent"
    );
    let arrived = json!({ "command": "resolve_invitation", "outcome": "arrived" });
    door.done("ward-nurse", &mut case, &arrived).await;
    assert!(!letters(&door, "ward-nurse").await.contains(&case.id));
    assert!(!nurse.get(&copies).await.expect(200).text().contains(&act));
}

// covers: X1, X4
#[tokio::test]
async fn nobody_is_led_to_ask_migrationsverket_of_an_invitation_in_a_case_that_is_protected_now() {
    let door = Door::new().await;
    let mut case = tried(&door, &SendResult::Unknown("timeout".to_owned())).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let pages = [
        format!("/arenden/{}/gor/oklar-kallelse", case.id),
        format!("/arenden/{}/gor/avsluta", case.id),
    ];
    let asks = [
        "Fråga Migrationsverkets mottagningsenhet",
        "Avgör under Kopior vad som hände",
    ];
    for (page, said) in pages.iter().zip(asks) {
        let page = nurse.get(page).await.expect(200).text();
        assert!(page.contains(said), "{said}");
    }
    let protect = commands::becomes_without_permits();
    door.done("ward-nurse", &mut case, &protect).await;
    for page in &pages {
        let page = nurse.get(page).await.expect(200).text();
        let page = between(&page, "<main", "</main>");
        assert!(
            page.to_lowercase().contains("fråga inte migrationsverket"),
            "{page}"
        );
        for said in asks {
            assert!(!page.contains(said), "{said}");
        }
    }
}

// covers: X1, X4
#[tokio::test]
async fn a_letter_that_must_not_be_posted_is_destroyed_before_the_case_is_closed() {
    let door = Door::new().await;
    let needs = but(asylum_seeker(), &json!({ "nursing_need": "unmet" }));
    let mut case = door.open(&needs).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let certificate = json!({ "command": "write_certificate", "content": "Behöver omvårdnad" });
    door.done("physician", &mut case, &certificate).await;
    for command in [
        consent("sip", "given"),
        commands::queue_letter("certificate"),
    ] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let rows = format!("/api/v1/outbox?case={}", case.id);
    let rows = door.get("ward-nurse", &rows).await.expect(200).json();
    let print = commands::print_letter(rows[0]["id"].as_str().unwrap());
    door.done("ward-nurse", &mut case, &print).await;
    let closing = format!("/arenden/{}/gor/avsluta", case.id);
    let page = nurse.get(&closing).await.expect(200).text();
    assert!(page.contains("Ej postat brev: läkarintyget till Migrationsverket."));
    assert!(page.contains("Posta eller makulera brevet"));
    let protect = commands::becomes_without_permits();
    door.done("ward-nurse", &mut case, &protect).await;
    let page = nurse.get(&closing).await.expect(200).text();
    assert!(page.contains("Brevet får inte postas. Makulera det"));
    assert!(!page.contains("Posta eller makulera brevet"));
}

#[tokio::test]
async fn a_dead_letter_is_on_the_units_page_and_in_the_administrators_numbers_without_its_case() {
    let door = Door::new().await;
    let mut case = tried(&door, &SendResult::Refused("550".to_owned())).await;
    let page = letters(&door, "ward-nurse").await;
    assert!(page.contains(&case.id));
    assert!(page.contains("Mottagarens e-postserver sa nej (svar 550)"));
    let mut administrator = Browser::of(&door, "administrator").await;
    let numbers = administrator
        .get("/administration/utskick")
        .await
        .expect(200)
        .text();
    assert!(numbers.contains("Svar 550"));
    assert!(!numbers.contains(&case.id) && !numbers.contains("A. P."));
    // Once it is queued again, somebody has dealt with it.
    door.done("ward-nurse", &mut case, &commands::send_invitation())
        .await;
    let page = letters(&door, "ward-nurse").await;
    assert!(!page.contains("svar 550"), "{page}");
    assert!(page.contains("Väntar på att skickas"));
}

#[tokio::test]
async fn what_is_tried_again_says_when() {
    let door = Door::new().await;
    let case = tried(&door, &SendResult::Later("connection".to_owned())).await;
    let page = letters(&door, "ward-nurse").await;
    assert!(page.contains("e-postservern svarar inte"), "{page}");
    let address = format!("/api/v1/outbox?case={}", case.id);
    let rows = door.get("ward-nurse", &address).await.expect(200).json();
    assert_eq!(rows[0]["state"], "queued");
    assert_eq!(rows[0]["tries"], 1);
    assert!(rows[0]["next_try"].as_str().unwrap() > rows[0]["queued_at"].as_str().unwrap());
}
