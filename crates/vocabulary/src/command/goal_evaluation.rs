//! How far a goal was reached, as commands name it.

use crate::{reading::read_as_object, sip::GoalOutcome, text::Line};

/// A goal of the plan, how far it was reached, and why (V6B.14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalEvaluation {
    /// The goal, as the plan says it.
    pub goal: Line,
    pub outcome: GoalOutcome,
    /// Why, or what is done next.
    pub why: Option<Line>,
}

read_as_object!(
    GoalEvaluation, "Ange målet med goal, outcome och why.",
    { goal: Line, outcome: GoalOutcome, why: Option<Line> }
);
