//! What is typed and pasted: dates that look ahead, times that do not exist, numbers and texts as other
//! programs hand them over.

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    case::{form::Form, walk::Walk},
    door::{Door, asylum_seeker, but, consent, question},
};

/// The clock of these tests stands in March, and a plan for October is for the coming one.
#[tokio::test]
async fn a_date_without_its_year_looks_ahead_and_the_check_page_says_the_whole_date() {
    let door = Door::new().await;
    let case = door.consented().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let address = format!("/arenden/{}/steg/fraga-kommunen", case.id);
    let page = nurse.get(&address).await.expect(200).text();
    let mut fields = Form::of(&page, "ask_municipality").unwrap().fields;
    fields.retain(|(name, _)| {
        let filled = ["unit", "starts", "interventions"];
        !filled.iter().any(|begins| name.starts_with(begins))
    });
    for (name, value) in [
        ("unit", testkit::Unit::MunicipalCare.hsa()),
        ("starts", "1 oktober"),
        ("interventions", "wound_dressing"),
        ("interventions.wound_dressing.times", "3"),
        ("interventions.wound_dressing.per", "week"),
        ("interventions.0.code", "wound_dressing"),
        ("interventions.0.times", "3"),
        ("interventions.0.per", "week"),
    ] {
        fields.push((name.to_owned(), value.to_owned()));
    }
    let posted: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let check = nurse.post(&address, &posted).await.expect(200).text();
    assert!(check.contains("torsdag 1 oktober 2026"), "{check}");
    assert!(
        check.contains("name=\"starts\" value=\"2026-10-01\""),
        "{check}"
    );
    let form = Form::of(&check, "ask_municipality").unwrap();
    let sent: Vec<(&str, &str)> = form.posted();
    let sent: Vec<(&str, &str)> = sent
        .into_iter()
        .filter(|(name, _)| *name != "andra")
        .collect();
    nurse.post(&form.action, &sent).await.expect(303);
    let questions = door
        .get("municipal-primary-care", "/api/v1/questions")
        .await
        .json();
    assert_eq!(questions[0]["starts"], "2026-10-01");
}

#[tokio::test]
async fn what_begins_in_the_past_is_refused_where_it_looks_ahead() {
    let door = Door::new().await;
    let mut case = door.consented().await;
    let past = but(question(), &json!({ "starts": "2026-03-04" }));
    let refused = door.give("ward-nurse", &case, &past).await;
    let in_the_past = |field: &str| (field.to_owned(), "in-the-past".to_owned());
    assert_eq!(refused.mistakes(), [in_the_past("starts")]);
    let meeting = but(
        testkit::commands::meeting(),
        &json!({ "at": "2026-03-05T08:00:00+01:00" }),
    );
    let refused = door.give("ward-nurse", &case, &meeting).await;
    assert_eq!(refused.mistakes(), [in_the_past("at")]);
    for command in [testkit::commands::meeting(), testkit::commands::held()] {
        door.done("ward-nurse", &mut case, &command).await;
    }
    let follow_up = json!({
        "command": "decide_follow_up", "at": "2026-03-04T10:00:00+01:00",
        "unit": testkit::Unit::Ward.hsa(),
    });
    let refused = door.give("ward-nurse", &case, &follow_up).await;
    assert_eq!(refused.mistakes(), [in_the_past("at")]);
}

#[tokio::test]
async fn a_time_that_the_clocks_skip_is_refused_in_place() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({ "nursing_need": "unmet" })).await;
    let yes = [("answer", "given"), ("form", "oral")];
    walk.step("samtycke-och-kallelse", "record_consent", &yes, "Pågår")
        .await;
    let address = walk.address("/steg/samtycke-och-kallelse");
    let page = walk.browser.get(&address).await.expect(200).text();
    let form = Form::of(&page, "plan_sip_meeting").unwrap().with(&[
        ("at.date", "29 mars"),
        ("at.time", "02.30"),
        ("form", "digital"),
    ]);
    let page = walk
        .browser
        .post(&form.action, &form.posted())
        .await
        .expect(422)
        .text();
    assert!(
        page.contains("klockan ställs fram från 02.00 till"),
        "{page}"
    );
    assert!(page.contains("value=\"02.30\"") && page.contains("value=\"29 mars\""));
}

