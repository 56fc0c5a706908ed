//! The case's other pages: parties, who sees what, consents, contacts, events and copies. The
//! patient's own page stands in [`super::patient`].

use axum::extract::Path;
use disclosure::views::{AudienceRow, ConsentView, EventRow};
use http::StatusCode;
use vocabulary::{
    audience::OutboundChannel,
    calendar::{date_and_clock, relative_moment},
    choice::Choice as _,
    consent::{ConsentAnswer, ConsentKind},
    unit::UnitKind,
};

use super::{
    super::{
        Answer, audiences, capital, frame::Place as Menu, outbox, receipt::Said, session::Signed,
        shown_with,
    },
    acts::ACTS,
    head, letter,
    offered::{BETWEEN_TOWNS, kilometres},
    seen::Opened,
    step::briefly,
};
use crate::{
    page::{
        block::Block,
        case::{CaseSectionPage, CaseTab},
        part::{Alert, Icon, Link, Tag, Tone},
        table::{Cell, Column, RowAct, TableView},
    },
    problem::Problem,
};

/// A page of the case under a tab, without content.
pub(super) async fn page(
    opened: &Opened,
    tab: CaseTab,
    heading: &str,
    lead: &str,
) -> Result<CaseSectionPage, Problem> {
    let view = opened.whole()?;
    let title = if vocabulary::leak::seeded("title") {
        view.person.name.as_str()
    } else {
        "Ärende"
    };
    let mut frame = opened.signed.frame(title, Menu::Cases);
    opened.dress(&mut frame);
    let audiences = format!("{}/vem-ser-vad", opened.base());
    Ok(CaseSectionPage {
        frame,
        head: head::of(opened, view, tab, &audiences),
        heading: heading.to_owned(),
        lead: lead.to_owned(),
        actions: links(opened, tab).await?,
        ..CaseSectionPage::default()
    })
}

/// What is done from the row it concerns, and has no link of its own.
const BY_ROW: [&str; 5] = [
    "remove_party",
    "resolve_invitation",
    "review_letter",
    "print_letter",
    "settle_letter",
];

/// What the reader may do on a page.
async fn links(opened: &Opened, tab: CaseTab) -> Result<Vec<Link>, Problem> {
    let own: Vec<_> = ACTS
        .iter()
        .filter(|act| act.tab == tab && tab != CaseTab::Steps)
        .collect();
    let commands: Vec<&'static str> = own.iter().map(|act| act.command).collect();
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let may = app.may_on(caller, &opened.at_hand, &commands).await?;
    Ok(own
        .into_iter()
        .filter(|act| may.contains(act.command) && !BY_ROW.contains(&act.command))
        .enumerate()
        .map(|(place, act)| {
            let href = act.address(&opened.base());
            // Few links: the first is the page's main act. The patient's page has many equals.
            if place == 0 && tab != CaseTab::Patient {
                Link::main(act.label, &href, Some(Icon::Plus))
            } else {
                Link::new(act.label, &href)
            }
        })
        .collect())
}

fn table(caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>, empty: &str) -> Block {
    Block::Table(TableView {
        caption: caption.to_owned(),
        columns: Column::all(columns),
        rows,
        empty: empty.to_owned(),
        ..TableView::default()
    })
}

