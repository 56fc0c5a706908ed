//! The demo's units, staff and homes, read from the tables in `crates/server/demo/`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use vocabulary::{
    choice::Choice as _,
    geography::{MunicipalityCode, Position, PostalCode, rank_nearest},
    hsa_id::HsaId,
    meeting_point::MeetingPoint,
    public_id::PublicId,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use super::table::{DemoDataError, rows, written};

const UNITS: &str = include_str!("../../demo/units.tsv");
const STAFF: &str = include_str!("../../demo/staff.tsv");
const CONTACTS: &str = include_str!("../../demo/contacts.tsv");
const HOMES: &str = include_str!("../../demo/homes.tsv");

/// The host of the demo's links to digital meetings; nothing answers there.
pub(crate) const MEETING_HOST: &str = "https://mote.example.se";

/// The demo's places to meet; the first is the one that the invented meetings are held at.
pub(crate) fn meeting_points() -> Vec<MeetingPoint> {
    let places = [
        (
            "Norra Älvsborgs länssjukhus",
            "Huvudentrén, vid informationen",
        ),
        ("Norra Älvsborgs länssjukhus", "Entréhallens kafé"),
        ("Uddevalla sjukhus", "Huvudentrén, vid informationen"),
        ("Stadsbiblioteket i Trollhättan", "Receptionen"),
    ];
    let numbered = (1_u8..).zip(places);
    numbered
        .map(|(number, (building, name))| MeetingPoint {
            id: PublicId::from_random([number; 16]),
            building: building.to_owned(),
            name: name.to_owned(),
        })
        .collect()
}

/// The password that every demo user has; the log-in page shows it in a demo.
pub(crate) const PASSWORD: &str = "demo-vardbron";

/// The roles of `vardbron demo-token`; each is the user name of one demo user (api.md).
#[cfg(test)]
pub(crate) const ROLES: [&str; 16] = [
    "ward-nurse",
    "discharge-coordinator",
    "health-centre",
    "specialist-clinic",
    "regional-rehab",
    "municipal-primary-care",
    "head-office",
    "administrator",
    "administrator-2",
    "log-reviewer",
    "physician",
    "municipal-nurse",
    "municipal-head-of-operations",
    "social-services",
    "municipal-rehab",
    "stranger-ward",
];

/// A unit of the demo.
#[derive(Debug, Clone)]
pub(crate) struct DemoUnit {
    /// Its name in the demo's own tables.
    pub(crate) key: &'static str,
    /// The unit as in the directory.
    pub(crate) card: UnitCard,
    /// Its coordinates.
    pub(crate) position: Option<Position>,
    /// The function to ask for on the phone.
    pub(crate) function: Option<&'static str>,
    /// An invented telephone number.
    pub(crate) phone: Option<&'static str>,
    /// Other ways to reach it.
    pub(crate) contact: Option<DemoContact>,
}

/// How to reach a unit, with source and date of the information.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DemoContact {
    /// When the phone is answered.
    pub(crate) hours: &'static str,
    /// E-mail address of the function's mailbox.
    pub(crate) mailbox: &'static str,
    /// Where the information comes from.
    pub(crate) source: &'static str,
    /// The day on which somebody checked it.
    pub(crate) checked: Date,
}

/// A user of the demo.
#[derive(Debug, Clone)]
pub(crate) struct DemoStaff {
    /// The log-in name.
    pub(crate) user_name: &'static str,
    /// The invented name.
    pub(crate) name: &'static str,
    /// Roles at units; a demo token is given for the first.
    pub(crate) assignments: Vec<DemoAssignment>,
}

/// A demo user's role at a unit.
#[derive(Debug, Clone)]
pub(crate) struct DemoAssignment {
    pub(crate) role: Role,
    /// The unit's `key`.
    pub(crate) unit: &'static str,
    /// The unit's HSA-id.
    pub(crate) hsa_id: HsaId,
}

/// An address where an invented patient stays.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) municipality: MunicipalityCode,
    /// Street address, which does not exist.
    pub(crate) address: &'static str,
    pub(crate) postal_code: PostalCode,
}

