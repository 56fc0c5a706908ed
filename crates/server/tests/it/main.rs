//! The whole program, as it is run.

mod bench;
mod rebuild;
