//! Parses the API's JSON or a page's form into typed values. Collects every mistake instead of
//! stopping at the first.

use jiff::{Timestamp, civil::Date};
use serde_json::{Map, Value};

use crate::{
    calendar::{self, DateSense, TimeMistake},
    choice::{Alternative, Choice},
    geography::{MunicipalityCode, PostalCode},
    hsa_id::HsaId,
    mistake::{Fault, Mistake},
    public_id::PublicId,
    search::CaseNumber,
    text::plain,
};

/// The result of reading a value: the value, or every mistake in it.
pub type Reading<T> = Result<T, Vec<Fault>>;

/// Where a value came from. The API is strict; a form accepts the ways in which people write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// JSON, read strictly.
    Api,
    /// A page's form: every value is text.
    Form,
}

/// A received value that has not been parsed.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a> {
    pub value: &'a Value,
    pub door: Door,
    /// The current instant, used for dates without a year.
    pub now: Timestamp,
}

/// A field's type as the API shows it, for the OpenAPI document and the form test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Text with a maximum length.
    Text {
        /// Maximum number of characters.
        limit: usize,
    },
    /// One of these codes; each comes with its phrase.
    Choice(Vec<Alternative>),
    /// `true` or `false`.
    Boolean,
    /// A whole number from 1.
    Count {
        /// The highest number accepted.
        highest: u32,
    },
    /// A date, `YYYY-MM-DD`, and which way it looks.
    Date(DateSense),
    /// A birth date as far as it is known: a date, a year, or not known at all.
    BirthDate,
    /// An instant, RFC 3339, and which way it looks.
    Instant(DateSense),
    /// A unit's HSA-id.
    HsaId,
    /// A four-digit municipality code.
    Municipality,
    /// A Swedish postal code.
    PostalCode,
    /// A BCP 47 language tag.
    Language,
    PublicId,
    List(Box<Shape>),
    /// An object with fields.
    Object(Vec<FieldShape>),
}

impl Shape {
    /// The alternatives of a choice, or of the choices in a list; empty for what is no choice.
    #[must_use]
    pub fn alternatives(&self) -> &[Alternative] {
        match self {
            Self::Choice(all) => all,
            Self::List(item) => item.alternatives(),
            Self::Text { .. }
            | Self::Boolean
            | Self::Count { .. }
            | Self::Date(_)
            | Self::BirthDate
            | Self::Instant(_)
            | Self::HsaId
            | Self::Municipality
            | Self::PostalCode
            | Self::Language
            | Self::PublicId
            | Self::Object(_) => &[],
        }
    }
}

/// An object's field: its name and type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldShape {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
}

/// A type that can be read from a field.
pub trait Field: Sized {
    /// Reads a value that is present.
    fn read(raw: &Raw<'_>) -> Reading<Self>;

    /// The field's type as the API shows it.
    fn shape() -> Shape;

    /// The value when the field is absent; none when it is required.
    fn when_absent() -> Option<Self> {
        None
    }

    /// The units that the value names.
    fn units(&self) -> Vec<HsaId> {
        Vec::new()
    }

    /// The place to meet that the value chooses.
    fn meeting_point(&self) -> Option<PublicId> {
        None
    }

    /// The other case that the value names.
    fn case_number(&self) -> Option<CaseNumber> {
        None
    }
}

impl<T: Field> Field for Option<T> {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        T::read(raw).map(Some)
    }

    fn units(&self) -> Vec<HsaId> {
        self.as_ref().map(T::units).unwrap_or_default()
    }

    fn meeting_point(&self) -> Option<PublicId> {
        self.as_ref().and_then(T::meeting_point)
    }

    fn shape() -> Shape {
        T::shape()
    }

    fn when_absent() -> Option<Self> {
        Some(None)
    }
}

/// What is said of a missing answer where nobody knows the words of the question.
pub const MISSING: &str = "Uppgiften saknas. Fyll i den.";

/// Longest list accepted.
const LIST_LIMIT: usize = 100;

impl<T: Field> Field for Vec<T> {
    fn units(&self) -> Vec<HsaId> {
        self.iter().flat_map(T::units).collect()
    }

