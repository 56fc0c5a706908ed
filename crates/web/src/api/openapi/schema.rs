//! Helper functions for JSON Schema (2020-12), which OpenAPI 3.1 uses unchanged.

use serde_json::{Map, Value, json};
use vocabulary::choice::Choice;

pub(super) fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn yes_or_no() -> Value {
    json!({ "type": "boolean" })
}

/// An instant: RFC 3339, in answers with Europe/Stockholm's offset.
pub(super) fn instant() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

pub(super) fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

pub(super) fn id() -> Value {
    json!({ "type": "string", "pattern": "^[a-z2-7]{26}$" })
}

pub(super) fn hsa_id() -> Value {
    json!({ "type": "string", "pattern": "^SE[0-9]{10}-[0-9A-Za-z]+$", "maxLength": 31 })
}

pub(super) fn municipality() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}$" })
}

pub(super) fn codes(codes: &[&str]) -> Value {
    json!({ "type": "string", "enum": codes })
}

pub(super) fn choice<T: Choice>() -> Value {
    codes(T::CODES)
}

pub(super) fn list(of: &Value) -> Value {
    json!({ "type": "array", "items": of })
}

pub(super) fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// A member of an object: its name, its schema, and whether it is always present.
pub(super) type Member = (&'static str, Value, bool);

/// A member that is always present.
pub(super) fn has(name: &'static str, schema: Value) -> Member {
    (name, schema, true)
}

/// A member that is present when it applies.
pub(super) fn may_have(name: &'static str, schema: Value) -> Member {
    (name, schema, false)
}

/// An object with these members and no others.
pub(super) fn object(members: impl IntoIterator<Item = Member>) -> Value {
    let mut schema = open_object(members);
    schema["additionalProperties"] = false.into();
    schema
}

/// An object with these members and further ones for pages.
pub(super) fn open_object(members: impl IntoIterator<Item = Member>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, schema, always) in members {
        properties.insert(name.to_owned(), schema);
        if always {
            required.push(name);
        }
    }
    json!({ "type": "object", "properties": properties, "required": required })
}
