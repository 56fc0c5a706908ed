use crate::{browser::Browser, door::Door};

#[tokio::test]
async fn a_users_choices_hold_on_every_page_until_they_are_changed_back() {
    let door = Door::new().await;
    let mut nurse = Browser::of(&door, "ward-nurse").await;
    let chosen = [("farger", "dark"), ("text", "stor"), ("genvagar", "off")];
    nurse.post("/installningar", &chosen).await.expect(303);
    let page = nurse.get("/inkorg").await.expect(200).text();
    for choice in [
        "data-color-scheme=\"dark\"",
        "data-text=\"stor\"",
        "data-single-keys=\"off\"",
    ] {
        assert!(page.contains(choice), "{choice}");
    }
    let back = [("farger", "auto"), ("text", "normal"), ("genvagar", "on")];
    nurse.post("/installningar", &back).await.expect(303);
    let page = nurse.get("/inkorg").await.expect(200).text();
    assert!(page.contains("data-color-scheme=\"auto\""));
    assert!(!page.contains("data-single-keys"));
}
