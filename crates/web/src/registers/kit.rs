//! What the registers have in common: a page for a new entry and for one that is there, each with a
//! form; the answer to a posted form; the list. [`Register`] is what differs between them.

use app::{Administered, AppError};
use axum::extract::Path;
use http::StatusCode;
use vocabulary::mistake::Mistake;

use crate::{
    account::session::{Administrator, Signed},
    flash::Flash,
    form_body::{FormBody, KEY, VERSION, refilled},
    html::{
        block::Block,
        field::{FieldChoice, FieldKind, FieldView},
        form::{FormView, RefusalNote},
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

    /// The way back from the page of an entry.
    fn crumbs() -> Vec<PageLink> {
        vec![PageLink::new(Self::NAME, Self::HOME)]
    }

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
    let why = match settled(&signed, R::HOME, saved(written)) {
        Ok(why) => why,
        Err(answer) => return answer,
    };
    let form = why.refilled(R::form(&signed, None), &posted);
    again(&new_page::<R>(&signed, form), &why)
}

/// The form of an entry.
pub(crate) async fn edit<R: Register>(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
) -> PageResult {
    let entry = R::found(&signed, &id).await?;
    shown(&page::<R>(&signed, R::form(&signed, Some(&entry))))
}

/// Changes an entry.
pub(crate) async fn change<R: Register>(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
    posted: FormBody,
) -> PageResult {
    let entry = R::found(&signed, &id).await?;
    let written = R::write(&signed, Some(&entry), &posted).await;
    let why = match settled(&signed, R::HOME, saved(written)) {
        Ok(why) => why,
        Err(answer) => return answer,
    };
    // As somebody else may have left it meanwhile.
    let entry = R::found(&signed, &id).await?;
    let form = why.refilled(R::form(&signed, Some(&entry)), &posted);
    again(&page::<R>(&signed, form), &why)
}

/// What is said of an entry that is saved, or that waits for a second person.
pub(super) fn saved(written: Result<Administered, AppError>) -> Result<Flash, AppError> {
    written.map(|became| Flash::of(became, Flash::Saved))
}

/// Why a posted form is shown again, with all that was typed.
pub(crate) enum Unsettled {
    Mistaken(Vec<Mistake>),
    /// Somebody else has changed it since the form was drawn.
    Stale,
}

impl Unsettled {
    /// A form as it would be drawn now, with what was typed and what to do about it.
    pub(crate) fn refilled(&self, form: FormView, posted: &FormBody) -> FormView {
        match self {
            Self::Mistaken(mistakes) => refilled(form, posted, mistakes),
            Self::Stale => {
                // The next sending is another, on the version that is shown now.
                let mut typed = posted.clone();
                typed
                    .0
                    .retain(|(name, _)| ![VERSION, KEY].contains(&name.as_str()));
                let now = form.fields.clone();
                let mut form = refilled(form, &typed, &[]);
                let others = now.iter().zip(&form.fields);
                let others = others.filter_map(|(now, typed)| differs(now, typed));
                let mut said = vec![CHANGED_MEANWHILE.to_owned()];
                said.extend(others);
                let note = |text| RefusalNote {
                    text,
                    citation: None,
                };
                form.refusals.extend(said.into_iter().map(note));
                form
            }
        }
    }
}

const CHANGED_MEANWHILE: &str = "Någon annan har ändrat det här sedan du öppnade sidan. Det du skrev \
    är inte sparat, men står kvar. Läs vad som gäller nu, ändra och spara igen.";

/// What stands in a field now, where something else was typed.
fn differs(now: &FieldView, typed: &FieldView) -> Option<String> {
    let (now_says, typed_says) = (answer(now)?, answer(typed)?);
    (now_says != typed_says).then(|| format!("{}: nu står det {now_says}", now.label))
}

/// A field's answer in words; `None` for what is no question with a short answer.
fn answer(field: &FieldView) -> Option<String> {
    let labels = |choices: &[FieldChoice]| {
        let chosen = choices.iter();
        let chosen = chosen.filter(|choice| field.values.contains(&choice.value));
        let chosen: Vec<&str> = chosen.map(|choice| choice.label.as_str()).collect();
        chosen.join(", ")
    };
    let words = match &field.kind {
        FieldKind::Text
        | FieldKind::Digits
        | FieldKind::Textarea(_)
        | FieldKind::Date
        | FieldKind::Time => {
            let typed = field.values.join(" ");
            typed.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        FieldKind::Select(choices) | FieldKind::Radio(choices) | FieldKind::Checkboxes(choices) => {
            labels(choices)
        }
        FieldKind::Checkbox => if field.values.is_empty() { "nej" } else { "ja" }.to_owned(),
        FieldKind::Password
        | FieldKind::UnitPicker(_)
        | FieldKind::Rows(_)
        | FieldKind::File(_)
        | FieldKind::Hidden
        | FieldKind::Heading
        | FieldKind::TextOnly => return None,
    };
    Some(if words.is_empty() {
        "inget".to_owned()
    } else {
        words
    })
}

/// The answer to a posted form that is carried out, or cannot be for a reason that the form cannot
/// mend.
///
/// # Errors
/// That answer. Otherwise why the form is shown [`again`].
pub(crate) fn settled(
    signed: &Signed,
    to: &str,
    written: Result<Flash, AppError>,
) -> Result<Unsettled, PageResult> {
    match written {
        Ok(said) => Err(Ok(signed.told(to, said))),
        Err(AppError::Mistakes(mistakes)) => Ok(Unsettled::Mistaken(mistakes)),
        Err(AppError::Stale { .. }) => Ok(Unsettled::Stale),
        Err(error) => Err(Err(error.into())),
    }
}

/// The page with a form that is shown again.
pub(crate) fn again(page: &PlainPage, why: &Unsettled) -> PageResult {
    let status = match why {
        Unsettled::Mistaken(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Unsettled::Stale => StatusCode::PRECONDITION_FAILED,
    };
    shown_with(status, page)
}

/// A page with one form.
pub(super) fn form_page<R: Register>(
    signed: &Signed,
    (title, heading): (&str, &str),
    form: FormView,
) -> PlainPage {
    PlainPage {
        frame: signed.frame(title, R::MENU),
        crumbs: R::crumbs(),
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
