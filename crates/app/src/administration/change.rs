//! A change of the registers, with what was there before: as it is logged, proposed and reviewed.
//! Pure: it says what a change is, which persons and organisations it concerns, how weighty it is,
//! and how it reads in Swedish.

pub(crate) mod beside;

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use store::{directory::StoredContact, directory::StoredLink, units::StoredUnit};
use vocabulary::{
    choice::Choice as _,
    review::ReviewKind,
    role::Role,
    unit::{UnitKind, organisation_may_be_social_services, recognised_kind},
};

use self::beside::BesideChange;
use crate::{
    UnitDetails,
    delivery::DeliveryKind,
    directory::{SENDER, staff_call},
};

/// A unit as it stands in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UnitState {
    pub(crate) hsa_id: String,
    pub(crate) name: String,
    pub(crate) kind: UnitKind,
    pub(crate) organisation: String,
    pub(crate) municipality: Option<String>,
    /// Millionths of a degree.
    pub(crate) latitude: Option<i64>,
    pub(crate) longitude: Option<i64>,
    pub(crate) details: UnitDetails,
    pub(crate) demo: bool,
    pub(crate) active: bool,
}

/// A contact as it stands in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContactState {
    pub(crate) id: String,
    pub(crate) function: String,
    pub(crate) phone: Option<String>,
    pub(crate) hours: Option<String>,
    pub(crate) mailbox: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) version: i64,
}

/// A link to a governing document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkState {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) governs: String,
    pub(crate) link: String,
}

/// Who works where as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Post {
    /// User id.
    pub(crate) user: String,
    /// The user's name when it was written.
    pub(crate) name: String,
    /// HSA-id.
    pub(crate) unit: String,
    pub(crate) unit_name: String,
    pub(crate) organisation: String,
    pub(crate) kind: UnitKind,
    pub(crate) role: Role,
}

/// A change of the registers. It is stored: names of variants and fields never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub(crate) enum Change {
    /// A unit is added (nothing before) or changed.
    Unit {
        before: Option<Box<UnitState>>,
        after: Box<UnitState>,
        /// Whether no unit of the organisation stood in the directory before.
        new_organisation: bool,
        /// Whether closing it ends somebody's review of the log.
        ends_review: bool,
    },
    /// An account is made; it has no assignment yet.
    Staff {
        user: String,
        login: String,
        name: String,
    },
    Assignment(Post),
    AssignmentEnded {
        assignment: String,
        #[serde(flatten)]
        post: Post,
    },
    Contact {
        before: ContactState,
        after: ContactState,
    },
    Link {
        before: LinkState,
        after: LinkState,
    },
    /// What stands beside those registers; its JSON stands in the place of this variant.
    #[serde(untagged)]
    Beside(BesideChange),
}

