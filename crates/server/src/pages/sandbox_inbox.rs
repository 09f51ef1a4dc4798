//! `GET /sandbox/inbox`: what the sandbox would have sent, for trying the flow without a mailbox and
//! without a merchant's server. Only on this machine: whoever else reaches a sandbox is not shown who
//! was written to.

use std::net::SocketAddr;

use askama::Template;
use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, Uri},
    response::Response,
};

use super::{here::is_here, missing};
use crate::{
    AppState, Failure, codes,
    failure::Answer,
    ids,
    locale::Locale,
    person_page::{language, respond},
    store::mails::{self, Channel},
};

/// Messages that are shown.
const NEWEST: i64 = 20;

#[derive(Template)]
#[template(path = "sandbox_inbox.html")]
struct Inbox<'a> {
    l: Locale,
    nonce: &'a str,
    provider: &'a str,
    messages: &'a [Message],
}

struct Message {
    text: bool,
    recipient: String,
    body: String,
}

pub async fn show(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    uri: Uri,
    headers: HeaderMap,
) -> Answer<Response> {
    if codes::are_real(&state) || !is_here(&state.origins, peer, &headers) {
        return Ok(missing::missing(uri.path()));
    }
    let mut messages = Vec::new();
    for row in mails::waiting(state.store.pool(), NEWEST).await? {
        let (recipient, body) = row.open(&state.keyring).map_err(Failure::internal)?;
        messages.push(Message { text: row.channel == Channel::Sms.as_str(), recipient, body });
    }
    let nonce = ids::new_secret("");
    let page = Inbox {
        l: language(&headers),
        nonce: &nonce,
        provider: &state.config.provider_name,
        messages: &messages,
    };
    respond(StatusCode::OK, &nonce, page.render())
}
