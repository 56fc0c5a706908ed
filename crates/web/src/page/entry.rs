//! The way in: log in, choose an assignment, and the questions that open a case.

use askama::Template;

use super::{block::Block, form::FormView, frame::Frame, part::Icon};

/// "Logga in".
#[derive(Debug, Clone, Default, Template)]
#[template(path = "entry/log_in.html")]
pub struct LogInPage {
    /// The surroundings, without a viewer.
    pub frame: Frame,
    /// User name and password.
    pub form: FormView,
    /// Where single sign-on begins, when the operator has it.
    pub single_sign_on: Option<String>,
    /// The demo users, in demo mode only.
    pub demo: Option<DemoUsers>,
}

/// Who can log in to the demo.
#[derive(Debug, Clone, Default)]
pub struct DemoUsers {
    /// The password that they share.
    pub password: String,
    /// The users.
    pub users: Vec<DemoUser>,
}

/// An invented user.
#[derive(Debug, Clone, Default)]
pub struct DemoUser {
    /// The user name to log in with.
    pub user_name: String,
    /// The invented name.
    pub name: String,
    /// What they are.
    pub role: String,
    /// Where.
    pub unit: String,
}

/// "Välj uppdrag": a session has one assignment.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "entry/assignments.html")]
pub struct AssignmentsPage {
    /// The surroundings.
    pub frame: Frame,
    /// The assignments of the member of staff.
    pub assignments: Vec<AssignmentChoice>,
}

/// An assignment to choose; posted to `/uppdrag` as `uppdrag={id}`.
#[derive(Debug, Clone, Default)]
pub struct AssignmentChoice {
    /// Its random id.
    pub id: String,
    /// The unit.
    pub unit: String,
    /// The role and the organisation.
    pub role: String,
    /// Whether it is the one in use.
    pub current: bool,
}

/// One question on a page of its own: where a wrong turn is costly.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "entry/question.html")]
pub struct QuestionPage {
    /// The surroundings.
    pub frame: Frame,
    /// Where the question before it is.
    pub back: Option<String>,
    /// The question, its heading being the page's.
    pub form: FormView,
    /// What helps to answer it, below.
    pub below: Vec<Block>,
}
