//! The pages of a case for the regional units that are its parties.

use askama::Template;

use super::{
    block::Block,
    form::FormView,
    frame::{Frame, NavItem},
    part::{Alert, Citation, Concealed, Fact, FactValue, Icon, Link, Tag},
    prints_itself,
};

/// What every page of a case begins with: whose it is, its badge, the banner of a protected case
/// and the tabs.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/case_head.html")]
pub struct CaseHead {
    /// Initials and age ("M. K., 34 år"), never the full name on a screen that others pass.
    pub patient: String,
    /// Group, or the protected badge alone.
    pub tags: Vec<Tag>,
    /// Whether the case is protected, whatever protects it.
    pub protected: bool,
    /// Reference, number, place, day of discharge, language.
    pub facts: Vec<Fact>,
    /// Where "Vem ser vad" is: `#vsv` on a page that shows it.
    pub audiences_href: String,
    /// The case's pages.
    pub tabs: Vec<NavItem>,
    /// Notices: guidance past its date, group not established, who has the step open.
    pub alerts: Vec<Alert>,
}

/// The pages of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseTab {
    /// Steps and the current step's form.
    Steps,
    /// Parties and who sees what.
    Parties,
    /// Consents.
    Consents,
    /// What was said on the phone, by post and in person.
    Contacts,
    /// What has happened, and who has looked.
    Events,
    /// Copies on paper.
    Copies,
    /// Who the patient is, and the group.
    Patient,
}

impl CaseTab {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 7] = [
        Self::Steps,
        Self::Parties,
        Self::Consents,
        Self::Contacts,
        Self::Events,
        Self::Copies,
        Self::Patient,
    ];

    /// The word on the tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::Steps => "Steg",
            Self::Parties => "Parter",
            Self::Consents => "Samtycke",
            Self::Contacts => "Samtalslogg",
            Self::Events => "Händelser",
            Self::Copies => "Kopior",
            Self::Patient => "Patient",
        }
    }

    /// What follows the case's address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Steps => "",
            Self::Parties => "/parter",
            Self::Consents => "/samtycken",
            Self::Contacts => "/samtalslogg",
            Self::Events => "/handelser",
            Self::Copies => "/kopior",
            Self::Patient => "/patienten",
        }
    }

    /// The tabs of the case at `base` (`/arenden/{id}`) with this one current.
    pub fn tabs(self, base: &str) -> Vec<NavItem> {
        Self::ALL
            .iter()
            .map(|tab| NavItem::new(tab.label(), &format!("{base}{}", tab.path()), *tab == self))
            .collect()
    }
}

/// The list of steps beside the form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/steps.html")]
pub struct StepList {
    /// The pathway in words ("Spår 6 A, inneliggande"). On a protected case it shows on demand.
    pub pathway: String,
    /// Whether pathway and citations show only on demand.
    pub on_demand: bool,
    /// How many steps are done.
    pub done: u32,
    /// How many apply.
    pub total: u32,
    /// All steps of the pathway, also those that do not apply.
    pub steps: Vec<StepRow>,
}

/// One step.
#[derive(Debug, Clone, Default)]
pub struct StepRow {
    /// Its place in the list, from 1.
    pub number: u32,
    /// What it is, in a few words.
    pub title: String,
    /// Where it opens.
    pub href: String,
    /// Where it stands ("6 A steg 2"); left out on protected cases.
    pub citation: String,
    /// How it stands.
    pub state: StepState,
    /// How it stands, in words ("Klart 2 mars", "Väntar på steg 6", "Inte aktuellt").
    pub status: String,
    /// Why it does not apply, or for whom it waits since when; may be empty.
    pub reason: String,
    /// Whether it is the one that is open.
    pub current: bool,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StepState {
    /// To do.
    #[default]
    Todo,
    /// Begun.
    Started,
    /// Done: the case's facts say so.
    Done,
    /// Waiting for somebody else or for another step.
    Waiting,
    /// Does not apply.
    NotApplicable,
}

impl StepRow {
    fn class(&self) -> &'static str {
        match (self.current, self.state) {
            (true, _) => "nu",
            (false, StepState::Done) => "klar",
            (false, StepState::Waiting | StepState::NotApplicable) => "ejakt",
            (false, StepState::Todo | StepState::Started) => "",
        }
    }

