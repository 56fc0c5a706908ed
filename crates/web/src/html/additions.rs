//! What stands beside a statement of the documents: Vårdbron's own rules with their reasons, and what
//! another place of the documents says. It never looks like the statement.

use askama::Template;
use disclosure::views::AdditionView;
use guidance::step::Addition;

use super::prints_itself;

/// The additions to a statement, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "html/additions.html")]
pub struct Additions {
    pub all: Vec<AdditionView>,
}

prints_itself!(Additions);

impl Additions {
    /// Those of the guidance.
    pub fn of(additions: &[Addition]) -> Self {
        Self {
            all: AdditionView::all(additions),
        }
    }
}
