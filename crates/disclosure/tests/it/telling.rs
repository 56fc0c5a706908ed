//! Who is told what: what each event tells, by recipient, class, channel and when, as a table that
//! a nurse could review; and that no command tells more than it announced.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use disclosure::{AnnouncedTo, Announcement, Channel, Means, TellingRecipient};
use guidance::{DisclosureRule, recipient::Way};
use serde_json::{Value, json};
use vocabulary::{command::CommandKind, unit::UnitKind};

use crate::story::{
    DEVELOPER, GUARD, HEAD_OF_OPERATIONS, HEALTH_CENTRE, LIBRARY, MANAGER, NURSE, PHYSICIAN, Story,
    TROLLHATTAN, VANERSBORG, Who,
};

/// The kinds of a story's events that have told somebody something, in order.
fn told(story: &Story) -> Vec<&'static str> {
    let places: BTreeSet<u64> = story.told.iter().map(|told| told.place).collect();
    let kind = |place: u64| {
        let place = usize::try_from(place).unwrap();
        story.journal[place - 1].event.kind()
    };
    places.into_iter().map(kind).collect()
}

/// The events by which an act of the ward's nurse tells something.
fn by(story: &Story, command: &Value) -> Vec<&'static str> {
    let done = story.clone().then(command);
    told(&done).split_off(told(story).len())
}

/// What a story's latest act told: "recipient: class by channel (parts)".
fn latest(story: &Story, before: &Story) -> Vec<String> {
    let new = &story.told[before.told.len()..];
    let text = |placed: &disclosure::PlacedTelling| {
        use vocabulary::choice::Choice as _;
        let telling = &placed.telling;
        let sections: Vec<&str> = telling.sections.iter().map(|part| part.code()).collect();
        let class = telling.class.map_or("-", disclosure::Class::code);
        let parts = if sections.is_empty() {
            String::new()
        } else {
            format!(" ({})", sections.join(" "))
        };
        format!("{}: {class} by {}{parts}", telling.to, telling.means.code())
    };
    new.iter().map(text).collect()
}

/// What a command tells when this person gives it.
fn tells(story: &Story, who: Who, command: &Value) -> Vec<String> {
    latest(&story.clone().by(who, command), story)
}

#[test]
fn a_unit_that_opens_its_own_case_tells_nobody_and_one_that_joins_is_told() {
    let opened = Story::of("asylum_seeker", "unmet").consents("sip");
    assert_eq!(opened.journal[1].event.kind(), "party_added");
    assert!(told(&opened).is_empty());
    assert_eq!(told(&opened.adds(HEALTH_CENTRE)), ["party_added"]);
}

#[test]
fn a_placeholder_has_nobody_who_could_be_told() {
    let story = Story::of("asylum_seeker", "none").consents("case");
    let added = story.journal.iter();
    let added = added.filter(|entry| entry.event.kind() == "party_added");
    assert_eq!(added.count(), 3, "the ward and two placeholders");
    assert!(told(&story).is_empty());
}

#[test]
fn a_letter_tells_when_it_is_posted_and_not_while_it_waits() {
    let story = Story::of("asylum_seeker", "unmet").consents("sip").by(
        PHYSICIAN,
        &json!({"command": "write_certificate", "content": "Behöver hjälp dygnet runt"}),
    );
    let queued = story.then(&json!({"command": "queue_letter", "letter": "certificate"}));
    let letter = queued.case.letters[0].outbox.to_string();
    let printed = queued.then(&json!({"command": "print_letter", "letter": letter}));
    assert!(told(&printed).is_empty());
    let at = printed.now.to_string();
    let posted = json!({
        "command": "settle_letter", "letter": letter, "outcome": "posted", "at": at,
    });
    // Told once, by the contact; the paper says the same.
    assert_eq!(by(&printed, &posted), ["contact_recorded"]);
}

