//! Sends what a worker has claimed from the outbox: the ways by which something leaves the product.
//!
//! This crate takes `Disclosed` views only. Each channel accepts the one view that may leave by it,
//! so nothing else can be sent. The crate refuses to know what a case is (`domain`), where rows are
//! kept (`store`) and whether something may leave: that was decided in the transaction that claimed
//! the row. It reads no clock and makes no ids; both come with the view that is to be sent.

pub mod mail;
pub mod smtp;

pub use mail::{Addresses, MailError, Recipient};
pub use smtp::{SendError, Smtp, SmtpSettings};
