//! Tests of the whole program.

mod bench;
mod fail_stop;
mod guesses;
mod interleavings;
mod letter_orders;
mod mail;
mod mail_server;
mod orders;
mod program;
mod rebuild;
mod running;
mod sample;
mod told;
