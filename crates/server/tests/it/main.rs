//! The whole program, as it is run.

mod bench;
mod interleavings;
mod mail;
mod mail_server;
mod program;
mod rebuild;
mod told;
