//! The handlers of a step and of actions beside the steps: showing and posting.

use app::CasePage;
use axum::extract::{Path, Query};
use disclosure::views::{ActionView, StepView};
use http::StatusCode;
use serde::Deserialize;
use vocabulary::{refusal::Refusal, step::StepStatus};

use super::{
    command_form::{CommandForm, FormPlace},
    form_page,
    opened_case::{CaseShare, OpenedCase},
    saving::{self, PostedTo},
    side_actions, step_page, tabs,
};
use crate::{
    account::session::Signed,
    form_body::FormBody,
    municipal,
    pages::{PageResult, shown},
    problem::Problem,
};

/// Which of a step's forms to show, counted from 1.
#[derive(Debug, Default, Deserialize)]
pub(super) struct StepQuery {
    #[serde(default)]
    val: usize,
}

/// The case's first page: the step to do next with its form, or the reader's own share.
pub(super) async fn first(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Steps).await?;
    match &opened.seen {
        CaseShare::Regional(_) => {
            let (app, caller) = (&opened.signed.app, &opened.signed.caller);
            let (steps, next) = app.steps_and_next(caller, &opened.at_hand).await?;
            let steps = steps.into_view();
            if steps.is_empty() {
                return tabs::patient::drawn(&opened, None).await;
            }
            with_form(&opened, steps, next.unwrap_or(0), &StepQuery::default()).await
        }
        CaseShare::Municipal(view) => municipal::share::care_request(&opened, view, None).await,
        CaseShare::Signing(view) => municipal::signing::agreement(&opened, view).await,
        CaseShare::HeadOffice(view) => municipal::head_office::agreement(&opened, view).await,
    }
}

/// A step with its form.
pub(super) async fn show(
    signed: Signed,
    Path((id, slug)): Path<(String, String)>,
    Query(asked): Query<StepQuery>,
) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Steps).await?;
    opened.whole()?;
    let (steps, open) = steps(&opened, &slug).await?;
    let open = open.ok_or_else(Problem::not_found)?;
    with_form(&opened, steps, open, &asked).await
}

async fn with_form(
    opened: &OpenedCase,
    steps: Vec<StepView>,
    open: usize,
    asked: &StepQuery,
) -> PageResult {
    let action = steps.get(open).and_then(|step| chosen(step, asked.val));
    let place = FormPlace::Step {
        steps,
        open,
        action,
    };
    match CommandForm::at(opened, &place).await? {
        Some(command_form) => {
            let written = command_form.begun().await?;
            let form = command_form.drawn(&written).await?;
            form_page::form(&command_form, StatusCode::OK, form).await
        }
        None => match &place {
            FormPlace::Step { steps, open, .. } => {
                shown(&step_page::page(opened, steps, *open, None).await?)
            }
            FormPlace::SideAction(_) => Err(Problem::not_found()),
        },
    }
}

/// Handles a step's posted form.
pub(super) async fn save(
    signed: Signed,
    Path((id, slug)): Path<(String, String)>,
    posted: FormBody,
) -> PageResult {
    saving::save(signed, &id, PostedTo::Step(&slug), posted).await
}

/// Shows an action beside the steps.
pub(super) async fn act(signed: Signed, Path((id, slug)): Path<(String, String)>) -> PageResult {
    let library = signed.app.library();
    let act = library.side_action(&slug).cloned();
    let page = act
        .as_ref()
        .map_or(CasePage::Case, |act| side_actions::page(library, act));
    let opened = OpenedCase::of(signed, &id, page).await?;
    let act = act.ok_or_else(Problem::not_found)?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let command = act.command.as_str();
    let may = app.may_on(caller, &opened.at_hand, &[command]).await?;
    if may.is_empty() {
        return Err(Refusal::NotYourTask.into());
    }
    let place = FormPlace::SideAction(act);
    let command_form = CommandForm::at(&opened, &place)
        .await?
        .ok_or_else(Problem::not_found)?;
    let written = command_form.begun().await?;
    let form = command_form.drawn(&written).await?;
    form_page::form(&command_form, StatusCode::OK, form).await
}

/// Handles the posted form of an action beside the steps.
pub(super) async fn do_act(
    signed: Signed,
    Path((id, slug)): Path<(String, String)>,
    posted: FormBody,
) -> PageResult {
    let Some(act) = signed.app.library().side_action(&slug).cloned() else {
        // The URL does not exist, and the reader may not be allowed to know of the case either.
        signed.app.known_case(&signed.caller, &id).await?;
        return Err(Problem::not_found());
    };
    saving::save(signed, &id, PostedTo::SideAction(&act), posted).await
}

/// The steps of a case, and the index of the step that a URL opens.
pub(super) async fn steps(
    opened: &OpenedCase,
    slug: &str,
) -> Result<(Vec<StepView>, Option<usize>), Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let steps = app.steps(caller, &opened.at_hand).await?.into_view();
    let open = steps.iter().position(|step| step.slug == slug);
    Ok((steps, open))
}

/// The action whose form is shown: the one asked for, otherwise the first that the reader may do. A
/// step that is done shows what was recorded, and a form only on request.
fn chosen(step: &StepView, asked: usize) -> Option<ActionView> {
    if let Some(index) = asked.checked_sub(1) {
        return step
            .actions
            .get(index)
            .filter(|action| action.allowed)
            .cloned();
    }
    if matches!(step.status, StepStatus::Done | StepStatus::NotApplicable) {
        return None;
    }
    step.actions.iter().find(|action| action.allowed).cloned()
}
