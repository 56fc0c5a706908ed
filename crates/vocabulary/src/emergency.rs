//! Emergency access (nödöppning): somebody in regional care whose unit is no party may read one
//! case for a limited time, because the patient needs care now.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{
    birth_date::BirthDate,
    choice,
    mistake::Mistake,
    reading::{Door, Fields, mistakes},
    text::{Line, Prose},
};

choice! {
    /// Why a case is opened in an emergency.
    pub enum EmergencyReason {
        /// Care that cannot wait for the coordinating unit to answer.
        CareNow = "care_now", "Vård som behövs nu och inte kan vänta";
        /// The patient cannot give information: unconscious, confused, no interpreter.
        CannotTell = "cannot_tell", "Patienten kan inte själv berätta";
        /// The patient's life or health is in danger if staff lack information.
        Danger = "danger", "Fara för patientens liv eller hälsa";
    }
}

/// A request to open a case in an emergency. Its `Debug` output contains only the type's name.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenInEmergency {
    /// One of the person's identity numbers, complete, as typed.
    pub number: Line,
    /// The person's birth date, as the case has it.
    pub birth_date: BirthDate,
    pub reason: EmergencyReason,
    pub words: Prose,
}

impl std::fmt::Debug for OpenInEmergency {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("OpenInEmergency")
    }
}

impl OpenInEmergency {
    /// Reads the request.
    ///
    /// # Errors
    /// Every mistake in it, by field.
    pub fn read(
        map: &Map<String, Value>,
        door: Door,
        now: Timestamp,
    ) -> Result<Self, Vec<Mistake>> {
        let mut fields = Fields::new(map, door, now);
        let number = fields.take("number");
        let birth_date = fields.take::<BirthDate>("birth_date");
        let reason = fields.take("reason");
        let words = fields.take("words");
        fields.finish().map_err(mistakes)?;
        let all = (|| {
            Some(Self {
                number: number?,
                birth_date: birth_date?,
                reason: reason?,
                words: words?,
            })
        })();
        all.ok_or_else(Vec::new)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{EmergencyReason, OpenInEmergency};
    use crate::reading::Door;

    #[test]
    fn an_emergency_needs_number_birth_date_reason_and_words() {
        let now = "2026-03-05T08:42:00Z".parse().unwrap();
        let read = |asked: &serde_json::Value| {
            OpenInEmergency::read(asked.as_object().unwrap(), Door::Form, now)
        };
        let mistakes = read(&json!({})).unwrap_err();
        let mut fields: Vec<&str> = mistakes.iter().map(|one| one.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["birth_date", "number", "reason", "words"]);
        let asked = json!({
            "number": "51-234567", "birth_date": "1984-05-17", "reason": "danger",
            "words": "Medvetslös på akuten",
        });
        let read = read(&asked).unwrap();
        assert_eq!(read.reason, EmergencyReason::Danger);
        assert_eq!(format!("{read:?}"), "OpenInEmergency");
    }
}
