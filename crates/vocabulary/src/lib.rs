//! The words every other crate shares: identifiers, units, roles, codes, the calendar, commands as
//! they arrive, and refusals as they leave.
//!
//! This crate knows how each thing is written, read and named in Swedish. It refuses to know what
//! a case is, what may follow from what, and who may see what: that is `domain`, `guidance` and
//! `disclosure`. It has no clock, no random numbers, no SQL and no network.

pub mod audience;
pub mod calendar;
pub mod choice;
pub mod command;
pub mod consent;
pub mod emergency;
pub mod geography;
pub mod group;
pub mod hsa_id;
pub mod identifier;
pub mod intervention;
pub mod leak;
pub mod letter;
pub mod mistake;
pub mod need;
pub mod opening;
pub mod organisation_number;
pub mod public_id;
pub mod reading;
pub mod refusal;
pub mod review;
pub mod role;
pub mod secret;
pub mod setting;
pub mod sip;
pub mod step;
pub mod text;
pub mod unit;
