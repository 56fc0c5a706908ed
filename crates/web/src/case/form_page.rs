//! The page around a form, for every kind of reader, and the message after it has been saved.

use guidance::Receipt;
use http::StatusCode;

use super::{
    audience_panel,
    command_form::{CommandForm, FormPlace},
    header,
    opened_case::CaseShare,
    page::CaseTabPage,
    step_page,
};
use crate::{
    flash::Flash,
    html::{block::Block, form::FormView},
    menu::MenuEntry,
    municipal,
    pages::{PageResult, shown_with},
};

/// The form on its page.
pub(super) async fn form(
    command_form: &CommandForm<'_>,
    status: StatusCode,
    form: FormView,
) -> PageResult {
    let opened = command_form.opened;
    match (&opened.seen, command_form.place) {
        (CaseShare::Regional(_), FormPlace::Step { steps, open, .. }) => {
            let page = step_page::page(opened, steps, *open, Some(form)).await?;
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
                    &step_page::briefly(rows.view()),
                    view.protected,
                    opened.now,
                ))],
                ..CaseTabPage::default()
            };
            shown_with(status, &page)
        }
        (CaseShare::Municipal(view), _) => municipal::share::with_form(opened, view, form, status),
        (CaseShare::Signing(view), _) => municipal::signing::with_form(opened, view, form, status),
        (CaseShare::HeadOffice(view), _) => {
            municipal::head_office::with_form(opened, view, form, status)
        }
    }
}

/// The message after a form has been carried out.
pub(super) fn said(receipt: Option<Receipt>, step_done: bool) -> Flash {
    match receipt {
        Some(Receipt::PartyAdded) => Flash::PartyAdded,
        Some(Receipt::PartyRemoved) => Flash::PartyRemoved,
        Some(Receipt::Asked) => Flash::Asked,
        Some(Receipt::Sent) => Flash::Sent,
        Some(Receipt::Signed) => Flash::Signed,
        Some(Receipt::Closed) => Flash::Closed,
        Some(Receipt::Reopened) => Flash::Reopened,
        Some(Receipt::Reported) => Flash::Reported,
        None if step_done => Flash::StepDone,
        None => Flash::Saved,
    }
}
