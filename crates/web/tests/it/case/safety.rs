//! What keeps a case safe on its pages: nothing is done twice, lost, or disclosed.

use serde_json::json;
use testkit::Unit;

use super::{form::Form, walk::Walk};
use crate::{
    browser::{Browser, between, form as encoded},
    door::{Door, Told},
};

const RESIDENCE: [(&str, &str); 4] = [
    ("municipality", "1488"),
    ("address", "Provgatan 1"),
    ("postal_code", "461 30"),
    ("housing", "own"),
];

async fn events(walk: &Walk<'_>, kind: &str) -> usize {
    let address = format!("/api/v1/cases/{}/events", walk.id);
    let events = walk
        .door
        .get("ward-nurse", &address)
        .await
        .expect(200)
        .json();
    let all = events.as_array().unwrap().iter();
    all.filter(|event| event["what"].as_str().unwrap().contains(kind))
        .count()
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_done_once() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let form = walk.form("forsta-samtalet", "record_contact").await;
    let form = form.with(&[("summary", "De tog emot det.")]);
    for _ in 0..2 {
        walk.browser
            .post(&form.action, &form.posted())
            .await
            .expect(303);
    }
    let page = walk
        .browser
        .get(&walk.address("/samtalslogg"))
        .await
        .expect(200)
        .text();
    assert_eq!(page.matches("De tog emot det.").count(), 1);
}

#[tokio::test]
async fn mistakes_come_back_all_at_once_with_everything_that_was_typed() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let form = walk.form("bostad", "establish_residence").await;
    let form = form.with(&[("address", "Provgatan 1"), ("postal_code", "46")]);
    let page = walk
        .browser
        .post(&form.action, &form.posted())
        .await
        .expect(422)
        .text();
    let again = Form::of(&page, "establish_residence").unwrap();
    assert_eq!(again.value("address"), "Provgatan 1");
    assert_eq!(again.value("postal_code"), "46");
    let summary = between(&page, "data-fel-overst", "</ul>");
    for field in ["f-municipality", "f-postal_code", "f-housing"] {
        assert!(
            summary.contains(&format!("href=\"#{field}\"")),
            "{field} in {summary}"
        );
        assert!(page.contains(&format!("id=\"{field}\"")), "{field}");
    }
}

// covers: V6B.7, V6B.8
#[tokio::test]
async fn a_rules_no_is_shown_with_its_rule_and_the_answers_are_kept() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    walk.step("bostad", "establish_residence", &RESIDENCE, "Klart")
        .await;
    let page = walk
        .browser
        .get(&walk.address("/gor/lagg-till-part"))
        .await
        .expect(200)
        .text();
    let form = Form::of(&page, "add_party").unwrap();
    let form = form.with(&[("unit", Unit::MunicipalCare.hsa())]);
    let page = walk
        .browser
        .post(&form.action, &form.posted())
        .await
        .expect(422)
        .text();
    assert!(page.contains("Kommunal primärvård kan läggas till först när chefen har svarat ja."));
    assert!(page.contains("Vägledningen, V6B.8"), "the rule is named");
    assert_eq!(
        Form::of(&page, "add_party").unwrap().value("unit"),
        Unit::MunicipalCare.hsa()
    );
}

// covers: V5.3, X1
#[tokio::test]
async fn no_list_of_units_offers_one_that_can_never_take_part() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    for act in ["lagg-till-part", "samtycke", "byt-vardform"] {
        let page = walk
            .browser
            .get(&walk.address(&format!("/gor/{act}")))
            .await
            .expect(200)
            .text();
        for blocked in [
            Unit::SocialServices,
            Unit::MunicipalRehab,
            Unit::PlaceholderCentre,
        ] {
            assert!(!page.contains(blocked.hsa()), "{act} offers {blocked:?}");
        }
    }
}

