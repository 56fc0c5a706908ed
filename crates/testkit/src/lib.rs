//! For integration tests: a stage with a small directory, one user per role and a clock that starts
//! on a set day, on SQLite or PostgreSQL.
//!
//! The stage starts the product through `app`'s own functions only. It does not know what a test
//! does on it, and is not part of the product.

pub mod commands;
mod lines;
mod stage;
mod store_location;
mod trace;
mod twins;
mod units;

pub use lines::Lines;
pub use stage::{PASSWORD, Stage};
pub use trace::{
    Act, IN_INVITATIONS, IN_LETTERS, LAST_LETTER, MARK, OTHER_CASE, SEEN, Trace, TraceRequest,
    marked, numbers, numbers_in_letters,
};
pub use twins::{TwinAct, Twins};
pub use units::{MEETING_POINT, Unit, directory, staff};
