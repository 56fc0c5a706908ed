use crate::{
    browser::{Browser, between},
    door::Door,
    scene::confirmed,
};

const STAFF: [(&str, &str); 4] = [
    ("name", "Nora Ny"),
    ("login", "nora-ny"),
    ("password", "ett-nytt-langt-losenord"),
    ("role", "care_staff"),
];

#[tokio::test]
async fn an_administrator_adds_a_member_of_staff_who_can_log_in_until_the_assignment_ends() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let form = keeper
        .get("/administration/personal/ny")
        .await
        .expect(200)
        .text();
    let unit = between(between(&form, "<optgroup", "</optgroup>"), "value=\"", "\"").to_owned();
    let mut fields = STAFF.to_vec();
    let missing = keeper
        .post("/administration/personal/ny", &fields)
        .await
        .expect(422)
        .text();
    assert!(missing.contains("Välj en enhet i listan."));
    assert!(missing.contains("nora-ny"));
    assert!(
        !missing.contains("ett-nytt-langt-losenord"),
        "a password is never sent back"
    );
    fields.push(("unit", &unit));
    keeper
        .post("/administration/personal/ny", &fields)
        .await
        .expect(303);
    let taken = keeper
        .post("/administration/personal/ny", &fields)
        .await
        .expect(422)
        .text();
    assert!(taken.contains("Användarnamnet är upptaget."));

    let code = confirmed(&door).await.unwrap();
    let mut nora = Browser::new(&door);
    nora.log_in("nora-ny", "ett-nytt-langt-losenord")
        .await
        .expect(303);
    let own = [
        ("nuvarande", "ett-nytt-langt-losenord"),
        ("kod", &code),
        ("nytt", "fyra vanliga ord i rad"),
        ("igen", "fyra vanliga ord i rad"),
    ];
    nora.post("/losenord", &own).await.expect(303);
    nora.get("/kontakter").await.expect(200);

    let list = keeper
        .get("/administration/personal")
        .await
        .expect(200)
        .text();
    let row = list
        .split("href=\"/administration/personal/")
        .find(|part| part.contains("Nora Ny"));
    let id = row.unwrap().split('"').next().unwrap();
    let member = format!("/administration/personal/{id}");
    let page = keeper.get(&member).await.expect(200).text();
    let assignment = between(&page, "name=\"uppdrag\" value=\"", "\"").to_owned();
    let end = format!("{member}/avsluta");
    keeper.post(&end, &[("uppdrag", "annat")]).await.expect(404);
    keeper
        .post(&end, &[("uppdrag", &assignment)])
        .await
        .expect(303);
    nora.get("/kontakter").await.expect(303);
    let given = [("unit", unit.as_str()), ("role", "physician")];
    keeper
        .post(&format!("{member}/uppdrag"), &given)
        .await
        .expect(303);
    confirmed(&door).await;
    let page = keeper.get(&member).await.expect(200).text();
    assert!(page.contains("Läkare"));
}

// covers: X1
#[tokio::test]
async fn administration_is_an_administrators_and_shows_no_case() {
    let door = Door::new().await;
    let addresses = [
        "/administration/enheter",
        "/administration/enheter/ny",
        "/administration/personal",
        "/administration/personal/ny",
        "/administration/utskick",
    ];
    for user in [
        "ward-nurse",
        "municipal-primary-care",
        "head-office",
        "log-reviewer",
    ] {
        let mut browser = Browser::of(&door, user).await;
        for address in addresses {
            browser.get(address).await.expect(404);
        }
        browser
            .post("/administration/personal/ny", &STAFF)
            .await
            .expect(404);
    }
    let mut keeper = Browser::of(&door, "administrator").await;
    for address in addresses {
        let page = keeper.get(address).await.expect(200).text();
        assert!(!page.contains("/arenden/"), "{address}");
    }
}
