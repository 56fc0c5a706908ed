//! The register of neutral places to meet, per building: list, add, change, take out of use. An
//! invitation to somebody outside says one of them and never what somebody has typed.

use app::{Administered, AppError, KeptMeetingPoint, MeetingPointDraft};
use axum::{Router, routing::get};
use vocabulary::public_id::PublicId;

use super::kit::{self, Register};
use crate::{
    Web,
    account::session::{Administrator, Signed},
    form_body::{FormBody, VERSION},
    html::{
        field::{FieldKind, FieldView},
        form::FormView,
        part::{Tag, Tone},
        plain::PlainPage,
        table::{Cell, RowAction},
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
    problem::Problem,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/administration/motesplatser", get(list))
        .route(
            "/administration/motesplatser/ny",
            get(kit::new::<KeptMeetingPoint>).post(kit::add::<KeptMeetingPoint>),
        )
        .route(
            "/administration/motesplatser/{id}",
            get(kit::edit::<KeptMeetingPoint>).post(kit::change::<KeptMeetingPoint>),
        )
}

const HOME: &str = "/administration/motesplatser";

impl Register for KeptMeetingPoint {
    const HOME: &'static str = HOME;
    const MENU: MenuEntry = MenuEntry::MeetingPoints;
    const NAME: &'static str = "Mötesplatser";
    const NEW: &'static str = "Lägg till mötesplats";
    const CHANGE: (&'static str, &'static str) = ("Ändra mötesplats", "Ändra mötesplats");
    const LEAD: &'static str = "Namnet läses av Migrationsverket. Skriv en plats som alla besökare \
        använder: ingen avdelning, mottagning eller annan enhet, och inget rumsnummer.";

    async fn found(signed: &Signed, id: &str) -> Result<Self, Problem> {
        let id = PublicId::parse(id).ok_or_else(Problem::not_found)?;
        let points = signed.app.kept_meeting_points(&signed.caller).await?;
        let found = points.into_iter().find(|kept| kept.point.id == id);
        found.ok_or_else(Problem::not_found)
    }

    fn form(_: &Signed, entry: Option<&Self>) -> FormView {
        form(entry)
    }

    async fn write(
        signed: &Signed,
        entry: Option<&Self>,
        posted: &FormBody,
    ) -> Result<Administered, AppError> {
        let known = entry.map(|kept| (kept.point.id, posted.version().cast_signed()));
        let draft = MeetingPointDraft {
            building: posted.text("building").unwrap_or_default(),
            name: posted.text("name").unwrap_or_default(),
            active: entry.is_none() || posted.get("active") == "ja",
        };
        let kept = signed.app.keep_meeting_point(&signed.caller, known, &draft);
        kept.await.map(|()| Administered::Done)
    }
}

async fn list(Administrator(signed): Administrator) -> PageResult {
    let points = signed.app.kept_meeting_points(&signed.caller).await?;
    let links = if signed.app.makes_meeting_links() {
        "Till digitala möten gör Vårdbron länken själv."
    } else {
        "Vårdbron gör inga länkar till digitala möten. Driften anger värden för dem."
    };
    let columns = ["Plats", "Hus", "Status", "Ändrad av", "Gör"];
    let rows = points.iter().map(row).collect();
    let empty = "Ingen mötesplats är inlagd än. Utan mötesplats kan ingen kallelse till ett möte på \
                 plats skickas till Migrationsverket.";
    shown(&PlainPage {
        lead: format!(
            "Neutrala platser där personal möter Migrationsverket. Bara de här platserna kan stå i en \
             kallelse till Migrationsverket. {links}"
        ),
        ..kit::list_page::<KeptMeetingPoint>(&signed, &columns, rows, empty)
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
        fields.insert(0, FieldView::hidden(VERSION, &kept.version.to_string()));
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
            KeptMeetingPoint::NEW.to_owned()
        },
        cancel: Some(HOME.to_owned()),
        ..FormView::default()
    }
}
