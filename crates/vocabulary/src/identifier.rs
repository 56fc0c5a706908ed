//! A patient's identity numbers: LMA number, reserve number, coordination number, personnummer.
//!
//! This module knows how each is written, checked and shown. It refuses to know whose a number is,
//! whether it is the right one, and what a number says about the person's legal group: the digits
//! of an LMA card prove nothing (V3.5), and neither does a missing card (V3.7).
//!
//! Numbers are personal data, so neither `Debug` nor `Display` prints one. Code that shows a number
//! calls [`Identifier::shown`], which is easy to search for.

mod lma;
pub(crate) mod luhn;
mod mistake;
mod personal;
mod reserve;
mod warning;

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::{mistake::IdentifierMistake, reserve::ReserveScheme, warning::IdentifierWarning};
use crate::{birth_date::BirthDate, choice, choice::Choice as _, text::plain};

choice! {
    /// The kind of an identity number.
    pub enum IdentifierKind {
        /// LMA-/dossiernummer: what Migrationsverket's card carries (V3.5, C2.1).
        LmaNumber = "lma_number", "LMA-nummer";
        /// A number that regional care gives a person who has no other (C2.3).
        ReserveNumber = "reserve_number", "Reservnummer";
        /// Samordningsnummer (lag 2022:1697).
        CoordinationNumber = "coordination_number", "Samordningsnummer";
        /// Personnummer (folkbokföringslagen 18 §).
        PersonalNumber = "personal_number", "Personnummer";
    }
}

/// One number of a patient, in its stored form: digits and letters without hyphen or space, with
/// the century.
///
/// Two identifiers are equal when kind and number are: the card that an LMA number was read from
/// does not matter.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identifier {
    kind: IdentifierKind,
    value: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    card_serial: Option<String>,
    /// Whether the century was inferred from ten digits, and not written.
    #[serde(skip)]
    century_inferred: bool,
}

impl Identifier {
    /// Parses a number as people type it, with or without hyphens and spaces.
    ///
    /// A personnummer or coordination number needs its century here; see [`Identifier::parse_on`].
    ///
    /// # Errors
    /// When the text is no number of this kind; the mistake says what to do.
    pub fn parse(kind: IdentifierKind, text: &str) -> Result<Self, IdentifierMistake> {
        Self::read(kind, text, None)
    }

    /// Reads a number as [`Identifier::parse`] does, and determines the century of a ten-digit
    /// personnummer or coordination number by `today`: `-` for the last hundred years, `+` for the
    /// hundred before them.
    ///
    /// # Errors
    /// When the text is no number of this kind, or its birth date is after `today`.
    pub fn parse_on(
        kind: IdentifierKind,
        text: &str,
        today: Date,
    ) -> Result<Self, IdentifierMistake> {
        Self::read(kind, text, Some(today))
    }

    fn read(
        kind: IdentifierKind,
        text: &str,
        today: Option<Date>,
    ) -> Result<Self, IdentifierMistake> {
        let text = Typed::new(text)?;
        let identifier = match kind {
            IdentifierKind::LmaNumber => {
                let (value, card_serial) = lma::read(&text)?;
                Self {
                    kind,
                    value,
                    card_serial,
                    century_inferred: false,
                }
            }
            IdentifierKind::ReserveNumber => Self::from_stored(kind, reserve::read(&text)?),
            IdentifierKind::CoordinationNumber => {
                Self::personal(kind, &text, personal::Sort::Coordination, today)?
            }
            IdentifierKind::PersonalNumber => {
                Self::personal(kind, &text, personal::Sort::Personal, today)?
            }
        };
        match (identifier.earliest_birth(), today) {
            (Some(birth), Some(today)) if birth > today => Err(IdentifierMistake::NotBornYet),
            (Some(_) | None, Some(_) | None) => Ok(identifier),
        }
    }

