//! The cards that a page consists of: facts, text, contacts, tables and forms.

use askama::Template;

use super::{
    additions::Additions,
    audience_panel::AudiencePanel,
    form::FormView,
    marked_text::MarkedText,
    part::{Alert, Citation, Concealed, FactRow, FactValue, Icon, PageLink},
    plan::{PlanChanges, PlanEditor, PlanOutline},
    prints_itself,
    table::TableView,
};

/// A card of labels and values.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/facts.html")]
pub struct FactsView {
    /// The card's heading.
    pub heading: String,
    pub facts: Vec<FactRow>,
    /// A link in the heading ("Ändra").
    pub link: Option<PageLink>,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextPart {
    /// A heading inside the text, with its anchor, which may be empty.
    Heading(String, String),
    Paragraph(String),
    /// A list with bullets.
    List(Vec<String>),
    /// The guidance's own words, with their citation.
    Quote(Vec<String>, Citation),
    /// What stands beside the guidance's text.
    Beside(Additions),
    /// A link on a line of its own.
    Link(PageLink),
    /// The same, which opens in a new tab, so that the page stays.
    NewTab(PageLink),
    /// A text shown word for word, line by line.
    Exact(MarkedText),
}

/// A card of running text.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/text.html")]
pub struct TextView {
    /// The card's heading; may be empty.
    pub heading: String,
    /// The text, in order.
    pub parts: Vec<TextPart>,
}

/// A card that says that there is nothing to show, and what to do.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/empty.html")]
pub struct EmptyState {
    /// What is empty ("Inget att göra just nu").
    pub heading: String,
    /// What that means for the user.
    pub text: String,
    /// Links and buttons for what the user can do.
    pub link: Option<PageLink>,
}

/// A contact outside the product.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/contact.html")]
pub struct ContactCard {
    /// The function, never a named person.
    pub name: String,
    /// What to contact it about.
    pub about: String,
    /// Phone number.
    pub phone: Option<String>,
    /// When the phone is answered, and how long is left today.
    pub hours: Option<String>,
    /// E-mail address (a function mailbox).
    pub email: Option<String>,
    /// Postal address, one line each.
    pub address: Vec<String>,
    /// A warning ("Ring aldrig om ett skyddat ärende").
    pub warning: Option<String>,
    /// When the contact was last checked ("Kontrollerad 12 februari 2026").
    pub checked: Option<String>,
    /// URL where an administrator edits it.
    pub edit: Option<String>,
}

/// A card of several contacts.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/contacts.html")]
pub struct ContactsView {
    /// The card's heading.
    pub heading: String,
    pub contacts: Vec<ContactCard>,
}

/// A part of a page.
#[derive(Debug, Clone, Template)]
#[template(path = "html/block.html")]
pub enum Block {
    /// A table in a card.
    Table(TableView),
    /// A form in a card.
    Form(Box<FormView>),
    /// Labels and values in a card.
    Facts(FactsView),
    /// Text in a card.
    Text(TextView),
    /// Contacts in a card.
    Contacts(ContactsView),
    Alert(Alert),
    /// A card that says that there is nothing to show.
    Empty(EmptyState),
    /// The panel "Vem ser vad".
    Audiences(AudiencePanel),
    /// The plan as a form.
    Plan(Box<PlanEditor>),
    /// The plan as a list to read, in a card.
    PlanOutline(PlanOutline),
    /// How a version of the plan differs from the one before it.
    PlanChanges(PlanChanges),
}

prints_itself!(
    FactsView,
    TextView,
    EmptyState,
    ContactCard,
    ContactsView,
    Block
);