#[tokio::test]
async fn a_pasted_number_is_read_and_a_text_keeps_all_that_can_be_seen() {
    let door = Door::new().await;
    let body = but(
        asylum_seeker(),
        &json!({
            "name": "Ami\u{200b}na\u{a0}A\u{30a}s",
            "identifiers": [{ "kind": "lma_number", "value": "\u{202d}51\u{2011}234567\u{202c}" }],
            "room": "Sal\u{b}4\u{7}",
        }),
    );
    let case = door.open(&body).await;
    let view = door
        .get("ward-nurse", &case.address())
        .await
        .expect(200)
        .json();
    assert_eq!(view["person"]["name"], "Amina\u{a0}Ås");
    assert_eq!(view["person"]["identifiers"][0]["value"], "51-234567");
    assert_eq!(view["person"]["room"], "Sal 4");
}

/// Numbers, birth dates, and what the case then has.
const CENTURIES: [(&str, &str, &str, &str); 4] = [
    (
        "personal_number",
        "1915-02-03",
        "150203-1237",
        "19150203-1237",
    ),
    (
        "personal_number",
        "1915-02-03",
        "150203+1237",
        "19150203-1237",
    ),
    (
        "personal_number",
        "2015-02-03",
        "150203-1237",
        "20150203-1237",
    ),
    (
        "coordination_number",
        "1970-03-05",
        "700060-1236",
        "19700060-1236",
    ),
];

#[tokio::test]
async fn the_birth_date_decides_the_century_and_what_a_number_leaves_open_contradicts_nothing() {
    let door = Door::new().await;
    for (kind, born, typed, shown) in CENTURIES {
        let check = luhn(typed);
        let (typed, shown) = (
            format!("{}{check}", &typed[..10]),
            format!("{}{check}", &shown[..12]),
        );
        let body = but(
            asylum_seeker(),
            &json!({
                "birth_date": born, "group_evidence": "Kort",
                "identifiers": [{ "kind": kind, "value": typed }],
            }),
        );
        let case = door.open(&body).await;
        let opened = door
            .get("ward-nurse", &case.address())
            .await
            .expect(200)
            .json();
        assert_eq!(
            opened["person"]["identifiers"][0]["value"], shown,
            "{typed} {born}"
        );
        let codes: Vec<&Value> = opened["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["code"])
            .collect();
        assert!(
            !codes.contains(&&json!("birth-date-differs")),
            "{typed} {born}: {codes:?}"
        );
    }
}

/// The check digit of the nine digits that begin a ten-digit number.
fn luhn(number: &str) -> u32 {
    let digits = number.chars().filter_map(|sign| sign.to_digit(10)).take(9);
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 } else { digit })
        .map(|product| product / 10 + product % 10)
        .sum();
    (10 - sum % 10) % 10
}

// covers: X4
#[tokio::test]
async fn a_patient_who_cannot_answer_needs_the_ground_and_who_assessed_it() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let cannot = consent("case", "incapable");
    let required = |field: &str| (field.to_owned(), "required".to_owned());
    let refused = door.give("ward-nurse", &case, &cannot).await;
    assert_eq!(
        refused.mistakes(),
        [required("legal_ground"), required("assessor")]
    );
    let grounded = but(
        cannot,
        &json!({ "legal_ground": "Patientlagen 4 kap. 4 §", "assessor": "Läkare på avdelningen" }),
    );
    door.give("ward-nurse", &case, &grounded).await.expect(200);
}

#[tokio::test]
async fn a_year_that_was_not_typed_is_asked_to_be_checked_and_no_date_is_in_the_cookie() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    for (typed, asked) in [("1/2", true), ("2026-03-20", false)] {
        let form = walk.browser.get(&walk.address("/gor/ny-tolk")).await;
        let form = Form::of(&form.expect(200).text(), "book_interpreter").unwrap();
        let form = form.with(&[("language", "ar"), ("at.date", typed), ("at.time", "13.00")]);
        let saved = walk.browser.post(&form.action, &form.posted()).await;
        let saved = saved.expect(303);
        let cookie = saved.header("set-cookie");
        assert!(
            !cookie.contains("2026") && !cookie.contains("februari"),
            "{cookie}"
        );
        let page = walk.browser.get(saved.header("location")).await;
        let page = page.expect(200).text();
        let sentence = "Året var inte skrivet. Kontrollera att datumet blev rätt.";
        assert_eq!(page.contains(sentence), asked, "{page}");
    }
}

