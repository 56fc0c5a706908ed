//! The register of neutral places to meet, per building: list, add, change, take out of use. An
//! invitation to somebody outside says one of them and never what somebody has typed.

use app::{AppError, KeptMeetingPoint, MeetingPointDraft};
use axum::{Router, extract::Path, routing::get};
use http::StatusCode;
use vocabulary::public_id::PublicId;

use crate::{
    Web,
    account::session::{Administrator, Signed},
    flash::Flash,
    form_body::{FormBody, refilled},
    html::{
        block::Block,
        field::{FieldKind, FieldView},
        form::FormView,
        part::{Icon, PageLink, Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, shown, shown_with},
    problem::Problem,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/administration/motesplatser", get(list))
        .route("/administration/motesplatser/ny", get(new).post(add))
        .route("/administration/motesplatser/{id}", get(edit).post(change))
}

const HOME: &str = "/administration/motesplatser";
const NEW: &str = "Lägg till mötesplats";
const CHANGE: &str = "Ändra mötesplats";

async fn list(Administrator(signed): Administrator) -> PageResult {
    let points = signed.app.kept_meeting_points(&signed.caller).await?;
    let links = if signed.app.makes_meeting_links() {
        "Till digitala möten gör Vårdbron länken själv."
    } else {
        "Vårdbron gör inga länkar till digitala möten. Driften anger värden för dem."
    };
    shown(&PlainPage {
        frame: signed.frame("Mötesplatser", MenuEntry::MeetingPoints),
        heading: "Mötesplatser".to_owned(),
        lead: format!(
            "Neutrala platser där personal möter Migrationsverket. Bara de här platserna kan stå i en \
             kallelse till Migrationsverket. {links}"
        ),
        actions: vec![PageLink::main(NEW, &format!("{HOME}/ny"), Some(Icon::Plus))],
        blocks: vec![Block::Table(TableView {
            caption: "Mötesplatser".to_owned(),
            caption_hidden: true,
            columns: Column::all(&["Plats", "Hus", "Läge", "Ändrad av", "Gör"]),
            rows: points.iter().map(row).collect(),
            empty: "Ingen mötesplats är inlagd än. Utan mötesplats kan ingen kallelse till ett möte på \
                    plats skickas till Migrationsverket."
                .to_owned(),
            ..TableView::default()
        })],
        ..PlainPage::default()
    })
}

fn row(kept: &KeptMeetingPoint) -> Vec<Cell> {
    let state = if kept.active {
        Tag::toned("Används", Tone::Success)
    } else {
        Tag::plain("Används inte")
    };
    let edit = format!("{HOME}/{}", kept.point.id);
    vec![
        Cell::text(&kept.point.name),
        Cell::text(&kept.point.building),
        Cell::tag(state),
        Cell::text(&kept.changed_by),
        Cell::acts(vec![RowAction::link("Ändra", &kept.point.name, &edit)]),
    ]
}

async fn new(Administrator(signed): Administrator) -> PageResult {
    shown(&page(&signed, NEW, form(None)))
}

async fn add(Administrator(signed): Administrator, posted: FormBody) -> PageResult {
    let draft = MeetingPointDraft {
        active: true,
        ..read(&posted)
    };
    let added = signed.app.keep_meeting_point(&signed.caller, None, &draft);
    let added = added.await;
    answer(&signed, NEW, form(None), &posted, added)
}

async fn edit(Administrator(signed): Administrator, Path(id): Path<String>) -> PageResult {
    let kept = found(&signed, &id).await?;
    shown(&page(&signed, CHANGE, form(Some(&kept))))
}

async fn change(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
    posted: FormBody,
) -> PageResult {
    let kept = found(&signed, &id).await?;
    let version = posted.get("version").parse().unwrap_or(kept.version);
    let known = Some((kept.point.id, version));
    let changed = signed
        .app
        .keep_meeting_point(&signed.caller, known, &read(&posted))
        .await;
    answer(&signed, CHANGE, form(Some(&kept)), &posted, changed)
}

fn answer(
    signed: &Signed,
    heading: &str,
    form: FormView,
    posted: &FormBody,
    written: Result<(), AppError>,
) -> PageResult {
    match written {
        Ok(()) => Ok(signed.told(HOME, Flash::Saved)),
        Err(AppError::Mistakes(mistakes)) => {
            let page = page(signed, heading, refilled(form, posted, &mistakes));
            shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn found(signed: &Signed, id: &str) -> Result<KeptMeetingPoint, Problem> {
    let id = PublicId::parse(id).ok_or_else(Problem::not_found)?;
    let points = signed.app.kept_meeting_points(&signed.caller).await?;
    let found = points.into_iter().find(|kept| kept.point.id == id);
    found.ok_or_else(Problem::not_found)
}

fn read(posted: &FormBody) -> MeetingPointDraft {
    MeetingPointDraft {
        building: posted.text("building").unwrap_or_default(),
        name: posted.text("name").unwrap_or_default(),
        active: posted.get("active") == "ja",
    }
}

fn page(signed: &Signed, heading: &str, form: FormView) -> PlainPage {
    PlainPage {
        frame: signed.frame(heading, MenuEntry::MeetingPoints),
        crumbs: vec![PageLink::new("Mötesplatser", HOME)],
        heading: heading.to_owned(),
        lead: "Namnet läses av Migrationsverket. Skriv en plats som alla besökare använder: ingen \
               avdelning, mottagning eller annan enhet, och inget rumsnummer."
            .to_owned(),
        narrow: true,
        blocks: vec![Block::Form(Box::new(form))],
        ..PlainPage::default()
    }
}

fn form(kept: Option<&KeptMeetingPoint>) -> FormView {
    let text = |of: fn(&KeptMeetingPoint) -> &String| kept.map(of).cloned().unwrap_or_default();
    let mut fields = vec![
        FieldView::text("name", "Plats")
            .help("Till exempel Huvudentrén eller Informationsdisken.")
            .value(&text(|kept| &kept.point.name))
            .required(),
        FieldView::text("building", "Hus")
            .help("Sjukhuset eller huset som platsen ligger i.")
            .value(&text(|kept| &kept.point.building))
            .required(),
    ];
    if let Some(kept) = kept {
        fields.insert(0, FieldView::hidden("version", &kept.version.to_string()));
        let used = FieldView::new("active", "Platsen används", FieldKind::Checkbox)
            .help("Ta bort bocken när platsen inte ska väljas för nya möten.");
        fields.push(if kept.active { used.value("ja") } else { used });
    }
    FormView {
        action: kept.map_or_else(
            || format!("{HOME}/ny"),
            |kept| format!("{HOME}/{}", kept.point.id),
        ),
        fields,
        submit: if kept.is_some() {
            "Spara mötesplatsen".to_owned()
        } else {
            NEW.to_owned()
        },
        cancel: Some(HOME.to_owned()),
        ..FormView::default()
    }
}
