//! What a case is, what may happen to it, and what it refuses.
//!
//! `decide` turns a command into events or a refusal; `evolve` turns events into the case. Both are
//! pure. This crate knows the rules that the sources state about a case. It refuses to know the
//! guidance's texts and deadlines (`guidance`), who may see what (`disclosure`), and where anything
//! is stored (`store`). It has no clock, random numbers, SQL or network: what it needs from them is
//! in [`Context`].

pub mod case;
pub mod context;
pub mod copy_on_write;
pub mod decide;
pub mod delivery;
pub mod event;
pub mod evolve;
pub mod open;
mod open_ends;
pub mod pathway;
pub mod plan;

pub use case::Case;
pub use context::{Actor, Context, Fresh};
pub use decide::{decide, ruled_out};
pub use event::{Entry, Event};
pub use evolve::{EvolveError, evolve, replay};
pub use open::open;
pub use open_ends::{AgencyAtMeeting, OpenEnd, UnpostedLetter, open_ends};
pub use pathway::{Pathway, Section};
