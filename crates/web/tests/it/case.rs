//! The pages of a case, requested as a browser does.

mod closing;
mod confirm_group;
mod consents;
pub(crate) mod form;
mod group_change;
mod letter_texts;
mod letters;
mod nearest;
mod news;
mod page_cost;
pub(crate) mod plan;
mod presence;
mod related;
mod safety;
mod told;
mod turns;
pub(crate) mod walk;
