//! The ways out of the product: what has been claimed from the outbox is carried out here.
//!
//! This crate takes `Disclosed` views only, each channel the one view that may leave by it, so that
//! nothing else can be handed to it. It refuses to know what a case is (`domain`), where rows are
//! kept (`store`) and whether something may leave: that has been decided, in the transaction that
//! claimed it. It reads no clock and draws no ids; both come with what is to be sent.

pub mod mail;
pub mod smtp;

pub use mail::{Addresses, MailError, Recipient};
pub use smtp::{SendError, Smtp, SmtpSettings};
