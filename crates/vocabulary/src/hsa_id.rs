//! HSA-id: the id of care units and staff in Sweden's HSA catalogue.
//!
//! This module knows the format. It refuses to know whether the id exists in the catalogue.

use serde::{Deserialize, Serialize};

use crate::text::plain;

/// The id of a unit or a person in HSA: `SE`, the organisation's ten digits, a hyphen and letters
/// and digits, at most 31 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HsaId(String);

const LIMIT: usize = 31;
const ORGANISATION_DIGITS: usize = 10;

impl HsaId {
    /// Parses an id; ignores spaces around it.
    ///
    /// # Errors
    /// When the text does not have the form of an HSA-id.
    pub fn parse(text: &str) -> Result<Self, HsaIdMistake> {
        let text = plain(text);
        let text = text.trim();
        if text.is_empty() {
            return Err(HsaIdMistake::Missing);
        }
        if text.len() > LIMIT {
            return Err(HsaIdMistake::TooLong);
        }
        let (organisation, own) = text
            .strip_prefix("SE")
            .and_then(|rest| rest.split_at_checked(ORGANISATION_DIGITS))
            .ok_or(HsaIdMistake::WrongForm)?;
        let own = own.strip_prefix('-').ok_or(HsaIdMistake::WrongForm)?;
        let in_form = organisation.bytes().all(|byte| byte.is_ascii_digit())
            && !own.is_empty()
            && own.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if in_form {
            Ok(Self(text.to_owned()))
        } else {
            Err(HsaIdMistake::WrongForm)
        }
    }

    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ten digits of the organisation that gave the id.
    #[must_use]
    pub fn organisation_digits(&self) -> &str {
        self.0.get(2..2 + ORGANISATION_DIGITS).unwrap_or_default()
    }
}

impl std::fmt::Display for HsaId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for HsaId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for HsaId {
    type Err = HsaIdMistake;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for HsaId {
    type Error = HsaIdMistake;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<HsaId> for String {
    fn from(id: HsaId) -> Self {
        id.0
    }
}

/// Why a text is no HSA-id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HsaIdMistake {
    /// Nothing was typed.
    Missing,
    /// More than 31 characters.
    TooLong,
    /// Not `SE`, ten digits, a hyphen, letters and digits.
    WrongForm,
}

impl HsaIdMistake {
    /// The stable code, for the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "hsa-id-missing",
            Self::TooLong => "hsa-id-too-long",
            Self::WrongForm => "not-an-hsa-id",
        }
    }

    /// What is wrong and what to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> &'static str {
        match self {
            Self::Missing => "HSA-id saknas. Skriv enhetens eller personens HSA-id.",
            Self::TooLong => "HSA-id har högst 31 tecken. Kontrollera att inget har lagts till.",
            Self::WrongForm => {
                "Ett HSA-id består av SE, tio siffror, bindestreck och sedan bokstäver A–Z eller \
                 siffror, till exempel SE2321000131-E900000000001. Kontrollera id:t."
            }
        }
    }
}

impl std::fmt::Display for HsaIdMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.detail())
    }
}

impl std::error::Error for HsaIdMistake {}

#[cfg(test)]
mod tests {
    use super::{HsaId, HsaIdMistake};

    #[test]
    fn a_demo_unit_has_an_hsa_id() {
        let id = HsaId::parse(" SE2321000131-E900000000001 ").unwrap();
        assert_eq!(id.as_str(), "SE2321000131-E900000000001");
        assert_eq!(id.organisation_digits(), "2321000131");
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"SE2321000131-E900000000001\"");
        assert_eq!(serde_json::from_str::<HsaId>(&json).unwrap(), id);
    }

    #[test]
    fn an_id_out_of_form_is_refused_with_what_to_do() {
        for (text, mistake) in [
            ("", HsaIdMistake::Missing),
            ("2321000131-E1", HsaIdMistake::WrongForm),
            ("SE2321000131E1", HsaIdMistake::WrongForm),
            ("SE232100013-E12", HsaIdMistake::WrongForm),
            ("SE2321000131-", HsaIdMistake::WrongForm),
            ("SE2321000131-Å1", HsaIdMistake::WrongForm),
            ("SE2321000131-a@b", HsaIdMistake::WrongForm),
            ("SE2321000131-E1 2", HsaIdMistake::WrongForm),
            ("SE2321000131-E90000000000000000", HsaIdMistake::WrongForm),
            ("SE2321000131-E900000000000000000", HsaIdMistake::TooLong),
        ] {
            if text == "SE2321000131-E90000000000000000" {
                assert_eq!(text.len(), 31);
                assert!(HsaId::parse(text).is_ok(), "31 characters are allowed");
            } else {
                assert_eq!(HsaId::parse(text), Err(mistake), "{text}");
                assert!(mistake.detail().ends_with('.'));
            }
        }
        assert!(serde_json::from_str::<HsaId>("\"E1\"").is_err());
    }
}
