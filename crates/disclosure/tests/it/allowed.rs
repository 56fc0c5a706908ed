//! The policies are asked about a command's effects before they are stored. Here they are asked
//! alone, about entries that the case's own rules would never make.

use disclosure::{Channel, Class, Recipient};
use domain::{Entry, Event, event::Basis};
use jiff::SignedDuration;
use vocabulary::{
    audience::{Audience, ContactChannel, ContactSubject, ContactWith},
    choice::Choice as _,
    secret::Words,
    sip::{CopyRecipient, HandOver},
};

use crate::story::{
    ADMINISTRATOR, DEVELOPER, GUARD, HEALTH_CENTRE, LIBRARY, LOG_REVIEWER, MANAGER,
    MUNICIPAL_REHAB, NURSE, SOCIAL_SERVICES, STRANGER, Story, TROLLHATTAN, unit,
};

/// Whether the policies allow this event as the next one of a story.
fn allows(story: &Story, event: Event) -> bool {
    let last = story.journal.last().unwrap();
    let entry = Entry {
        at: last.at + SignedDuration::from_mins(1),
        event,
        ..last.clone()
    };
    let done = GUARD.consequences(Some(&story.case), &[entry]);
    done.unwrap().allowed
}

fn joins(id: &str) -> Event {
    Event::PartyAdded {
        unit: unit(id),
        basis: Basis::SipConsent,
    }
}

fn contact(with: ContactWith, channel: ContactChannel, subject: ContactSubject) -> Event {
    Event::ContactRecorded {
        with,
        channel,
        subject,
        contact_at: jiff::Timestamp::UNIX_EPOCH,
        summary: Words::new("Sagt".to_owned()),
        with_function: None,
    }
}

// covers: X1, V5.3, V6B.8
#[test]
fn the_policies_alone_stop_a_unit_that_may_not_join() {
    let story = Story::of("asylum_seeker", "unmet");
    for id in [SOCIAL_SERVICES, MUNICIPAL_REHAB, TROLLHATTAN, HEALTH_CENTRE] {
        assert!(!allows(&story, joins(id)), "{id}");
    }
    let agreed = story.consents("sip");
    assert!(allows(&agreed, joins(HEALTH_CENTRE)));
    for id in [SOCIAL_SERVICES, MUNICIPAL_REHAB, TROLLHATTAN] {
        assert!(!allows(&agreed, joins(id)), "{id}");
    }
}

// covers: X1
#[test]
fn the_policies_alone_stop_tellings_that_they_forbid() {
    let phone = (ContactChannel::Phone, ContactSubject::Need);
    let call = |with| contact(with, phone.0, phone.1);
    let covered = Story::of("asylum_seeker", "unmet").consents("sip");
    assert!(allows(&covered, call(ContactWith::MigrationAgency)));
    // Nobody at the institution is told anything before there is a place.
    assert!(!allows(&covered, call(ContactWith::Institution)));
    let letter = |subject| contact(ContactWith::MigrationAgency, ContactChannel::Post, subject);
    assert!(allows(&covered, letter(ContactSubject::Certificate)));
    assert!(allows(&covered, letter(ContactSubject::Plan)));
    assert!(
        !allows(&covered, letter(ContactSubject::Need)),
        "no such letter"
    );
    for group in ["without_permits", "unestablished"] {
        let protected = Story::of(group, "none").consents("case");
        for with in [ContactWith::MigrationAgency, ContactWith::Institution] {
            assert!(!allows(&protected, call(with)), "{group}: {}", with.code());
        }
        assert!(allows(&protected, call(ContactWith::Pharmacy)));
        let copy = |recipient, how| Event::CopyHandedOut {
            recipient,
            how,
            handed_at: jiff::Timestamp::UNIX_EPOCH,
            plan_version: 1,
        };
        assert!(allows(
            &protected,
            copy(CopyRecipient::Patient, HandOver::ByHand)
        ));
        assert!(!allows(
            &protected,
            copy(CopyRecipient::Patient, HandOver::Post)
        ));
        assert!(!allows(
            &protected,
            copy(CopyRecipient::Kin, HandOver::ByHand)
        ));
    }
}

// covers: X1, V6B.7
#[test]
fn the_policies_alone_allow_permitted_tellings() {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let sheet = Event::InformationSheetGiven { given_at: at };
    assert!(allows(&Story::of("unestablished", "none"), sheet));
    // The invitation needs consent to SIP, whoever mails it.
    let sent = Event::InvitationSent { sent_at: at };
    let planned = Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .plans_a_meeting("in_person");
    assert!(allows(&planned, sent.clone()));
    let protected = Story::of("without_permits", "none")
        .consents("sip")
        .plans_a_meeting("in_person");
    assert!(!allows(&protected, sent));
}

// covers: X1
#[test]
fn printing_and_search_follow_the_guards_answer_for_the_reader() {
    let printable = |story: &Story, who: crate::story::Who| {
        let view = GUARD.regional_case(&who.actor(), &story.case, 1, &LIBRARY, story.now);
        view.map(|view| view.into_view().printable)
    };
    let open = Story::purchased_for("asylum_seeker");
    let protected = Story::purchased_for("without_permits");
    assert_eq!(printable(&open, NURSE), Some(true));
    assert_eq!(printable(&protected, NURSE), Some(false));
    assert_eq!(printable(&open, STRANGER), None);
    let office = GUARD.head_office_case(&DEVELOPER.actor(), &open.case, 1);
    assert!(!office.unwrap().into_view().printable, "no permit says so");
    for (who, finds) in [
        (NURSE, true),
        (MANAGER, true),
        (DEVELOPER, true),
        (STRANGER, false),
        (ADMINISTRATOR, false),
        (LOG_REVIEWER, false),
    ] {
        let found = GUARD.may_find(&who.actor(), &protected.case);
        assert_eq!(found, finds, "{}", who.title);
    }
    // A question is not a case that the municipality can search for.
    let asked = Story::asked_of("asylum_seeker");
    assert!(!GUARD.may_find(&MANAGER.actor(), &asked.case));
}

// covers: X1
#[test]
fn near_a_protected_person_a_letter_beside_the_queue_is_stopped_by_the_policies_too() {
    let post = |story: &Story| {
        let letter = (ContactChannel::Post, ContactSubject::Certificate);
        allows(
            story,
            contact(ContactWith::MigrationAgency, letter.0, letter.1),
        )
    };
    let story = Story::of("asylum_seeker", "unmet").consents("sip");
    assert!(post(&story));
    let linked = story.then(&serde_json::json!({
        "command": "mark_linked_protected_person", "linked": true, "reason": "Mamman",
    }));
    assert!(!post(&linked), "one has read it at most");
}

// covers: C6.1, C7.3
#[test]
fn who_books_or_drives_gets_the_order_and_not_what_is_said() {
    let story = Story::of("asylum_seeker", "unmet");
    for (audience, order) in [
        (Audience::InterpreterAgency, Class::InterpreterBooking),
        (Audience::PatientTransport, Class::TransportOrder),
    ] {
        let told = |class| {
            let recipient = Recipient::Outside(audience);
            GUARD.may_disclose(recipient, &story.case, class, Channel::PhoneNote)
        };
        assert!(told(order).allowed, "{audience:?}");
        assert!(!told(Class::Conversation).allowed, "{audience:?}");
    }
}
