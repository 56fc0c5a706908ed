//! What is on its way out: of the reader's own cases, or for an administrator without any case.

use disclosure::AnyCase as _;
use disclosure::views::{Moment, OutboxFault, OutboxRow};
use serde_json::{Value, json};
use vocabulary::{
    audience::{OutboundChannel, OutboxState},
    public_id::PublicId,
};

use crate::story::{
    ADMINISTRATOR, DEVELOPER, GUARD, HEALTH_CENTRE_NURSE, LOG_REVIEWER, MANAGER, NAME, NURSE,
    START, STRANGER, Story, WARD_ADMINISTRATOR, Who, shown,
};

fn letter() -> OutboxRow {
    OutboxRow {
        id: PublicId::from_random([3; 16]),
        audience: "migration_agency".to_owned(),
        channel: OutboundChannel::Post,
        subject: "Brev om SIP-möte".to_owned(),
        state: OutboxState::Queued,
        reason: None,
        queued_at: Moment(START),
        tries: 0,
        next_try: None,
    }
}

/// What a person sees of what is on its way out of some cases.
fn leaving(who: Who, stories: &[Story]) -> Option<Value> {
    let rows = stories.iter().map(|story| (story.case.asked(), letter()));
    let told = GUARD.outbox_of_unit(&who.actor(), rows)?;
    Some(shown(&told))
}

#[test]
fn a_units_outbox_holds_the_cases_it_is_told_all_of_and_names_nobody() {
    let stories = [
        Story::purchased_for("asylum_seeker"),
        Story::of("without_permits", "none"),
    ];
    let ward = leaving(NURSE, &stories).unwrap();
    assert_eq!(ward.as_array().unwrap().len(), 2);
    assert_eq!(ward[0]["case"], json!(stories[0].case.id));
    assert_eq!(ward[0]["row"]["subject"], "Brev om SIP-möte");
    assert_eq!(ward[0]["initials"], "A. K.");
    assert_eq!(ward[0]["protected"], false);
    assert_eq!(ward[1]["protected"], true);
    assert!(!ward.to_string().contains(NAME));

    let centre = leaving(HEALTH_CENTRE_NURSE, &stories).unwrap();
    assert_eq!(centre.as_array().unwrap().len(), 1, "no party to the other");
    assert_eq!(centre[0]["case"], json!(stories[0].case.id));
    assert_eq!(leaving(STRANGER, &stories), Some(json!([])));
}

#[test]
fn only_those_who_open_cases_have_an_outbox_of_their_unit() {
    for who in [
        MANAGER,
        DEVELOPER,
        ADMINISTRATOR,
        WARD_ADMINISTRATOR,
        LOG_REVIEWER,
    ] {
        assert_eq!(leaving(who, &[]), None, "{}", who.title);
    }
}

#[test]
fn what_sending_fails_on_is_told_to_administrators_alone() {
    let told = |who: Who| {
        let fault = |count| OutboxFault {
            channel: OutboundChannel::Email,
            fault: "E-postservern svarar inte".to_owned(),
            count: Some(count),
        };
        let seen = GUARD.outbox_faults(&who.actor(), vec![fault(4), fault(5)])?;
        let seen = shown(&seen);
        assert_eq!(
            (&seen[0]["count"], &seen[1]["count"]),
            (&json!(null), &json!(5))
        );
        Some(seen[0]["fault"].clone())
    };
    let fault = json!("E-postservern svarar inte");
    assert_eq!(told(ADMINISTRATOR), Some(fault.clone()));
    assert_eq!(told(WARD_ADMINISTRATOR), Some(fault));
    for who in [NURSE, DEVELOPER, LOG_REVIEWER, MANAGER] {
        assert_eq!(told(who), None, "{}", who.title);
    }
}
