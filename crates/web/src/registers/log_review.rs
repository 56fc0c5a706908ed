//! "Loggkontroll": the log of the reviewer's own organisation. Open items first, each with its
//! reason in Swedish; then random draws, which can be repeated, and decided items. It shows rows of
//! the log and the case's reference, never the case.

use app::{AppError, DrawAsked, ReviewsAsked};
use axum::{
    Router,
    extract::{Path, Query},
    response::{IntoResponse as _, Response},
    routing::get,
};
use disclosure::views::{ReviewBoard, ReviewItem};
use http::{StatusCode, request::Parts};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use vocabulary::{
    calendar::{DateSense, date_and_clock, local_date, long_date, read_date_as, relative_moment},
    choice::Choice as _,
    mistake::Mistake,
    review::{ReviewKind, ReviewOutcome},
    text::plain,
};

use super::kit;
use crate::{
    Web,
    account::session::Signed,
    flash::Flash,
    form_body::{FormBody, refilled},
    html::{
        block::{Block, EmptyState, FactsView},
        field::{FieldChoice, FieldKind, FieldView},
        form::FormView,
        part::{Alert, FactRow, Filter, Icon, PageLink, Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, reference, shown, shown_with},
    problem::Problem,
};

const HOME: &str = "/loggkontroll";
const DRAWS: &str = "/loggkontroll/urval";
const DECIDED: &str = "/loggkontroll/historik";
/// The default number of rows in a draw.
const USUAL: &str = "20";

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/loggkontroll", get(open_items))
        .route("/loggkontroll/urval", get(draws).post(draw))
        .route("/loggkontroll/historik", get(decided))
        .route("/loggkontroll/{id}", get(item).post(decide))
}

/// A log reviewer. Other users get the answer that there is no such page.
struct LogReviewer(Signed);

impl axum::extract::FromRequestParts<Web> for LogReviewer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let signed = Signed::from_request_parts(parts, web).await?;
        if signed.may("review_logs") {
            Ok(Self(signed))
        } else {
            Err(Problem::not_found().into_response())
        }
    }
}

/// The kind of items to show.
#[derive(Debug, Default, Deserialize)]
struct DrawsQuery {
    #[serde(default)]
    slag: String,
    /// The page of the list, from 0.
    #[serde(default)]
    sida: String,
}

async fn open_items(
    LogReviewer(signed): LogReviewer,
    Query(asked): Query<DrawsQuery>,
) -> PageResult {
    let kind = ReviewKind::from_code(&asked.slag);
    let page = asked.sida.parse().unwrap_or(0);
    let wanted = ReviewsAsked { kind, page };
    let board = signed.app.reviews(&signed.caller, wanted).await?;
    let board = board.view();
    let now = signed.app.now();
    let block = if board.open.is_empty() && page == 0 {
        Block::Empty(EmptyState {
            heading: "Inget väntar på granskning".to_owned(),
            text: "Dra ett urval ur loggen, så läggs det som ska granskas här.".to_owned(),
            link: Some(PageLink::new("Dra ett urval", DRAWS)),
        })
    } else {
        let of_page = |page: u32| {
            let kind = kind.map_or("", ReviewKind::code);
            format!("{HOME}?slag={kind}&sida={page}")
        };
        Block::Table(TableView {
            caption: "Väntar på granskning".to_owned(),
            columns: Column::all(&["När", "Vem", "Varför", "Gör"]),
            rows: board.open.iter().map(|item| row(item, now)).collect(),
            empty: "Inget mer väntar.".to_owned(),
            previous: page.checked_sub(1).map(of_page),
            next: board.more.then(|| of_page(page.saturating_add(1))),
            ..TableView::default()
        })
    };
    shown(&PlainPage {
        frame: signed.unprinted_frame("Loggkontroll", MenuEntry::LogReview),
        heading: "Loggkontroll".to_owned(),
        lead: "Din egen organisations logg. Du ser vem som gjorde vad och när, aldrig ärendet."
            .to_owned(),
        actions: vec![
            PageLink::main("Dra ett urval", DRAWS, Some(Icon::Plus)),
            PageLink::new("Avgjorda", DECIDED),
        ],
        alerts: short_of_reviewers(board).into_iter().collect(),
        filters: filters(board, kind),
        blocks: vec![block],
        ..PlainPage::default()
    })
}

