//! The users of a demonstration: first one user for each role, with what to try as that user; the
//! others are folded away and can be filtered by municipality or a word. The URL may contain both,
//! because everybody here is invented.

use app::{AppError, AssignmentCard, StaffCard};
use serde::Deserialize;
use vocabulary::{choice::Choice as _, geography::municipality};

use crate::{
    Web,
    account::page::{DemoUserFilter, DemoUserRow, DemoUsers},
    html::field::{FieldChoice, FieldKind, FieldView},
};

/// The filter on the other users.
#[derive(Debug, Default, Deserialize)]
pub(super) struct DemoUserQuery {
    /// The four-digit code of a municipality.
    #[serde(default)]
    kommun: String,
    /// A word in name, role or unit.
    #[serde(default)]
    sok: String,
}

/// The user of each role of `vardbron demo-token` (api.md), with what to try as them.
const ROLES: [(&str, &str); 16] = [
    (
        "ward-nurse",
        "Starta ett ärende på avdelningen och ta stegen",
    ),
    (
        "discharge-coordinator",
        "Kalla till SIP, lägga till parter och avsluta",
    ),
    ("physician", "Skriva läkarintyget"),
    (
        "health-centre",
        "Starta ett ärende i öppen vård och besluta om vårdbegäran",
    ),
    ("specialist-clinic", "Starta ett ärende på mottagningen"),
    ("regional-rehab", "Ta emot det som rör rehab och hjälpmedel"),
    (
        "municipal-primary-care",
        "Svara på regionens frågor till kommunen",
    ),
    ("municipal-nurse", "Läsa kommunens del av ett ärende"),
    (
        "municipal-head-of-operations",
        "Skriva under överenskommelsen för kommunen",
    ),
    ("head-office", "Skriva under överenskommelsen för regionen"),
    (
        "administrator",
        "Sköta enheter, personal, kontakter och vägledning",
    ),
    (
        "administrator-2",
        "Bekräfta det som kräver två administratörer, under Förslag",
    ),
    ("log-reviewer", "Granska loggen"),
    (
        "stranger-ward",
        "Se att en avdelning utan del i ärendet inget ser",
    ),
    (
        "social-services",
        "Se att socialtjänsten aldrig ser ett ärende",
    ),
    (
        "municipal-rehab",
        "Se att kommunens rehab aldrig ser ett ärende",
    ),
];

/// The users of a demonstration; none on a store of real cases.
pub(super) async fn users(
    web: &Web,
    narrowed: &DemoUserQuery,
) -> Result<Option<DemoUsers>, AppError> {
    let Some(password) = web.settings.demo_password else {
        return Ok(None);
    };
    let all = web.app.demo_users().await?;
    let users: Vec<DemoUserRow> = ROLES
        .iter()
        .filter_map(|(login, purpose)| {
            let user = all.iter().find(|user| user.login == *login)?;
            Some(shown(user, purpose))
        })
        .collect();
    let rest: Vec<&StaffCard> = all
        .iter()
        .filter(|user| !ROLES.iter().any(|(login, _)| *login == user.login))
        .collect();
    let found: Vec<DemoUserRow> = rest
        .iter()
        .filter(|user| narrowed.holds(user))
        .map(|user| shown(user, ""))
        .collect();
    Ok((!all.is_empty()).then(|| DemoUsers {
        password: password.to_owned(),
        users,
        more: (!rest.is_empty()).then(|| DemoUserFilter {
            open: narrowed.is_used(),
            fields: narrowed.fields(&rest),
            found,
        }),
    }))
}

fn shown(user: &StaffCard, purpose: &str) -> DemoUserRow {
    let first = user.assignments.first();
    DemoUserRow {
        role: first
            .map(|card| card.role.swedish().to_owned())
            .unwrap_or_default(),
        unit: units(&user.assignments),
        purpose: purpose.to_owned(),
        user_name: user.login.clone(),
        name: user.name.clone(),
    }
}

/// The units of all of a user's assignments.
fn units(assignments: &[AssignmentCard]) -> String {
    let names: Vec<&str> = assignments
        .iter()
        .map(|card| card.unit.name.as_str())
        .collect();
    names.join(" och ")
}

impl DemoUserQuery {
    fn is_used(&self) -> bool {
        !self.kommun.is_empty() || !self.sok.trim().is_empty()
    }

    fn holds(&self, user: &StaffCard) -> bool {
        let here = self.kommun.is_empty()
            || user.assignments.iter().any(|card| {
                let code = card.unit.municipality;
                code.is_some_and(|code| code.as_str() == self.kommun)
            });
        let said = shown(user, "");
        let text = format!(
            "{} {} {} {}",
            said.user_name, said.name, said.role, said.unit
        );
        here && text
            .to_lowercase()
            .contains(self.sok.trim().to_lowercase().as_str())
    }

    /// The filter's fields, with only the municipalities where somebody works.
    fn fields(&self, users: &[&StaffCard]) -> Vec<FieldView> {
        let mut places: Vec<FieldChoice> = users
            .iter()
            .flat_map(|user| &user.assignments)
            .filter_map(|card| municipality(card.unit.municipality?))
            .map(|place| FieldChoice::new(place.code.as_str(), place.name))
            .collect();
        places.sort_by(|one, other| one.label.cmp(&other.label));
        places.dedup();
        let kind = FieldKind::Select(places);
        vec![
            FieldView::new("kommun", "Kommun", kind).value(&self.kommun),
            FieldView::text("sok", "Namn, roll eller enhet").value(&self.sok),
        ]
    }
}
