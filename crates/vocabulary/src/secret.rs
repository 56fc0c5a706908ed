//! Values that must not be disclosed by mistake: no log line, message or answer can contain one.
//!
//! A [`Secret`] has no `Debug`, `Display`, `Serialize`, `Deref` or `AsRef`, so that formatting,
//! serializing or borrowing one by accident does not compile (guard.md, layer 2). Code that needs
//! the value calls [`Secret::reveal`], which is easy to search for. This module refuses to know who
//! may see the value: that is for `disclosure`.

/// A value that can be read only by an explicit call.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret<T>(T);

/// Text about a person: a name, an address, what somebody said.
pub type Words = Secret<String>;

impl<T> Secret<T> {
    /// Makes a value secret.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for code that may use it.
    pub fn reveal(&self) -> &T {
        &self.0
    }

    /// The value, by move.
    pub fn into_revealed(self) -> T {
        self.0
    }
}

/// How a secret is written in the journal and read from it, named field by field with
/// `#[serde(with = "stored")]`: the journal is where these values are stored. Only `domain`'s events
/// may use it (tidy, rule `secrets-stay-inside`).
pub mod stored {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Secret;

    /// Writes the value.
    ///
    /// # Errors
    /// The serializer's own.
    pub fn serialize<T: Serialize, S: Serializer>(
        secret: &Secret<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        secret.0.serialize(serializer)
    }

    /// Reads the value.
    ///
    /// # Errors
    /// The deserializer's own.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Secret<T>, D::Error> {
        T::deserialize(deserializer).map(Secret)
    }

    /// The same for a value that may be absent.
    pub mod optional {
        use serde::{Deserialize, Deserializer, Serialize, Serializer};

        use crate::secret::Secret;

        /// Writes the value, or null.
        ///
        /// # Errors
        /// The serializer's own.
        pub fn serialize<T: Serialize, S: Serializer>(
            secret: &Option<Secret<T>>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            secret.as_ref().map(Secret::reveal).serialize(serializer)
        }

        /// Reads the value, or null.
        ///
        /// # Errors
        /// The deserializer's own.
        pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<Secret<T>>, D::Error> {
            Option::<T>::deserialize(deserializer).map(|value| value.map(Secret))
        }
    }
}
