use serde_json::json;

use crate::{
    browser::{Browser, between},
    door::{Door, asylum_seeker, but, consent},
};

#[tokio::test]
async fn a_ward_sees_its_cases_by_next_step_and_a_strange_ward_none() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/inkorg").await.expect(200).text();
    assert!(page.contains(&format!("/arenden/{}", case.id)));
    assert!(page.contains("Telefontider i dag"));
    let title = between(&page, "<title>", "</title>");
    assert_eq!(title, "Inkorg – Vårdbron");
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    let page = stranger.get("/inkorg").await.expect(200).text();
    assert!(!page.contains(&case.id));
    assert!(page.contains("Inget att göra just nu"));
}

// covers: X1
#[tokio::test]
async fn a_protected_row_shows_neither_group_nor_source() {
    let door = Door::new().await;
    let body = but(
        asylum_seeker(),
        &json!({ "group": "without_permits", "identifiers": [] }),
    );
    let case = door.open(&body).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    // The case's reference is random letters and digits, which may happen to contain 6C.
    let (first, second) = (case.id[..4].to_uppercase(), case.id[4..8].to_uppercase());
    let name = format!("{first}-{second}");
    for address in ["/inkorg", "/arenden"] {
        let page = nurse.get(address).await.expect(200).text();
        let list = between(&page, "id=\"levande-lista\"", "</section>");
        assert!(list.contains("Skyddat ärende"), "{address}");
        assert!(list.contains(&name), "{address}");
        let list = list.replace(&name, "");
        for secret in ["6 C", "6C", "tillstånd", "kalla"] {
            assert!(!list.contains(secret), "{address} shows {secret}");
        }
    }
}

#[tokio::test]
async fn a_counter_filters_the_list_and_the_address_says_so() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/inkorg?visa=vantar").await.expect(200).text();
    let list = between(&page, "id=\"levande-lista\"", "</section>");
    assert!(!list.contains(&case.id), "nothing waits yet");
    assert!(page.contains("aria-current=\"true\""));
    nurse.get("/inkorg?visa=finns-inte").await.expect(200);
    nurse.get("/inkorg?efter=fel").await.expect(422);
}

// covers: X1
#[tokio::test]
async fn what_is_searched_for_stands_in_no_address() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let name = asylum_seeker()["name"].as_str().unwrap().to_owned();
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let hits = nurse.post("/sok", &[("q", &name)]).await.expect(200);
    assert_eq!(hits.header("location"), "");
    assert!(hits.text().contains(&case.id));
    let short = nurse.post("/sok", &[("q", "a")]).await.expect(422).text();
    assert!(short.contains("Skriv minst två bokstäver eller siffror"));
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    let none = stranger
        .post("/sok", &[("q", &name)])
        .await
        .expect(200)
        .text();
    assert!(!none.contains(&case.id));
}

// covers: X1
#[tokio::test]
async fn a_user_without_cases_is_led_to_a_page_of_their_own() {
    let door = Door::new().await;
    for (user, home) in [
        ("administrator", "/administration/enheter"),
        ("social-services", "/vagledning"),
        ("municipal-rehab", "/vagledning"),
    ] {
        let mut browser = Browser::of(&door, user).await;
        let reply = browser.get("/inkorg").await.expect(303);
        assert_eq!(reply.header("location"), home, "{user}");
        browser.get("/arenden").await.expect(404);
        browser.post("/sok", &[("q", "Samira")]).await.expect(404);
        let page = browser.get(home).await.expect(200).text();
        assert!(!page.contains("id=\"sok\""), "{user} has nothing to search");
    }
}

#[tokio::test]
async fn the_counters_together_are_the_whole_list() {
    let door = Door::new().await;
    for name in ["Prov Ett", "Prov Tva", "Prov Tre"] {
        let body = but(
            asylum_seeker(),
            &json!({ "name": name, "identifiers": [], "group_evidence": "Kort" }),
        );
        let mut case = door.open(&body).await;
        if name == "Prov Tre" {
            door.done("ward-nurse", &mut case, &consent("case", "refused"))
                .await;
        }
    }
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/inkorg").await.expect(200).text();
    let counters = between(&page, "id=\"levande-antal\"", "</ul>");
    assert!(counters.contains("Inget att göra nu"));
    let numbers = counters.split("<b>").skip(1);
    let sum: usize = numbers
        .map(|rest| rest.split('<').next().unwrap().parse::<usize>().unwrap())
        .sum();
    let list = between(&page, "id=\"levande-lista\"", "</section>");
    assert_eq!(sum, list.matches("<tr role=\"row\" data-rad").count());
    assert_eq!(sum, 3);
}

