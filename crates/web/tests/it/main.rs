//! The doors of the product, asked from outside: every call of the API as api.md states it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the whole binary is tests: a failed step ends the test"
)]

mod access;
mod api;
mod borders;
mod canaries;
mod door;
mod noninterference;
mod pages;
mod protection;
mod scene;
mod schema;
mod screens;
mod states;
mod strangers;
mod table;
