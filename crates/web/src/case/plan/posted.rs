//! The plan's form as it was posted: `r.{row}.{field}` is what a field says, `w.{row}.{field}` what its
//! author saw there, `k.{row}` the kind of a row that is not there yet, `o.{row}.{field}.{n}` a text beside
//! the one that stands there, and `gor` what was pressed.

use std::collections::BTreeMap;

use disclosure::{text_check::group_words, views::kept_from_municipality};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use vocabulary::{
    choice::Choice as _,
    command::{Command, CommandKind},
    mistake::Mistake,
    plan::{PlanField, PlanRowKind, RowAct},
    reading::Door,
    text::tidied_prose,
};

use crate::form_body::FormBody;

/// What is pressed by whoever saves words that may tell the group.
pub(super) const SAVE_ANYWAY: &str = "spara-anda";

/// A field of a row, by its id and code.
type Place = (String, String);

/// What was posted.
#[derive(Default)]
pub(in crate::case) struct Posted {
    /// What each field says, as it was typed.
    pub(super) typed: BTreeMap<Place, String>,
    /// What its author saw there.
    pub(super) was: BTreeMap<Place, String>,
    /// The kinds of rows that are not there yet.
    kinds: BTreeMap<String, String>,
    /// The texts that can be chosen, by what is pressed.
    others: BTreeMap<String, String>,
    /// What was pressed.
    pressed: String,
    /// Whether it came from the page of the meeting.
    pub(super) meeting: bool,
}

/// The command that was made of it, and where each of its parts came from.
type Made = (Vec<Value>, Vec<(String, Vec<String>)>);

impl Posted {
    pub(super) fn read(body: &FormBody) -> Self {
        let mut posted = Self {
            pressed: body.get("gor").to_owned(),
            meeting: body.has("mote"),
            ..Self::default()
        };
        for (name, value) in &body.0 {
            let mut parts = name.splitn(3, '.');
            let (kind, row, field) = (parts.next(), parts.next(), parts.next());
            match (kind, row, field) {
                (Some("r"), Some(row), Some(field)) => {
                    posted
                        .typed
                        .insert((row.to_owned(), field.to_owned()), value.clone());
                }
                (Some("w"), Some(row), Some(field)) => {
                    posted
                        .was
                        .insert((row.to_owned(), field.to_owned()), value.clone());
                }
                (Some("k"), Some(row), None) => {
                    posted.kinds.insert(row.to_owned(), value.clone());
                }
                (Some("o"), Some(_), Some(_)) => {
                    posted.others.insert(name.clone(), value.clone());
                }
                _ => {}
            }
        }
        posted
    }

    /// The page that it came from.
    pub(super) fn page(&self, id: &str) -> String {
        let meeting = if self.meeting { "/mote" } else { "" };
        format!("/arenden/{id}/plan{meeting}")
    }

    /// The command; `None` when nothing has been changed.
    ///
    /// # Errors
    /// Mistakes, each with the name of the field that it stands in.
    pub(super) fn command(&self, now: Timestamp) -> Result<Option<Command>, Vec<Mistake>> {
        let (changes, places) = self.changes();
        if changes.is_empty() {
            return Ok(None);
        }
        let fields = Map::from_iter([
            ("command".to_owned(), json!(CommandKind::ChangePlan.name())),
            ("changes".to_owned(), Value::Array(changes)),
        ]);
        let read = Command::read(&fields, Door::Form, now);
        read.map(Some).map_err(|mistakes| {
            mistakes
                .into_iter()
                .map(|mistake| in_place(mistake, &places))
                .collect()
        })
    }

