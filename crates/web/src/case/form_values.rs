//! Converts what was typed in a command's form for the command: rows become a list, also rows inside
//! rows, and the rest is read as for any form. `vocabulary` decides which values are valid.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use vocabulary::{
    birth_date::BirthDate,
    calendar::{DateSense, local_date, read_date_as, read_time, time_digits},
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
    for field in &shape.fields {
        if let Some(columns) = columns(&field.shape) {
            let filled = filled(&rows(posted, field.name), columns);
            map.insert(field.name.to_owned(), filled);
        }
    }
    map.insert("command".to_owned(), Value::String(shape.name.to_owned()));
    map
}

/// What was typed, with each date and time as it is understood now: `1 oktober` becomes the date that
/// will be sent. What cannot be read stays as it is.
pub(super) fn understood(shape: &CommandShape, posted: &FormBody, now: Timestamp) -> FormBody {
    let today = local_date(now);
    let date = |sense: DateSense, text: &str| {
        let read = read_date_as(text, today, sense);
        read.map_or_else(|_| text.to_owned(), |date| date.to_string())
    };
    let time = |text: &str| {
        let read = read_time(text);
        read.map_or_else(|_| text.to_owned(), time_digits)
    };
    let mut understood = posted.clone();
    for (name, value) in &mut understood.0 {
        let field = shape.fields.iter().find(|field| field.name == root(name));
        let part = name.split_once('.').map(|(_, part)| part);
        match (field.map(|field| &field.shape), part) {
            (Some(Shape::BirthDate), None) => {
                if let Ok(birth) = BirthDate::read_typed(value, today) {
                    *value = birth.typed();
                }
            }
            (Some(Shape::Date(sense)), None) | (Some(Shape::Instant(sense)), Some("date")) => {
                *value = date(*sense, value);
            }
            (Some(Shape::Instant(_)), Some("time")) => *value = time(value),
            _ => {}
        }
    }
    understood
}

fn settled(name: &str, value: &str, posted: &FormBody) -> String {
    if name == "municipality" && value == OTHER_MUNICIPALITY {
        posted.get(MUNICIPALITY_CODE).to_owned()
    } else {
        value.to_owned()
    }
}

/// The fields of a row; none when the shape is not answered in rows.
pub(super) fn columns(shape: &Shape) -> Option<&[FieldShape]> {
    let Shape::List(row) = shape else {
        return None;
    };
    let Shape::Object(columns) = row.as_ref() else {
        return None;
    };
    Some(columns)
}

fn in_rows(shape: &CommandShape, name: &str) -> bool {
    let field = shape.fields.iter().find(|field| field.name == root(name));
    field.is_some_and(|field| columns(&field.shape).is_some())
}

/// A row's cells by column. A cell of a row inside the row has the rest of its name: `code`, or
/// `interventions.0.code`.
pub(super) type TypedRow = BTreeMap<String, String>;

/// The rows of a field as typed, by their number on the page.
pub(super) fn rows(posted: &FormBody, field: &str) -> BTreeMap<usize, TypedRow> {
    let cells = posted.0.iter();
    gathered(cells.map(|(name, value)| (name.as_str(), value)), field)
}

/// The rows inside a row.
pub(super) fn inner_rows(row: &TypedRow, column: &str) -> BTreeMap<usize, TypedRow> {
    gathered(
        row.iter().map(|(name, value)| (name.as_str(), value)),
        column,
    )
}

fn gathered<'a>(
    cells: impl Iterator<Item = (&'a str, &'a String)>,
    field: &str,
) -> BTreeMap<usize, TypedRow> {
    let mut rows: BTreeMap<usize, TypedRow> = BTreeMap::new();
    for (name, value) in cells {
        let cell = name.strip_prefix(field);
        let cell = cell.and_then(|cell| cell.strip_prefix('.'));
        if let Some((number, column)) = cell.and_then(|cell| cell.split_once('.'))
            && let Ok(number) = number.parse::<usize>()
            && number < MOST_ROWS
        {
            let row = rows.entry(number).or_default();
            row.insert(column.to_owned(), value.clone());
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

/// The rows in which something is written, as the command reads them.
fn filled(rows: &BTreeMap<usize, TypedRow>, columns: &[FieldShape]) -> Value {
    let filled = rows.values().filter(|row| !is_blank(row));
    Value::Array(filled.map(|row| object(row, columns)).collect())
}

fn object(row: &TypedRow, shapes: &[FieldShape]) -> Value {
    let inner = |name: &str| {
        let mut shapes = shapes.iter();
        let of = shapes.find(|shape| shape.name == root(name))?;
        columns(&of.shape)
    };
    let own = row.iter().filter(|(name, _)| inner(name).is_none());
    let mut members: Map<String, Value> = own
        .map(|(name, value)| (name.clone(), Value::String(value.clone())))
        .collect();
    for shape in shapes {
        if let Some(columns) = columns(&shape.shape) {
            let rows = inner_rows(row, shape.name);
            members.insert(shape.name.to_owned(), filled(&rows, columns));
        }
    }
    Value::Object(members)
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
