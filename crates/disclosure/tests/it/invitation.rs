//! The one message to Migrationsverket by e-mail names nobody (V6A.6).

use disclosure::views::InvitationRefusal;
use domain::event::OutsidePlace;
use serde_json::json;
use vocabulary::{
    command::Command, meeting_point::MeetingPoint, public_id::PublicId, reading::Door,
};

use crate::story::{GUARD, NAME, Story, TROLLHATTAN};

fn invited() -> Story {
    Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .plans_a_meeting("in_person")
}

/// The same meeting at a place of the register that has another name.
fn chosen(mut story: Story, name: &str) -> Story {
    let meeting = story.case.sip.meeting.as_mut().unwrap();
    meeting.value.outside = Some(OutsidePlace::Point {
        point: MeetingPoint {
            id: PublicId::from_random([8; 16]),
            building: "Huset".to_owned(),
            name: name.to_owned(),
        },
    });
    story
}

// covers: V6A.6
#[test]
fn what_somebody_has_typed_of_a_meeting_is_no_invitation() {
    for typed in [
        json!({ "form": "in_person", "meeting_point": "Hos Amina" }),
        json!({ "form": "in_person", "meeting_point": "Rum 12 säng 3", "link": "https://x.se/1" }),
        json!({ "form": "digital", "link": "https://mote.example.se/aminahassan" }),
        json!({ "form": "digital", "link": "https://mote.example.se/1", "meeting_point": "Dagrummet" }),
    ] {
        let mut command = json!({
            "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00", "kin_invited": false,
        });
        let fields = typed.as_object().unwrap().clone();
        command.as_object_mut().unwrap().extend(fields);
        let consenting = Story::of("asylum_seeker", "unmet").consents("sip");
        let story = consenting.then(&command);
        assert_eq!(
            GUARD.invitation(&story.case).unwrap_err(),
            InvitationRefusal::NotChosen,
            "{typed}"
        );
        // With a place of the register beside it, the typed place still is nobody's outside.
        command["chosen_point"] = json!("ajbeeqscijbeeqscijbeeqscij");
        command.as_object_mut().unwrap().remove("link");
        let story = story.then(&command);
        let text = GUARD.invitation(&story.case).unwrap().view().reviewed();
        for word in ["Amina", "Rum 12", "aminahassan", "x.se", "Dagrummet"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}

/// What was typed and queued before, one for each row: its field and its text.
fn typed_places() -> Vec<(&'static str, String)> {
    let rows = include_str!("typed-places.tsv").lines();
    let rows = rows.filter(|row| !row.starts_with('#'));
    rows.map(|row| {
        let (field, typed) = row.split_once('\t').unwrap();
        (field, serde_json::from_str(typed).unwrap())
    })
    .collect()
}

// covers: V6A.6
#[test]
fn none_of_what_got_past_the_list_of_words_is_an_invitation() {
    let rows = typed_places();
    assert!(rows.len() > 50);
    let consenting = Story::of("asylum_seeker", "unmet").consents("sip");
    for (field, typed) in rows {
        let form = if field == "link" {
            "digital"
        } else {
            "in_person"
        };
        let mut command = json!({
            "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00", "form": form,
            "kin_invited": false,
        });
        command[field] = json!(typed);
        let read = Command::read(command.as_object().unwrap(), Door::Api, consenting.now);
        // Some of it is refused as it is read; the rest is planned, and stays in the house.
        if read.is_ok() {
            let story = consenting.clone().then(&command);
            let invitation = GUARD.invitation(&story.case);
            assert_eq!(
                invitation.unwrap_err(),
                InvitationRefusal::NotChosen,
                "{typed:?}"
            );
        }
    }
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
             Mötet hålls på plats. Alla deltar på plats.\nMötesplats: Huvudentrén, Sjukhuset\n"
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
    let link = text.lines().find_map(|line| line.strip_prefix("Länk: "));
    let room = link.and_then(|link| link.strip_prefix("https://mote.example.se/"));
    let room = room.and_then(PublicId::parse);
    assert!(room.is_some_and(|room| room != story.case.id), "{text}");
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
        let story = chosen(invited(), place);
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
        let planned = chosen(story.clone().plans_a_meeting("in_person"), place);
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
    assert!(
        invitation
            .reviewed()
            .contains("Mötesplats: Huvudentrén, Sjukhuset")
    );
}

// covers: V3.1
#[test]
fn no_invitation_is_made_once_another_region_is_responsible() {
    let moved = invited()
        .then(&json!({
            "command": "change_setting", "setting": "outpatient", "unit": crate::story::WARD,
        }))
        .then(&json!({
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
    let story = story.consents("sip").plans_a_meeting("in_person");
    let story = chosen(story, "Ingång B");
    let text = GUARD.invitation(&story.case).unwrap().view().text();
    assert!(text.contains("Mötesplats: Ingång B, Huset"));
}
