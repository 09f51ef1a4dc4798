//! `/v1/webhook_endpoints/{id}/attempts`: an extension of this server's own.

use axum::{Json, extract::State};
use linkspan_wire::WebhookAttempt;
use serde_json::Value;

use super::{
    Caller, Endpoint, expand,
    listing::{check_cursor, list as list_object},
    params::{RawParams, Schema},
    path::Path,
};
use crate::{
    AppState, Failure,
    failure::Answer,
    store::{
        attempts::{self, AttemptRow},
        webhook_endpoints,
    },
};

const LIST: Schema = Schema { texts: &["limit", "starting_after", "ending_before", "event"], ..Schema::NONE };

/// The endpoint about attempts.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/v1/webhook_endpoints/{id}/attempts", list)
            .named("list_webhook_attempts", "Lists what became of deliveries to an endpoint, newest first.")
            .takes(LIST)
            .lists::<WebhookAttempt>(),
    ]
}

/// `GET /v1/webhook_endpoints/{id}/attempts`
pub async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(LIST)?;
    let page = params.page()?;
    let pool = state.store.pool();
    let endpoint = webhook_endpoints::find(pool, caller.id(), &id).await?;
    let endpoint = endpoint.ok_or_else(|| Failure::not_found("webhook_endpoint", &id, "id"))?.id;
    check_cursor(&page, "attempt", async |id| attempts::find(pool, &endpoint, id).await).await?;
    let rows = attempts::list(pool, &endpoint, params.text("event")?, &page).await?;
    let url = format!("/v1/webhook_endpoints/{endpoint}/attempts");
    expand::answer(&state, &caller, &params, &list_object(&url, rows.map(object))).await
}

/// The attempt as the merchant API shows it.
pub(crate) fn object(row: AttemptRow) -> WebhookAttempt {
    let succeeded = row.status.is_some_and(|status| (200..300).contains(&status));
    WebhookAttempt {
        id: row.id,
        object: "webhook_endpoint.attempt".into(),
        created: row.created,
        duration_ms: row.duration_ms,
        error: row.error,
        event: row.event,
        http_status: row.status,
        livemode: false,
        number: row.number,
        status: if succeeded { "succeeded".into() } else { "failed".into() },
        webhook_endpoint: row.endpoint,
    }
}
