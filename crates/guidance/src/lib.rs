//! The guidance as dated data: which steps a case has now, how each stands, when it is due, what
//! the person is entitled to and what staff must be warned about.
//!
//! The texts, the order of steps, conditions and deadlines are TOML in the repository's `guidance/`
//! folder, one folder per document and version; this crate parses them, checks them and evaluates
//! them against a case. Evaluation is a pure function of case, guidance and instant. This crate
//! refuses to know who may see or perform a step (`disclosure`), what a command does to a case
//! (`domain`), and where files lie: the caller hands it paths and texts. It uses no clock, files,
//! SQL or network.

mod builtin;
pub mod change;
pub mod check;
pub mod condition;
mod deadline;
pub mod entitlement;
pub mod evaluate;
pub mod fact;
pub mod finding;
pub mod form;
pub mod library;
pub mod pack;
pub mod pathway;
pub mod recipient;
pub mod requirement;
pub mod step;
pub mod warning;

pub use builtin::builtin_files;
pub use change::{VersionChange, newer_version_changes};
pub use check::check;
pub use entitlement::{Entitlement, entitlement};
pub use evaluate::{StepState, next_step, recheck_at, step, steps};
pub use fact::Fact;
pub use finding::{Finding, Severity};
pub use form::{
    Awaited, CaseTab, Form, FormColumn, FormField, FormKind, Known, Narrowing, OfferedUnits,
    Receipt, Shown, SideAction, Summary,
};
pub use library::{Guidance, Library};
pub use pack::Pack;
pub use pathway::pathway_reason;
pub use recipient::{Recipient, Way, audience_codes};
pub use step::DisclosureRule;
pub use warning::{Warning, Weight, warnings};
