//! The page around a form, whoever reads it, and where the user goes when it is saved.

use disclosure::views::StepView;
use http::StatusCode;
use vocabulary::step::StepStatus;

use super::{
    audience_panel,
    command_form::{Place, Task},
    header,
    opened_case::{Opened, Seen},
    page::CaseSectionPage,
    step,
};
use crate::{
    flash::Said,
    html::{block::Block, form::FormView},
    menu::Place as Menu,
    municipal,
    pages::{Answer, shown_with},
    problem::Problem,
};

/// The form on its page.
pub(super) async fn form(task: &Task<'_>, status: StatusCode, form: FormView) -> Answer {
    let opened = task.opened;
    match (&opened.seen, task.place) {
        (Seen::Regional(_), Place::Step { steps, open, .. }) => {
            let page = step::page(opened, steps, *open, Some(form)).await?;
            shown_with(status, &page)
        }
        (Seen::Regional(view), Place::Act(act)) => {
            let signed = &opened.signed;
            let rows = signed
                .app
                .audiences(&signed.caller, &opened.at_hand)
                .await?;
            let mut frame = signed.frame("Ärende", Menu::Cases);
            opened.dress(&mut frame);
            let mut form = form;
            let heading = std::mem::take(&mut form.heading);
            let page = CaseSectionPage {
                frame,
                head: header::of(opened, view, act.tab, "#vsv"),
                heading,
                blocks: vec![Block::Form(Box::new(form))],
                aside: vec![Block::Audiences(audience_panel::panel(
                    &step::briefly(rows.view()),
                    view.protected,
                    opened.now,
                ))],
                ..CaseSectionPage::default()
            };
            shown_with(status, &page)
        }
        (Seen::Municipal(view), _) => municipal::share::with_form(opened, view, form, status),
        (Seen::HeadOffice(view), _) => {
            municipal::head_office::with_form(opened, view, form, status)
        }
    }
}

/// Where to go when a step is saved: the same step while something is left to do in it, else the
/// next; and whether the step is done.
pub(super) async fn after(opened: &Opened, slug: &str) -> Result<(String, bool), Problem> {
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
pub(super) fn said(command: &str, step_done: bool) -> Said {
    match command {
        "add_party" => Said::PartyAdded,
        "remove_party" => Said::PartyRemoved,
        "ask_municipality" | "send_care_request" => Said::Asked,
        "send_invitation" => Said::Sent,
        "sign_agreement" => Said::Signed,
        "close_case" => Said::Closed,
        "report_wrong_disclosure" | "record_inbound_question" => Said::Reported,
        _ if step_done => Said::StepDone,
        _ => Said::Saved,
    }
}
