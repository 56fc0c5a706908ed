use crate::door::{Door, asylum_seeker, consent};

#[tokio::test]
async fn what_happened_is_listed_with_when_who_and_what() {
    let door = Door::new().await;
    let mut case = door.open(&asylum_seeker()).await;
    let done = door
        .done(
            "discharge-coordinator",
            &mut case,
            &consent("case", "given"),
        )
        .await;
    let events = door
        .get("ward-nurse", &format!("{}/events", case.address()))
        .await
        .json();
    let events = events.as_array().unwrap();
    assert_eq!(events.len() as u64, case.version);
    for event in events {
        for member in ["at", "by", "unit", "what", "detail"] {
            assert!(event[member].is_string(), "{member}");
        }
        assert!(event["at"].as_str().unwrap().ends_with("+01:00"));
    }
    assert!(events[0]["by"].as_str().unwrap().contains("Karin Lind"));
    let new = done["events"].as_array().unwrap();
    assert!(new[0]["by"].as_str().unwrap().contains("Maria Ek"));
    assert_eq!(&events[events.len() - new.len()..], new.as_slice());
}
