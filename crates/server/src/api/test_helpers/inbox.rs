//! `GET /v1/test_helpers/financial_connections/inbox`

use axum::{Json, extract::State};
use linkspan_wire::{List, mail::Mail};
use serde_json::Value;

use crate::{
    AppState, Failure,
    api::{
        Caller, expand,
        params::{RawParams, Rule, Schema},
    },
    codes,
    failure::Answer,
    store::mails,
};

pub(super) const URL: &str = "/v1/test_helpers/financial_connections/inbox";
/// Messages that are shown.
const NEWEST: i64 = 100;
const RECIPIENT: &str = "recipient";

pub(super) const SCHEMA: Schema =
    Schema { texts: &[RECIPIENT], rules: &[(RECIPIENT, Rule::Longest(512))], ..Schema::NONE };

/// The newest messages that nothing was there to send, of the whole sandbox or to one recipient. With a
/// mail server none is shown.
pub(super) async fn inbox(
    State(state): State<AppState>,
    caller: Caller,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let wanted = params.text(RECIPIENT)?;
    let waiting =
        if codes::are_real(&state) { Vec::new() } else { mails::waiting(state.store.pool(), NEWEST).await? };
    let mut shown = Vec::new();
    for row in waiting {
        let (recipient, body) = row.open(&state.keyring).map_err(Failure::internal)?;
        if wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(&recipient)) {
            shown.push(Mail {
                id: row.id,
                object: "test_helpers.financial_connections.mail".into(),
                created: row.created,
                livemode: false,
                channel: row.channel,
                recipient,
                subject: row.subject,
                body,
            });
        }
    }
    expand::answer(&state, &caller, &params, &List::new(URL, shown, false)).await
}
