//! The bank sends the pop-up back.

use std::time::Duration;

use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, Method},
    response::{IntoResponse, Response},
};
use url::form_urlencoded;

use super::{browser, exchange::exchange, redirect_uri, window};
use crate::{
    AppState, Failure,
    connector::Exchange,
    failure::Answer,
    flow_api, ids,
    person_page::language,
    store::{
        auth_sessions::{self, AuthSessionRow, Status, pkce_verifier_at},
        consents, sessions,
    },
};

/// How long a second callback waits for the end that the first one brings.
const PATIENCE: Duration = Duration::from_secs(45);

pub(super) async fn callback(
    State(state): State<AppState>,
    method: Method,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let spoken = language(&headers);
    if method != Method::GET {
        return window::neutral(spoken);
    }
    let Some(returned) = Returned::read(query.as_deref().unwrap_or_default()) else {
        return window::neutral(spoken);
    };
    match finish(&state, &headers, returned).await {
        Ok(Some(Came::Window { locale })) => window::done(&locale),
        Ok(Some(Came::Tab { back, locale })) => window::back(&state.origins, &back, &locale),
        Ok(None) => window::neutral(spoken),
        Err(failure) => failure.into_response(),
    }
}

/// What the bank put into the address.
struct Returned {
    state: String,
    issuer: String,
    outcome: Outcome,
}

enum Outcome {
    Code(String),
    Denied,
    Error,
}

impl Returned {
    /// `None` when something is missing or there twice. The bank's own texts are left out.
    fn read(query: &str) -> Option<Self> {
        let one = |name: &str| -> Option<Option<String>> {
            let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
            let value = values.next().map(|(_, value)| value.into_owned());
            values.next().is_none().then_some(value)
        };
        let outcome = match (one("code")?, one("error")?) {
            (Some(code), None) => Outcome::Code(code),
            (None, Some(error)) if error == "access_denied" => Outcome::Denied,
            (None, Some(_)) => Outcome::Error,
            _ => return None,
        };
        Some(Self { state: one("state")??, issuer: one("iss")??, outcome })
    }
}

/// What came back.
enum Came {
    /// A window of its own, at the end of the sign-in.
    Window { locale: String },
    /// The tab that the flow was in: the flow goes on there and says what became of the sign-in.
    Tab { back: String, locale: String },
}

/// What came back; `None` when it was nothing that this browser may end. The order matters: what cannot
/// be trusted changes nothing.
async fn finish(state: &AppState, headers: &HeaderMap, returned: Returned) -> Answer<Option<Came>> {
    let pool = state.store.pool();
    let state_hash = ids::sha256_hex(&returned.state);
    let Some(row) = auth_sessions::find_by_state(pool, &state_hash).await? else { return Ok(None) };
    if !browser::is_known(headers, &state.origins, &row) || row.issuer.as_deref() != Some(&*returned.issuer) {
        return Ok(None);
    }
    let consent = consents::find(pool, &row.session).await?;
    let Some(locale) = consent.map(|consent| consent.locale) else { return Ok(None) };

    let now = state.now();
    let tab = row.returns_to.clone().map(|back| Came::Tab { back, locale: locale.clone() });
    if row.status == Status::Pending {
        let session = sessions::find_by_id(pool, &row.session).await?;
        if !session.is_some_and(|session| session.is_open_at(now)) {
            return Ok(tab);
        }
        if auth_sessions::take_state(pool, &row.id, &state_hash, now).await? {
            end(state, &row, returned.outcome).await?;
        }
    }
    // Whoever was not the first sees the same end.
    let row = flow_api::settled(state, &row.session, &row.id, PATIENCE).await?;
    let ended = matches!(row.status, Status::Authorized | Status::Denied | Status::Failed);
    Ok(tab.or_else(|| ended.then_some(Came::Window { locale })))
}

async fn end(state: &AppState, row: &AuthSessionRow, outcome: Outcome) -> Answer<()> {
    let status = match outcome {
        Outcome::Code(code) => {
            let sealed = row.pkce_verifier.as_deref();
            let verifier = sealed.map(|sealed| state.keyring.open(pkce_verifier_at(&row.id), sealed));
            let request = Exchange {
                code,
                redirect_uri: redirect_uri(&state.origins),
                code_verifier: verifier.transpose().map_err(Failure::internal)?.unwrap_or_default(),
            };
            // Goes on although the window is closed: a yes of the bank is not lost.
            let task = tokio::spawn(exchange(state.clone(), row.clone(), request));
            return task.await.map_err(Failure::internal)?;
        }
        Outcome::Denied => Status::Denied,
        Outcome::Error => Status::Failed,
    };
    if auth_sessions::end(state.store.pool(), &row.id, status, state.now()).await? {
        state.announce(row.id.clone());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_doubled_is_not_read() {
        assert!(Returned::read("code=c&state=s&iss=i").is_some());
        for bad in [
            "",
            "code=c&state=s",
            "code=c&iss=i",
            "state=s&iss=i",
            "code=c&state=s&iss=i&iss=j",
            "code=c&code=d&state=s&iss=i",
            "code=c&error=access_denied&state=s&iss=i",
        ] {
            assert!(Returned::read(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_no_is_told_from_other_errors() {
        let outcome = |query| Returned::read(query).expect("readable").outcome;
        assert!(matches!(outcome("error=access_denied&state=s&iss=i"), Outcome::Denied));
        assert!(matches!(outcome("error=server_error&state=s&iss=i"), Outcome::Error));
    }
}
