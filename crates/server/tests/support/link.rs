//! The flow in the browser, as far as the server sees it: requests with key and secret.

use linkspan_server::store::sessions::SessionRow;
use linkspan_wire::{
    ApiError, ErrorEnvelope,
    link::{AuthSession, Completed, Manifest, PartnerAccounts, path},
};
use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::app::{App, TestMerchant};

/// One flow of one session.
pub struct Link<'a> {
    pub app: &'a App,
    pub merchant: TestMerchant,
    pub session: SessionRow,
}

/// An answer as it came.
pub struct Reply {
    pub status: StatusCode,
    /// Seconds after which it may be asked again.
    pub retry_after: Option<i64>,
    pub body: Value,
}

impl Reply {
    /// The answer of a request that went well.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        serde_json::from_value(self.body).expect("the answer's type")
    }

    /// The error of a request that was refused.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> ApiError {
        assert_eq!(self.status, status, "{}", self.body);
        let envelope: ErrorEnvelope = serde_json::from_value(self.body).expect("an envelope");
        assert_eq!(envelope.error.code.as_deref(), Some(code), "{:?}", envelope.error);
        envelope.error
    }
}

impl<'a> Link<'a> {
    /// A flow of a new session of a new merchant and customer.
    pub async fn new(app: &'a App, change: impl FnOnce(&mut SessionRow)) -> Self {
        let merchant = app.merchant("Shop").await;
        let customer = app.customer(&merchant).await;
        Self::of(app, &merchant, &customer, change).await
    }

    /// A flow of a new session of this merchant and customer.
    pub async fn of(
        app: &'a App,
        merchant: &TestMerchant,
        customer: &str,
        change: impl FnOnce(&mut SessionRow),
    ) -> Self {
        let session = app.session(merchant, customer, change).await;
        Self { app, merchant: merchant.clone(), session }
    }

    /// The body with the session's key and secret in it.
    pub fn keyed(&self, mut body: Value) -> Value {
        body["publishable_key"] = self.merchant.publishable_key.clone().into();
        body["client_secret"] = self.session.client_secret.clone().into();
        body
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        post(self.app, path, &self.keyed(body)).await
    }

    pub async fn synchronize(&self) -> Reply {
        self.post(path::SYNCHRONIZE, json!({ "locale": "en" })).await
    }

    pub async fn manifest(&self) -> Manifest {
        self.synchronize().await.ok()
    }

    pub async fn consent(&self) -> Manifest {
        let terms = self.manifest().await.consent;
        self.post(path::CONSENT_ACQUIRED, json!({ "version": terms.version, "locale": "en" })).await.ok()
    }

    pub async fn choose(&self, institution: &str) -> Reply {
        self.post(path::AUTH_SESSIONS, json!({ "institution": institution })).await
    }

    pub async fn retrieve(&self, auth_session: &str, wait: bool) -> Reply {
        self.post(path::AUTH_SESSION_RETRIEVE, json!({ "auth_session": auth_session, "wait": wait })).await
    }

    pub async fn cancel(&self, auth_session: &str) -> Reply {
        self.post(path::AUTH_SESSION_CANCEL, json!({ "auth_session": auth_session })).await
    }

    pub async fn credentials(&self, auth_session: &str, values: &[(&str, &str)]) -> Reply {
        let values: Vec<Value> =
            values.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.post(path::AUTH_SESSION_CREDENTIALS, json!({ "auth_session": auth_session, "values": values }))
            .await
    }

    pub async fn accounts(&self, auth_session: &str) -> Reply {
        self.post(path::AUTH_SESSION_ACCOUNTS, json!({ "auth_session": auth_session })).await
    }

    pub async fn select(&self, auth_session: &str, accounts: &[&str]) -> Reply {
        let body = json!({ "auth_session": auth_session, "selected_accounts": accounts });
        self.post(path::SELECTED_ACCOUNTS, body).await
    }

    pub async fn link_more(&self) -> Reply {
        self.post(path::LINK_MORE_ACCOUNTS, json!({})).await
    }

    pub async fn complete(&self) -> Reply {
        self.post(path::COMPLETE, json!({})).await
    }

    /// Consent and a credentials sign-in at this bank: authorized.
    pub async fn authorized(&self, institution: &str) -> (AuthSession, PartnerAccounts) {
        let signed_in = self.signed_in(institution).await;
        let accounts = self.accounts(&signed_in.id).await.ok();
        (signed_in, accounts)
    }

    /// The same without reading the accounts.
    pub async fn signed_in(&self, institution: &str) -> AuthSession {
        self.consent().await;
        let begun: AuthSession = self.choose(institution).await.ok();
        self.credentials(&begun.id, &[("username", "maya"), ("password", "open sesame")]).await.ok()
    }

    /// Everything with the first `number` accounts, to the end.
    pub async fn linked(&self, institution: &str, number: usize) -> Completed {
        let (auth_session, accounts) = self.authorized(institution).await;
        let chosen: Vec<&str> = accounts.data.iter().take(number).map(|row| &*row.id).collect();
        self.select(&auth_session.id, &chosen).await.ok::<Manifest>();
        self.complete().await.ok()
    }
}

/// Any body to a path of the flow's API.
pub async fn post(app: &App, path: &str, body: &Value) -> Reply {
    let sent = app.http.post(format!("{}{path}", app.state.origins.flow)).json(body).send().await;
    let response = sent.expect("an answer");
    let status = response.status();
    let retry_after =
        response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
    let body = response.json().await.unwrap_or(Value::Null);
    Reply { status, retry_after, body }
}
