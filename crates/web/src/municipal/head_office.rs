//! Koncernkontoret's view of a case: the agreement, the grounds for signing it, and the invoicing
//! form. No name, no plan, no address.

use disclosure::views::HeadOfficeCaseView;
use http::StatusCode;
use vocabulary::{calendar::relative_moment, choice::Choice as _, command::Signatory};

use super::share;
use crate::{
    case::{opened_case::OpenedCase, side_actions, step_summary},
    html::{
        block::{Block, EmptyState, FactsView},
        form::FormView,
        part::{FactRow, PageLink},
        plain::PlainPage,
    },
    menu::MenuEntry,
    pages::{PageResult, capital, reference, shown_with},
};

fn page(opened: &OpenedCase, view: &HeadOfficeCaseView) -> PlainPage {
    let mut frame = opened.signed.frame("Ärende", MenuEntry::Cases);
    opened.dress(&mut frame);
    let mut facts = vec![FactRow::number("Ärende", &reference(&view.id))];
    let numbers = view.identifiers.iter();
    facts.extend(numbers.map(|number| FactRow::concealed(number.kind_name, &number.value)));
    facts.extend(
        view.group
            .map(|group| FactRow::text("Grupp", group.swedish())),
    );
    let unit = view.municipal_unit.iter();
    facts.extend(unit.map(|unit| FactRow::text("Utförare", unit)));
    let form = view.invoicing_form.iter();
    facts.extend(form.map(|form| FactRow::number("Fakturablankett", form)));
    if let Some(ended) = view.purchases_ended_at {
        let when = capital(&relative_moment(ended.0, opened.now));
        facts.push(FactRow::text("Tjänsteköpet upphörde", &when));
    }
    if view.protected {
        facts.push(FactRow::text("Skydd", "Skyddat ärende"));
    }
    let report = side_actions::at(&opened.base(), side_actions::REPORT_WRONG_DISCLOSURE);
    PlainPage {
        frame,
        crumbs: vec![PageLink::new("Ärenden", "/arenden")],
        heading: "Överenskommelse".to_owned(),
        lead: "Koncernkontoret ser överenskommelsen och personens nummer, inte planen och inte \
               adressen."
            .to_owned(),
        aside: vec![Block::Facts(FactsView {
            heading: "Ärendet".to_owned(),
            facts,
            link: Some(PageLink::new("Rapportera fel", &report)),
        })],
        ..PlainPage::default()
    }
}

/// The agreement, with the actions on it.
pub(crate) async fn agreement(opened: &OpenedCase, view: &HeadOfficeCaseView) -> PageResult {
    let mut page = page(opened, view);
    let Some(found) = &view.agreement else {
        page.blocks.push(Block::Empty(EmptyState {
            heading: "Ingen överenskommelse än".to_owned(),
            text: "Den visas här när den är skriven.".to_owned(),
            link: None,
        }));
        return shown_with(StatusCode::OK, &page);
    };
    page.blocks.push(Block::Facts(FactsView {
        heading: "Bilaga 1".to_owned(),
        facts: step_summary::agreement(found),
        link: None,
    }));
    let own = Signatory::RegionalDeveloper;
    let has_signed = found
        .signatures
        .iter()
        .any(|signature| signature.signatory == own);
    let wanted = [
        (!has_signed).then_some(side_actions::SIGN_FOR_REGION),
        (found.signed && view.invoicing_form.is_none()).then_some(side_actions::INVOICING_FORM),
    ];
    for slug in wanted.into_iter().flatten() {
        page.actions.extend(share::act(opened, slug).await?);
    }
    shown_with(StatusCode::OK, &page)
}

/// A form on Koncernkontoret's page.
pub(crate) fn with_form(
    opened: &OpenedCase,
    view: &HeadOfficeCaseView,
    mut form: FormView,
    status: StatusCode,
) -> PageResult {
    let mut page = page(opened, view);
    page.heading = std::mem::take(&mut form.heading);
    page.blocks.push(Block::Form(Box::new(form)));
    shown_with(status, &page)
}
