//! Printed letters: each has its own text for its one recipient, and names no ward.

mod queue;
mod text;

use disclosure::views::{LetterRefusal, Letterhead, PostedLetter};
use serde_json::json;

use crate::story::{ADDRESS, GUARD, HEALTH_CENTRE, LMA, NAME, NURSE, PHYSICIAN, Story, WARD};

/// Addresses as an administrator keeps them, one with a line too many.
pub(crate) fn letterhead() -> Letterhead {
    Letterhead {
        sender: Some("Regionen\n\n  Box 1 \n461 21 Trollhättan".to_owned()),
        migration_agency: Some("Migrationsverket\nBox 2\n462 23 Vänersborg".to_owned()),
        ..Letterhead::default()
    }
}

/// An asylum seeker whose certificate is written.
fn certified() -> Story {
    Story::of("asylum_seeker", "unmet").consents("sip").by(
        PHYSICIAN,
        &json!({"command": "write_certificate", "content": "Behöver hjälp dygnet runt"}),
    )
}

/// An asylum seeker at home in Trollhättan whose meeting is held.
fn held() -> Story {
    Story::of("asylum_seeker", "none")
        .consents("case")
        .consents("sip")
        .stays_in_trollhattan()
        .plans_a_meeting("in_person")
        .holds_the_meeting()
}

fn queues(story: Story, letter: &str) -> Story {
    story.then(&json!({"command": "queue_letter", "letter": letter}))
}

/// The latest letter's id.
fn id(story: &Story) -> String {
    story.case.letters.last().unwrap().outbox.to_string()
}

/// The latest letter as it would be printed now.
fn letter(story: &Story, letterhead: &Letterhead) -> Result<PostedLetter, LetterRefusal> {
    GUARD.letter(&story.case, story.case.letters.last().unwrap(), letterhead)
}

fn text(story: &Story) -> String {
    letter(story, &letterhead()).unwrap().document().reviewed()
}

fn reference(story: &Story) -> String {
    format!("Brev {}", &id(story)[..8])
}

// covers: V6A.7
#[test]
fn the_certificate_tells_the_migration_agency_who_what_and_by_whom_and_nothing_of_the_ward() {
    let story = queues(certified(), "certificate");
    assert_eq!(
        text(&story),
        format!(
            "Migrationsverket\nBox 2\n462 23 Vänersborg\n\n5 mars 2026\n{}\n\n\
             Läkarintyg om omvårdnadsbehov\n\nGäller: {NAME}, född 17 maj 1984\n\n\
             LMA-nummer: {LMA}\n\nSIP-nummer: {}\n\nIntyg: Behöver hjälp dygnet runt\n\n\
             Skrivet av: Karin Lind, läkare, 5 mars 2026\n\n\
             Avsändare: Regionen, Box 1, 461 21 Trollhättan",
            reference(&story),
            story.case.sip.number.shown(),
        )
    );
    let letter = letter(&story, &letterhead());
    assert!(matches!(letter, Ok(PostedLetter::MigrationAgency(_))));
}

// covers: V6B.13
#[test]
fn the_plan_tells_the_migration_agency_needs_and_tasks_and_not_the_patients_own_words() {
    let story = queues(held(), "plan");
    assert_eq!(
        text(&story),
        format!(
            "Migrationsverket\nBox 2\n462 23 Vänersborg\n\n5 mars 2026\n{}\n\n\
             Samordnad individuell plan\n\nGäller: {NAME}, född 17 maj 1984\n\n\
             LMA-nummer: {LMA}\n\nSIP-nummer: {}\n\nMötet hölls: torsdag 5 mars 2026 klockan 09.04\n\n\
             Behov: Såromläggning\n\nVem gör vad: Insats, Vem, Omfattning, När\n\
             - Insats: Kommunen lägger om såret\n  Vem: Regionens vård\n  Omfattning: \n  När: \n\n\
             Huvudansvar för planen: Regionens vård\n\n\
             Avsändare: Regionen, Box 1, 461 21 Trollhättan",
            reference(&story),
            story.case.sip.number.shown(),
        )
    );
    let letter = letter(&story, &letterhead());
    assert!(matches!(letter, Ok(PostedLetter::MigrationAgency(_))));
}

