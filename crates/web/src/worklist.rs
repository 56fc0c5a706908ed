//! "Inkorg", "Ärenden" and search: the next steps of the user's unit's cases.

mod beside;
pub mod page;
mod rows;

use app::{WorklistAsked, WorklistPart};
use axum::{
    Router,
    extract::Query,
    response::{IntoResponse as _, Redirect},
    routing::{get, post},
};
use disclosure::views::{RowState, WorklistRow};
use http::StatusCode;
use serde::Deserialize;
use vocabulary::calendar::{
    PhoneHours, clock, local_date, local_time, relative_moment, weekday_date,
};

use self::{
    page::{CaseListPage, WorkList, WorklistPage},
    rows::{ListPart, RowContext},
};
use crate::{
    Web,
    account::session::Signed,
    form_body::FormBody,
    html::{
        block::ContactCard,
        part::{Filter, Icon, PageLink},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown, shown_with},
    problem::Problem,
};

/// The most rows on a page.
const PAGE: usize = 100;

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/inkorg", get(worklist))
        .route("/arenden", get(cases))
        .route("/sok", post(search).get(no_search))
}

/// The query of the list: which part, and where the previous page ended.
#[derive(Debug, Default, Deserialize)]
struct WorklistQuery {
    #[serde(default)]
    visa: String,
    #[serde(default)]
    efter: Option<String>,
}

impl WorklistQuery {
    fn of_app(&self) -> WorklistAsked {
        WorklistAsked {
            cursor: self.efter.clone(),
            part: ListPart::of(&self.visa).of_app(),
            limit: PAGE,
        }
    }
}

async fn worklist(signed: Signed, Query(asked): Query<WorklistQuery>) -> PageResult {
    if !signed.may("list_cases") {
        return Ok(Redirect::to(signed.home()).into_response());
    }
    let (app, caller) = (&signed.app, &signed.caller);
    let page = app.worklist(caller, &asked.of_app()).await?;
    let rows = page.rows.view();
    let has_all = asked.visa.is_empty() && asked.efter.is_none() && page.next.is_none();
    let whole = has_all.then_some(rows.as_slice());
    let counts = app.worklist_counts(caller, whole).await?;
    let shown_rows = RowContext::to(&signed, hours(&signed)).below(rows);
    let part = Some(ListPart::of(&asked.visa)).filter(|part| *part != ListPart::Closed);
    let part = part.unwrap_or(ListPart::All);
    shown(&WorklistPage {
        frame: signed.frame("Inkorg", MenuEntry::Worklist),
        heading: signed.caller.unit().name.clone(),
        lead: and_expired(lead(&signed, &counts), rows),
        new_case: signed.may("open_case").then(|| "/arenden/nytt".to_owned()),
        questions: questions(&signed).await?,
        counters: rows::counters(&counts, part),
        list: WorkList {
            caption: "Ärenden, ordnade efter när nästa steg ska vara klart".to_owned(),
            groups: shown_rows.groups(rows, part),
            empty: "Inget att göra just nu. Nya steg visas här.".to_owned(),
            next: page
                .next
                .map(|cursor| onwards("/inkorg", &asked.visa, &cursor)),
            first: asked.efter.as_ref().map(|_| "/inkorg".to_owned()),
        },
        beside: beside::lists(&signed, whole).await?,
        letters: app.waiting_letters(caller).await?.unwrap_or(0),
        phones: phones_today(&signed),
    })
}

async fn cases(signed: Signed, Query(asked): Query<WorklistQuery>) -> PageResult {
    let part = ListPart::of(&asked.visa);
    let (app, caller) = (&signed.app, &signed.caller);
    let closed = part == ListPart::Closed;
    let page = if closed {
        app.closed_cases(caller, asked.efter.as_deref()).await?
    } else {
        app.worklist(caller, &asked.of_app()).await?
    };
    let lead = if closed {
        "Avslutade ärenden som din enhet var part i, de senaste först."
    } else if part == ListPart::Mine {
        "Pågående ärenden som du själv har öppnat de senaste tre månaderna."
    } else {
        "Pågående ärenden som din enhet är part i."
    };
    let shown_rows = RowContext::to(&signed, hours(&signed)).below(page.rows.view());
    shown(&CaseListPage {
        frame: signed.frame("Ärenden", MenuEntry::Cases),
        heading: "Ärenden".to_owned(),
        lead: and_expired(lead.to_owned(), page.rows.view()),
        actions: actions(&signed),
        filters: filters(&signed, part),
        list: WorkList {
            caption: "Ärenden".to_owned(),
            groups: shown_rows.in_one(page.rows.view(), part),
            empty: "Här finns inga ärenden just nu.".to_owned(),
            next: page
                .next
                .map(|cursor| onwards("/arenden", &asked.visa, &cursor)),
            first: asked.efter.as_ref().map(|_| part.address("/arenden")),
        },
    })
}

/// Searches and answers the post directly, so that the search text is in no URL.
async fn search(signed: Signed, posted: FormBody) -> PageResult {
    let found = signed.app.search(&signed.caller, posted.get("q")).await;
    let shown_rows = RowContext::to(&signed, None);
    let mut more = false;
    let (status, empty, groups) = match &found {
        Ok(found) => {
            let empty = "Inget ärende stämmer. Kontrollera namnet eller numret och sök igen.";
            more = found.more;
            (
                StatusCode::OK,
                empty.to_owned(),
                shown_rows.in_one(found.rows.view(), ListPart::All),
            )
        }
        Err(app::AppError::Mistakes(mistakes)) => {
            let text: Vec<&str> = mistakes.iter().map(|found| found.detail.as_str()).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, text.join(" "), Vec::new())
        }
        Err(error) => return Err(error.clone().into()),
    };
    let list = WorkList {
        caption: "Träffar".to_owned(),
        groups,
        empty,
        ..WorkList::default()
    };
    shown_with(status, &hits(&signed, list, more))
}

