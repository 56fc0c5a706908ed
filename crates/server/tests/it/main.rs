//! Tests of the whole program.

mod bench;
mod delivery_orders;
mod fail_stop;
mod guesses;
mod mail;
mod mail_server;
mod orders;
mod program;
mod rebuild;
mod running;
mod sample;
mod stopping;
mod told;
