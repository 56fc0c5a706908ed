//! What is wrong with a guidance file: where, and what to do. For administrators who write
//! guidance, in English like the repository's other tools.

use std::fmt;

/// Whether a finding stops the guidance from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The guidance works but should be looked at, such as one that has expired (VV.1).
    Warning,
    /// The guidance must not be used.
    Error,
}

/// An error or a warning at a place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file as the caller named it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub severity: Severity,
    pub reason: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.severity {
            Severity::Warning => "warning: ",
            Severity::Error => "",
        };
        write!(f, "{mark}{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// A file of guidance: its name as the caller gave it, and its text, kept for line numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl SourceFile {
    /// The line, from 1, of a byte.
    fn line_of(&self, byte: usize) -> usize {
        self.text
            .as_bytes()
            .iter()
            .take(byte)
            .filter(|byte| **byte == b'\n')
            .count()
            + 1
    }

    /// An error at a byte.
    pub(crate) fn error(&self, byte: usize, reason: impl Into<String>) -> Finding {
        Finding {
            file: self.path.clone(),
            line: self.line_of(byte),
            severity: Severity::Error,
            reason: reason.into(),
        }
    }

    /// A warning at a byte.
    pub(crate) fn warning(&self, byte: usize, reason: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Warning,
            ..self.error(byte, reason)
        }
    }

    /// Parses the file as a table of this type.
    pub(crate) fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, Finding> {
        toml::from_str(&self.text).map_err(|fault| {
            let byte = fault.span().map_or(0, |span| span.start);
            self.error(byte, fault.message().to_owned())
        })
    }
}