    fn is_ticked(&self) -> bool {
        self.state == StepState::Done && !self.current
    }
}

/// "Vem ser vad", as the guard says.
#[derive(Debug, Clone, Default)]
pub struct AudiencePanel {
    /// Whether the case is protected: the panel is drawn in the protected colour then.
    pub protected: bool,
    /// Who sees the case now.
    pub sees: Vec<AudienceRow>,
    /// Who can be added, and on what condition.
    pub may_be_added: Vec<AudienceRow>,
    /// Who is told in another way.
    pub told_otherwise: Vec<AudienceRow>,
    /// Who must never know from us.
    pub never: Vec<AudienceRow>,
    /// Where the boundary stands.
    pub citation: Option<Citation>,
}

/// The panel beside a form, ending in what happens when the form is saved.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "parts/audiences.html")]
pub struct AudienceView<'a> {
    panel: &'a AudiencePanel,
    on_save: &'a [String],
}

impl AudiencePanel {
    /// The panel with what happens when the form beside it is saved, one sentence each.
    pub fn beside<'a>(&'a self, on_save: &'a [String]) -> AudienceView<'a> {
        AudienceView {
            panel: self,
            on_save,
        }
    }

    /// The panel beside a form. A form that sends says itself what leaves, next to its button.
    pub fn beside_form<'a>(&'a self, form: &'a FormView) -> AudienceView<'a> {
        self.beside(if form.sends { &[] } else { &form.on_save })
    }

    /// The panel on a page where nothing is saved.
    pub fn alone(&self) -> AudienceView<'_> {
        self.beside(&[])
    }
}

/// One audience.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudienceRow {
    /// Who.
    pub name: String,
    /// What it sees, since when, on what ground.
    pub detail: String,
}

impl AudienceRow {
    /// An audience with what is said about it.
    pub fn new(name: &str, detail: &str) -> Self {
        Self {
            name: name.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

/// What is new in the margin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// "Nytt sedan i går 15.10".
    pub heading: String,
    /// When and what, the latest first.
    pub rows: Vec<(String, String)>,
    /// How many more there are.
    pub more: usize,
    /// Where all of it stands.
    pub href: String,
}

/// A consent in the margin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsentRow {
    /// Kind and answer ("Ärende: ja").
    pub title: String,
    /// Who asked, when, how; or in which step it is needed.
    pub detail: String,
}

/// A case with its steps and the open step's form.
#[derive(Debug, Clone, Template)]
#[template(path = "cases/case.html")]
pub struct CasePage {
    /// The surroundings.
    pub frame: Frame,
    /// Whose case.
    pub head: CaseHead,
    /// The steps.
    pub steps: StepList,
    /// The open step's form, when it can be filled in.
    pub form: Option<FormView>,
    /// What stands below it, or in its place: what was recorded, orders to copy.
    pub below: Vec<Block>,
    /// What others have done since the reader last looked; none when nothing.
    pub news: Option<News>,
    /// Who sees what.
    pub audiences: AudiencePanel,
    /// The consents.
    pub consents: Vec<ConsentRow>,
    /// Where consents are recorded.
    pub consents_href: String,
}

/// Another page of the case: parties, consents, contacts, events, copies, orders.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "cases/section.html")]
pub struct CaseSectionPage {
    /// The surroundings.
    pub frame: Frame,
    /// Whose case.
    pub head: CaseHead,
    /// The page's heading.
    pub heading: String,
    /// What the page is for.
    pub lead: String,
    /// What can be done.
    pub actions: Vec<Link>,
    /// The page, in order.
    pub blocks: Vec<Block>,
    /// What stands beside it; without it the page uses the whole width.
    pub aside: Vec<Block>,
}

prints_itself!(CaseHead, StepList, AudienceView<'_>);
