//! The small parts that pages are made of: icons, badges, sources, notices and facts.

use std::fmt;

use askama::Template;

use super::prints_itself;

/// An icon from the sprite. It is always next to text, so it is hidden from screen readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A magnifying glass.
    Search,
    /// A padlock: protected case.
    Lock,
    /// A triangle: something needs attention.
    Warning,
    /// A circled i.
    Info,
    /// A clock: a time or a wait.
    Clock,
    /// A tick: done.
    Check,
    /// An eye: sees.
    Eye,
    /// A struck-out eye: does not see.
    NoEye,
    /// A printer.
    Print,
    /// A telephone.
    Phone,
    /// An envelope.
    Mail,
    /// A plus sign: add.
    Plus,
    /// A book: the guidance.
    Book,
    /// The product's mark.
    Brand,
}

impl Icon {
    fn id(self) -> &'static str {
        match self {
            Self::Search => "sok",
            Self::Lock => "las",
            Self::Warning => "varn",
            Self::Info => "info",
            Self::Clock => "klocka",
            Self::Check => "bock",
            Self::Eye => "oga",
            Self::NoEye => "ejoga",
            Self::Print => "skriv",
            Self::Phone => "tel",
            Self::Mail => "post",
            Self::Plus => "plus",
            Self::Book => "bok",
            Self::Brand => "marke",
        }
    }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r##"<svg class="i" aria-hidden="true" viewBox="0 0 24 24"><use href="#i-{}"/></svg>"##,
            self.id()
        )
    }
}

/// How serious something is. It sets the colour; the text says the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Plain information.
    #[default]
    Info,
    /// Done or fine.
    Success,
    /// Needs attention.
    Warning,
    /// Late, stopped or wrong.
    Danger,
}

impl Tone {
    /// The value of `data-color`.
    pub fn color(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Info => "varn--info",
            Self::Success => "varn--gron",
            Self::Warning => "varn--gul",
            Self::Danger => "varn--rod",
        }
    }
}

/// A badge, such as the group of a person.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "html/tag.html")]
pub struct Tag {
    pub text: String,
    /// Designsystemet's colour name.
    pub color: &'static str,
    /// The padlock and the outline of a protected case.
    pub locked: bool,
}

impl Tag {
    /// The same badge for every protected case, for whatever reason, so that it does not reveal a
    /// missing permit.
    pub fn protected() -> Self {
        Self {
            text: "Skyddat ärende".to_owned(),
            color: "skydd",
            locked: true,
        }
    }

    pub fn asylum_seeker() -> Self {
        Self {
            text: "Asylsökande".to_owned(),
            color: "asyl",
            locked: false,
        }
    }

    pub fn mass_refugee() -> Self {
        Self {
            text: "Massflykting".to_owned(),
            color: "mass",
            locked: false,
        }
    }

    /// A badge with another text, such as the state of a question.
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            color: "neutral",
            locked: false,
        }
    }

    /// A badge with a tone.
    pub fn toned(text: &str, tone: Tone) -> Self {
        Self {
            text: text.to_owned(),
            color: tone.color(),
            locked: false,
        }
    }
}

/// A place in the guidance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "html/citation.html")]
pub struct Citation {
    /// Such as "Vägledningen 6 A steg 2".
    pub label: String,
    /// URL with the anchor in the guidance pages; none where the row itself is the link.
    pub href: Option<String>,
    /// Whether it is shown only on request: on protected cases, where "6 C" would reveal the
    /// person's status to people who pass the screen. Then it is never printed.
    pub on_demand: bool,
}

/// A short remark on a row, with an icon and a tone.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "html/note.html")]
pub struct Note {
    /// The icon before the text.
    pub icon: Icon,
    pub tone: Tone,
    pub text: String,
}

/// A notice in a box.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "html/alert.html")]
pub struct Alert {
    pub tone: Tone,
    /// What has happened, in a few words; may be empty.
    pub heading: String,
    pub text: String,
    /// A link for what to do.
    pub link: Option<PageLink>,
    /// Whether only its heading is shown until it is unfolded.
    pub folded: bool,
}

impl Alert {
    /// The notice that the guidance has expired, with an administrator's confirmation since then.
    pub fn guidance_expired(valid_to: &str, confirmed: Option<&str>) -> Self {
        let more = confirmed.unwrap_or("Kontrollera det som är viktigt för patienten.");
        Self {
            folded: false,
            tone: Tone::Warning,
            heading: "Vägledningens datum har passerat".to_owned(),
            text: format!("Den gällde till {valid_to}. Den används tills den är ersatt. {more}"),
            link: Some(PageLink::new("Visa vägledningen", "/vagledning")),
        }
    }
}

/// A link or a button-like link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageLink {
    /// Text of the link: verb and object for an action.
    pub label: String,
    /// The link's URL.
    pub href: String,
    /// The icon before the text.
    pub icon: Option<Icon>,
    /// Whether it is the page's main action.
    pub main: bool,
}

impl PageLink {
    /// A plain link.
    pub fn new(label: &str, href: &str) -> Self {
        Self {
            label: label.to_owned(),
            href: href.to_owned(),
            icon: None,
            main: false,
        }
    }

    /// The page's main action.
    pub fn main(label: &str, href: &str, icon: Option<Icon>) -> Self {
        Self {
            label: label.to_owned(),
            href: href.to_owned(),
            icon,
            main: true,
        }
    }
}

/// A filter as a link.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Text of the filter.
    pub label: String,
    /// URL of the filtered list.
    pub href: String,
    /// Whether the filter is active.
    pub current: bool,
}

/// A number that is shown on request, always written left to right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "html/concealed.html")]
pub struct Concealed {
    /// What the number is ("LMA-nummer"), for screen readers.
    pub what: String,
    /// The number.
    pub value: String,
}

/// A number, date or phone number, always written left to right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(source = r#"<bdi dir="ltr">{{ value }}</bdi>"#, ext = "html")]
pub struct Number {
    /// The formatted number.
    pub value: String,
}

/// The value next to a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    Text(String),
    /// A number, date or phone number.
    Number(String),
    /// An identity number, shown on request.
    Concealed(String),
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    pub label: String,
    pub value: FactValue,
}

impl FactRow {
    /// A label with text.
    pub fn text(label: &str, value: &str) -> Self {
        Self {
            label: label.to_owned(),
            value: FactValue::Text(value.to_owned()),
        }
    }

    /// A label with a number.
    pub fn number(label: &str, value: &str) -> Self {
        Self {
            label: label.to_owned(),
            value: FactValue::Number(value.to_owned()),
        }
    }

    /// A label with an identity number that "Visa" shows.
    pub fn concealed(label: &str, value: &str) -> Self {
        Self {
            label: label.to_owned(),
            value: FactValue::Concealed(value.to_owned()),
        }
    }
}

prints_itself!(Icon, Tag, Citation, Note, Alert, Concealed, Number);