    fn meeting_point(&self) -> Option<PublicId> {
        self.iter().find_map(T::meeting_point)
    }

    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let single;
        let items = match (raw.value, raw.door) {
            (Value::Array(items), _) => items.as_slice(),
            (value, Door::Form) => {
                single = [value.clone()];
                single.as_slice()
            }
            (_, Door::Api) => return Err(vec![Fault::new("not-a-list", "Ange en lista.")]),
        };
        if items.len() > LIST_LIMIT {
            return Err(vec![Fault::new(
                "too-many",
                format!("Listan är för lång. Ange högst {LIST_LIMIT}."),
            )]);
        }
        let mut read = Vec::with_capacity(items.len());
        let mut faults = Vec::new();
        for (index, value) in items.iter().enumerate() {
            match T::read(&Raw { value, ..*raw }) {
                Ok(item) => read.push(item),
                Err(found) => {
                    faults.extend(
                        found
                            .into_iter()
                            .map(|fault| fault.under(&format!("[{index}]"))),
                    );
                }
            }
        }
        if faults.is_empty() {
            Ok(read)
        } else {
            Err(faults)
        }
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// Reads text.
///
/// # Errors
/// When the value is not text.
pub fn read_string(raw: &Raw<'_>) -> Reading<String> {
    match raw.value {
        Value::String(text) => Ok(text.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Err(vec![Fault::new("not-text", "Ange en text.")])
        }
    }
}

/// Reads one of a closed set of codes.
///
/// # Errors
/// When the code is not one of them.
pub fn read_choice<T: Choice>(raw: &Raw<'_>) -> Reading<T> {
    let text = read_string(raw)?;
    T::from_code(&text).ok_or_else(|| {
        vec![Fault::new(
            "not-an-alternative",
            if raw.door == Door::Form {
                "Välj ett av alternativen.".to_owned()
            } else {
                format!("Välj ett av alternativen: {}.", T::CODES.join(", "))
            },
        )]
    })
}

impl Field for bool {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        match (raw.value, raw.door) {
            (Value::Bool(value), _) => Ok(*value),
            (Value::String(text), Door::Form) => match text.as_str() {
                "true" | "on" | "ja" | "1" => Ok(true),
                "false" | "nej" | "0" => Ok(false),
                _ => Err(vec![Fault::new("not-yes-or-no", "Välj ja eller nej.")]),
            },
            _ => Err(vec![Fault::new("not-yes-or-no", "Ange true eller false.")]),
        }
    }

    fn shape() -> Shape {
        Shape::Boolean
    }
}

/// Reads a struct from an object, field by field: the same fields make its shape for the API and the forms.
macro_rules! read_as_object {
    ($name:ident, $no_object:literal, { $( $field:ident: $type:ty ),+ }) => {
        impl $crate::reading::Field for $name {
            fn read(raw: &$crate::reading::Raw<'_>) -> $crate::reading::Reading<Self> {
                let serde_json::Value::Object(map) = raw.value else {
                    return Err(vec![$crate::mistake::Fault::new("not-an-object", $no_object)]);
                };
                let mut fields = $crate::reading::Fields::new(map, raw.door, raw.now);
                $( let $field = fields.take(stringify!($field)); )+
                fields.finish()?;
                let read = (|| Some(Self { $( $field: $field?, )+ }))();
                read.ok_or_else(Vec::new)
            }

            fn shape() -> $crate::reading::Shape {
                $crate::reading::Shape::Object(vec![ $( $crate::reading::FieldShape {
                    name: stringify!($field),
                    shape: <$type as $crate::reading::Field>::shape(),
                    required: <$type as $crate::reading::Field>::when_absent().is_none(),
                }, )+ ])
            }
        }
    };
}
pub(crate) use read_as_object;

/// A number of times, 1 to 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Times(pub u32);

const TIMES_LIMIT: u32 = 50;

impl Field for Times {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let number = match (raw.value, raw.door) {
            (Value::Number(number), _) => number.as_u64(),
            (Value::String(text), Door::Form) => plain(text).trim().parse().ok(),
            _ => None,
        };
        number
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| (1..=TIMES_LIMIT).contains(number))
            .map(Self)
            .ok_or_else(|| {
                vec![Fault::new(
                    "not-a-count",
                    format!("Ange ett helt tal från 1 till {TIMES_LIMIT}."),
                )]
            })
    }

    fn shape() -> Shape {
        Shape::Count {
            highest: TIMES_LIMIT,
        }
    }
}

impl Field for Date {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        read_day(raw, DateSense::Nearest)
    }

    fn shape() -> Shape {
        Shape::Date(DateSense::Nearest)
    }
}

fn read_day(raw: &Raw<'_>, sense: DateSense) -> Reading<Date> {
    let text = read_string(raw)?;
    let read = match raw.door {
        Door::Api => calendar::read_iso_date(&text),
        Door::Form => calendar::read_date_as(&text, calendar::local_date(raw.now), sense),
    };
    read.map_err(|mistake| vec![Fault::new(mistake.code(), mistake.detail())])
}

/// A day that has been: the first day of something that has begun. Without its year it is the last such
/// day. One that has not come yet is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastDate(pub Date);