// covers: X1
#[tokio::test]
async fn who_may_not_know_the_group_has_no_empty_column_for_it() {
    let door = Door::new().await;
    let case = door.with_municipality().await;
    let mut ward = Browser::of(&door, "ward-nurse").await;
    let page = ward.get("/inkorg").await.expect(200).text();
    assert!(page.contains(">Grupp</th>") && page.contains("<aside"));
    let mut manager = Browser::of(&door, "municipal-primary-care").await;
    let page = manager.get("/inkorg").await.expect(200).text();
    assert!(page.contains(&case.id));
    assert!(
        !page.contains(">Grupp</th>") && !page.contains("<aside"),
        "{page}"
    );
}

// covers: VV.1
#[tokio::test]
async fn guidance_that_has_run_out_is_said_once_on_a_list_and_not_on_every_row() {
    let before = Door::new().await;
    for _ in 0..3 {
        before.open(&asylum_seeker()).await;
    }
    let door = before.later("2026-08-03T09:00:00+02:00").await;
    // As the program does by itself as time passes.
    door.stage.app.recheck_due().await.unwrap();
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for address in ["/inkorg", "/arenden"] {
        let page = nurse.get(address).await.expect(200).text();
        let main = between(&page, "<main", "</main>");
        let said = main.matches("gällde till och med").count();
        assert_eq!(said, 1, "{address}: {main}");
    }
}

fn one(id: &str) -> Vec<String> {
    vec![id.to_owned()]
}

/// What a search of the ward finds: the links to cases.
async fn found(nurse: &mut Browser<'_>, text: &str) -> Vec<String> {
    let page = nurse.post("/sok", &[("q", text)]).await.expect(200).text();
    let links = page.split("href=\"/arenden/").skip(1);
    let mut ids: Vec<String> = links
        .filter_map(|rest| rest.get(..26).map(str::to_owned))
        .filter(|id| id.bytes().all(|sign| sign.is_ascii_alphanumeric()))
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

#[tokio::test]
async fn a_patient_is_found_by_anything_that_is_shown_however_it_is_typed() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for (name, birth, texts) in [
        (
            // Combining marks, as some systems paste them.
            "O\u{308}rjan A\u{30a}kesson-Prov",
            "1971-02-03",
            &[
                "Örjan",
                "orjan",
                "ÖRJAN  åkesson",
                "Åkesson\u{2011}Prov, Örjan",
                "Ö. Å.",
                "710203",
                "1971\u{2013}02\u{2013}03",
                "3 februari 1971",
                "prov 710203",
            ][..],
        ),
        (
            "Sean  O\u{2019}Provsson",
            "1984-05-17",
            &["o'provsson", "Oprovsson Sean", "sean oprov", "17/5 1984"][..],
        ),
    ] {
        let body = but(
            asylum_seeker(),
            &json!({ "name": name, "birth_date": birth, "identifiers": [], "group_evidence": "Kort" }),
        );
        let case = door.open(&body).await;
        for text in texts {
            assert_eq!(found(&mut nurse, text).await, one(&case.id), "{text}");
        }
        let shown = format!("{}-{}", &case.id[..4], &case.id[4..8]).to_uppercase();
        assert_eq!(found(&mut nurse, &shown).await, one(&case.id));
        assert_eq!(found(&mut nurse, &case.id).await, one(&case.id));
    }
    let page = nurse.get("/arenden").await.expect(200).text();
    assert!(page.contains("Ö. Å.") && page.contains("S. O."), "{page}");
    assert!(found(&mut nurse, "Örjan Sean").await.is_empty());
}

#[tokio::test]
async fn a_number_is_found_beside_other_words_and_as_it_is_pasted() {
    let door = Door::new().await;
    let case = door.open(&asylum_seeker()).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    for text in [
        "51-234567",
        "51\u{2011}234567",
        "\u{200b}51234567",
        "51 234567",
        "Amina 51-234567",
        "LMA 51-234567",
    ] {
        assert_eq!(found(&mut nurse, text).await, one(&case.id), "{text:?}");
    }
}