/// The warning that nobody else could review what the reader does.
fn short_of_reviewers(board: &ReviewBoard) -> Option<Alert> {
    (board.reviewers < 2).then(|| Alert {
        folded: false,
        tone: Tone::Warning,
        heading: "Bara en granskar loggen".to_owned(),
        text: "Ingen granskar det den själv har gjort, så organisationen behöver minst två \
               loggranskare. Säg till en administratör."
            .to_owned(),
        link: None,
    })
}

fn filters(board: &ReviewBoard, chosen: Option<ReviewKind>) -> Vec<Filter> {
    let all: u64 = board.counts.iter().map(|(_, count)| count).sum();
    let filter = |label: &str, href: String, count: u64, current| Filter {
        label: format!("{label} ({count})"),
        href,
        current,
    };
    let kinds = board.counts.iter().map(|(kind, count)| {
        let href = format!("{HOME}?slag={}", kind.code());
        filter(kind.swedish(), href, *count, chosen == Some(*kind))
    });
    let first = filter("Alla", HOME.to_owned(), all, chosen.is_none());
    [first].into_iter().chain(kinds).collect()
}

fn row(item: &ReviewItem, now: Timestamp) -> Vec<Cell> {
    let href = format!("{HOME}/{}", item.id);
    let about = format!("{}, {}", item.by, date_and_clock(item.at.0));
    let act = if item.own {
        Cell::tag(Tag::plain("Gäller dig"))
    } else {
        Cell::acts(vec![RowAction::link("Granska", &about, &href)])
    };
    vec![
        Cell::text(&capital(&relative_moment(item.at.0, now))),
        Cell::text(&item.by).with_small(&item.unit),
        Cell::text(item.kind.swedish()).with_small(&item.reason),
        act,
    ]
}

