//! Rows of the journal: which version of an event a row was written in, and what it means now. This
//! module only parses; it does not know where rows are stored.

use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use thiserror::Error;

use super::{By, Entry, Event};

/// A function that reads the payload of one kind and version.
pub(super) type Reader = fn(&str) -> serde_json::Result<Entry>;

/// A journal row that cannot be read. The error never quotes the row's content.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JournalError {
    /// A newer program wrote it.
    #[error(
        "the journal was written by a newer Vårdbron: it holds {kind} in version {version}, which \
         this program does not know. Update the program"
    )]
    Newer {
        kind: String,
        /// The event's version.
        version: i64,
    },
    /// The payload is not what was written.
    #[error("the event {kind} is damaged: {fault}")]
    Damaged {
        kind: String,
        /// What kind of error it is, and where in the payload.
        fault: String,
    },
}

/// The entry in a row, in any version of its event.
///
/// # Errors
/// When a newer program wrote the row, or the row is damaged.
pub fn decode(kind: &str, version: i64, payload: &str) -> Result<Entry, JournalError> {
    let known = |version| Event::reader(kind, version);
    let Some(reader) = u32::try_from(version).ok().and_then(known) else {
        return Err(unknown(kind, version));
    };
    let damaged = |fault: String| JournalError::Damaged {
        kind: kind.to_owned(),
        fault,
    };
    // serde's message may quote a value, so only the kind of error and its position are kept.
    let entry = reader(payload).map_err(|error| {
        damaged(format!(
            "{:?}, line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        ))
    })?;
    if entry.event.kind() == kind {
        Ok(entry)
    } else {
        Err(damaged(format!("it holds {}", entry.event.kind())))
    }
}

fn unknown(kind: &str, version: i64) -> JournalError {
    if version < 1 {
        return JournalError::Damaged {
            kind: kind.to_owned(),
            fault: format!("there is no version {version}"),
        };
    }
    JournalError::Newer {
        kind: kind.to_owned(),
        version,
    }
}

/// Reads the current shape.
pub(super) fn as_written_now(payload: &str) -> serde_json::Result<Entry> {
    serde_json::from_str(payload)
}

/// Reads an earlier shape.
pub(super) fn as_once_written<Shape>(payload: &str) -> serde_json::Result<Entry>
where
    Shape: DeserializeOwned + Into<Event>,
{
    #[derive(Deserialize)]
    struct Row<Shape> {
        at: Timestamp,
        by: By,
        event: Shape,
    }
    let Row::<Shape> { at, by, event } = serde_json::from_str(payload)?;
    Ok(Entry {
        at,
        by,
        event: event.into(),
    })
}
