//! The one message to Migrationsverket by e-mail names nobody (V6A.6).

use disclosure::views::InvitationRefusal;
use serde_json::json;

use crate::story::{GUARD, NAME, Story, TROLLHATTAN};

fn invited() -> Story {
    Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .plans_a_meeting("in_person")
}

// covers: V6A.6
#[test]
fn the_invitation_holds_number_day_time_and_neutral_place_and_nothing_else() {
    let story = invited();
    let invitation = GUARD.invitation(&story.case).unwrap();
    let text = invitation.view().text();
    let number = story.case.sip.number.shown();
    assert_eq!(
        text,
        format!(
            "Ni kallas till ett möte om samordnad individuell plan (SIP).\n\n\
             SIP-nummer: {number}\nDatum: torsdag 12 mars 2026\nTid: klockan 14.00\n\
             Mötet hålls på plats. Alla deltar på plats.\nMötesplats: Huvudentrén\n"
        )
    );
    assert_eq!(
        invitation.view().subject(),
        format!("Kallelse till SIP-möte {number}")
    );
    assert!(
        !text.contains("mote.example.se"),
        "a meeting in person has no link"
    );
}

// covers: V6A.6
#[test]
fn a_digital_meeting_has_its_link_and_no_place() {
    let story = Story::of("mass_refugee", "unmet")
        .consents("sip")
        .plans_a_meeting("digital");
    let text = GUARD.invitation(&story.case).unwrap().view().text();
    assert!(text.contains("Länk: https://mote.example.se/1"));
    assert!(text.contains("Mötet hålls digitalt."));
    assert!(!text.contains("Huvudentrén"));
}

// covers: V6A.6
#[test]
fn protected_details_of_the_case_change_no_byte_of_the_invitation() {
    let plain = invited();
    let mut other = plain.clone();
    other.case.person.name = vocabulary::secret::Words::new("Helt Annan".to_owned());
    other.case.person.protected_identity = true;
    other.case.person.room = None;
    other.case.identifiers.clear();
    other.case.contacts.clear();
    other.case.needs.device = true;
    assert_eq!(
        GUARD.invitation(&plain.case).unwrap().view().text(),
        GUARD.invitation(&other.case).unwrap().view().text(),
    );
}

// covers: X1, X3
#[test]
fn no_invitation_for_a_protected_group_without_consent_or_without_a_meeting() {
    let no = |story: Story| GUARD.invitation(&story.case).unwrap_err();
    assert!(matches!(
        no(Story::of("without_permits", "unmet")),
        InvitationRefusal::NotAllowed(_)
    ));
    assert!(matches!(
        no(Story::of("asylum_seeker", "unmet")),
        InvitationRefusal::NotAllowed(_)
    ));
    assert_eq!(
        no(Story::of("asylum_seeker", "unmet").consents("sip")),
        InvitationRefusal::NoMeeting
    );
    assert!(matches!(
        no(invited().establishes("without_permits")),
        InvitationRefusal::NotAllowed(_)
    ));
}

// covers: V6A.6
#[test]
fn a_meeting_place_that_names_a_ward_or_the_person_or_a_number_stops_it() {
    for (place, told) in [
        ("avdelning 43 NÄL, plan 4", false),
        ("Avdelning 43, dagrummet", false),
        ("Dagrummet, avd. 43", false),
        ("Medicinavdelningen", false),
        ("Infektionsklinikens väntrum", false),
        ("Avd43, dagrummet", false),
        ("avdeln. 43", false),
        ("Psykiatrin, plan 3", false),
        ("Dialysen", false),
        ("BB, plan 2", false),
        ("Stavre vårdcentral", false),
        ("Barnmottagn\u{69}ngen", false),
        ("Va\u{30a}rdenheten", false),
        ("Aminas rum", false),
        (&format!("Hos {NAME}"), false),
        ("Ingång B, fråga efter LMA 12 345678", false),
        ("Huvudentrén, NÄL", true),
        ("Migrationsverkets mottagningsenhet, Vänersborg", true),
        ("Konferensrum 2, plan 4", true),
    ] {
        let story = Story::of("asylum_seeker", "unmet")
            .consents("sip")
            .then(&json!({
                "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00",
                "form": "in_person", "meeting_point": place, "kin_invited": false,
            }));
        let invitation = GUARD.invitation(&story.case);
        assert_eq!(invitation.is_ok(), told, "{place}");
        if let Err(stopped) = invitation {
            assert_eq!(stopped, InvitationRefusal::NamesSomebody, "{place}");
        }
    }
}

// covers: V6A.6
#[test]
fn a_meeting_place_that_names_a_unit_that_is_or_was_a_party_stops_it() {
    let party = Story::asked_of("asylum_seeker")
        .answered(TROLLHATTAN, "yes")
        .adds(TROLLHATTAN);
    let left = party.clone().then(&json!({
        "command": "remove_party", "unit": TROLLHATTAN, "reason": "Behövs inte längre",
    }));
    let meets_at = |story: &Story, place: &str| {
        let planned = story.clone().then(&json!({
            "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00",
            "form": "in_person", "meeting_point": place, "kin_invited": false,
        }));
        GUARD.invitation(&planned.case).is_ok()
    };
    for story in [&party, &left] {
        assert!(!meets_at(story, "Hos hemsjukvården, Trollhättan"));
        assert!(meets_at(story, "Stadshuset, Trollhättan"));
    }
    let never = Story::of("asylum_seeker", "unmet").consents("sip");
    assert!(meets_at(&never, "Hos hemsjukvården, Trollhättan"));
}

// covers: V6A.6
#[test]
fn what_is_read_before_it_leaves_is_the_subject_and_every_word_of_the_text() {
    let invitation = GUARD.invitation(&invited().case).unwrap().into_view();
    assert_eq!(
        invitation.reviewed(),
        format!("{}\n\n{}", invitation.subject(), invitation.text())
    );
    assert!(invitation.reviewed().contains("Mötesplats: Huvudentrén"));
}

// covers: V3.1
#[test]
fn no_invitation_is_made_once_another_region_is_responsible() {
    let moved = invited().then(&json!({
        "command": "establish_residence", "municipality": "0180", "address": "Sveavägen 1",
        "postal_code": "113 57", "housing": "own",
    }));
    assert!(moved.case.sip.meeting.is_some(), "the meeting is planned");
    assert_eq!(
        GUARD.invitation(&moved.case).unwrap_err(),
        InvitationRefusal::NotNow
    );
}

// covers: V6A.6
#[test]
fn a_place_of_one_letter_is_not_taken_for_an_initial_of_the_person() {
    let story = Story::of("asylum_seeker", "unmet").then(&json!({
        "command": "correct_person", "name": "Amina B Kanariefågel",
    }));
    let story = story.consents("sip").then(&json!({
        "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00", "form": "in_person",
        "meeting_point": "Ingång B", "kin_invited": false,
    }));
    let text = GUARD.invitation(&story.case).unwrap().view().text();
    assert!(text.contains("Mötesplats: Ingång B"));
}
