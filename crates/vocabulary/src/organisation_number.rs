//! Organisationsnummer: the registration number of an authority, region, municipality or company.

use serde::{Deserialize, Serialize};

use crate::{identifier::luhn, text::plain};

/// Ten digits with a check digit; the third digit is 2 or higher, so that it cannot be mistaken for
/// a personnummer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationNumber(String);

const LENGTH: usize = 10;
const HYPHEN_AFTER: usize = 6;

impl OrganisationNumber {
    /// Reads a number with or without hyphen or spaces; the `16` that some registers put before it
    /// is removed.
    ///
    /// # Errors
    /// When it is not ten digits, looks like a personnummer, or fails its check digit.
    pub fn parse(text: &str) -> Result<Self, OrganisationNumberMistake> {
        let digits: String = plain(text)
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .collect();
        if digits.is_empty() {
            return Err(OrganisationNumberMistake::Missing);
        }
        let digits = match digits.strip_prefix("16") {
            Some(ten) if ten.len() == LENGTH => ten,
            Some(_) | None => &digits,
        };
        if digits.len() != LENGTH || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(OrganisationNumberMistake::NotTenDigits);
        }
        if digits.as_bytes().get(2).is_none_or(|third| *third < b'2') {
            return Err(OrganisationNumberMistake::ThirdDigit);
        }
        if luhn::holds(digits) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(OrganisationNumberMistake::WrongCheckDigit)
        }
    }

    /// The ten digits, as in HSA-ids and e-invoices.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// As people read it: `232100-0131`.
    #[must_use]
    pub fn shown(&self) -> String {
        let (front, back) = self.0.split_at(HYPHEN_AFTER);
        format!("{front}-{back}")
    }

    /// The VAT number of the organisation, `SE…01`.
    #[must_use]
    pub fn vat_number(&self) -> String {
        format!("SE{}01", self.0)
    }
}

impl std::fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

impl TryFrom<String> for OrganisationNumber {
    type Error = OrganisationNumberMistake;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<OrganisationNumber> for String {
    fn from(number: OrganisationNumber) -> Self {
        number.0
    }
}

/// Why a text is no organisation number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganisationNumberMistake {
    /// Nothing was typed.
    Missing,
    NotTenDigits,
    /// The third digit is 0 or 1, as in a personnummer.
    ThirdDigit,
    /// The check digit does not fit.
    WrongCheckDigit,
}

impl OrganisationNumberMistake {
    /// The stable code, for the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "organisation-number-missing",
            Self::NotTenDigits => "not-ten-digits",
            Self::ThirdDigit => "looks-like-personal-number",
            Self::WrongCheckDigit => "wrong-check-digit",
        }
    }

    /// What is wrong and what to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> &'static str {
        match self {
            Self::Missing => "Organisationsnumret saknas. Skriv tio siffror.",
            Self::NotTenDigits => {
                "Ett organisationsnummer har tio siffror, till exempel 232100-0131. Kontrollera \
                 numret."
            }
            Self::ThirdDigit => "Numret ser ut som ett personnummer. Skriv organisationens nummer.",
            Self::WrongCheckDigit => {
                "Organisationsnumret stämmer inte med sin kontrollsiffra. Kontrollera varje siffra."
            }
        }
    }
}

impl std::fmt::Display for OrganisationNumberMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.detail())
    }
}

impl std::error::Error for OrganisationNumberMistake {}

#[cfg(test)]
mod tests {
    use super::{OrganisationNumber, OrganisationNumberMistake as Mistake};

    #[test]
    fn the_region_the_agency_and_three_municipalities_have_numbers() {
        for shown in [
            "232100-0131",
            "202100-2163",
            "212000-1546",
            "212000-1538",
            "212000-1397",
        ] {
            let number = OrganisationNumber::parse(shown).unwrap();
            assert_eq!(number.shown(), shown);
            assert_eq!(number.digits(), shown.replace('-', ""));
            assert_eq!(
                OrganisationNumber::parse(&format!("16{}", number.digits())),
                Ok(number)
            );
        }
        let region = OrganisationNumber::parse("232100 0131").unwrap();
        assert_eq!(region.vat_number(), "SE232100013101");
    }

    #[test]
    fn a_slip_in_an_organisation_number_is_noticed() {
        for (text, mistake) in [
            (" ", Mistake::Missing),
            ("232100-013", Mistake::NotTenDigits),
            ("23210O-0131", Mistake::NotTenDigits),
            ("232100-0132", Mistake::WrongCheckDigit),
            ("821105-9954", Mistake::ThirdDigit),
        ] {
            assert_eq!(OrganisationNumber::parse(text), Err(mistake), "{text}");
            assert!(mistake.detail().ends_with('.'));
        }
    }
}
