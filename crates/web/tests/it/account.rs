//! Logging in and how pages look, requested as a browser does.

mod guesses;
mod log_in;
mod senders;
mod sessions;
mod settings;
