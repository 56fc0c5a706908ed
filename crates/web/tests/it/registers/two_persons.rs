//! One administrator alone opens no way to a case: not by an assignment, a role, a kind, an
//! organisation, a placeholder, an address or a choice of who reviews.

use serde_json::json;
use testkit::Unit;

use crate::{
    browser::{Browser, between},
    door::{Door, asylum_seeker, but, consent},
};

const FIRST: &str = "ett-forsta-losenord";
const OWN: &str = "fyra eller fem vanliga ord";

async fn id_of(door: &Door, login: &str) -> String {
    let app = &door.stage.app;
    let administrator = app.demo_caller("administrator").await.unwrap();
    let staff = app.staff(&administrator, "").await.unwrap();
    let found = staff.into_iter().find(|card| card.login == login);
    found.unwrap().id
}

/// The assignment that somebody has.
async fn assignment_of(door: &Door, login: &str) -> String {
    let app = &door.stage.app;
    let administrator = app.demo_caller("administrator").await.unwrap();
    let staff = app.staff(&administrator, "").await.unwrap();
    let found = staff.into_iter().find(|card| card.login == login);
    found.unwrap().assignments[0].id.clone()
}

/// The first proposal that a browser's user sees.
async fn proposal(browser: &mut Browser<'_>) -> String {
    let page = browser.get("/administration/forslag").await.expect(200);
    let page = page.text();
    let id = between(&page, "action=\"/administration/forslag/", "\"");
    format!("/administration/forslag/{id}")
}

async fn waits_for_nobody(door: &Door) {
    let mut second = Browser::of(door, "administrator-2").await;
    let page = second.get("/administration/forslag").await.expect(200);
    assert!(page.text().contains("Inga förslag väntar"));
}

async fn is_denied(door: &Door, code: &str) {
    let log = door.stage.access_log().await;
    let denied = ("deny".to_owned(), code.to_owned());
    assert!(log.contains(&denied), "{code}: {log:?}");
}

fn new_staff(
    login: &'static str,
    unit: &'static str,
    role: &'static str,
) -> [(&'static str, &'static str); 5] {
    [
        ("name", "Nora Ny"),
        ("login", login),
        ("password", FIRST),
        ("unit", unit),
        ("role", role),
    ]
}

// covers: X1
#[tokio::test]
async fn nobody_gives_themself_an_assignment_or_a_role() {
    let door = Door::new().await;
    let own = id_of(&door, "administrator").await;
    let mut keeper = Browser::of(&door, "administrator").await;
    for (unit, role) in [
        (Unit::Ward, "care_staff"),
        (Unit::Ward, "physician"),
        (Unit::Systems, "log_reviewer"),
        (Unit::SocialServices, "social_services_staff"),
    ] {
        let asked = [("unit", unit.hsa()), ("role", role)];
        let page = keeper
            .post(&format!("/administration/personal/{own}/uppdrag"), &asked)
            .await
            .expect(422)
            .text();
        assert!(page.contains("Ingen ger sig själv ett uppdrag"), "{page}");
        assert!(page.contains(unit.hsa()), "what was typed is kept");
    }
    is_denied(&door, "own-assignment").await;
    waits_for_nobody(&door).await;
    // Nor by the hands of the other: whom a proposal concerns does not confirm it.
    let mut second = Browser::of(&door, "administrator-2").await;
    let asked = [("unit", Unit::Ward.hsa()), ("role", "care_staff")];
    second
        .post(&format!("/administration/personal/{own}/uppdrag"), &asked)
        .await
        .expect(303);
    let waiting = proposal(&mut keeper).await;
    let refused = keeper
        .post(&waiting, &[("svar", "bekrafta")])
        .await
        .expect(422)
        .text();
    assert!(
        refused.contains("Förslaget ger dig ett uppdrag"),
        "{refused}"
    );
    let page = keeper.get("/uppdrag").await.expect(200).text();
    assert!(!page.contains("Avdelning 1"));
}

