//! Times in the API's format: with Sweden's offset, never `Z`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use vocabulary::calendar;

/// A time, serialised as RFC 3339 with Europe/Stockholm's offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&calendar::rfc3339_local(self.0))
    }
}

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}
