//! Payments with bank accounts.

use serde_json::Value;

use super::{
    App, Reply,
    data::{ALL, text},
    eventually,
};

pub const METHODS: &str = "/v1/payment_methods";
pub const INTENTS: &str = "/v1/payment_intents";
pub const DAY: i64 = 24 * 60 * 60;
/// A mandate that was given on paper.
pub const MANDATE: (&str, &str) = ("mandate_data[customer_acceptance][type]", "offline");
pub const LINKED: &str = "us_bank_account[financial_connections_account]";

impl App {
    /// Makes a payment method of a linked account.
    pub async fn method_of(&self, account: &str) -> Reply {
        let params = [("type", "us_bank_account"), ("billing_details[name]", "Maya"), (LINKED, account)];
        self.merchant.post(METHODS, &params).await
    }

    /// Makes a payment method of a number.
    pub async fn method_of_number(&self, number: &str) -> Reply {
        let params = [
            ("type", "us_bank_account"),
            ("billing_details[name]", "Maya"),
            ("us_bank_account[routing_number]", "110000000"),
            ("us_bank_account[account_number]", number),
            ("us_bank_account[account_holder_type]", "individual"),
        ];
        self.merchant.post(METHODS, &params).await
    }

    /// A payment method of a linked account of this name, as it is named there.
    pub async fn method_named(&self, name: &str) -> String {
        let account = self.linked("bcinst_test_credentials", name, ALL).await;
        text(&self.method_of(&account.id).await.ok()["id"])
    }

    /// Makes and confirms a payment of ten dollars.
    pub async fn pay(&self, method: &str) -> Value {
        let params = [
            ("amount", "1000"),
            ("currency", "usd"),
            ("payment_method", method),
            ("confirm", "true"),
            MANDATE,
        ];
        self.merchant.post(INTENTS, &params).await.ok()
    }

    pub async fn intent(&self, id: &Value) -> Value {
        self.merchant.get(&format!("{INTENTS}/{}", text(id))).await.ok()
    }

    /// The payment as soon as it has a status.
    pub async fn until_paid(&self, intent: &Value, status: &str) -> Value {
        eventually("a payment with that status", async || {
            let now = self.intent(&intent["id"]).await;
            (now["status"] == status).then_some(now)
        })
        .await
    }
}
