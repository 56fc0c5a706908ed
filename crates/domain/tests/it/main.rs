//! What a case does and refuses, written as stories: given a case, when somebody acts, then events
//! or a refusal with its rule.

mod consent;
mod group_change;
mod housing;
mod letters;
mod municipality;
mod opening;
mod parties;
mod pathways;
mod plan;
mod plan_rows;
mod purchase;
mod record;
mod refusals;
mod samples;
mod story;
mod traces;
