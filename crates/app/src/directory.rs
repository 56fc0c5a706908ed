//! The unit directory: kept in memory and read again when it changes. The kind of a unit comes from
//! here, never from a client.

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use disclosure::{text_check::UnitNames, views::Letterhead};
use jiff::civil::Date;
use serde::Serialize;
use store::{
    meeting_points,
    units::{self, StoredUnit},
};
use vocabulary::{
    audience::ContactWith,
    choice::Choice as _,
    geography::{
        MunicipalityCode, Position, PostalCode, PostalMunicipality, places_for_postal_code,
    },
    hsa_id::HsaId,
    meeting_point::MeetingPoint,
    public_id::PublicId,
    unit::{UnitCard, UnitKind, recognised_kind},
};

use crate::{App, error::AppError, meeting_points::kept};

/// Id of the contact that letters are returned to: the organisation's own, which names no unit.
pub(crate) const SENDER: &str = "avsandare";

/// How the ids of Migrationsverket's contacts begin.
pub(crate) const MIGRATION_AGENCY: &str = "migrationsverket";

/// The function at Koncernkontoret that is contacted about missing cards and agreements (C2.2, C5.1).
pub(crate) const REGIONAL_DEVELOPER: &str = "koncernkontoret-regionutvecklare.regionutvecklare";

/// Whether a contact is one function of an organisation, such as Migrationsverket's officer for
/// placements; its id is the organisation's with its own after a dot. Nothing is mailed to it.
#[must_use]
pub fn is_function(id: &str) -> bool {
    id.contains('.')
}

/// A contact that staff call: its name, number and hours as an administrator keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownPhone {
    pub id: String,
    pub name: String,
    pub phone: Option<String>,
    pub hours: Option<String>,
}

/// A contact as staff who are to call it see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhomToCall {
    pub name: String,
    /// `None` while nobody has filled it in.
    pub phone: Option<String>,
    pub hours: Option<String>,
    /// Whether it answers now, where the guidance gives its hours.
    pub open_now: Option<bool>,
}

/// Whether a contact is one that a step may tell staff to call.
#[must_use]
pub(crate) fn staff_call(id: &str) -> bool {
    id.starts_with(MIGRATION_AGENCY) || id == REGIONAL_DEVELOPER
}

/// Whether a contact in the directory is Migrationsverket's own, and not one of its functions.
#[must_use]
pub(crate) fn is_migration_agency(id: &str) -> bool {
    id.starts_with(MIGRATION_AGENCY) && !is_function(id)
}

/// A unit of the directory, with its location.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryUnit {
    pub card: UnitCard,
    pub position: Option<Position>,
    pub active: bool,
    /// Whether it is invented for a demonstration.
    pub demo: bool,
    pub details: UnitDetails,
}

/// Contact details of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(default)]
pub struct UnitDetails {
    /// Phone number of the unit's function.
    pub phone: Option<String>,
    /// The function to ask for.
    pub function: Option<String>,
    /// When the phone is answered, in words.
    pub hours: Option<String>,
    /// Mailbox of the unit's function.
    pub mailbox: Option<String>,
    /// Where these details were taken from.
    pub source: Option<String>,
    /// The day when somebody last checked them.
    pub checked: Option<Date>,
}

/// A unit with its distance from where a person stays.
#[derive(Debug, Clone, PartialEq)]
pub struct NearUnit {
    pub unit: UnitCard,
    /// Distance between towns; `None` when either location is unknown.
    pub kilometres: Option<f64>,
}

/// The directory in its current state.
#[derive(Debug, Default)]
pub struct Directory {
    units: BTreeMap<HsaId, DirectoryUnit>,
    letterhead: Letterhead,
    meeting_points: Vec<MeetingPoint>,
    phones: Vec<KnownPhone>,
}

impl Directory {
    /// Whom staff call when a step says that they call this audience; none where the directory keeps
    /// no such contact.
    #[must_use]
    pub(crate) fn called(&self, with: ContactWith) -> Option<&KnownPhone> {
        match with {
            ContactWith::MigrationAgency => self
                .phones
                .iter()
                .find(|known| is_migration_agency(&known.id)),
            ContactWith::HeadOffice => self
                .phones
                .iter()
                .find(|known| known.id == REGIONAL_DEVELOPER),
            ContactWith::MunicipalManager | ContactWith::Institution | ContactWith::Pharmacy => {
                None
            }
        }
    }

    /// A unit, if it is in use.
    #[must_use]
    pub fn unit(&self, hsa_id: &HsaId) -> Option<&UnitCard> {
        self.units
            .get(hsa_id)
            .filter(|unit| unit.active)
            .map(|unit| &unit.card)
    }

    /// A unit, also when it is no longer in use.
    pub(crate) fn any(&self, hsa_id: &HsaId) -> Option<&DirectoryUnit> {
        self.units.get(hsa_id)
    }

    /// The places to meet that are in use, by building and name.
    pub(crate) fn meeting_points(&self) -> impl Iterator<Item = &MeetingPoint> {
        self.meeting_points.iter()
    }

