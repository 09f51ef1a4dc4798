//! A person goes through the flow, as far as the server sees it.

use linkspan_wire::link::path;
use serde_json::{Value, json};

use super::{App, Client, Reply, client::send};

const BANK: &str = "bcinst_test_credentials";

impl App {
    /// Links the first `count` accounts of a test bank in a session; gives what the page gets.
    pub async fn link(&self, merchant: &Client, session: &Value, count: usize) -> Value {
        self.choose(merchant, session, count).await;
        self.step(merchant, session, path::COMPLETE, json!({})).await
    }

    /// The same without the end: accounts are chosen, the session is open.
    pub async fn choose(&self, merchant: &Client, session: &Value, count: usize) {
        self.agree(merchant, session).await;
        let auth = self.step(merchant, session, path::AUTH_SESSIONS, json!({ "institution": BANK })).await;
        let id = auth["id"].clone();
        let values = json!([{ "name": "username", "value": "maya" }, { "name": "password", "value": "x" }]);
        let typed = json!({ "auth_session": id, "values": values });
        self.step(merchant, session, path::AUTH_SESSION_CREDENTIALS, typed).await;
        let one = json!({ "auth_session": id });
        let accounts = self.step(merchant, session, path::AUTH_SESSION_ACCOUNTS, one).await;
        let rows = accounts["data"].as_array().expect("accounts");
        let chosen: Vec<&Value> = rows
            .iter()
            .filter(|row| row.get("unavailable").is_none())
            .map(|row| &row["id"])
            .take(count)
            .collect();
        assert_eq!(chosen.len(), count, "{accounts}");
        let body = json!({ "auth_session": id, "selected_accounts": chosen });
        self.step(merchant, session, path::SELECTED_ACCOUNTS, body).await;
    }

    /// The first thing that the flow asks.
    pub async fn synchronize(&self, merchant: &Client, session: &Value) -> Reply {
        self.answer(merchant, session, path::SYNCHRONIZE, json!({ "locale": "en" })).await
    }

    /// The person agrees.
    pub async fn agree(&self, merchant: &Client, session: &Value) {
        let manifest = self.step(merchant, session, path::SYNCHRONIZE, json!({ "locale": "en" })).await;
        let consent = json!({ "locale": "en", "version": manifest["consent"]["version"] });
        self.step(merchant, session, path::CONSENT_ACQUIRED, consent).await;
    }

    /// One request of the flow.
    pub async fn step(&self, merchant: &Client, session: &Value, path: &str, body: Value) -> Value {
        self.answer(merchant, session, path, body).await.ok()
    }

    async fn answer(&self, merchant: &Client, session: &Value, path: &str, mut body: Value) -> Reply {
        body["publishable_key"] = merchant.publishable_key.clone().into();
        body["client_secret"] = session["client_secret"].clone();
        send(merchant.http.post(self.flow(path)).json(&body)).await
    }
}
