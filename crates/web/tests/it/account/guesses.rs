//! Guessed passwords, over HTTP.

use crate::{browser::Browser, door::Door};

const WARD: &str = "10.1.1.1";
const STRANGER: &str = "192.0.2.7";

/// Whether a guess is answered as one that has to wait.
async fn waits(door: &Door, user: &str, from: &str) -> bool {
    let mut browser = Browser::at(door, from);
    let page = browser.log_in(user, "fel").await.expect(422).text();
    assert!(
        page.contains(&format!("value=\"{user}\"")),
        "the name is kept"
    );
    let waits = page.contains("för många försök att logga in. Vänta ");
    assert_ne!(waits, page.contains("stämmer inte"), "{page}");
    waits
}

#[tokio::test]
async fn a_stranger_who_guesses_keeps_a_user_out_of_no_place_that_is_usual() {
    let door = Door::new().await;
    let mut ward = Browser::at(&door, WARD);
    ward.log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(303);
    for number in 0..40 {
        assert_eq!(waits(&door, "ward-nurse", STRANGER).await, number >= 5);
    }
    // With the right password nobody gets in there either, and at the ward the user does.
    let mut stranger = Browser::at(&door, STRANGER);
    stranger
        .log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(422);
    stranger.get("/inkorg").await.expect(303);
    let mut again = Browser::at(&door, WARD);
    again
        .log_in("ward-nurse", testkit::PASSWORD)
        .await
        .expect(303);
    again.get("/inkorg").await.expect(200);
}

#[tokio::test]
async fn one_guess_for_each_of_many_users_is_stopped() {
    let door = Door::new().await;
    let mut tried = 0;
    for number in 0..40 {
        tried += usize::from(!waits(&door, &format!("anvandare-{number}"), STRANGER).await);
    }
    assert_eq!(tried, 20);
    assert!(
        !waits(&door, "ward-nurse", WARD).await,
        "at another address"
    );
}

#[tokio::test]
async fn guesses_stand_in_the_access_log_without_what_was_typed_as_a_name() {
    let door = Door::new().await;
    for _ in 0..6 {
        waits(&door, "ett-losenord-i-fel-ruta", STRANGER).await;
    }
    let log = door.stage.access_log().await;
    let failed = ("log-in-failed".to_owned(), STRANGER.to_owned());
    assert_eq!(log.iter().filter(|row| **row == failed).count(), 5);
    assert!(log.contains(&("log-in-waits".to_owned(), STRANGER.to_owned())));
    assert!(!format!("{log:?}").contains("losenord"));
}
