//! The registers, asked as a browser asks them.

pub(crate) mod log_review;
mod outbox;
mod staff;
mod units;
