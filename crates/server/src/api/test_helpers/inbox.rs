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
    store::mails::{self, MailRow},
};

pub(super) const URL: &str = "/v1/test_helpers/financial_connections/inbox";
/// Messages that are shown.
const NEWEST: usize = 100;
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
    let shown = if codes::are_real(&state) { Vec::new() } else { newest(&state, wanted).await? };
    expand::answer(&state, &caller, &params, &List::new(URL, shown, false)).await
}

/// Recipients are sealed, so the database cannot look for one: more is read until there are enough.
async fn newest(state: &AppState, wanted: Option<&str>) -> Answer<Vec<Mail>> {
    let mut most = NEWEST;
    loop {
        let rows = mails::waiting(state.store.pool(), as_limit(most)).await?;
        let all = rows.len() < most;
        let mut shown = Vec::new();
        for row in rows {
            shown.extend(opened(state, row, wanted)?);
        }
        if all || shown.len() >= NEWEST {
            shown.truncate(NEWEST);
            return Ok(shown);
        }
        most = most.saturating_mul(4);
    }
}

fn as_limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// The message, if it is to the one who is wanted.
fn opened(state: &AppState, row: MailRow, wanted: Option<&str>) -> Answer<Option<Mail>> {
    let (recipient, body) = row.open(&state.keyring).map_err(Failure::internal)?;
    if wanted.is_some_and(|wanted| !wanted.eq_ignore_ascii_case(&recipient)) {
        return Ok(None);
    }
    Ok(Some(Mail {
        id: row.id,
        object: "test_helpers.financial_connections.mail".into(),
        created: row.created,
        livemode: false,
        channel: row.channel,
        recipient,
        subject: row.subject,
        body,
    }))
}
