//! `POST /v1/test_helpers/financial_connections/sessions/{id}/link`

use axum::{Json, extract::State};
use linkspan_directory::Directory;
use serde_json::Value;

use crate::{
    AppState, Failure,
    api::{
        Caller, expand,
        params::{RawParams, Rule, Schema},
        path::Path,
        sessions::{missing, object},
    },
    failure::Answer,
    flow_api::{Unattended, link_unattended},
    store::sessions,
};

const INSTITUTION: &str = "institution";
const ACCOUNTS: &str = "accounts";

pub(super) const SCHEMA: Schema = Schema {
    texts: &[INSTITUTION],
    lists: &[ACCOUNTS],
    rules: &[(INSTITUTION, Rule::Required), (ACCOUNTS, Rule::Required)],
    ..Schema::NONE
};

/// Names the bank that was probably meant: an institution is looked for by what a person types.
fn no_institution(directory: &Directory, named: &str) -> Failure {
    let mut failure = Failure::not_found("institution", named, INSTITUTION);
    let near = directory.search(named, 1).unwrap_or_default();
    if let (Some(record), Some(message)) = (near.first(), &mut failure.error.message) {
        message.push_str(". Did you mean '");
        message.push_str(&record.name);
        message.push_str("'?");
    }
    failure
}

/// Links accounts of a test bank in an open session, without a browser: `institution` by id or name,
/// `accounts[]` by display name. All that follows from linking follows: events, webhooks, prefetch.
pub(super) async fn link_session(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let pool = state.store.pool();
    let row = sessions::find(pool, caller.id(), &id).await?.ok_or_else(|| missing(&id))?;
    if !row.is_open_at(state.now()) {
        let message = "Only a session that is still open can link accounts.";
        return Err(Failure::bad_request("session_not_open", message).with_param("id"));
    }
    let named = params.required(INSTITUTION)?;
    let directory = &state.directory;
    let by_name = || directory.iter().find(|record| record.name.eq_ignore_ascii_case(named.trim()));
    let record = directory.get(named).or_else(by_name).ok_or_else(|| no_institution(directory, named))?;
    let accounts = params.list(ACCOUNTS)?.ok_or_else(|| Failure::missing_param(ACCOUNTS))?;
    let wanted = Unattended { institution: &record.id, accounts: &accounts, param: ACCOUNTS };
    link_unattended(&state, &row, wanted).await?;
    let row = sessions::find(pool, caller.id(), &id).await?.ok_or_else(|| missing(&id))?;
    let session = object(&state, &row).await?;
    expand::answer(&state, &caller, &params, &session).await
}