/// All units, staff and homes of the demo.
#[derive(Debug, Clone)]
pub(crate) struct DemoDirectory {
    /// The units, in the table's order.
    pub(crate) units: Vec<DemoUnit>,
    /// The staff; the users of [`ROLES`] come first.
    pub(crate) staff: Vec<DemoStaff>,
    pub(crate) homes: Vec<Home>,
}

impl DemoDirectory {
    /// Reads the built-in tables.
    pub(crate) fn read() -> Result<Self, DemoDataError> {
        let units = units()?;
        let ids: BTreeMap<&str, &HsaId> = units
            .iter()
            .map(|unit| (unit.key, &unit.card.hsa_id))
            .collect();
        let staff = rows::<3>(STAFF)?
            .into_iter()
            .map(|[user_name, name, assignments]| {
                let assignments = assignments
                    .split(' ')
                    .map(|text| assignment(text, &ids))
                    .collect::<Result<_, DemoDataError>>()?;
                Ok(DemoStaff {
                    user_name,
                    name,
                    assignments,
                })
            })
            .collect::<Result<_, DemoDataError>>()?;
        let homes = rows::<3>(HOMES)?
            .into_iter()
            .map(|[code, address, postal_code]| {
                Ok(Home {
                    municipality: MunicipalityCode::parse(code)
                        .map_err(|_| DemoDataError(format!("no municipality: {code}")))?,
                    address,
                    postal_code: PostalCode::parse(postal_code)
                        .map_err(|_| DemoDataError(format!("no postal code: {postal_code}")))?,
                })
            })
            .collect::<Result<_, DemoDataError>>()?;
        Ok(Self {
            units,
            staff,
            homes,
        })
    }

    /// The unit with this key.
    pub(crate) fn unit(&self, key: &str) -> Result<&DemoUnit, DemoDataError> {
        self.units
            .iter()
            .find(|unit| unit.key == key)
            .ok_or_else(|| DemoDataError(format!("no unit: {key}")))
    }

    /// The user with that user name.
    #[cfg(test)]
    pub(crate) fn user(&self, user_name: &str) -> Result<&DemoStaff, DemoDataError> {
        self.staff
            .iter()
            .find(|user| user.user_name == user_name)
            .ok_or_else(|| DemoDataError(format!("no user: {user_name}")))
    }

    /// The first user whose first assignment is this role at this unit.
    pub(crate) fn user_at(&self, unit: &str, role: Role) -> Option<&'static str> {
        let holds = |user: &&DemoStaff| {
            user.assignments
                .first()
                .is_some_and(|first| first.unit == unit && first.role == role)
        };
        self.staff.iter().find(holds).map(|user| user.user_name)
    }

    /// The municipality's unit of a kind.
    pub(crate) fn municipal(
        &self,
        kind: UnitKind,
        code: MunicipalityCode,
    ) -> Result<&DemoUnit, DemoDataError> {
        self.of_kind(kind)
            .find(|unit| unit.card.municipality == Some(code))
            .ok_or_else(|| DemoDataError(format!("no {} in {code}", kind.code())))
    }

    /// The units of a kind.
    pub(crate) fn of_kind(&self, kind: UnitKind) -> impl Iterator<Item = &DemoUnit> {
        self.units.iter().filter(move |unit| unit.card.kind == kind)
    }

    /// The unit of a kind that is nearest to a municipality's primary care: good enough for a
    /// scenario (V6B.6); the product ranks by postal code.
    pub(crate) fn nearest(
        &self,
        kind: UnitKind,
        code: MunicipalityCode,
    ) -> Result<&DemoUnit, DemoDataError> {
        let centre = self
            .municipal(UnitKind::MunicipalPrimaryCare, code)?
            .position;
        let ranked = centre
            .map(|centre| rank_nearest(centre, self.of_kind(kind), |unit| unit.position))
            .unwrap_or_default();
        ranked
            .into_iter()
            .next()
            .map(|ranked| ranked.item)
            .ok_or_else(|| DemoDataError(format!("no {} near {code}", kind.code())))
    }
}

fn contacts() -> Result<BTreeMap<&'static str, DemoContact>, DemoDataError> {
    rows::<5>(CONTACTS)?
        .into_iter()
        .map(|[unit, hours, mailbox, source, checked]| {
            let contact = DemoContact {
                hours,
                mailbox,
                source,
                checked: checked
                    .parse()
                    .map_err(|_| DemoDataError(format!("contact {unit}: date")))?,
            };
            Ok((unit, contact))
        })
        .collect()
}

