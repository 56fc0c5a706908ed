//! The type of a statement's parameters. It does not know the databases' own types.

/// A parameter, or a column read back. Booleans are `Integer` 0 or 1; structured values are JSON in
/// `Text`.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// UTF-8 text: ids, instants, codes, JSON.
    Text(String),
    /// A 64-bit integer.
    Integer(i64),
    /// Bytes: hashes, attachments.
    Bytes(Vec<u8>),
    Null,
}

/// Prints the type only, because a parameter may be a person's name or number.
impl std::fmt::Debug for Value {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write!(out, "[text of {} bytes]", text.len()),
            Self::Integer(_) => write!(out, "[integer]"),
            Self::Bytes(bytes) => write!(out, "[{} bytes]", bytes.len()),
            Self::Null => write!(out, "null"),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Integer(i64::from(truth))
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
