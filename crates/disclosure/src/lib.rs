//! What may be told to whom: the policies that decide it, and views that exist only after a
//! decision.
//!
//! A case goes in and comes out as a [`Disclosed`] view for one audience, or not at all. Crates
//! that talk to the outside know nothing about cases and accept only these views. This crate
//! refuses to know the rules of a case (`domain`), where things are stored (`store`) and how a view
//! is rendered (`web`, `documents`). It has no clock, random numbers, SQL or network.

pub mod audience;
pub mod class;
pub mod disclosed;
pub mod guard;
pub mod offered;
pub mod recipient;
pub mod relation;
pub mod section;
mod share;
mod telling;
pub mod text_check;
pub mod views;

pub use class::{Channel, Class};
pub use disclosed::Disclosed;
pub use guard::{
    AnyCase, CaseRef, DescribedCase, EmergencyOpening, Guard, GuardError, PolicyRule, Verdict,
};
pub use recipient::Recipient;
pub use relation::Relation;
pub use section::Section;
pub use share::ShareKey;
pub use telling::{
    AnnouncedTo, Announcement, Consequences, Means, PlacedTelling, Telling, TellingRecipient, Told,
};
