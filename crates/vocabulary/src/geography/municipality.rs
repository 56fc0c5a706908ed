//! Municipalities by their four-digit code, and Västra Götaland's 49 by name.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Position;
use crate::text::plain;

const TABLE: &str = include_str!("../../../../guidance/places/municipalities.tsv");

static MUNICIPALITIES: LazyLock<Vec<Municipality>> =
    LazyLock::new(|| TABLE.lines().filter_map(row).collect());

/// SCB's code of a municipality: four digits, with leading zero.
///
/// Any four digits are a code: a patient may move to a municipality outside the region.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MunicipalityCode([u8; 4]);

impl MunicipalityCode {
    /// Reads a code.
    ///
    /// # Errors
    /// When the text is not four digits, or is 0000.
    pub fn parse(text: &str) -> Result<Self, MunicipalityCodeMistake> {
        let text = plain(text);
        let text = text.trim();
        let digits = <[u8; 4]>::try_from(text.as_bytes()).ok();
        digits
            .filter(|digits| digits.iter().all(u8::is_ascii_digit) && digits != b"0000")
            .map(Self)
            .ok_or(MunicipalityCodeMistake)
    }

    /// The four digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether the municipality is in Västra Götaland.
    #[must_use]
    pub fn in_region(self) -> bool {
        municipality(self).is_some()
    }

    /// Whether the municipality is one of Fyrbodal's 14.
    #[must_use]
    pub fn in_fyrbodal(self) -> bool {
        municipality(self).is_some_and(|found| found.in_fyrbodal)
    }

    /// The municipality's name; none outside Västra Götaland.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        municipality(self).map(|found| found.name)
    }
}

impl std::fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for MunicipalityCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MunicipalityCode({self})")
    }
}

impl TryFrom<String> for MunicipalityCode {
    type Error = MunicipalityCodeMistake;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<MunicipalityCode> for String {
    fn from(code: MunicipalityCode) -> Self {
        code.as_str().to_owned()
    }
}

/// A text that is no municipality code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MunicipalityCodeMistake;

impl MunicipalityCodeMistake {
    /// The stable code, for the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        "not-a-municipality-code"
    }

    /// What is wrong and what to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> &'static str {
        "En kommunkod har fyra siffror, till exempel 1485 för Uddevalla. Välj kommunen i listan."
    }
}

impl std::fmt::Display for MunicipalityCodeMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.detail())
    }
}

impl std::error::Error for MunicipalityCodeMistake {}

/// A municipality of Västra Götaland.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Municipality {
    pub code: MunicipalityCode,
    /// Its name, without "kommun".
    pub name: &'static str,
    /// Whether it is one of Fyrbodal's 14.
    pub in_fyrbodal: bool,
    /// The mean of its postal codes' points; known for Fyrbodal only.
    pub position: Option<Position>,
}

/// Västra Götaland's 49 municipalities, by code.
#[must_use]
pub fn municipalities() -> &'static [Municipality] {
    &MUNICIPALITIES
}

/// The municipality with a code; none outside Västra Götaland.
#[must_use]
pub fn municipality(code: MunicipalityCode) -> Option<&'static Municipality> {
    let index = MUNICIPALITIES
        .binary_search_by_key(&code, |found| found.code)
        .ok()?;
    MUNICIPALITIES.get(index)
}

/// The municipality of Västra Götaland with a name, in any case, with or without "kommun".
#[must_use]
pub fn municipality_named(name: &str) -> Option<&'static Municipality> {
    let name = name.trim().to_lowercase();
    let bare = name.strip_suffix(" kommun").unwrap_or(&name);
    // "Vänersborgs kommun", "Borås kommun".
    let without_genitive = bare.strip_suffix('s').filter(|_| bare.len() < name.len());
    let by = |wanted: &str| {
        MUNICIPALITIES
            .iter()
            .find(|found| found.name.to_lowercase() == wanted)
    };
    by(bare).or_else(|| without_genitive.and_then(by))
}

fn row(line: &'static str) -> Option<Municipality> {
    let mut cells = line.split('\t');
    let code = MunicipalityCode::parse(cells.next()?).ok()?;
    let name = cells.next()?;
    let in_fyrbodal = cells.next()? == "yes";
    let position = match (cells.next(), cells.next()) {
        (Some(lat), Some(lon)) => lat
            .parse()
            .ok()
            .zip(lon.parse().ok())
            .and_then(|(lat, lon)| Position::new(lat, lon)),
        (_, _) => None,
    };
    Some(Municipality {
        code,
        name,
        in_fyrbodal,
        position,
    })
}
