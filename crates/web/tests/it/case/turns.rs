//! Cases that change course: a refused consent, another group, a group that is not established yet.

use serde_json::json;

use super::{
    form::Form,
    walk::{CALL, LIVES, MEETING, Walk, YES},
};
use crate::door::Door;

// covers: V6B.4
#[tokio::test]
async fn after_a_no_to_the_case_the_county_wide_routine_follows_until_there_is_a_yes() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({})).await;
    let no = [("answer", "refused"), ("form", "oral")];
    walk.step(
        "samtycke-till-arendet",
        "record_consent",
        &no,
        "Inte aktuellt",
    )
    .await;
    let refused = walk.state("samtycke-till-arendet").await;
    assert!(refused.contains("till ärendet"), "it says why: {refused}");
    for stopped in [
        "bostad",
        "vardcentral",
        "samtycke-och-kallelse",
        "sip-mote",
        "uppfoljning",
    ] {
        let state = walk.state(stopped).await;
        assert!(state.contains("Inte aktuellt"), "{stopped}: {state}");
    }
    let address = walk.address("/steg/nej-till-arendet");
    let page = walk.browser.get(&address).await.expect(200).text();
    assert!(page.contains("länsgemensamma rutinen för in- och utskrivning, kapitlet Samtycke"));
    let page = walk.browser.get(&walk.address("/steg/bostad")).await;
    assert!(
        Form::of(&page.expect(200).text(), "establish_residence").is_none(),
        "no form to go on with"
    );
    let noted = [("note", "Informerade patienten enligt rutinen.")];
    walk.step("nej-till-arendet", "follow_county_routine", &noted, "Klart")
        .await;
    walk.step("forsta-samtalet", "record_contact", &CALL, "Klart")
        .await;
    // Asked again, the patient says yes, and the case goes on.
    walk.step("nej-till-arendet", "record_consent", &YES, "Inte aktuellt")
        .await;
    walk.step("bostad", "establish_residence", &LIVES, "Klart")
        .await;
}

// covers: X1, X3
#[tokio::test]
async fn when_a_patient_turns_out_to_lack_permits_what_migrationsverket_was_told_is_listed() {
    let door = Door::new().await;
    let mut walk = Walk::open(&door, "ward-nurse", &json!({ "nursing_need": "unmet" })).await;
    walk.step("forsta-samtalet", "record_contact", &CALL, "Klart")
        .await;
    walk.step("samtycke-och-kallelse", "record_consent", &YES, "Pågår")
        .await;
    walk.step(
        "samtycke-och-kallelse",
        "plan_sip_meeting",
        &MEETING,
        "Klart",
    )
    .await;
    walk.step("kallelse-utan-namn", "send_invitation", &[], "Väntar")
        .await;
    let group = [
        ("group", "without_permits"),
        ("evidence", "Patienten berättar att ansökan är avslagen."),
    ];
    walk.act("faststall-grupp", "establish_group", &group).await;
    assert!(!walk.lists("kallelse-utan-namn").await);
    walk.hides_from_migrationsverket("bostad").await;
    let page = walk.browser.get(&walk.address("/vem-ser-vad")).await;
    let page = page.expect(200).text();
    let main = crate::browser::between(&page, "<main", "</main>");
    let (_, earlier) = main.split_once("Migrationsverket").unwrap();
    assert!(
        earlier.to_lowercase().contains("i dag"),
        "with its day: {earlier}"
    );
}

// covers: V3.7
#[tokio::test]
async fn a_case_whose_group_nobody_knows_begins_with_finding_out() {
    let door = Door::new().await;
    let unknown = json!({ "group": "unestablished", "nursing_need": "unknown", "identifiers": [] });
    let mut walk = Walk::open(&door, "ward-nurse", &unknown).await;
    let page = walk.browser.get(&walk.address("")).await;
    let page = page.expect(200).text();
    assert!(page.contains("Gruppen är inte fastställd. Ärendet är skyddat"));
    let list = crate::browser::between(&page, "id=\"steglista\"", "</ol>");
    let first = crate::browser::between(list, "/steg/", "\"");
    assert_eq!(first, "grupp");
    assert!(
        !walk.lists("informationsblad").await,
        "no sheet before the group is known"
    );
    let form = walk.form("grupp", "establish_group").await;
    let form = form.with(&[
        ("group", "asylum_seeker"),
        ("evidence", "Bekräftelse på ansökan visades."),
        ("verified_in", "vera_asyl"),
    ]);
    walk.send(form, "establish_group").await;
    let page = walk.browser.get(&walk.address("")).await;
    assert!(
        !page.expect(200).text().contains("class=\"sekretess\""),
        "no longer protected"
    );
    let due = walk.state("forsta-samtalet").await;
    assert!(due.contains("i morgon"), "the first working day: {due}");
}
