//! `POST /v1/webhook_endpoints/{id}/roll_secret`: an extension of this server's own.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    params::{RawParams, Rule, Schema},
    webhook_endpoints::object,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    ids,
    store::webhook_endpoints::{self, old_secret_at, secret_at},
};

/// Longest time for which the old secret signs along (section 3.3).
const LONGEST_OVERLAP: u32 = 24 * 60 * 60;

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
    let mut tx = state.store.begin_write(caller.id()).await?;
    let row = webhook_endpoints::find(&mut *tx, caller.id(), &id).await?;
    let mut row = row.ok_or_else(|| Failure::not_found("webhook_endpoint", &id, "id"))?;
    let old = state.keyring.open(secret_at(&row.id), &row.secret).map_err(Failure::internal)?;
    let secret = ids::new_webhook_secret();
    row.secret = state.keyring.seal(secret_at(&row.id), &secret);
    row.old_secret = (overlap > 0).then(|| state.keyring.seal(old_secret_at(&row.id), &old));
    row.old_secret_ends_at = (overlap > 0).then(|| state.now().saturating_add(i64::from(overlap)));
    webhook_endpoints::save(&mut *tx, &row).await?;
    tx.commit().await?;
    let mut answer = object(&row);
    answer.secret = Some(secret);
    expand::answer(&state, &caller, &params, &answer).await
}
