//! What may be told to whom: policies, and views that only the guard makes.

pub mod audience;
pub mod class;
pub mod disclosed;
pub mod guard;
pub mod recipient;

pub use class::{Channel, Class};
pub use disclosed::Disclosed;
pub use guard::{Guard, GuardFault, PolicyRule, Verdict};
pub use recipient::Recipient;
