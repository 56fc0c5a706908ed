//! Who has been told something, in the form that is stored.

use std::fmt;

use vocabulary::{
    audience::{Audience, WrongRecipient},
    choice::Choice as _,
    hsa_id::HsaId,
};

/// Somebody who has been told something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TellingRecipient {
    /// A unit, any of its staff.
    Unit(HsaId),
    /// The head of operations of the performing municipality, at a unit that is no party (C5.1).
    HeadOfOperations,
    /// Somebody without an account, or Koncernkontoret as an office.
    Outside(Audience),
    /// Somebody who is no audience of a case and was told against the rules.
    Wrong(WrongRecipient),
}

const UNIT: &str = "unit:";
const HEAD_OF_OPERATIONS: &str = "head_of_operations";

impl TellingRecipient {
    /// The recipient of a wrong disclosure.
    #[must_use]
    pub fn wrong(recipient: WrongRecipient) -> Self {
        recipient
            .audience()
            .map_or(Self::Wrong(recipient), Self::Outside)
    }

    /// The recipient in a stored row.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(id) = text.strip_prefix(UNIT) {
            return HsaId::parse(id).ok().map(Self::Unit);
        }
        if text == HEAD_OF_OPERATIONS {
            return Some(Self::HeadOfOperations);
        }
        let outside = Audience::from_code(text).map(Self::Outside);
        outside.or_else(|| WrongRecipient::from_code(text).map(Self::Wrong))
    }

    /// The Swedish name; `None` for a unit, whose name is in the case.
    #[must_use]
    pub fn swedish(&self) -> Option<&'static str> {
        match self {
            Self::Unit(_) => None,
            Self::HeadOfOperations => Some("Kommunens verksamhetsansvarig"),
            Self::Outside(audience) => Some(audience.swedish()),
            Self::Wrong(recipient) => Some(recipient.swedish()),
        }
    }
}

/// The stored form: `unit:HSA-ID`, or the code of an audience.
impl fmt::Display for TellingRecipient {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(id) => write!(out, "{UNIT}{id}"),
            Self::HeadOfOperations => out.write_str(HEAD_OF_OPERATIONS),
            Self::Outside(audience) => out.write_str(audience.code()),
            Self::Wrong(recipient) => out.write_str(recipient.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipient_reads_as_it_is_written() {
        let unit = HsaId::parse("SE2321000131-DEMO43").unwrap();
        let outside = Audience::ALL.iter().copied().map(TellingRecipient::Outside);
        let wrong = WrongRecipient::ALL
            .iter()
            .copied()
            .map(TellingRecipient::wrong);
        for recipient in outside.chain(wrong).chain([
            TellingRecipient::Unit(unit),
            TellingRecipient::HeadOfOperations,
        ]) {
            let written = recipient.to_string();
            assert_eq!(
                TellingRecipient::parse(&written),
                Some(recipient),
                "{written}"
            );
        }
    }
}
