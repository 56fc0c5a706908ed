//! The panel "Vem ser vad".

use askama::Template;

use super::{
    form::FormView,
    part::{Citation, Icon},
    prints_itself,
};

/// "Vem ser vad", as the guard says.
#[derive(Debug, Clone, Default)]
pub struct AudiencePanel {
    /// Whether the case is protected: the panel is drawn in the protected colour then.
    pub protected: bool,
    /// Who sees the case now.
    pub sees: Vec<AudienceLine>,
    /// Who can be added, and on what condition.
    pub may_be_added: Vec<AudienceLine>,
    /// Who is told in another way.
    pub told_otherwise: Vec<AudienceLine>,
    /// Who must never know from us.
    pub never: Vec<AudienceLine>,
    /// Where the boundary stands.
    pub citation: Option<Citation>,
}

/// The panel beside a form, ending in what happens when the form is saved.
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

    /// The panel beside a form. A form that sends says itself what leaves, next to its button.
    pub fn beside_form<'a>(&'a self, form: &'a FormView) -> AudiencePanelView<'a> {
        self.beside(if form.sends { &[] } else { &form.on_save })
    }

    /// The panel on a page where nothing is saved.
    pub fn alone(&self) -> AudiencePanelView<'_> {
        self.beside(&[])
    }
}

/// One audience.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudienceLine {
    /// Who.
    pub name: String,
    /// What it sees, since when, on what ground.
    pub detail: String,
}

impl AudienceLine {
    /// An audience with what is said about it.
    pub fn new(name: &str, detail: &str) -> Self {
        Self {
            name: name.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

prints_itself!(AudiencePanelView<'_>);
