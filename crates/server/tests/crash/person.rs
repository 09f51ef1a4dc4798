//! A merchant's server and a person at its page, who begin again wherever a dead server left them.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use linkspan_wire::link::path;
use serde_json::{Value, json};

use crate::process::Ready;

const BANK: &str = "bcinst_test_credentials";
/// Between two tries at a server that is gone.
const AGAIN: Duration = Duration::from_millis(20);
/// A request that is under way for longer than this is a dead server's.
const UNDER_WAY: Duration = Duration::from_secs(1);

/// The answer never came: nobody knows whether the request was carried out.
pub struct Interrupted;

/// What was acknowledged: the session, and the ids of its accounts.
#[derive(Debug, Clone)]
pub struct Linked {
    pub session: String,
    pub accounts: Vec<String>,
}

/// Where requests go: one server, or several in turn.
pub struct Door {
    servers: Vec<Ready>,
    turn: AtomicUsize,
    http: reqwest::Client,
}

impl Door {
    pub fn to(servers: Vec<Ready>) -> Self {
        let http = linkspan_server::outbound::client().expect("a client");
        Self { servers, turn: AtomicUsize::new(0), http }
    }

    /// A request with the secret key.
    pub async fn get(&self, path: &str) -> Result<Value, Interrupted> {
        self.send(|http, server| http.get(format!("{}{path}", server.api)).bearer_auth(&server.secret_key))
            .await
    }

    /// The same, until it is answered.
    pub async fn surely_get(&self, path: &str) -> Value {
        loop {
            match self.get(path).await {
                Ok(value) => return value,
                Err(Interrupted) => tokio::time::sleep(AGAIN).await,
            }
        }
    }

    /// A form with the secret key.
    pub async fn post(&self, path: &str, params: &[(&str, &str)]) -> Result<Value, Interrupted> {
        self.send(|http, server| {
            http.post(format!("{}{path}", server.api)).bearer_auth(&server.secret_key).form(params)
        })
        .await
    }

    async fn keyed(&self, key: &str, path: &str, params: &[(&str, &str)]) -> Result<Value, Interrupted> {
        self.send(|http, server| {
            http.post(format!("{}{path}", server.api))
                .bearer_auth(&server.secret_key)
                .header("idempotency-key", key)
                .form(params)
        })
        .await
    }

    async fn step(&self, secret: &str, path: &str, mut body: Value) -> Result<Value, Interrupted> {
        body["client_secret"] = secret.into();
        self.send(|http, server| {
            let mut body = body.clone();
            body["publishable_key"] = server.publishable_key.clone().into();
            http.post(format!("{}{path}", server.flow)).json(&body)
        })
        .await
    }