    pub(crate) fn meeting_point(&self, id: PublicId) -> Option<&MeetingPoint> {
        self.meeting_points.iter().find(|point| point.id == id)
    }

    pub(crate) fn letterhead(&self) -> &Letterhead {
        &self.letterhead
    }

    /// Every unit, including those no longer in use.
    pub fn all(&self) -> impl Iterator<Item = &DirectoryUnit> {
        self.units.values()
    }

    /// The units of a kind that are in use.
    pub fn of_kind(&self, kind: UnitKind) -> impl Iterator<Item = &DirectoryUnit> {
        self.units
            .values()
            .filter(move |unit| unit.active && unit.card.kind == kind)
    }

    /// The placeholder units (V6B.3).
    #[must_use]
    pub fn placeholders(&self) -> Vec<UnitCard> {
        self.units
            .values()
            .filter(|unit| unit.active && unit.card.kind.is_placeholder())
            .map(|unit| unit.card.clone())
            .collect()
    }

    /// The first unit in [`Self::nearest`] that `fits` accepts.
    pub(crate) fn nearest_one(
        &self,
        kind: UnitKind,
        from: Option<Position>,
        fits: impl Fn(&UnitCard) -> bool,
    ) -> Option<&UnitCard> {
        let units = self.of_kind(kind).filter(|unit| fits(&unit.card));
        let away = units.map(|unit| (&unit.card, kilometres(from, unit)));
        let nearest = away.min_by(|one, other| by_distance((one.0, one.1), (other.0, other.1)));
        nearest.map(|(unit, _)| unit)
    }

    /// The units of a kind, nearest to the person first (närhetsprincipen, V6B.6). Ranks by
    /// distance between towns, not within them; units without a known location come last.
    #[must_use]
    pub fn nearest(&self, kind: UnitKind, from: Option<Position>) -> Vec<NearUnit> {
        let mut near: Vec<NearUnit> = self
            .of_kind(kind)
            .map(|unit| NearUnit {
                unit: unit.card.clone(),
                kilometres: kilometres(from, unit),
            })
            .collect();
        near.sort_by(|one, other| {
            by_distance((&one.unit, one.kilometres), (&other.unit, other.kilometres))
        });
        near
    }
}

fn kilometres(from: Option<Position>, unit: &DirectoryUnit) -> Option<f64> {
    from.zip(unit.position)
        .map(|(from, to)| vocabulary::geography::distance_km(from, to))
}

/// Orders by distance, then by name; units without a known location come last.
fn by_distance(one: (&UnitCard, Option<f64>), other: (&UnitCard, Option<f64>)) -> Ordering {
    let key = |kilometres: Option<f64>| kilometres.unwrap_or(f64::MAX);
    key(one.1)
        .total_cmp(&key(other.1))
        .then_with(|| one.0.name.cmp(&other.0.name))
}

fn built_in(municipality: MunicipalityCode, postal_code: PostalCode) -> Option<Position> {
    places_for_postal_code(postal_code)
        .into_iter()
        .find(|place| place.municipality == municipality)
        .map(|place| place.position)
}

/// The midpoint of a municipality's built-in localities.
fn middle(municipality: MunicipalityCode) -> Option<Position> {
    let all: Vec<Position> = vocabulary::geography::places()
        .iter()
        .filter(|place| place.municipality == municipality)
        .map(|place| place.position)
        .collect();
    let count = all.len();
    #[expect(clippy::cast_precision_loss, reason = "a handful of localities")]
    let count = (count > 0).then_some(count as f64)?;
    Position::new(
        all.iter().map(|place| place.lat()).sum::<f64>() / count,
        all.iter().map(|place| place.lon()).sum::<f64>() / count,
    )
}

/// The directory, shared between threads and replaced as a whole.
#[derive(Debug, Default)]
pub(crate) struct Shared(RwLock<Arc<Directory>>);

impl Shared {
    pub(crate) fn get(&self) -> Arc<Directory> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, directory: Directory) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(directory);
    }
}

impl App {
    /// The name of a unit, also of one that is closed, or its HSA-id when it is not in the
    /// directory.
    pub(crate) fn unit_name(&self, hsa_id: &str) -> String {
        let directory = self.directory();
        HsaId::parse(hsa_id)
            .ok()
            .and_then(|id| directory.any(&id).map(|unit| unit.card.name.clone()))
            .unwrap_or_else(|| hsa_id.to_owned())
    }