    fn changes(&self) -> Made {
        let (act, about) = self.pressed.split_once(':').unwrap_or_default();
        let mut changes = Vec::new();
        let mut places = Vec::new();
        let mut rows: Vec<&String> = self.typed.keys().map(|(row, _)| row).collect();
        rows.dedup();
        for row in rows {
            let whole = match act {
                "bort" if about == row => Some(RowAct::Remove),
                "kvar" if about == row => Some(RowAct::Keep),
                _ => None,
            };
            let removes = whole == Some(RowAct::Remove);
            let own = self.typed.iter().filter(|((of, _), _)| of == row);
            let mut cells = Vec::new();
            let mut fields = Vec::new();
            for (place, typed) in own {
                let was = self.was.get(place).map_or("", String::as_str);
                let chosen = self.chosen(act, about, place);
                let value = chosen.unwrap_or(typed);
                let differs = tidied_prose(value) != tidied_prose(was);
                // Whoever removes a row says what they saw in every field of it.
                if removes || differs || chosen.is_some() {
                    cells.push(json!({ "field": place.1, "was": was, "value": value }));
                    fields.push(place.1.clone());
                }
            }
            if cells.is_empty() && whole.is_none() {
                continue;
            }
            let mut change = Map::from_iter([("row".to_owned(), json!(row))]);
            if let Some(kind) = self.kinds.get(row) {
                change.insert("add".to_owned(), json!(kind));
            }
            if let Some(whole) = whole {
                change.insert("act".to_owned(), json!(whole.code()));
            }
            change.insert("cells".to_owned(), Value::Array(cells));
            changes.push(Value::Object(change));
            places.push((row.clone(), fields));
        }
        (changes, places)
    }

    /// The text that was chosen for a field, where two had written.
    fn chosen(&self, act: &str, about: &str, (row, field): &Place) -> Option<&String> {
        let place = format!("{row}.{field}");
        match act {
            "behall" if about == place => self.was.get(&(row.clone(), field.clone())),
            "valj" if about.strip_prefix("o.")?.rsplit_once('.')?.0 == place => {
                self.others.get(about)
            }
            _ => None,
        }
    }

    /// The words in what was changed that may tell a municipality the group, until its author has seen them
    /// and saves all the same. A new row of a kind that is kept from municipalities holds none.
    pub(super) fn tells_group(&self) -> Vec<String> {
        if self.pressed == SAVE_ANYWAY {
            return Vec::new();
        }
        let municipality_reads = |row: &String| {
            let kind = self
                .kinds
                .get(row)
                .and_then(|kind| PlanRowKind::from_code(kind));
            kind.is_none_or(|kind| !kept_from_municipality(kind))
        };
        let changed = self.typed.iter().filter(|(place, typed)| {
            let was = self.was.get(*place).map_or("", String::as_str);
            municipality_reads(&place.0) && tidied_prose(typed) != tidied_prose(was)
        });
        let free = changed.filter(|((_, field), _)| {
            PlanField::from_code(field).is_some_and(PlanField::is_free_text)
        });
        let words = free.flat_map(|(_, typed)| group_words(typed));
        let mut words: Vec<String> = words.map(|word| format!("”{word}”")).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The rows of a kind in which something was typed and that are not there yet.
    pub(super) fn new_rows(&self, kind: PlanRowKind) -> Vec<String> {
        let of_kind = self.kinds.iter().filter(|(_, code)| *code == kind.code());
        let typed = of_kind.filter(|(row, _)| {
            let mut typed = self.typed.iter();
            typed.any(|((of, _), typed)| of == *row && !typed.trim().is_empty())
        });
        typed.map(|(row, _)| row.clone()).collect()
    }

    /// What was typed in rows other than these, which can be written in, and has no place on the page.
    pub(super) fn elsewhere(&self, rows: &[String]) -> Vec<String> {
        let typed = self.typed.iter().filter(|((row, field), typed)| {
            let was = self.was.get(&(row.clone(), field.clone()));
            !rows.contains(row) && !typed.trim().is_empty() && was != Some(typed)
        });
        let free = typed.filter(|((_, field), _)| {
            PlanField::from_code(field).is_some_and(PlanField::is_free_text)
        });
        free.map(|(_, typed)| typed.clone()).collect()
    }
}

/// A mistake with the name of the field that it stands in: `changes[2].cells[0].value` is `r.{row}.{field}`.
fn in_place(mistake: Mistake, places: &[(String, Vec<String>)]) -> Mistake {
    let number = |part: &str, of: &str| -> Option<usize> {
        part.strip_prefix(of)?
            .strip_prefix('[')?
            .strip_suffix(']')?
            .parse()
            .ok()
    };
    let mut parts = mistake.field.split('.');
    let found = (|| {
        let (row, fields) = places.get(number(parts.next()?, "changes")?)?;
        let field = fields.get(number(parts.next()?, "cells")?)?;
        Some(format!("r.{row}.{field}"))
    })();
    match found {
        Some(field) => Mistake { field, ..mistake },
        None => mistake,
    }
}
