//! The pages of a case for the regional units that are its parties.

use askama::Template;

use crate::html::{
    audience_panel::AudiencePanel,
    block::Block,
    case_header::CaseHeader,
    form::FormView,
    frame::Frame,
    part::{Icon, PageLink},
    prints_itself,
};

/// The list of steps beside the form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/steps.html")]
pub struct StepsPanel {
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
    pub state: StepRowState,
    /// How it stands, in words ("Klart 2 mars", "Väntar på steg 6", "Inte aktuellt").
    pub status: String,
    /// Why it does not apply, or for whom it waits since when; may be empty.
    pub reason: String,
    /// Whether it is the one that is open.
    pub current: bool,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StepRowState {
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
            (false, StepRowState::Done) => "klar",
            (false, StepRowState::Waiting | StepRowState::NotApplicable) => "ejakt",
            (false, StepRowState::Todo | StepRowState::Started) => "",
        }
    }

    fn is_ticked(&self) -> bool {
        self.state == StepRowState::Done && !self.current
    }
}

/// What is new in the margin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewsPanel {
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
#[template(path = "case/step.html")]
pub struct CaseStepPage {
    /// The surroundings.
    pub frame: Frame,
    /// Whose case.
    pub head: CaseHeader,
    /// The steps.
    pub steps: StepsPanel,
    /// The open step's form, when it can be filled in.
    pub form: Option<FormView>,
    /// What stands below it, or in its place: what was recorded, orders to copy.
    pub below: Vec<Block>,
    /// What others have done since the reader last looked; none when nothing.
    pub news: Option<NewsPanel>,
    /// Who sees what.
    pub audiences: AudiencePanel,
    /// The consents.
    pub consents: Vec<ConsentRow>,
    /// Where consents are recorded.
    pub consents_href: String,
}

/// Another page of the case: parties, consents, contacts, events, copies, orders.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/tab.html")]
pub struct CaseTabPage {
    /// The surroundings.
    pub frame: Frame,
    /// Whose case.
    pub head: CaseHeader,
    /// The page's heading.
    pub heading: String,
    /// What the page is for.
    pub lead: String,
    /// What can be done.
    pub actions: Vec<PageLink>,
    /// The page, in order.
    pub blocks: Vec<Block>,
    /// What stands beside it; without it the page uses the whole width.
    pub aside: Vec<Block>,
}

/// 409: somebody else saved first. Both texts are kept and shown.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/conflict.html")]
pub struct ConflictPage {
    /// The surroundings.
    pub frame: Frame,
    /// Who saved, and when ("Maria Ek sparade steget i dag 10.31").
    pub who: String,
    /// The answers that differ.
    pub differences: Vec<AnswerDifference>,
    /// The form again, with the viewer's own text, ready to save over the newer version.
    pub form: FormView,
    /// Where the saved text is, for those who let it stand.
    pub keep_theirs: String,
}

/// An answer in two versions.
#[derive(Debug, Clone, Default)]
pub struct AnswerDifference {
    /// The question.
    pub label: String,
    /// What the viewer wrote.
    pub mine: String,
    /// What is saved.
    pub theirs: String,
}

prints_itself!(StepsPanel);
