//! The guidance as the repository holds it, and what the crate makes of it.

mod repository;
