//! `commands!` declares each command once. From the declaration it makes the command's type with its fields,
//! its name, how it is read, and the shape that the API and the forms show.

macro_rules! commands {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident = $code:literal $(compared by $compare:path)? {
            $( $(#[doc = $field_doc:literal])* $field:ident: $type:ty, )*
        }
    )+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $name { $( $(#[doc = $field_doc])* pub $field: $type, )* }

            impl $name {
                fn read_fields(fields: &mut Fields<'_>) -> impl FnOnce() -> Option<Self> + use<> {
                    $( let $field = fields.take::<$type>(stringify!($field)); )*
                    let _ = &fields;
                    move || Some(Self { $( $field: $field?, )* })
                }
            }
        )+

        /// A command on an existing case.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command { $( $(#[doc = $doc])+ $name($name), )+ }

        /// The kind of a command, without its fields.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum CommandKind { $( $(#[doc = $doc])+ $name, )+ }

        impl CommandKind {
            /// Every command.
            pub const ALL: &'static [Self] = &[$( Self::$name, )+];

            /// The name in the API, the policies and the log.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }

            /// The kind with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }

        impl Command {
            #[must_use]
            pub fn kind(&self) -> CommandKind {
                match self { $( Self::$name(_) => CommandKind::$name, )+ }
            }

            /// The name in the API, the policies and the log.
            #[must_use]
            pub fn name(&self) -> &'static str {
                self.kind().name()
            }

            /// Every command's name.
            pub const NAMES: &'static [&'static str] = &[$( $code, )+];

            fn read_named(
                name: &str,
                mut fields: Fields<'_>,
            ) -> Result<Self, Vec<Fault>> {
                // The command's own name is sent among its fields.
                let _ = fields.take::<Line>("command");
                match name {
                    $( $code => {
                        let build = $name::read_fields(&mut fields);
                        fields.finish()?;
                        build().map(Self::$name).ok_or_else(Vec::new)
                    } )+
                    _ => Err(vec![Fault::new(
                        "unknown-command",
                        "Kommandot finns inte. Se /api/v1/openapi.json.",
                    ).under("command")]),
                }
            }

            /// Every unit that the command names, with the name of its field. They are looked up in the
            /// directory before anything is decided: a unit's kind is never taken from a client.
            #[must_use]
            pub fn units_named(&self) -> Vec<(&'static str, HsaId)> {
                let mut named = Vec::new();
                match self {
                    $( Self::$name(command) => {
                        let $name { $( $field, )* } = command;
                        $(
                            let units = $field.units().into_iter();
                            named.extend(units.map(|unit| (stringify!($field), unit)));
                        )*
                    } )+
                }
                named
            }

            /// The place to meet that the command chooses, which is looked up in the register.
            #[must_use]
            pub fn point_named(&self) -> Option<PublicId> {
                match self {
                    $( Self::$name(command) => {
                        let $name { $( $field, )* } = command;
                        None$( .or_else(|| $field.meeting_point()) )*
                    } )+
                }
            }

            /// The other case that the command names, which is looked up among the unit's own.
            #[must_use]
            pub fn case_named(&self) -> Option<CaseNumber> {
                match self {
                    $( Self::$name(command) => {
                        let $name { $( $field, )* } = command;
                        None$( .or_else(|| $field.case_number()) )*
                    } )+
                }
            }

            /// The mistakes that are found only by comparing the command's fields with each other
            /// or with the clock.
            fn faults(&self, now: Timestamp) -> Vec<Fault> {
                let mut faults = Vec::new();
                match self {
                    $( Self::$name(command) => {
                        let _ = command;
                        $( $compare(&mut faults, command, now); )?
                    } )+
                }
                let _ = now;
                faults
            }

            /// Every command with its documentation and fields, for the OpenAPI document and the
            /// form test.
            #[must_use]
            pub fn shapes() -> Vec<CommandShape> {
                vec![$( CommandShape {
                    name: $code,
                    doc: concat!($($doc,)+),
                    fields: vec![$( FieldShape {
                        name: stringify!($field),
                        shape: <$type as Field>::shape(),
                        required: <$type as Field>::when_absent().is_none(),
                    }, )*],
                }, )+]
            }
        }
    };
}

pub(super) use commands;
