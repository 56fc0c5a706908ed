//! Parsing commands from JSON and from forms, with every mistake reported at once.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]
#![expect(
    clippy::needless_pass_by_value,
    reason = "the requests are made where they are read"
)]

use jiff::{Timestamp, civil::date};
use serde_json::{Map, Value, json};
use vocabulary::{
    command::{Command, InterventionOrder},
    mistake::Mistake,
    opening::OpenCase,
    reading::{Door, Shape, from_form},
};

/// Thursday 5 March 2026, 09:00 in Sweden.
const NOW: Timestamp = Timestamp::constant(1_772_697_600, 0);
const LATER: &str = "2026-03-05T09:00:01+01:00";
const EARLIER: &str = "2026-03-05T08:59:00+01:00";
const UNIT: &str = "SE2321000131-E900000000001";

fn object(value: &Value) -> Map<String, Value> {
    value
        .as_object()
        .cloned()
        .unwrap_or_else(|| panic!("{value} is no object"))
}

fn read(value: Value) -> Result<Command, Vec<Mistake>> {
    Command::read(&object(&value), Door::Api, NOW)
}

fn codes(mistakes: Vec<Mistake>) -> Vec<(String, &'static str)> {
    let mut codes: Vec<_> = mistakes
        .into_iter()
        .map(|mistake| (mistake.field, mistake.code))
        .collect();
    codes.sort();
    codes
}

/// The mistakes in a command, as field and code, sorted.
fn mistakes(value: Value) -> Vec<(String, &'static str)> {
    match read(value) {
        Ok(command) => panic!("no mistake in {command:?}"),
        Err(found) => codes(found),
    }
}

fn only(field: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(field.to_owned(), code)]
}

fn form(pairs: &[(&str, &str)]) -> Map<String, Value> {
    let pairs: Vec<(String, String)> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    from_form(&pairs)
}

fn read_form(pairs: &[(&str, &str)]) -> Result<Command, Vec<(String, &'static str)>> {
    Command::read(&form(pairs), Door::Form, NOW).map_err(codes)
}

fn contact() -> Value {
    json!({"command": "record_contact", "audience": "migration_agency", "channel": "phone",
        "at": EARLIER, "summary": "Inlagd"})
}

fn with(mut value: Value, field: &str, content: impl Into<Value>) -> Value {
    value[field] = content.into();
    value
}