impl Field for PastDate {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let day = read_day(raw, DateSense::Past)?;
        if day > calendar::local_date(raw.now) {
            return Err(vec![Fault::new(
                "in-the-future",
                "Dagen har inte varit än. Kontrollera år, månad och dag.",
            )]);
        }
        Ok(Self(day))
    }

    fn shape() -> Shape {
        Shape::Date(DateSense::Past)
    }
}

/// The day of something planned. Without its year it is the next such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlannedDate(pub Date);

impl Field for PlannedDate {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        read_day(raw, DateSense::Coming).map(Self)
    }

    fn shape() -> Shape {
        Shape::Date(DateSense::Coming)
    }
}

impl Field for Timestamp {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        read_instant(raw, DateSense::Nearest)
    }

    fn shape() -> Shape {
        Shape::Instant(DateSense::Nearest)
    }
}

fn read_instant(raw: &Raw<'_>, sense: DateSense) -> Reading<Timestamp> {
    let not_an_instant = || {
        vec![Fault::new(
            "not-an-instant",
            "Tidpunkten kan inte läsas. Ange den som 2026-03-05T10:42:00+01:00.",
        )]
    };
    if let (Door::Form, Value::Object(parts)) = (raw.door, raw.value) {
        let text = |name: &str| parts.get(name).and_then(Value::as_str).unwrap_or_default();
        let date = calendar::read_date_as(text("date"), calendar::local_date(raw.now), sense)
            .map_err(|mistake| vec![Fault::new(mistake.code(), mistake.detail())])?;
        let time = calendar::read_time(text("time"))
            .and_then(|time| {
                let exists = calendar::clock_exists(date, time);
                exists.then_some(time).ok_or(TimeMistake::Skipped)
            })
            .map_err(|mistake| vec![Fault::new(mistake.code(), mistake.detail())])?;
        return Ok(calendar::at_local(date, time.hour(), time.minute()));
    }
    let text = read_string(raw)?;
    let instant: Timestamp = text.trim().parse().map_err(|_| not_an_instant())?;
    // Limits instants to plausible years, so that later calculations stay inside the calendar.
    let year = calendar::local_date(instant).year();
    if (1900..=2200).contains(&year) {
        Ok(instant)
    } else {
        Err(not_an_instant())
    }
}

/// An instant that has been: when something happened. One that has not come yet is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastInstant(pub Timestamp);

impl Field for PastInstant {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let at = read_instant(raw, DateSense::Past)?;
        if at > raw.now {
            return Err(vec![Fault::new(
                "in-the-future",
                "Tidpunkten har inte varit än. Ange när det hände.",
            )]);
        }
        Ok(Self(at))
    }

    fn shape() -> Shape {
        Shape::Instant(DateSense::Past)
    }
}

/// When something planned happens. Without its year it is the next such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlannedInstant(pub Timestamp);

impl Field for PlannedInstant {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        read_instant(raw, DateSense::Coming).map(Self)
    }

    fn shape() -> Shape {
        Shape::Instant(DateSense::Coming)
    }
}

impl Field for HsaId {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let text = read_string(raw)?;
        HsaId::parse(&text).map_err(|mistake| vec![Fault::new(mistake.code(), mistake.detail())])
    }

    fn shape() -> Shape {
        Shape::HsaId
    }

    fn units(&self) -> Vec<HsaId> {
        vec![self.clone()]
    }
}

impl Field for MunicipalityCode {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let text = read_string(raw)?;
        MunicipalityCode::parse(&text)
            .map_err(|mistake| vec![Fault::new(mistake.code(), mistake.detail())])
    }

    fn shape() -> Shape {
        Shape::Municipality
    }
}

impl Field for PostalCode {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let text = read_string(raw)?;
        PostalCode::parse(&text)
            .map_err(|mistake| vec![Fault::new(mistake.code(), mistake.detail())])
    }

    fn shape() -> Shape {
        Shape::PostalCode
    }
}

impl Field for PublicId {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let text = read_string(raw)?;
        PublicId::parse(&text).ok_or_else(|| vec![Fault::new("not-an-id", "Id:t kan inte läsas.")])
    }

    fn shape() -> Shape {
        Shape::PublicId
    }
}

/// A place to meet, chosen in the register of those that hold for units and patients alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChosenPoint(pub PublicId);

impl Field for ChosenPoint {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        PublicId::read(raw).map(Self)
    }

    fn shape() -> Shape {
        Shape::PublicId
    }

    fn meeting_point(&self) -> Option<PublicId> {
        Some(self.0)
    }
}

