//! Public ids: 128 random bits in lower-case base32, without order or meaning.

use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const LENGTH: usize = 26;
/// How many characters of a case's id lists show, as its reference.
pub const REFERENCE: usize = 8;

/// An id that may leave the process: 128 random bits, 26 lower-case base32 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicId(u128);

impl PublicId {
    /// The id of these 128 bits; the caller draws them at random.
    #[must_use]
    pub fn from_random(bits: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bits))
    }

    /// Parses an id. Any text that [`PublicId::to_string`] does not write gives none, so that a
    /// malformed id and an unknown one get the same answer.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != LENGTH {
            return None;
        }
        let mut value: u128 = 0;
        for (index, byte) in bytes.iter().enumerate() {
            let digit = ALPHABET.iter().position(|letter| letter == byte)? as u128;
            if index == 0 && digit >= 8 {
                return None;
            }
            value = (value << 5) | digit;
        }
        Some(Self(value))
    }
}

impl PublicId {
    /// The short reference by which people name a case: the beginning of its random id, `A4CI-N5YP`.
    #[must_use]
    pub fn reference(self) -> String {
        let mut text = self.to_string();
        text.truncate(REFERENCE);
        text.make_ascii_uppercase();
        text.insert(REFERENCE / 2, '-');
        text
    }
}

impl std::fmt::Display for PublicId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = [0_u8; LENGTH];
        let mut rest = self.0;
        for slot in text.iter_mut().rev() {
            *slot = ALPHABET[usize::try_from(rest & 31).unwrap_or(0)];
            rest >>= 5;
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl Serialize for PublicId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a public id"))
    }
}

#[cfg(test)]
mod tests {
    use super::PublicId;

    #[test]
    fn an_id_reads_back_as_itself_and_nothing_else_does() {
        let id = PublicId::from_random([0xA5; 16]);
        assert_eq!(PublicId::parse(&id.to_string()), Some(id));
        assert_eq!(PublicId::parse(&id.to_string().to_uppercase()), None);
        assert_eq!(PublicId::parse(""), None);
        assert_eq!(PublicId::parse("zzzzzzzzzzzzzzzzzzzzzzzzzz"), None);
    }
}
