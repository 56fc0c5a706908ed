use crate::{
    browser::{Browser, between},
    door::Door,
};

const ANSWERS: [(&str, &[(&str, &str)]); 7] = [
    ("plats", &[("setting", "inpatient")]),
    ("grupp", &[("group", "asylum_seeker")]),
    (
        "underlag",
        &[("group_evidence", "LMA-kort"), ("verified_in", "card")],
    ),
    (
        "patient",
        &[
            ("name", "Samira Haddad"),
            ("birth_date", "1961-04-12"),
            ("room", "7"),
        ],
    ),
    (
        "sprak",
        &[("language", "ar"), ("interpreter_needed", "true")],
    ),
    ("omvardnad", &[("nursing_need", "none")]),
    (
        "vard-och-hjalpmedel",
        &[("health_care_need", "true"), ("device_need", "false")],
    ),
];

/// Answers every question, with some answers replaced.
async fn answer(browser: &mut Browser<'_>, other: &[(&str, &[(&str, &str)])]) {
    for (question, fields) in ANSWERS {
        let fields = other
            .iter()
            .find(|(name, _)| *name == question)
            .map_or(fields, |own| own.1);
        browser
            .post(&format!("/arenden/nytt/{question}"), fields)
            .await
            .expect(303);
    }
}

#[tokio::test]
async fn one_question_leads_to_the_next_and_the_last_to_the_page_before_opening() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let mut at = nurse
        .get("/arenden/nytt")
        .await
        .expect(303)
        .header("location")
        .to_owned();
    for (question, fields) in ANSWERS {
        assert_eq!(at, format!("/arenden/nytt/{question}"));
        nurse.get(&at).await.expect(200);
        at = nurse
            .post(&at, fields)
            .await
            .expect(303)
            .header("location")
            .to_owned();
    }
    assert_eq!(at, "/arenden/nytt/granska");
}

// covers: V5.1
#[tokio::test]
async fn the_last_page_says_which_pathway_follows_and_why_and_who_may_be_told() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    answer(&mut nurse, &[]).await;
    let page = nurse.get("/arenden/nytt/granska").await.expect(200).text();
    assert!(page.contains("spår 6 B"));
    assert!(page.contains("Inneliggande, asylsökande, inget behov av omvårdnad: 6 B."));
    let told = between(&page, "Får veta på annat sätt", "GRÄNS");
    assert!(told.contains("Migrationsverket"));
    let never = between(&page, "Får inte veta av oss", "</ul>");
    assert!(never.contains("Socialtjänsten"));
    let nothing_yet = nurse.get("/inkorg").await.expect(200).text();
    assert!(nothing_yet.contains("0 pågående ärenden"));
    let opened = nurse.post("/arenden/nytt/granska", &[]).await.expect(303);
    let address = opened.header("location").to_owned();
    assert!(address.starts_with("/arenden/"));
    let list = nurse.get("/inkorg").await.expect(200).text();
    assert!(list.contains(&address));
    assert!(list.contains("Ärendet är startat. Ingenting har skickats."));
    let again = nurse.get("/inkorg").await.expect(200).text();
    assert!(
        !again.contains("Ärendet är startat"),
        "a receipt is shown once"
    );
    let emptied = nurse.get("/arenden/nytt").await.expect(303);
    assert_eq!(emptied.header("location"), "/arenden/nytt/plats");
}

/// Answers to where the patient is, the group, and the needs; the pathway, and why it follows.
const PATHWAYS: [([&str; 3], &str, &str); 6] = [
    (
        ["inpatient", "asylum_seeker", "unknown"],
        "spår 6 A",
        "Inneliggande, asylsökande, omvårdnadsbehov inte bedömt än: 6 A tills behovet är känt.",
    ),
    (
        ["inpatient", "mass_refugee", "met_by_kin"],
        "spår 6 B",
        "Inneliggande, massflykting, släkt eller vänner tillgodoser behovet av omvårdnad: 6 B.",
    ),
    (
        ["inpatient", "without_permits", "unmet"],
        "spår 6 C",
        "Inneliggande, person som vistas i Sverige utan nödvändiga tillstånd: 6 C oavsett \
         omvårdnadsbehov.",
    ),
    (
        ["outpatient", "asylum_seeker", "unknown"],
        "spår 7 A",
        "Regional primärvård eller öppen specialistvård, asylsökande, omvårdnadsbehov inte bedömt \
         än: 7 A tills behovet är känt.",
    ),
    (
        ["outpatient", "asylum_seeker", "none"],
        "spår 7 B",
        "asylsökande, inget behov av omvårdnad: 7 B.",
    ),
    (
        ["outpatient", "without_permits", "met_by_kin"],
        "spår 7 C",
        "person som vistas i Sverige utan nödvändiga tillstånd: 7 C oavsett omvårdnadsbehov.",
    ),
];