// covers: V6B.13
#[test]
fn a_plan_that_names_kin_does_not_go_to_the_migration_agency() {
    let with_kin = |kin: &str, tasks: &str| {
        let opened = Story::opened(&json!({
            "setting": "inpatient", "group": "asylum_seeker", "group_evidence": "Kortet visades",
            "name": NAME, "birth_date": "1984-05-17",
            "identifiers": [{ "kind": "lma_number", "value": LMA }], "kin": kin,
            "interpreter_needed": false, "nursing_need": "none", "health_care_need": true,
            "device_need": false,
        }));
        let planned = opened
            .consents("case")
            .consents("sip")
            .stays_in_trollhattan();
        let held = planned.plans_a_meeting("in_person").holds();
        held.agrees_on(["Att komma hem", "Såromläggning", tasks])
    };
    let kin = "Syster Zahra Ahmadi, 070-123 45 67";
    let named = with_kin(kin, "Zahra tar emot hemsjukvården");
    assert_eq!(to_come(&named, "plan"), Err(LetterRefusal::NamesKin));
    assert!(
        LetterRefusal::NamesKin
            .swedish()
            .contains("Migrationsverket")
    );
    // Words for what kin are to the patient are not names, and the patient's own copy has
    // everything.
    assert!(
        to_come(
            &with_kin(kin, "Hennes syster tar emot hemsjukvården"),
            "plan"
        )
        .is_ok()
    );
    assert!(to_come(&named, "patient_copy").unwrap().contains("Zahra"));
    assert!(to_come(&with_kin("Bror, 070-123 45 67", "Bror tar emot"), "plan").is_ok());
    let hers = with_kin(kin, "Hemsjukvården lägger om hos Zahras granne");
    assert_eq!(to_come(&hers, "plan"), Err(LetterRefusal::NamesKin));
    // A short name is a name; an initial or a lower-case word is not, nor is certainly what begins a
    // sentence as any word may.
    let short = with_kin("Sonen Bo Ek", "Nyckeln lämnas till Bo");
    assert_eq!(to_come(&short, "plan"), Err(LetterRefusal::NamesKin));
    assert!(to_come(&with_kin("Sonen Bo Ek", "Bo tar emot"), "plan").is_ok());
    let none = with_kin(
        "granne till Zahra S.",
        "En granne öppnar för s.k. nattpatrull",
    );
    assert!(to_come(&none, "plan").is_ok());
}

// covers: V6B.13
#[test]
fn the_patients_copy_goes_home_with_all_of_the_plan() {
    let story = held().then(&json!({
        "command": "decide_follow_up", "at": "2026-04-02T10:30:00+02:00",
        "unit": WARD,
    }));
    let story = queues(story, "patient_copy");
    assert_eq!(
        text(&story),
        format!(
            "{NAME}\n{ADDRESS}\n461 30 Trollhättan\n\n5 mars 2026\n{}\n\n\
             Din samordnade individuella plan\n\nSIP-nummer: {}\n\n\
             Mötet hölls: torsdag 5 mars 2026 klockan 09.04\n\n\
             Det som är viktigt för dig: Bo nära mormor Kanariemor\n\nBehov: Såromläggning\n\n\
             Vem gör vad: Kommunen lägger om såret. Ansvarig enhet: Avdelning 43, NÄL\n\n\
             Huvudansvar för planen: Avdelning 43, NÄL\n\nDe som var med: Patienten, Tolk\n\n\
             Uppföljning: torsdag 2 april 2026 klockan 10.30\n\n\
             Avsändare: Regionen, Box 1, 461 21 Trollhättan",
            reference(&story),
            story.case.sip.number.shown(),
        )
    );
    let letter = letter(&story, &letterhead());
    assert!(matches!(letter, Ok(PostedLetter::Patient(_))));
}

#[test]
fn a_home_beyond_the_built_in_localities_is_in_its_municipality() {
    let story = held().then(&json!({
        "command": "establish_residence", "municipality": "1480", "address": ADDRESS,
        "postal_code": "411 01", "housing": "own",
    }));
    let story = queues(story, "patient_copy");
    let letter = letter(&story, &letterhead()).unwrap();
    assert_eq!(
        letter.document().recipient,
        [NAME, ADDRESS, "411 01 Göteborg"]
    );
}