// covers: X1
#[tokio::test]
async fn an_account_that_one_administrator_makes_opens_no_case_to_them() {
    let door = Door::new().await;
    let body = but(asylum_seeker(), &json!({ "group": "without_permits" }));
    let case = door.open(&body).await;
    let place = format!("/arenden/{}", case.id);
    let mut keeper = Browser::of(&door, "administrator").await;
    keeper
        .post(
            "/administration/personal/ny",
            &new_staff("nora-ny", Unit::Ward.hsa(), "care_staff"),
        )
        .await
        .expect(303);
    // The maker knows the password: it opens the page where it is changed, and nothing else.
    let mut as_nora = Browser::new(&door);
    let to = as_nora.log_in("nora-ny", FIRST).await.expect(303);
    assert_eq!(to.header("location"), "/losenord");
    for address in [
        place.as_str(),
        "/inkorg",
        "/uppdrag",
        "/kontakter",
        "/installningar",
    ] {
        let to = as_nora.get(address).await.expect(303);
        assert_eq!(to.header("location"), "/losenord", "{address}");
    }
    let choose = [("nuvarande", FIRST), ("nytt", OWN), ("igen", OWN)];
    let waits = as_nora.post("/losenord", &choose).await.expect(422).text();
    assert!(
        waits.contains("väntar på att en annan administratör"),
        "{waits}"
    );
    // The proposer does not confirm.
    let own = proposal(&mut keeper).await;
    let refused = keeper.post(&own, &[("svar", "bekrafta")]).await.expect(422);
    assert!(refused.text().contains("Du har gjort förslaget."));
    keeper.post(&own, &[]).await.expect(422);
    is_denied(&door, "own-proposal").await;
    assert!(as_nora.get(&place).await.expect(303).header("location") == "/losenord");
    // The second administrator gets the code that the maker does not know.
    let mut second = Browser::of(&door, "administrator-2").await;
    let page = second.post(&own, &[("svar", "bekrafta")]).await.expect(200);
    let page = page.text();
    let code = between(&page, "<pre", "</pre>")
        .split('>')
        .nth(1)
        .unwrap()
        .trim()
        .to_owned();
    assert_eq!(code.len(), 10, "{code}");
    second.post(&own, &[("svar", "bekrafta")]).await.expect(404);
    let to = as_nora.get(&place).await.expect(303);
    assert_eq!(to.header("location"), "/losenord");
    let guess = [choose.as_slice(), &[("kod", "AAAAAAAAAA")]].concat();
    let wrong = as_nora.post("/losenord", &guess).await.expect(422).text();
    assert!(wrong.contains("Engångskoden stämmer inte"), "{wrong}");
    assert!(!wrong.contains(OWN) && !wrong.contains(FIRST));
    // Nora has met both, and from then on nobody else acts as her.
    let mut nora = Browser::new(&door);
    nora.log_in("nora-ny", FIRST).await.expect(303);
    let right = [choose.as_slice(), &[("kod", code.as_str())]].concat();
    nora.post("/losenord", &right).await.expect(303);
    nora.get(&place).await.expect(200);
    assert_eq!(
        as_nora.get(&place).await.expect(303).header("location"),
        "/logga-in"
    );
    as_nora.log_in("nora-ny", FIRST).await.expect(422);
    // Her own password she changes when she likes.
    let mut elsewhere = Browser::new(&door);
    elsewhere.log_in("nora-ny", OWN).await.expect(303);
    let again = "något helt annat denna gång";
    for (new, twice, said) in [
        ("kort", "kort", "Lösenordet är för kort"),
        (again, "annat", "inte lika"),
        (OWN, OWN, "Välj ett nytt lösenord"),
        ("nora-ny-2026-mars", "nora-ny-2026-mars", "användarnamn"),
    ] {
        let fields = [("nuvarande", OWN), ("nytt", new), ("igen", twice)];
        let page = nora.post("/losenord", &fields).await.expect(422).text();
        assert!(page.contains(said), "{said}");
    }
    let wrong = [("nuvarande", FIRST), ("nytt", again), ("igen", again)];
    let page = nora.post("/losenord", &wrong).await.expect(422).text();
    assert!(page.contains("Lösenordet stämmer inte"));
    let right = [("nuvarande", OWN), ("nytt", again), ("igen", again)];
    nora.post("/losenord", &right).await.expect(303);
    nora.get(&place).await.expect(200);
    elsewhere.get(&place).await.expect(303);
}