fn hits(signed: &Signed, list: WorkList, more: bool) -> CaseListPage {
    let lead = "Sökningen gäller ärenden som din enhet är part i. Varje sökning loggas.";
    let cut = " Fler ärenden stämmer än de som visas: skriv mer av namnet eller numret.";
    CaseListPage {
        frame: signed.frame("Sökresultat", MenuEntry::Cases),
        heading: "Sökresultat".to_owned(),
        lead: format!("{lead}{}", if more { cut } else { "" }),
        actions: signed
            .may("open_in_emergency")
            .then(|| PageLink::new("Nödöppna ett ärende", "/nodoppning"))
            .into_iter()
            .collect(),
        list,
        ..CaseListPage::default()
    }
}

async fn no_search() -> Redirect {
    Redirect::to("/arenden")
}

/// The page's lead, with a sentence added when the guidance of the listed cases has expired.
fn and_expired(lead: String, rows: &[WorklistRow]) -> String {
    match rows::expired(rows) {
        Some(expired) => format!("{lead} {expired}"),
        None => lead,
    }
}

fn lead(signed: &Signed, counts: &[(WorklistPart, u64)]) -> String {
    let now = signed.app.now();
    let day = capital(&weekday_date(local_date(now)));
    let count = match counts.iter().map(|(_, count)| count).sum::<u64>() {
        1 => "1 pågående ärende.".to_owned(),
        count => format!("{count} pågående ärenden."),
    };
    format!("{day}, {}. {count}", clock(local_time(now)))
}

fn actions(signed: &Signed) -> Vec<PageLink> {
    if signed.may("open_case") {
        vec![PageLink::main(
            "Nytt ärende",
            "/arenden/nytt",
            Some(Icon::Plus),
        )]
    } else {
        Vec::new()
    }
}

fn filters(signed: &Signed, current: ListPart) -> Vec<Filter> {
    // What a municipality's staff have opened is not kept, since news is shown to the region alone.
    let kept = signed.caller.unit().kind.is_regional_care();
    ListPart::ALL
        .iter()
        .filter(|part| kept || **part != ListPart::Mine)
        .map(|part| Filter {
            label: part.label().to_owned(),
            href: part.address("/arenden"),
            current: *part == current,
        })
        .collect()
}

fn onwards(path: &str, part: &str, cursor: &str) -> String {
    let encoded = percent_encoding::utf8_percent_encode(cursor, percent_encoding::NON_ALPHANUMERIC);
    let part = ListPart::of(part).code();
    if part.is_empty() {
        format!("{path}?efter={encoded}")
    } else {
        format!("{path}?visa={part}&efter={encoded}")
    }
}

/// Migrationsverket's phone hours, for users whose steps need them.
fn hours(signed: &Signed) -> Option<PhoneHours> {
    signed
        .app
        .phone_hours(signed.app.now())
        .filter(|_| signed.may("open_case"))
}

/// How many questions wait for the unit's answer; `None` for units that nobody asks.
async fn questions(signed: &Signed) -> Result<Option<usize>, Problem> {
    if !signed.is_asked() {
        return Ok(None);
    }
    Ok(Some(signed.app.unanswered_questions(&signed.caller).await?))
}

/// Who can be reached by phone today: Migrationsverket's unit, with the time left until it closes.
fn phones_today(signed: &Signed) -> Vec<ContactCard> {
    let Some(hours) = hours(signed) else {
        return Vec::new();
    };
    let known = signed.app.migration_agency_phone(signed.app.now());
    known
        .map(|known| ContactCard {
            name: known.name,
            phone: known.phone,
            hours: Some(format!(
                "{}. {}",
                capital(known.hours.as_deref().unwrap_or_default()),
                open_now(&hours, signed)
            )),
            warning: Some("Ring om en patient bara när ett steg i ärendet säger det.".to_owned()),
            ..ContactCard::default()
        })
        .into_iter()
        .collect()
}

fn open_now(hours: &PhoneHours, signed: &Signed) -> String {
    let now = signed.app.now();
    if let Some(left) = hours.closes_in(now) {
        let minutes = left.as_mins().max(1);
        return match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("Öppet i {} till.", counted(minutes, "minut", "minuter")),
            (hours, 0) => format!("Öppet i {} till.", counted(hours, "timme", "timmar")),
            (hours, minutes) => format!(
                "Öppet i {} och {} till.",
                counted(hours, "timme", "timmar"),
                counted(minutes, "minut", "minuter")
            ),
        };
    }
    hours.next_opening(now).map_or_else(
        || "Stängt nu.".to_owned(),
        |opening| format!("Stängt nu. Öppnar {}.", relative_moment(opening, now)),
    )
}

fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Whether a row belongs to a part of the list.
fn belongs(row: &WorklistRow, part: ListPart) -> bool {
    match part {
        ListPart::All | ListPart::Mine => true,
        ListPart::Closed => row.state == RowState::Closed,
        ListPart::Overdue
        | ListPart::Today
        | ListPart::Later
        | ListPart::Settled
        | ListPart::Waiting => {
            row.state != RowState::Closed && WorklistPart::of(row.state) == part.of_app()
        }
    }
}
