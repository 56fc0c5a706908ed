//! A form: first the guidance's text, then the questions, then what happens when it is saved.

use askama::Template;

use super::{
    additions::Additions,
    field::{FieldKind, FieldView},
    marked_text::MarkedText,
    part::{Alert, Citation, Icon, PageLink},
    prints_itself,
};

/// A form in a card.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/form.html")]
pub struct FormView {
    /// URL that the form is posted to.
    pub action: String,
    /// URL that drafts are posted to, every ten seconds and when a field is left; none means no
    /// drafts.
    pub autosave: Option<String>,
    /// What to do: verb and object; the page's main heading when `is_page`.
    pub heading: String,
    /// Whether the heading is the page's (question pages) and not a part's (case pages); such a
    /// form has no headings among its fields.
    pub is_page: bool,
    /// A line above the heading ("Steg 6", "Fråga 2 av 5").
    pub eyebrow: String,
    /// The guidance's own words, one paragraph each.
    pub guidance_text: Vec<String>,
    /// Citation of the guidance's text.
    pub citation: Option<Citation>,
    /// What stands beside the guidance's text.
    pub additions: Additions,
    /// Notices before the questions.
    pub alerts: Vec<Alert>,
    /// Pages to open before the questions are answered.
    pub links: Vec<PageLink>,
    /// Refusals by rules: why it was not saved, apart from mistakes in single fields.
    pub refusals: Vec<RefusalNote>,
    /// For checking before something is sent: each recipient and the exact text.
    pub check: Vec<RecipientPreview>,
    /// The questions, in order.
    pub fields: Vec<FieldView>,
    /// Text of the main button: verb and object, saying what happens.
    pub submit: String,
    /// Other buttons that post the same form.
    pub secondary: Vec<FormButton>,
    /// URL of "Avbryt".
    pub cancel: Option<String>,
    /// Who else has the form open, one sentence each.
    pub open_by: Vec<String>,
    /// When the draft was last saved ("10.41").
    pub draft_saved_at: Option<String>,
    /// What happens when it is saved, in sentences; "Ingenting skickas." when nothing is sent.
    pub on_save: Vec<String>,
    /// Whether saving sends or signs something; then there is no keyboard shortcut for it.
    pub sends: bool,
}

/// A refusal by a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusalNote {
    /// What it means and what to do.
    pub text: String,
    /// The rule's place in the guidance.
    pub citation: Option<Citation>,
}

/// A button next to the main one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormButton {
    pub label: String,
    /// The name it posts.
    pub name: String,
    /// The value it posts.
    pub value: String,
}

/// A recipient who will be told something, on a confirmation page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "html/recipient.html")]
pub struct RecipientPreview {
    pub name: String,
    /// Such as "E-post till funktionsbrevlådan".
    pub channel: String,
    /// The exact text that is sent.
    pub text: MarkedText,
    /// What the case contains and the text does not.
    pub left_out: Vec<String>,
}

impl FormView {
    /// The form with distinct ids for its fields, for a page with several forms.
    #[must_use]
    pub fn scoped(mut self, scope: &str) -> Self {
        for field in &mut self.fields {
            scope.clone_into(&mut field.scope);
        }
        self
    }

    /// Each mistake with the HTML id of its control, for the summary at the top.
    pub fn mistakes(&self) -> Vec<(String, String)> {
        self.fields.iter().flat_map(FieldView::mistakes).collect()
    }

    /// Whether the form is shown again because of mistakes.
    pub fn has_faults(&self) -> bool {
        !self.refusals.is_empty() || !self.mistakes().is_empty()
    }

    /// Whether it has a file and is posted as `multipart/form-data`.
    pub fn is_multipart(&self) -> bool {
        self.fields
            .iter()
            .any(|field| matches!(field.kind, FieldKind::File(_)))
    }

    /// Whether the form uses the whole width, because it has rows.
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
