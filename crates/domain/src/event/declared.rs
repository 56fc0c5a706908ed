//! `events!`: each event is declared once. From its declaration come the variant with its fields,
//! the kind and version that the journal names it by, its subject, what its author may undo, and
//! the reader of every version that the journal may hold.

/// Declares the events, each as
///
/// ```text
/// Name = "kind" version 2 in Subject undoes Replaced reads { 1 as NameV1 } { field: Type, }
/// ```
///
/// `version` is the one that is written. `reads` names the shape of each earlier version
/// ([`super::earlier`]); `undoes` what of the case the event replaces, where its author may take it
/// back.
macro_rules! events {
    (@replaced) => { None };
    (@replaced $replaced:ident) => { Some(Replaced::$replaced) };
    ($(
        $(#[doc = $doc:literal])+
        $name:ident = $kind:literal version $version:literal in $subject:ident
        $(undoes $replaced:ident)?
        $(reads { $( $former:literal as $shape:ident ),+ })?
        { $( $(#[$meta:meta])* $field:ident: $type:ty, )* }
    )+) => {
        /// Something that has happened.
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        #[expect(
            missing_docs,
            reason = "fields carry the meaning of the command's field of that name"
        )]
        #[expect(
            clippy::large_enum_variant,
            reason = "an event lives for one decision; boxing buys nothing"
        )]
        pub enum Event {
            $( $(#[doc = $doc])+ #[serde(rename = $kind)] $name {
                $( $(#[$meta])* $field: $type, )*
            }, )+
        }

        impl Event {
            /// Every kind with the version that this build writes.
            pub const KINDS: &'static [(&'static str, u32)] = &[$( ($kind, $version), )+];

            /// The event's kind as the journal names it.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $( Self::$name { .. } => $kind, )+ }
            }

            /// The version of its shape, as it is written now.
            #[must_use]
            pub fn version(&self) -> u32 {
                match self { $( Self::$name { .. } => $version, )+ }
            }

            /// What of a case it is about.
            #[must_use]
            pub fn subject(&self) -> Subject {
                match self { $( Self::$name { .. } => Subject::$subject, )+ }
            }

            /// What of the case it replaces, where its author may undo it.
            #[must_use]
            pub fn replaces(&self) -> Option<Replaced> {
                match self { $( Self::$name { .. } => events!(@replaced $($replaced)?), )+ }
            }

            /// What reads a row of a kind and a version; none when this build knows no such row.
            fn reader(kind: &str, version: u32) -> Option<row::Reader> {
                match (kind, version) {
                    $(
                        ($kind, $version) => Some(row::as_written_now),
                        $($( ($kind, $former) => Some(row::as_once_written::<earlier::$shape>), )+)?
                    )+
                    _ => None,
                }
            }
        }
    };
}

pub(super) use events;
