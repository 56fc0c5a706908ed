//! Municipal primary care's own view of a case that it takes part in: care request, plan and
//! agreement, with identity and address. Nothing here knows group, pathway or steps.

use app::CasePage;
use axum::extract::Path;
use disclosure::views::{AddressView, MunicipalCaseView};
use http::StatusCode;
use vocabulary::{
    calendar::{long_date, relative_moment},
    command::Signatory,
    text::isolated,
};

use super::{page::MunicipalCasePage, signing};
use crate::{
    account::session::Signed,
    case::{
        opened_case::{CaseShare, OpenedCase},
        side_actions, step_summary,
        tabs::patient,
    },
    html::{
        block::{Block, EmptyState, FactsView},
        form::FormView,
        frame::NavItem,
        part::{Alert, FactRow, PageLink, Tone},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown_with},
    problem::Problem,
};

/// The pages of the municipality's share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ShareTab {
    Request,
    Plan,
    Agreement,
}

impl ShareTab {
    const ALL: [Self; 3] = [Self::Request, Self::Plan, Self::Agreement];

    fn label(self) -> &'static str {
        match self {
            Self::Request => "Vårdbegäran",
            Self::Plan => "Plan",
            Self::Agreement => "Överenskommelse",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Request => "",
            Self::Plan => "/plan",
            Self::Agreement => "/overenskommelse",
        }
    }
}

fn page(opened: &OpenedCase, view: &MunicipalCaseView, tab: Option<ShareTab>) -> MunicipalCasePage {
    let mut frame = opened.signed.frame("Ärende", MenuEntry::Cases);
    opened.dress(&mut frame);
    let base = opened.base();
    let mut alerts = Vec::new();
    let notice = |heading: &str, text: &str| Alert {
        folded: false,
        tone: Tone::Info,
        heading: heading.to_owned(),
        text: text.to_owned(),
        link: None,
    };
    if let Some(day) = view.closed_on {
        let text = format!("Avslutat {}. Det går inte att ändra.", long_date(day));
        alerts.push(notice("Ärendet är avslutat", &text));
    }
    if view.purchases_ended {
        let text = "Insatser efter den dagen omfattas inte av överenskommelsen.";
        alerts.push(notice("Tjänsteköpet har upphört", text));
    }
    MunicipalCasePage {
        frame,
        patient: format!(
            "{}, {}",
            isolated(&view.person.name),
            view.person.age_in_words()
        ),
        facts: facts(view),
        tabs: ShareTab::ALL
            .iter()
            .map(|one| {
                let href = format!("{base}{}", one.path());
                NavItem::new(one.label(), &href, tab == Some(*one))
            })
            .collect(),
        alerts,
        heading: tab.map_or("", ShareTab::label).to_owned(),
        aside: vec![parties(opened, view)],
        ..MunicipalCasePage::default()
    }
}

fn facts(view: &MunicipalCaseView) -> Vec<FactRow> {
    let mut facts: Vec<FactRow> = view
        .person
        .identifiers
        .iter()
        .map(|number| FactRow::concealed(number.kind_name, &number.value))
        .collect();
    if let Some(language) = &view.person.language_name {
        let needed = if view.person.interpreter_needed {
            ", tolk behövs"
        } else {
            ""
        };
        facts.push(FactRow::text(
            "Språk",
            &format!("{}{needed}", capital(language)),
        ));
    }
    facts.extend(
        view.residence
            .as_ref()
            .map(patient::residence)
            .unwrap_or_default(),
    );
    facts
}

fn parties(opened: &OpenedCase, view: &MunicipalCaseView) -> Block {
    let facts = view.parties.iter().map(|party| {
        let since = relative_moment(party.since.0, opened.now);
        let role = if party.coordinates { ", samordnar" } else { "" };
        FactRow::text(
            &party.name,
            &format!("{}{role}, sedan {since}", party.kind_name),
        )
    });
    let report = side_actions::at(&opened.base(), side_actions::REPORT_WRONG_DISCLOSURE);
    Block::Facts(FactsView {
        heading: "Parter".to_owned(),
        facts: facts.collect(),
        link: Some(PageLink::new("Rapportera fel", &report)),
    })
}

fn card(heading: &str, facts: Vec<FactRow>) -> Block {
    Block::Facts(FactsView {
        heading: heading.to_owned(),
        facts,
        link: None,
    })
}

fn empty(heading: &str, text: &str) -> Block {
    Block::Empty(EmptyState {
        heading: heading.to_owned(),
        text: text.to_owned(),
        link: None,
    })
}

/// The link to an action, if the reader may do it.
pub(super) async fn act(opened: &OpenedCase, slug: &str) -> Result<Option<PageLink>, Problem> {
    let Some(act) = opened.signed.app.library().side_action(slug) else {
        return Ok(None);
    };
    let may = side_actions::may(opened, slug).await?;
    let href = side_actions::at(&opened.base(), slug);
    Ok(may.then(|| PageLink::main(&act.label, &href, None)))
}

/// The way to the address. It is hidden in every case, and showing it is logged.
fn hidden_address(opened: &OpenedCase) -> Block {
    Block::Form(Box::new(FormView {
        action: format!("{}/adress", opened.base()),
        heading: "Adressen är dold".to_owned(),
        submit: "Visa adressen".to_owned(),
        on_save: vec!["Visningen loggas.".to_owned()],
        ..FormView::default()
    }))
}

