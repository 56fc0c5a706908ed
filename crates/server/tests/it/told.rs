//! A case whose invitation waits to be sent, made through the use cases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it fails"
)]

use app::{App, AppError, Caller, Clock, SendResult};
use guidance::Library;
use serde_json::{Value, json};
pub(crate) use testkit::commands::becomes_without_permits;
use testkit::{Stage, commands};
use vocabulary::{audience::Audience, command::Command, opening::OpenCase, reading::Door};

/// The only recipient of mail.
pub(crate) const AGENCY: Audience = Audience::MigrationAgency;

/// A case with its current version.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) id: String,
    pub(crate) version: u64,
}

pub(crate) async fn nurse(app: &App) -> Caller {
    let token = app.demo_token("ward-nurse").await.unwrap();
    app.caller(&token).await.unwrap()
}

/// The same store on another day: what waited then still waits.
pub(crate) async fn later(stage: &Stage, at: &str) -> App {
    let clock = Clock::starting_at(at.parse().unwrap());
    let library = Library::builtin().unwrap();
    App::start(&stage.url(), clock, library).await.unwrap()
}

pub(crate) async fn open(app: &App, by: &Caller) -> Told {
    let unmet = json!({ "nursing_need": "unmet" });
    let body = commands::but(commands::asylum_seeker(), &unmet);
    let asked = OpenCase::read(body.as_object().unwrap(), Door::Api, app.now()).unwrap();
    let opened = app
        .open_case(by, &asked, app.moment().unwrap(), None)
        .await
        .unwrap();
    Told {
        id: opened.id.to_string(),
        version: opened.version,
    }
}

impl Told {
    /// Makes a case of pathway 6A with its invitation queued.
    pub(crate) async fn invited(app: &App, by: &Caller) -> Self {
        let mut case = open(app, by).await;
        for command in [
            commands::consent("sip", "given"),
            commands::meeting(),
            commands::send_invitation(),
        ] {
            case.done(app, by, &command).await;
        }
        case
    }

    pub(crate) async fn give(
        &self,
        app: &App,
        by: &Caller,
        command: &Value,
    ) -> Result<u64, AppError> {
        let mut command = command.clone();
        if command["seen"] == testkit::SEEN {
            let plan = app.plan(by, &self.id).await.unwrap().into_view();
            command["seen"] = plan.seen.into();
        }
        let read = Command::read(command.as_object().unwrap(), Door::Api, app.now()).unwrap();
        let moment = app.moment().unwrap();
        let done = app.command(by, &self.id, Some(self.version), &read, moment, None);
        Ok(done.await?.version)
    }

    pub(crate) async fn done(&mut self, app: &App, by: &Caller, command: &Value) {
        // Events that Vårdbron itself has recorded since count too.
        self.version = self.version(app, by).await;
        self.version = self.give(app, by, command).await.unwrap();
    }

    pub(crate) async fn version(&self, app: &App, by: &Caller) -> u64 {
        self.view(app, by).await["version"].as_u64().unwrap()
    }

    pub(crate) async fn view(&self, app: &App, by: &Caller) -> Value {
        let app::CaseForCaller::Regional(case) = app.case(by, &self.id).await.unwrap() else {
            panic!("the ward sees the whole case");
        };
        serde_json::to_value(&case).unwrap()
    }

    /// The case's outbox rows, as staff see them.
    pub(crate) async fn outbox(&self, app: &App, by: &Caller) -> Vec<Value> {
        let rows = app.outbox(by, &self.id).await.unwrap();
        let rows = serde_json::to_value(&rows).unwrap();
        rows.as_array().unwrap().clone()
    }

    /// The state of the latest row, and the reason.
    pub(crate) async fn stands(&self, app: &App, by: &Caller) -> (String, String) {
        let rows = self.outbox(app, by).await;
        let row = rows.last().unwrap();
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        (text("state"), text("reason"))
    }

    /// The case's events, in words.
    pub(crate) async fn happened(&self, app: &App, by: &Caller) -> Vec<(String, String)> {
        let events = app.events(by, &self.id).await.unwrap();
        let row = |event: &disclosure::views::EventRow| (event.what.clone(), event.by.clone());
        events.view().iter().map(row).collect()
    }

    /// The status of the invitation's step (V6A.6).
    pub(crate) async fn step(&self, app: &App, by: &Caller) -> String {
        let steps = serde_json::to_value(app.steps(by, &self.id).await.unwrap()).unwrap();
        let step = steps.as_array().unwrap().iter();
        let step = step.clone().find(|step| step["id"] == "V6A.6").unwrap();
        step["status"].as_str().unwrap().to_owned()
    }
}

/// Claims, and settles with a result, as a worker does.
pub(crate) async fn work(app: &App, result: &SendResult) {
    let decided = app.decide_mail(AGENCY).await.unwrap().unwrap();
    let mail = app.claim_mail(decided).await.unwrap().unwrap();
    app.settle_mail(&mail, result).await.unwrap();
}
