//! An intervention as commands name it.

use serde_json::Value;

use crate::{
    intervention::{Intervention, Per},
    mistake::Fault,
    reading::{Field, FieldShape, Fields, Raw, Reading, Shape, Times},
};

/// An intervention with its extent: so many times per day or week (C9.1.8).
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct InterventionOrder {
    pub code: Intervention,
    pub times: Times,
    /// What `times` counts per.
    pub per: Per,
}

impl Field for InterventionOrder {
    fn read(raw: &Raw<'_>) -> Reading<Self> {
        let Value::Object(map) = raw.value else {
            return Err(vec![Fault::new(
                "not-an-object",
                "Ange insatsen med code, times och per.",
            )]);
        };
        let mut fields = Fields::new(map, raw.door, raw.now);
        let (code, times, per) = (
            fields.take("code"),
            fields.take("times"),
            fields.take("per"),
        );
        fields.finish()?;
        let order = (|| {
            Some(Self {
                code: code?,
                times: times?,
                per: per?,
            })
        })();
        order.ok_or_else(Vec::new)
    }

    fn shape() -> Shape {
        Shape::Object(vec![
            FieldShape {
                name: "code",
                shape: Intervention::shape(),
                required: true,
            },
            FieldShape {
                name: "times",
                shape: Times::shape(),
                required: true,
            },
            FieldShape {
                name: "per",
                shape: Per::shape(),
                required: true,
            },
        ])
    }
}
