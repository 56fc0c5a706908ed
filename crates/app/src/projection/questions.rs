//! The municipality's questions, each with what could be known when it was asked.

use store::{Statement, questions};
use vocabulary::{
    hsa_id::HsaId, intervention::MunicipalityAnswer, public_id::PublicId, unit::UnitCard,
};

use super::Change;
use crate::{App, clock::stamp, effects::Register, error::AppError};

impl App {
    pub(crate) fn project_question(
        &self,
        change: &Change<'_>,
        register: Register<'_>,
    ) -> Result<Vec<Statement>, AppError> {
        let now = stamp(change.now);
        let key = &change.after.key;
        Ok(match register {
            Register::Asked(question, unit) => {
                let payload = self.inner.guard.question_row(&change.after.case, question);
                let row = question_row(change, question, unit, payload.as_ref())?;
                vec![questions::ask(row)]
            }
            Register::Answered(unit, answer) => {
                let state = if answer == MunicipalityAnswer::MoreInformation {
                    "more_information"
                } else {
                    "answered"
                };
                move_question(change, unit, state, &now)
            }
            Register::Withdrawn(unit) => move_question(change, unit, "withdrawn", &now),
            Register::Closed => vec![
                questions::move_case(key, "open", "withdrawn", &now),
                questions::move_case(key, "more_information", "withdrawn", &now),
            ],
            Register::Reopened => vec![questions::move_case(key, "answered", "withdrawn", &now)],
            Register::Opened(..)
            | Register::Renumbered
            | Register::NumberAdded(_)
            | Register::UnitJoined(_)
            | Register::UnitLeft(_)
            | Register::Renamed
            | Register::Consented
            | Register::Unchanged => Vec::new(),
        })
    }
}

fn question_row(
    change: &Change<'_>,
    id: PublicId,
    unit: &UnitCard,
    payload: Option<&disclosure::views::QuestionView>,
) -> Result<questions::StoredQuestion, AppError> {
    let now = stamp(change.now);
    Ok(questions::StoredQuestion {
        id: id.to_string(),
        unit: unit.hsa_id.as_str().to_owned(),
        case_key: change.after.key.clone(),
        state: "open".to_owned(),
        version: 1,
        payload: serde_json::to_string(&payload)
            .map_err(|error| AppError::fault("question", &error))?,
        created_at: now.clone(),
        changed_at: now,
    })
}

fn move_question(change: &Change<'_>, unit: &HsaId, state: &str, now: &str) -> Vec<Statement> {
    let id = change
        .after
        .case
        .question_to(unit)
        .map(|question| question.id.to_string());
    id.into_iter()
        .map(|id| questions::set_state(&id, state, now))
        .collect()
}
