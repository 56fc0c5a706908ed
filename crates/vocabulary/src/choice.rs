//! Closed choices: enums whose variants have a snake_case code in the API and the journal and a
//! Swedish phrase for people.

/// A closed set of alternatives with a code for machines and a Swedish phrase for people.
pub trait Choice: Sized + Copy + Eq + 'static {
    /// Every alternative, in the order a form shows them.
    const ALL: &'static [Self];
    /// Every code, in the same order.
    const CODES: &'static [&'static str];

    /// The word used in the API, the journal and the policies.
    fn code(self) -> &'static str;

    /// The phrase a person reads.
    fn swedish(self) -> &'static str;

    /// The alternative with this code, if there is one.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|choice| choice.code() == code)
    }
}

/// One alternative of a closed set, without its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative {
    /// The word used in the API.
    pub code: &'static str,
    /// The phrase a person reads.
    pub swedish: &'static str,
}

impl Alternative {
    /// These choices, in their order.
    #[must_use]
    pub fn of<T: Choice>(choices: &[T]) -> Vec<Self> {
        let alternative = |choice: &T| Self {
            code: choice.code(),
            swedish: choice.swedish(),
        };
        choices.iter().map(alternative).collect()
    }
}

/// Declares an enum that is a [`Choice`] and that serde writes as its code.
#[macro_export]
macro_rules! choice {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal, $swedish:literal; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $code)] $variant, )+
        }

        impl $crate::choice::Choice for $name {
            const ALL: &'static [Self] = &[$( Self::$variant, )+];
            const CODES: &'static [&'static str] = &[$( $code, )+];

            fn code(self) -> &'static str {
                match self { $( Self::$variant => $code, )+ }
            }

            fn swedish(self) -> &'static str {
                match self { $( Self::$variant => $swedish, )+ }
            }
        }

        impl $crate::reading::Field for $name {
            fn read(raw: &$crate::reading::Raw<'_>) -> $crate::reading::Reading<Self> {
                $crate::reading::read_choice(raw)
            }

            fn shape() -> $crate::reading::Shape {
                $crate::reading::Shape::Choice($crate::choice::Alternative::of(
                    <Self as $crate::choice::Choice>::ALL,
                ))
            }
        }
    };
}
