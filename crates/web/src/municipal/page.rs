//! The pages of municipal primary care: questions without identity, and after its yes its own share
//! of a case. No struct here has a field for group, pathway, steps, certificate or who has been
//! told.

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
    pub frame: Frame,
    /// Breadcrumbs.
    pub crumbs: Vec<PageLink>,
    /// The question in short.
    pub heading: String,
    /// Who asks ("NU-sjukvården" or "vårdcentral", never the ward), and since when.
    pub lead: String,
    /// The interventions asked for, with extent and period.
    pub facts: FactsView,
    /// The form for the answer (yes, partly, no, more information); none for users who may only
    /// read.
    pub form: Option<FormView>,
    /// What follows from the answer.
    pub below: Vec<Block>,
}

/// The municipality's own view of a case that it takes part in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "municipal/case.html")]
pub struct MunicipalCasePage {
    pub frame: Frame,
    /// The person's name and age.
    pub patient: String,
    /// Number, address and period; the number is shown on request.
    pub facts: Vec<FactRow>,
    /// Care request, plan, agreement, visits.
    pub tabs: Vec<NavItem>,
    pub alerts: Vec<Alert>,
    pub heading: String,
    /// Links and buttons for what the user can do.
    pub actions: Vec<PageLink>,
    /// The page's content, in order.
    pub blocks: Vec<Block>,
    /// The content of the margin.
    pub aside: Vec<Block>,
}
