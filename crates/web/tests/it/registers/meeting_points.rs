use crate::{
    browser::{Browser, between},
    door::{Door, asylum_seeker, consent, meeting},
};
use serde_json::json;
use testkit::commands;

const HOME: &str = "/administration/motesplatser";

// covers: V6A.6
#[tokio::test]
async fn an_administrator_keeps_neutral_places_and_no_name_that_tells_something() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    for (name, building) in [
        ("Avdelning 43", "Sjukhuset"),
        ("Avdel\u{ad}ning fyra", "Sjukhuset"),
        ("Аvdelning fyra", "Sjukhuset"),
        ("A43", "Sjukhuset"),
        ("43:an", "NÄL"),
        ("Medicin 43", "Sjukhuset"),
        ("Strokeenheten", "Sjukhuset"),
        ("HIV-teamet", "Sjukhuset"),
        ("Geriatriken", "Sjukhuset"),
        ("Ortopeden plan 5", "Sjukhuset"),
        ("TBC-sviten", "Sjukhuset"),
        ("Hospice", "Sjukhuset"),
        ("Lungmedicin", "Sjukhuset"),
        ("Hjärtenheten", "Sjukhuset"),
        ("Neurologen", "Sjukhuset"),
        ("Palliativa teamet", "Sjukhuset"),
        ("Rehab NÄL", "Sjukhuset"),
        ("Stroke NÄL", "Sjukhuset"),
        ("Vårdcentralen", "Huset"),
        ("Biståndsenheten", "Stadshuset"),
        ("Rum för papperslösa", "Sjukhuset"),
        ("LMA-mottagningen", "Sjukhuset"),
        ("Rum 12 säng 3", "Sjukhuset"),
        ("Såromläggningen", "Sjukhuset"),
        ("Huvudentrén 800203", "Sjukhuset"),
        ("Huvudentrén", "Hus 1204"),
        ("Entrén ١٢", "Sjukhuset"),
        ("<script>alert(1)</script>", "Sjukhuset"),
        ("=cmd|/c calc!A1", "Sjukhuset"),
        ("https://meet.example/a", "Sjukhuset"),
        ("QW1pbmFI", "Sjukhuset"),
        ("\u{202e}nértneduvuH", "SE2321000131-E90000000001"),
        ("", "Sjukhuset"),
        ("Huvudentrén", ""),
    ] {
        let fields = [("name", name), ("building", building)];
        let answer = keeper.post(&format!("{HOME}/ny"), &fields).await;
        assert_eq!(answer.status, 422, "{name}, {building}");
        let page = answer.text();
        assert!(page.contains("aria-invalid"), "{name}: {page}");
    }
    let list = keeper.get(HOME).await.expect(200).text();
    assert_eq!(
        between(&list, "<tbody", "</tbody>").matches("<tr").count(),
        1
    );

    let fields = [
        ("name", "Inform\u{200b}ationsdisken"),
        ("building", "Biblioteket"),
    ];
    keeper
        .post(&format!("{HOME}/ny"), &fields)
        .await
        .expect(303);
    let list = keeper.get(HOME).await.expect(200).text();
    assert!(list.contains("Informationsdisken") && list.contains("Används"));
    let fields = [("name", "Entré 2"), ("building", "Hus 4")];
    keeper
        .post(&format!("{HOME}/ny"), &fields)
        .await
        .expect(303);
}

// covers: V6A.6
#[tokio::test]
async fn a_place_that_is_no_longer_in_use_cannot_be_chosen() {
    let door = Door::new().await;
    let mut keeper = Browser::of(&door, "administrator").await;
    let mut case = door.open(&asylum_seeker()).await;
    door.done("ward-nurse", &mut case, &consent("sip", "given"))
        .await;
    door.done("ward-nurse", &mut case, &meeting()).await;
    let address = format!("{HOME}/{}", testkit::MEETING_POINT);
    let fields = [
        ("version", "1"),
        ("name", "Huvudentrén"),
        ("building", "Sjukhuset"),
    ];
    keeper.post(&address, &fields).await.expect(303);
    let stale = keeper.post(&address, &fields).await;
    assert_eq!(stale.status, 412);
    let again = door.give("ward-nurse", &case, &meeting()).await;
    assert_eq!(
        again.mistakes(),
        [(
            "chosen_point".to_owned(),
            "unknown-meeting-point".to_owned()
        )]
    );
    let mut unknown = meeting();
    unknown["chosen_point"] = json!("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    let unknown = door.give("ward-nurse", &case, &unknown).await;
    assert_eq!(unknown.mistakes(), again.mistakes());
    // What was chosen while it was in use stays chosen.
    let send = commands::send_invitation();
    door.done("ward-nurse", &mut case, &send).await;
}
