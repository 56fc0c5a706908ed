//! The register of units: list, add, change, close. A unit's kind decides what it may ever be told.
//! It is set here, never by the unit's own staff.

use app::{Administered, AppError, DirectoryUnit, UnitDetails};
use axum::{Router, extract::Query, routing::get};
use jiff::civil::Date;
use serde::Deserialize;
use vocabulary::{
    calendar::local_date,
    choice::Choice as _,
    geography::{MunicipalityCode, Position, municipalities},
    hsa_id::HsaId,
    mistake::Mistake,
    unit::{UnitCard, UnitKind},
};

use super::kit::{self, Register};
use crate::{
    Web,
    account::session::{Administrator, Signed},
    form_body::FormBody,
    html::{
        field::{FieldChoice, FieldKind, FieldView},
        form::FormView,
        part::{Filter, Tag, Tone},
        plain::PlainPage,
        table::{Cell, RowAction},
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
    problem::Problem,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/administration/enheter", get(list))
        .route(
            "/administration/enheter/ny",
            get(kit::new::<DirectoryUnit>).post(kit::add::<DirectoryUnit>),
        )
        .route(
            "/administration/enheter/{hsa_id}",
            get(kit::edit::<DirectoryUnit>).post(kit::change::<DirectoryUnit>),
        )
}

const HOME: &str = "/administration/enheter";

impl Register for DirectoryUnit {
    const HOME: &'static str = HOME;
    const MENU: MenuEntry = MenuEntry::Units;
    const NAME: &'static str = "Enheter";
    const NEW: &'static str = "Lägg till enhet";
    const CHANGE: (&'static str, &'static str) = ("Ändra enhet", "Ändra enhet");

    async fn found(signed: &Signed, id: &str) -> Result<Self, Problem> {
        let directory = signed.app.directory();
        let unit = directory.all().find(|unit| unit.card.hsa_id.as_str() == id);
        unit.cloned().ok_or_else(Problem::not_found)
    }

    fn form(_: &Signed, entry: Option<&Self>) -> FormView {
        form(entry)
    }

    async fn write(
        signed: &Signed,
        entry: Option<&Self>,
        posted: &FormBody,
    ) -> Result<Administered, AppError> {
        let unit = read(posted, entry, local_date(signed.app.now())).map_err(AppError::Mistakes)?;
        let directory = signed.app.directory();
        let mut all = directory.all();
        if entry.is_none() && all.any(|known| known.card.hsa_id == unit.card.hsa_id) {
            let detail = "HSA-id:t finns redan i registret. Öppna enheten och ändra den.";
            return Err(AppError::mistake("hsa_id", "taken", detail));
        }
        signed.app.put_unit(&signed.caller, &unit).await
    }
}

/// The kind that the list is filtered by.
#[derive(Debug, Default, Deserialize)]
pub(super) struct UnitsQuery {
    #[serde(default)]
    slag: String,
}

async fn list(Administrator(signed): Administrator, Query(asked): Query<UnitsQuery>) -> PageResult {
    let directory = signed.app.directory();
    let kind = UnitKind::from_code(&asked.slag);
    let mut units: Vec<&DirectoryUnit> = directory
        .all()
        .filter(|unit| kind.is_none_or(|kind| unit.card.kind == kind))
        .collect();
    units.sort_by(|one, other| one.card.name.cmp(&other.card.name));
    let columns = ["Enhet", "Typ", "Organisation", "Kommun", "Status", "Gör"];
    let rows = units.into_iter().map(row).collect();
    let empty = "Inga enheter av den här typen.";
    shown(&PlainPage {
        filters: filters(kind),
        ..kit::list_page::<DirectoryUnit>(&signed, &columns, rows, empty)
    })
}

/// Reads the form; values that it does not ask for are kept. Saving counts as checking the unit
/// today.
fn read(
    posted: &FormBody,
    before: Option<&DirectoryUnit>,
    today: Date,
) -> Result<DirectoryUnit, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let mut note = |field: &str, code: &'static str, detail: String| {
        mistakes.push(Mistake::new(field, code, detail));
    };
    let hsa_id = match before {
        Some(before) => Some(before.card.hsa_id.clone()),
        None => HsaId::parse(posted.get("hsa_id"))
            .map_err(|found| note("hsa_id", found.code(), found.detail().to_owned()))
            .ok(),
    };
    let mut required = |field: &str, detail: &str| {
        let text = posted.text(field);
        if text.is_none() {
            note(field, "required", detail.to_owned());
        }
        text
    };
    let name = required("name", "Skriv enhetens namn.");
    // A unit that is there keeps its kind and organisation; whoever sends others is refused.
    let organisation = match before {
        Some(before) if !posted.has("organisation") => Some(before.card.organisation.clone()),
        Some(_) | None => required("organisation", "Skriv organisationens namn."),
    };
    let kind = match before {
        Some(before) if !posted.has("kind") => Some(before.card.kind),
        Some(_) | None => UnitKind::from_code(posted.get("kind")),
    };
    if kind.is_none() {
        note("kind", "required", "Välj enhetens typ.".to_owned());
    }
    let municipality = posted
        .text("municipality")
        .map(|code| MunicipalityCode::parse(&code));
    if matches!(municipality, Some(Err(_))) {
        note(
            "municipality",
            "not-a-municipality",
            "Välj en kommun i listan.".to_owned(),
        );
    }
    let place = position(posted);
    if let Err(detail) = &place {
        note("lat", "not-a-position", (*detail).to_owned());
    }
    let (Some(hsa_id), Some(name), Some(organisation), Some(kind), Ok(position), true) =
        (hsa_id, name, organisation, kind, place, mistakes.is_empty())
    else {
        return Err(mistakes);
    };
    Ok(DirectoryUnit {
        card: UnitCard {
            hsa_id,
            name,
            kind,
            organisation,
            municipality: municipality.and_then(Result::ok),
        },
        position,
        active: before.is_none() || posted.get("active") == "ja",
        demo: before.is_some_and(|before| before.demo),
        details: UnitDetails {
            phone: posted.text("phone"),
            function: posted.text("function"),
            hours: posted.text("hours"),
            mailbox: posted.text("mailbox"),
            source: posted.text("source"),
            checked: Some(today),
        },
    })
}

