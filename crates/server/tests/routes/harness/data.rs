//! Accounts with data: linked without a browser, refreshed by the server's own worker.

use linkspan_server::store::api_keys;
use serde_json::Value;

use super::{App, Client, eventually};

pub const ACCOUNTS: &str = "/v1/financial_connections/accounts";
pub const HELPERS: &str = "/v1/test_helpers/financial_connections";
pub const ALL: &[(&str, &str)] =
    &[("permissions[]", "ownership"), ("permissions[]", "payment_method"), ("permissions[]", "transactions")];

/// One linked account.
pub struct Linked<'a> {
    pub app: &'a App,
    pub customer: String,
    pub id: String,
}

impl App {
    /// Links one account by its name, in a session with these parameters more.
    pub async fn linked(&self, institution: &str, account: &str, more: &[(&str, &str)]) -> Linked<'_> {
        let customer = self.merchant.customer().await;
        let id = self.link_of(&customer, institution, account, more).await;
        Linked { app: self, customer, id }
    }

    /// The same for a customer that is there; gives the account's id.
    pub async fn link_of(
        &self,
        customer: &str,
        institution: &str,
        account: &str,
        more: &[(&str, &str)],
    ) -> String {
        let session = self.merchant.session_of(customer, more).await.ok();
        let path = format!("{HELPERS}/sessions/{}/link", text(&session["id"]));
        let params = [("institution", institution), ("accounts[]", account)];
        let linked = self.merchant.post(&path, &params).await.ok();
        text(&linked["accounts"]["data"][0]["id"])
    }

    /// The default merchant's id.
    pub async fn merchant_id(&self) -> String {
        let (pool, key) = (self.server.state.store.pool(), &self.merchant.secret_key);
        let found = api_keys::find_by_key(pool, key).await.expect("an answer");
        found.expect("the merchant").merchant.id
    }

    /// Moves the clock on by the test helper.
    pub async fn advance(&self, seconds: i64) {
        let seconds = seconds.to_string();
        self.merchant.post(&format!("{HELPERS}/clock/advance"), &[("seconds", &*seconds)]).await.ok();
    }
}

impl Client {
    /// How often an event of this kind about accounts and their like happened, of any object.
    pub async fn events(&self, kind: &str) -> Vec<Value> {
        self.all_events(&format!("financial_connections.{kind}")).await
    }

    /// The same by the whole kind.
    pub async fn all_events(&self, kind: &str) -> Vec<Value> {
        let list = self.get(&format!("/v1/events?limit=100&type={kind}")).await.ok();
        list["data"].as_array().expect("rows").clone()
    }
}

impl Linked<'_> {
    pub fn path(&self) -> String {
        format!("{ACCOUNTS}/{}", self.id)
    }

    pub async fn get(&self) -> Value {
        self.app.merchant.get(&self.path()).await.ok()
    }

    pub async fn post(&self, action: &str, params: &[(&str, &str)]) -> super::Reply {
        self.app.merchant.post(&format!("{}/{action}", self.path()), params).await
    }

    pub async fn help(&self, action: &str) -> Value {
        self.app.merchant.post(&format!("{HELPERS}/accounts/{}/{action}", self.id), &[]).await.ok()
    }

    /// The account as soon as it is as the test wants it.
    pub async fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        eventually("the account as it is wanted", async || {
            let account = self.get().await;
            wanted(&account).then_some(account)
        })
        .await
    }

    /// Refreshes a feature and waits for how it ends.
    pub async fn refreshed(&self, feature: &str) -> Value {
        self.post("refresh", &[("features[]", feature)]).await.ok();
        self.settled(feature).await
    }

    /// Waits until no refresh of a feature is pending.
    pub async fn settled(&self, feature: &str) -> Value {
        let state = state(feature);
        self.until(|account| !account[state].is_null() && account[state]["status"] != "pending").await
    }
}

/// The field that has the state of a feature.
pub fn state(feature: &str) -> &'static str {
    match feature {
        "balance" => "balance_refresh",
        "ownership" => "ownership_refresh",
        _ => "transaction_refresh",
    }
}

#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
