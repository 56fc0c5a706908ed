//! What every register does with a form that was drawn before somebody else saved.

use testkit::Stage;

use crate::{
    browser::{Browser, between},
    door::Door,
    scene::confirmed,
};

/// A register's entry: its address, its fields as they may be saved, and the field that is changed,
/// with its label.
struct Entry {
    address: String,
    fields: Vec<(&'static str, &'static str)>,
    changed: (&'static str, &'static str),
    /// A field that must be answered.
    required: &'static str,
}

async fn entries(stage: &Stage) -> Vec<Entry> {
    let keeper = stage.app.demo_caller("administrator").await.unwrap();
    let contacts = stage.app.contacts(&keeper).await.unwrap();
    let own = |id: &str| !id.starts_with("migrationsverket") && id != "avsandare";
    let contact = contacts.iter().find(|contact| own(&contact.id)).unwrap();
    vec![
        Entry {
            address: format!("/kontakter/{}", contact.id),
            fields: vec![("funktion", "Växeln"), ("telefon", "0000-11 11 11")],
            changed: ("telefon", "Telefon"),
            required: "funktion",
        },
        Entry {
            address: format!("/administration/motesplatser/{}", testkit::MEETING_POINT),
            fields: vec![
                ("name", "Huvudentrén"),
                ("building", "Sjukhuset"),
                ("active", "ja"),
            ],
            changed: ("building", "Hus"),
            required: "name",
        },
        Entry {
            address: "/vagledning/referenser/vera-asyl".to_owned(),
            fields: vec![
                ("title", "Vera Asyl"),
                ("governs", "Kontroll av grupp"),
                ("link", "https://vera.example.org/"),
            ],
            changed: ("governs", "Vad det styr"),
            required: "title",
        },
    ]
}

impl Entry {
    /// What is posted, with the field that is changed.
    fn typed<'a>(&'a self, version: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
        let fields = self.fields.iter().copied();
        let fields = fields.map(|(name, as_it_is)| {
            let changed = name == self.changed.0;
            (name, if changed { value } else { as_it_is })
        });
        fields.chain([("version", version)]).collect()
    }
}

fn version(page: &str) -> String {
    between(page, "name=\"version\" value=\"", "\"").to_owned()
}

#[tokio::test]
async fn what_another_saved_is_shown_beside_what_was_typed_and_overwritten_by_nobody() {
    let door = Door::new().await;
    for entry in entries(&door.stage).await {
        let mut first = Browser::of(&door, "administrator").await;
        let mut second = Browser::of(&door, "administrator-2").await;
        let seen = version(&first.get(&entry.address).await.expect(200).text());
        let saved = entry.typed(&seen, "Det som den första skrev");
        first.post(&entry.address, &saved).await.expect(303);

        let typed = entry.typed(&seen, "Det som den andra skrev");
        let page = second.post(&entry.address, &typed).await.expect(412).text();
        assert!(page.contains("Någon annan har ändrat det här sedan du öppnade sidan."));
        let (_, label) = entry.changed;
        let theirs = format!("{label}: nu står det Det som den första skrev");
        assert!(page.contains(&theirs), "{} of {}", theirs, entry.address);
        assert!(
            page.contains("Det som den andra skrev"),
            "{}",
            entry.address
        );
        assert!(!page.contains("Ärendet har ändrats"), "it is no case");

        // On the version that is shown now it can be saved.
        let now = version(&page);
        let typed = entry.typed(&now, "Det som den andra skrev");
        second.post(&entry.address, &typed).await.expect(303);
    }
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_on_the_version_that_it_was_drawn_on() {
    let door = Door::new().await;
    for entry in entries(&door.stage).await {
        let mut first = Browser::of(&door, "administrator").await;
        let mut second = Browser::of(&door, "administrator-2").await;
        let seen = version(&second.get(&entry.address).await.expect(200).text());
        let saved = entry.typed(&seen, "Det som den första skrev");
        first.post(&entry.address, &saved).await.expect(303);
        let mut wrong = entry.typed(&seen, "Det som den andra skrev");
        wrong.retain(|(name, _)| *name != entry.required);
        let page = second.post(&entry.address, &wrong).await.expect(422).text();
        assert_eq!(version(&page), seen, "{}", entry.address);
    }
}

#[tokio::test]
async fn a_form_without_a_version_changes_nothing() {
    let door = Door::new().await;
    for entry in entries(&door.stage).await {
        let mut keeper = Browser::of(&door, "administrator").await;
        for version in ["", "5x"] {
            let typed = entry.typed(version, "Skrivet utan att ha sett");
            keeper.post(&entry.address, &typed).await.expect(412);
        }
        let mut typed = entry.typed("", "Skrivet utan att ha sett");
        typed.retain(|(name, _)| *name != "version");
        keeper.post(&entry.address, &typed).await.expect(412);
        let page = keeper.get(&entry.address).await.expect(200).text();
        assert!(!page.contains("Skrivet utan att ha sett"));
    }
}

// covers: VB1.1, C2.2
#[tokio::test]
async fn a_function_has_a_number_of_its_own_and_the_step_says_it_or_that_it_is_missing() {
    let door = Door::new().await;
    let body = testkit::commands::but(
        testkit::commands::asylum_seeker(),
        &serde_json::json!({ "identifiers": [], "group_evidence": "Bekräftelse" }),
    );
    let case = door.open(&body).await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let step = format!("/arenden/{}/steg/lma-kort", case.id);
    let page = nurse.get(&step).await.expect(200).text();
    assert!(
        page.contains("Numret saknas. En administratör fyller i det"),
        "{page}"
    );
    let list = nurse.get("/kontakter").await.expect(200).text();
    for function in [
        "Handläggare för institutionsplaceringar",
        "Regionutvecklare",
    ] {
        assert!(list.contains(function), "{function}");
    }
    let mut keeper = Browser::of(&door, "administrator").await;
    let address = "/kontakter/koncernkontoret-regionutvecklare.regionutvecklare";
    let form = keeper.get(address).await.expect(200).text();
    let version = between(&form, "name=\"version\" value=\"", "\"").to_owned();
    let fields = [
        ("version", version.as_str()),
        ("funktion", "Koncernkontoret: Regionutvecklare"),
        ("telefon", "0000-12 34 56"),
    ];
    keeper.post(address, &fields).await.expect(303);
    // A wrong number would be told of a patient, so it takes two.
    confirmed(&door).await;
    let page = nurse.get(&step).await.expect(200).text();
    assert!(
        page.contains("0000-12 34 56") && !page.contains("Numret saknas"),
        "{page}"
    );
    // The call to Migrationsverket says number, hours and whether it is open.
    let call = format!("/arenden/{}/steg/forsta-samtalet", case.id);
    let page = nurse.get(&call).await.expect(200).text();
    for said in ["010-48 53 271", "klockan 08.00–12.00", "Öppet nu"] {
        assert!(page.contains(said), "{said}");
    }
}