    /// Every number that a text may mean: of each kind, and where the century is not written, of the
    /// last hundred years and the hundred before them.
    #[must_use]
    pub fn readings(text: &str, today: Date) -> Vec<Self> {
        let mut all = Vec::new();
        for kind in IdentifierKind::ALL {
            let Ok(number) = Self::parse_on(*kind, text, today) else {
                continue;
            };
            all.extend(number.a_century_earlier());
            all.push(number);
        }
        all
    }

    /// The same digits a hundred years earlier, where the century was inferred.
    fn a_century_earlier(&self) -> Option<Self> {
        let year: i16 = self.value.get(..4)?.parse().ok()?;
        let rest = self.value.get(4..)?;
        self.century_inferred
            .then(|| Self::from_stored(self.kind, format!("{:04}{rest}", year - 100)))
    }

    /// The first day on which the person may be born, according to the number.
    fn earliest_birth(&self) -> Option<Date> {
        match self.kind {
            IdentifierKind::CoordinationNumber => {
                personal::earliest_birth(&self.value, personal::Sort::Coordination)
            }
            IdentifierKind::LmaNumber
            | IdentifierKind::ReserveNumber
            | IdentifierKind::PersonalNumber => self.birth_date(),
        }
    }

    fn personal(
        kind: IdentifierKind,
        text: &Typed,
        sort: personal::Sort,
        today: Option<Date>,
    ) -> Result<Self, IdentifierMistake> {
        let (value, century_inferred) = personal::read(text, sort, today)?;
        Ok(Self {
            century_inferred,
            ..Self::from_stored(kind, value)
        })
    }

    /// The number in the century of the person's birth date, if it was written without a century and fits
    /// the date then:
    /// somebody who is more than a hundred years old has the digits of a child.
    #[must_use]
    pub fn in_century_of(self, birth_date: BirthDate) -> Self {
        let born = self.value.get(2..).filter(|_| self.century_inferred);
        let born = born.zip(birth_date.year()).map(|(rest, year)| Self {
            value: format!("{:02}{rest}", year / 100),
            ..self.clone()
        });
        born.filter(|number| !number.contradicts(birth_date))
            .unwrap_or(self)
    }

    /// Whether the number says another birth date. What a coordination number leaves open, because
    /// month or day is not known, contradicts nothing.
    #[must_use]
    pub fn contradicts(&self, birth_date: BirthDate) -> bool {
        let told = match self.birth_date() {
            Some(date) => Some((date.year(), Some(date.month()), Some(date))),
            None => personal::partly_born(self).map(|(year, month)| (year, month, None)),
        };
        let Some((year, month, date)) = told else {
            return false;
        };
        match birth_date {
            BirthDate::Unknown => false,
            BirthDate::Year(born) => year != born,
            BirthDate::Known(born) => {
                year != born.year()
                    || month.is_some_and(|month| month != born.month())
                    || date.is_some_and(|date| date != born)
            }
        }
    }

