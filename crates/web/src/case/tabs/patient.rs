//! The patient and the group: identity, the evidence of the group, what follows from it, and where
//! the person stays.

use app::CasePage;
use axum::extract::Path;
use disclosure::views::{AddressView, CaseView, IdentifierView, ResidenceView};
use guidance::CaseTab;
use http::StatusCode;
use vocabulary::{
    calendar::{long_date, relative_moment},
    choice::Choice as _,
};

use crate::{
    account::session::Signed,
    case::{
        header,
        opened_case::{CaseShare, OpenedCase},
        tabs,
    },
    html::{
        block::{Block, FactsView, TextPart, TextView},
        form::FormView,
        part::{FactRow, Tag, Tone},
        table::{Cell, Column, TableView},
    },
    municipal::share,
    pages::{PageResult, capital, reference, shown_with},
    problem::Problem,
};

pub(super) async fn page(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Case).await?;
    drawn(&opened, None).await
}

/// The page with a hidden address shown, because the reader asked for it; the request is logged.
pub(super) async fn address(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Case).await?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    if let CaseShare::Municipal(view) = &opened.seen {
        let address = app.municipal_address(caller, &id).await?.into_view();
        return share::care_request(&opened, view, Some(&address)).await;
    }
    opened.whole()?;
    let address = app.address(caller, &id).await?.into_view();
    drawn(&opened, Some(&address)).await
}

pub(in crate::case) async fn drawn(
    opened: &OpenedCase,
    address: Option<&AddressView>,
) -> PageResult {
    let view = opened.whole()?;
    let mut page = tabs::page(
        opened,
        CaseTab::Patient,
        "Patient och grupp",
        "Uppgifter som styr spår, rätt till vård och vem som får veta vad.",
    )
    .await?;
    let acts = std::mem::take(&mut page.actions);
    page.blocks = vec![
        Block::Facts(person(view)),
        numbers(view, opened),
        Block::Facts(group(view, opened)),
        Block::Facts(needs(view)),
        Block::Facts(home(view, address)),
    ];
    page.blocks.extend(related(opened).await?);
    let hidden = view
        .residence
        .as_ref()
        .is_some_and(|found| found.address_hidden);
    if hidden && address.is_none() {
        page.blocks.push(Block::Form(Box::new(FormView {
            action: format!("{}/adress", opened.base()),
            heading: "Adressen är dold".to_owned(),
            submit: "Visa adressen".to_owned(),
            on_save: vec!["Visningen loggas.".to_owned()],
            ..FormView::default()
        })));
    }
    page.aside = vec![Block::Text(TextView {
        heading: "Gör".to_owned(),
        parts: acts.into_iter().map(TextPart::Link).collect(),
    })];
    page.aside.extend(entitlement(view).map(Block::Text));
    shown_with(StatusCode::OK, &page)
}

/// Yes or no in Swedish, as shown in facts.
pub(crate) fn yes(value: bool) -> &'static str {
    if value { "Ja" } else { "Nej" }
}

/// Facts under a heading.
pub(crate) fn card(heading: &str, facts: Vec<FactRow>) -> FactsView {
    FactsView {
        heading: heading.to_owned(),
        facts,
        link: None,
    }
}

/// An identity number: its kind, the number, and whether it is in use.
pub(crate) fn number(found: &IdentifierView) -> Vec<Cell> {
    let tag = if found.in_use {
        Tag::toned("Används", Tone::Success)
    } else {
        Tag::plain("Tidigare")
    };
    vec![
        Cell::text(found.kind_name),
        Cell::number(&found.value),
        Cell::tag(tag),
    ]
}

fn person(view: &CaseView) -> FactsView {
    let person = &view.person;
    let mut facts = vec![
        FactRow::text("Namn", &person.name),
        FactRow::text("Födelsedatum", &person.born_in_words()),
    ];
    let language = person.language_name.iter();
    facts.extend(language.map(|language| FactRow::text("Språk", &capital(language))));
    facts.push(FactRow::text("Tolk behövs", yes(person.interpreter_needed)));
    facts.extend(
        person
            .room
            .iter()
            .map(|room| FactRow::text("Rum eller plats", room)),
    );
    facts.extend(
        person
            .kin
            .iter()
            .map(|kin| FactRow::text("Närstående", kin)),
    );
    facts.push(FactRow::text(
        "Skyddad identitet",
        yes(person.protected_identity == Some(true)),
    ));
    facts.push(FactRow::text(
        "Hör ihop med en skyddad person",
        linked(view),
    ));
    card("Patienten", facts)
}

/// Whether two persons must read each letter, and whether a second person's decision is awaited.
fn linked(view: &CaseView) -> &'static str {
    match (view.linked_protected_person, view.lift_asked) {
        (false, _) => "Nej",
        (true, false) => "Ja, två läser varje brev",
        (true, true) => {
            "Ja, två läser varje brev. Någon har bett om att markeringen tas bort. En kollega bekräftar det."
        }
    }
}