fn units() -> Result<Vec<DemoUnit>, DemoDataError> {
    let mut contacts = contacts()?;
    let units: Vec<DemoUnit> = rows::<10>(UNITS)?
        .into_iter()
        .map(
            |[
                key,
                hsa_id,
                kind,
                name,
                organisation,
                code,
                lat,
                lon,
                function,
                phone,
            ]| {
                let error = |what: &str| DemoDataError(format!("unit {key}: {what}"));
                let degrees = |text: &str| {
                    written(text)
                        .map(str::parse::<f64>)
                        .transpose()
                        .map_err(|_| error("position"))
                };
                let card = UnitCard {
                    hsa_id: HsaId::parse(hsa_id).map_err(|_| error("HSA-id"))?,
                    name: name.to_owned(),
                    kind: UnitKind::from_code(kind).ok_or_else(|| error("kind"))?,
                    organisation: organisation.to_owned(),
                    municipality: written(code)
                        .map(MunicipalityCode::parse)
                        .transpose()
                        .map_err(|_| error("municipality"))?,
                };
                let position = degrees(lat)?
                    .zip(degrees(lon)?)
                    .and_then(|(lat, lon)| Position::new(lat, lon));
                Ok(DemoUnit {
                    key,
                    card,
                    position,
                    function: written(function),
                    phone: written(phone),
                    contact: contacts.remove(key),
                })
            },
        )
        .collect::<Result<_, DemoDataError>>()?;
    match contacts.keys().next() {
        Some(unit) => Err(DemoDataError(format!("contact of no unit: {unit}"))),
        None => Ok(units),
    }
}

