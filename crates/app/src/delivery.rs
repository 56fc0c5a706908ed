//! What leaves a case for somebody outside.

mod worker;

pub(crate) use worker::in_words;
pub use worker::{ClaimedMail, DecidedMail, SendResult};
