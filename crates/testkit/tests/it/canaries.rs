//! Checks that the traces put a marked word or a unique number in every field that can hold one: a
//! leak of a field without one would go unnoticed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;
use testkit::{Act, MARK, Trace, TraceRequest, numbers};
use vocabulary::{
    command::Command,
    opening::OpenCase,
    reading::{FieldShape, Shape},
};

use crate::world::World;

/// Thursday 5 March 2026, 09:00 in Sweden.
const START: Timestamp = Timestamp::constant(1_772_697_600, 0);
/// Fields of text that are not about a person.
const CODES: [&str; 3] = ["agree_plan seen", "approve_plan seen", "link_case case"];

/// Whether a field tells something about a person, in words or as a number.
fn tells(field: &FieldShape) -> bool {
    match &field.shape {
        Shape::Text { .. } | Shape::PostalCode | Shape::BirthDate => true,
        Shape::List(item) => {
            matches!(&**item, Shape::Object(fields) if fields.iter().any(tells))
        }
        Shape::Object(fields) => fields.iter().any(tells),
        Shape::Choice(_)
        | Shape::Boolean
        | Shape::Count { .. }
        | Shape::Date(_)
        | Shape::Instant(_)
        | Shape::HsaId
        | Shape::Municipality
        | Shape::Language
        | Shape::PublicId => false,
    }
}

fn told_in(name: &str, fields: &[FieldShape]) -> BTreeSet<String> {
    let telling = fields.iter().filter(|field| tells(field));
    telling
        .map(|field| format!("{name} {}", field.name))
        .collect()
}

/// The fields of an act that contain a mark or a unique number.
fn marked_in(act: &Act) -> BTreeSet<String> {
    let (name, asked) = match &act.request {
        TraceRequest::Open(asked) => ("open_case", asked),
        TraceRequest::Command(asked) => (asked["command"].as_str().unwrap(), asked),
    };
    let own = numbers(act.case);
    let carries = |value: &Value| {
        let text = value.to_string();
        text.contains(MARK) || own.iter().any(|number| text.contains(number))
    };
    let fields = asked.as_object().unwrap().iter();
    fields
        .filter(|(_, value)| carries(value))
        .map(|(field, _)| format!("{name} {field}"))
        .collect()
}

// covers: X1
#[test]
fn every_field_that_tells_of_a_person_enters_a_case_with_a_mark() {
    let mut fields = told_in("open_case", &OpenCase::shape());
    for command in Command::shapes() {
        fields.extend(told_in(command.name, &command.fields));
    }
    let mut world = World::default();
    for act in &Trace::thorough(START).acts {
        let done = world.done;
        world.carry_out(act);
        if world.done > done {
            for field in marked_in(act) {
                fields.remove(&field);
            }
        }
    }
    assert_eq!(fields, CODES.map(str::to_owned).into());
}

// covers: X1
#[test]
fn every_command_is_carried_out_on_the_thorough_course() {
    let mut commands: BTreeSet<&str> = Command::NAMES.iter().copied().collect();
    let mut world = World::default();
    let trace = Trace::thorough(START);
    for act in &trace.acts {
        let done = world.done;
        world.carry_out(act);
        if let TraceRequest::Command(command) = &act.request
            && world.done > done
        {
            commands.remove(command["command"].as_str().unwrap());
        }
    }
    // Only a worker can leave an invitation uncertain, which this command needs.
    assert_eq!(commands, BTreeSet::from(["resolve_invitation"]));
}
