//! A form: the guidance's words first, then the questions, then what happens when it is saved.

use askama::Template;

use super::{
    field::{FieldKind, FieldView},
    part::{Alert, Citation, Icon},
    prints_itself,
};

/// A form in a card.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/form.html")]
pub struct FormView {
    /// Where it posts.
    pub action: String,
    /// Where drafts of it post, every ten seconds and when a field is left; none, no drafts.
    pub autosave: Option<String>,
    /// What is to be done, verb and object; the page's main heading when `is_page`.
    pub heading: String,
    /// Whether the heading is the page's (question pages) and not a part's (case pages); such a
    /// form has no headings among its fields.
    pub is_page: bool,
    /// A line above the heading ("Steg 6", "Fråga 2 av 5").
    pub eyebrow: String,
    /// The guidance's own words, one paragraph each.
    pub guidance_text: Vec<String>,
    /// Where they stand.
    pub citation: Option<Citation>,
    /// Notices before the questions.
    pub alerts: Vec<Alert>,
    /// Why it was not saved, beyond single fields: a rule's no.
    pub refusals: Vec<RefusalNote>,
    /// What is checked before something leaves: each recipient and the exact text.
    pub check: Vec<RecipientPreview>,
    /// The questions, in order.
    pub fields: Vec<FieldView>,
    /// The main button: verb and object, saying what happens.
    pub submit: String,
    /// Other buttons, which post the same form.
    pub secondary: Vec<FormButton>,
    /// Where "Avbryt" leads.
    pub cancel: Option<String>,
    /// Who else has the form open, one sentence each.
    pub open_by: Vec<String>,
    /// When the draft was last saved ("10.41").
    pub draft_saved_at: Option<String>,
    /// What happens when it is saved, one sentence each; "Ingenting skickas." when nothing does.
    pub on_save: Vec<String>,
    /// Whether saving sends or signs something; then no shortcut does it.
    pub sends: bool,
}

/// A rule that said no.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusalNote {
    /// What it means and what to do.
    pub text: String,
    /// Where the rule stands.
    pub citation: Option<Citation>,
}

/// A button beside the main one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormButton {
    /// The words.
    pub label: String,
    /// The name it posts.
    pub name: String,
    /// The value it posts.
    pub value: String,
}

/// Someone who will be told something, on a check page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/recipient.html")]
pub struct RecipientPreview {
    /// Who.
    pub name: String,
    /// How ("E-post till funktionsbrevlådan").
    pub channel: String,
    /// The exact text that leaves.
    pub text: String,
    /// What the case holds and this does not.
    pub left_out: Vec<String>,
}

impl FormView {
    /// The same form with its fields' addresses set apart, for a page with several forms.
    #[must_use]
    pub fn scoped(mut self, scope: &str) -> Self {
        for field in &mut self.fields {
            scope.clone_into(&mut field.scope);
        }
        self
    }

    /// Each fault with the address of its control, for the summary on top.
    pub fn mistakes(&self) -> Vec<(String, &str)> {
        self.fields.iter().flat_map(FieldView::mistakes).collect()
    }

    /// Whether the form came back with faults.
    pub fn has_faults(&self) -> bool {
        !self.refusals.is_empty() || !self.mistakes().is_empty()
    }

    /// Whether it has a file and is posted as `multipart/form-data`.
    pub fn is_multipart(&self) -> bool {
        self.fields
            .iter()
            .any(|field| matches!(field.kind, FieldKind::File(_)))
    }

    /// Rows use the whole width.
    fn is_wide(&self) -> bool {
        self.fields
            .iter()
            .any(|field| matches!(field.kind, FieldKind::Rows(_)))
    }

    /// The fields that are posted without being shown.
    fn hidden(&self) -> impl Iterator<Item = &FieldView> {
        self.fields
            .iter()
            .filter(|field| matches!(field.kind, FieldKind::Hidden))
    }

    /// The fields that are shown.
    fn shown(&self) -> impl Iterator<Item = &FieldView> {
        self.fields
            .iter()
            .filter(|field| !matches!(field.kind, FieldKind::Hidden))
    }
}

prints_itself!(FormView, RecipientPreview);