/// Units that take part, the nearest ones, and who sees what.
pub(super) async fn parties(signed: Signed, Path(id): Path<String>) -> Answer {
    let opened = Opened::of(signed, &id).await?;
    let view = opened.whole()?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut page = page(
        &opened,
        CaseTab::Parties,
        "Parter",
        "Enheter som deltar i ärendet. Var och en ser sin del.",
    )
    .await?;
    "#vsv".clone_into(&mut page.head.audiences_href);
    let may = app
        .may_on(caller, &opened.at_hand, &["remove_party"])
        .await?;
    let removes = !may.is_empty();
    let rows = view
        .parties
        .iter()
        .map(|party| {
            let mut acts = Vec::new();
            if removes && !party.coordinates && !party.placeholder {
                let fields = [("andra", "ja"), ("unit", party.unit.as_str())];
                let to = format!("{}/gor/ta-bort-part", opened.base());
                acts.push(RowAct::post("Ta bort", &party.name, &to, &fields));
            }
            let note = match (party.coordinates, party.placeholder) {
                (true, _) => "Samordnar ärendet",
                (_, true) => "Har ingen personal och får inga uppgifter",
                (false, false) => "",
            };
            vec![
                Cell::text(&party.name).with_small(note),
                Cell::text(party.kind_name),
                Cell::text(&capital(&relative_moment(party.since.0, opened.now)))
                    .with_small(party.basis_name),
                Cell::acts(acts),
            ]
        })
        .collect();
    page.blocks.push(table(
        "Parter nu",
        &["Enhet", "Slag", "Sedan", "Gör"],
        rows,
        "Ingen part än.",
    ));
    page.blocks.push(nearest(&opened).await?);
    let rows = app.audiences(caller, &opened.at_hand).await?;
    page.blocks.push(told(rows.view()));
    page.aside = vec![Block::Audiences(audiences::panel(
        &briefly(rows.view()),
        view.protected,
        opened.now,
    ))];
    shown_with(StatusCode::OK, &page)
}

/// How many units of a kind stand among the nearest.
const NEAREST: usize = 3;

async fn nearest(opened: &Opened) -> Result<Block, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut rows = Vec::new();
    let mut measured = false;
    if opened.whole()?.residence.is_some() {
        for kind in [
            UnitKind::HealthCentre,
            UnitKind::MunicipalPrimaryCare,
            UnitKind::RegionalRehab,
        ] {
            let near = app.units_to_add(caller, &opened.id, kind).await?;
            for near in near.into_iter().take(NEAREST) {
                measured |= near.kilometres.is_some();
                let away = near.kilometres.map(kilometres).unwrap_or_default();
                rows.push(vec![
                    Cell::text(&near.unit.name),
                    Cell::text(kind.swedish()),
                    Cell::number(&away),
                ]);
            }
        }
    }
    let note = if measured { BETWEEN_TOWNS } else { "" };
    let mut block = table(
        "Närmast där patienten bor",
        &["Enhet", "Slag", "Avstånd"],
        rows,
        "Anteckna var patienten ska bo, så visas de närmaste enheterna här.",
    );
    if let Block::Table(view) = &mut block
        && !note.is_empty()
    {
        view.caption = format!("{}. {note}", view.caption);
    }
    Ok(block)
}

/// "Vem ser vad" in full, with everything each has been told, also before the group changed.
pub(super) async fn audiences_page(signed: Signed, Path(id): Path<String>) -> Answer {
    let opened = Opened::of(signed, &id).await?;
    let view = opened.whole()?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let rows = app.audiences(caller, &opened.at_hand).await?;
    let mut page = page(
        &opened,
        CaseTab::Parties,
        "Vem ser vad",
        "Vårdbron räknar fram listan ur reglerna varje gång sidan visas. Ingen skriver den för \
         hand.",
    )
    .await?;
    page.actions.clear();
    "#vsv".clone_into(&mut page.head.audiences_href);
    page.blocks.push(told(rows.view()));
    page.aside = vec![Block::Audiences(audiences::panel(
        &briefly(rows.view()),
        view.protected,
        opened.now,
    ))];
    shown_with(StatusCode::OK, &page)
}

fn told(rows: &[AudienceRow]) -> Block {
    let mut all: Vec<_> = rows
        .iter()
        .flat_map(|row| row.told.iter().map(move |told| (row, told)))
        .collect();
    all.sort_by_key(|(_, told)| std::cmp::Reverse(told.when));
    let rows = all
        .into_iter()
        .map(|(row, told)| {
            vec![
                Cell::text(&row.name).with_small(row.relation.swedish()),
                Cell::text(&told.what),
                Cell::text(&capital(&date_and_clock(told.when.0))),
                Cell::text(told.channel_name),
            ]
        })
        .collect();
    table(
        "Vad var och en har fått veta",
        &["Vem", "Vad", "När", "Hur"],
        rows,
        "Ingen utanför enheten har fått veta något än.",
    )
}

