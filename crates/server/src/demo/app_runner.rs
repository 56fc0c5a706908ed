//! Runs scenarios on the product: demo users give their commands through the same use cases as all
//! users, including the guard and the journal.

use std::{collections::BTreeMap, sync::Arc};

use app::{App, AppError, Caller, Moment, QuestionAnswer};
use domain::Fresh;
use tokio::sync::RwLock;
use vocabulary::{
    command::{Command, RecordMunicipalityAnswer},
    meeting_point::MeetingHost,
    opening::OpenCase,
    public_id::PublicId,
    refusal::Refusal,
    unit::UnitKind,
};

use super::{
    directory,
    scenario_runner::{At, ScenarioRunner, as_it_is},
};

/// The product, with demo users as callers.
pub(crate) struct AppRunner {
    app: App,
    callers: RwLock<BTreeMap<String, Arc<Caller>>>,
}

/// A case in the product.
#[derive(Debug, Clone)]
pub(crate) struct AppCase {
    id: String,
    /// Id of the latest question. The municipality knows this id and nothing of the case.
    question: Option<PublicId>,
}

/// The product's refusal or error.
#[derive(Debug)]
pub(crate) struct AppRunnerError(AppError);

impl std::fmt::Display for AppRunnerError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let AppError::Mistakes(mistakes) = &self.0 else {
            return self.0.fmt(f);
        };
        let said: Vec<String> = mistakes
            .iter()
            .map(|mistake| format!("{}: {}", mistake.field, mistake.code))
            .collect();
        f.write_str(&said.join(", "))
    }
}

impl AppRunner {
    pub(crate) fn of(app: &App) -> Self {
        if let Some(host) = MeetingHost::parse(directory::MEETING_HOST) {
            app.meet_at(host);
        }
        Self {
            app: app.clone(),
            callers: RwLock::default(),
        }
    }

    async fn caller(&self, user_name: &str) -> Result<Arc<Caller>, AppRunnerError> {
        if let Some(known) = self.callers.read().await.get(user_name) {
            return Ok(Arc::clone(known));
        }
        let caller = Arc::new(
            self.app
                .demo_caller(user_name)
                .await
                .map_err(AppRunnerError)?,
        );
        self.callers
            .write()
            .await
            .insert(user_name.to_owned(), Arc::clone(&caller));
        Ok(caller)
    }

    /// Before the yes a manager is told of no case, so the answer is given to the question.
    async fn answer(
        &self,
        caller: &Caller,
        case: &AppCase,
        command: &RecordMunicipalityAnswer,
        moment: Moment,
    ) -> Result<(), AppError> {
        let question = case
            .question
            .ok_or(AppError::Refused(Refusal::NothingAsked))?;
        let answer = QuestionAnswer {
            answer: command.answer,
            accepted: command.accepted.clone(),
            comment: command.comment.clone(),
        };
        self.app
            .answer_question(caller, &question.to_string(), &answer, moment, None)
            .await
    }
}

impl ScenarioRunner for AppRunner {
    type Case = AppCase;
    type Error = AppRunnerError;

    async fn open(&self, by: &str, request: &OpenCase, at: At) -> Result<AppCase, AppRunnerError> {
        let caller = self.caller(by).await?;
        let moment = Moment::seeded(at.instant, at.bits);
        let opened = self
            .app
            .open_case(&caller, request, moment, None)
            .await
            .map_err(AppRunnerError)?;
        Ok(AppCase {
            id: opened.id.to_string(),
            question: None,
        })
    }

    async fn command(
        &self,
        by: &str,
        case: &mut AppCase,
        command: &Command,
        at: At,
    ) -> Result<(), AppRunnerError> {
        let caller = self.caller(by).await?;
        let moment = Moment::seeded(at.instant, at.bits);
        if let Command::RecordMunicipalityAnswer(answer) = command
            && caller.unit().kind == UnitKind::MunicipalPrimaryCare
        {
            return self
                .answer(&caller, case, answer, moment)
                .await
                .map_err(AppRunnerError);
        }
        let seen = if matches!(command, Command::AgreePlan(_)) {
            let plan = self.app.plan(&caller, &case.id).await;
            let plan = plan.map_err(AppRunnerError)?;
            plan.into_view().seen.unwrap_or_default()
        } else {
            String::new()
        };
        let command = &as_it_is(command, || seen);
        // Nobody else changes the case meanwhile, so no version is expected.
        let done = self
            .app
            .command(&caller, &case.id, None, command, moment, None)
            .await;
        done.map_err(AppRunnerError)?;
        if matches!(command, Command::AskMunicipality(_)) {
            // The domain makes the question's id from these bits.
            case.question = Some(Fresh(at.bits).id());
        }
        Ok(())
    }
}
