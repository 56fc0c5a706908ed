//! Sends requests to the product as a user, and makes the cases that many tests begin with.

use std::{collections::BTreeMap, net::IpAddr};

use axum::{
    Router,
    body::{Body, Bytes},
};
use http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
pub(crate) use testkit::commands::{
    add_party, asylum_seeker, but, consent, held, meeting, question, residence,
};
use testkit::{SEEN, Stage, Unit};
use tokio::sync::Mutex;
use tower::ServiceExt as _;
use web::Settings;

/// The product's interface, with a user for every role.
pub(crate) struct Door {
    pub(crate) stage: Stage,
    router: Router,
    tokens: Mutex<BTreeMap<String, String>>,
}

/// A user of every role on the stage.
pub(crate) const USERS: [&str; 15] = [
    "ward-nurse",
    "discharge-coordinator",
    "physician",
    "stranger-ward",
    "health-centre",
    "specialist-clinic",
    "regional-rehab",
    "municipal-primary-care",
    "municipal-nurse",
    "municipal-head-of-operations",
    "municipal-rehab",
    "social-services",
    "head-office",
    "administrator",
    "log-reviewer",
];

/// An answer of the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{} is not JSON: {:?}", self.status, self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The status and code of a problem; checks that it is one.
    #[track_caller]
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.text()
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        for member in ["type", "title", "detail", "request_id", "code"] {
            let text = problem[member].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{member} is missing in {problem}");
        }
        (self.status, problem["code"].as_str().unwrap().to_owned())
    }

    /// The fields of a problem's mistakes with their codes.
    #[track_caller]
    pub(crate) fn mistakes(&self) -> Vec<(String, String)> {
        assert_eq!(
            self.problem(),
            (422, "mistakes".to_owned()),
            "{}",
            self.text()
        );
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        let problem = self.json();
        let mistakes = problem["mistakes"].as_array().unwrap();
        mistakes
            .iter()
            .map(|found| (word(&found["field"]), word(&found["code"])))
            .collect()
    }

    /// The answer without the id of the request, which is unique.
    pub(crate) fn without_request_id(&self) -> (u16, BTreeMap<String, String>, Value) {
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let mut body = self.json();
        let id = body.as_object_mut().unwrap().remove("request_id");
        assert!(id.is_some_and(|id| id.as_str().is_some_and(|id| id.len() == 26)));
        (self.status, headers, body)
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

/// A request that is being put together.
pub(crate) struct Ask<'d> {
    door: &'d Door,
    role: Option<&'d str>,
    request: http::request::Builder,
    body: Vec<u8>,
}

impl Ask<'_> {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// As the listening program says where a request comes from.
    pub(crate) fn from(mut self, address: IpAddr) -> Self {
        self.request = self.request.extension(web::ClientAddress(address));
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string())
    }

    pub(crate) fn raw(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        if content_type.is_empty() {
            self
        } else {
            self.header("content-type", content_type)
        }
    }

    pub(crate) async fn send(mut self) -> Reply {
        if let Some(role) = self.role {
            let token = self.door.token(role).await;
            self = self.header("authorization", &format!("Bearer {token}"));
        }
        let request = self.request.body(Body::from(self.body)).unwrap();
        let answer = self.door.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        }
    }
}

/// A case in a test, with its current version.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) id: String,
    pub(crate) version: u64,
}

impl Told {
    pub(crate) fn address(&self) -> String {
        format!("/api/v1/cases/{}", self.id)
    }
}

impl Door {
    pub(crate) async fn new() -> Self {
        Self::before(Stage::new().await)
    }

    pub(crate) fn before(stage: Stage) -> Self {
        let router = web::router(
            stage.app.clone(),
            Settings {
                demo_password: Some(testkit::PASSWORD),
                https: false,
            },
        );
        Self {
            stage,
            router,
            tokens: Mutex::default(),
        }
    }

    /// The same store at a later time.
    pub(crate) async fn later(&self, start: &str) -> Self {
        Self::before(self.stage.later(start).await)
    }

    pub(crate) async fn token(&self, role: &str) -> String {
        let mut tokens = self.tokens.lock().await;
        if let Some(token) = tokens.get(role) {
            return token.clone();
        }
        let token = self.stage.token(role).await;
        tokens.insert(role.to_owned(), token.clone());
        token
    }