/// Other cases about the same person, each with a link to it; none when there are none.
async fn related(opened: &OpenedCase) -> Result<Option<Block>, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let related = app.related_cases(caller, &opened.at_hand).await?;
    let rows = related.view().iter().map(|other| {
        let state = other.closed_on.map_or_else(
            || "Pågår".to_owned(),
            |day| format!("Avslutat {}", long_date(day)),
        );
        vec![
            Cell::link(&reference(&other.id), &format!("/arenden/{}", other.id)),
            Cell::text(other.relation),
            Cell::text(&state),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Ok((!rows.is_empty()).then(|| {
        Block::Table(TableView {
            caption: "Andra ärenden om patienten".to_owned(),
            columns: Column::all(&["Ärende", "Hur de hör ihop", "Status"]),
            rows,
            ..TableView::default()
        })
    }))
}

fn numbers(view: &CaseView, opened: &OpenedCase) -> Block {
    let rows = view
        .person
        .identifiers
        .iter()
        .map(|found| {
            let since = capital(&relative_moment(found.since.0, opened.now));
            let seen_by = found.seen_by.as_deref().unwrap_or_default();
            let mut cells = number(found);
            cells.push(Cell::text(&since).with_small(seen_by));
            cells
        })
        .collect();
    Block::Table(TableView {
        caption: "Nummer".to_owned(),
        columns: Column::all(&["Typ", "Nummer", "Status", "Sedan"]),
        rows,
        empty: "Inget nummer är antecknat än.".to_owned(),
        ..TableView::default()
    })
}

fn group(view: &CaseView, opened: &OpenedCase) -> FactsView {
    let moment = |at: disclosure::views::Moment| capital(&relative_moment(at.0, opened.now));
    let mut facts = vec![
        FactRow::text("Grupp", view.group_name),
        FactRow::text("Sedan", &moment(view.group_since)),
    ];
    if view.stated_group != view.group {
        facts.push(FactRow::text(
            "Uppgavs vid start",
            view.stated_group.swedish(),
        ));
    }
    if let Some(evidence) = &view.group_evidence {
        facts.push(FactRow::text("Så vet vi det", &evidence.text));
        if let Some(current) = evidence.card_current {
            let said = if current { "Gäller" } else { "Gäller inte" };
            facts.push(FactRow::text("LMA-kortet", said));
        }
        if let Some(day) = evidence.permit_from {
            facts.push(FactRow::text(
                "Uppehållstillståndet gäller från",
                &long_date(day),
            ));
        }
        let verified = evidence.verified_in.iter();
        facts.extend(verified.map(|found| FactRow::text("Kontrollerat i", found.swedish())));
        facts.push(FactRow::text(
            "Kontrollerat av",
            &format!("{}, {}", moment(evidence.at), evidence.by),
        ));
    }
    if let Some(checked) = view.group_checked_at {
        facts.push(FactRow::text("Senast kontrollerad", &moment(checked)));
    }
    let mut why = view.pathway_reason.clone();
    if view.provisional {
        why.push_str(" Spåret är preliminärt.");
    }
    facts.push(FactRow::text("Vad följer av det", &why));
    if view.protected {
        let reporting = header::banner(opened, view, "reporting");
        facts.push(FactRow::text("Anmälan", &reporting));
    }
    card("Gruppen", facts)
}

fn needs(view: &CaseView) -> FactsView {
    let needs = &view.needs;
    let mut facts = vec![
        FactRow::text("Omvårdnad", needs.nursing_need_name),
        FactRow::text("Hälso- och sjukvård i hemmet", yes(needs.health_care_need)),
        FactRow::text("Hjälpmedel", yes(needs.device_need)),
    ];
    for (label, value) in [
        (
            "Vårdcentral efter utskrivningen",
            needs.regional_primary_care_need,
        ),
        ("Kommunal primärvård", needs.municipal_primary_care_need),
        ("Rehabinsatser", needs.rehab_intervention_need),
        ("Hjälpmedel som inte kan vänta", needs.rehab_need),
        ("Specialistmottagning", needs.specialist_follow_up),
    ] {
        facts.push(FactRow::text(label, value.map_or("Inte bedömt än", yes)));
    }
    facts.push(FactRow::text("Vårdform", view.setting_name));
    card("Behov och vårdform", facts)
}

fn home(view: &CaseView, shown: Option<&AddressView>) -> FactsView {
    let mut facts = view.residence.as_ref().map(residence).unwrap_or_default();
    if let Some(shown) = shown {
        facts.extend(shown_address(shown));
    }
    if facts.is_empty() {
        facts.push(FactRow::text("Bostad", "Inte antecknad än"));
    }
    card("Bostad efter utskrivningen", facts)
}

/// The label of the address.
pub(crate) const ADDRESS: &str = "Adress";

/// A hidden address that the reader has asked to see.
pub(crate) fn shown_address(shown: &AddressView) -> [FactRow; 2] {
    [
        FactRow::text(ADDRESS, &shown.address),
        FactRow::number("Postnummer", &shown.postal_code),
    ]
}

/// Where the person stays, as facts.
pub(crate) fn residence(found: &ResidenceView) -> Vec<FactRow> {
    let mut facts = vec![
        FactRow::text("Kommun", &found.municipality_name),
        FactRow::text("Boendeform", found.housing_name),
    ];
    if found.address_hidden {
        facts.push(FactRow::text(ADDRESS, "Dold tills du ber att få se den"));
    }
    facts.extend(
        found
            .address
            .iter()
            .map(|address| FactRow::text(ADDRESS, address)),
    );
    let code = found.postal_code.iter();
    facts.extend(code.map(|code| FactRow::number("Postnummer", code)));
    facts
}

fn entitlement(view: &CaseView) -> Option<TextView> {
    let found = view.entitlement.as_ref()?;
    let mut parts = vec![
        TextPart::Paragraph(found.heading.clone()),
        TextPart::List(found.items.clone()),
        TextPart::Paragraph(found.devices.clone()),
    ];
    let statute = found.statute.iter();
    parts.extend(statute.map(|statute| TextPart::Paragraph(statute.clone())));
    parts.retain(|part| !matches!(part, TextPart::Paragraph(text) if text.is_empty()));
    Some(TextView {
        heading: "Rätt till vård".to_owned(),
        parts,
    })
}
