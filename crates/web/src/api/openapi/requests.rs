//! Schemas of the requests, made from the shapes that also parse them, so that every accepted field
//! is documented.

use serde_json::{Map, Value, json};
use vocabulary::{
    command::{Command, CommandShape},
    intervention::{Intervention, MunicipalityAnswer},
    opening::OpenCase,
    reading::{Field, FieldShape, Shape},
    text::Prose,
    unit::UnitKind,
};

use super::schema::{choice, codes, date, hsa_id, id, instant, list, municipality, object};

pub(super) fn schemas() -> Map<String, Value> {
    let answer = [
        field("answer", MunicipalityAnswer::shape(), true),
        field("accepted", Vec::<Intervention>::shape(), false),
        field("comment", Prose::shape(), false),
    ];
    [
        ("OpenCaseBody", fields(&OpenCase::shape())),
        ("CommandBody", commands()),
        ("AnswerBody", fields(&answer)),
        ("Kind", choice::<UnitKind>()),
        ("Municipality", municipality()),
        (
            "Limit",
            json!({ "type": "integer", "minimum": 1, "maximum": 100 }),
        ),
        ("Part", codes(&["all", "overdue"])),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}

fn field(name: &'static str, shape: Shape, required: bool) -> FieldShape {
    FieldShape {
        name,
        shape,
        required,
    }
}

fn commands() -> Value {
    let all: Vec<Value> = Command::shapes().iter().map(command).collect();
    json!({ "oneOf": all })
}

fn command(shape: &CommandShape) -> Value {
    let mut schema = fields(&shape.fields);
    schema["title"] = shape.name.into();
    schema["description"] = shape.doc.trim().into();
    schema["properties"]["command"] = json!({ "type": "string", "const": shape.name });
    if let Some(required) = schema["required"].as_array_mut() {
        required.insert(0, "command".into());
    }
    schema
}

fn fields(fields: &[FieldShape]) -> Value {
    object(
        fields
            .iter()
            .map(|field| (field.name, of(&field.shape), field.required)),
    )
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Text { limit } => json!({ "type": "string", "minLength": 1, "maxLength": limit }),
        Shape::Choice(choices) => {
            let all: Vec<&str> = choices.iter().map(|choice| choice.code).collect();
            codes(&all)
        }
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Count { highest } => {
            json!({ "type": "integer", "minimum": 1, "maximum": highest })
        }
        Shape::Date(_) => date(),
        Shape::BirthDate => json!({
            "type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}-[0-9]{2})?|unknown)$",
            "description": "A date, the year alone, or `unknown`. `under_18` is required where it does not tell whether the person is a child.",
        }),
        Shape::Instant(_) => instant(),
        Shape::HsaId => hsa_id(),
        Shape::Municipality => municipality(),
        Shape::PostalCode => {
            json!({ "type": "string", "pattern": "^[0-9]{3} ?[0-9]{2}$" })
        }
        Shape::Language => json!({ "type": "string", "description": "A BCP 47 language tag." }),
        Shape::PublicId => id(),
        Shape::List(item) => list(&of(item)),
        Shape::Object(members) => fields(members),
    }
}
