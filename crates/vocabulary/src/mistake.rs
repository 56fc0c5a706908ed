//! Mistakes in what somebody typed or sent: which field, a stable code, and what to do in Swedish.

use serde::Serialize;

/// A mistake in a value, before the name of its field is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Path inside the value, such as `[0].times`; empty for the value itself.
    pub path: String,
    /// Stable kebab-case code.
    pub code: &'static str,
    /// In Swedish: what is wrong and what to do.
    pub detail: String,
}

impl Fault {
    /// A mistake in the value itself.
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            code,
            detail: detail.into(),
        }
    }

    /// The same mistake with a prefix added to its path.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.path = if self.path.is_empty() || self.path.starts_with('[') {
            format!("{prefix}{}", self.path)
        } else {
            format!("{prefix}.{}", self.path)
        };
        self
    }
}

/// A mistake in a field, as the API and the forms show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// The field, with its path: `interventions[0].times`.
    pub field: String,
    /// Stable kebab-case code.
    pub code: &'static str,
    /// In Swedish: what is wrong and what to do.
    pub detail: String,
}

impl Mistake {
    /// A mistake in a named field.
    #[must_use]
    pub fn new(field: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            code,
            detail: detail.into(),
        }
    }
}

impl From<Fault> for Mistake {
    fn from(fault: Fault) -> Self {
        Self {
            field: fault.path,
            code: fault.code,
            detail: fault.detail,
        }
    }
}
