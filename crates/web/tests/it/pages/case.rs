//! The pages of a case, asked as a browser asks them.

mod consents;
mod form;
mod presence;
mod reach;
mod safety;
mod walk;
