//! Municipal primary care's questions. Before its yes, a unit sees only the question, under an id
//! of its own, and answers it here (V6B.7, domain.md).

use disclosure::{Disclosed, audience::AskedMunicipality, views::QuestionView};
use domain::Case;
use store::{journal, questions};
use vocabulary::{
    command::{Command, RecordMunicipalityAnswer},
    intervention::{Intervention, MunicipalityAnswer},
    public_id::PublicId,
    text::{Line, Prose},
};

use crate::{App, Caller, Moment, access_log::Action, command_context::Request, error::AppError};

/// The states in which a question appears in a unit's list.
const SHOWN: [&str; 2] = ["open", "more_information"];

/// A municipal manager's answer to a question.
#[derive(Debug, Clone)]
pub struct QuestionAnswer {
    pub answer: MunicipalityAnswer,
    /// The interventions accepted, for a partial yes.
    pub accepted: Option<Vec<Intervention>>,
    pub comment: Option<Prose>,
}

impl App {
    /// How many questions the caller's unit has not answered. What they ask is not read out, so nothing
    /// is logged.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn unanswered_questions(&self, caller: &Caller) -> Result<usize, AppError> {
        let visible = self.visible_questions(caller).await?;
        let unanswered = visible.iter().map(|(_, question)| question.view());
        Ok(unanswered
            .filter(|question| question.answer.is_none())
            .count())
    }

    /// The questions that wait for the caller's unit, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn questions(
        &self,
        caller: &Caller,
    ) -> Result<Vec<Disclosed<AskedMunicipality, QuestionView>>, AppError> {
        let visible = self.visible_questions(caller).await?;
        let mut shown = Vec::with_capacity(visible.len());
        for (case_key, question) in visible {
            self.note(caller, Action::View, Some(&case_key), "question")
                .await?;
            shown.push(question);
        }
        Ok(shown)
    }

    /// The questions to the caller's unit that the caller may read, each with its case's row key, oldest
    /// first.
    async fn visible_questions(
        &self,
        caller: &Caller,
    ) -> Result<Vec<(String, Disclosed<AskedMunicipality, QuestionView>)>, AppError> {
        let unit = caller.unit().hsa_id.as_str();
        let mut found = Vec::new();
        for state in SHOWN {
            found.extend(
                self.inner
                    .database
                    .read(questions::of_unit(unit, state, ("", ""), 100))
                    .await?,
            );
        }
        found.sort_by(|one, other| one.created_at.cmp(&other.created_at));
        let mut visible = Vec::with_capacity(found.len());
        for row in found {
            let loaded = self.load_by_key(&row.case_key).await?;
            let id = PublicId::parse(&row.id).ok_or(AppError::NotFound)?;
            let question = self.inner.guard.question(&caller.actor, &loaded.case, id);
            visible.extend(question.map(|question| (row.case_key, question)));
        }
        Ok(visible)
    }

    /// One question to the caller's unit.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when no such question waits for the caller's unit, and for staff of
    /// the unit who do not have this task. Both take the same number of statements.
    pub async fn question(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Disclosed<AskedMunicipality, QuestionView>, AppError> {
        let row = self.own_question(caller, id).await?;
        let row = row.filter(|row| SHOWN.contains(&row.state.as_str()));
        let key = row.map_or_else(|| self.inner.decoy_case.key.clone(), |row| row.case_key);
        let asked = PublicId::parse(id).unwrap_or(PublicId::from_random([0; 16]));
        let seen = |case: &Case| self.inner.guard.question(&caller.actor, case, asked);
        let head = self
            .inner
            .database
            .read_one(journal::head_by_key(&key))
            .await?;
        let loaded = self.of_head(head, |case| seen(case).is_some()).await?;
        self.shown(caller, &loaded, "question", seen(&loaded.case))
            .await
    }

    /// The question, if it was put to the caller's unit. The same statement looks for another
    /// unit's question and for one that does not exist, and the answer is the same.
    async fn own_question(
        &self,
        caller: &Caller,
        id: &str,
    ) -> Result<Option<questions::StoredQuestion>, AppError> {
        let unit = caller.unit().hsa_id.as_str();
        let asked = questions::to_unit(unit, id);
        Ok(self.inner.database.read_one(asked).await?)
    }

    /// Whether the caller may answer a question to the unit: a manager may, others only read.
    ///
    /// # Errors
    /// [`AppError::NotFound`] as for [`App::question`].
    pub async fn may_answer(&self, caller: &Caller, id: &str) -> Result<bool, AppError> {
        let row = self.own_question(caller, id).await?;
        let row = row.ok_or(AppError::NotFound)?;
        let loaded = self.load_by_key(&row.case_key).await?;
        let verdict =
            self.inner
                .guard
                .may_command(&caller.actor, Some(&loaded.case), "answer_question");
        Ok(verdict.allowed)
    }

    /// Answers a question to the caller's unit.
    ///
    /// # Errors
    /// [`AppError::NotFound`] as for [`App::question`]; a refusal when it has already been
    /// answered.
    pub async fn answer_question(
        &self,
        caller: &Caller,
        id: &str,
        answer: &QuestionAnswer,
        moment: Moment,
        request: Option<&Request>,
    ) -> Result<(), AppError> {
        const TRIES: usize = 20;
        for _ in 0..TRIES {
            if self.answered_before(caller, request).await?.is_some() {
                let own = self.own_question(caller, id).await?;
                return own.map(drop).ok_or(AppError::NotFound);
            }
            match self
                .answer_as_it_stands(caller, id, answer, moment, request)
                .await
            {
                // The one who answers does not see the case, so a change in it meanwhile means
                // nothing to them.
                Err(AppError::Stale { .. }) => {}
                other => return other,
            }
        }
        Err(AppError::Busy)
    }

    async fn answer_as_it_stands(
        &self,
        caller: &Caller,
        id: &str,
        answer: &QuestionAnswer,
        moment: Moment,
        request: Option<&Request>,
    ) -> Result<(), AppError> {
        self.question(caller, id).await?;
        let row = self.own_question(caller, id).await?;
        let row = row.ok_or(AppError::NotFound)?;
        let loaded = self.load_by_key(&row.case_key).await?;
        let command = Command::RecordMunicipalityAnswer(RecordMunicipalityAnswer {
            unit: caller.unit().hsa_id.clone(),
            answer: answer.answer,
            accepted: answer.accepted.clone(),
            answered_by: Line(caller.actor.signature()),
            comment: answer.comment.clone(),
        });
        self.command_unseen(caller, &loaded, &command, moment, request)
            .await
    }
}