/// The three consents, with what was answered before.
pub(super) async fn consents(signed: Signed, Path(id): Path<String>) -> Answer {
    let opened = Opened::of(signed, &id).await?;
    let view = opened.whole()?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut page = page(
        &opened,
        CaseTab::Consents,
        "Samtycke",
        "Patienten kan ta tillbaka sitt samtycke när som helst. Då lämnas inget mer ut. Det som \
         redan har lämnats står under Vem ser vad.",
    )
    .await?;
    let may = app
        .may_on(caller, &opened.at_hand, &["record_consent"])
        .await?;
    let rows = ConsentKind::ALL
        .iter()
        .map(|kind| {
            let found = view.consents.iter().find(|consent| consent.kind == *kind);
            consent_row(&opened, *kind, found, !may.is_empty())
        })
        .collect();
    page.blocks.push(table(
        "Samtycken",
        &["Slag", "Svar", "Inhämtat", "Gör"],
        rows,
        "",
    ));
    let events = app.events(caller, &opened.id).await?.into_view();
    let answers: Vec<EventRow> = events
        .into_iter()
        .filter(|event| event.kind.contains("consent"))
        .collect();
    page.blocks.push(happened(
        "Alla svar",
        &answers,
        &opened,
        "Inget svar är registrerat än.",
    ));
    shown_with(StatusCode::OK, &page)
}

fn consent_row(
    opened: &Opened,
    kind: ConsentKind,
    found: Option<&ConsentView>,
    may: bool,
) -> Vec<Cell> {
    let to = format!("{}/gor/samtycke", opened.base());
    let about = kind.swedish().to_lowercase();
    let mut acts = Vec::new();
    if may {
        let fields = [("andra", "ja"), ("kind", kind.code())];
        let label = if found.is_some() {
            "Nytt svar"
        } else {
            "Registrera svar"
        };
        acts.push(RowAct::post(label, &about, &to, &fields));
    }
    let given = found.is_some_and(|found| found.answer == ConsentAnswer::Given);
    if may && given {
        let withdrawn = ConsentAnswer::Withdrawn.code();
        let fields = [
            ("andra", "ja"),
            ("kind", kind.code()),
            ("answer", withdrawn),
        ];
        acts.push(RowAct::post("Anteckna återtaget", &about, &to, &fields));
    }
    let Some(found) = found else {
        return vec![
            Cell::text(kind.swedish()),
            Cell::tag(Tag::plain("Inte inhämtat än")),
            Cell::text(""),
            Cell::acts(acts),
        ];
    };
    let tone = match found.answer {
        ConsentAnswer::Given => Tone::Success,
        ConsentAnswer::Refused | ConsentAnswer::Withdrawn => Tone::Danger,
        ConsentAnswer::Incapable => Tone::Warning,
    };
    let mut small = found.note.clone().unwrap_or_default();
    if let Some(ground) = &found.legal_ground {
        let assessor = found.assessor.as_deref().unwrap_or_default();
        small = format!("{small} Rättslig grund: {ground}. Bedömt av: {assessor}.");
    }
    vec![
        Cell::text(kind.swedish()),
        Cell::tag(Tag::toned(found.answer_name, tone)).with_small(small.trim()),
        Cell::text(&capital(&relative_moment(found.given_at.0, opened.now))).with_small(&format!(
            "{}, {}",
            found.form.swedish(),
            found.by
        )),
        Cell::acts(acts),
    ]
}

