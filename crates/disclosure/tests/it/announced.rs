//! What a command announces before it is filled in: never less than what its decision tells, over
//! random stories, and never less than what the guidance says of its step.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::{AnnouncedTo, Announcement, Channel, Means, TellingRecipient};
use guidance::{DisclosureRule, recipient::Way};
use serde_json::{Value, json};
use vocabulary::{choice::Choice as _, command::CommandKind, letter::LetterKind, unit::UnitKind};

use crate::story::{
    DEVELOPER, GUARD, HEAD_OF_OPERATIONS, HEALTH_CENTRE, LIBRARY, MANAGER, NURSE, PHYSICIAN, Story,
    TROLLHATTAN, VANERSBORG,
};

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
        (
            "attended",
            if kind == CommandKind::HoldSipMeeting {
                json!("Alla")
            } else {
                json!([bits.of(&["patient", "migration_agency", "municipal_care"])])
            },
        ),
        ("channel", json!(bits.of(&["phone", "post", "in_person"]))),
        ("content", json!("Behöver hjälp dygnet runt")),
        ("destination", json!("Eken")),
        ("device", json!("Rollator")),
        ("device_need", json!(false)),
        ("ends", json!("2026-05-12")),
        (
            "evaluations",
            json!([{"goal": "Gå till affären", "outcome": bits.of(&["reached", "partly"])}]),
        ),
        ("evaluated_by", json!(crate::story::WARD)),
        ("decision", json!(bits.of(&["place", "no_place"]))),
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
        ("informed", json!(true)),
        ("interventions", orders),
        ("kin_invited", json!(bits.below(2) == 0)),
        ("language", json!("ar")),
        ("letter", kind_of_letter(kind, letter, bits)),
        ("linked", json!(bits.below(2) == 0)),
        ("meeting_point", json!("Huvudentrén")),
        ("chosen_point", json!("ajbeeqscijbeeqscijbeeqscij")),
        ("municipality", json!(bits.of(&["1488", "1487"]))),
        ("name", json!(bits.of(&["Amina Ny", "Amina Annan"]))),
        ("needs", json!("Sår")),
        ("note", json!("Följt")),
        (
            "nursing_need",
            json!(bits.of(&["none", "unmet", "met_by_kin"])),
        ),
        ("offered", json!(true)),
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
            "hold_housing_meeting" | "record_housing_answer" =>
                bits.of(&["applies", "applies", "declines"]),
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
        return json!(bits.of(LetterKind::CODES));
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
    assert!(told > 200, "only {told} tellings");
    assert!(done.len() > 35, "only these were carried out: {done:?}");
}

// covers: X4
#[test]
fn nobody_of_the_municipality_is_told_that_a_case_is_open_again() {
    let story = Story::purchased_for("asylum_seeker");
    let story = story.then(&json!({"command": "close_case", "reason": "Allt är klart"}));
    let before = story.told.len();
    // `Story::dared` compares what is told with what was announced.
    let story = story.then(&json!({"command": "reopen_case", "reason": "Av misstag"}));
    // Koncernkontoret has the agreement by right; whoever signs for the municipality has it while a unit of
    // theirs takes part.
    let told: Vec<&TellingRecipient> = story.told[before..]
        .iter()
        .map(|told| &told.telling.to)
        .collect();
    let office = TellingRecipient::Outside(vocabulary::audience::Audience::HeadOffice);
    assert_eq!(told, [&office]);
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
