//! Requests that many tests send, as they arrive by the API. What a test is about it says itself, with
//! [`but`].

use serde_json::{Value, json};

use vocabulary::public_id::PublicId;

use crate::{
    trace::SEEN,
    units::{MEETING_POINT, Unit},
};

/// An opening: an asylum seeker on the ward with an LMA number and no nursing need, pathway 6B.
#[must_use]
pub fn asylum_seeker() -> Value {
    json!({
        "setting": "inpatient",
        "group": "asylum_seeker",
        "name": "Amina Provsson",
        "birth_date": "1990-04-06",
        "identifiers": [{ "kind": "lma_number", "value": "51-234567" }],
        "language": "ar",
        "interpreter_needed": true,
        "nursing_need": "none",
        "health_care_need": true,
        "device_need": false,
    })
}

/// A request with some members replaced; null removes a member.
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test ends where it fails"
)]
#[must_use]
pub fn but(mut request: Value, changes: &Value) -> Value {
    let members = request.as_object_mut().expect("an object");
    for (name, value) in changes.as_object().expect("members") {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    request
}

/// An answer to a kind of consent.
#[must_use]
pub fn consent(kind: &str, answer: &str) -> Value {
    json!({ "command": "record_consent", "kind": kind, "answer": answer, "form": "oral" })
}

/// Plans the SIP meeting, in person and a week ahead.
#[must_use]
pub fn meeting() -> Value {
    json!({
        "command": "plan_sip_meeting", "at": "2026-03-12T13:00:00+01:00", "form": "in_person",
        "meeting_point": "Huvudentrén", "chosen_point": MEETING_POINT, "kin_invited": false,
    })
}

/// Records the SIP meeting as held.
#[must_use]
pub fn held() -> Value {
    json!({
        "command": "hold_sip_meeting", "at": "2026-03-05T08:00:00+01:00",
        "attended": ["patient", "interpreter"],
    })
}

/// The id of a row of the plan that tests write.
#[must_use]
pub fn row_id(number: u8) -> String {
    PublicId::from_random([number; 16]).to_string()
}

/// A row that is added to the plan, with what its fields say.
#[must_use]
pub fn row(number: u8, kind: &str, cells: &[(&str, &str)]) -> Value {
    let cells = cells.iter();
    let cells = cells.map(|(field, value)| json!({ "field": field, "value": value }));
    json!({ "row": row_id(number), "add": kind, "cells": cells.collect::<Vec<Value>>() })
}

/// A field of a row of the plan that says something else than its author saw there.
#[must_use]
pub fn cell(number: u8, field: &str, was: &str, value: &str) -> Value {
    let text = |text: &str| (!text.is_empty()).then(|| json!(text));
    json!({
        "row": row_id(number),
        "cells": [{ "field": field, "was": text(was), "value": text(value) }],
    })
}

/// Writes in the plan.
#[must_use]
pub fn change_plan(changes: &[Value]) -> Value {
    json!({ "command": "change_plan", "changes": changes })
}

/// Everything that a plan needs before it is agreed on; the ward does what `task` says.
#[must_use]
pub fn written_with(task: &str) -> Value {
    let ward = Unit::Ward.hsa();
    change_plan(&[
        row(1, "what_matters", &[("text", "Att få bo nära min syster")]),
        row(2, "need", &[("text", "Såromläggning")]),
        row(3, "intervention", &[("text", task), ("unit", ward)]),
        row(4, "responsibility", &[("unit", ward)]),
    ])
}

/// The same with an ordinary task.
#[must_use]
pub fn written() -> Value {
    written_with("Hemsjukvården lägger om")
}

/// Agrees on the plan as it is then ([`SEEN`]).
#[must_use]
pub fn agreed() -> Value {
    json!({ "command": "agree_plan", "seen": SEEN })
}

/// The meeting, and the plan that is agreed on there.
#[must_use]
pub fn planned() -> [Value; 3] {
    [held(), written(), agreed()]
}

/// Where the person stays: in Trollhättan.
#[must_use]
pub fn residence() -> Value {
    json!({
        "command": "establish_residence", "municipality": "1488", "address": "Provgatan 1",
        "postal_code": "461 30", "housing": "own",
    })
}

/// Asks municipal primary care whether it takes the case on.
#[must_use]
pub fn question() -> Value {
    json!({
        "command": "ask_municipality", "unit": Unit::MunicipalCare.hsa(),
        "interventions": [{ "code": "wound_dressing", "times": 3, "per": "week" }],
        "starts": "2026-03-09",
    })
}

/// Adds a unit as a party.
#[must_use]
pub fn add_party(unit: Unit) -> Value {
    json!({ "command": "add_party", "unit": unit.hsa() })
}

/// Queues the invitation to Migrationsverket.
#[must_use]
pub fn send_invitation() -> Value {
    json!({ "command": "send_invitation" })
}

/// Queues a letter of a kind.
#[must_use]
pub fn queue_letter(letter: &str) -> Value {
    json!({ "command": "queue_letter", "letter": letter })
}

/// Takes a letter out of the queue to be printed.
#[must_use]
pub fn print_letter(id: &str) -> Value {
    json!({ "command": "print_letter", "letter": id })
}

/// Establishes a group on what was shown.
#[must_use]
pub fn establish_group(group: &str, evidence: &str) -> Value {
    json!({ "command": "establish_group", "group": group, "evidence": evidence })
}

/// Establishes that the person lacks permits, which closes the way to Migrationsverket.
#[must_use]
pub fn becomes_without_permits() -> Value {
    establish_group("without_permits", "Avslag visat")
}

/// Ends the work with the case, for a reason in words.
#[must_use]
pub fn close_case(reason: &str) -> Value {
    json!({ "command": "close_case", "reason": reason })
}
