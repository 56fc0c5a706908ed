//! What the pages show, as plain data with a template each.
//!
//! A handler fills one of these structs from a disclosed view and renders it. Nothing here knows a
//! case, a rule, a user's rights or the clock: every text arrives ready, dates in Swedish words
//! included, so that a template can never show more than it was handed.
//!
//! Parts (a field, a table, the "Vem ser vad" panel) are templates of their own and print
//! themselves with `{{ part }}`; a page is `{% extends "base.html" %}` around a [`frame::Frame`].
//!
//! The templates and the script count on these addresses: `POST /logga-in` (`anvandarnamn`,
//! `losenord`), `POST /logga-ut`, `POST /uppdrag` (`uppdrag`), `POST /sok` (`q`; never in an
//! address), `POST /session` (any 2xx keeps the session), `/inkorg`, `/vagledning`, `/genvagar`,
//! `/lathund`, `/installningar`, `/tillganglighet` and `/tillgangar/{hash}/{name}`. A draft is the
//! form posted to its `autosave` address with `X-Utkast: 1`: 2xx means kept, with the server's time
//! of it in `X-Sparat` (`10.41`) and who else has the form open in `X-Oppet` (percent-encoded); a
//! redirect or 401 means logged out, 409 that what was typed on has been sent since. The worklist is fetched again with `X-Levande: 1` when its tab comes back.

pub mod audience_panel;
pub mod block;
pub mod case_header;
pub mod document;
pub mod field;
pub mod form;
pub mod frame;
pub mod part;
pub mod plain;
pub mod table;

/// Lets templates print a part unescaped: its own template has escaped what it holds.
macro_rules! prints_itself {
    ($($part:ty),+ $(,)?) => {
        $(impl askama::filters::HtmlSafe for $part {})+
    };
}
pub(crate) use prints_itself;