#[test]
fn an_unknown_field_is_a_mistake_in_every_command() {
    for name in Command::NAMES {
        let found = mistakes(json!({"command": name, "nonsense": 1}));
        assert!(
            found.contains(&("nonsense".to_owned(), "unknown-field")),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn every_required_field_that_is_missing_is_named_at_once() {
    for shape in Command::shapes() {
        let mut required: Vec<_> = shape
            .fields
            .iter()
            .filter(|field| field.required)
            .map(|field| (field.name.to_owned(), "required"))
            .collect();
        required.sort();
        match read(json!({"command": shape.name})) {
            Ok(_) => assert!(required.is_empty(), "{}", shape.name),
            // A code or words say why a case is closed: one of the two is needed.
            Err(found) if shape.name == "close_case" => {
                assert_eq!(codes(found), [("cause".to_owned(), "required")]);
            }
            Err(found) => assert_eq!(codes(found), required, "{}", shape.name),
        }
    }
}

#[test]
fn a_command_keeps_the_name_it_was_asked_for_by() {
    assert_eq!(Command::shapes().len(), Command::NAMES.len());
    let undo = read(json!({"command": "undo_latest"})).unwrap();
    assert_eq!(undo.name(), "undo_latest");
    assert_eq!(read(contact()).unwrap().name(), "record_contact");
}

#[test]
fn an_unknown_command_and_none_at_all_are_mistakes_in_the_command() {
    for name in [
        json!("delete_case"),
        json!(""),
        json!(7),
        json!(["add_party"]),
    ] {
        assert_eq!(
            mistakes(json!({ "command": name })),
            only("command", "unknown-command")
        );
    }
    assert_eq!(mistakes(json!({})), only("command", "required"));
}

#[test]
fn several_mistakes_come_at_once_each_with_its_path() {
    let found = mistakes(json!({
        "command": "ask_municipality", "unit": "Hemsjukvården",
        "interventions": [
            {"code": "sampling", "times": 0, "per": "day"},
            {"code": "massage", "times": 2, "per": "month", "note": "x"},
        ],
        "starts": "2026-02-30", "ends": "6/4",
    }));
    let expected = [
        ("ends", "not-a-date"),
        ("interventions[0].times", "not-a-count"),
        ("interventions[1].code", "not-an-alternative"),
        ("interventions[1].note", "unknown-field"),
        ("interventions[1].per", "not-an-alternative"),
        ("starts", "no-such-date"),
        ("unit", "not-an-hsa-id"),
    ]
    .map(|(field, code)| (field.to_owned(), code));
    assert_eq!(found, expected);
}

#[test]
fn what_has_happened_has_not_happened_after_now() {
    let past = [
        contact(),
        json!({"command": "report_wrong_disclosure", "audience": "police", "at": EARLIER,
            "what": "Namnet"}),
        json!({"command": "record_inbound_question", "audience": "police", "at": EARLIER,
            "what": "Finns personen?"}),
        json!({"command": "deliver_certificate", "how": "post", "at": EARLIER}),
        json!({"command": "record_invitation_sent", "at": EARLIER}),
        json!({"command": "hold_sip_meeting", "at": EARLIER, "attended": ["patient"]}),
        json!({"command": "hand_out_copy", "recipient": "patient", "how": "post", "at": EARLIER}),
        json!({"command": "give_information_sheet", "at": EARLIER}),
        json!({"command": "record_consent", "kind": "sip", "answer": "given", "form": "oral",
            "at": EARLIER}),
    ];
    for command in past {
        assert!(read(command.clone()).is_ok(), "{command}");
        assert!(read(with(command.clone(), "at", "2026-03-05T08:00:00Z")).is_ok());
        assert_eq!(
            mistakes(with(command, "at", LATER)),
            only("at", "in-the-future")
        );
    }
    let admitted = json!({"command": "change_setting", "setting": "inpatient", "unit": UNIT,
        "admitted_at": LATER});
    assert_eq!(mistakes(admitted), only("admitted_at", "in-the-future"));
}

#[test]
fn a_meeting_lies_ahead_and_says_where_it_is() {
    let plan = json!({"command": "plan_sip_meeting", "at": LATER, "form": "digital",
        "link": "https://mote.example.se/1", "kin_invited": true});
    assert!(read(plan.clone()).is_ok());
    assert_eq!(
        mistakes(with(plan.clone(), "at", EARLIER)),
        only("at", "in-the-past")
    );
    // Without a link Vårdbron makes one.
    assert!(read(with(plan.clone(), "link", Value::Null)).is_ok());
    assert_eq!(
        mistakes(with(plan.clone(), "link", "http://mote.example.se")),
        only("link", "not-a-link")
    );
    assert_eq!(
        mistakes(with(plan, "form", "in_person")),
        only("chosen_point", "required")
    );
}

#[test]
fn an_instant_is_rfc_3339_with_its_offset_and_within_living_memory() {
    for text in [
        "2026-03-05",
        "2026-03-05T09:00:00",
        "5 mars kl. 9",
        "2026-02-30T09:00:00+01:00",
        "0001-01-01T00:00:00Z",
        "",
    ] {
        assert_eq!(
            mistakes(with(contact(), "at", text)),
            only("at", "not-an-instant"),
            "{text}"
        );
    }
    assert_eq!(
        mistakes(with(contact(), "at", 1_772_697_600)),
        only("at", "not-text")
    );
}

#[test]
fn an_empty_text_is_no_text_and_spaces_around_it_are_passed_over() {
    for text in ["", "   ", "\n\t"] {
        assert_eq!(
            mistakes(with(contact(), "summary", text)),
            only("summary", "required")
        );
        assert_eq!(
            mistakes(with(contact(), "with_function", text)),
            only("with_function", "required")
        );
    }
    let Ok(Command::RecordContact(read)) = read(with(contact(), "summary", "  Inlagd\r\ni går "))
    else {
        panic!("not read");
    };
    assert_eq!(read.summary.0, "Inlagd\ni går");
    assert_eq!(read.with_function, None);
}

#[test]
fn texts_have_a_limit_and_no_unreadable_characters() {
    let length = |length| "å".repeat(length);
    let line = |text: String| with(contact(), "with_function", text);
    assert!(read(line(length(200))).is_ok());
    assert_eq!(
        mistakes(line(length(201))),
        only("with_function", "too-long")
    );
    assert!(read(with(contact(), "summary", length(10_000))).is_ok());
    assert_eq!(
        mistakes(with(contact(), "summary", length(10_001))),
        only("summary", "too-long")
    );
    // What nobody can see is left out, and a line stays one line.
    assert!(read(with(contact(), "summary", "a\u{0}b")).is_ok());
    assert!(read(line("två\nrader".to_owned())).is_ok());
}

#[test]
fn a_list_is_a_list_and_has_a_limit() {
    let consent = |units: Value| {
        json!({"command": "record_consent", "kind": "information_transfer", "answer": "given",
            "form": "oral", "units": units})
    };
    assert!(read(consent(json!([UNIT]))).is_ok());
    assert!(read(consent(json!(vec![UNIT; 100]))).is_ok());
    assert_eq!(
        mistakes(consent(json!(vec![UNIT; 101]))),
        only("units", "too-many")
    );
    assert_eq!(mistakes(consent(json!(UNIT))), only("units", "not-a-list"));
    assert_eq!(
        mistakes(consent(json!([UNIT, "x"]))),
        only("units[1]", "not-an-hsa-id")
    );
}

#[test]
fn a_yes_or_no_and_a_count_are_what_they_are() {
    let needs = json!({"command": "establish_needs", "nursing_need": "none",
        "health_care_need": "true", "device_need": 0});
    let expected = ["device_need", "health_care_need"].map(|f| (f.to_owned(), "not-yes-or-no"));
    assert_eq!(mistakes(needs), expected);
    for times in [json!(0), json!(51), json!(1.5), json!(-1), json!("2")] {
        let ask = json!({"command": "ask_municipality", "unit": UNIT, "starts": "2026-03-12",
            "interventions": [{"code": "sampling", "times": times, "per": "day"}]});
        assert_eq!(
            mistakes(ask),
            only("interventions[0].times", "not-a-count"),
            "{times}"
        );
    }
}

#[test]
fn interventions_are_named_once_and_the_period_ends_after_it_starts() {
    let sampling = json!({"code": "sampling", "times": 1, "per": "day"});
    for command in ["ask_municipality", "draw_up_agreement"] {
        let mut order = json!({"command": command, "starts": "2026-03-12",
            "interventions": [sampling, sampling], "ends": "2026-03-11"});
        if command == "ask_municipality" {
            order["unit"] = json!(UNIT);
        } else {
            order["follow_up"] = json!("Avdelningen ringer");
        }
        let expected = [
            ("ends", "ends-before-start"),
            ("interventions[1].code", "twice"),
        ]
        .map(|(field, code)| (field.to_owned(), code));
        assert_eq!(mistakes(order.clone()), expected);
        let none = with(with(order, "interventions", json!([])), "ends", Value::Null);
        assert_eq!(mistakes(none), only("interventions", "required"));
    }
}

#[test]
fn a_partial_answer_names_what_it_covers_and_a_no_says_why() {
    let municipality = |answer: &str| {
        json!({"command": "record_municipality_answer", "unit": UNIT, "answer": answer,
            "answered_by": "Enhetschef"})
    };
    assert!(read(municipality("yes")).is_ok());
    assert_eq!(
        mistakes(municipality("partly")),
        only("accepted", "required")
    );
    assert_eq!(
        mistakes(with(municipality("partly"), "accepted", json!([]))),
        only("accepted", "required")
    );
    let request = |answer: &str| json!({"command": "answer_care_request", "answer": answer});
    assert!(read(request("accepted")).is_ok());
    assert_eq!(
        mistakes(request("accepted_in_part")),
        only("accepted", "required")
    );
    for answer in ["declined", "returned"] {
        assert_eq!(mistakes(request(answer)), only("reason", "required"));
    }
}

#[test]
fn nobody_outside_is_handed_a_copy_in_the_product() {
    for recipient in ["patient", "kin"] {
        let copy = json!({"command": "hand_out_copy", "recipient": recipient,
            "how": "in_product", "at": EARLIER});
        assert_eq!(mistakes(copy), only("how", "not-an-alternative"));
    }
    let parties = json!({"command": "hand_out_copy", "recipient": "parties", "how": "in_product",
        "at": EARLIER});
    assert!(read(parties).is_ok());
}

#[test]
fn a_language_is_a_bcp_47_tag() {
    let book =
        |language: &str| json!({"command": "book_interpreter", "language": language, "at": LATER});
    for (written, read_as) in [
        ("ar", "ar"),
        ("PRS", "prs"),
        ("en-GB", "en-gb"),
        (" uk ", "uk"),
    ] {
        let Ok(Command::BookInterpreter(command)) = read(book(written)) else {
            panic!("{written} is not read");
        };
        assert_eq!(command.language.0, read_as);
    }
    for language in ["arabiska", "a", "ar_SY", "ar-", "42", ""] {
        assert_eq!(
            mistakes(book(language)),
            only("language", "not-a-language"),
            "{language}"
        );
    }
}

#[test]
fn a_form_forgives_how_people_write_dates_and_times() {
    let plan = read_form(&[
        ("command", "plan_sip_meeting"),
        ("at.date", "6/4"),
        ("at.time", "13.30"),
        ("form", "digital"),
        ("meeting_point", ""),
        ("link", " https://mote.example.se/1 "),
        ("kin_invited", "ja"),
        ("questions", "  "),
    ]);
    let Ok(Command::PlanSipMeeting(plan)) = plan else {
        panic!("{plan:?}");
    };
    assert_eq!(plan.at.0, "2026-04-06T11:30:00Z".parse().unwrap());
    assert_eq!(plan.meeting_point, None);
    assert_eq!(plan.questions, None);
    assert!(plan.kin_invited);
}

#[test]
fn a_form_takes_ticked_rows_as_a_list_with_their_own_fields() {
    let pairs = [
        ("command", "ask_municipality"),
        ("unit", UNIT),
        ("interventions", "sampling"),
        ("interventions", "wound_dressing"),
        ("interventions.sampling.times", "1"),
        ("interventions.sampling.per", "day"),
        ("interventions.wound_dressing.times", " 3 "),
        ("interventions.wound_dressing.per", "week"),
        // A number was typed, but the box is not ticked: the intervention is not asked for.
        ("interventions.injection.times", "9"),
        ("interventions.injection.per", "day"),
        ("starts", "12 mars"),
        ("ends", ""),
    ];
    let Ok(Command::AskMunicipality(asked)) = read_form(&pairs) else {
        panic!("{:?}", read_form(&pairs));
    };
    let rows: Vec<(_, u32)> = asked
        .interventions
        .iter()
        .map(|InterventionOrder { code, times, .. }| (*code, times.0))
        .collect();
    assert_eq!(
        rows,
        [
            (vocabulary::intervention::Intervention::Sampling, 1),
            (vocabulary::intervention::Intervention::WoundDressing, 3),
        ]
    );
    assert_eq!(asked.starts.0, date(2026, 3, 12));
    assert_eq!(asked.ends, None);
    // A single row is a list too, and a row without its number is reported.
    let one = read_form(&[
        ("command", "ask_municipality"),
        ("unit", UNIT),
        ("interventions", "sampling"),
        ("interventions.sampling.times", ""),
        ("interventions.sampling.per", "day"),
        ("starts", "30/2"),
    ]);
    assert_eq!(
        one.unwrap_err(),
        [
            ("interventions[0].times".to_owned(), "required"),
            ("starts".to_owned(), "no-such-date"),
        ]
    );
}

#[test]
fn a_form_with_half_an_instant_says_what_is_missing_and_an_empty_one_is_absent() {
    let contact = |date: &str, time: &str| {
        read_form(&[
            ("command", "record_contact"),
            ("audience", "migration_agency"),
            ("channel", "phone"),
            ("summary", "Inlagd"),
            ("at.date", date),
            ("at.time", time),
        ])
    };
    assert!(contact("i går", "10.42").is_ok());
    assert_eq!(
        contact("i går", "").unwrap_err(),
        only("at", "time-missing")
    );
    assert_eq!(
        contact("", "10.42").unwrap_err(),
        only("at", "date-missing")
    );
    assert_eq!(contact("", " ").unwrap_err(), only("at", "required"));
    assert_eq!(
        contact("i morgon", "10.42").unwrap_err(),
        only("at", "in-the-future")
    );
    assert_eq!(
        contact("i går", "25.00").unwrap_err(),
        only("at", "no-such-time")
    );
}

#[test]
fn what_a_form_forgives_the_api_does_not() {
    let api = json!({"command": "ask_municipality", "unit": UNIT, "starts": "12 mars",
        "interventions": [{"code": "sampling", "times": 1, "per": "day"}]});
    assert_eq!(mistakes(api), only("starts", "not-a-date"));
    assert_eq!(
        mistakes(with(
            contact(),
            "at",
            json!({"date": "i går", "time": "10.42"})
        )),
        only("at", "not-text")
    );
    // A form may have extra fields, such as its idempotency key.
    assert!(read_form(&[("command", "undo_latest"), ("key", "abc")]).is_ok());
}

fn opening() -> Value {
    json!({"setting": "inpatient", "group": "asylum_seeker", "name": "Amina Exempel",
        "birth_date": "1984-05-17",
        "identifiers": [{"kind": "lma_number", "value": "12-345678"}],
        "interpreter_needed": true, "nursing_need": "unknown", "health_care_need": false,
        "device_need": false})
}

fn open(value: Value) -> Result<OpenCase, Vec<(String, &'static str)>> {
    OpenCase::read(&object(&value), Door::Api, NOW).map_err(codes)
}

#[test]
fn an_opening_names_everything_that_is_missing_and_everything_unknown() {
    assert!(open(opening()).is_ok());
    let mut required: Vec<_> = OpenCase::shape()
        .into_iter()
        .filter(|field| field.required)
        .map(|field| (field.name.to_owned(), "required"))
        .collect();
    required.push(("pathway".to_owned(), "unknown-field"));
    required.sort();
    assert_eq!(open(json!({"pathway": "6A"})).unwrap_err(), required);
}

#[test]
fn an_opening_lies_not_in_the_future_and_is_for_nobody_who_is_resident() {
    let no = |field: &str, value: &str| open(with(opening(), field, value)).unwrap_err();
    assert_eq!(
        no("birth_date", "2026-03-06"),
        only("birth_date", "in-the-future")
    );
    assert_eq!(
        no("birth_date", "1899-12-31"),
        only("birth_date", "too-long-ago")
    );
    assert_eq!(
        no("birth_date", "2026-02-29"),
        only("birth_date", "no-such-date")
    );
    assert_eq!(
        no("admitted_at", LATER),
        only("admitted_at", "in-the-future")
    );
    assert_eq!(
        no("group", "resident"),
        only("group", "resident-has-no-pathway")
    );
    assert!(open(with(opening(), "birth_date", "2026-03-05")).is_ok());
    assert!(open(with(opening(), "admitted_at", EARLIER)).is_ok());
}

#[test]
fn a_number_in_an_opening_is_read_with_or_without_hyphen_and_its_mistake_has_a_path() {
    let with_number = |kind: &str, value: &str| {
        open(with(
            opening(),
            "identifiers",
            json!([{"kind": kind, "value": value}]),
        ))
    };
    let read = with_number("lma_number", "12345678").unwrap();
    assert_eq!(read.identifiers[0].shown(), "12-345678");
    assert_eq!(
        with_number("lma_number", "12").unwrap_err()[0].0,
        "identifiers[0].value"
    );
    assert_eq!(
        with_number("passport", "12345678").unwrap_err(),
        only("identifiers[0].kind", "not-an-alternative")
    );
}

#[test]
fn a_birth_date_of_six_digits_on_a_form_is_in_the_past() {
    for (typed, read_as) in [
        ("420517", date(1942, 5, 17)),
        ("840517", date(1984, 5, 17)),
        ("250517", date(2025, 5, 17)),
    ] {
        let corrected = read_form(&[("command", "correct_person"), ("birth_date", typed)]);
        let Ok(Command::CorrectPerson(corrected)) = corrected else {
            panic!("{corrected:?}");
        };
        assert_eq!(corrected.birth_date, Some(read_as.into()));
    }
    let tomorrow = read_form(&[("command", "correct_person"), ("birth_date", "2026-03-06")]);
    assert_eq!(tomorrow.unwrap_err(), only("birth_date", "in-the-future"));
}

// covers: C1.2
#[test]
fn a_care_request_says_who_calls_to_follow_up_and_when() {
    let silent = read_form(&[
        ("command", "send_care_request"),
        ("question", "Såromläggning på vänster underben"),
        ("health_state", "Bensår"),
    ]);
    assert_eq!(silent.unwrap_err(), only("follow_up", "required"));
}

/// A unit that a command names is looked up in the directory, and so is a place to meet. The fields
/// of an object are not asked for theirs (`Field::units`).
#[test]
fn no_object_of_a_command_holds_a_unit() {
    fn holds(shape: &Shape, within: bool) -> bool {
        match shape {
            Shape::HsaId => within,
            Shape::List(item) => holds(item, within),
            Shape::Object(fields) => fields.iter().any(|field| holds(&field.shape, true)),
            Shape::Text { .. }
            | Shape::Boolean
            | Shape::Count { .. }
            | Shape::Date(_)
            | Shape::BirthDate
            | Shape::Instant(_)
            | Shape::Choice(_)
            | Shape::Municipality
            | Shape::PostalCode
            | Shape::Language
            | Shape::PublicId => false,
        }
    }
    for command in Command::shapes() {
        for field in command.fields {
            let (name, field_name) = (command.name, field.name);
            assert!(
                !holds(&field.shape, false),
                "{name}: `{field_name}` holds a unit that nobody looks up: forward `units`"
            );
        }
    }
}

// covers: X4
#[test]
fn a_case_is_closed_for_a_reason_that_is_a_code_or_words() {
    let closed = json!({ "command": "close_case" });
    assert_eq!(mistakes(closed.clone()), only("cause", "required"));
    let other = with(closed.clone(), "cause", "other");
    assert_eq!(mistakes(other), only("reason", "required"));
    assert!(read(with(closed.clone(), "cause", "deceased")).is_ok());
    assert!(read(with(closed, "reason", "Klart")).is_ok());
}
