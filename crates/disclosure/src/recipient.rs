//! Whom the guard can be asked about: staff, a unit, or somebody without an account.

use domain::Actor;
use vocabulary::{audience::Audience, unit::UnitCard};

/// Somebody that something may reach.
#[derive(Debug, Clone, Copy)]
pub enum Recipient<'a> {
    /// A staff member with an assignment.
    Staff(&'a Actor),
    /// A unit, any of its staff.
    Unit(&'a UnitCard),
    /// Somebody without an account, or Koncernkontoret as an office.
    Outside(Audience),
    /// A reader of statistics outside the region.
    OutsideStatistics,
}