    /// Asks the servers in turn, and the next one where one does not even accept.
    async fn send(
        &self,
        request: impl Fn(&reqwest::Client, &Ready) -> reqwest::RequestBuilder,
    ) -> Result<Value, Interrupted> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        for place in 0..self.servers.len() {
            let server = &self.servers[(turn + place) % self.servers.len()];
            match request(&self.http, server).send().await {
                Ok(answer) => return read(answer).await,
                Err(error) if error.is_connect() => {}
                Err(_) => return Err(Interrupted),
            }
        }
        Err(Interrupted)
    }

    /// Links some accounts in a new session of this customer, however often the server dies.
    pub async fn link(&self, customer: &str, count: usize) -> Linked {
        let session = loop {
            match self.session(customer).await {
                Ok(session) => break session,
                Err(Interrupted) => tokio::time::sleep(AGAIN).await,
            }
        };
        let secret = session["client_secret"].as_str().expect("a secret");
        let mut completing = false;
        let result = loop {
            match self.whole(secret, count, &mut completing).await {
                Ok(result) => break result,
                Err(Interrupted) => tokio::time::sleep(AGAIN).await,
            }
        };
        Linked { session: text(&session["id"]), accounts: ids(&result["session"]["accounts"]) }
    }

    /// Asks for a fresh balance. An answer promises that the bank will be asked.
    pub async fn refresh(&self, account: &str) -> Result<(), Interrupted> {
        let path = format!("/v1/financial_connections/accounts/{account}/refresh");
        let account = self.post(&path, &[("features[]", "balance")]).await?;
        assert!(account["balance_refresh"]["status"].is_string(), "{account}");
        Ok(())
    }

    /// A new customer, asked for under this key until it is known what came of it. `None` where a server died
    /// with the request: nobody knows, and asking under another key is up to the merchant.
    pub async fn customer(&self, key: &str) -> Option<String> {
        let until = Instant::now() + UNDER_WAY;
        loop {
            match self.keyed(key, "/v1/customers", &[("metadata[key]", key)]).await {
                Ok(customer) => return Some(text(&customer["id"])),
                Err(Interrupted) if Instant::now() > until => return None,
                Err(Interrupted) => tokio::time::sleep(AGAIN).await,
            }
        }
    }

    /// Customers by the keys that they were asked for under.
    pub async fn customers(&self) -> Vec<(String, String)> {
        let (mut customers, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.surely_get(&format!("/v1/customers?limit=100{after}")).await;
            let rows = page["data"].as_array().expect("rows");
            customers.extend(rows.iter().map(|row| (text(&row["metadata"]["key"]), text(&row["id"]))));
            let Some((_, last)) = customers.last().filter(|_| page["has_more"] == true) else {
                return customers;
            };
            after = format!("&starting_after={last}");
        }
    }

    async fn session(&self, customer: &str) -> Result<Value, Interrupted> {
        let params = [
            ("account_holder[type]", "customer"),
            ("account_holder[customer]", customer),
            ("permissions[]", "balances"),
        ];
        self.post("/v1/financial_connections/sessions", &params).await
    }

    /// From the first pane to the result. Once the end was asked for, only the end is asked for again.
    async fn whole(&self, secret: &str, count: usize, completing: &mut bool) -> Result<Value, Interrupted> {
        if !*completing {
            let manifest = self.step(secret, path::SYNCHRONIZE, json!({ "locale": "en" })).await?;
            let consent = json!({ "locale": "en", "version": manifest["consent"]["version"] });
            self.step(secret, path::CONSENT_ACQUIRED, consent).await?;
            let auth = self.step(secret, path::AUTH_SESSIONS, json!({ "institution": BANK })).await?;
            let id = &auth["id"];
            let values =
                json!([{ "name": "username", "value": "maya" }, { "name": "password", "value": "x" }]);
            let typed = json!({ "auth_session": id, "values": values });
            self.step(secret, path::AUTH_SESSION_CREDENTIALS, typed).await?;
            let accounts =
                self.step(secret, path::AUTH_SESSION_ACCOUNTS, json!({ "auth_session": id })).await?;
            let rows = accounts["data"].as_array().expect("accounts");
            let open = rows.iter().filter(|row| row.get("unavailable").is_none());
            let chosen: Vec<&Value> = open.map(|row| &row["id"]).take(count).collect();
            let body = json!({ "auth_session": id, "selected_accounts": chosen });
            self.step(secret, path::SELECTED_ACCOUNTS, body).await?;
            *completing = true;
        }
        self.step(secret, path::COMPLETE, json!({})).await
    }
}

async fn read(answer: reqwest::Response) -> Result<Value, Interrupted> {
    let status = answer.status();
    let body: Value = answer.json().await.map_err(|_| Interrupted)?;
    // A bank that died with its server is an interruption too.
    if status.is_server_error() && body["error"]["code"] != "unexpected_error" {
        return Err(Interrupted);
    }
    // Nothing was done: others, or a server that died, held the database, or the key.
    if ["lock_timeout", "idempotency_key_in_use"].iter().any(|code| body["error"]["code"] == *code) {
        return Err(Interrupted);
    }
    assert!(status.is_success(), "{status}: {body}");
    Ok(body)
}

/// Ids of a list of objects.
pub fn ids(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|object| text(&object["id"])).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}
