//! Staff and their assignments: list, add, give and end. Ending an assignment ends its sessions and
//! tokens at once.

use app::{Administered, AppError, AssignmentCard, NewStaff, StaffCard};
use axum::{
    Router,
    extract::{Path, Query},
    routing::{get, post},
};
use serde::Deserialize;
use vocabulary::{choice::Choice as _, hsa_id::HsaId, mistake::Mistake, role::Role};

use super::kit::{self, Register};
use crate::{
    Web,
    account::session::{Administrator, Signed},
    flash::Flash,
    form_body::FormBody,
    html::{
        block::Block,
        field::{FieldChoice, FieldKind, FieldView, UnitChoice},
        form::FormView,
        part::{Alert, Icon, PageLink, Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, shown},
    problem::Problem,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/administration/personal", get(list))
        .route(
            "/administration/personal/ny",
            get(kit::new::<StaffCard>).post(kit::add::<StaffCard>),
        )
        .route("/administration/personal/{id}", get(member))
        .route("/administration/personal/{id}/uppdrag", post(assign))
        .route("/administration/personal/{id}/avsluta", post(end))
}

const HOME: &str = "/administration/personal";
/// The number of users that `App::staff` returns at a time.
const PAGE: usize = 200;

/// What happens when an assignment is saved.
const TWO: &str = "Uppdraget gäller när en annan administratör har bekräftat det under Förslag.";

impl Register for StaffCard {
    const HOME: &'static str = HOME;
    const MENU: MenuEntry = MenuEntry::Staff;
    const NAME: &'static str = "Personal";
    const NEW: &'static str = "Lägg till person";

    async fn found(signed: &Signed, id: &str) -> Result<Self, Problem> {
        found(signed, id).await
    }

    fn form(signed: &Signed, _: Option<&Self>) -> FormView {
        new_form(signed)
    }

    /// Adds a member of staff with a first assignment. A member has pages of their own, where
    /// assignments are given and ended.
    async fn write(
        signed: &Signed,
        _: Option<&Self>,
        posted: &FormBody,
    ) -> Result<Administered, AppError> {
        let assignment = read_assignment(posted).map_err(AppError::Mistakes)?;
        let staff = NewStaff {
            login: posted.get("login").to_owned(),
            name: posted.get("name").trim().to_owned(),
            password: posted.get("password").to_owned(),
            assignments: vec![assignment],
        };
        signed.app.add_staff(&signed.caller, &staff).await
    }
}

/// The log-in name after which the list continues.
#[derive(Debug, Default, Deserialize)]
pub(super) struct StaffQuery {
    #[serde(default)]
    efter: String,
}

async fn list(Administrator(signed): Administrator, Query(asked): Query<StaffQuery>) -> PageResult {
    let staff = signed.app.staff(&signed.caller, &asked.efter).await?;
    let last = staff.last().filter(|_| staff.len() == PAGE).map(|member| {
        let name = percent_encoding::utf8_percent_encode(
            &member.login,
            percent_encoding::NON_ALPHANUMERIC,
        );
        format!("{HOME}?efter={name}")
    });
    let short = signed
        .app
        .organisations_short_of_reviewers(&signed.caller)
        .await?;
    let rows = staff.iter().map(row).collect();
    shown(&PlainPage {
        frame: signed.frame("Personal", MenuEntry::Staff),
        heading: "Personal och uppdrag".to_owned(),
        alerts: short_of_reviewers(&short).into_iter().collect(),
        actions: vec![PageLink::main(
            "Lägg till person",
            &format!("{HOME}/ny"),
            Some(Icon::Plus),
        )],
        blocks: vec![Block::Table(TableView {
            previous: (!asked.efter.is_empty()).then(|| HOME.to_owned()),
            next: last,
            ..kit::list::<StaffCard>(&["Person", "Uppdrag", "Gör"], rows, "Inga fler personer.")
        })],
        ..PlainPage::default()
    })
}

/// The warning that some organisations have too few who review their log.
fn short_of_reviewers(short: &[(String, usize)]) -> Option<Alert> {
    let names: Vec<String> = short
        .iter()
        .map(|(organisation, number)| format!("{organisation} ({number})"))
        .collect();
    (!names.is_empty()).then(|| Alert {
        folded: false,
        tone: Tone::Warning,
        heading: "Organisationer med färre än två loggranskare".to_owned(),
        text: format!(
            "{}. Ingen granskar det den själv har gjort, så varje organisation behöver minst två.",
            names.join(", ")
        ),
        link: None,
    })
}

/// A member of staff.
async fn member(Administrator(signed): Administrator, Path(id): Path<String>) -> PageResult {
    let member = found(&signed, &id).await?;
    let form = assign_form(&signed, &id);
    shown(&member_page(&signed, &member, form))
}

/// Gives an assignment.
async fn assign(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
    posted: FormBody,
) -> PageResult {
    let given = match read_assignment(&posted) {
        Ok((unit, role)) => {
            let (app, caller) = (&signed.app, &signed.caller);
            app.add_assignment(caller, &id, &unit, role).await
        }
        Err(mistakes) => Err(AppError::Mistakes(mistakes)),
    };
    let own = format!("{HOME}/{id}");
    let why = match kit::settled(&signed, &own, kit::saved(given)) {
        Ok(why) => why,
        Err(answer) => return answer,
    };
    let member = found(&signed, &id).await?;
    let form = why.refilled(assign_form(&signed, &id), &posted);
    kit::again(&member_page(&signed, &member, form), &why)
}

/// Ends an assignment of the member of staff in the address.
async fn end(
    Administrator(signed): Administrator,
    Path(id): Path<String>,
    posted: FormBody,
) -> PageResult {
    let member = found(&signed, &id).await?;
    let own = member
        .assignments
        .iter()
        .find(|card| card.id == posted.get("uppdrag"));
    let own = own.ok_or_else(Problem::not_found)?;
    let ended = signed.app.end_assignment(&signed.caller, &own.id).await;
    let said = ended.map(|became| Flash::of(became, Flash::Ended));
    let why = match kit::settled(&signed, &format!("{HOME}/{id}"), said) {
        Ok(why) => why,
        Err(answer) => return answer,
    };
    let member = self::found(&signed, &id).await?;
    let form = why.refilled(assign_form(&signed, &id), &FormBody::default());
    kit::again(&member_page(&signed, &member, form), &why)
}

async fn found(signed: &Signed, id: &str) -> Result<StaffCard, Problem> {
    let mut after = String::new();
    loop {
        let staff = signed.app.staff(&signed.caller, &after).await?;
        if let Some(member) = staff.iter().find(|member| member.id == id) {
            return Ok(member.clone());
        }
        match staff.last() {
            Some(last) if staff.len() == PAGE => after.clone_from(&last.login),
            _ => return Err(Problem::not_found()),
        }
    }
}

fn read_assignment(posted: &FormBody) -> Result<(HsaId, Role), Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let unit = HsaId::parse(posted.get("unit")).ok();
    if unit.is_none() {
        mistakes.push(Mistake::new("unit", "required", "Välj en enhet i listan."));
    }
    let role = Role::from_code(posted.get("role"));
    if role.is_none() {
        mistakes.push(Mistake::new("role", "required", "Välj en roll i listan."));
    }
    unit.zip(role).ok_or(mistakes)
}

