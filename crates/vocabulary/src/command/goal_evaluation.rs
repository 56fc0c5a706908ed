//! How far a goal was reached, as commands name it.

use serde_json::Value;

use crate::{
    mistake::Fault,
    reading::{Field, FieldShape, Fields, Raw, Reading, Shape},
    sip::GoalOutcome,
    text::Line,
};

/// A goal of the plan, how far it was reached, and why (V6B.14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalEvaluation {
    /// The goal, as the plan says it.
    pub goal: Line,
    pub outcome: GoalOutcome,
    /// Why, or what is done next.
    pub why: Option<Line>,
}

impl Field for GoalEvaluation {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let Value::Object(map) = raw.value else {
            return Err(vec![Fault::new(
                "not-an-object",
                "Ange målet med goal, outcome och why.",
            )]);
        };
        let mut fields = Fields::new(map, raw.door, raw.now);
        let (goal, outcome, why) = (
            fields.take("goal"),
            fields.take("outcome"),
            fields.take("why"),
        );
        fields.finish()?;
        let evaluation = (|| {
            Some(Self {
                goal: goal?,
                outcome: outcome?,
                why: why?,
            })
        })();
        evaluation.ok_or_else(Vec::new)
    }

    fn shape() -> Shape {
        Shape::Object(vec![
            FieldShape {
                name: "goal",
                shape: Line::shape(),
                required: true,
            },
            FieldShape {
                name: "outcome",
                shape: GoalOutcome::shape(),
                required: true,
            },
            FieldShape {
                name: "why",
                shape: Line::shape(),
                required: false,
            },
        ])
    }
}