fn assignment(
    text: &'static str,
    ids: &BTreeMap<&str, &HsaId>,
) -> Result<DemoAssignment, DemoDataError> {
    let error = || DemoDataError(format!("assignment {text}"));
    let (role, unit) = text.split_once('@').ok_or_else(error)?;
    Ok(DemoAssignment {
        role: Role::from_code(role).ok_or_else(error)?,
        unit,
        hsa_id: (*ids.get(unit).ok_or_else(error)?).clone(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use vocabulary::{
        geography::{PostalMunicipality, municipalities, municipality_of_postal_code},
        role::Role,
        unit::UnitKind,
    };

    use super::{DemoDirectory, ROLES};

    #[test]
    fn every_municipality_of_fyrbodal_has_its_units_and_a_health_centre_and_a_manager() {
        let directory = DemoDirectory::read().unwrap();
        let fyrbodal: Vec<_> = municipalities()
            .iter()
            .filter(|municipality| municipality.in_fyrbodal)
            .collect();
        assert_eq!(fyrbodal.len(), 14);
        for municipality in fyrbodal {
            for kind in [
                UnitKind::MunicipalPrimaryCare,
                UnitKind::SocialServices,
                UnitKind::MunicipalRehab,
                UnitKind::HealthCentre,
            ] {
                assert!(
                    directory.municipal(kind, municipality.code).is_ok(),
                    "{municipality:?}"
                );
            }
            let unit = directory
                .municipal(UnitKind::MunicipalPrimaryCare, municipality.code)
                .unwrap();
            for role in [
                Role::MunicipalManager,
                Role::MunicipalNurse,
                Role::HeadOfOperations,
            ] {
                assert!(
                    directory.user_at(unit.key, role).is_some(),
                    "{} {role:?}",
                    unit.key
                );
            }
            assert!(
                directory
                    .homes
                    .iter()
                    .any(|home| home.municipality == municipality.code),
                "a home in {municipality:?}"
            );
        }
    }

    #[test]
    fn ids_are_demo_ids_and_nothing_is_there_twice() {
        let directory = DemoDirectory::read().unwrap();
        let mut seen = BTreeSet::new();
        for unit in &directory.units {
            assert!(
                unit.card.hsa_id.as_str().starts_with("SE2321000131-E9"),
                "{}",
                unit.key
            );
            assert!(
                seen.insert(unit.card.hsa_id.as_str().to_owned()),
                "{}",
                unit.key
            );
            assert!(seen.insert(unit.key.to_owned()) && seen.insert(unit.card.name.clone()));
            assert!(unit.phone.is_none_or(|phone| phone.starts_with("0000-")));
            let placed = unit.position.is_some();
            assert_eq!(placed, unit.card.municipality.is_some(), "{}", unit.key);
        }
        let mut seen = BTreeSet::new();
        for user in &directory.staff {
            assert!(seen.insert(user.user_name.to_owned()), "{}", user.user_name);
            assert!(seen.insert(user.name.to_owned()), "{}", user.name);
        }
        let count = |kind| directory.of_kind(kind).count();
        assert_eq!(count(UnitKind::PlaceholderHealthCentre), 1);
        assert_eq!(count(UnitKind::PlaceholderMunicipality), 1);
        assert!(count(UnitKind::RegionalRehab) >= 6);
    }

    #[test]
    fn every_unit_with_a_telephone_says_when_it_answers_and_where_that_comes_from() {
        for unit in DemoDirectory::read().unwrap().units {
            let reached = unit.contact.is_some();
            let kind = unit.card.kind;
            let takes_part = kind.is_regional_care() || kind == UnitKind::MunicipalPrimaryCare;
            assert_eq!(reached, unit.phone.is_some() && takes_part, "{}", unit.key);
            if let Some(contact) = unit.contact {
                assert!(
                    contact.mailbox.ends_with("@vardbron.example"),
                    "{}",
                    unit.key
                );
                assert!(contact.source.starts_with("Påhittad"), "{}", unit.key);
                assert!(contact.checked.year() == 2026, "{}", unit.key);
                assert!(!contact.hours.is_empty(), "{}", unit.key);
            }
        }
    }

    #[test]
    fn the_roles_of_the_command_line_have_a_user_each_and_share_units_as_promised() {
        let directory = DemoDirectory::read().unwrap();
        let unit_of = |role: &str| directory.user(role).unwrap().assignments[0].unit;
        for together in [
            ["ward-nurse", "discharge-coordinator", "physician"],
            [
                "municipal-primary-care",
                "municipal-nurse",
                "municipal-head-of-operations",
            ],
        ] {
            assert!(
                together
                    .iter()
                    .all(|role| unit_of(role) == unit_of(together[0]))
            );
        }
        // Eleven units: three roles share one, three another, and the two administrators theirs.
        let units: BTreeSet<_> = ROLES.iter().map(|role| unit_of(role)).collect();
        assert_eq!(units.len(), 16 - 5);
        assert_eq!(unit_of("municipal-primary-care"), "municipal-trollhattan");
        // Each of these users has one assignment, so that a role's token and log-in are
        // unambiguous.
        assert!(
            ROLES
                .iter()
                .all(|role| directory.user(role).unwrap().assignments.len() == 1)
        );
        assert!(
            directory
                .staff
                .iter()
                .any(|user| user.assignments.len() == 2)
        );
        for placeholder in ["placeholder-centre", "placeholder-municipality"] {
            let works = |user: &super::DemoStaff| {
                user.assignments
                    .iter()
                    .any(|assignment| assignment.unit == placeholder)
            };
            assert!(
                !directory.staff.iter().any(works),
                "placeholders have no staff"
            );
        }
    }

    #[test]
    fn homes_lie_in_the_municipality_that_their_postal_code_says() {
        for home in DemoDirectory::read().unwrap().homes {
            let said = municipality_of_postal_code(home.postal_code);
            assert_ne!(
                said,
                PostalMunicipality::Unknown,
                "{}",
                home.postal_code.shown()
            );
            assert!(
                !said.contradicts(home.municipality),
                "{}",
                home.postal_code.shown()
            );
        }
    }

    #[test]
    fn the_nearest_rehab_of_a_municipality_without_one_lies_next_door() {
        let directory = DemoDirectory::read().unwrap();
        let code = directory
            .unit("municipal-dals-ed")
            .unwrap()
            .card
            .municipality
            .unwrap();
        let near = directory.nearest(UnitKind::RegionalRehab, code).unwrap();
        assert_eq!(near.key, "rehab-bengtsfors");
        let own = directory.nearest(UnitKind::HealthCentre, code).unwrap();
        assert_eq!(own.key, "centre-dals-ed");
    }
}