// covers: X1 V5.3
#[tokio::test]
async fn a_unit_never_becomes_another_kind_or_another_organisations() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    door.done("ward-nurse", &mut case, &consent("case", "given"))
        .await;
    let mut keeper = Browser::of(&door, "administrator").await;
    for (unit, name, kind, organisation, said) in [
        (
            Unit::SocialServices,
            "Biståndsenheten",
            "health_centre",
            "Trollhättans stad",
            "Typen ändras aldrig",
        ),
        (
            Unit::PlaceholderCentre,
            "Fiktiv vårdcentral",
            "health_centre",
            "Västra Götalandsregionen",
            "Typen ändras aldrig",
        ),
        (
            Unit::HealthCentre,
            "Vårdcentralen",
            "hospital_ward",
            "Västra Götalandsregionen",
            "Typen ändras aldrig",
        ),
        (
            Unit::MunicipalCare,
            "Kommunal primärvård Trollhättan",
            "municipal_primary_care",
            "Vänersborgs kommun",
            "Organisationen ändras aldrig",
        ),
    ] {
        let fields = [
            ("name", name),
            ("kind", kind),
            ("organisation", organisation),
            ("active", "ja"),
        ];
        let address = format!("/administration/enheter/{}", unit.hsa());
        let page = keeper.post(&address, &fields).await.expect(422).text();
        assert!(
            page.contains(said) && page.contains("lägg upp en ny"),
            "{page}"
        );
        assert!(page.contains(name));
    }
    is_denied(&door, "never-changes").await;
    waits_for_nobody(&door).await;
    let refused = door
        .give(
            "ward-nurse",
            &case,
            &crate::door::add_party(Unit::SocialServices),
        )
        .await;
    assert_eq!(
        refused.problem(),
        (409, "social-services-never-party".to_owned())
    );
}

// covers: X1 V5.3
#[tokio::test]
async fn social_services_and_municipal_rehab_are_known_by_their_own_name_and_mailbox() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let unit = |name: &'static str, kind: &'static str, mailbox: &'static str| {
        [
            ("hsa_id", "SE2321000131-E900000009998"),
            ("name", name),
            ("kind", kind),
            ("organisation", "Västra Götalandsregionen"),
            ("municipality", "1488"),
            ("mailbox", mailbox),
            ("active", "ja"),
        ]
    };
    for (name, kind, mailbox) in [
        ("Biståndsenheten", "health_centre", ""),
        ("Bi\u{ad}ståndsen\u{200b}heten", "hospital_ward", ""),
        ("Ѕоcialtjänsten", "municipal_primary_care", ""),
        ("Kommunens rehab", "regional_rehab", ""),
        ("Fysioterapin", "municipal_primary_care", ""),
        ("Enhet 7", "health_centre", "soc@trollhattan.example"),
        (
            "Enhet 7",
            "municipal_primary_care",
            "rehab@trollhattan.example",
        ),
    ] {
        let page = keeper
            .post("/administration/enheter/ny", &unit(name, kind, mailbox))
            .await
            .expect(422)
            .text();
        assert!(page.contains("som aldrig får veta något"), "{name} {page}");
    }
    // Nor does a care unit take such a name or mailbox later.
    let ward = format!("/administration/enheter/{}", Unit::Ward.hsa());
    for (field, value) in [("name", "Socialkontoret"), ("mailbox", "bistand@x.example")] {
        let mut fields = vec![("name", "Avdelning 1"), ("active", "ja")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        keeper.post(&ward, &fields).await.expect(422);
    }
    is_denied(&door, "disguised-unit").await;
    waits_for_nobody(&door).await;
}

// covers: X1
#[tokio::test]
async fn an_organisations_name_is_a_warning_that_two_settle() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let fields = [
        ("hsa_id", "SE2321000131-E900000009997"),
        ("name", "Hemsjukvården Sylte"),
        ("kind", "municipal_primary_care"),
        ("organisation", "Socialförvaltningen, Trollhättan"),
        ("municipality", "1488"),
    ];
    let reply = keeper
        .post("/administration/enheter/ny", &fields)
        .await
        .expect(303);
    assert!(reply.header("set-cookie").contains("foreslaget"));
    let list = keeper
        .get("/administration/enheter")
        .await
        .expect(200)
        .text();
    assert!(!list.contains("Hemsjukvården Sylte"), "nothing holds yet");
    let mut second = Browser::of(&door, "administrator-2").await;
    let page = second
        .get("/administration/forslag")
        .await
        .expect(200)
        .text();
    assert!(page.contains("kan betyda socialtjänst"), "{page}");
    let waiting = proposal(&mut second).await;
    second
        .post(&waiting, &[("svar", "bekrafta")])
        .await
        .expect(303);
    let list = keeper
        .get("/administration/enheter")
        .await
        .expect(200)
        .text();
    assert!(list.contains("Hemsjukvården Sylte"));
}

