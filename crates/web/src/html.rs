//! The content of pages, as plain data with a template each.
//!
//! A handler fills one of these structs from a disclosed view and renders it. Nothing here knows a
//! case, a rule, a user's rights or the clock: every text comes ready-made, including dates in
//! Swedish words, so that a template can never show more than it was given.
//!
//! Parts (a field, a table, the "Vem ser vad" panel) are templates of their own and print
//! themselves with `{{ part }}`; a page is `{% extends "base.html" %}` around a [`frame::Frame`].
//!
//! The templates and the script rely on these URLs: `POST /logga-in` (`anvandarnamn`, `losenord`),
//! `POST /logga-ut`, `POST /uppdrag` (`uppdrag`), `POST /sok` (`q`; never in a URL),
//! `POST /session` (any 2xx keeps the session), `/inkorg`, `/vagledning`, `/genvagar`, `/lathund`,
//! `/installningar`, `/tillganglighet` and `/tillgangar/{hash}/{name}`. A draft is the form posted
//! to its `autosave` URL with `X-Utkast: 1`: 2xx means saved, with the server's time in `X-Sparat`
//! (`10.41`) and who else has the form open in `X-Oppet` (percent-encoded); a redirect or 401 means
//! logged out, 409 that the form has been sent since. The worklist is fetched again with
//! `X-Levande: 1` when its tab comes back.

pub mod additions;
pub mod audience_panel;
pub mod block;
pub mod case_header;
pub mod field;
pub mod form;
pub mod frame;
pub mod marked_text;
pub mod part;
pub mod plain;
pub mod plan;
pub mod table;

/// Lets templates print a part unescaped, because its own template has escaped its content.
macro_rules! prints_itself {
    ($($part:ty),+ $(,)?) => {
        $(impl askama::filters::HtmlSafe for $part {})+
    };
}
pub(crate) use prints_itself;