    /// The directory in its current state.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        self.inner.directory.get()
    }

    /// Roughly where a person stays: the built-in locality of the postal code in the municipality,
    /// otherwise the imported one. If neither is in the municipality: the midpoint of the
    /// municipality, or, if that is unknown, the postal code's place in another municipality.
    pub(crate) async fn place_of(
        &self,
        municipality: MunicipalityCode,
        postal_code: PostalCode,
    ) -> Result<Option<Position>, AppError> {
        if let Some(place) = built_in(municipality, postal_code) {
            return Ok(Some(place));
        }
        let imported = self.imported(postal_code).await?;
        let here = imported
            .iter()
            .find(|row| row.municipality == municipality.as_str())
            .and_then(place_of_row);
        Ok(here
            .or_else(|| middle(municipality))
            .or_else(|| imported.first().and_then(place_of_row)))
    }

    /// The municipalities of an imported postal code; several when it crosses a border. Empty
    /// before postal codes have been imported.
    pub(crate) async fn imported_municipality(
        &self,
        postal_code: PostalCode,
    ) -> Result<PostalMunicipality, AppError> {
        let imported = self.imported(postal_code).await?;
        let codes = imported
            .iter()
            .filter_map(|row| MunicipalityCode::parse(&row.municipality).ok());
        Ok(PostalMunicipality::among(codes))
    }

    async fn imported(
        &self,
        postal_code: PostalCode,
    ) -> Result<Vec<store::directory::StoredPostalCode>, AppError> {
        let found = store::directory::postal_code(postal_code.as_str());
        Ok(self.inner.database.read(found).await?)
    }

    /// Reads the directory from the store again.
    ///
    /// # Errors
    /// When the store cannot be read or holds invalid values.
    pub async fn reload_directory(&self) -> Result<(), AppError> {
        let rows = self.inner.database.read(units::all()).await?;
        let mut directory = Directory::default();
        for row in rows {
            let unit = from_row(&row)?;
            directory.units.insert(unit.card.hsa_id.clone(), unit);
        }
        let cards = directory.units.values().map(|unit| &unit.card);
        directory.letterhead.units = Arc::new(UnitNames::of(cards));
        for row in self.inner.database.read(meeting_points::all()).await? {
            let kept = kept(row)?;
            directory
                .meeting_points
                .extend(kept.active.then_some(kept.point));
        }
        let contacts = store::directory::contacts();
        for contact in self.inner.database.read(contacts).await? {
            directory.phones.push(KnownPhone {
                id: contact.id.clone(),
                name: contact.function.clone(),
                phone: contact.phone.clone(),
                hours: contact.hours.clone(),
            });
            let address = contact.post_address;
            if contact.id == SENDER {
                directory.letterhead.sender = address;
            } else if is_migration_agency(&contact.id) {
                let known = &mut directory.letterhead.migration_agency;
                *known = known.take().or(address);
            }
        }
        self.inner.directory.set(directory);
        Ok(())
    }
}

/// Degrees as stored: millionths.
pub(crate) fn micro(degrees: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
    let micro = (degrees * 1e6).round() as i64;
    micro
}

/// Stored millionths as degrees.
#[expect(
    clippy::cast_precision_loss,
    reason = "millionths of a degree fit exactly"
)]
fn degrees(micro: i64) -> f64 {
    micro as f64 / 1e6
}

fn place_of_row(row: &store::directory::StoredPostalCode) -> Option<Position> {
    Position::new(degrees(row.latitude_e6), degrees(row.longitude_e6))
}

pub(crate) fn to_row(unit: &DirectoryUnit) -> Result<StoredUnit, AppError> {
    Ok(StoredUnit {
        hsa_id: unit.card.hsa_id.as_str().to_owned(),
        name: unit.card.name.clone(),
        kind: unit.card.kind.code().to_owned(),
        organisation: unit.card.organisation.clone(),
        municipality: unit.card.municipality.map(|code| code.as_str().to_owned()),
        latitude_e6: unit.position.map(|place| micro(place.lat())),
        longitude_e6: unit.position.map(|place| micro(place.lon())),
        details: serde_json::to_string(&unit.details)
            .map_err(|error| AppError::fault("unit details", &error))?,
        demo: unit.demo,
        active: unit.active,
    })
}

fn from_row(row: &StoredUnit) -> Result<DirectoryUnit, AppError> {
    let corrupt = || AppError::Fault {
        place: "directory",
        detail: format!("unit {} cannot be read", row.hsa_id),
    };
    let details: UnitDetails = serde_json::from_str(&row.details).map_err(|_| corrupt())?;
    let kind = UnitKind::from_code(&row.kind).ok_or_else(corrupt)?;
    Ok(DirectoryUnit {
        card: UnitCard {
            hsa_id: HsaId::parse(&row.hsa_id).map_err(|_| corrupt())?,
            name: row.name.clone(),
            // A unit that calls itself social services is that, whatever was stored (X1).
            kind: recognised_kind(kind, &row.name, details.mailbox.as_deref()),
            organisation: row.organisation.clone(),
            municipality: row
                .municipality
                .as_deref()
                .map(MunicipalityCode::parse)
                .transpose()
                .map_err(|_| corrupt())?,
        },
        position: row
            .latitude_e6
            .zip(row.longitude_e6)
            .and_then(|(lat, lon)| Position::new(degrees(lat), degrees(lon))),
        active: row.active,
        demo: row.demo,
        details,
    })
}