// covers: X1
#[tokio::test]
async fn a_number_that_a_reader_does_not_see_finds_no_case_for_them() {
    let door = Door::new().await;
    let mut case = door.with_municipality().await;
    let sip = door.read(&mut case).await["sip"]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let number = json!({ "kind": "lma_number", "value": "52-345678" });
    let renewed = json!({ "command": "add_identifier", "identifier": number });
    door.done("ward-nurse", &mut case, &renewed).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let mut municipality = Browser::of(&door, "municipal-primary-care").await;
    for (text, municipality_finds) in [
        (sip.as_str(), false),
        ("51-234567", false),
        ("52-345678", true),
    ] {
        assert_eq!(found(&mut nurse, text).await, one(&case.id), "{text}");
        let hits = found(&mut municipality, text).await;
        assert_eq!(hits == one(&case.id), municipality_finds, "{text}");
    }
}

#[tokio::test]
async fn ten_digits_find_the_person_of_either_century_also_in_an_emergency() {
    let door = Door::new().await;
    for (born, stored, typed) in [
        ("1982-11-05", "19821105-9954", "821105-9954"),
        ("1912-12-12", "19121212-1212", "1212121212"),
    ] {
        let number = json!([{ "kind": "personal_number", "value": stored }]);
        let person = json!({
            "group": "without_permits", "group_evidence": "Avslag visat",
            "birth_date": born, "identifiers": number,
        });
        let case = door.open(&but(asylum_seeker(), &person)).await;
        let mut nurse = Browser::of(&door, "ward-nurse").await;
        assert_eq!(found(&mut nurse, typed).await, one(&case.id), "{typed}");
        let mut stranger = Browser::of(&door, "stranger-ward").await;
        let answers = [
            ("number", typed),
            ("birth_date", born),
            ("reason", "danger"),
            ("words", "Kramper på akuten"),
        ];
        stranger.post("/nodoppning", &answers).await.expect(303);
    }
}

#[tokio::test]
async fn open_cases_are_found_before_closed_ones_and_a_long_list_says_that_there_is_more() {
    let door = Door::new().await;
    let mut closed = door.open(&asylum_seeker()).await;
    let close = json!({ "command": "close_case", "cause": "completed" });
    door.done("ward-nurse", &mut closed, &close).await;
    let without_number = but(asylum_seeker(), &json!({ "identifiers": [] }));
    let older = door.open(&without_number).await;
    let newer = door.open(&without_number).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse
        .post("/sok", &[("q", "Amina")])
        .await
        .expect(200)
        .text();
    let place = |case: &crate::door::Told| page.find(&case.id).unwrap();
    assert!(place(&newer) < place(&closed) && place(&older) < place(&closed));
    assert!(!page.contains("Fler ärenden stämmer"));
    for _ in 0..49 {
        door.open(&without_number).await;
    }
    let page = nurse
        .post("/sok", &[("q", "Amina")])
        .await
        .expect(200)
        .text();
    assert!(page.contains("Fler ärenden stämmer än de som visas"));
}

#[tokio::test]
async fn a_closed_case_is_found_and_listed_with_its_day_by_those_who_were_parties() {
    let door = Door::new().await;
    let mut case = door.with_municipality().await;
    let close = json!({ "command": "close_case", "reason": "Patienten har flyttat" });
    door.done("ward-nurse", &mut case, &close).await;
    for user in ["ward-nurse", "municipal-primary-care"] {
        let mut browser = Browser::of(&door, user).await;
        for text in ["Provsson, Amina", "51-234567", &case.id[..8].to_uppercase()] {
            let page = browser
                .post("/sok", &[("q", text)])
                .await
                .expect(200)
                .text();
            assert!(page.contains(&case.id), "{user} {text}: {page}");
            assert!(page.contains("Avslutat"), "{user} {text}");
        }
        let page = browser.get("/arenden").await.expect(200).text();
        assert!(!page.contains(&case.id) && page.contains("/arenden?visa=avslutade"));
        let page = browser
            .get("/arenden?visa=avslutade")
            .await
            .expect(200)
            .text();
        assert!(
            page.contains(&case.id) && page.contains("I dag"),
            "{user}: {page}"
        );
        browser
            .get(&format!("/arenden/{}", case.id))
            .await
            .expect(200);
    }
    let mut stranger = Browser::of(&door, "stranger-ward").await;
    let page = stranger
        .get("/arenden?visa=avslutade")
        .await
        .expect(200)
        .text();
    assert!(!page.contains(&case.id));
    stranger
        .get("/arenden?visa=avslutade&efter=fel")
        .await
        .expect(422);
}

