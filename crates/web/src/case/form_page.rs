//! The page around a form, whoever reads it, and where the user goes when it is saved.

use disclosure::views::StepView;
use http::StatusCode;
use vocabulary::step::StepStatus;

use super::{
    audience_panel,
    command_form::{CommandForm, FormPlace},
    header,
    opened_case::{CaseShare, OpenedCase},
    page::CaseTabPage,
    step,
};
use crate::{
    flash::Flash,
    html::{block::Block, form::FormView},
    menu::MenuEntry,
    municipal,
    pages::{PageResult, shown_with},
    problem::Problem,
};

/// The form on its page.
pub(super) async fn form(task: &CommandForm<'_>, status: StatusCode, form: FormView) -> PageResult {
    let opened = task.opened;
    match (&opened.seen, task.place) {
        (CaseShare::Regional(_), FormPlace::Step { steps, open, .. }) => {
            let page = step::page(opened, steps, *open, Some(form)).await?;
            shown_with(status, &page)
        }
        (CaseShare::Regional(view), FormPlace::SideAction(act)) => {
            let signed = &opened.signed;
            let rows = signed
                .app
                .audiences(&signed.caller, &opened.at_hand)
                .await?;
            let mut frame = signed.frame("Ärende", MenuEntry::Cases);
            opened.dress(&mut frame);
            let mut form = form;
            let heading = std::mem::take(&mut form.heading);
            let page = CaseTabPage {
                frame,
                head: header::of(opened, view, act.tab, "#vsv"),
                heading,
                blocks: vec![Block::Form(Box::new(form))],
                aside: vec![Block::Audiences(audience_panel::panel(
                    &step::briefly(rows.view()),
                    view.protected,
                    opened.now,
                ))],
                ..CaseTabPage::default()
            };
            shown_with(status, &page)
        }
        (CaseShare::Municipal(view), _) => municipal::share::with_form(opened, view, form, status),
        (CaseShare::HeadOffice(view), _) => {
            municipal::head_office::with_form(opened, view, form, status)
        }
    }
}

/// Where to go when a step is saved: the same step while something is left to do in it, else the
/// next; and whether the step is done.
pub(super) async fn after(opened: &OpenedCase, slug: &str) -> Result<(String, bool), Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let steps = app.steps(caller, &opened.id).await?;
    let same = steps.view().iter().find(|step| step.slug == slug);
    let done = same.is_some_and(|step| step.status == StepStatus::Done);
    if same.is_some_and(is_left) {
        return Ok((format!("{}/steg/{slug}", opened.base()), false));
    }
    let next = app.next_step(caller, &opened.id).await?;
    let next = next.unwrap_or_else(|| slug.to_owned());
    Ok((format!("{}/steg/{next}", opened.base()), done))
}

/// Whether there is more to do in a step for the reader.
fn is_left(step: &StepView) -> bool {
    let open = matches!(step.status, StepStatus::Todo | StepStatus::Started);
    open && step.actions.iter().any(|action| action.allowed)
}

/// What is said when a command has been carried out.
pub(super) fn said(command: &str, step_done: bool) -> Flash {
    match command {
        "add_party" => Flash::PartyAdded,
        "remove_party" => Flash::PartyRemoved,
        "ask_municipality" | "send_care_request" => Flash::Asked,
        "send_invitation" => Flash::Sent,
        "sign_agreement" => Flash::Signed,
        "close_case" => Flash::Closed,
        "report_wrong_disclosure" | "record_inbound_question" => Flash::Reported,
        _ if step_done => Flash::StepDone,
        _ => Flash::Saved,
    }
}