// covers: V6B.3
#[tokio::test]
async fn placeholders_never_have_staff() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let nurse = id_of(&door, "ward-nurse").await;
    for unit in [Unit::PlaceholderCentre, Unit::PlaceholderMunicipality] {
        for role in ["care_staff", "administrator", "social_services_staff"] {
            let asked = [("unit", unit.hsa()), ("role", role)];
            let address = format!("/administration/personal/{nurse}/uppdrag");
            let page = keeper.post(&address, &asked).await.expect(422).text();
            assert!(
                page.contains("Fiktiva enheter har aldrig personal"),
                "{page}"
            );
            keeper
                .post(
                    "/administration/personal/ny",
                    &new_staff("spoke", unit.hsa(), role),
                )
                .await
                .expect(422);
        }
    }
    is_denied(&door, "placeholder-has-no-staff").await;
    let staff = keeper
        .get("/administration/personal")
        .await
        .expect(200)
        .text();
    assert!(!staff.contains("spoke"), "no account either");
    waits_for_nobody(&door).await;
}

// covers: VB1.1
#[tokio::test]
async fn migrationsverkets_addresses_take_two() {
    let door = Door::new().await;
    let app = &door.stage.app;
    let administrator = app.demo_caller("administrator").await.unwrap();
    let contacts = app.contacts(&administrator).await.unwrap();
    let agency = contacts
        .iter()
        .find(|contact| contact.id.starts_with("migrationsverket"));
    let agency = agency.unwrap().clone();
    let address = format!("/kontakter/{}", agency.id);
    let was = |value: &Option<String>| value.clone().unwrap_or_default();
    let (function, phone) = (agency.function.clone(), was(&agency.phone));
    let (hours, mailbox, post) = (
        was(&agency.hours),
        was(&agency.mailbox),
        was(&agency.post_address),
    );
    let mut keeper = Browser::of(&door, "administrator").await;
    for (field, value) in [
        ("telefon", "0000-11 41 40"),
        ("epost", "polisen@migrationsverket.se"),
        ("adress", "Polisen\nBox 1\n111 11 Stockholm"),
        ("funktion", "Polisen"),
    ] {
        let version = agency.version.to_string();
        let mut fields = vec![
            ("version", version.as_str()),
            ("funktion", function.as_str()),
            ("telefon", phone.as_str()),
            ("tider", hours.as_str()),
            ("epost", mailbox.as_str()),
            ("adress", post.as_str()),
        ];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let reply = keeper.post(&address, &fields).await.expect(303);
        assert!(reply.header("set-cookie").contains("foreslaget"), "{field}");
    }
    let now = app.contacts(&administrator).await.unwrap();
    assert!(now.contains(&agency), "nothing has changed");
    // Two at once: what is confirmed second is decided on what no longer is.
    let mut second = Browser::of(&door, "administrator-2").await;
    let first = proposal(&mut second).await;
    let page = second
        .get("/administration/forslag")
        .await
        .expect(200)
        .text();
    assert!(page.contains("Kallelser och brev går hit."));
    second
        .post(&first, &[("svar", "bekrafta")])
        .await
        .expect(303);
    let other = proposal(&mut second).await;
    let late = second
        .post(&other, &[("svar", "bekrafta")])
        .await
        .expect(422);
    assert!(
        late.text()
            .contains("har det som det gäller ändrats sedan dess")
    );
    let other = proposal(&mut second).await;
    second.post(&other, &[("svar", "nej")]).await.expect(303);
    let own = proposal(&mut keeper).await;
    second
        .post(&own, &[("svar", "dra-tillbaka")])
        .await
        .expect(422);
    keeper
        .post(&own, &[("svar", "dra-tillbaka")])
        .await
        .expect(303);
    waits_for_nobody(&door).await;
    let now = app.contacts(&administrator).await.unwrap();
    let now = now
        .into_iter()
        .find(|contact| contact.id == agency.id)
        .unwrap();
    assert_eq!(now.phone.as_deref(), Some("0000-11 41 40"));
    assert_eq!(
        (now.mailbox, now.post_address),
        (agency.mailbox, agency.post_address)
    );
}

