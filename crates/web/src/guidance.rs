//! "Vägledning": the two documents, each step and rule with its URL, where they differ and which
//! governs (X2), entitlements, governing documents (V2.1) and versions (VV.1).
//!
//! The guidance is public. A protected case never links here, because the URL would reveal its
//! pathway.

pub(crate) mod confirmation;
mod conflicts;
mod entitlements;
pub mod page;
mod references;
mod statements;
mod versions;

use app::App;
use axum::{Router, extract::Path, routing::get};
use guidance::{Guidance, Library};
use vocabulary::calendar::{local_date, long_date};

use self::page::{GuidancePage, PathwayLink};
use crate::{
    Web,
    account::session::Signed,
    html::{
        block::{Block, TextPart, TextView},
        part::{Alert, PageLink},
        plain::PlainPage,
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
    problem::Problem,
    registers::kit,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/vagledning", get(overview))
        .route("/vagledning/skillnader", get(conflicts::page))
        .route("/vagledning/ratt-till-vard", get(entitlements::page))
        .route("/vagledning/versioner", get(versions::page))
        .route(
            "/vagledning/bekrafta",
            get(confirmation::page).post(confirmation::confirm),
        )
        .route("/vagledning/referenser", get(references::page))
        .route(
            "/vagledning/referenser/{id}",
            get(kit::edit::<app::Link>).post(kit::change::<app::Link>),
        )
        .route("/vagledning/regler", get(statements::rules))
        .route("/vagledning/checklistan", get(statements::checklist))
        .route("/informationsblad/{blad}", get(sheet))
        .route("/vagledning/{spar}", get(pathway))
}

async fn overview(signed: Signed) -> PageResult {
    let today = local_date(signed.app.now());
    let guidance = current(&signed.app)?;
    let document = &guidance.main.document;
    let expired = guidance.main.expired_on(today);
    shown(&GuidancePage {
        frame: signed.frame("Vägledning", MenuEntry::Guidance),
        lead: lead(&guidance),
        alert: document.valid_to.filter(|_| expired).map(|last| {
            let confirmed = confirmation::sentence(&signed.app, &guidance.main.name());
            Alert {
                link: signed
                    .may("administer")
                    .then(|| PageLink::new("Bekräfta vägledningen", confirmation::ADDRESS)),
                ..Alert::guidance_expired(&long_date(last), confirmed.as_deref())
            }
        }),
        pathways: guidance
            .main
            .pathways
            .iter()
            .map(|pathway| PathwayLink {
                label: label(pathway.code()),
                when: format!("{}.", pathway.title),
                href: format!("/vagledning/{}", slug(pathway.code())),
            })
            .collect(),
        chapters: chapters(),
        blocks: vec![about(&guidance)],
    })
}

/// A neutral information sheet, to print and hand over. Nothing on it or in its URL says who gets it.
async fn sheet(signed: Signed, Path(blad): Path<String>) -> PageResult {
    let guidance = current(&signed.app)?;
    let sheets = &guidance.main.sheets;
    let sheet = sheets.iter().find(|sheet| sheet.slug == blad);
    let sheet = sheet.ok_or_else(Problem::not_found)?;
    let paragraphs = sheet.paragraphs.iter().cloned();
    shown(&PlainPage {
        frame: signed.frame("Information", MenuEntry::Guidance),
        heading: sheet.heading.clone(),
        blocks: vec![Block::Text(TextView {
            heading: String::new(),
            parts: paragraphs.map(TextPart::Paragraph).collect(),
        })],
        narrow: true,
        handed_over: true,
        ..PlainPage::default()
    })
}

async fn pathway(signed: Signed, Path(spar): Path<String>) -> PageResult {
    let guidance = current(&signed.app)?;
    let found = guidance
        .main
        .pathways
        .iter()
        .find(|pathway| slug(pathway.code()) == spar);
    let pathway = found.ok_or_else(Problem::not_found)?;
    shown(&statements::pathway(&signed, &guidance, pathway))
}

/// The URL of a step or rule in the guidance pages, by its requirement id. It must not be shown on
/// a protected case.
pub(crate) fn address(library: &Library, now: jiff::Timestamp, id: &str) -> Option<String> {
    let main = library.current(local_date(now))?;
    if main.rule(id).is_some() {
        return Some(format!("/vagledning/regler#{id}"));
    }
    let pathway = main
        .pathways
        .iter()
        .find(|pathway| pathway.step_ids().any(|step| step == id));
    if let Some(pathway) = pathway {
        return Some(format!("/vagledning/{}#{id}", slug(pathway.code())));
    }
    let guidance = library.guidance(main);
    let used = guidance
        .used
        .iter()
        .any(|pack| pack.rule(id).is_some() || pack.step(id).is_some());
    used.then(|| format!("/vagledning/checklistan#{id}"))
}

fn current(app: &App) -> Result<Guidance<'_>, Problem> {
    let library = app.library();
    let main = library
        .current(local_date(app.now()))
        .ok_or_else(Problem::not_found)?;
    Ok(library.guidance(main))
}

/// "Version 2025-07-01, gäller från 1 juli 2025 till 1 juli 2026."
fn lead(guidance: &Guidance<'_>) -> String {
    let document = &guidance.main.document;
    let from = long_date(document.valid_from);
    let to = document.valid_to.map_or_else(
        || "tills vidare".to_owned(),
        |last| format!("till {}", long_date(last)),
    );
    format!(
        "{}, version {}, gäller från {from} {to}.",
        document.short_title, document.version
    )
}

fn about(guidance: &Guidance<'_>) -> Block {
    let document = &guidance.main.document;
    let mut parts = vec![
        TextPart::Paragraph(document.title.clone()),
        TextPart::Paragraph(document.governs.clone()),
        TextPart::Paragraph(format!("Innehållsansvarig: {}.", document.owner_line())),
        TextPart::Paragraph(format!("Granskad av: {}.", document.reviewer_line())),
    ];
    let presented = document.presented.iter();
    parts.extend(presented.map(|text| TextPart::Paragraph(format!("Presenterad för: {text}."))));
    Block::Text(TextView {
        heading: "Om vägledningen".to_owned(),
        parts,
    })
}

fn chapters() -> Vec<PageLink> {
    vec![
        PageLink::new("Regler", "/vagledning/regler"),
        PageLink::new("Checklista hemsjukvård", "/vagledning/checklistan"),
        PageLink::new("Rätt till vård", "/vagledning/ratt-till-vard"),
        PageLink::new("Där dokumenten skiljer sig åt", "/vagledning/skillnader"),
        PageLink::new("Styrande dokument", "/vagledning/referenser"),
        PageLink::new("Versioner och giltighet", "/vagledning/versioner"),
    ]
}

/// The breadcrumbs of a page of the guidance.
fn crumbs() -> Vec<PageLink> {
    vec![PageLink::new("Vägledning", "/vagledning")]
}

/// "6 A, inneliggande".
fn label(code: &str) -> String {
    let (section, letter) = code.split_at(code.len().min(1));
    format!(
        "{section} {letter}, {}",
        if section == "6" {
            "inneliggande"
        } else {
            "öppen vård"
        }
    )
}

/// The last part of a pathway's URL: "inneliggande-a".
fn slug(code: &str) -> String {
    let (section, letter) = code.split_at(code.len().min(1));
    let setting = if section == "6" {
        "inneliggande"
    } else {
        "oppen-vard"
    };
    format!("{setting}-{}", letter.to_lowercase())
}