#[test]
fn what_is_planned_or_queued_tells_nobody_outside_and_what_is_sent_or_ordered_does() {
    let story = Story::of("asylum_seeker", "unmet").consents("sip");
    let planned = story.plans_a_meeting("in_person");
    assert!(told(&planned).is_empty());
    let at = planned.now.to_string();
    let coming = "2026-03-12T09:00:00+01:00";
    let acts = [
        (json!({"command": "send_invitation"}), &[][..]),
        (
            json!({"command": "record_invitation_sent", "at": at}),
            &["invitation_sent"],
        ),
        (
            json!({"command": "book_interpreter", "language": "ar", "at": coming}),
            &["interpreter_booked"],
        ),
        (
            json!({"command": "order_transport", "destination": "Boendet Eken", "at": coming}),
            &["transport_settled"],
        ),
        (
            json!({"command": "decline_transport", "reason": "Åker med en vän"}),
            &[],
        ),
        (
            json!({"command": "order_device", "device": "Rollator", "reference": "WS 4711"}),
            &["device_ordered"],
        ),
    ];
    for (command, expected) in acts {
        assert_eq!(by(&planned, &command), expected, "{command}");
    }
}

#[test]
fn a_municipality_is_told_by_the_question_and_the_request_and_tells_nobody_by_its_answers() {
    let before = Story::asked_of("asylum_seeker");
    assert_eq!(told(&before).last(), Some(&"municipality_asked"));
    let answered = before.clone().answered(TROLLHATTAN, "yes");
    assert_eq!(told(&answered), told(&before));
    let purchased = told(&Story::purchased_for("asylum_seeker"));
    assert_eq!(
        purchased[told(&before).len()..],
        [
            "party_added",
            "party_added",
            "sip_meeting_planned",
            "sip_meeting_held",
            "care_request_sent",
            "agreement_drawn_up"
        ]
    );
}