#[tokio::test]
async fn every_pathway_follows_from_its_answers_and_the_last_page_says_so() {
    let door = Door::new().await;
    for ([setting, group, need], pathway, why) in PATHWAYS {
        let role = if setting == "inpatient" {
            "ward-nurse"
        } else {
            "health-centre"
        };
        let mut nurse = Browser::of(&door, role).await;
        let other: [(&str, &[(&str, &str)]); 3] = [
            ("plats", &[("setting", setting)]),
            ("grupp", &[("group", group)]),
            ("omvardnad", &[("nursing_need", need)]),
        ];
        answer(&mut nurse, &other).await;
        let page = nurse.get("/arenden/nytt/granska").await.expect(200).text();
        assert!(
            page.contains(pathway) && page.contains(why),
            "{pathway}: {page}"
        );
        assert!(page.contains("Ingenting skickas"), "{pathway}");
    }
}

// covers: V3.7
#[tokio::test]
async fn vet_inte_makes_a_protected_case_and_asks_for_no_evidence() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    nurse
        .post("/arenden/nytt/plats", ANSWERS[0].1)
        .await
        .expect(303);
    let next = nurse
        .post("/arenden/nytt/grupp", &[("group", "unestablished")])
        .await
        .expect(303);
    assert_eq!(next.header("location"), "/arenden/nytt/patient");
    for (question, fields) in &ANSWERS[3..] {
        nurse
            .post(&format!("/arenden/nytt/{question}"), fields)
            .await
            .expect(303);
    }
    let page = nurse.get("/arenden/nytt/granska").await.expect(200).text();
    assert!(page.contains("Ärendet är skyddat."));
    let never = between(&page, "Får inte veta av oss", "</ul>");
    assert!(never.contains("Migrationsverket"));
    assert!(page.contains("data-utskrift=\"nej\""), "it does not print");
}

#[tokio::test]
async fn a_wrong_answer_comes_back_with_all_that_was_typed() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let fields = [
        ("name", "Samira Haddad"),
        ("birth_date", "i går åtta"),
        ("lma_number", "12"),
    ];
    let page = nurse
        .post("/arenden/nytt/patient", &fields)
        .await
        .expect(422)
        .text();
    for typed in ["Samira Haddad", "i går åtta", "value=\"12\""] {
        assert!(page.contains(typed), "{typed}");
    }
    assert!(page.contains("2 uppgifter behöver rättas"));
    assert!(page.contains("href=\"#f-lma_number\""));
    let group = nurse
        .post("/arenden/nytt/grupp", &[])
        .await
        .expect(422)
        .text();
    assert!(group.contains("Välj Vet inte om du är osäker."));
}

#[tokio::test]
async fn what_is_typed_is_kept_on_the_server_and_is_there_after_a_crash() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let kept = nurse
        .post(
            "/arenden/nytt/patient/utkast",
            &[
                ("name", "Halvskrivet na"),
                ("group", "resident"),
                ("utkast", "0"),
            ],
        )
        .await
        .expect(204);
    assert_eq!(kept.header("x-sparat"), "09.42");
    nurse.lose_session();
    nurse
        .log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(303);
    let page = nurse.get("/arenden/nytt/patient").await.expect(200).text();
    assert!(page.contains("Halvskrivet na"));
    let group = nurse.get("/arenden/nytt/grupp").await.expect(200).text();
    assert!(
        !group.contains("checked"),
        "a page keeps its own fields only"
    );
    let mut colleague = Browser::of(&door, "discharge-coordinator").await;
    let page = colleague
        .get("/arenden/nytt/patient")
        .await
        .expect(200)
        .text();
    assert!(
        !page.contains("Halvskrivet na"),
        "a draft is its author's only"
    );
    nurse
        .post("/arenden/nytt/plats", &[("borja-om", "bekraftat")])
        .await
        .expect(303);
    let page = nurse.get("/arenden/nytt/patient").await.expect(200).text();
    assert!(!page.contains("Halvskrivet na"));
}

