//! Converts what was typed in a command's form for the command: rows of interventions become a
//! list, the rest is read as for any form. `vocabulary` decides which values are valid.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use vocabulary::{
    command::CommandShape,
    reading::{FieldShape, Shape, from_form},
};

use crate::form_body::FormBody;

/// The choice in the list of municipalities that asks for a code.
pub(super) const OTHER_MUNICIPALITY: &str = "annan";
/// The field for that code.
pub(super) const MUNICIPALITY_CODE: &str = "kommunkod";

/// The first part of a field's name: `at` of `at.date`, `interventions` of `interventions[0].code`.
pub(super) fn root(name: &str) -> &str {
    name.split(['.', '[']).next().unwrap_or_default()
}

/// The command's fields as they were typed.
pub(super) fn map(shape: &CommandShape, posted: &FormBody) -> Map<String, Value> {
    let own: Vec<(String, String)> = posted
        .0
        .iter()
        .filter(|(name, _)| shape.fields.iter().any(|field| field.name == root(name)))
        .filter(|(name, _)| !in_rows(shape, name))
        .map(|(name, value)| (name.clone(), settled(name, value, posted)))
        .collect();
    let mut map = from_form(&own);
    for field in shape.fields.iter().filter(|field| has_rows(field)) {
        let filled = rows(posted, field.name)
            .into_values()
            .filter(|row| !is_blank(row))
            .map(object);
        map.insert(field.name.to_owned(), Value::Array(filled.collect()));
    }
    map.insert("command".to_owned(), Value::String(shape.name.to_owned()));
    map
}

fn settled(name: &str, value: &str, posted: &FormBody) -> String {
    if name == "municipality" && value == OTHER_MUNICIPALITY {
        posted.get(MUNICIPALITY_CODE).to_owned()
    } else {
        value.to_owned()
    }
}

fn has_rows(field: &FieldShape) -> bool {
    matches!(&field.shape, Shape::List(of) if matches!(**of, Shape::Object(_)))
}

fn in_rows(shape: &CommandShape, name: &str) -> bool {
    let field = shape.fields.iter().find(|field| field.name == root(name));
    field.is_some_and(has_rows)
}

/// A row's cells by column.
pub(super) type TypedRow = BTreeMap<String, String>;

/// The rows of a field as typed, by their number on the page.
pub(super) fn rows(posted: &FormBody, field: &str) -> BTreeMap<usize, TypedRow> {
    let mut rows: BTreeMap<usize, TypedRow> = BTreeMap::new();
    for (name, value) in &posted.0 {
        let parts: Vec<&str> = name.split('.').collect();
        if let [of, number, column] = parts.as_slice()
            && *of == field
            && let Ok(number) = number.parse::<usize>()
            && number < MOST_ROWS
        {
            let row = rows.entry(number).or_default();
            row.insert((*column).to_owned(), value.clone());
        }
    }
    rows
}

/// The most rows that a page shows.
const MOST_ROWS: usize = 50;

/// Whether nothing has been written in a row.
pub(super) fn is_blank(row: &TypedRow) -> bool {
    row.values().all(|value| value.trim().is_empty())
}

fn object(row: TypedRow) -> Value {
    let members = row
        .into_iter()
        .map(|(column, value)| (column, Value::String(value)));
    Value::Object(members.collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use vocabulary::command::Command;

    use super::map;
    use crate::form_body::FormBody;

    fn posted(pairs: &[(&str, &str)]) -> FormBody {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        FormBody(pairs.collect())
    }

    fn typed(command: &str, pairs: &[(&str, &str)]) -> serde_json::Value {
        let shapes = Command::shapes();
        let shape = shapes.iter().find(|shape| shape.name == command).unwrap();
        serde_json::Value::Object(map(shape, &posted(pairs)))
    }

    #[test]
    fn filled_rows_become_interventions_and_empty_ones_are_left_out() {
        let pairs = [
            ("version", "3"),
            ("starts", "9 mars"),
            ("interventions.0.code", "wound_dressing"),
            ("interventions.0.times", "3"),
            ("interventions.0.per", "week"),
            ("interventions.1.code", ""),
            ("interventions.1.times", " "),
            ("interventions.2.code", "sampling"),
        ];
        assert_eq!(
            typed("ask_municipality", &pairs),
            json!({
                "command": "ask_municipality",
                "starts": "9 mars",
                "interventions": [
                    { "code": "wound_dressing", "times": "3", "per": "week" },
                    { "code": "sampling" },
                ],
            })
        );
    }

    #[test]
    fn a_municipality_outside_the_region_is_given_by_its_code() {
        let pairs = [("municipality", "annan"), ("kommunkod", "0180")];
        assert_eq!(
            typed("establish_residence", &pairs),
            json!({ "command": "establish_residence", "municipality": "0180" })
        );
    }
}