/// One fact that a change sets: its label, what it was and what it becomes.
pub(crate) type Difference = (&'static str, String, String);

impl Change {
    /// The unit that the change closes, if it closes one.
    pub(super) fn closes(&self) -> Option<&str> {
        match self {
            Self::Unit { before, after, .. } => {
                let used = before.as_ref().is_some_and(|before| before.active);
                (used && !after.active).then_some(after.hsa_id.as_str())
            }
            Self::Staff { .. }
            | Self::Assignment(_)
            | Self::AssignmentEnded { .. }
            | Self::Contact { .. }
            | Self::Link { .. }
            | Self::Beside(_) => None,
        }
    }

    /// The first word of its row in the log. It is stored and never changes.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unit { .. } => "unit",
            Self::Staff { .. } => "staff",
            Self::Assignment(_) => "assignment",
            Self::AssignmentEnded { .. } => "assignment-ended",
            Self::Contact { .. } => "contact",
            Self::Link { .. } => "link",
            Self::Beside(change) => change.code(),
        }
    }

    /// Whether it takes two persons: whatever alone, or with others of its sort, would let one
    /// administrator into a case, lead what is sent elsewhere, or choose who looks at it.
    pub(crate) fn takes_two(&self) -> bool {
        match self {
            Self::Unit {
                before,
                after,
                new_organisation,
                ends_review,
            } => {
                let open = match before {
                    None => may_be_told(after.kind),
                    Some(before) => {
                        // Saying that they were looked at today leads nothing elsewhere.
                        let details = UnitDetails {
                            checked: before.details.checked,
                            ..after.details.clone()
                        };
                        let other = before.name != after.name
                            || before.municipality != after.municipality
                            || after.active && before.details != details
                            || after.active && !before.active;
                        may_be_told(after.kind) && other
                    }
                };
                let doubtful = before.is_none()
                    && may_be_told(after.kind)
                    && organisation_may_be_social_services(&after.organisation);
                open || *new_organisation || *ends_review || doubtful
            }
            Self::Assignment(post) => opens_something(post.role),
            // Taking rights away is for one person, but for the eyes of the log.
            Self::AssignmentEnded { post, .. } => post.role == Role::LogReviewer,
            // Where Migrationsverket and others are reached, and where their answers and lost letters
            // go.
            Self::Contact { before, after } => {
                (DeliveryKind::any_is_mailed_to(&before.id)
                    || staff_call(&before.id)
                    || before.id == SENDER)
                    && ContactState {
                        version: before.version,
                        ..after.clone()
                    } != *before
            }
            Self::Staff { .. } | Self::Link { .. } | Self::Beside(_) => false,
        }
    }

    /// The user whom it concerns.
    pub(crate) fn concerns(&self) -> Option<&str> {
        match self {
            Self::Staff { user, .. } => Some(user),
            Self::Assignment(post) | Self::AssignmentEnded { post, .. } => Some(&post.user),
            Self::Unit { .. } | Self::Contact { .. } | Self::Link { .. } | Self::Beside(_) => None,
        }
    }

    /// The organisation whose unit it concerns.
    pub(crate) fn organisation(&self) -> Option<&str> {
        match self {
            Self::Unit { after, .. } => Some(&after.organisation),
            Self::Assignment(post) | Self::AssignmentEnded { post, .. } => Some(&post.organisation),
            Self::Staff { .. } | Self::Contact { .. } | Self::Link { .. } | Self::Beside(_) => None,
        }
    }

    /// Why log review looks at it.
    pub(crate) fn review(&self) -> ReviewKind {
        match self {
            Self::Assignment(post) | Self::AssignmentEnded { post, .. } => match post.role {
                Role::LogReviewer => ReviewKind::ReviewerChanged,
                Role::CareStaff | Role::DischargeCoordinator | Role::Physician => {
                    ReviewKind::RegionalAssignment
                }
                Role::MunicipalManager
                | Role::MunicipalNurse
                | Role::HeadOfOperations
                | Role::RegionalDeveloper
                | Role::Administrator
                | Role::SocialServicesStaff
                | Role::MunicipalRehabStaff => ReviewKind::Administration,
            },
            Self::Contact { .. } => ReviewKind::AuthorityContact,
            Self::Unit {
                ends_review: true, ..
            } => ReviewKind::ReviewerChanged,
            Self::Unit { .. } | Self::Staff { .. } | Self::Link { .. } | Self::Beside(_) => {
                ReviewKind::Administration
            }
        }
    }

    /// What it does, as a Swedish sentence without a full stop.
    pub(crate) fn heading(&self) -> String {
        match self {
            Self::Unit {
                before: None,
                after,
                ..
            } => format!("Lägga till enheten {}", after.name),
            Self::Unit {
                before: Some(before),
                after,
                ..
            } if before.active && !after.active => format!("Stänga enheten {}", before.name),
            Self::Unit {
                before: Some(before),
                ..
            } => format!("Ändra enheten {}", before.name),
            Self::Staff { name, .. } => format!("Lägga upp {name}"),
            Self::Assignment(post) => format!(
                "Ge {} uppdraget {} på {}",
                post.name,
                post.role.swedish(),
                post.unit_name
            ),
            Self::AssignmentEnded { post, .. } => format!(
                "Avsluta uppdraget {} på {} för {}",
                post.role.swedish(),
                post.unit_name,
                post.name
            ),
            Self::Contact { before, .. } => format!("Ändra kontakten {}", before.function),
            Self::Link { before, .. } => format!("Ändra länken {}", before.title),
            Self::Beside(change) => change.heading(),
        }
    }

    /// What differs before and after, in the order of the form.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let mut found = match self {
            Self::Unit { before, after, .. } => {
                let nothing = UnitFacts::default();
                let before = before.as_deref().map_or(nothing, UnitState::facts);
                paired(&before, &after.facts())
            }
            Self::Staff { login, name, .. } => vec![
                ("Namn", String::new(), name.clone()),
                ("Användarnamn", String::new(), login.clone()),
            ],
            Self::Assignment(post) => paired(&UnitFacts::default(), &post.facts()),
            Self::AssignmentEnded { post, .. } => paired(&post.facts(), &UnitFacts::default()),
            Self::Contact { before, after } => paired(&before.facts(), &after.facts()),
            Self::Link { before, after } => paired(&before.facts(), &after.facts()),
            Self::Beside(change) => change.differences(),
        };
        found.retain(|(_, before, after)| before != after);
        found
    }

    /// The same as one Swedish text: what it does, and each fact before and after.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{}.", self.heading());
        for (label, before, after) in self.differences() {
            let one = |value: String| {
                if value.is_empty() {
                    "inget".to_owned()
                } else {
                    value.replace('\n', ", ")
                }
            };
            let _ = write!(text, " {label}: {} → {}.", one(before), one(after));
        }
        text
    }

    /// What the second person should look at before confirming.
    pub(crate) fn warning(&self) -> Option<&'static str> {
        match self {
            Self::Unit {
                before: None,
                after,
                ..
            } if may_be_told(after.kind)
                && organisation_may_be_social_services(&after.organisation) =>
            {
                Some(
                    "Organisationens namn kan betyda socialtjänst eller kommunal rehab. Hemsjukvård \
                     ligger ofta där, men socialtjänsten får aldrig veta något. Ring enheten och fråga \
                     innan du bekräftar.",
                )
            }
            Self::Unit {
                new_organisation: true,
                ..
            } => Some("Organisationen finns inte i registret sedan tidigare."),
            Self::Unit {
                ends_review: true, ..
            } => Some("Någon granskar loggen på den här enheten. Det upphör när enheten stängs."),
            Self::Contact { .. } => {
                Some("Kallelser och brev går hit. Kontrollera uppgifterna hos Migrationsverket.")
            }
            Self::Unit { .. }
            | Self::Staff { .. }
            | Self::Assignment(_)
            | Self::AssignmentEnded { .. }
            | Self::Link { .. }
            | Self::Beside(_) => None,
        }
    }
}