#[tokio::test]
async fn two_who_save_at_once_both_keep_their_text() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let mine = walk.form("bostad", "establish_residence").await;
    let mine = mine.with(&RESIDENCE).with(&[("address", "Min gata 2")]);
    walk.step("bostad", "establish_residence", &RESIDENCE, "Klart")
        .await;
    let page = walk
        .browser
        .post(&mine.action, &mine.posted())
        .await
        .expect(409)
        .text();
    assert!(
        page.contains("Min gata 2") && page.contains("Provgatan 1"),
        "both texts: {page}"
    );
    assert!(page.contains("Karin Lind sparade"));
    let again = Form::of(&page, "establish_residence").unwrap();
    walk.browser
        .post(&again.action, &again.posted())
        .await
        .expect(303);
    let page = walk
        .browser
        .get(&walk.address("/patienten"))
        .await
        .expect(200)
        .text();
    assert!(page.contains("Min gata 2"));
}

#[tokio::test]
async fn a_draft_waits_for_its_author_and_is_gone_when_it_is_used() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let form = walk.form("forsta-samtalet", "record_contact").await;
    let form = form.with(&[("summary", "Halvfärdig anteckning")]);
    let address = walk.address("/utkast/forsta-samtalet");
    let body = encoded(&form.posted());
    let headers = [("sec-fetch-site", "same-origin"), ("x-utkast", "1")];
    let kept = walk
        .browser
        .send("POST", &address, &body, &headers)
        .await
        .expect(204);
    assert!(!kept.header("x-sparat").is_empty());

    walk.browser.lose_session();
    walk.browser
        .log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(303);
    let again = walk.form("forsta-samtalet", "record_contact").await;
    assert_eq!(again.value("summary"), "Halvfärdig anteckning");
    let mut colleague = Browser::of(&door, "discharge-coordinator").await;
    let step = walk.address("/steg/forsta-samtalet");
    assert!(
        !colleague
            .get(&step)
            .await
            .expect(200)
            .text()
            .contains("Halvfärdig")
    );

    walk.browser
        .post(&again.action, &again.posted())
        .await
        .expect(303);
    let fresh = walk
        .browser
        .get(&format!("{step}?val=1"))
        .await
        .expect(200)
        .text();
    assert_eq!(
        Form::of(&fresh, "record_contact").unwrap().value("summary"),
        ""
    );
}

#[tokio::test]
async fn what_a_full_disk_does_not_take_comes_back_whole_and_is_saved_when_there_is_room() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let form = walk
        .form("bostad", "establish_residence")
        .await
        .with(&RESIDENCE);
    let full = Door::before(door.stage.on_a_full_disk().await);
    let mut browser = Browser::new(&full);
    browser.take("vardbron", &walk.browser.cookies()["vardbron"]);
    let page = browser.post(&form.action, &form.posted()).await;
    let page = page.expect(507).text();
    assert!(
        page.contains("Disken är full, så inget sparades."),
        "{page}"
    );
    let again = Form::of(&page, "establish_residence").unwrap();
    for field in ["address", "postal_code", "nyckel", "version"] {
        assert_eq!(again.value(field), form.value(field), "{field}");
    }
    // The same form, when there is room.
    for _ in 0..2 {
        walk.browser
            .post(&again.action, &again.posted())
            .await
            .expect(303);
    }
    let page = walk.browser.get(&walk.address("/patienten")).await;
    assert!(page.expect(200).text().contains("Provgatan 1"));
}

#[tokio::test]
async fn a_change_is_taken_back_from_the_receipt() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let form = walk
        .form("bostad", "establish_residence")
        .await
        .with(&RESIDENCE);
    let saved = walk
        .browser
        .post(&form.action, &form.posted())
        .await
        .expect(303);
    let page = walk
        .browser
        .get(saved.header("location"))
        .await
        .expect(200)
        .text();
    let undo = walk.address("/angra");
    assert!(page.contains(&format!("action=\"{undo}\"")), "{page}");
    walk.browser.post(&undo, &[]).await.expect(303);
    let page = walk
        .browser
        .get(&walk.address("/patienten"))
        .await
        .expect(200)
        .text();
    assert!(!page.contains("Provgatan 1"));
    assert_eq!(events(&walk, "gång").await, 0);
}

