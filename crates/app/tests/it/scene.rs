//! A stage with a case on it.

use app::{App, AppError, Caller, Clock, Done, Settling};
use serde_json::{Value, json};
use store::audit::{self, StoredAuditEntry};
use testkit::{PASSWORD, Stage, Unit, commands};
use vocabulary::{command::Command, opening::OpenCase, reading::Door, role::Role};

/// Runs a test on both databases.
pub(crate) fn on_both<F: Future<Output = ()>>(test: impl Fn(Stage) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        test(Stage::new().await).await;
        test(Stage::on_postgres().await).await;
    });
}

/// The user of a role.
pub(crate) async fn caller(app: &App, role: &str) -> Caller {
    app.demo_caller(role).await.unwrap()
}

/// Confirms everything that waits, as the second administrator. Returns the codes to hand over.
pub(crate) async fn confirmed(app: &App) -> Vec<String> {
    let second = caller(app, "administrator-2").await;
    let mut codes = Vec::new();
    for card in app.proposals(&second).await.unwrap() {
        let code = app.settle_proposal(&second, &card.id, Settling::Confirm);
        codes.extend(code.await.unwrap());
    }
    codes
}

/// The same user with one more assignment, which one administrator gives and another confirms.
pub(crate) async fn further(app: &App, login: &str, unit: Unit, role: Role) -> Caller {
    let first = caller(app, login).await;
    let administrator = caller(app, "administrator").await;
    app.add_assignment(&administrator, first.staff_id(), &unit.hsa_id(), role)
        .await
        .unwrap();
    confirmed(app).await;
    let token = app.log_in(login, PASSWORD, None).await.unwrap();
    let cards = app.signed_in(&token).await.unwrap().assignments;
    let card = cards.into_iter().find(|card| card.role == role).unwrap();
    app.choose_assignment(&token, &card.id).await.unwrap();
    app.signed_in(&token).await.unwrap().caller.unwrap()
}

/// A person of a group on the ward, as an opening request.
pub(crate) fn person(group: &str) -> Value {
    let changes = json!({
        "group": group, "group_evidence": "Beskedet visades", "name": "Amina Exempel",
        "birth_date": "1984-05-17", "language": null, "nursing_need": "unmet",
    });
    commands::but(commands::asylum_seeker(), &changes)
}

/// Opens a case for a person of a group on the ward. Returns its id.
pub(crate) async fn open(app: &App, group: &str) -> String {
    let asked = person(group);
    let asked = OpenCase::read(asked.as_object().unwrap(), Door::Api, app.now()).unwrap();
    let nurse = caller(app, "ward-nurse").await;
    let opened = app
        .open_case(&nurse, &asked, app.moment().unwrap(), None)
        .await
        .unwrap();
    opened.id.to_string()
}

/// A second app on the same store with another time, as after a restart at that time.
pub(crate) async fn restarted(stage: &Stage, at: &str) -> App {
    let clock = Clock::starting_at(at.parse().unwrap());
    let library = guidance::Library::builtin().unwrap();
    App::start(&stage.url(), clock, library).await.unwrap()
}

/// Gives a command at the case's current version.
pub(crate) async fn give(
    app: &App,
    caller: &Caller,
    id: &str,
    version: u64,
    name: &str,
    fields: &Value,
) -> Done {
    tried(app, caller, id, version, name, fields).await.unwrap()
}

/// The same, but returns the result.
pub(crate) async fn tried(
    app: &App,
    caller: &Caller,
    id: &str,
    version: u64,
    name: &str,
    fields: &Value,
) -> Result<Done, AppError> {
    let mut asked = fields.clone();
    asked["command"] = json!(name);
    if asked["seen"] == testkit::SEEN {
        let plan = app.plan(caller, id).await.unwrap().into_view();
        asked["seen"] = json!(plan.seen);
    }
    let command = Command::read(asked.as_object().unwrap(), Door::Api, app.now()).unwrap();
    let moment = app.moment().unwrap();
    app.command(caller, id, Some(version), &command, moment, None)
        .await
}

/// Gives commands one after the other. Returns the version after them.
pub(crate) async fn give_all(
    app: &App,
    caller: &Caller,
    id: &str,
    commands: &[(&str, Value)],
) -> u64 {
    let mut version = app.events(caller, id).await.unwrap().view().len() as u64;
    for (name, fields) in commands {
        version = give(app, caller, id, version, name, fields).await.version;
    }
    version
}

/// A given consent of a kind.
pub(crate) fn consent(kind: &str) -> (&'static str, Value) {
    ("record_consent", commands::consent(kind, "given"))
}

/// Adds a unit as a party.
pub(crate) fn party(unit: Unit) -> (&'static str, Value) {
    ("add_party", commands::add_party(unit))
}

/// Where the person stays.
pub(crate) fn residence() -> (&'static str, Value) {
    ("establish_residence", commands::residence())
}

/// A planned SIP meeting at a place.
pub(crate) fn meeting(place: &str) -> (&'static str, Value) {
    let place = json!({ "meeting_point": place });
    (
        "plan_sip_meeting",
        commands::but(commands::meeting(), &place),
    )
}

/// Marks protected identity, which hides the person's address.
pub(crate) fn protection() -> (&'static str, Value) {
    let fields = json!({ "protected": true, "reason": "Sekretessmarkering" });
    ("mark_protected_identity", fields)
}

/// The whole log, oldest first, after waiting entries have been written.
pub(crate) async fn log(app: &App) -> Vec<StoredAuditEntry> {
    app.log_written().await;
    let mut rows = app
        .database()
        .read(audit::page(-1, 0, 10_000))
        .await
        .unwrap();
    rows.sort_by(|one, other| one.entry.at.cmp(&other.entry.at));
    rows
}

/// What one user has done: action, detail, and whether it was on a case.
pub(crate) async fn done_by(app: &App, caller: &Caller) -> Vec<(String, String, bool)> {
    log(app)
        .await
        .into_iter()
        .filter(|row| row.entry.actor == caller.staff_id())
        .map(|row| {
            (
                row.entry.action,
                row.entry.detail,
                row.entry.case_key.is_some(),
            )
        })
        .collect()
}
