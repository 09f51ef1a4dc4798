//! What the sandbox would have sent to people, for whoever tries the flow without a mailbox. The page
//! asks this server, which has the secret key; it never asks the API itself.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::site::Site;

/// A test helper of the API: with a real mail server it shows nothing.
const INBOX: &str = "/v1/test_helpers/financial_connections/inbox";
/// What the page shows of each.
const SHOWN: [&str; 5] = ["id", "channel", "recipient", "subject", "body"];

/// `GET /messages`: `{data: […]}`, the newest first.
pub async fn list(State(site): State<Arc<Site>>) -> Response {
    match site.api.get(INBOX, &[]).await {
        Ok(list) => Json(json!({ "data": shown(&list) })).into_response(),
        Err(failure) => failure.into_response(),
    }
}

fn shown(list: &Value) -> Vec<Value> {
    let messages = list["data"].as_array().map(Vec::as_slice).unwrap_or_default();
    let fields = |message: &Value| SHOWN.iter().map(|&name| (name, message[name].clone())).collect();
    messages.iter().map(fields).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_gets_what_it_shows_and_no_more() {
        let message = json!({ "id": "mail_1", "object": "x", "channel": "email", "recipient": "a@b.example",
            "subject": "Your code", "body": "123456", "livemode": false });
        let [shown] = &shown(&json!({ "data": [message] }))[..] else { panic!("one message") };
        assert_eq!(
            *shown,
            json!({ "id": "mail_1", "channel": "email", "recipient": "a@b.example",
                "subject": "Your code", "body": "123456" })
        );
        assert!(super::shown(&json!({})).is_empty());
    }
}