/// Calls, letters and meetings, and what authorities have asked.
pub(super) async fn contacts(signed: Signed, Path(id): Path<String>) -> Answer {
    let opened = Opened::of(signed, &id).await?;
    let view = opened.whole()?;
    let mut page = page(
        &opened,
        CaseTab::Contacts,
        "Samtalslogg",
        "Samtal, brev och möten med dem som inte har konto här.",
    )
    .await?;
    let rows = view
        .contacts
        .iter()
        .rev()
        .map(|contact| {
            let function = contact.with_function.as_deref().unwrap_or_default();
            vec![
                Cell::text(&capital(&relative_moment(contact.at.0, opened.now))),
                Cell::text(contact.audience_name).with_small(function),
                Cell::text(contact.channel_name).with_small(contact.subject_name),
                Cell::text(&contact.summary),
                Cell::text(&contact.by).with_small(&contact.unit),
            ]
        })
        .collect();
    page.blocks.push(table(
        "Kontakter",
        &["När", "Med vem", "Hur", "Vad sades", "Antecknat av"],
        rows,
        "Ingen kontakt är antecknad än.",
    ));
    let answer = head::banner(&opened, view, "inbound_answer");
    page.blocks.push(Block::Alert(Alert {
        tone: Tone::Info,
        heading: "Om en myndighet frågar".to_owned(),
        text: format!("Svaret är alltid: ”{answer}” Anteckna frågan här."),
        link: None,
    }));
    page.blocks.push(incidents(
        "Frågor från myndigheter",
        &view.inbound_questions,
        &opened,
        "Ingen myndighet har frågat.",
    ));
    page.blocks.push(incidents(
        "Felaktiga utlämnanden",
        &view.wrong_disclosures,
        &opened,
        "Inget är rapporterat.",
    ));
    shown_with(StatusCode::OK, &page)
}

fn incidents(
    caption: &str,
    found: &[disclosure::views::IncidentView],
    opened: &Opened,
    empty: &str,
) -> Block {
    let rows = found
        .iter()
        .rev()
        .map(|incident| {
            vec![
                Cell::text(&capital(&relative_moment(incident.at.0, opened.now))),
                Cell::text(incident.audience_name),
                Cell::text(&incident.what),
                Cell::text(&incident.by).with_small(&incident.unit),
            ]
        })
        .collect();
    table(caption, &["När", "Vem", "Vad", "Antecknat av"], rows, empty)
}

/// What has happened, and who has looked.
pub(super) async fn events(signed: Signed, Path(id): Path<String>) -> Answer {
    let opened = Opened::of(signed, &id).await?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut page = page(
        &opened,
        CaseTab::Events,
        "Händelser",
        "Vad som har hänt och vem som har sett ärendet.",
    )
    .await?;
    let events = app.events(caller, &opened.id).await?;
    page.blocks.push(happened(
        "Vad som har hänt",
        events.view(),
        &opened,
        "Inget har hänt än.",
    ));
    let seen = app.seen(caller, &opened.id).await?;
    let rows = seen
        .view()
        .iter()
        .map(|seen| {
            vec![
                Cell::text(&capital(&relative_moment(seen.at.0, opened.now))),
                Cell::text(&seen.by).with_small(&seen.unit),
                Cell::text(&seen.what),
            ]
        })
        .collect();
    page.blocks.push(table(
        "Vem som har sett ärendet",
        &["När", "Vem", "Vad"],
        rows,
        "Ingen visning är loggad än.",
    ));
    page.blocks.extend(emergencies(&opened).await?);
    if opened.whole()?.coordinates {
        let href = format!("{}/loggutdrag", opened.base());
        page.actions
            .push(Link::new("Loggutdrag till patienten", &href));
    }
    shown_with(StatusCode::OK, &page)
}

/// Who has opened the case in an emergency; nothing when nobody has.
async fn emergencies(opened: &Opened) -> Result<Option<Block>, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let found = app.emergencies(caller, &opened.at_hand).await?;
    let rows: Vec<_> = found
        .view()
        .iter()
        .map(|row| {
            let followed = row.outcome.map_or_else(
                || Cell::tag(Tag::toned("Väntar på granskning", Tone::Warning)),
                |outcome| {
                    let at = row.decided_at.map(|at| relative_moment(at.0, opened.now));
                    Cell::text(outcome).with_small(&at.unwrap_or_default())
                },
            );
            vec![
                Cell::text(&capital(&relative_moment(row.at.0, opened.now))),
                Cell::text(&row.by).with_small(&row.unit),
                Cell::text(row.reason).with_small(&row.words),
                followed,
            ]
        })
        .collect();
    let columns = ["När", "Vem", "Varför", "Uppföljning"];
    Ok((!rows.is_empty()).then(|| table("Nödöppningar", &columns, rows, "")))
}