/// Every kind of act that tells somebody something, and what it tells.
#[test]
#[expect(clippy::too_many_lines, reason = "one row per act, as a table")]
fn each_event_tells_what_the_table_says() {
    let ward = Story::of("asylum_seeker", "unmet").consents("sip");
    let planned = ward.clone().plans_a_meeting("in_person");
    let asked = Story::asked_of("asylum_seeker");
    let party = asked.clone().answered(TROLLHATTAN, "yes").adds(TROLLHATTAN);
    let purchased = Story::purchased_for("asylum_seeker");
    let signed = purchased.clone().by(
        HEAD_OF_OPERATIONS,
        &json!({"command": "sign_agreement", "signatory": "head_of_operations"}),
    );
    let ready = Story::of("asylum_seeker", "none")
        .consents("case")
        .consents("information_transfer")
        .stays_in_trollhattan();
    let agreed = asked.clone().answered(TROLLHATTAN, "yes");
    let requested = party.clone().plans_a_meeting("in_person").then(&json!({
        "command": "send_care_request", "question": "Sår", "health_state": "Bensår",
        "follow_up": "Vi",
    }));
    // This is replaced by the time of the story.
    let now = "now";
    let coming = "2026-03-20T09:00:00+01:00";
    let contact = |audience: &str, channel: &str| {
        json!({
            "command": "record_contact", "audience": audience, "channel": channel, "at": now,
            "summary": "Sagt",
        })
    };
    let acts: Vec<(&str, &Story, Who, Value)> = vec![
        (
            "migration agency rung",
            &ward,
            NURSE,
            contact("migration_agency", "phone"),
        ),
        (
            "head office rung",
            &ward,
            NURSE,
            contact("head_office", "phone"),
        ),
        ("pharmacy rung", &ward, NURSE, contact("pharmacy", "phone")),
        (
            "manager rung before any question",
            &ward,
            NURSE,
            contact("municipal_manager", "phone"),
        ),
        (
            "manager rung about the question",
            &asked,
            NURSE,
            contact("municipal_manager", "phone"),
        ),
        (
            "manager of a party rung",
            &party,
            NURSE,
            contact("municipal_manager", "phone"),
        ),
        (
            "invitation sent by hand",
            &planned,
            NURSE,
            json!({"command": "record_invitation_sent", "at": planned.now.to_string()}),
        ),
        (
            "invitation queued",
            &planned,
            NURSE,
            json!({"command": "send_invitation"}),
        ),
        (
            "interpreter booked",
            &planned,
            NURSE,
            json!({"command": "book_interpreter", "language": "ar", "at": coming}),
        ),
        (
            "transport ordered",
            &planned,
            NURSE,
            json!({"command": "order_transport", "destination": "Eken", "at": coming}),
        ),
        (
            "device ordered",
            &planned,
            NURSE,
            json!({"command": "order_device", "device": "Rollator"}),
        ),
        (
            "health centre added",
            &party,
            NURSE,
            json!({"command": "add_party", "unit": HEALTH_CENTRE}),
        ),
        (
            "municipality added",
            &agreed,
            NURSE,
            json!({"command": "add_party", "unit": TROLLHATTAN}),
        ),
        (
            "municipality asked",
            &ready,
            NURSE,
            json!({
                "command": "ask_municipality", "unit": TROLLHATTAN, "starts": "2026-03-14",
                "interventions": [{"code": "sampling", "times": 1, "per": "week"}],
            }),
        ),
        (
            "meeting planned",
            &party,
            NURSE,
            json!({
                "command": "plan_sip_meeting", "at": coming, "form": "in_person",
                "meeting_point": "Huvudentrén", "kin_invited": false, "questions": "Vem hämtar?",
            }),
        ),
        (
            "meeting held",
            &purchased,
            NURSE,
            json!({
                "command": "hold_sip_meeting", "at": now, "what_matters": "Hem", "needs": "Sår",
                "responsibilities": "Kommunen", "attended": "Alla",
            }),
        ),
        (
            "follow-up decided",
            &purchased,
            NURSE,
            json!({"command": "decide_follow_up", "at": coming, "unit": HEALTH_CENTRE}),
        ),
        (
            "residence within the municipality",
            &purchased,
            NURSE,
            json!({
                "command": "establish_residence", "municipality": "1488", "address": "Nygatan 2",
                "postal_code": "461 30", "housing": "own",
            }),
        ),
        (
            "name corrected",
            &purchased,
            NURSE,
            json!({"command": "correct_person", "name": "Amina Ny"}),
        ),
        (
            "number added",
            &purchased,
            NURSE,
            json!({"command": "add_identifier", "identifier": {"kind": "lma_number", "value": "12-345679"}}),
        ),
        (
            "identity protected",
            &purchased,
            NURSE,
            json!({"command": "mark_protected_identity", "protected": true, "reason": "Hot"}),
        ),
        (
            "group unestablished",
            &purchased,
            NURSE,
            json!({"command": "unestablish_group", "reason": "Kortet var ett annat"}),
        ),
        (
            "group without permits",
            &purchased,
            NURSE,
            json!({"command": "establish_group", "group": "without_permits", "evidence": "Avslag"}),
        ),
        (
            "resident",
            &purchased,
            NURSE,
            json!({"command": "establish_group", "group": "resident", "evidence": "Folkbokförd"}),
        ),
        (
            "coordination handed over",
            &purchased,
            NURSE,
            json!({"command": "hand_over_coordination", "unit": HEALTH_CENTRE}),
        ),
        (
            "care request answered",
            &requested,
            MANAGER,
            json!({"command": "answer_care_request", "answer": "accepted"}),
        ),
        (
            "agreement drawn up",
            &purchased,
            NURSE,
            json!({
                "command": "draw_up_agreement", "starts": "2026-03-12", "ends": "2026-05-12",
                "interventions": [{"code": "wound_dressing", "times": 3, "per": "week"}],
                "follow_up": "Vårdcentralen ringer",
            }),
        ),
        (
            "agreement signed by the municipality",
            &purchased,
            HEAD_OF_OPERATIONS,
            json!({"command": "sign_agreement", "signatory": "head_of_operations"}),
        ),
        (
            "agreement signed by the head office",
            &signed,
            DEVELOPER,
            json!({"command": "sign_agreement", "signatory": "regional_developer"}),
        ),
        (
            "copy to the patient",
            &purchased,
            NURSE,
            json!({"command": "hand_out_copy", "recipient": "patient", "how": "by_hand", "at": now}),
        ),
        (
            "plan to the migration agency",
            &purchased,
            NURSE,
            json!({"command": "hand_out_copy", "recipient": "migration_agency", "how": "post", "at": now}),
        ),
        (
            "copies to the parties by hand",
            &purchased,
            NURSE,
            json!({"command": "hand_out_copy", "recipient": "parties", "how": "by_hand", "at": now}),
        ),
        (
            "copies to the parties in the product",
            &purchased,
            NURSE,
            json!({"command": "hand_out_copy", "recipient": "parties", "how": "in_product", "at": now}),
        ),
        (
            "wrong disclosure to the police",
            &purchased,
            NURSE,
            json!({"command": "report_wrong_disclosure", "audience": "police", "at": now, "what": "Namnet"}),
        ),
        (
            "wrong disclosure to social services",
            &purchased,
            NURSE,
            json!({"command": "report_wrong_disclosure", "audience": "social_services", "at": now, "what": "Namnet"}),
        ),
        (
            "party removed",
            &purchased,
            NURSE,
            json!({"command": "remove_party", "unit": HEALTH_CENTRE, "reason": "Behövs inte"}),
        ),
        (
            "closed",
            &purchased,
            NURSE,
            json!({"command": "close_case", "reason": "Klart"}),
        ),
        (
            "needs changed",
            &purchased,
            NURSE,
            json!({"command": "establish_needs", "nursing_need": "none", "health_care_need": true, "device_need": true}),
        ),
        (
            "consent recorded",
            &purchased,
            NURSE,
            json!({"command": "record_consent", "kind": "sip", "answer": "given", "form": "oral"}),
        ),
        (
            "question from an authority",
            &purchased,
            NURSE,
            json!({"command": "record_inbound_question", "audience": "police", "at": now, "what": "Frågade"}),
        ),
    ];
    let mut table = String::new();
    for (name, story, who, mut command) in acts {
        if command["at"] == now {
            command["at"] = json!(story.now.to_string());
        }
        let told = tells(story, who, &command);
        let told = if told.is_empty() {
            "nobody".to_owned()
        } else {
            told.join("\n    ")
        };
        writeln!(table, "{name}:\n    {told}").unwrap();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn undoing_tells_the_former_value_again() {
    let story = Story::purchased_for("asylum_seeker").then(&json!({
        "command": "establish_residence", "municipality": "1488", "address": "Nygatan 2",
        "postal_code": "461 30", "housing": "own",
    }));
    let undone = tells(&story, NURSE, &json!({"command": "undo_latest"}));
    let parts = "municipal_share by page (residence)";
    assert_eq!(
        undone,
        [
            format!("unit:{TROLLHATTAN}: {parts}"),
            format!("head_of_operations: {parts}"),
        ]
    );
}

/// Deterministic random bits.
struct Bits(u64);

impl Bits {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % many
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// A command of this type with generated values; fields that the type does not have are left out.
#[expect(clippy::too_many_lines, reason = "one line per field, as a table")]
fn typed(kind: CommandKind, bits: &mut Bits, story: &Story) -> Value {
    let shapes = vocabulary::command::Command::shapes();
    let shape = shapes
        .iter()
        .find(|shape| shape.name == kind.name())
        .unwrap();
    let letter = story.case.letters.last();
    let orders =
        json!([{"code": bits.of(&["wound_dressing", "sampling"]), "times": 3, "per": "week"}]);
    let future = [
        "plan_sip_meeting",
        "book_interpreter",
        "order_transport",
        "decide_follow_up",
    ];
    let at = if future.contains(&kind.name()) {
        "2026-03-25T09:00:00+01:00".to_owned()
    } else {
        story.now.to_string()
    };
    let housing = bits.of(&["own", "agency_accommodation"]);
    let mut all: BTreeMap<&str, Value> = BTreeMap::from([
        ("accepted", json!(["wound_dressing"])),
        ("address", json!(bits.of(&["Strandgatan 17", "Nygatan 2"]))),
        ("admitted_at", json!(story.now.to_string())),
        ("at", json!(at)),
        ("attended", json!("Alla")),
        ("channel", json!(bits.of(&["phone", "post", "in_person"]))),
        ("content", json!("Behöver hjälp dygnet runt")),
        ("destination", json!("Eken")),
        ("device", json!("Rollator")),
        ("device_need", json!(false)),
        ("ends", json!("2026-05-12")),
        ("evidence", json!("Beskedet visades")),
        ("follow_up", json!("Vårdcentralen ringer")),
        (
            "form",
            json!(if kind.name() == "record_consent" {
                "oral"
            } else {
                "in_person"
            }),
        ),
        (
            "group",
            json!(bits.of(&[
                "asylum_seeker",
                "mass_refugee",
                "without_permits",
                "resident"
            ])),
        ),
        ("health_care_need", json!(true)),
        ("health_state", json!("Bensår")),
        ("housing", json!(housing)),
        ("how", json!(bits.of(&["by_hand", "post", "in_product"]))),
        (
            "identifier",
            json!({"kind": "lma_number", "value": bits.of(&["12-345679", "12-345687"])}),
        ),
        ("interventions", orders),
        ("kin_invited", json!(bits.below(2) == 0)),
        ("language", json!("ar")),
        ("letter", kind_of_letter(kind, letter, bits)),
        ("linked", json!(bits.below(2) == 0)),
        ("meeting_point", json!("Huvudentrén")),
        ("municipality", json!(bits.of(&["1488", "1487"]))),
        ("name", json!(bits.of(&["Amina Ny", "Amina Annan"]))),
        ("needs", json!("Sår")),
        ("note", json!("Följt")),
        (
            "nursing_need",
            json!(bits.of(&["none", "unmet", "met_by_kin"])),
        ),
        ("phone", json!("0521-100 00")),
        ("postal_code", json!("461 30")),
        ("protected", json!(bits.below(2) == 0)),
        ("question", json!("Lägga om sår")),
        ("questions", json!("Vem hämtar?")),
        ("reading", json!(bits.of(&["approved", "rejected"]))),
        ("reason", json!("Ett skäl")),
        ("reference", json!("Ref 1")),
        ("responsibilities", json!("Kommunen")),
        ("setting", json!(bits.of(&["inpatient", "outpatient"]))),
        (
            "signatory",
            json!(bits.of(&["regional_developer", "head_of_operations"])),
        ),
        ("starts", json!("2026-03-12")),
        ("still_valid", json!(bits.below(3) > 0)),
        ("summary", json!("Sagt")),
        (
            "unit",
            json!(bits.of(&[TROLLHATTAN, VANERSBORG, HEALTH_CENTRE, crate::story::WARD])),
        ),
        ("verified_in", json!("card")),
        ("what", json!("Namnet")),
        ("what_matters", json!("Hem")),
        ("answered_by", json!("Enhetschef")),
    ]);
    all.insert(
        "audience",
        json!(match kind.name() {
            "record_contact" => bits.of(&[
                "migration_agency",
                "municipal_manager",
                "institution",
                "head_office",
                "pharmacy"
            ]),
            _ => bits.of(&["police", "kin", "municipal_primary_care", "social_services"]),
        }),
    );
    all.insert(
        "recipient",
        json!(bits.of(&["patient", "kin", "migration_agency", "parties"])),
    );
    all.insert(
        "outcome",
        json!(match kind.name() {
            "settle_letter" => bits.of(&["posted", "returned", "destroyed"]),
            _ => bits.of(&["send_again", "arrived"]),
        }),
    );
    all.insert(
        "kind",
        json!(bits.of(&["case", "sip", "information_transfer"])),
    );
    all.insert(
        "answer",
        json!(match kind.name() {
            "record_consent" => bits.of(&["given", "given", "given", "refused", "withdrawn"]),
            "record_municipality_answer" => bits.of(&["yes", "yes", "partly", "no"]),
            "verify_group" => "Gäller",
            _ => bits.of(&["accepted", "accepted", "declined", "returned"]),
        }),
    );
    let mut command = json!({"command": kind.name()});
    for field in &shape.fields {
        if field.name == "units" || field.name == "birth_date" {
            continue;
        }
        if let Some(value) = all.get(field.name) {
            command[field.name] = value.clone();
        }
    }
    command
}

fn kind_of_letter(
    kind: CommandKind,
    letter: Option<&domain::case::Letter>,
    bits: &mut Bits,
) -> Value {
    if kind == CommandKind::QueueLetter {
        return json!(bits.of(&["certificate", "plan", "patient_copy"]));
    }
    json!(
        letter
            .map(|letter| letter.outbox.to_string())
            .unwrap_or_default()
    )
}

/// Goes through random stories and looks at the case after each act that was carried out.
fn through_random_stories(traces: u64, mut look: impl FnMut(&Story, CommandKind, &Story)) {
    for seed in 0..traces {
        let mut bits = Bits(seed * 7919 + 17);
        let start: [fn() -> Story; 4] = [
            || Story::of("asylum_seeker", "unmet"),
            || Story::asked_of("mass_refugee"),
            || Story::purchased_for("asylum_seeker"),
            || Story::purchased_for("without_permits"),
        ];
        let mut story = start[bits.below(start.len())]();
        for _ in 0..25 {
            let kind = CommandKind::ALL[bits.below(CommandKind::ALL.len())];
            if kind == CommandKind::CloseCase && bits.below(4) > 0 {
                continue;
            }
            let who = [NURSE, PHYSICIAN, MANAGER, DEVELOPER, HEAD_OF_OPERATIONS][bits.below(5)];
            let command = typed(kind, &mut bits, &story);
            let map = command.as_object().unwrap();
            let door = vocabulary::reading::Door::Api;
            if vocabulary::command::Command::read(map, door, story.now).is_err() {
                continue;
            }
            if let Ok(after) = story.clone().dared(who, &command) {
                look(&story, kind, &after);
                story = after;
            }
        }
    }
}

/// How many random stories a property goes through.
fn traces() -> u64 {
    if std::env::var_os("VARDBRON_LONG").is_some() {
        2_000
    } else {
        60
    }
}

/// What a decision tells is among what its command announced; `Story::dared` asserts it for each.
#[test]
fn no_command_tells_more_than_it_announced() {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut told = 0;
    through_random_stories(traces(), |before, kind, after| {
        told += after.told.len() - before.told.len();
        done.insert(kind.name());
    });
    assert!(told > 250, "only {told} tellings");
    assert!(done.len() > 35, "only these were carried out: {done:?}");
}

/// The guidance says for each step whom it tells what by which way: the source's statement. What the
/// step's commands announce says the same. The two are written apart; this test compares them.
#[test]
fn what_the_guidance_says_that_a_step_tells_is_announced_by_its_commands() {
    let mut compared: BTreeSet<String> = BTreeSet::new();
    let mut unannounced: BTreeSet<String> = BTreeSet::new();
    through_random_stories(traces() / 2, |_, _, story| {
        for step in guidance::steps(&story.case, &LIBRARY, story.now) {
            let written = LIBRARY
                .packs()
                .find_map(|pack| pack.step(step.id))
                .unwrap_or_else(|| panic!("{} is no step", step.id));
            let announced: Vec<Announcement> = written
                .actions
                .iter()
                .filter_map(|action| CommandKind::from_name(action.command()))
                .flat_map(|kind| GUARD.may_tell(&story.case, kind))
                .collect();
            for rule in &step.discloses_to {
                let said = format!("{} {} {:?}", step.id, rule.recipient().code(), rule.way);
                if announced.iter().any(|one| tells_as(story, rule, one)) {
                    compared.insert(said);
                } else if rule.way != Way::Product || has_municipal_party(story) {
                    // What is told in the product is announced to those who have a share now. The
                    // region's own units see the whole case from the day they join.
                    unannounced.insert(said);
                }
            }
        }
    });
    assert!(compared.len() > 30, "only {compared:?}");
    assert_eq!(unannounced, BTreeSet::new());
}

fn has_municipal_party(story: &Story) -> bool {
    let municipal = |party: &domain::case::Party| party.unit.kind == UnitKind::MunicipalPrimaryCare;
    story.case.parties.values().any(municipal)
}

fn tells_as(story: &Story, rule: &DisclosureRule, announced: &Announcement) -> bool {
    let by = match rule.way {
        Way::Phone => Channel::PhoneNote,
        Way::Post => Channel::Post,
        Way::Email => Channel::Email,
        Way::InPerson => Channel::InPerson,
        Way::Product => Channel::Page,
    };
    let to = match (rule.recipient(), &announced.to) {
        (
            guidance::Recipient::Audience(audience),
            AnnouncedTo::Known(TellingRecipient::Outside(told)),
        ) => audience == *told,
        (guidance::Recipient::Units(kind), AnnouncedTo::Known(TellingRecipient::Unit(id))) => story
            .case
            .parties
            .get(id)
            .is_some_and(|party| party.unit.kind == kind),
        (guidance::Recipient::Units(_), AnnouncedTo::ChosenUnit)
        | (
            guidance::Recipient::Parties,
            AnnouncedTo::ChosenUnit
            | AnnouncedTo::EachParty
            | AnnouncedTo::Known(TellingRecipient::Unit(_)),
        ) => true,
        _ => false,
    };
    to && announced.means == Means::By(by)
}

#[test]
fn an_announcement_covers_what_was_told_only_to_the_same_reader_in_the_same_way_and_no_more() {
    use disclosure::{Class, Section, Telling};
    use vocabulary::audience::Audience;

    let office = TellingRecipient::Outside(Audience::HeadOffice);
    let unit = TellingRecipient::Unit(crate::story::hsa(TROLLHATTAN));
    let announced = Announcement {
        to: AnnouncedTo::Known(office.clone()),
        class: Some(Class::HeadOfficeShare),
        means: Means::By(Channel::Page),
        sections: vec![Section::Numbers, Section::Agreement],
        later: false,
    };
    let told = Telling {
        to: office,
        class: Some(Class::HeadOfficeShare),
        means: Means::By(Channel::Page),
        sections: vec![Section::Numbers],
    };
    assert!(announced.covers(&told));
    let others = [
        Telling {
            to: unit.clone(),
            ..told.clone()
        },
        Telling {
            class: Some(Class::MunicipalShare),
            ..told.clone()
        },
        Telling {
            means: Means::By(Channel::Post),
            ..told.clone()
        },
        Telling {
            sections: vec![Section::Numbers, Section::Group],
            ..told.clone()
        },
    ];
    for other in others {
        assert!(!announced.covers(&other), "{other:?}");
    }
    let later = Announcement {
        later: true,
        ..announced.clone()
    };
    assert!(!later.covers(&told));
    for to in [AnnouncedTo::ChosenUnit, AnnouncedTo::EachParty] {
        let any_unit = Announcement {
            to,
            ..announced.clone()
        };
        assert!(!any_unit.covers(&told));
        assert!(any_unit.covers(&Telling {
            to: unit.clone(),
            ..told.clone()
        }));
    }
}
