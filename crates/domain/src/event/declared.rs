//! `events!` declares each event once. From the declaration it makes the variant with its fields,
//! the kind and version that the journal stores, the subject, what the author may undo, and the
//! reader of every version that a journal may contain.

/// Declares the events, each as
///
/// ```text
/// Name = "kind" version 2 in Subject undoes Replaced rewrites [Plan] reads { 1 as NameV1 } { field: Type, }
/// ```
///
/// `version` is the version that is written now. `reads` names the struct of each earlier version
/// ([`super::earlier`]); `also reads` names earlier versions that are a part of today's shape, because a
/// value has become wider. `undoes` says which value of the case the event replaces, if its author
/// may undo that. `rewrites` names the parts of letters that it changes: letters on their way that are made
/// of them are stopped; `[]` is none. `as` names the field with what an event undoes: undone, a change
/// rewrites what it rewrote when it was made. (A letter that is not yet printed is compared with what was
/// reviewed anyway.)
macro_rules! events {
    (@replaced) => { None };
    (@replaced $replaced:ident) => { Some(Replaced::$replaced) };
    ($(
        $(#[doc = $doc:literal])+
        $name:ident = $kind:literal version $version:literal in $subject:ident
        $(undoes $replaced:ident)?
        rewrites [$( $part:ident ),*] $(as $undone:ident)?
        $(reads { $( $former:literal as $shape:ident ),+ })?
        $(also reads $( $narrower:literal ),+)?
        { $( $(#[$meta:meta])* $field:ident: $type:ty, )* }
    )+) => {
        /// Something that has happened. A field means the same as the command's field of that name.
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
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
            /// Every kind, with the version that this build writes.
            pub const KINDS: &'static [(&'static str, u32)] = &[$( ($kind, $version), )+];

            /// The event's kind as the journal stores it.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $( Self::$name { .. } => $kind, )+ }
            }

            /// The version of its shape that this build writes.
            #[must_use]
            pub fn version(&self) -> u32 {
                match self { $( Self::$name { .. } => $version, )+ }
            }

            /// Which part of a case it is about.
            #[must_use]
            pub fn subject(&self) -> Subject {
                match self { $( Self::$name { .. } => Subject::$subject, )+ }
            }

            /// Which value of the case it replaces, if its author may undo that.
            #[must_use]
            pub fn replaces(&self) -> Option<Replaced> {
                match self { $( Self::$name { .. } => events!(@replaced $($replaced)?), )+ }
            }

            /// The parts of letters that it rewrites.
            pub(crate) fn rewrites(&self) -> Vec<LetterPart> {
                match self {
                    $( Self::$name { $( $undone, )? .. } => {
                        let parts: &[LetterPart] = &[$( LetterPart::$part ),*];
                        let parts = parts.iter().copied();
                        $( let parts = parts.chain(Self::rewritten_with($undone.replaced())); )?
                        parts.collect()
                    } )+
                }
            }

            /// The parts of letters that are rewritten whenever this value of the case is replaced.
            fn rewritten_with(replaced: Replaced) -> Vec<LetterPart> {
                let all: &[(Option<Replaced>, &[LetterPart])] = &[
                    $( (events!(@replaced $($replaced)?), &[$( LetterPart::$part ),*]), )+
                ];
                let of_it = all.iter().filter(|(by, _)| *by == Some(replaced));
                of_it.flat_map(|(_, parts)| parts.iter().copied()).collect()
            }

            /// The reader for a kind and version; `None` when this build does not know them.
            fn reader(kind: &str, version: u32) -> Option<row::Reader> {
                match (kind, version) {
                    $(
                        ($kind, $version) => Some(row::as_written_now),
                        $($( ($kind, $narrower) => Some(row::as_written_now), )+)?
                        $($( ($kind, $former) => Some(row::as_once_written::<earlier::$shape>), )+)?
                    )+
                    _ => None,
                }
            }
        }
    };
}

pub(super) use events;
