//! Creates the customer and the session, with what the page's form says.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{api::ApiFailure, form::Form, site::Site};

/// What the page asks for. Nothing is checked here: the API does, and its error is shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionRequest {
    email: Option<String>,
    name: Option<String>,
    #[serde(default)]
    permissions: Vec<String>,
    #[serde(default)]
    prefetch: Vec<String>,
    #[serde(default)]
    account_subcategories: Vec<String>,
    limit_accounts: Option<Limit>,
    country: Option<String>,
    require_payment_method_support: Option<String>,
    return_url: Option<String>,
}

/// As a number, or as it was typed.
#[derive(Deserialize)]
#[serde(untagged)]
enum Limit {
    Number(i64),
    Typed(String),
}

/// What the page gets. The client secret goes to the person's own page and nowhere else.
#[derive(Serialize)]
pub struct Created {
    id: String,
    client_secret: String,
    /// Address of the full-page flow, where a `return_url` was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl SessionRequest {
    fn customer(&self) -> Form {
        Form::new().with("email", self.email.as_deref()).with("name", self.name.as_deref())
    }

    fn session(&self, customer: &str) -> Form {
        let limit = self.limit_accounts.as_ref().map(|limit| match limit {
            Limit::Number(number) => number.to_string(),
            Limit::Typed(text) => text.clone(),
        });
        Form::new()
            .with("account_holder[type]", "customer")
            .with("account_holder[customer]", customer)
            .with_all("permissions", &self.permissions)
            .with_all("prefetch", &self.prefetch)
            .with_all("filters[account_subcategories]", &self.account_subcategories)
            .with("filters[country]", self.country.as_deref())
            .with("filters[require_payment_method_support]", self.require_payment_method_support.as_deref())
            .with("limits[accounts]", limit.as_deref())
            .with("return_url", self.return_url.as_deref())
    }
}

/// `POST /create-session`
pub async fn create(
    State(site): State<Arc<Site>>,
    Json(request): Json<SessionRequest>,
) -> Result<Json<Created>, ApiFailure> {
    let customer = site.api.post("/v1/customers", &request.customer()).await?;
    let customer = customer["id"].as_str().unwrap_or_default();
    let session = site.api.post("/v1/financial_connections/sessions", &request.session(customer)).await?;
    let text = |name: &str| session[name].as_str().map(str::to_owned);
    Ok(Json(Created {
        id: text("id").unwrap_or_default(),
        client_secret: text("client_secret").unwrap_or_default(),
        url: text("url"),
    }))
}

/// `GET /sessions/{id}`: what was linked, in the shape that the page's promise has. For the full
/// page, where there is no promise to wait for.
pub async fn retrieve(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Response {
    if !is_id(&id, "fcsess_") {
        return StatusCode::NOT_FOUND.into_response();
    }
    match site.api.get(&format!("/v1/financial_connections/sessions/{id}"), &[]).await {
        Ok(session) => Json(as_result(&session)).into_response(),
        Err(failure) => failure.into_response(),
    }
}

fn as_result(session: &Value) -> Value {
    json!({
        "financialConnectionsSession": {
            "id": session["id"],
            "accounts": session["accounts"]["data"],
            "permissions": session["permissions"],
        }
    })
}

/// Whether it may be put into a path.
pub fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(form: &Form) -> Vec<(&str, &str)> {
        form.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn everything_that_was_chosen_is_sent_under_its_name() {
        let request: SessionRequest = serde_json::from_value(json!({
            "email": "maya@lind.example",
            "name": "Maya Lind",
            "permissions": ["balances", "transactions"],
            "prefetch": ["balances"],
            "account_subcategories": ["checking", "savings"],
            "limit_accounts": 2,
            "country": "US",
            "require_payment_method_support": "all",
            "return_url": "http://localhost:1/back",
        }))
        .expect("a request");
        assert_eq!(pairs(&request.customer()), [("email", "maya@lind.example"), ("name", "Maya Lind")]);
        assert_eq!(
            pairs(&request.session("cus_1")),
            [
                ("account_holder[type]", "customer"),
                ("account_holder[customer]", "cus_1"),
                ("permissions[]", "balances"),
                ("permissions[]", "transactions"),
                ("prefetch[]", "balances"),
                ("filters[account_subcategories][]", "checking"),
                ("filters[account_subcategories][]", "savings"),
                ("filters[country]", "US"),
                ("filters[require_payment_method_support]", "all"),
                ("limits[accounts]", "2"),
                ("return_url", "http://localhost:1/back"),
            ]
        );
    }

    #[test]
    fn what_was_left_empty_is_not_sent() {
        let request: SessionRequest =
            serde_json::from_value(json!({ "email": " ", "limit_accounts": "", "country": "" }))
                .expect("a request");
        assert_eq!(pairs(&request.customer()), []);
        assert_eq!(
            pairs(&request.session("cus_1")),
            [("account_holder[type]", "customer"), ("account_holder[customer]", "cus_1")]
        );
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        assert!(serde_json::from_value::<SessionRequest>(json!({ "permission": ["balances"] })).is_err());
    }

    #[test]
    fn the_result_has_no_client_secret() {
        let session = json!({
            "id": "fcsess_1",
            "client_secret": "fcsess_client_secret_1",
            "accounts": { "object": "list", "data": [{ "id": "fca_1" }] },
            "permissions": ["balances"],
        });
        assert_eq!(
            as_result(&session),
            json!({ "financialConnectionsSession": {
                "id": "fcsess_1", "accounts": [{ "id": "fca_1" }], "permissions": ["balances"],
            }})
        );
    }

    #[test]
    fn ids_cannot_lead_elsewhere() {
        assert!(is_id("fcsess_1Ab", "fcsess_"));
        for bad in ["fcsess_", "fca_1", "fcsess_1/../x", "fcsess_1?a", "fcsess_client_secret_1"] {
            assert!(!is_id(bad, "fcsess_"), "{bad}");
        }
    }
}