// covers: V6A.3
#[tokio::test]
async fn a_physician_sees_the_certificates_to_write_first() {
    let door = Door::new().await;
    let other = door
        .open(&but(
            asylum_seeker(),
            &json!({ "nursing_need": "none", "identifiers": [] }),
        ))
        .await;
    let need = json!({ "nursing_need": "unmet" });
    let mut case = door.open(&but(asylum_seeker(), &need)).await;
    let mut physician = Browser::of(&door, "physician").await;
    let page = physician.get("/inkorg").await.expect(200).text();
    let first = page.find("Läkarintyg att skriva").unwrap();
    // The same cases stand below too, and paper has each once.
    let group = page[..first].rfind("<tbody").unwrap();
    assert!(
        page[group..first].contains("class=\"skrivut-ej\""),
        "{page}"
    );
    let step = format!("/arenden/{}/steg/behov-och-intyg", case.id);
    let certificate = page.find(&step).unwrap();
    assert!(
        first < certificate && certificate < page.find(&other.id).unwrap(),
        "{page}"
    );
    // The row's day would be the next step's, which is another.
    let row = between(&page[first..], &step, "</tr>");
    assert!(
        row.contains("Skyndsamt") && !row.contains("före 12.00"),
        "{row}"
    );
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/inkorg").await.expect(200).text();
    assert!(!page.contains("Läkarintyg att skriva"));
    let write = json!({ "command": "write_certificate", "content": "Behöver omvårdnad" });
    door.done("physician", &mut case, &write).await;
    let page = physician.get("/inkorg").await.expect(200).text();
    assert!(!page.contains("Läkarintyg att skriva"));
}

