//! Governing documents with their links (V2.1). An administrator changes a link without a release.

use app::Link as Reference;
use axum::extract::Path;
use http::StatusCode;
use vocabulary::mistake::Mistake;

use super::crumbs;
use crate::{
    account::session::{Administrator, Signed},
    flash::Flash,
    form_body::{FormBody, refilled},
    html::{
        block::Block,
        field::{FieldKind, FieldView},
        form::FormView,
        part::PageLink,
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, shown, shown_with},
    problem::Problem,
};

/// The list.
pub(super) async fn page(signed: Signed) -> PageResult {
    let references = signed.app.links(&signed.caller).await?;
    let edits = signed.may("administer");
    let mut columns = vec!["Dokument", "Vad det styr"];
    columns.extend(edits.then_some("Gör"));
    shown(&PlainPage {
        frame: signed.frame("Styrande dokument", MenuEntry::Guidance),
        crumbs: crumbs(),
        heading: "Styrande och vägledande dokument".to_owned(),
        lead: "Länkarna leder ut från Vårdbron.".to_owned(),
        blocks: vec![Block::Table(TableView {
            caption: "Dokument".to_owned(),
            caption_hidden: true,
            columns: Column::all(&columns),
            rows: references
                .iter()
                .map(|reference| row(reference, edits))
                .collect(),
            empty: "Inga dokument är upplagda än.".to_owned(),
            ..TableView::default()
        })],
        ..PlainPage::default()
    })
}

/// The form for changing one.
pub(super) async fn edit(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
) -> PageResult {
    let reference = found(&signed, &id).await?;
    shown(&form_page(&signed, form(&reference)))
}

pub(super) async fn change(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
    posted: FormBody,
) -> PageResult {
    let reference = found(&signed, &id).await?;
    let changed = match read(reference.clone(), &posted) {
        Ok(changed) => signed.app.change_link(&signed.caller, changed).await,
        Err(mistakes) => Err(app::AppError::Mistakes(mistakes)),
    };
    match changed {
        Ok(()) => Ok(signed.told("/vagledning/referenser", Flash::Saved)),
        Err(app::AppError::Mistakes(mistakes)) => {
            let form = refilled(form(&reference), &posted, &mistakes);
            shown_with(StatusCode::UNPROCESSABLE_ENTITY, &form_page(&signed, form))
        }
        Err(error) => Err(error.into()),
    }
}

async fn found(signed: &Signed, id: &str) -> Result<Reference, Problem> {
    let references = signed.app.links(&signed.caller).await?;
    references
        .into_iter()
        .find(|reference| reference.id == id)
        .ok_or_else(Problem::not_found)
}

fn read(mut reference: Reference, posted: &FormBody) -> Result<Reference, Vec<Mistake>> {
    let missing = |field: &str, detail: &str| Mistake::new(field, "required", detail);
    let mut mistakes = Vec::new();
    if posted.text("title").is_none() {
        mistakes.push(missing("title", "Skriv dokumentets namn."));
    }
    if posted.text("governs").is_none() {
        mistakes.push(missing("governs", "Skriv vad dokumentet styr."));
    }
    reference.title = posted.text("title").unwrap_or_default();
    reference.governs = posted.text("governs").unwrap_or_default();
    reference.link = posted.text("link").unwrap_or_default();
    reference.version = posted.get("version").parse().unwrap_or(reference.version);
    if mistakes.is_empty() {
        Ok(reference)
    } else {
        Err(mistakes)
    }
}

fn form(reference: &Reference) -> FormView {
    FormView {
        action: format!("/vagledning/referenser/{}", reference.id),
        fields: vec![
            FieldView::hidden("version", &reference.version.to_string()),
            FieldView::text("title", "Dokument")
                .value(&reference.title)
                .required(),
            FieldView::new("governs", "Vad det styr", FieldKind::Textarea(3))
                .value(&reference.governs)
                .required(),
            FieldView::text("link", "Länk")
                .help("Kopiera adressen från webbläsaren. Den börjar med https://.")
                .value(&reference.link)
                .required(),
        ],
        submit: "Spara länken".to_owned(),
        cancel: Some("/vagledning/referenser".to_owned()),
        ..FormView::default()
    }
}

fn form_page(signed: &Signed, form: FormView) -> PlainPage {
    let mut crumbs = crumbs();
    crumbs.push(PageLink::new("Styrande dokument", "/vagledning/referenser"));
    PlainPage {
        frame: signed.frame("Ändra länk", MenuEntry::Guidance),
        crumbs,
        heading: "Ändra länk".to_owned(),
        narrow: true,
        blocks: vec![Block::Form(Box::new(form))],
        ..PlainPage::default()
    }
}

fn row(reference: &Reference, edits: bool) -> Vec<Cell> {
    let mut cells = vec![
        Cell::link(&reference.title, &reference.link),
        Cell::text(&reference.governs),
    ];
    if edits {
        let href = format!("/vagledning/referenser/{}", reference.id);
        cells.push(Cell::acts(vec![RowAction::link(
            "Ändra",
            &reference.title,
            &href,
        )]));
    }
    cells
}