#[tokio::test]
async fn a_mistake_that_shows_only_at_the_end_leads_back_to_its_question() {
    let door = Door::new().await;
    let mut centre = Browser::of(&door, "health-centre").await;
    answer(&mut centre, &[]).await;
    let back = centre.get("/arenden/nytt/granska").await.expect(303);
    assert_eq!(back.header("location"), "/arenden/nytt/plats?ratta=ja");
    let page = centre.get(back.header("location")).await.expect(200).text();
    assert!(page.contains("Din enhet är ingen vårdavdelning."));
}

#[tokio::test]
async fn an_asylum_seeker_without_evidence_is_said_to_become_protected() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    answer(&mut nurse, &[("underlag", &[])]).await;
    let page = nurse.get("/arenden/nytt/granska").await.expect(200).text();
    assert!(page.contains("Gruppen är inte fastställd än"));
}

#[tokio::test]
async fn a_second_press_on_the_button_opens_no_second_case() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    answer(&mut nurse, &[]).await;
    nurse.post("/arenden/nytt/granska", &[]).await.expect(303);
    let again = nurse.post("/arenden/nytt/granska", &[]).await.expect(303);
    assert!(again.header("location").starts_with("/arenden/nytt/"));
    let list = nurse.get("/inkorg").await.expect(200).text();
    assert!(list.contains("1 pågående ärende."));
}

#[tokio::test]
async fn a_user_who_may_not_open_a_case_is_told_so() {
    let door = Door::new().await;
    let mut manager = Browser::of(&door, "municipal-primary-care").await;
    for address in [
        "/arenden/nytt",
        "/arenden/nytt/plats",
        "/arenden/nytt/granska",
    ] {
        manager.get(address).await.expect(403);
    }
    manager.post("/arenden/nytt/granska", &[]).await.expect(403);
    let list = manager.get("/inkorg").await.expect(200).text();
    assert!(!list.contains("Nytt ärende"), "and is not offered it");
}

#[tokio::test]
async fn an_autosave_that_comes_after_the_answer_does_not_overwrite_it() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/arenden/nytt/patient").await.expect(200).text();
    let version = between(&page, "name=\"utkast\" value=\"", "\"").to_owned();
    let late = [
        ("name", "Samira Hadd"),
        ("birth_date", "1961-04-12"),
        ("utkast", version.as_str()),
    ];
    let autosave = "/arenden/nytt/patient/utkast";
    nurse.post(autosave, &late).await.expect(204);
    let answer = [("name", "Samira Haddad"), ("birth_date", "1961-04-12")];
    let answered = nurse.post("/arenden/nytt/patient", &answer).await;
    answered.expect(303);
    nurse.post(autosave, &late).await.expect(409);
    nurse.post(autosave, &late[..2]).await.expect(409);
    let page = nurse.get("/arenden/nytt/patient").await.expect(200).text();
    assert!(page.contains("value=\"Samira Haddad\""), "{page}");
    let version = between(&page, "name=\"utkast\" value=\"", "\"").to_owned();
    let now = [("name", "Samira H"), ("utkast", version.as_str())];
    nurse.post(autosave, &now).await.expect(204);
}

/// The mark of the answers that a page was shown on.
fn mark(page: &str) -> String {
    let field = page.split("name=\"svaren\" value=\"").nth(1).unwrap();
    field.split_once('"').unwrap().0.to_owned()
}