    pub(crate) fn ask<'d>(&'d self, role: Option<&'d str>, method: &str, address: &str) -> Ask<'d> {
        let request = Request::builder().method(method).uri(address);
        Ask {
            door: self,
            role,
            request,
            body: Vec::new(),
        }
    }

    pub(crate) async fn get(&self, role: &str, address: &str) -> Reply {
        self.ask(Some(role), "GET", address).send().await
    }

    pub(crate) async fn post(&self, role: &str, address: &str, body: &Value) -> Reply {
        self.ask(Some(role), "POST", address)
            .json(body)
            .send()
            .await
    }

    /// Opens a case as a nurse of the ward.
    pub(crate) async fn open(&self, body: &Value) -> Told {
        let opened = self
            .post("ward-nurse", "/api/v1/cases", body)
            .await
            .expect(201)
            .json();
        Told {
            id: opened["id"].as_str().unwrap().to_owned(),
            version: opened["version"].as_u64().unwrap(),
        }
    }

    /// Gives a command on the current version of a case, as its sender knows it: those who get a
    /// share of the case have a version of their own.
    pub(crate) async fn give(&self, role: &str, case: &Told, command: &Value) -> Reply {
        let version = self.version_for(role, case).await;
        let command = &self.as_seen(role, case, command).await;
        self.ask(Some(role), "POST", &format!("{}/commands", case.address()))
            .header("if-match", &version.to_string())
            .json(command)
            .send()
            .await
    }

    /// A command of the plan with the version that its author sees then.
    pub(crate) async fn as_seen(&self, role: &str, case: &Told, command: &Value) -> Value {
        let mut command = command.clone();
        if command["seen"] == SEEN {
            let plan = self
                .get(role, &format!("{}/plan", case.address()))
                .await
                .json();
            let own = command["command"] == "approve_plan";
            command["seen"] = if own { &plan["approval"] } else { &plan }["seen"].clone();
        }
        command
    }

    /// The version of a case as a user knows it.
    pub(crate) async fn version_for(&self, role: &str, case: &Told) -> u64 {
        if !GETS_A_SHARE.contains(&role) {
            return case.version;
        }
        let view = self.get(role, &case.address()).await.json();
        view["version"].as_u64().unwrap_or(case.version)
    }

    /// Gives a command that is carried out; the case has its new version afterwards.
    pub(crate) async fn done(&self, role: &str, case: &mut Told, command: &Value) -> Value {
        let done = self.give(role, case, command).await.expect(200).json();
        if GETS_A_SHARE.contains(&role) {
            self.read(case).await;
        } else {
            case.version = done["version"].as_u64().unwrap();
        }
        done
    }

    /// The case's next version, as its coordinating unit reads it.
    pub(crate) async fn read(&self, case: &mut Told) -> Value {
        let view = self
            .get("ward-nurse", &case.address())
            .await
            .expect(200)
            .json();
        case.version = view["version"].as_u64().unwrap();
        view
    }

    /// A case of pathway 6B where the person stays in Trollhättan and has consented to all.
    pub(crate) async fn consented(&self) -> Told {
        let mut case = self.open(&asylum_seeker()).await;
        for kind in ["case", "sip", "information_transfer"] {
            self.done("ward-nurse", &mut case, &consent(kind, "given"))
                .await;
        }
        self.done("ward-nurse", &mut case, &residence()).await;
        case
    }

    /// Asks municipal primary care about a case; returns the question's id.
    pub(crate) async fn asked(&self, case: &mut Told) -> String {
        self.done("ward-nurse", case, &question()).await;
        let questions = self
            .get("municipal-primary-care", "/api/v1/questions")
            .await
            .expect(200)
            .json();
        questions[0]["id"].as_str().unwrap().to_owned()
    }

    /// A case where municipal primary care has said yes and is a party.
    pub(crate) async fn with_municipality(&self) -> Told {
        let mut case = self.consented().await;
        let question = self.asked(&mut case).await;
        let address = format!("/api/v1/questions/{question}/answer");
        self.post(
            "municipal-primary-care",
            &address,
            &json!({ "answer": "yes" }),
        )
        .await
        .expect(204);
        self.read(&mut case).await;
        self.done("ward-nurse", &mut case, &add_party(Unit::MunicipalCare))
            .await;
        case
    }
}

/// The users who get a share of a case and never see the whole of it.
const GETS_A_SHARE: [&str; 4] = [
    "municipal-primary-care",
    "municipal-nurse",
    "municipal-head-of-operations",
    "head-office",
];