// covers: X1, V3.7
#[tokio::test]
async fn a_protected_case_says_so_and_hides_its_pathway_and_prints_as_a_notice() {
    let door = Door::new().await;
    let changes = json!({ "group": "without_permits", "identifiers": [] });
    let mut walk = Walk::open(&door, "ward-nurse", &changes).await;
    let page = walk.browser.get(&walk.address("")).await;
    let page = page.expect(200).text();
    assert!(page.contains(
        "Vårdbron lämnar inga uppgifter till Migrationsverket eller socialtjänsten. Din egen \
         skyldighet att anmäla oro för barn gäller ändå. Det gör du utanför Vårdbron."
    ));
    assert!(page.contains("Skyddat ärende") && page.contains("Den här sidan skrivs inte ut."));
    assert_eq!(
        between(&page, "<title>", "</title>").replace(" – Vårdbron", ""),
        "Ärende"
    );
    let shown: String = page
        .split("<details")
        .enumerate()
        .map(|(place, part)| {
            part.split_once("</details>")
                .filter(|_| place > 0)
                .map_or(part, |(_, rest)| rest)
        })
        .collect();
    assert!(!shown.contains("6 C") && !shown.contains("V6C"), "{shown}");
    assert!(page.contains("6 C"), "on demand");
}

// covers: V6A.6
#[tokio::test]
async fn the_exact_text_is_shown_before_it_is_sent() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({ "nursing_need": "unmet" })).await;
    let yes = [("answer", "given"), ("form", "oral")];
    walk.step("samtycke-och-kallelse", "record_consent", &yes, "Pågår")
        .await;
    let meeting = [
        ("at.date", "10 mars"),
        ("at.time", "1300"),
        ("form", "in_person"),
        ("chosen_point", testkit::MEETING_POINT),
        ("kin_invited", "false"),
    ];
    walk.step(
        "samtycke-och-kallelse",
        "plan_sip_meeting",
        &meeting,
        "Klart",
    )
    .await;
    let page = walk
        .browser
        .get(&walk.address("/steg/kallelse-utan-namn"))
        .await
        .expect(200)
        .text();
    let letter = between(&page, "<pre", "</pre>");
    assert!(
        letter.contains("SIP-nummer: SIP-") && letter.contains("Huvudentrén"),
        "{letter}"
    );
    for secret in ["Amina", "Provsson", "51-234567", "Avdelning"] {
        assert!(!letter.contains(secret), "{secret}");
    }
    assert!(page.contains("data-sends"), "no shortcut sends it");
}

// covers: X1, V6A.2
#[tokio::test]
async fn every_protected_case_says_of_migrationsverket_what_its_steps_do() {
    const NOTHING: &str =
        "Vårdbron lämnar inga uppgifter till Migrationsverket eller socialtjänsten.";
    let door = Door::new().await;
    for (changes, said) in [
        (
            json!({ "protected_identity": true }),
            "Kontakta Migrationsverket bara när ett steg säger det.",
        ),
        (
            json!({ "group": "without_permits", "identifiers": [] }),
            NOTHING,
        ),
        (
            json!({ "group": "unestablished", "identifiers": [] }),
            NOTHING,
        ),
    ] {
        let mut walk = Walk::open(&door, "ward-nurse", &changes).await;
        let page = walk.browser.get(&walk.address("/patienten")).await;
        let page = page.expect(200).text();
        let banner = between(&page, "class=\"sekretess\"", "<a");
        assert!(banner.contains(said), "{banner}");
        assert!(
            banner.contains("Din egen skyldighet att anmäla oro för barn gäller ändå."),
            "{banner}"
        );
        // What the banner says is true of the steps.
        let steps = walk.browser.get(&walk.address("")).await.expect(200).text();
        assert_eq!(steps.contains("/steg/forsta-samtalet"), said != NOTHING);
    }
}