/// Whether units of a kind may ever be told anything of a case.
fn may_be_told(kind: UnitKind) -> bool {
    !kind.is_never_a_party() && !kind.is_placeholder()
}

/// Whether a role lets somebody see anything of a case, administer or review: every role but the
/// two that may never see anything.
fn opens_something(role: Role) -> bool {
    match role {
        Role::CareStaff
        | Role::DischargeCoordinator
        | Role::Physician
        | Role::MunicipalManager
        | Role::MunicipalNurse
        | Role::HeadOfOperations
        | Role::RegionalDeveloper
        | Role::Administrator
        | Role::LogReviewer => true,
        Role::SocialServicesStaff | Role::MunicipalRehabStaff => false,
    }
}

/// Facts by their Swedish labels.
type UnitFacts = Vec<(&'static str, String)>;

fn paired(before: &UnitFacts, after: &UnitFacts) -> Vec<Difference> {
    let of = |facts: &UnitFacts, label: &str| {
        let found = facts.iter().find(|(known, _)| *known == label);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut labels: Vec<&'static str> = before.iter().map(|(label, _)| *label).collect();
    for (label, _) in after {
        if !labels.contains(label) {
            labels.push(label);
        }
    }
    labels
        .into_iter()
        .map(|label| (label, of(before, label), of(after, label)))
        .collect()
}

impl Post {
    fn facts(&self) -> UnitFacts {
        vec![
            ("Person", self.name.clone()),
            ("Enhet", self.unit_name.clone()),
            ("HSA-id", self.unit.clone()),
            ("Organisation", self.organisation.clone()),
            ("Roll", self.role.swedish().to_owned()),
        ]
    }
}

impl UnitState {
    /// The kind that the unit is treated as, by its own name and mailbox.
    pub(crate) fn recognised(&self) -> UnitKind {
        recognised_kind(self.kind, &self.name, self.details.mailbox.as_deref())
    }

    fn facts(&self) -> UnitFacts {
        let details = &self.details;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let degrees = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        vec![
            ("HSA-id", self.hsa_id.clone()),
            ("Namn", self.name.clone()),
            ("Typ", self.kind.swedish().to_owned()),
            ("Organisation", self.organisation.clone()),
            ("Kommun", text(&self.municipality)),
            ("Telefon", text(&details.phone)),
            ("Funktion", text(&details.function)),
            ("Telefontid", text(&details.hours)),
            ("Funktionsbrevlåda", text(&details.mailbox)),
            ("Källa", text(&details.source)),
            ("Latitud", degrees(self.latitude)),
            ("Longitud", degrees(self.longitude)),
            (
                "Status",
                if self.active { "Används" } else { "Stängd" }.to_owned(),
            ),
        ]
    }
}

impl From<&StoredContact> for ContactState {
    fn from(contact: &StoredContact) -> Self {
        Self {
            id: contact.id.clone(),
            function: contact.function.clone(),
            phone: contact.phone.clone(),
            hours: contact.hours.clone(),
            mailbox: contact.mailbox.clone(),
            address: contact.post_address.clone(),
            version: contact.version,
        }
    }
}

impl ContactState {
    fn facts(&self) -> UnitFacts {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            ("Funktion", self.function.clone()),
            ("Telefon", text(&self.phone)),
            ("Telefontid", text(&self.hours)),
            ("Funktionsbrevlåda", text(&self.mailbox)),
            ("Postadress", text(&self.address)),
        ]
    }
}

impl From<&StoredLink> for LinkState {
    fn from(link: &StoredLink) -> Self {
        Self {
            id: link.id.clone(),
            title: link.title.clone(),
            governs: link.governs.clone(),
            link: link.link.clone(),
        }
    }
}

impl LinkState {
    fn facts(&self) -> UnitFacts {
        vec![
            ("Rubrik", self.title.clone()),
            ("Styr", self.governs.clone()),
            ("Länk", self.link.clone()),
        ]
    }
}

/// A change as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LoggedChange {
    #[serde(flatten)]
    pub(crate) change: Change,
    /// User id of the first of the two persons.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) proposed_by: Option<String>,
}

