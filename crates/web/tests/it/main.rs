//! The product's API and pages, tested from outside: every call of the API as in api.md.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the whole binary is tests: a failed step ends the test"
)]

mod access;
mod account;
mod api;
mod borders;
mod browser;
mod canaries;
mod case;
mod door;
mod emergency;
mod guidance;
mod new_case;
mod noninterference;
mod protection;
mod real_pages;
mod registers;
mod scene;
mod schema;
mod screens;
mod states;
mod strangers;
mod table;
mod twins;
mod typed;
mod worklist;
