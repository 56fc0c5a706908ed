//! Who may be asked about: staff, a unit, or somebody without an account.

use domain::Actor;
use vocabulary::{audience::Audience, unit::UnitCard};

/// Somebody that something may reach.
#[derive(Debug, Clone, Copy)]
pub enum Recipient<'a> {
    /// A person through an assignment.
    Staff(&'a Actor),
    /// A unit, whoever of its staff looks.
    Unit(&'a UnitCard),
    /// Somebody without an account; Koncernkontoret as an office.
    Outside(Audience),
    /// Whoever reads figures outside the region.
    OutsideStatistics,
}