fn assignment_fields(signed: &Signed) -> [FieldView; 2] {
    let directory = signed.app.directory();
    let mut units: Vec<UnitChoice> = directory
        .all()
        .filter(|unit| unit.active && !unit.card.kind.is_placeholder())
        .map(|unit| UnitChoice {
            hsa_id: unit.card.hsa_id.as_str().to_owned(),
            name: unit.card.name.clone(),
            group: unit.card.kind.swedish().to_owned(),
        })
        .collect();
    units.sort_by(|one, other| (&one.group, &one.name).cmp(&(&other.group, &other.name)));
    let roles = Role::ALL
        .iter()
        .map(|role| FieldChoice::new(role.code(), role.swedish()))
        .collect();
    [
        FieldView::new("unit", "Enhet", FieldKind::UnitPicker(units)).required(),
        FieldView::new("role", "Roll", FieldKind::Select(roles)).required(),
    ]
}

fn new_form(signed: &Signed) -> FormView {
    let mut fields = vec![
        FieldView::text("name", "Namn").required(),
        FieldView::text("login", "Användarnamn").required(),
        FieldView::new("password", "Lösenord", FieldKind::Password)
            .help(
                "Minst 12 tecken. Lämna det till personen på ett säkert sätt. Personen byter det vid \
                 sin första inloggning.",
            )
            .required()
            .autocomplete("new-password"),
    ];
    fields.extend(assignment_fields(signed));
    FormView {
        action: format!("{HOME}/ny"),
        fields,
        submit: "Lägg till personen".to_owned(),
        on_save: vec![TWO.to_owned()],
        cancel: Some(HOME.to_owned()),
        ..FormView::default()
    }
}

fn assign_form(signed: &Signed, id: &str) -> FormView {
    FormView {
        action: format!("{HOME}/{id}/uppdrag"),
        heading: "Lägg till uppdrag".to_owned(),
        fields: assignment_fields(signed).into(),
        submit: "Lägg till uppdraget".to_owned(),
        on_save: vec![TWO.to_owned()],
        ..FormView::default()
    }
}

fn member_page(signed: &Signed, member: &StaffCard, form: FormView) -> PlainPage {
    let end = |card: &AssignmentCard| {
        let about = format!("uppdraget på {}", card.unit.name);
        let action = format!("{HOME}/{}/avsluta", member.id);
        RowAction::post("Avsluta", &about, &action, &[("uppdrag", &card.id)])
    };
    PlainPage {
        frame: signed.frame("Person", MenuEntry::Staff),
        crumbs: vec![PageLink::new("Personal", HOME)],
        heading: member.name.clone(),
        lead: format!("Loggar in som {}.", member.login),
        blocks: vec![
            Block::Table(TableView {
                caption: "Uppdrag".to_owned(),
                columns: Column::all(&["Enhet", "Roll", "Gör"]),
                rows: member
                    .assignments
                    .iter()
                    .map(|card| {
                        vec![
                            Cell::text(&card.unit.name),
                            Cell::text(card.role.swedish()),
                            Cell::acts(vec![end(card)]),
                        ]
                    })
                    .collect(),
                empty: "Inga uppdrag just nu. Utan uppdrag ser personen inga ärenden.".to_owned(),
                ..TableView::default()
            }),
            Block::Form(Box::new(form)),
        ],
        ..PlainPage::default()
    }
}

fn row(member: &StaffCard) -> Vec<Cell> {
    let href = format!("{HOME}/{}", member.id);
    let assignments: Vec<String> = member
        .assignments
        .iter()
        .map(|card| format!("{}, {}", card.role.swedish(), card.unit.name))
        .collect();
    let mut person = Cell::link(&member.name, &href).with_small(&member.login);
    if !member.active {
        person.tag = Some(Tag::plain("Stängd"));
    }
    vec![
        person,
        Cell::text(&assignments.join("; ")),
        Cell::acts(vec![RowAction::link("Öppna", &member.name, &href)]),
    ]
}
