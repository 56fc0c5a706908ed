//! Logging in and how pages look, requested as a browser does.

mod log_in;
mod settings;