// covers: X4
#[tokio::test]
async fn a_god_mans_answer_needs_what_the_appointment_covers_and_who_has_seen_it() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let answer = but(
        consent("sip", "given"),
        &json!({ "answered_by": "god_man" }),
    );
    let required = |field: &str| (field.to_owned(), "required".to_owned());
    let refused = door.give("ward-nurse", &case, &answer).await;
    assert_eq!(
        refused.mistakes(),
        [required("mandate"), required("mandate_seen_by")]
    );
    let seen =
        json!({ "mandate": "Bevaka rätt och sörja för person", "mandate_seen_by": "Kurator" });
    door.done("ward-nurse", &mut case, &but(answer, &seen))
        .await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get(&format!("/arenden/{}/samtycken", case.id)).await;
    let page = page.expect(200).text();
    let said = "Svarade: god man eller förvaltare. Förordnandet omfattar bevaka rätt och sörja för \
                person. Sett av kurator.";
    assert!(page.contains(said), "{page}");
}

#[tokio::test]
async fn a_phone_number_without_digits_is_refused_where_it_stands() {
    let door = Door::new().await;
    let body = but(asylum_seeker(), &json!({ "nursing_need": "unmet" }));
    let case = door.open(&body).await;
    let institution =
        json!({ "command": "record_institution", "name": "Provhemmet", "phone": "abc" });
    let refused = door.give("ward-nurse", &case, &institution).await;
    let expected = [("phone".to_owned(), "not-a-phone-number".to_owned())];
    assert_eq!(refused.mistakes(), expected);
}

#[tokio::test]
async fn each_mistake_names_its_question_and_the_title_says_that_there_are_some() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({ "nursing_need": "unmet" })).await;
    let address = walk.address("/steg/forsta-samtalet");
    let page = walk.browser.get(&address).await.expect(200).text();
    let form = Form::of(&page, "record_contact").unwrap();
    let answers = form.posted().into_iter();
    let answers: Vec<_> = answers
        .filter(|(name, _)| *name != "summary" && !name.starts_with("at."))
        .collect();
    let page = walk
        .browser
        .post(&address, &answers)
        .await
        .expect(422)
        .text();
    assert!(page.contains("<title>Fel: "), "{page}");
    let (_, summary) = page.split_once("ds-error-summary").unwrap();
    let (summary, _) = summary.split_once("</div>").unwrap();
    for line in ["Vad sades? Svara på frågan.", "När? Skriv ett datum"] {
        assert!(summary.contains(line), "{line}: {summary}");
    }
    assert!(!page.contains("Uppgiften saknas"));
}

#[tokio::test]
async fn beginning_again_asks_before_it_throws_seven_pages_away() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    nurse
        .post("/arenden/nytt/plats", &[("setting", "inpatient")])
        .await
        .expect(303);
    let asked = nurse
        .post("/arenden/nytt/grupp", &[("borja-om", "ja")])
        .await
        .expect(200)
        .text();
    assert!(asked.contains("Vill du kasta alla svar?"), "{asked}");
    let kept = nurse.get("/arenden/nytt/plats").await.expect(200).text();
    assert!(kept.contains("checked"), "the answer is still there");
    nurse
        .post("/arenden/nytt/grupp", &[("borja-om", "bekraftat")])
        .await
        .expect(303);
}

// covers: X4, V3.3
#[tokio::test]
async fn a_corrected_birth_date_that_leaves_open_who_is_a_child_comes_with_the_answer() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let correct = json!({ "command": "correct_person", "birth_date": "unknown" });
    let refused = door.give("ward-nurse", &case, &correct).await;
    let unsaid = [("under_18".to_owned(), "required".to_owned())];
    assert_eq!(refused.mistakes(), unsaid);
    let answered = but(correct, &json!({ "under_18": true }));
    door.done("ward-nurse", &mut case, &answered).await;
    let view = door.read(&mut case).await;
    assert_eq!(view["person"]["birth_date"], "unknown");
    assert_eq!(view["person"]["child"], true);
    assert_eq!(view["person"].get("age"), None);
    // A date tells it, and what was answered before no longer counts.
    let dated = json!({ "command": "correct_person", "birth_date": "1990-04-06" });
    door.done("ward-nurse", &mut case, &dated).await;
    let view = door.read(&mut case).await;
    assert_eq!(view["person"]["child"], false);
    assert_eq!(view["person"]["age"], 35);
    for (wrong, code) in [
        ("1850", "too-long-ago"),
        ("2027", "in-the-future"),
        ("okänt", "not-a-date"),
    ] {
        let wrong = json!({ "command": "correct_person", "birth_date": wrong });
        let refused = door.give("ward-nurse", &case, &wrong).await;
        let expected = ("birth_date".to_owned(), code.to_owned());
        assert_eq!(refused.mistakes(), [expected]);
    }
}
