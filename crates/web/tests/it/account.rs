//! Logging in and how pages look, asked as a browser asks them.

mod log_in;
mod settings;
