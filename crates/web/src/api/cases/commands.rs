use app::{App, AppError, Caller, Done};
use axum::extract::State;
use vocabulary::{command::Command, reading::Door};

use crate::{
    api::{
        bearer::ApiCaller,
        openapi::{Change, CommandBody, DoneBody, IdempotencyKey, Version},
    },
    problem::Problem,
    request::{ApiResult, IfMatch, JsonBody, PathId, shown},
};

/// Gives a command on a case. The name stands in `command`, beside its fields.
///
/// `If-Match` carries the version that the decision rests on. A wrong disclosure is reported without:
/// it has happened whatever the case looks like now. So are the commands of the plan, which say
/// themselves what their author has seen.
#[utoipa::path(
    post, path = "/api/v1/cases/{id}/commands", tag = "cases", operation_id = "give_command",
    params(("id" = String, Path, description = "The case's id."), Version, IdempotencyKey),
    request_body = CommandBody,
    responses((status = 200, description = "It is done.", body = DoneBody), Change),
    security(("token" = []))
)]
pub(crate) async fn give(
    State(app): State<App>,
    ApiCaller(caller): ApiCaller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    sent: JsonBody,
) -> ApiResult {
    let command = Command::read(&sent.fields, Door::Api, app.now()).map_err(AppError::Mistakes)?;
    let given = Given {
        caller,
        id,
        command,
        request: sent.request,
    };
    let done = if given.command.kind().rests_on_a_version() {
        given.on(&app, version).await?
    } else {
        given.give(&app, None).await?
    };
    shown(&done)
}

struct Given {
    caller: Caller,
    id: String,
    command: Command,
    request: Option<app::Request>,
}

impl Given {
    async fn on(&self, app: &App, version: Option<u64>) -> Result<Done, Problem> {
        if version.is_none() {
            // Only callers who may know of the case get this answer.
            app.known_case(&self.caller, &self.id).await?;
            return Err(Problem::version_required());
        }
        Ok(self.give(app, version).await?)
    }

    async fn give(&self, app: &App, version: Option<u64>) -> Result<Done, AppError> {
        let request = self.request.as_ref();
        app.command(
            &self.caller,
            &self.id,
            version,
            &self.command,
            app.moment()?,
            request,
        )
        .await
    }
}
