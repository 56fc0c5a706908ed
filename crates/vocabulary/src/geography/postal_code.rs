//! Swedish postal codes.

use serde::{Deserialize, Serialize};

use crate::text::plain;

/// A Swedish postal code: five digits, the first not 0. Stored without space.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode([u8; 5]);

impl PostalCode {
    /// Reads a postal code, with or without space or a leading `SE-`.
    ///
    /// # Errors
    /// When the text is not five digits, the first of them 1–9.
    pub fn parse(text: &str) -> Result<Self, PostalCodeMistake> {
        let text = plain(text);
        let text = text.trim();
        let bare = text
            .strip_prefix("SE")
            .or_else(|| text.strip_prefix("S-"))
            .map_or(text, |rest| rest.trim_start_matches('-'));
        let digits: String = bare
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        <[u8; 5]>::try_from(digits.as_bytes())
            .ok()
            .filter(|digits| digits.iter().all(u8::is_ascii_digit) && digits[0] != b'0')
            .map(Self)
            .ok_or(PostalCodeMistake)
    }

    /// The five digits: `46631`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// As written on a letter: `466 31`.
    #[must_use]
    pub fn shown(&self) -> String {
        let (front, back) = self.as_str().split_at_checked(3).unwrap_or_default();
        format!("{front} {back}")
    }
}

impl std::fmt::Display for PostalCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

impl std::fmt::Debug for PostalCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A patient's postal code is personal data.
        f.write_str("[postal code]")
    }
}

impl TryFrom<String> for PostalCode {
    type Error = PostalCodeMistake;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<PostalCode> for String {
    fn from(code: PostalCode) -> Self {
        code.as_str().to_owned()
    }
}

/// A text that is no Swedish postal code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PostalCodeMistake;

impl PostalCodeMistake {
    /// The stable code, for the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        "not-a-postal-code"
    }

    /// What is wrong and what to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> &'static str {
        "Ett postnummer har fem siffror, till exempel 466 31. Kontrollera postnumret."
    }
}

impl std::fmt::Display for PostalCodeMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.detail())
    }
}

impl std::error::Error for PostalCodeMistake {}
