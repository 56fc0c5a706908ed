//! Governing documents with their links (V2.1). An administrator changes a link without a release.

use app::{Administered, AppError, Link as Reference};
use vocabulary::mistake::Mistake;

use super::crumbs;
use crate::{
    account::session::Signed,
    form_body::{FormBody, VERSION},
    html::{
        block::Block,
        field::{FieldKind, FieldView},
        form::FormView,
        part::PageLink,
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
    problem::Problem,
    registers::kit::Register,
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
                .map(|reference| row(&signed, reference, edits))
                .collect(),
            empty: "Inga dokument är upplagda än.".to_owned(),
            ..TableView::default()
        })],
        ..PlainPage::default()
    })
}

impl Register for Reference {
    const HOME: &'static str = "/vagledning/referenser";
    const MENU: MenuEntry = MenuEntry::Guidance;
    const NAME: &'static str = "Styrande dokument";
    const CHANGE: (&'static str, &'static str) = ("Ändra länk", "Ändra länk");

    fn crumbs() -> Vec<PageLink> {
        let mut crumbs = crumbs();
        crumbs.push(PageLink::new(Self::NAME, Self::HOME));
        crumbs
    }

    async fn found(signed: &Signed, id: &str) -> Result<Self, Problem> {
        let references = signed.app.links(&signed.caller).await?;
        let found = references.into_iter().find(|reference| reference.id == id);
        found.ok_or_else(Problem::not_found)
    }

    fn form(_: &Signed, entry: Option<&Self>) -> FormView {
        entry.map(form).unwrap_or_default()
    }

    async fn write(
        signed: &Signed,
        entry: Option<&Self>,
        posted: &FormBody,
    ) -> Result<Administered, AppError> {
        // The guidance says which documents there are; none is added here.
        let reference = entry.ok_or(AppError::NotFound)?.clone();
        let changed = read(reference, posted).map_err(AppError::Mistakes)?;
        signed.app.change_link(&signed.caller, changed).await?;
        Ok(Administered::Done)
    }
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
    reference.version = posted.version().cast_signed();
    if mistakes.is_empty() {
        Ok(reference)
    } else {
        Err(mistakes)
    }
}

fn form(reference: &Reference) -> FormView {
    FormView {
        action: format!("{}/{}", Reference::HOME, reference.id),
        fields: vec![
            FieldView::hidden(VERSION, &reference.version.to_string()),
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
        cancel: Some(Reference::HOME.to_owned()),
        ..FormView::default()
    }
}

/// The guidance's remark about a link, such as that it leads to a start page.
fn note(signed: &Signed, reference: &Reference) -> String {
    let packs = signed.app.library().packs();
    let mut all = packs.flat_map(|pack| &pack.references);
    let same = all.find(|known| known.slug == reference.id && known.url == reference.link);
    same.and_then(|known| known.note.clone())
        .unwrap_or_default()
}

fn row(signed: &Signed, reference: &Reference, edits: bool) -> Vec<Cell> {
    let mut cells = vec![
        Cell::link(&reference.title, &reference.link).with_small(&note(signed, reference)),
        Cell::text(&reference.governs),
    ];
    if edits {
        let href = format!("{}/{}", Reference::HOME, reference.id);
        cells.push(Cell::acts(vec![RowAction::link(
            "Ändra",
            &reference.title,
            &href,
        )]));
    }
    cells
}
