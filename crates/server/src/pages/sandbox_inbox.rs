//! `GET /sandbox/inbox`: what the sandbox would have sent, for trying the flow without a mailbox and
//! without a merchant's server. Only on this machine: whoever else reaches a sandbox is not shown who
//! was written to.

use std::net::SocketAddr;

use askama::Template;
use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::Response,
};
use url::Url;

use super::missing;
use crate::{
    AppState, Failure, codes,
    failure::Answer,
    ids,
    locale::Locale,
    person_page::{language, respond},
    state::Origins,
    store::mails::{self, Channel},
    web_address::is_loopback,
};

/// Messages that are shown.
const NEWEST: i64 = 20;

#[derive(Template)]
#[template(path = "sandbox_inbox.html")]
struct Inbox<'a> {
    l: Locale,
    nonce: &'a str,
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
    let page = Inbox { l: language(&headers), nonce: &nonce, messages: &messages };
    respond(StatusCode::OK, &nonce, page.render())
}

/// Whether somebody on this machine asks for the flow's own address: not through another name for it, which
/// a page of somebody else's could have.
fn is_here(origins: &Origins, peer: SocketAddr, headers: &HeaderMap) -> bool {
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let own = Url::parse(&origins.flow).is_ok_and(|flow| {
        is_loopback(&flow) && asked.is_some_and(|asked| flow.authority().eq_ignore_ascii_case(asked))
    });
    own && peer.ip().to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_or_name_is_shown_nothing() {
        let origins = Origins { flow: "http://127.0.0.1:4301".into(), ..Origins::default() };
        let here = |peer: &str, host: &'static str| {
            let headers = HeaderMap::from_iter([(header::HOST, host.parse().expect("a host"))]);
            is_here(&origins, peer.parse().expect("an address"), &headers)
        };
        assert!(here("127.0.0.1:50000", "127.0.0.1:4301"));
        assert!(!here("192.168.1.7:50000", "127.0.0.1:4301"));
        assert!(!here("127.0.0.1:50000", "evil.example:4301"));
        let public = Origins { flow: "https://link.example".into(), ..Origins::default() };
        assert!(!is_here(&public, ([127, 0, 0, 1], 1).into(), &HeaderMap::new()));
    }
}
