//! One question on a page of its own: where a wrong turn is costly.

use askama::Template;

use crate::html::{block::Block, form::FormView, frame::Frame};

/// One question on a page of its own: where a wrong turn is costly.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "new_case/question.html")]
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
