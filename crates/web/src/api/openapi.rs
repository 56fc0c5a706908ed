//! The OpenAPI 3.1 document: paths, parameters and statuses come from the handlers, requests from
//! the shapes that also read them, answers from `answers`, which a test compares with real answers.

mod answers;
mod requests;
mod schema;

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use axum::{
    body::Bytes,
    response::{IntoResponse as _, Response},
};
use http::{StatusCode, header};
use serde_json::{Map, Value};
use utoipa::{
    IntoParams, IntoResponses, PartialSchema, ToSchema,
    openapi::{
        ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required,
        ResponseBuilder,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::{ComponentsBuilder, ObjectBuilder, Schema, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::problem::KNOWN;

/// The document, serialised once.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    complete(&super::described().into_openapi())
        .to_string()
        .into()
});

/// The document that describes the API.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "health", operation_id = "show_openapi",
    responses((status = 200, description = "OpenAPI 3.1."), Unsigned)
)]
pub(super) async fn show() -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        DOCUMENT.clone(),
    )
        .into_response()
}

/// The document before any handler is added.
pub(super) fn start() -> OpenApi {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token that stands for a user and one assignment."))
        .build();
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Vårdbron")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(ABOUT))
                .license(Some(utoipa::openapi::License::new("EUPL-1.2")))
                .build(),
        )
        .components(Some(
            ComponentsBuilder::new()
                .security_scheme("token", SecurityScheme::Http(token))
                .build(),
        ))
        .build()
}

const ABOUT: &str = "UTF-8 JSON in snake_case. Dates are YYYY-MM-DD. Instants are RFC 3339, in \
answers with Europe/Stockholm's offset. A field that is absent and one that is null mean the same \
in a request; an unknown field or parameter is a mistake. Problems are application/problem+json \
with a stable code. What does not exist and what the caller may not know of is the same 404. When \
several problems apply: mistakes (422), not found (404), version-required (428) or stale-version \
(412), not-your-task (403), then the refusals (409).";

/// Adds the schemas that the handlers refer to by name.
fn complete(described: &OpenApi) -> Value {
    let mut document = serde_json::to_value(described).unwrap_or_default();
    let mut schemas = Map::new();
    schemas.extend(answers::schemas());
    schemas.extend(requests::schemas());
    document["components"]["schemas"] = Value::Object(schemas);
    document
}

/// Declares types that refer to a schema by name.
macro_rules! named {
    ($($name:ident)+) => {
        $(
            pub(super) struct $name;

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    Ref::from_schema_name(stringify!($name)).into()
                }
            }

            impl ToSchema for $name {
                fn name() -> Cow<'static, str> {
                    Cow::Borrowed(stringify!($name))
                }
            }
        )+

        /// Every name that a handler uses, for the test that all of them exist.
        #[cfg(test)]
        const NAMES: &[&str] = &[$( stringify!($name), )+];
    };
}

named! {
    Health Units MeetingPoints Interventions Guidance Worklist CaseBody Steps Plan Audiences Events Outbox OutboxCounts
    Questions QuestionBody OpenedBody DoneBody OpenCaseBody CommandBody AnswerBody Kind Municipality
    Limit Part
}

fn header_parameter(name: &str, required: Required, description: &str) -> Vec<Parameter> {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    vec![
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(required)
            .description(Some(description))
            .schema(Some(Schema::Object(text)))
            .build(),
    ]
}

/// The header `Idempotency-Key`.
pub(super) struct IdempotencyKey;

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        header_parameter(
            "Idempotency-Key",
            Required::False,
            "1 to 200 visible characters of the caller's choosing. The same request with the same \
             key is done once and answered alike for two days; another request with it is refused.",
        )
    }
}

/// The header `If-Match`.
pub(super) struct Version;

impl IntoParams for Version {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        header_parameter(
            "If-Match",
            Required::False,
            "The version that the decision rests on, as 5 or \"5\". Any other value, * and lists \
             too, is a version that the case does not have (412). Without it the answer is 428, \
             except for report_wrong_disclosure, which is taken whatever the version is.",
        )
    }
}

/// Declares the problems that each kind of call can return.
macro_rules! endings {
    ($( $(#[doc = $doc:literal])+ $name:ident = $($status:literal)+; )+) => {
        $(
            $(#[doc = $doc])+
            pub(super) struct $name;

            impl IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
                    [$( $status, )+].into_iter().map(problem).collect()
                }
            }
        )+
    };
}

endings! {
    /// A call that needs no token.
    Unsigned = 400 413 500 503;
    /// A call that reads.
    Read = 400 401 404 413 422 500 503;
    /// A call that opens a case.
    Opening = 400 401 403 409 413 415 422 500 503;
    /// A call that answers a question.
    Answering = 400 401 403 404 409 413 415 422 500 503;
    /// A call that changes a case.
    Change = 400 401 403 404 409 412 413 415 422 428 500 503;
}

fn problem(status: u16) -> (String, RefOr<utoipa::openapi::Response>) {
    let mut codes: Vec<&str> = KNOWN
        .iter()
        .filter(|known| known.status.as_u16() == status)
        .map(|known| known.code)
        .collect();
    if status == StatusCode::CONFLICT.as_u16() {
        codes = vec!["the refusal's own code, with rule where a source says no"];
    }
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    let response = ResponseBuilder::new()
        .description(codes.join(", "))
        .content("application/problem+json", content)
        .build();
    (status.to_string(), response.into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{NAMES, complete};

    fn document() -> Value {
        complete(&crate::api::described().into_openapi())
    }

    fn references<'d>(value: &'d Value, found: &mut BTreeSet<&'d str>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    if name == "$ref" {
                        found.extend(member.as_str());
                    }
                    references(member, found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_schema_that_is_named_exists_and_every_one_that_exists_is_used() {
        let document = document();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for name in NAMES {
            assert!(schemas.contains_key(*name), "{name}");
        }
        let mut used = BTreeSet::new();
        references(&document, &mut used);
        let there: BTreeSet<String> = schemas
            .keys()
            .map(|name| format!("#/components/schemas/{name}"))
            .collect();
        assert_eq!(used, there.iter().map(String::as_str).collect());
    }

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let document = document();
        assert_eq!(document["openapi"], "3.1.0");
        let mut names = BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (verb, operation) in item.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap();
                assert!(names.insert(name), "{verb} {path}: {name} is used twice");
                assert!(
                    operation["summary"].is_string(),
                    "{verb} {path} says nothing"
                );
            }
        }
        assert!(names.len() >= 16);
    }
}
