//! The registers, requested as a browser does.

mod kit;
pub(crate) mod log_review;
mod meeting_points;
mod outbox;
mod staff;
mod two_persons;
mod units;
