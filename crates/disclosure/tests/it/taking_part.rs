//! Which consent allows which unit to take part, and how "Vem ser vad" shows why and since when it
//! does.

use serde_json::json;

use crate::story::{CLINIC, GUARD, HEALTH_CENTRE, NURSE, REHAB, Story, WARD, shown, unit};

/// An asylum seeker on the ward, whose pathway takes consent to SIP or to information transfer.
fn transfer(answer: &str, units: &[&str]) -> Story {
    let mut command = json!({
        "command": "record_consent", "kind": "information_transfer", "answer": answer,
        "form": "oral",
    });
    if !units.is_empty() {
        command["units"] = json!(units);
    }
    if answer == "incapable" {
        command["legal_ground"] = json!("Nödrätt");
        command["assessor"] = json!("Överläkare");
    }
    Story::of("asylum_seeker", "unmet").then(&command)
}

fn may_join(story: &Story) -> Vec<&'static str> {
    let units = [HEALTH_CENTRE, CLINIC, REHAB].into_iter();
    units
        .filter(|id| GUARD.may_take_part(&unit(id), &story.case).allowed)
        .collect()
}

// covers: C9.3
#[test]
fn consent_to_information_transfer_opens_the_units_it_names_or_all_when_it_names_none() {
    let all = [HEALTH_CENTRE, CLINIC, REHAB];
    assert!(may_join(&Story::of("asylum_seeker", "unmet")).is_empty());
    assert_eq!(may_join(&transfer("given", &[])), all);
    assert_eq!(may_join(&transfer("given", &[CLINIC])), [CLINIC]);
    assert!(may_join(&transfer("refused", &[])).is_empty());
    assert!(may_join(&transfer("refused", &[CLINIC])).is_empty());
}

// covers: C9.3
#[test]
fn a_person_who_cannot_consent_is_no_hindrance_to_care_parties() {
    assert_eq!(
        may_join(&transfer("incapable", &[])),
        [HEALTH_CENTRE, CLINIC, REHAB]
    );
}

// covers: V6A.4
#[test]
fn vem_ser_vad_says_since_when_and_on_what_ground_a_unit_is_a_party() {
    let story = Story::of("asylum_seeker", "unmet");
    let opened = story.now;
    let story = story.consents("sip").adds(HEALTH_CENTRE);
    let seen = GUARD
        .audiences(
            &NURSE.actor(),
            &story.case,
            &story.journal,
            &story.told,
            &[],
            &[],
        )
        .unwrap();
    let rows = shown(&seen);
    let row = |id: &str| {
        let audience = format!("unit:{id}");
        let mut rows = rows.as_array().unwrap().iter();
        rows.find(|row| row["audience"] == audience.as_str())
            .unwrap()
    };
    assert_eq!(row(WARD)["basis"], "Startade ärendet");
    assert_eq!(row(HEALTH_CENTRE)["basis"], "Samtycke till SIP");
    let since = |id| row(id)["since"].as_str().unwrap().parse().unwrap();
    let (ward, centre): (jiff::Timestamp, jiff::Timestamp) = (since(WARD), since(HEALTH_CENTRE));
    assert_eq!((ward, centre), (opened, story.now));
}