// covers: X2
#[tokio::test]
async fn a_tab_with_one_patient_does_not_answer_for_another_in_a_second_tab() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    answer(&mut nurse, &[]).await;
    let first = nurse.get("/arenden/nytt/sprak").await.expect(200).text();
    let checked = nurse.get("/arenden/nytt/granska").await.expect(200).text();
    assert!(
        first.contains("Gäller Samira Haddad"),
        "the page says whom it is about"
    );
    // In a second tab another patient's case is begun.
    nurse
        .post("/arenden/nytt/plats", &[("borja-om", "bekraftat")])
        .await
        .expect(303);
    let bo: &[(&str, &str)] = &[("name", "Bo Prov"), ("birth_date", "3 februari 1971")];
    answer(&mut nurse, &[("patient", bo)]).await;
    // The first tab goes on, knowing nothing of that.
    let mark_of_first = mark(&first);
    let language = [("language", "so"), ("svaren", mark_of_first.as_str())];
    let refused = nurse.post("/arenden/nytt/sprak", &language).await;
    let refused = refused.expect(409).text();
    assert!(refused.contains("Svaren har ändrats sedan du öppnade sidan"));
    assert!(refused.contains("Gäller Bo Prov") && refused.contains("value=\"so\" selected"));
    let mark_of_check = mark(&checked);
    let start = [("svaren", mark_of_check.as_str())];
    let refused = nurse.post("/arenden/nytt/granska", &start).await;
    let refused = refused.expect(409).text();
    assert!(
        refused.contains("Bo Prov") && refused.contains("Arabiska"),
        "{refused}"
    );
    // What autosave sends from the first tab is not kept either.
    let own = [("sec-fetch-site", "same-origin"), ("x-utkast", "1")];
    let typed = format!("language=so&utkast=7&svaren={mark_of_first}");
    let kept = nurse.send("POST", "/arenden/nytt/sprak/utkast", &typed, &own);
    assert_eq!(kept.await.expect(409).header("x-sparat"), "");
    // Whoever has read the page again goes on.
    let again = mark(&refused);
    let again = [("svaren", again.as_str())];
    nurse
        .post("/arenden/nytt/granska", &again)
        .await
        .expect(303);
    let late = nurse
        .post("/arenden/nytt/granska", &start)
        .await
        .expect(409);
    assert!(late.text().contains("Ärendet är redan startat"));
}

// covers: X4, V3.3
#[tokio::test]
async fn a_birth_date_that_is_not_known_is_an_answer_and_then_asks_whether_the_patient_is_a_child()
{
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for (question, fields) in &ANSWERS[..3] {
        let address = format!("/arenden/nytt/{question}");
        nurse.post(&address, fields).await.expect(303);
    }
    let address = "/arenden/nytt/patient";
    let page = nurse.get(address).await.expect(200).text();
    assert!(!page.contains("name=\"under_18\""), "{page}");
    let unknown = [("name", "Samira Haddad"), ("birth_date", "okänt")];
    let page = nurse.post(address, &unknown).await.expect(422).text();
    assert!(page.contains("Svara om patienten är under 18 år"), "{page}");
    assert!(page.contains("name=\"under_18\"") && page.contains("value=\"okänt\""));
    // In 2026 whoever was born in 2008 may be seventeen or eighteen.
    let maybe = [("name", "Samira Haddad"), ("birth_date", "2008")];
    nurse.post(address, &maybe).await.expect(422);
    for (born, child, shown, entitled) in [
        ("2008", "true", "2008 (ungefär 18 år)", true),
        ("okänt", "false", "okänt (okänd ålder)", false),
        ("1961", "", "1961 (ungefär 65 år)", false),
    ] {
        let fields: Vec<(&str, &str)> = [
            ("name", "Samira Haddad"),
            ("birth_date", born),
            ("under_18", child),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
        answer(&mut nurse, &[("patient", &fields)]).await;
        let page = nurse.get("/arenden/nytt/granska").await.expect(200).text();
        assert!(page.contains(shown), "{shown}: {page}");
        let opened = nurse.post("/arenden/nytt/granska", &[]).await.expect(303);
        let case = opened.header("location").trim_start_matches("/arenden/");
        let view = door
            .get("ward-nurse", &format!("/api/v1/cases/{case}"))
            .await;
        let view = view.expect(200).json();
        assert_eq!(view["person"]["child"], entitled, "{born}");
        let list = nurse.get("/arenden").await.expect(200).text();
        let age = shown.split(['(', ')']).nth(1).unwrap();
        assert!(list.contains(age), "{age}: {list}");
    }
    let hits = nurse
        .post("/sok", &[("q", "1961")])
        .await
        .expect(200)
        .text();
    assert!(hits.contains("ungefär 65 år"), "{hits}");
}
