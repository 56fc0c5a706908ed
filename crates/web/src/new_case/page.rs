//! A question on its own page, because a wrong answer has large consequences.

use askama::Template;

use crate::html::{block::Block, form::FormView, frame::Frame};

/// A question on its own page, because a wrong answer has large consequences.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "new_case/question.html")]
pub struct QuestionPage {
    pub frame: Frame,
    /// URL of the previous question.
    pub back: Option<String>,
    /// The question; its heading is the page's.
    pub form: FormView,
    /// Help below the question.
    pub below: Vec<Block>,
}