fn table(caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Block {
    Block::Table(TableView {
        caption: caption.to_owned(),
        columns: Column::all(columns),
        rows,
        ..TableView::default()
    })
}

async fn item(LogReviewer(signed): LogReviewer, Path(id): Path<String>) -> PageResult {
    let found = signed.app.review(&signed.caller, &id).await?;
    shown(&item_page(&signed, found.view(), form(&id)))
}

async fn decide(
    LogReviewer(signed): LogReviewer,
    Path(id): Path<String>,
    posted: FormBody,
) -> PageResult {
    let outcome = ReviewOutcome::from_code(posted.get("outcome"));
    let decided = match outcome {
        Some(outcome) => {
            let note = posted.get("note");
            signed
                .app
                .decide_review(&signed.caller, &id, outcome, note)
                .await
        }
        None => Err(AppError::Mistakes(vec![Mistake::new(
            "outcome",
            "required",
            "Välj hur granskningen slutade.",
        )])),
    };
    let said = decided.map(|()| Flash::Saved);
    let why = match kit::settled(&signed, HOME, said) {
        Ok(why) => why,
        Err(answer) => return answer,
    };
    let found = signed.app.review(&signed.caller, &id).await?;
    let form = why.refilled(form(&id), &posted);
    kit::again(&item_page(&signed, found.view(), form), &why)
}

fn form(id: &str) -> FormView {
    let outcomes = ReviewOutcome::ALL
        .iter()
        .map(|outcome| FieldChoice::new(outcome.code(), outcome.swedish()))
        .collect();
    FormView {
        action: format!("{HOME}/{id}"),
        heading: "Avgör".to_owned(),
        fields: vec![
            FieldView::new(
                "outcome",
                "Hur slutade granskningen?",
                FieldKind::Radio(outcomes),
            )
            .required(),
            FieldView::new("note", "Anteckning", FieldKind::Textarea(3)).help(
                "Vad som görs och av vem. Behövs när något följs upp eller anmäls vidare. Skriv \
                 inget om patienten.",
            ),
        ],
        submit: "Spara beslutet".to_owned(),
        cancel: Some(HOME.to_owned()),
        on_save: vec!["Ingenting skickas.".to_owned()],
        ..FormView::default()
    }
}

fn item_page(signed: &Signed, found: &ReviewItem, form: FormView) -> PlainPage {
    let now = signed.app.now();
    let mut facts = vec![
        FactRow::text("Vem", &format!("{}, {}", found.by, found.unit)),
        FactRow::text("När", &capital(&date_and_clock(found.at.0))),
        FactRow::text("Varför", &found.reason),
    ];
    let case = found.case.iter();
    facts.extend(case.map(|case| FactRow::number("Ärende", &reference(case))));
    let mut blocks = vec![Block::Facts(FactsView {
        heading: found.kind.swedish().to_owned(),
        facts,
        link: None,
    })];
    if !found.rows.is_empty() {
        let rows = found
            .rows
            .iter()
            .map(|row| {
                let case = row.case.as_ref().map(reference).unwrap_or_default();
                vec![
                    Cell::text(&capital(&relative_moment(row.at.0, now))),
                    Cell::text(&row.what),
                    Cell::number(&case),
                ]
            })
            .collect();
        blocks.push(table("Rader i loggen", &["När", "Vad", "Ärende"], rows));
    }
    let mut alerts = Vec::new();
    match &found.decided {
        Some(decided) => {
            let mut facts = vec![
                FactRow::text("Utfall", decided.outcome.swedish()),
                FactRow::text(
                    "Avgjort",
                    &format!("{}, {}", capital(&date_and_clock(decided.at.0)), decided.by),
                ),
            ];
            if !decided.note.is_empty() {
                facts.push(FactRow::text("Anteckning", &decided.note));
            }
            blocks.push(Block::Facts(FactsView {
                heading: "Beslut".to_owned(),
                facts,
                link: None,
            }));
        }
        None if found.own => alerts.push(Alert {
            tone: Tone::Info,
            text: "Det här gäller något du själv har gjort. En annan loggranskare avgör det."
                .to_owned(),
            ..Alert::default()
        }),
        None => blocks.push(Block::Form(Box::new(form))),
    }
    PlainPage {
        frame: signed.unprinted_frame("Loggkontroll", MenuEntry::LogReview),
        crumbs: vec![PageLink::new("Loggkontroll", HOME)],
        heading: "Granska".to_owned(),
        alerts,
        blocks,
        ..PlainPage::default()
    }
}

async fn decided(LogReviewer(signed): LogReviewer) -> PageResult {
    let board = signed
        .app
        .reviews(&signed.caller, ReviewsAsked::default())
        .await?;
    let now = signed.app.now();
    let rows = board.view().decided.iter().map(|item| {
        let outcome = item.decided.as_ref();
        let (text, small) = outcome.map_or_else(Default::default, |decided| {
            let small = format!("{}, {}", decided.by, relative_moment(decided.at.0, now));
            (decided.outcome.swedish(), small)
        });
        let href = format!("{HOME}/{}", item.id);
        vec![
            Cell::link(&capital(&relative_moment(item.at.0, now)), &href),
            Cell::text(&item.by).with_small(&item.unit),
            Cell::text(item.kind.swedish()).with_small(&item.reason),
            Cell::text(text).with_small(&small),
        ]
    });
    let columns = ["När", "Vem", "Varför", "Beslut"];
    let mut block = table("Avgjorda granskningar", &columns, rows.collect());
    if let Block::Table(view) = &mut block {
        view.caption_hidden = true;
        "Ingen granskning är avgjord än.".clone_into(&mut view.empty);
    }
    shown(&PlainPage {
        frame: signed.unprinted_frame("Avgjorda granskningar", MenuEntry::LogReview),
        crumbs: vec![PageLink::new("Loggkontroll", HOME)],
        heading: "Avgjorda granskningar".to_owned(),
        lead: "De senaste besluten, med vem som tog dem.".to_owned(),
        blocks: vec![block],
        ..PlainPage::default()
    })
}

async fn draws(LogReviewer(signed): LogReviewer) -> PageResult {
    let form = draw_form(local_date(signed.app.now()));
    let page = draw_page(&signed, form).await?;
    shown(&page)
}

async fn draw(LogReviewer(signed): LogReviewer, posted: FormBody) -> PageResult {
    let drawn = match read(&posted, local_date(signed.app.now())) {
        Ok(asked) => signed.app.draw_reviews(&signed.caller, &asked).await,
        Err(mistakes) => Err(AppError::Mistakes(mistakes)),
    };
    match drawn {
        Ok(_) => Ok(signed.told(DRAWS, Flash::Saved)),
        Err(AppError::Mistakes(mistakes)) => {
            let form = draw_form(local_date(signed.app.now()));
            let form = refilled(form, &posted, &mistakes);
            let page = draw_page(&signed, form).await?;
            shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(posted: &FormBody, today: Date) -> Result<DrawAsked, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let mut day = |name: &str| match read_date_as(posted.get(name), today, DateSense::Past) {
        Ok(day) => Some(day),
        Err(mistake) => {
            mistakes.push(Mistake::new(name, mistake.code(), mistake.detail()));
            None
        }
    };
    let (from, to) = (day("from"), day("to"));
    let number = plain(posted.get("number")).trim().parse().ok();
    if number.is_none() {
        let detail = "Skriv antalet med siffror, till exempel 20.";
        mistakes.push(Mistake::new("number", "not-a-number", detail));
    }
    let asked = (|| {
        Some(DrawAsked {
            from: from?,
            to: to?,
            number: number?,
            seed: posted.text("seed"),
        })
    })();
    asked.ok_or(mistakes)
}

fn draw_form(today: Date) -> FormView {
    let week_ago = today
        .checked_sub(jiff::Span::new().days(7))
        .unwrap_or(today);
    FormView {
        action: DRAWS.to_owned(),
        heading: "Dra ett urval".to_owned(),
        fields: vec![
            FieldView::text("from", "Från och med")
                .help("Till exempel 2026-03-01.")
                .value(&week_ago.to_string())
                .required()
                .half(),
            FieldView::text("to", "Till och med")
                .help("Högst 92 dagar.")
                .value(&today.to_string())
                .required()
                .half(),
            FieldView::new("number", "Slumpvis utvalda rader", FieldKind::Digits)
                .help("Högst 200. Reglerna letar i alla rader.")
                .value(USUAL)
                .required(),
            FieldView::text("seed", "Frö").help(
                "Lämna tomt. Skriv fröet från ett tidigare urval för att dra samma rader igen.",
            ),
        ],
        submit: "Dra urvalet".to_owned(),
        cancel: Some(HOME.to_owned()),
        on_save: vec!["Det som dras läggs bland det som väntar på granskning.".to_owned()],
        ..FormView::default()
    }
}

async fn draw_page(signed: &Signed, form: FormView) -> Result<PlainPage, Problem> {
    let board = signed
        .app
        .reviews(&signed.caller, ReviewsAsked::default())
        .await?;
    let now = signed.app.now();
    let last = |until: Timestamp| {
        let day = local_date(until);
        long_date(day.yesterday().unwrap_or(day))
    };
    let rows = board
        .view()
        .draws
        .iter()
        .map(|draw| {
            let span = format!(
                "{} till {}",
                long_date(local_date(draw.from.0)),
                last(draw.until.0)
            );
            vec![
                Cell::text(&capital(&relative_moment(draw.at.0, now))).with_small(&draw.by),
                Cell::text(&span),
                Cell::text(&format!("{} av {}", draw.asked, draw.among))
                    .with_small(&format!("{} nya att granska", draw.found)),
                Cell::number(&draw.seed),
            ]
        })
        .collect();
    let columns = ["Drogs", "Dagar", "Rader", "Frö"];
    let mut history = table("Tidigare urval", &columns, rows);
    if let Block::Table(view) = &mut history {
        "Inget urval är draget än.".clone_into(&mut view.empty);
    }
    Ok(PlainPage {
        frame: signed.unprinted_frame("Urval ur loggen", MenuEntry::LogReview),
        crumbs: vec![PageLink::new("Loggkontroll", HOME)],
        heading: "Urval ur loggen".to_owned(),
        lead: "Slumpen drar rader, och reglerna letar efter det som sticker ut. Med samma frö och \
               samma dagar dras samma rader."
            .to_owned(),
        blocks: vec![Block::Form(Box::new(form)), history],
        ..PlainPage::default()
    })
}