fn position(posted: &FormBody) -> Result<Option<Position>, &'static str> {
    const DETAIL: &str = "Läget går inte att läsa. Skriv grader, till exempel 58.2546 och 12.2786.";
    let (Some(lat), Some(lon)) = (posted.text("lat"), posted.text("lon")) else {
        return if posted.text("lat").is_none() && posted.text("lon").is_none() {
            Ok(None)
        } else {
            Err("Skriv både latitud och longitud, eller ingen av dem.")
        };
    };
    let degrees = |text: String| text.replace(',', ".").parse::<f64>().map_err(|_| DETAIL);
    Position::new(degrees(lat)?, degrees(lon)?)
        .map(Some)
        .ok_or(DETAIL)
}

fn form(unit: Option<&DirectoryUnit>) -> FormView {
    let kinds = UnitKind::ALL
        .iter()
        .map(|kind| FieldChoice::new(kind.code(), kind.swedish()))
        .collect();
    let towns = municipalities()
        .iter()
        .map(|town| FieldChoice::new(town.code.as_str(), town.name));
    let text = |name: &str, label: &str, value: Option<&str>| {
        FieldView::text(name, label).value(value.unwrap_or_default())
    };
    let card = unit.map(|unit| &unit.card);
    let details = unit.map(|unit| &unit.details);
    let degrees = |of: fn(Position) -> f64| {
        unit.and_then(|unit| unit.position)
            .map(|place| of(place).to_string())
    };
    let mut fields = Vec::new();
    if unit.is_none() {
        fields.push(text("hsa_id", "HSA-id", None).required());
    }
    fields.push(text("name", "Namn", card.map(|card| card.name.as_str())).required());
    match card {
        Some(card) => fields.push(
            FieldView::new("fast", "", FieldKind::TextOnly).help(&format!(
                "Typ: {}. Organisation: {}. De ändras aldrig. Är de fel: stäng enheten och lägg upp \
                 en ny.",
                card.kind.swedish(),
                card.organisation
            )),
        ),
        None => fields.extend([
            FieldView::new("kind", "Typ", FieldKind::Select(kinds))
                .help("Typen avgör vad enheten kan få veta. Den går inte att ändra sedan.")
                .required(),
            text("organisation", "Organisation", None)
                .help("Skriv namnet som det står på de andra enheterna. Det ändras aldrig.")
                .required(),
        ]),
    }
    fields.extend([
        FieldView::new("municipality", "Kommun", FieldKind::Select(towns.collect())).value(
            card.and_then(|card| card.municipality.as_ref())
                .map_or("", |town| town.as_str()),
        ),
        text(
            "phone",
            "Telefon",
            details.and_then(|details| details.phone.as_deref()),
        )
        .half(),
        text(
            "function",
            "Funktion att fråga efter",
            details.and_then(|d| d.function.as_deref()),
        )
        .half(),
        text(
            "hours",
            "Telefontid",
            details.and_then(|d| d.hours.as_deref()),
        )
        .half(),
        text(
            "mailbox",
            "Funktionsbrevlåda",
            details.and_then(|d| d.mailbox.as_deref()),
        )
        .half(),
        text(
            "source",
            "Var uppgifterna kommer ifrån",
            details.and_then(|d| d.source.as_deref()),
        )
        .help("När du sparar noteras att uppgifterna är kontrollerade i dag."),
        FieldView::new("lage-hjalp", "", FieldKind::TextOnly)
            .help("Läget används för att visa närmaste enhet. Skriv grader, till exempel 58.2546."),
        text("lat", "Latitud", degrees(Position::lat).as_deref()).half(),
        text("lon", "Longitud", degrees(Position::lon).as_deref()).half(),
    ]);
    if let Some(unit) = unit {
        let used = FieldView::new("active", "Enheten används", FieldKind::Checkbox)
            .help("Ta bort bocken för att stänga enheten. Då går den inte att välja längre.");
        fields.push(if unit.active { used.value("ja") } else { used });
    }
    FormView {
        action: card.map_or(format!("{HOME}/ny"), |card| {
            format!("{HOME}/{}", card.hsa_id)
        }),
        heading: card.map_or_else(String::new, |card| card.hsa_id.as_str().to_owned()),
        fields,
        submit: "Spara enheten".to_owned(),
        cancel: Some(HOME.to_owned()),
        ..FormView::default()
    }
}

fn filters(current: Option<UnitKind>) -> Vec<Filter> {
    let all = Filter {
        label: "Alla".to_owned(),
        href: HOME.to_owned(),
        current: current.is_none(),
    };
    let kinds = UnitKind::ALL.iter().map(|kind| Filter {
        label: kind.swedish().to_owned(),
        href: format!("{HOME}?slag={}", kind.code()),
        current: current == Some(*kind),
    });
    std::iter::once(all).chain(kinds).collect()
}

fn row(unit: &DirectoryUnit) -> Vec<Cell> {
    let card = &unit.card;
    let href = format!("{HOME}/{}", card.hsa_id);
    let town = card
        .municipality
        .and_then(MunicipalityCode::name)
        .unwrap_or_default();
    vec![
        Cell::link(&card.name, &href).with_small(card.hsa_id.as_str()),
        Cell::text(card.kind.swedish()),
        Cell::text(&card.organisation),
        Cell::text(town),
        Cell::tag(if unit.active {
            Tag::toned("Används", Tone::Success)
        } else {
            Tag::plain("Stängd")
        }),
        Cell::acts(vec![RowAction::link("Ändra", &card.name, &href)]),
    ]
}