// covers: X1
#[tokio::test]
async fn a_protected_case_offers_no_answer_that_it_would_refuse() {
    let door = Door::new().await;
    let changes = json!({ "group": "without_permits", "identifiers": [] });
    let mut walk = Walk::open(&door, "ward-nurse", &changes).await;
    let contact = walk.browser.get(&walk.address("/gor/kontakt")).await;
    let contact = contact.expect(200).text();
    let contact = between(&contact, "<main", "</main>");
    for told in [
        "value=\"migration_agency\"",
        "value=\"institution\"",
        "value=\"missing_card\"",
    ] {
        assert!(!contact.contains(told), "{told}");
    }
    let copies = walk.browser.get(&walk.address("/kopior")).await;
    assert!(!copies.expect(200).text().contains("/gor/lagg-brev-i-ko"));
    let letters = walk.browser.get(&walk.address("/gor/lagg-brev-i-ko")).await;
    let letters = letters.expect(200).text();
    assert!(letters.contains("Då läggs inga brev i kö"));
    assert!(!between(&letters, "<main", "</main>").contains("Läkarintyget till Migrationsverket"));
    let open = Walk::open(&door, "ward-nurse", &json!({ "nursing_need": "unmet" })).await;
    let mut nurse = open.browser;
    let copies = nurse.get(&format!("/arenden/{}/kopior", open.id)).await;
    assert!(copies.expect(200).text().contains("/gor/lagg-brev-i-ko"));
}

// covers: X3
#[tokio::test]
async fn a_change_of_group_says_what_is_booked_and_has_to_be_cancelled() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({ "nursing_need": "unmet" })).await;
    let mut case = Told {
        id: walk.id.clone(),
        version: 0,
    };
    door.read(&mut case).await;
    for command in [
        json!({ "command": "book_interpreter", "language": "ar", "at": "2026-03-12T13:00:00+01:00" }),
        json!({
            "command": "order_transport", "destination": "Boendet",
            "at": "2026-03-13T10:00:00+01:00",
        }),
    ] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let form = walk
        .browser
        .get(&walk.address("/gor/faststall-grupp"))
        .await;
    let form = Form::of(&form.expect(200).text(), "establish_group").unwrap();
    let form = form.with(&[("group", "without_permits"), ("evidence", "Avslag visat")]);
    let page = walk.browser.post(&form.action, &form.posted()).await;
    let page = page.expect(200).text();
    for said in [
        "Tolkbokningen torsdag 12 mars 2026",
        "Resan fredag 13 mars 2026",
        "säg inget om varför",
    ] {
        assert!(page.contains(said), "{said} in {page}");
    }
}

#[tokio::test]
async fn the_keyboard_reaches_the_form_of_a_step_and_what_the_last_save_led_to() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let form = walk.form("bostad", "establish_residence").await;
    let form = form.with(&RESIDENCE);
    let saved = walk
        .browser
        .post(&form.action, &form.posted())
        .await
        .expect(303);
    let page = walk.browser.get(saved.header("location")).await;
    let page = page.expect(200).text();
    assert!(page.contains("role=\"status\" tabindex=\"-1\" data-kvitto"));
    assert!(page.contains("href=\"#steget\">Hoppa till formuläret"));
    assert!(page.contains("id=\"steget\" tabindex=\"-1\""));
}

// covers: X1
#[tokio::test]
async fn a_text_for_the_municipality_that_tells_the_group_is_pointed_out_before_it_is_sent() {
    let door = Door::new().await;
    let case = door.with_municipality().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse
        .get(&format!("/arenden/{}/steg/vardbegaran", case.id))
        .await;
    let page = page.expect(200).text();
    for (state, pointed_out) in [("Papperslös, gömmer sig", true), ("Bensår", false)] {
        let form = Form::of(&page, "send_care_request").unwrap();
        let form = form.with(&[
            ("question", "Såromläggning"),
            ("health_state", state),
            ("follow_up", "Om två veckor"),
        ]);
        let page = nurse.post(&form.action, &form.posted()).await;
        let page = page.expect(200).text();
        let said = page.contains("Texten kan visa vilken grupp patienten tillhör");
        assert_eq!(said, pointed_out, "{page}");
        assert_eq!(page.contains("”Papperslös”, ”gömmer”"), pointed_out);
    }
}