impl From<&UnitState> for StoredUnit {
    fn from(unit: &UnitState) -> Self {
        Self {
            hsa_id: unit.hsa_id.clone(),
            name: unit.name.clone(),
            kind: unit.kind.code().to_owned(),
            organisation: unit.organisation.clone(),
            municipality: unit.municipality.clone(),
            latitude_e6: unit.latitude,
            longitude_e6: unit.longitude,
            // A struct of texts and a date can always be written.
            details: serde_json::to_string(&unit.details).unwrap_or_else(|_| "{}".to_owned()),
            demo: unit.demo,
            active: unit.active,
        }
    }
}

/// What a row of the log says of an administration, in Swedish: what was done, and each fact before
/// and after. Older rows say only what sort of thing it was.
pub(crate) fn said(detail: &str) -> String {
    let (what, json) = detail.split_once(' ').unwrap_or((detail, ""));
    let Ok(logged) = serde_json::from_str::<LoggedChange>(json) else {
        return "Ändrade enheter, personal eller vägledning".to_owned();
    };
    let how = match what {
        "proposed" => "Föreslog",
        "proposal-refused" => "Sa nej till förslaget",
        "proposal-withdrawn" => "Drog tillbaka förslaget",
        "proposal-outdated" => "Kunde inte bekräfta förslaget, som inte längre stämmer",
        _ if logged.proposed_by.is_some() => "Bekräftade förslaget",
        _ => "Utförde",
    };
    format!("{how}: {}", logged.change.text())
}

