//! `POST /v1/webhook_endpoints/{id}/roll_secret`: an extension of this server's own.

use axum::{Json, extract::State};
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    params::{RawParams, Rule, Schema},
    path::Path,
    webhook_endpoints::object,
};
use crate::{
    AppState,
    failure::Answer,
    webhooks::endpoints::{self, LONGEST_OVERLAP},
};

const ROLL: Schema = Schema {
    texts: &["expires_in"],
    rules: &[("expires_in", Rule::Integer(0, LONGEST_OVERLAP))],
    ..Schema::NONE
};

/// The endpoint about secrets.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::post("/v1/webhook_endpoints/{id}/roll_secret", roll)
            .named("roll_webhook_secret", "Makes a new signing secret; the only answer with it.")
            .takes(ROLL)
            .answers::<linkspan_wire::WebhookEndpoint>(),
    ]
}

/// `POST /v1/webhook_endpoints/{id}/roll_secret`: from now on deliveries are signed with a new
/// secret, and with the old one too for `expires_in` seconds, at most a day. Without `expires_in` the
/// old one ends at once: a secret is often rolled because it got out.
pub async fn roll(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(ROLL)?;
    let overlap = params.integer("expires_in", 0, LONGEST_OVERLAP)?.unwrap_or(0);
    let (store, keyring) = (&state.store, &state.keyring);
    let (row, secret) =
        endpoints::roll_secret(store, keyring, caller.id(), &id, overlap, state.now()).await?;
    let mut answer = object(&row);
    answer.secret = Some(secret);
    expand::answer(&state, &caller, &params, &answer).await
}