/// The page of the care request, which is the municipality's first page. The address is on it when
/// the reader has asked for it.
pub(crate) async fn care_request(
    opened: &OpenedCase,
    view: &MunicipalCaseView,
    address: Option<&AddressView>,
) -> PageResult {
    let mut page = page(opened, view, Some(ShareTab::Request));
    if let Some(address) = address {
        page.facts.retain(|fact| fact.label != patient::ADDRESS);
        page.facts.extend(patient::shown_address(address));
    } else if view.residence.is_some() {
        page.aside.push(hidden_address(opened));
    }
    let Some(request) = &view.care_request else {
        page.blocks.push(empty(
            "Ingen vårdbegäran än",
            "Den kommer hit när regionen skickar den.",
        ));
        return shown_with(StatusCode::OK, &page);
    };
    let mut facts = vec![
        FactRow::text(
            "Skickad",
            &capital(&relative_moment(request.sent_at.0, opened.now)),
        ),
        FactRow::text("Frågeställning", &request.question),
        FactRow::text("Hälsotillstånd", &request.health_state),
        FactRow::text("Uppföljning", &request.follow_up),
    ];
    let medicines = request.medicines.iter();
    facts.extend(medicines.map(|text| FactRow::text("Läkemedelshantering", text)));
    page.blocks.push(card("Uppdraget", facts));
    match &request.answer {
        Some(answer) => {
            let mut facts = vec![
                FactRow::text("Beslut", answer.value.answer_name),
                FactRow::text(
                    "Beslutat",
                    &format!(
                        "{}, {}",
                        capital(&relative_moment(answer.at.0, opened.now)),
                        answer.by
                    ),
                ),
            ];
            let reason = answer.value.reason.iter();
            facts.extend(reason.map(|text| FactRow::text("Skäl", text)));
            page.blocks.push(card("Ert svar", facts));
        }
        None => page.actions.extend(act(opened, "svara").await?),
    }
    shown_with(StatusCode::OK, &page)
}

/// The municipality's page of the plan: the meeting, the plan itself, and its follow-up.
pub(crate) fn plan(
    opened: &OpenedCase,
    view: &MunicipalCaseView,
    blocks: Vec<Block>,
    aside: Vec<Block>,
    status: StatusCode,
) -> PageResult {
    let mut page = page(opened, view, Some(ShareTab::Plan));
    let when = |at: disclosure::views::Moment| capital(&relative_moment(at.0, opened.now));
    if let Some(meeting) = &view.meeting {
        let meeting = &meeting.value;
        let mut facts = vec![
            FactRow::text("Tid", &when(meeting.at)),
            FactRow::text("Form", meeting.form_name),
        ];
        let point = meeting.meeting_point.iter();
        facts.extend(point.map(|point| FactRow::text("Mötesplats", point)));
        facts.extend(
            meeting
                .link
                .iter()
                .map(|link| FactRow::number("Länk", link)),
        );
        page.blocks.push(card("SIP-mötet", facts));
    }
    if let Some(plan) = &view.plan {
        let mut facts = Vec::new();
        facts.extend(
            plan.held_at
                .map(|at| FactRow::text("Mötet hölls", &when(at))),
        );
        facts.extend(plan.agreed_at.map(|at| {
            let text = format!("Version {}, {}", plan.version, when(at));
            FactRow::text("Fastställd", &text)
        }));
        facts.extend(plan.ended_at.map(|at| FactRow::text("Avslutad", &when(at))));
        if !facts.is_empty() {
            page.blocks.push(card("Planen", facts));
        }
    }
    page.blocks.extend(blocks);
    page.aside.extend(aside);
    if let Some(follow_up) = &view.follow_up {
        page.blocks.push(card(
            "Uppföljning",
            vec![
                FactRow::text("Tid", &when(follow_up.value.at)),
                FactRow::text("Huvudansvarig", &follow_up.value.unit_name),
            ],
        ));
    }
    for held in &view.evaluated {
        let mut facts = vec![FactRow::text("Hölls", &when(held.value.at))];
        facts.extend(step_summary::goals(&held.value));
        facts.push(FactRow::text("Antecknat", &held.by));
        page.blocks.push(card("Uppföljningen hölls", facts));
    }
    shown_with(status, &page)
}

pub(crate) async fn agreement(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Case).await?;
    if let CaseShare::Signing(view) = &opened.seen {
        return signing::agreement(&opened, view).await;
    }
    let view = opened.municipal()?;
    let mut page = page(&opened, view, Some(ShareTab::Agreement));
    match &view.agreement {
        Some(found) => {
            let drawn_up = long_date(vocabulary::calendar::local_date(found.drawn_up_at.0));
            let mut facts = vec![FactRow::text("Skriven", &drawn_up)];
            facts.extend(step_summary::agreement(found));
            page.blocks.push(card("Bilaga 1", facts));
            let own = Signatory::HeadOfOperations;
            if !found
                .signatures
                .iter()
                .any(|signature| signature.signatory == own)
            {
                page.actions
                    .extend(act(&opened, side_actions::SIGN_FOR_MUNICIPALITY).await?);
            }
        }
        None => page.blocks.push(empty(
            "Ingen överenskommelse än",
            "Den skrivs när ni har accepterat vårdbegäran och SIP-mötet är hållet.",
        )),
    }
    shown_with(StatusCode::OK, &page)
}

/// A form on the municipality's page.
pub(crate) fn with_form(
    opened: &OpenedCase,
    view: &MunicipalCaseView,
    mut form: FormView,
    status: StatusCode,
) -> PageResult {
    let mut page = page(opened, view, None);
    page.heading = std::mem::take(&mut form.heading);
    page.blocks.push(Block::Form(Box::new(form)));
    shown_with(status, &page)
}
