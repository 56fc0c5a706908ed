//! The pages of a case for the regional units that are its parties.

use askama::Template;

use crate::html::{
    audience_panel::AudiencePanel,
    block::Block,
    case_header::CaseHeader,
    form::FormView,
    frame::Frame,
    part::{Icon, PageLink},
    plan::PlanEditor,
    prints_itself,
};

/// The list of steps beside the form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/steps.html")]
pub struct StepsPanel {
    /// The pathway in words ("Spår 6 A, inneliggande").
    pub pathway: String,
    /// Whether pathway and citations are shown only on request, as on a protected case.
    pub on_demand: bool,
    /// How many steps are done.
    pub done: u32,
    /// How many apply; `None` in a closed case, where what was left undone no longer applies.
    pub total: Option<u32>,
    /// All steps of the pathway, also those that do not apply.
    pub steps: Vec<StepRow>,
}

/// A row in the list of steps.
#[derive(Debug, Clone, Default)]
pub struct StepRow {
    /// Place in the list, from 1.
    pub number: u32,
    /// A few words.
    pub title: String,
    /// URL of the step.
    pub href: String,
    /// Its place in the guidance ("6 A steg 2"); left out on protected cases.
    pub citation: String,
    pub state: StepRowState,
    /// The state in words ("Klart 2 mars", "Väntar på steg 6", "Inte aktuellt").
    pub status: String,
    /// Why it does not apply, or who it waits for and since when; may be empty.
    pub reason: String,
    /// Whether it is the open step.
    pub current: bool,
}

/// The state of a step in the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StepRowState {
    /// To do.
    #[default]
    Todo,
    /// Begun.
    Started,
    /// Done, according to the case's facts.
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

/// The panel in the margin that shows what is new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewsPanel {
    /// "Nytt sedan i går 15.10".
    pub heading: String,
    /// When and what, latest first.
    pub rows: Vec<(String, String)>,
    /// The number of further events.
    pub more: usize,
    /// URL of the page with all events.
    pub href: String,
}

/// A consent in the margin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsentRow {
    /// Kind and answer ("Ärende: ja").
    pub title: String,
    /// Who asked, when and how; or the step that needs it.
    pub detail: String,
}

/// A case with its steps and the open step's form.
#[derive(Debug, Clone, Template)]
#[template(path = "case/step.html")]
pub struct CaseStepPage {
    pub frame: Frame,
    pub head: CaseHeader,
    pub steps: StepsPanel,
    /// The open step's form, if it can be filled in.
    pub form: Option<FormView>,
    /// Below the form, or instead of it: what was recorded, orders to copy.
    pub below: Vec<Block>,
    /// What others have done since the reader last looked; none when there is nothing.
    pub news: Option<NewsPanel>,
    /// Who sees what.
    pub audiences: AudiencePanel,
    pub consents: Vec<ConsentRow>,
    /// URL of the page where consents are recorded.
    pub consents_href: String,
}

/// Another page of the case: parties, consents, contacts, events, copies, orders.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/tab.html")]
pub struct CaseTabPage {
    pub frame: Frame,
    pub head: CaseHeader,
    pub heading: String,
    /// What the page is for.
    pub lead: String,
    /// Links and buttons for what the user can do.
    pub actions: Vec<PageLink>,
    /// The page's content, in order.
    pub blocks: Vec<Block>,
    /// The content of the margin; without it the page uses the whole width.
    pub aside: Vec<Block>,
}

/// The plan on a screen that everybody in the room sees.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/plan_meeting.html")]
pub struct PlanMeetingPage {
    pub frame: Frame,
    /// URL of the plan's own page.
    pub back: String,
    pub editor: PlanEditor,
}

/// 409: somebody else saved first. Both texts are kept and shown.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "case/conflict.html")]
pub struct ConflictPage {
    pub frame: Frame,
    /// Who saved, and when ("Maria Ek sparade steget i dag 10.31").
    pub who: String,
    /// The answers that differ.
    pub differences: Vec<AnswerDifference>,
    /// The form with the viewer's own text, ready to be saved on the newer version.
    pub form: FormView,
    /// URL of the saved text, for viewers who keep it.
    pub keep_theirs: String,
}

/// An answer in two versions.
#[derive(Debug, Clone, Default)]
pub struct AnswerDifference {
    /// The question.
    pub label: String,
    /// The viewer's answer.
    pub mine: String,
    /// The saved answer.
    pub theirs: String,
}

prints_itself!(StepsPanel);