#[cfg(test)]
mod tests {
    use vocabulary::{choice::Choice as _, role::Role, unit::UnitKind};

    use super::{Change, ContactState, LoggedChange, Post, said};
    use crate::directory::REGIONAL_DEVELOPER;

    fn post(role: Role) -> Post {
        Post {
            user: "nora".to_owned(),
            name: "Nora Ny".to_owned(),
            unit: "SE2321000131-E90000000001".to_owned(),
            unit_name: "Avdelning 1".to_owned(),
            organisation: "Regionen".to_owned(),
            kind: UnitKind::HospitalWard,
            role,
        }
    }

    fn contact(id: &str, phone: &str) -> ContactState {
        ContactState {
            id: id.to_owned(),
            function: "Mottagningsenheten".to_owned(),
            phone: Some(phone.to_owned()),
            hours: None,
            mailbox: None,
            address: None,
            version: 1,
        }
    }

    #[test]
    fn every_role_that_opens_something_takes_two() {
        for role in Role::ALL {
            let never = matches!(role, Role::SocialServicesStaff | Role::MunicipalRehabStaff);
            assert_eq!(
                Change::Assignment(post(*role)).takes_two(),
                !never,
                "{role:?}"
            );
        }
    }

    #[test]
    fn an_authoritys_contact_takes_two_when_anything_of_it_changes() {
        let change = |id: &str, phone: &str, version: i64| Change::Contact {
            before: contact(id, "1"),
            after: ContactState {
                version,
                ..contact(id, phone)
            },
        };
        assert!(change("migrationsverket-vanersborg", "2", 1).takes_two());
        assert!(!change("migrationsverket-vanersborg", "1", 2).takes_two());
        // Whom a step tells staff to call: a wrong number would be told of a patient.
        for called in ["migrationsverket-vanersborg.placering", REGIONAL_DEVELOPER] {
            assert!(change(called, "2", 1).takes_two(), "{called}");
        }
        assert!(!change("tolkformedling", "2", 1).takes_two());
    }

    #[test]
    fn what_is_logged_reads_back_with_before_and_after() {
        let logged = LoggedChange {
            change: Change::Contact {
                before: contact("migrationsverket-vanersborg", "010-1"),
                after: contact("migrationsverket-vanersborg", "010-2"),
            },
            proposed_by: Some("anna".to_owned()),
        };
        let row = format!("contact {}", serde_json::to_string(&logged).unwrap());
        assert_eq!(
            said(&row),
            "Bekräftade förslaget: Ändra kontakten Mottagningsenheten. Telefon: 010-1 → 010-2."
        );
        let ended = LoggedChange {
            change: Change::AssignmentEnded {
                assignment: "a".to_owned(),
                post: post(Role::Physician),
            },
            proposed_by: None,
        };
        let row = format!(
            "assignment-ended {}",
            serde_json::to_string(&ended).unwrap()
        );
        assert!(said(&row).starts_with("Utförde: Avsluta uppdraget Läkare på Avdelning 1"));
        let place = r#"meeting-point {"change":"meeting_point","before":null,"after":{"id":"a","building":"Hus 4","name":"Entré 2","active":true}}"#;
        assert_eq!(
            said(place),
            "Utförde: Lägga till mötesplatsen Entré 2. Plats: inget → Entré 2. Hus: inget → Hus 4. \
             Status: inget → används."
        );
        let (code, json) = place.split_once(' ').unwrap();
        let read: LoggedChange = serde_json::from_str(json).unwrap();
        assert_eq!(read.change.code(), code);
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        assert_eq!(said("unit"), "Ändrade enheter, personal eller vägledning");
    }
}