// covers: V6B.7
#[tokio::test]
async fn the_inbox_of_the_asked_municipality_begins_with_its_questions_and_the_ward_sees_the_answer()
 {
    let door = Door::new().await;
    let mut case = door.consented().await;
    let question = door.asked(&mut case).await;
    let mut manager = Browser::of(&door, "municipal-primary-care").await;
    let page = manager.get("/inkorg").await.expect(200).text();
    let asked = between(&page, "Frågor att svara på", "</section>");
    assert!(
        asked.starts_with(" <span class=\"antal antal--rod\">1</span>"),
        "{asked}"
    );
    assert!(asked.contains("href=\"/forfragningar\""));
    // What a question asks is read on its own page, where the reading is logged.
    assert!(!page.contains(&question) && !asked.contains("Trollhättan"));
    for (answer, said) in [
        ("more_information", "Kommunen vill veta mer: ring chefen"),
        ("yes", "Kommunen sa ja: lägg till kommunal primärvård"),
    ] {
        let unit = testkit::Unit::MunicipalCare.hsa();
        let answered = json!({
            "command": "record_municipality_answer", "unit": unit, "answer": answer,
            "answered_by": "Enhetschef", "comment": "Hur ofta?",
        });
        door.done("ward-nurse", &mut case, &answered).await;
        let steps = format!("/arenden/{}", case.id);
        let mut nurse = Browser::of(&door, "ward-nurse").await;
        let page = nurse.get(&steps).await.expect(200).text();
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = manager.get("/inkorg").await.expect(200).text();
    assert!(!page.contains("Frågor att svara på"));
}

/// Plans a meeting on the Tuesday after the clock's Thursday.
fn meeting_this_week() -> serde_json::Value {
    let day = json!({ "at": "2026-03-10T10:00:00+01:00" });
    but(testkit::commands::meeting(), &day)
}

/// The number of a counter in the inbox.
fn counted(page: &str, label: &str) -> u32 {
    let counters = between(page, "id=\"levande-antal\"", "</ul>");
    let before = counters.split(label).next().unwrap();
    let number = before.rsplit("<b>").next().unwrap();
    number.split('<').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn counters_and_filters_count_every_page_of_the_list() {
    let before = Door::new().await;
    let named = |number: u8| json!({ "name": format!("Prov {number}"), "identifiers": [], "group_evidence": "Kort" });
    for number in 1..103 {
        before.open(&but(asylum_seeker(), &named(number))).await;
    }
    // A week later the first ones are late, and stand before the latest one.
    let door = before.later("2026-03-12T09:00:00+01:00").await;
    while door.stage.app.recheck_due().await.unwrap() > 0 {}
    door.open(&but(asylum_seeker(), &named(103))).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/inkorg").await.expect(200).text();
    assert!(page.contains("103 pågående ärenden."), "{page}");
    let labels = [
        "Försenat",
        "Ska göras i dag",
        "Senare",
        "Väntar på annan part",
        "Inget att göra nu",
    ];
    let sum: u32 = labels.iter().map(|label| counted(&page, label)).sum();
    assert_eq!(sum, 103);
    // Each filter lists as many cases as its counter says, from whichever page they stand on.
    let mut several = 0;
    for (code, label) in ["forsenat", "idag", "senare", "vantar", "klara"]
        .iter()
        .zip(labels)
    {
        let page = nurse
            .get(&format!("/inkorg?visa={code}"))
            .await
            .expect(200)
            .text();
        let list = between(&page, "id=\"levande-lista\"", "</section>");
        let listed = list.matches("<tr role=\"row\" data-rad").count();
        let count = counted(&page, label);
        assert_eq!(listed, usize::try_from(count.min(100)).unwrap(), "{label}");
        several += usize::from(count > 0);
    }
    assert_eq!(several, 2);
}

#[tokio::test]
async fn the_inbox_tells_of_the_weeks_meetings_news_letters_and_what_is_begun() {
    let door = Door::new().await;
    let mut case = door.consented().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/inkorg").await.expect(200).text();
    for heading in [
        "Möten i dag",
        "Nytt sedan du var där",
        "Du har börjat på",
        "Brev och e-post som väntar",
    ] {
        assert!(!page.contains(heading), "{heading}");
    }
    nurse
        .get(&format!("/arenden/{}", case.id))
        .await
        .expect(200);
    door.done("physician", &mut case, &meeting_this_week())
        .await;
    let address = format!("/arenden/{}/utkast/bostad", case.id);
    let typed = "command=establish_residence&address=Storgatan&nyckel=k1";
    let own = [("sec-fetch-site", "same-origin"), ("x-utkast", "1")];
    nurse.send("POST", &address, typed, &own).await;
    let page = nurse.get("/inkorg").await.expect(200).text();
    let meeting = between(&page, "Möten i dag och i veckan", "</section>");
    assert!(
        meeting.contains("10.00") && meeting.contains(&case.id),
        "{meeting}"
    );
    let news = between(&page, "Nytt sedan du var där", "</section>");
    assert!(
        news.contains(&case.id) && news.contains("1 ny händelse"),
        "{news}"
    );
    let begun = between(&page, "Du har börjat på", "</section>");
    assert!(begun.contains(&case.id), "{begun}");
    // A meeting that has been held, and one a month ahead, are not ahead in the week.
    let later = but(
        testkit::commands::meeting(),
        &json!({ "at": "2026-04-10T10:00:00+02:00" }),
    );
    door.done("ward-nurse", &mut case, &later).await;
    let page = nurse.get("/inkorg").await.expect(200).text();
    assert!(!page.contains("Möten i dag"));
    // Nobody else has the drafts.
    let mut physician = Browser::of(&door, "physician").await;
    let page = physician.get("/inkorg").await.expect(200).text();
    assert!(!page.contains("Du har börjat på"));
}

// covers: X1
#[tokio::test]
async fn the_municipality_sees_its_meetings_and_no_count_of_what_it_does_not_see() {
    let door = Door::new().await;
    let mut case = door.with_municipality().await;
    let mut manager = Browser::of(&door, "municipal-primary-care").await;
    manager
        .get(&format!("/arenden/{}", case.id))
        .await
        .expect(200);
    door.done("ward-nurse", &mut case, &meeting_this_week())
        .await;
    let page = manager.get("/inkorg").await.expect(200).text();
    let meeting = between(&page, "Möten i dag och i veckan", "</section>");
    assert!(meeting.contains(&case.id));
    assert!(!page.contains("Nytt sedan du var där") && !page.contains("Brev och e-post"));
}

#[tokio::test]
async fn a_user_finds_the_cases_that_they_have_opened_themselves() {
    let door = Door::new().await;
    let named = |name: &str| {
        let changes = json!({ "name": name, "identifiers": [], "group_evidence": "Kort" });
        but(asylum_seeker(), &changes)
    };
    let opened = door.open(&named("Prov Ett")).await;
    let other = door.open(&named("Prov Tva")).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let address = format!("/arenden/{}", opened.id);
    nurse.get(&address).await.expect(200);
    // The visit is noted without the page waiting for it.
    let mut page = String::new();
    for _ in 0..50 {
        page = nurse.get("/arenden?visa=mina").await.expect(200).text();
        if page.contains(&opened.id) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(
        page.contains(&opened.id) && !page.contains(&other.id),
        "{page}"
    );
    let mut colleague = Browser::of(&door, "physician").await;
    let page = colleague.get("/arenden?visa=mina").await.expect(200).text();
    assert!(!page.contains(&opened.id), "{page}");
    let mut manager = Browser::of(&door, "municipal-primary-care").await;
    let page = manager.get("/arenden").await.expect(200).text();
    assert!(
        page.contains("visa=senare") && !page.contains("visa=mina"),
        "{page}"
    );
}