// covers: X1
#[tokio::test]
async fn nobody_alone_chooses_who_reviews_the_log() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let reviewer = id_of(&door, "log-reviewer").await;
    let assignment = assignment_of(&door, "log-reviewer").await;
    let end = format!("/administration/personal/{reviewer}/avsluta");
    keeper
        .post(&end, &[("uppdrag", &assignment)])
        .await
        .expect(303);
    let close = format!("/administration/enheter/{}", Unit::Security.hsa());
    keeper
        .post(&close, &[("name", "Säkerhet")])
        .await
        .expect(303);
    let nurse = id_of(&door, "ward-nurse").await;
    let give = format!("/administration/personal/{nurse}/uppdrag");
    let role = [("unit", Unit::Security.hsa()), ("role", "log_reviewer")];
    keeper.post(&give, &role).await.expect(303);
    let again = keeper.post(&give, &role).await.expect(422).text();
    assert!(again.contains("Förslaget finns redan"), "{again}");
    let mut eyes = Browser::of(&door, "log-reviewer").await;
    eyes.get("/loggkontroll").await.expect(200);
    let mut second = Browser::of(&door, "administrator-2").await;
    let page = second
        .get("/administration/forslag")
        .await
        .expect(200)
        .text();
    for waits in [
        "Avsluta uppdraget Loggranskare",
        "Stänga enheten Säkerhet",
        "Ge Karin Lind",
    ] {
        assert!(page.contains(waits), "{waits}");
    }
    // Once two have done it, it is looked at: the new reviewer not by themself.
    for answer in ["nej", "nej", "bekrafta"] {
        let waiting = proposal(&mut second).await;
        second.post(&waiting, &[("svar", answer)]).await.expect(303);
    }
    let list = eyes.get("/loggkontroll").await.expect(200).text();
    assert!(list.contains("Ändrad loggranskare (1)"), "{list}");
    let item = super::log_review::first_item(&mut eyes).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let page = nurse.get("/uppdrag").await.expect(200).text();
    let (_, latest) = page.rsplit_once("name=\"uppdrag\" value=\"").unwrap();
    let cards: Vec<&str> = page.split("name=\"uppdrag\" value=\"").skip(1).collect();
    let card = cards
        .iter()
        .find(|card| card.contains("Säkerhet"))
        .unwrap_or(&latest);
    let card = card.split('"').next().unwrap();
    nurse
        .post("/uppdrag", &[("uppdrag", card)])
        .await
        .expect(303);
    let own = [("outcome", "no_remark"), ("note", "")];
    nurse.post(&item, &own).await.expect(409);
    eyes.post(&item, &own).await.expect(303);
}

// covers: X1
#[tokio::test]
async fn every_administration_is_logged_with_before_and_after_and_looked_at() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    keeper
        .post(
            "/administration/personal/ny",
            &new_staff("nora-ny", Unit::Ward.hsa(), "care_staff"),
        )
        .await
        .expect(303);
    let ward = format!("/administration/enheter/{}", Unit::Ward.hsa());
    let fields = [
        ("name", "Avdelning 1"),
        ("active", "ja"),
        ("municipality", "1488"),
        ("lat", "58,28"),
        ("lon", "12,29"),
    ];
    keeper.post(&ward, &fields).await.expect(303);
    let mut second = Browser::of(&door, "administrator-2").await;
    let waiting = proposal(&mut second).await;
    second
        .post(&waiting, &[("svar", "bekrafta")])
        .await
        .expect(200);
    let nora = id_of(&door, "nora-ny").await;
    let log = door.stage.access_log().await;
    let administered: Vec<&String> = log
        .iter()
        .filter(|(action, detail)| action == "administer" && !detail.starts_with("demo"))
        .map(|(_, detail)| detail)
        .collect();
    let [staff, proposed, unit, assignment] = administered[..] else {
        panic!("{administered:?}")
    };
    for (row, beginning) in [
        (staff, "staff {"),
        (proposed, "proposed {"),
        (unit, "unit {"),
        (assignment, "assignment {"),
    ] {
        assert!(row.starts_with(beginning), "{row}");
        assert!(!row.contains(FIRST) && !row.contains("argon2"), "{row}");
    }
    assert!(staff.contains(&nora) && assignment.contains(&nora));
    assert!(unit.contains("\"before\"") && unit.contains("58280000"));
    let mut eyes = Browser::of(&door, "log-reviewer").await;
    let list = eyes.get("/loggkontroll").await.expect(200).text();
    for told in [
        "Uppdrag i regionens vård (1)",
        "Ändring i registren (2)",
        "Ge Nora Ny uppdraget Vårdpersonal på Avdelning 1",
        "Latitud: inget → 58",
        "Lägga upp Nora Ny",
    ] {
        assert!(list.contains(told), "{told} in {list}");
    }
}
