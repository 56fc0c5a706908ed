//! The panel "Vem ser vad".

use askama::Template;

use super::{
    form::FormView,
    part::{Citation, Icon},
    prints_itself,
};

/// "Vem ser vad", from the guard.
#[derive(Debug, Clone, Default)]
pub struct AudiencePanel {
    /// Whether the case is protected; then the panel has the protected colour.
    pub protected: bool,
    /// Who sees the case now.
    pub sees: Vec<AudienceLine>,
    /// Who can be added, and on what condition.
    pub may_be_added: Vec<AudienceLine>,
    /// Who is told in another way.
    pub told_otherwise: Vec<AudienceLine>,
    /// Who must never be told by us.
    pub never: Vec<AudienceLine>,
    /// The place in the guidance that sets these limits.
    pub citation: Option<Citation>,
}

/// The panel beside a form; its end says what happens when the form is saved.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "html/audience_panel.html")]
pub struct AudiencePanelView<'a> {
    panel: &'a AudiencePanel,
    on_save: &'a [String],
}

impl AudiencePanel {
    /// The panel with what happens when the form beside it is saved, one sentence each.
    pub fn beside<'a>(&'a self, on_save: &'a [String]) -> AudiencePanelView<'a> {
        AudiencePanelView {
            panel: self,
            on_save,
        }
    }

    /// The panel beside a form. A form that sends shows next to its button what is sent.
    pub fn beside_form<'a>(&'a self, form: &'a FormView) -> AudiencePanelView<'a> {
        self.beside(if form.sends { &[] } else { &form.on_save })
    }

    /// The panel on a page where nothing is saved.
    pub fn alone(&self) -> AudiencePanelView<'_> {
        self.beside(&[])
    }
}

/// A row of the panel: an audience and what it sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudienceLine {
    pub name: String,
    /// What it sees, since when, and why.
    pub detail: String,
}

impl AudienceLine {
    /// An audience with a text about it.
    pub fn new(name: &str, detail: &str) -> Self {
        Self {
            name: name.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

prints_itself!(AudiencePanelView<'_>);
