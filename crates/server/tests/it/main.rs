//! Tests of the whole program.

mod bench;
mod interleavings;
mod letter_orders;
mod mail;
mod mail_server;
mod orders;
mod program;
mod rebuild;
mod sample;
mod told;