/// Reads the fields of an object one by one and remembers which were read, so that an unknown field
/// is reported as a mistake.
#[derive(Debug)]
pub struct Fields<'a> {
    map: &'a Map<String, Value>,
    door: Door,
    now: Timestamp,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl<'a> Fields<'a> {
    /// Starts reading an object.
    #[must_use]
    pub fn new(map: &'a Map<String, Value>, door: Door, now: Timestamp) -> Self {
        Self {
            map,
            door,
            now,
            known: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Reads a field; a mistake in it is kept for [`Fields::finish`].
    pub fn take<T: Field>(&mut self, name: &'static str) -> Option<T> {
        self.known.push(name);
        let value = self.map.get(name).filter(|value| !self.is_blank(value));
        let Some(value) = value else {
            let absent = T::when_absent();
            if absent.is_none() {
                self.faults.push(Fault {
                    path: name.to_owned(),
                    code: "required",
                    detail: MISSING.to_owned(),
                });
            }
            return absent;
        };
        match T::read(&Raw {
            value,
            door: self.door,
            now: self.now,
        }) {
            Ok(read) => Some(read),
            Err(faults) => {
                self.faults
                    .extend(faults.into_iter().map(|fault| fault.under(name)));
                None
            }
        }
    }

    /// Adds a mistake found by comparing fields.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn is_blank(&self, value: &Value) -> bool {
        match (value, self.door) {
            (Value::Null, _) => true,
            (Value::String(text), Door::Form) => text.trim().is_empty(),
            (Value::Object(parts), Door::Form) => parts
                .values()
                .all(|part| part.as_str().is_none_or(|text| text.trim().is_empty())),
            _ => false,
        }
    }

    /// Ends the reading and returns every mistake found.
    ///
    /// # Errors
    /// When a field could not be read, is missing, or is unknown.
    pub fn finish(mut self) -> Reading<()> {
        if self.door == Door::Api {
            for name in self.map.keys() {
                if !self.known.contains(&name.as_str()) {
                    self.faults.push(Fault {
                        path: name.clone(),
                        code: "unknown-field",
                        detail: format!("Fältet finns inte. Fälten är {}.", self.known.join(", ")),
                    });
                }
            }
        }
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(self.faults)
        }
    }
}

/// Turns faults with a full path into mistakes.
#[must_use]
pub fn mistakes(faults: Vec<Fault>) -> Vec<Mistake> {
    faults.into_iter().map(Mistake::from).collect()
}

/// The fields of a page's form as an object: a repeated name becomes a list, `at.date` and
/// `at.time` an object, and `interventions` (ticked codes) with `interventions.CODE.times` a list
/// of objects with their code.
#[must_use]
pub fn from_form(pairs: &[(String, String)]) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, value) in pairs.iter().filter(|(name, _)| !name.contains('.')) {
        let value = Value::String(value.clone());
        match map.get_mut(name) {
            None => {
                map.insert(name.clone(), value);
            }
            Some(Value::Array(items)) => items.push(value),
            Some(first) => *first = Value::Array(vec![first.clone(), value]),
        }
    }
    for (name, value) in pairs {
        let parts: Vec<&str> = name.split('.').collect();
        if let [field, part] = parts.as_slice() {
            let slot = map
                .entry((*field).to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(object) = slot {
                object.insert((*part).to_owned(), Value::String(value.clone()));
            }
        }
    }
    collect_rows(&mut map, pairs);
    map
}

/// Ticked rows: `interventions=CODE` together with `interventions.CODE.times=3`.
fn collect_rows(map: &mut Map<String, Value>, pairs: &[(String, String)]) {
    let mut rows: Vec<(String, String, Map<String, Value>)> = Vec::new();
    for (name, value) in pairs {
        let parts: Vec<&str> = name.split('.').collect();
        let [field, code, part] = parts.as_slice() else {
            continue;
        };
        let ticked = pairs
            .iter()
            .any(|(other, ticked)| other == field && ticked == code);
        if !ticked {
            continue;
        }
        let known = rows.iter().position(|(f, c, _)| f == field && c == code);
        let number = known.unwrap_or_else(|| {
            let start = Map::from_iter([("code".to_owned(), Value::String((*code).to_owned()))]);
            rows.push(((*field).to_owned(), (*code).to_owned(), start));
            rows.len() - 1
        });
        rows[number]
            .2
            .insert((*part).to_owned(), Value::String(value.clone()));
    }
    let mut lists: Map<String, Value> = Map::new();
    for (field, _, row) in rows {
        let list = lists
            .entry(field)
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(items) = list {
            items.push(Value::Object(row));
        }
    }
    map.extend(lists);
}
