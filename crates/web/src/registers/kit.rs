//! What the registers have in common: a page for a new entry and for one that is there, each with a
//! form; the answer to a posted form; the list. [`Register`] is what differs between them.

use app::{Administered, AppError};
use axum::extract::Path;
use http::StatusCode;
use vocabulary::mistake::Mistake;

use crate::{
    account::session::{Administrator, Signed},
    flash::Flash,
    form_body::{FormBody, refilled},
    html::{
        block::Block,
        form::FormView,
        part::{Icon, PageLink},
        plain::PlainPage,
        table::{Cell, Column, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, shown, shown_with},
    problem::Problem,
};

/// A register that administrators keep, by the type of its entries.
pub(crate) trait Register: Send + Sync + Sized + 'static {
    /// Address of the list.
    const HOME: &'static str;
    /// Its entry in the menu.
    const MENU: MenuEntry;
    /// Its name, which leads back to the list.
    const NAME: &'static str;
    /// Heading of the page with a new entry, and the text of the link to it.
    const NEW: &'static str = "";
    /// Title and heading of the page with an entry.
    const CHANGE: (&'static str, &'static str) = ("", "");
    /// Text above the form.
    const LEAD: &'static str = "";

    /// The entry with this last part of an address.
    fn found(signed: &Signed, id: &str) -> impl Future<Output = Result<Self, Problem>> + Send;

    /// The form of an entry, or of a new one.
    fn form(signed: &Signed, entry: Option<&Self>) -> FormView;

    /// Reads a posted form and carries it out.
    fn write(
        signed: &Signed,
        entry: Option<&Self>,
        posted: &FormBody,
    ) -> impl Future<Output = Result<Administered, AppError>> + Send;
}

/// The form of a new entry.
pub(super) async fn new<R: Register>(Administrator(signed): Administrator) -> PageResult {
    shown(&new_page::<R>(&signed, R::form(&signed, None)))
}

/// Adds an entry.
pub(super) async fn add<R: Register>(
    Administrator(signed): Administrator,
    posted: FormBody,
) -> PageResult {
    let written = R::write(&signed, None, &posted).await;
    let mistakes = match settled(&signed, R::HOME, saved(written)) {
        Ok(mistakes) => mistakes,
        Err(answer) => return answer,
    };
    let form = refilled(R::form(&signed, None), &posted, &mistakes);
    again(&new_page::<R>(&signed, form))
}

/// The form of an entry.
pub(super) async fn edit<R: Register>(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
) -> PageResult {
    let entry = R::found(&signed, &id).await?;
    shown(&page::<R>(&signed, R::form(&signed, Some(&entry))))
}

/// Changes an entry.
pub(super) async fn change<R: Register>(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
    posted: FormBody,
) -> PageResult {
    let entry = R::found(&signed, &id).await?;
    let written = R::write(&signed, Some(&entry), &posted).await;
    let mistakes = match settled(&signed, R::HOME, saved(written)) {
        Ok(mistakes) => mistakes,
        Err(answer) => return answer,
    };
    let form = refilled(R::form(&signed, Some(&entry)), &posted, &mistakes);
    again(&page::<R>(&signed, form))
}

/// What is said of an entry that is saved, or that waits for a second person.
pub(super) fn saved(written: Result<Administered, AppError>) -> Result<Flash, AppError> {
    written.map(|became| Flash::of(became, Flash::Saved))
}

/// The answer to a posted form that is carried out, or cannot be for another reason than what was
/// typed.
///
/// # Errors
/// That answer. Otherwise the mistakes, with which the form is shown [`again`].
pub(crate) fn settled(
    signed: &Signed,
    to: &str,
    written: Result<Flash, AppError>,
) -> Result<Vec<Mistake>, PageResult> {
    match written {
        Ok(said) => Err(Ok(signed.told(to, said))),
        Err(AppError::Mistakes(mistakes)) => Ok(mistakes),
        Err(error) => Err(Err(error.into())),
    }
}

/// The page with a form that has mistakes.
pub(crate) fn again(page: &PlainPage) -> PageResult {
    shown_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// A page with one form.
pub(super) fn form_page<R: Register>(
    signed: &Signed,
    (title, heading): (&str, &str),
    form: FormView,
) -> PlainPage {
    PlainPage {
        frame: signed.frame(title, R::MENU),
        crumbs: vec![PageLink::new(R::NAME, R::HOME)],
        heading: heading.to_owned(),
        lead: R::LEAD.to_owned(),
        narrow: true,
        blocks: vec![Block::Form(Box::new(form))],
        ..PlainPage::default()
    }
}

fn new_page<R: Register>(signed: &Signed, form: FormView) -> PlainPage {
    form_page::<R>(signed, (R::NEW, R::NEW), form)
}

fn page<R: Register>(signed: &Signed, form: FormView) -> PlainPage {
    form_page::<R>(signed, R::CHANGE, form)
}

/// The page with the list, whose main action is a new entry.
pub(super) fn list_page<R: Register>(
    signed: &Signed,
    columns: &[&str],
    rows: Vec<Vec<Cell>>,
    empty: &str,
) -> PlainPage {
    let new = format!("{}/ny", R::HOME);
    PlainPage {
        frame: signed.frame(R::NAME, R::MENU),
        heading: R::NAME.to_owned(),
        actions: vec![PageLink::main(R::NEW, &new, Some(Icon::Plus))],
        blocks: vec![Block::Table(list::<R>(columns, rows, empty))],
        ..PlainPage::default()
    }
}

/// The list as a table.
pub(super) fn list<R: Register>(columns: &[&str], rows: Vec<Vec<Cell>>, empty: &str) -> TableView {
    TableView {
        caption: R::NAME.to_owned(),
        caption_hidden: true,
        columns: Column::all(columns),
        rows,
        empty: empty.to_owned(),
        ..TableView::default()
    }
}