    /// A number that was checked when it was stored. It is not checked again, so that the journal
    /// can be read even after the rules have changed.
    #[must_use]
    pub fn from_stored(kind: IdentifierKind, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            card_serial: None,
            century_inferred: false,
        }
    }

    /// What kind of number it is.
    #[must_use]
    pub fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The stored form: eight digits for an LMA number, twelve characters for the others (ten for
    /// Skåne's short reserve numbers).
    #[must_use]
    pub fn stored(&self) -> &str {
        &self.value
    }

    /// The form people read: `12-345678` for an LMA number, `YYYYMMDD-NNNN` for the others.
    #[must_use]
    pub fn shown(&self) -> String {
        let after = match self.kind {
            IdentifierKind::LmaNumber => lma::HYPHEN_AFTER,
            IdentifierKind::ReserveNumber
            | IdentifierKind::CoordinationNumber
            | IdentifierKind::PersonalNumber => {
                self.value.len().saturating_sub(personal::LAST_FOUR)
            }
        };
        match self.value.split_at_checked(after) {
            Some((front, back)) if !front.is_empty() && !back.is_empty() => {
                format!("{front}-{back}")
            }
            Some(_) | None => self.value.clone(),
        }
    }

    /// The serial that an LMA card shows after the number (`XX-XXXXXX/N`). It counts the person's
    /// cards and is not part of the number.
    #[must_use]
    pub fn card_serial(&self) -> Option<&str> {
        self.card_serial.as_deref()
    }

    /// The birth date that the number carries. None for an LMA number, for reserve numbers given
    /// without a known date, and for old ones whose digits are no date.
    #[must_use]
    pub fn birth_date(&self) -> Option<Date> {
        match self.kind {
            IdentifierKind::LmaNumber => None,
            IdentifierKind::ReserveNumber => reserve::birth_date(&self.value),
            IdentifierKind::CoordinationNumber => {
                personal::birth_date(&self.value, personal::Sort::Coordination)
            }
            IdentifierKind::PersonalNumber => {
                personal::birth_date(&self.value, personal::Sort::Personal)
            }
        }
    }

    /// The region whose format a reserve number has; none for the other kinds.
    #[must_use]
    pub fn scheme(&self) -> Option<ReserveScheme> {
        match self.kind {
            IdentifierKind::ReserveNumber => reserve::scheme(&self.value),
            IdentifierKind::LmaNumber
            | IdentifierKind::CoordinationNumber
            | IdentifierKind::PersonalNumber => None,
        }
    }

    /// The FHIR `system` of the number, where one is defined (HL7 Sweden's base profiles).
    #[must_use]
    pub fn system(&self) -> Option<&'static str> {
        match self.kind {
            IdentifierKind::LmaNumber => Some("http://electronichealth.se/identifier/LMA-nummer"),
            IdentifierKind::ReserveNumber => self.scheme().and_then(ReserveScheme::system),
            IdentifierKind::CoordinationNumber => {
                Some("http://electronichealth.se/identifier/samordningsnummer")
            }
            IdentifierKind::PersonalNumber => {
                Some("http://electronichealth.se/identifier/personnummer")
            }
        }
    }

    /// What the person who entered the number should know. The number is accepted anyway.
    #[must_use]
    pub fn warnings(&self) -> Vec<IdentifierWarning> {
        self.scheme()
            .and_then(warning::of_scheme)
            .into_iter()
            .collect()
    }
}

impl PartialEq for Identifier {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.value == other.value
    }
}

impl Eq for Identifier {}

impl std::hash::Hash for Identifier {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
        self.value.hash(state);
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            IdentifierKind::LmaNumber => "[LMA number]",
            IdentifierKind::ReserveNumber => "[reserve number]",
            IdentifierKind::CoordinationNumber => "[coordination number]",
            IdentifierKind::PersonalNumber => "[personal number]",
        })
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The typed text, normalised: ASCII only, upper case, one kind of hyphen, no spaces.
struct Typed {
    /// Letters, digits and the separators `-`, `+` and `/`.
    text: String,
}

impl Typed {
    fn new(raw: &str) -> Result<Self, IdentifierMistake> {
        let mut text = String::with_capacity(raw.len());
        for letter in plain(raw).chars() {
            match letter {
                '-' | '+' | '/' => text.push(letter),
                ' ' => {}
                _ if letter.is_ascii_alphanumeric() => text.push(letter.to_ascii_uppercase()),
                _ => return Err(IdentifierMistake::ForbiddenCharacter),
            }
        }
        if text.is_empty() {
            Err(IdentifierMistake::Missing)
        } else {
            Ok(Self { text })
        }
    }

    /// The letters and digits alone.
    fn bare(&self) -> String {
        self.text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    }

    fn has_letter(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_alphabetic())
    }
}

/// The calendar date of eight digits `YYYYMMDD`, if they are one.
fn date_of(digits: &str) -> Option<Date> {
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = digits.get(..4)?.parse().ok()?;
    let month = digits.get(4..6)?.parse().ok()?;
    let day = digits.get(6..)?.parse().ok()?;
    Date::new(year, month, day).ok()
}
