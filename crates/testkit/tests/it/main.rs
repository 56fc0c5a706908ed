//! Random traces on the domain and the guard, compared with and without the cases that must stay
//! hidden, and models of life cycles.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail loudly"
)]

mod canaries;
mod lifecycle;
mod noninterference;
mod twins;
mod world;
