//! Rows of the journal: which shape an event was written in, and what it means now. Reading is pure;
//! where a row is kept is not known here.

use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use thiserror::Error;

use super::{By, Entry, Event};

/// What reads the payload of one kind and version.
pub(super) type Reader = fn(&str) -> serde_json::Result<Entry>;

/// A row of the journal that cannot be read. What it holds is not quoted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JournalError {
    /// A later program has written it.
    #[error(
        "the journal was written by a newer Vårdbron: it holds {kind} in version {version}, which \
         this program does not know. Update the program"
    )]
    Newer {
        /// The event's kind.
        kind: String,
        /// The version of its shape.
        version: i64,
    },
    /// It is not what was written.
    #[error("the event {kind} is damaged: {fault}")]
    Damaged {
        /// The event's kind.
        kind: String,
        /// What is wrong, and where in the payload.
        fault: String,
    },
}

/// The entry that a row holds, whichever version of its event it was written in.
///
/// # Errors
/// When a newer program has written it, or it is damaged.
pub fn decode(kind: &str, version: i64, payload: &str) -> Result<Entry, JournalError> {
    let known = |version| Event::reader(kind, version);
    let Some(reader) = u32::try_from(version).ok().and_then(known) else {
        return Err(unknown(kind, version));
    };
    let damaged = |fault: String| JournalError::Damaged {
        kind: kind.to_owned(),
        fault,
    };
    // What serde says may quote a value: only the kind of fault and its place are told.
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

/// Reads the shape that is written now.
pub(super) fn as_written_now(payload: &str) -> serde_json::Result<Entry> {
    serde_json::from_str(payload)
}

/// Reads a shape that is not written any more.
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
