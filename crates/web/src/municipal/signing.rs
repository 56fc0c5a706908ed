//! What the municipality's head of operations signs, at a unit that is no party: the agreement and
//! whom it is between. No name, no number, no address, no plan.

use disclosure::views::SigningView;
use http::StatusCode;
use vocabulary::{calendar::long_date, command::Signatory};

use super::share;
use crate::{
    case::{opened_case::OpenedCase, side_actions, step_summary},
    html::{
        block::{Block, FactsView},
        form::FormView,
        part::{FactRow, PageLink},
        plain::PlainPage,
    },
    menu::MenuEntry,
    pages::{PageResult, reference, shown_with},
};

fn page(opened: &OpenedCase, view: &SigningView) -> PlainPage {
    let mut frame = opened.signed.frame("Överenskommelse", MenuEntry::Cases);
    opened.dress(&mut frame);
    let mut facts = vec![
        FactRow::number("Ärende", &reference(&view.id)),
        FactRow::text("Beställare", view.ordered_by),
        FactRow::text("Utförare", &view.performing_unit),
    ];
    if view.purchases_ended {
        facts.push(FactRow::text("Tjänsteköpet", "Har upphört"));
    }
    if let Some(day) = view.closed_on {
        facts.push(FactRow::text(
            "Ärendet",
            &format!("Avslutat {}", long_date(day)),
        ));
    }
    PlainPage {
        frame,
        crumbs: vec![PageLink::new("Ärenden", "/arenden")],
        heading: "Överenskommelse".to_owned(),
        lead: "Du ser det som ska skrivas under, inte vem patienten är. Den enhet som utför \
               insatserna kan svara på frågor."
            .to_owned(),
        aside: vec![Block::Facts(FactsView {
            heading: "Ärendet".to_owned(),
            facts,
            link: None,
        })],
        ..PlainPage::default()
    }
}

/// The agreement, with the action to sign it.
pub(crate) async fn agreement(opened: &OpenedCase, view: &SigningView) -> PageResult {
    let mut page = page(opened, view);
    page.blocks.push(Block::Facts(FactsView {
        heading: "Bilaga 1".to_owned(),
        facts: step_summary::agreement(&view.agreement),
        link: None,
    }));
    let signed = view.agreement.signatures.iter();
    let mut signed = signed.map(|signature| signature.signatory);
    if !signed.any(|signatory| signatory == Signatory::HeadOfOperations) {
        let act = share::act(opened, side_actions::SIGN_FOR_MUNICIPALITY).await?;
        page.actions.extend(act);
    }
    shown_with(StatusCode::OK, &page)
}

/// A form on the page of what is signed.
pub(crate) fn with_form(
    opened: &OpenedCase,
    view: &SigningView,
    mut form: FormView,
    status: StatusCode,
) -> PageResult {
    let mut page = page(opened, view);
    page.heading = std::mem::take(&mut form.heading);
    page.blocks.push(Block::Form(Box::new(form)));
    shown_with(status, &page)
}