fn happened(caption: &str, events: &[EventRow], opened: &Opened, empty: &str) -> Block {
    let rows = events
        .iter()
        .rev()
        .map(|event| {
            vec![
                Cell::text(&capital(&relative_moment(event.at.0, opened.now))),
                Cell::text(&event.by).with_small(&event.unit),
                Cell::text(&event.what).with_small(&event.detail),
            ]
        })
        .collect();
    table(caption, &["När", "Vem", "Vad"], rows, empty)
}

/// What is on its way out, and copies on paper.
pub(super) async fn copies(signed: Signed, Path(id): Path<String>) -> Answer {
    let opened = Opened::of(signed, &id).await?;
    let view = opened.whole()?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let mut page = page(
        &opened,
        CaseTab::Copies,
        "Kopior",
        "Vad som har lämnat Vårdbron eller är på väg, en mottagare i taget.",
    )
    .await?;
    if view.protected {
        page.blocks.push(Block::Alert(Alert {
            tone: Tone::Warning,
            heading: "Skriv inte ut arbetssidorna".to_owned(),
            text: "I ett skyddat ärende lämnas patientens kopia i handen, aldrig med post. Inget \
                   skickas med e-post. Bor patienten i Migrationsverkets boende: fråga var papperet \
                   kan förvaras."
                .to_owned(),
            link: None,
        }));
    }
    page.blocks.push(letters(&opened).await?);
    let rows = app.outbox(caller, &opened.id).await?;
    // Letters have a table of their own, with what is to be done with each.
    let rows = rows.view().iter();
    let rows = rows.filter(|row| row.channel != OutboundChannel::Post);
    let rows = rows.map(|row| outbox::cells(row, outbox::stage(row), &opened.base(), opened.now));
    page.blocks.push(table(
        "E-post",
        &outbox::COLUMNS,
        rows.collect(),
        "Inget har skickats härifrån.",
    ));
    let rows = view
        .sip
        .copies
        .iter()
        .rev()
        .map(|copy| {
            vec![
                Cell::text(copy.value.recipient_name),
                Cell::number(&copy.value.plan_version.to_string()),
                Cell::text(copy.value.how_name),
                Cell::text(&capital(&relative_moment(copy.value.at.0, opened.now))),
                Cell::text(&copy.by).with_small(&copy.unit),
            ]
        })
        .collect();
    page.blocks.push(table(
        "Kopior av planen",
        &["Till", "Planens version", "Hur", "När", "Antecknat av"],
        rows,
        "Ingen kopia är antecknad än.",
    ));
    shown_with(StatusCode::OK, &page)
}

/// The letters of the case, each with its own page.
async fn letters(opened: &Opened) -> Result<Block, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let found = app.letters(caller, &opened.id).await?;
    let rows = found
        .view()
        .iter()
        .rev()
        .map(|letter| {
            let to = format!("{}/brev/{}", opened.base(), letter.id);
            vec![
                Cell::link(letter.kind_name, &to),
                Cell::tag(letter::tag(letter)).with_small(&letter::said(letter, opened.now)),
                Cell::text(&capital(&relative_moment(letter.queued_at.0, opened.now)))
                    .with_small(&letter.queued_by),
            ]
        })
        .collect();
    Ok(table(
        "Brev",
        &["Brev", "Läge", "Lagt i kö"],
        rows,
        "Inget brev ligger i kö.",
    ))
}

/// Takes back the reader's latest change.
pub(super) async fn undo(signed: Signed, Path(id): Path<String>) -> Answer {
    use vocabulary::command::{Command, UndoLatest};
    let command = Command::UndoLatest(UndoLatest {});
    let (app, caller) = (&signed.app, &signed.caller);
    app.command(caller, &id, None, &command, app.moment()?, None)
        .await?;
    Ok(signed.told(&format!("/arenden/{id}"), Said::Undone))
}