// covers: VB1.1
#[test]
fn no_letter_is_written_without_both_addresses_or_from_a_unit_that_is_or_was_a_party() {
    let story = queues(certified(), "certificate");
    let without = |change: fn(&mut Letterhead)| {
        let mut changed = letterhead();
        change(&mut changed);
        letter(&story, &changed).unwrap_err()
    };
    assert_eq!(
        without(|head| head.sender = Some(" \n".to_owned())),
        LetterRefusal::NoAddress
    );
    assert_eq!(
        without(|head| head.migration_agency = None),
        LetterRefusal::NoAddress
    );
    assert_eq!(
        without(|head| head.sender = Some("Avdelning 43 NÄL\nBox 1".to_owned())),
        LetterRefusal::SenderNamesAUnit
    );
    let left = held().adds(HEALTH_CENTRE).then(&json!({
        "command": "remove_party", "unit": HEALTH_CENTRE, "reason": "Behövs inte längre",
    }));
    let named = Letterhead {
        sender: Some("Regionen, vårdcentralen Kungshöjd\nBox 1".to_owned()),
        ..letterhead()
    };
    assert_eq!(
        letter(&queues(left, "plan"), &named).unwrap_err(),
        LetterRefusal::SenderNamesAUnit
    );
}

// An older program kept them in an address.
#[test]
fn an_address_is_printed_without_tabs_and_without_what_cannot_be_seen() {
    let story = queues(certified(), "certificate");
    let head = Letterhead {
        sender: Some(
            "Re\u{200b}gi\u{ad}onen\t\n\u{202e}Box\t1\u{202c}\n461 21 Trollhättan".to_owned(),
        ),
        ..letterhead()
    };
    let letter = letter(&story, &head).unwrap().document().reviewed();
    assert_eq!(letter, text(&story));
}

/// The text of a letter before it is queued, or why there is none.
fn to_come(story: &Story, letter: &str) -> Result<String, LetterRefusal> {
    let kind = vocabulary::choice::Choice::from_code(letter).unwrap();
    let day = vocabulary::calendar::local_date(story.now);
    GUARD
        .letter_to_come(&NURSE.actor(), &story.case, kind, &letterhead(), day)
        .unwrap()
        .into_view()
}

#[test]
fn a_letter_to_come_reads_as_the_letter_without_its_reference() {
    let story = held();
    let before = to_come(&story, "plan").unwrap();
    let queued = queues(story, "plan");
    let reference = format!("{}\n", reference(&queued));
    assert!(!before.contains("Brev "));
    assert_eq!(text(&queued).replace(&reference, ""), before);
}

// covers: X1, X3
#[test]
fn there_is_no_letter_of_what_is_not_there_or_may_not_leave() {
    let story = held();
    assert_eq!(to_come(&story, "certificate"), Err(LetterRefusal::NotNow));
    assert_eq!(to_come(&certified(), "plan"), Err(LetterRefusal::NotNow));
    let protected = story.establishes("without_permits");
    for letter in ["certificate", "plan", "patient_copy"] {
        assert_eq!(to_come(&protected, letter), Err(LetterRefusal::NotAllowed));
    }
}

/// From then on, who lives in another region is another region's (V3.1).
fn left_the_ward() -> serde_json::Value {
    json!({ "command": "change_setting", "setting": "outpatient", "unit": WARD })
}

// covers: V3.1
#[test]
fn no_letter_leaves_once_another_region_is_responsible_or_the_case_is_closed() {
    let moved = held().then(&left_the_ward()).then(&json!({
        "command": "establish_residence", "municipality": "0180", "address": ADDRESS,
        "postal_code": "113 57", "housing": "own",
    }));
    for letter in ["plan", "patient_copy"] {
        assert_eq!(to_come(&moved, letter), Err(LetterRefusal::NotNow));
    }
    let closed = held().closes();
    assert_eq!(to_come(&closed, "patient_copy"), Err(LetterRefusal::NotNow));
}
