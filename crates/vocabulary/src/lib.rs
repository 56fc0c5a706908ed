//! The vocabulary that all other crates share: identifiers, units, roles, codes, the calendar,
//! commands as they are received, and refusals as they are returned.
//!
//! This crate knows how each value is written, parsed and named in Swedish. It refuses to know what
//! a case is, which changes are allowed, and who may see what: that is for `domain`, `guidance` and
//! `disclosure`. It uses no clock, random numbers, SQL or network.

pub mod audience;
pub mod birth_date;
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
pub mod meeting_point;
pub mod mistake;
pub mod need;
pub mod opening;
pub mod organisation_number;
pub mod plan;
pub mod public_id;
pub mod reading;
pub mod refusal;
pub mod review;
pub mod role;
pub mod search;
pub mod secret;
pub mod setting;
pub mod sip;
pub mod step;
pub mod text;
pub mod unit;
