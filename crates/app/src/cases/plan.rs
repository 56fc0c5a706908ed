//! The plan of a SIP: read as much of it as the guard shows, and written by many at once.

use disclosure::views::PlanForReader;
use domain::Case;
use vocabulary::command::Command;

use super::{Done, Wording};
use crate::{
    App, Caller,
    case_cache::{Loaded, Which},
    command_context::{Moment, Request},
    error::AppError,
};

/// What the log says of a view or a change of the plan: which version it was of, `plan@2`, or `plan@2+`
/// when something has been written after version 2.
pub(crate) fn version_of_plan(what: &str, case: &Case) -> String {
    let version = case.plan.agreed().map_or(0, |agreed| agreed.number);
    let draft = if case.plan.differs_from_agreed() {
        "+"
    } else {
        ""
    };
    format!("{what}@{version}{draft}")
}

impl App {
    /// The plan of a case, as much of it as the caller may read.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such case or the caller gets nothing of its plan.
    pub async fn plan(
        &self,
        caller: &Caller,
        which: impl Into<Which<'_>>,
    ) -> Result<PlanForReader, AppError> {
        let which = which.into();
        if which.is_logged("plan") {
            let loaded = self.load_for(caller, which).await?;
            let plan = self.inner.guard.plan(&caller.actor, &loaded.case);
            return plan.ok_or(AppError::NotFound);
        }
        let plan = |loaded: &Loaded| {
            let plan = self.inner.guard.plan(&caller.actor, &loaded.case);
            (version_of_plan("plan", &loaded.case).into(), plan)
        };
        let (_, plan) = self.load_shown(caller, which, plan).await?;
        Ok(plan)
    }

    /// Carries out a command on a case whatever its version is: one that says itself what its author has
    /// seen. Others' changes in the meantime are no reason to refuse it.
    ///
    /// # Errors
    /// As [`App::command`], without [`AppError::Stale`].
    pub async fn save_on_any_version(
        &self,
        caller: &Caller,
        id: &str,
        command: &Command,
        moment: Moment,
        request: Option<&Request>,
    ) -> Result<Done, AppError> {
        let given = (command, request, Wording::Nothing);
        self.carry_out(caller, id, None, given, moment).await
    }
}
