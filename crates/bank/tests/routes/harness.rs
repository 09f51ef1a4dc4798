//! A bank with a clock of its own, and what a client and a browser send to it.

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicI64, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use linkspan_bank::{
    BankConfig,
    protocol::{AccountsAnswer, TokenAnswer},
};
use linkspan_directory::Directory;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt;

pub const ORIGIN: &str = "http://127.0.0.2:4003";
pub const REDIRECT_URI: &str = "http://127.0.0.1:4002/auth/callback";
/// Closed for now, whatever its record says.
pub const CLOSED: &str = "bcinst_harrowmoor";
/// The pair of RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// 2026-11-25 17:46:00 UTC.
const NOW: i64 = 1_795_628_760;

static DIRECTORY: LazyLock<Arc<Directory>> =
    LazyLock::new(|| Arc::new(Directory::sandbox().expect("the sandbox's directory")));

/// A bank with a clock of its own.
pub struct TestBank {
    router: Router,
    clock: Arc<AtomicI64>,
}

/// What the bank answered.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl TestBank {
    pub fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(NOW));
        Self { router: router(&clock, [9; 32]), clock }
    }

    /// The same bank after a restart: the same key, nothing in memory.
    pub fn restarted(&self) -> Self {
        Self { router: router(&self.clock, [9; 32]), clock: Arc::clone(&self.clock) }
    }

    /// A bank with another key.
    pub fn rekeyed(&self) -> Self {
        Self { router: router(&self.clock, [10; 32]), clock: Arc::clone(&self.clock) }
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 4 << 20).await.expect("a body");
        let body = String::from_utf8(body.to_vec()).expect("text");
        Reply { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.send(form(path).body(encoded(fields)).expect("a request")).await
    }

    pub async fn json(&self, path: &str, body: &Value) -> Reply {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).expect("a request")).await
    }

    pub async fn accounts(&self, institution: &str, token: &str) -> Reply {
        let request = Request::get(format!("/{institution}/accounts"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// What is below one account: `balance`, `owners`, `transactions`, `numbers`.
    pub async fn data(&self, institution: &str, token: &str, account: &str, data: &str) -> Reply {
        let request = Request::get(format!("/{institution}/accounts/{account}/{data}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    pub async fn shared(&self, institution: &str, token: &str) -> AccountsAnswer {
        self.accounts(institution, token).await.decoded()
    }

    /// Signs in at the OAuth window and returns the page that follows.
    pub async fn signed_in(&self, institution: &str, user: &str) -> Reply {
        let page = self.get(&authorize(institution, &[])).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let window = page.window();
        let fields =
            [("window", window.as_str()), ("username", user), ("password", "x"), ("action", "sign_in")];
        self.form(&format!("/{institution}/authorize/sign-in"), &fields).await
    }

    /// Goes through the OAuth window and returns the code.
    pub async fn code(&self, institution: &str, user: &str) -> String {
        let window = self.signed_in(institution, user).await.window();
        let fields = [("window", window.as_str()), ("action", "allow")];
        let reply = self.form(&format!("/{institution}/authorize/decision"), &fields).await;
        reply.returned("code").expect("a code")
    }

    pub async fn exchange(&self, institution: &str, changes: &[(&str, &str)]) -> Reply {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("redirect_uri", REDIRECT_URI),
            ("client_id", "linkspan"),
            ("code_verifier", VERIFIER),
        ];
        fields.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        fields.extend(changes);
        self.form(&format!("/{institution}/token"), &fields).await
    }

    pub async fn access_token(&self, institution: &str, user: &str) -> String {
        let code = self.code(institution, user).await;
        let answer: TokenAnswer = self.exchange(institution, &[("code", &code)]).await.decoded();
        answer.access_token
    }
}

fn router(clock: &Arc<AtomicI64>, signing_key: [u8; 32]) -> Router {
    let clock = Arc::clone(clock);
    linkspan_bank::router(BankConfig {
        origin: ORIGIN.to_owned(),
        redirect_uri: REDIRECT_URI.to_owned(),
        signing_key,
        directory: Arc::clone(&DIRECTORY),
        clock: Arc::new(move || clock.load(Ordering::SeqCst)),
        closed: Arc::new(|institution| institution == CLOSED),
    })
}

pub fn form(path: &str) -> axum::http::request::Builder {
    Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

pub fn encoded(fields: &[(&str, &str)]) -> Body {
    Body::from(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

/// Path of an authorization request, with parameters changed, added (new name) or left out (`-`).
pub fn authorize(institution: &str, changes: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", "linkspan"),
        ("redirect_uri", REDIRECT_URI),
        ("state", "st&te 1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("scope", "balances transactions"),
        ("merchant", "Harbour Books"),
        ("ui_locales", "en"),
    ];
    fields.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    fields.extend(changes.iter().filter(|(_, value)| *value != "-"));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    format!("/{institution}/authorize?{query}")
}

impl Reply {
    pub fn decoded<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        serde_json::from_str(&self.body).expect("the answer's type")
    }

    pub fn value(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The sealed field of the page's form.
    pub fn window(&self) -> String {
        self.between(r#"name="window" value=""#, "\"").expect("a form").to_owned()
    }

    pub fn between(&self, before: &str, after: &str) -> Option<&str> {
        Some(self.body.split_once(before)?.1.split_once(after)?.0)
    }

    /// A parameter of the redirect address.
    pub fn returned(&self, name: &str) -> Option<String> {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        let address = url::Url::parse(self.header("location")).expect("an address");
        assert!(self.header("location").starts_with(REDIRECT_URI));
        address.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}
