//! What municipal primary care sees: questions without identity, and after its yes its own share of
//! a case. There is no field here for group, pathway, steps, certificate or who has been told.

use askama::Template;

use crate::html::{
    block::{Block, FactsView},
    form::FormView,
    frame::{Frame, NavItem},
    part::{Alert, Concealed, FactRow, FactValue, Icon, PageLink, Tag},
};

/// A question to answer: coded interventions, extent, period, municipality. No identity.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "municipal/question.html")]
pub struct MunicipalQuestionPage {
    /// The surroundings.
    pub frame: Frame,
    /// The way here.
    pub crumbs: Vec<PageLink>,
    /// What is asked.
    pub heading: String,
    /// Who asks ("NU-sjukvården" or "vårdcentral", never the ward), since when.
    pub lead: String,
    /// What is asked for.
    pub facts: FactsView,
    /// Yes, partly, no or more information; none for those who may only read.
    pub form: Option<FormView>,
    /// What the answer leads to.
    pub below: Vec<Block>,
}

/// The municipality's own view of a case that it takes part in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "municipal/case.html")]
pub struct MunicipalCasePage {
    /// The surroundings.
    pub frame: Frame,
    /// The person's name and age.
    pub patient: String,
    /// Whether the case is protected (for whatever reason; the reason is not said).
    pub protected: bool,
    /// Number, address, period; the number is shown when asked for.
    pub facts: Vec<FactRow>,
    /// Care request, plan, agreement, visits.
    pub tabs: Vec<NavItem>,
    /// Notices.
    pub alerts: Vec<Alert>,
    /// The page's heading.
    pub heading: String,
    /// What can be done.
    pub actions: Vec<PageLink>,
    /// The page, in order.
    pub blocks: Vec<Block>,
    /// What stands beside it.
    pub aside: Vec<Block>,
}
