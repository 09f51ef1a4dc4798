//! What a merchant's server sends.

use reqwest::{RequestBuilder, StatusCode, header::HeaderMap};
use serde_json::Value;

use super::eventually;

/// A merchant's client of the api origin.
#[derive(Clone)]
pub struct Client {
    pub http: reqwest::Client,
    pub api: String,
    pub secret_key: String,
    pub publishable_key: String,
    /// `acct_…`, where the test needs it.
    pub id: String,
}

/// An answer as it came.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Client {
    pub fn new(api: &str, secret_key: &str, publishable_key: &str) -> Self {
        Self {
            http: plain_http(),
            api: api.to_owned(),
            secret_key: secret_key.to_owned(),
            publishable_key: publishable_key.to_owned(),
            id: String::new(),
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        send(self.http.get(self.url(path)).bearer_auth(&self.secret_key)).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        send(self.http.delete(self.url(path)).bearer_auth(&self.secret_key)).await
    }

    pub async fn post(&self, path: &str, params: &[(&str, &str)]) -> Reply {
        send(self.http.post(self.url(path)).bearer_auth(&self.secret_key).form(params)).await
    }

    /// Any method: parameters in the body of a POST, in the query of anything else.
    pub async fn request(&self, method: &str, path: &str, params: &[(&str, &str)]) -> Reply {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let in_body = method == reqwest::Method::POST;
        let mut url = reqwest::Url::parse(&self.url(path)).expect("an address");
        if !in_body {
            url.query_pairs_mut().extend_pairs(params);
        }
        let request = self.http.request(method, url).bearer_auth(&self.secret_key);
        send(if in_body { request.form(params) } else { request }).await
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.api)
    }

    /// The attempts at a webhook endpoint, newest first, once there are this many.
    pub async fn attempts(&self, endpoint: &str, wanted: usize) -> Vec<Value> {
        let list = format!("/v1/webhook_endpoints/{endpoint}/attempts?limit=100");
        eventually("the attempts", async || {
            let page = self.get(&list).await.ok();
            let rows = page["data"].as_array().expect("rows");
            (rows.len() >= wanted).then(|| rows.clone())
        })
        .await
    }

    /// A new customer's id.
    pub async fn customer(&self) -> String {
        self.post("/v1/customers", &[]).await.ok()["id"].as_str().expect("an id").to_owned()
    }

    /// A new session that asks for balances.
    pub async fn session(&self) -> Value {
        let customer = self.customer().await;
        self.session_of(&customer, &[]).await.ok()
    }

    /// A new session of this customer that asks for balances and has these parameters more.
    pub async fn session_of(&self, customer: &str, more: &[(&str, &str)]) -> Reply {
        let mut params = vec![
            ("account_holder[type]", "customer"),
            ("account_holder[customer]", customer),
            ("permissions[]", "balances"),
        ];
        params.extend(more);
        self.post("/v1/financial_connections/sessions", &params).await
    }
}

/// A client that follows no redirect, so that tests see it.
pub fn plain_http() -> reqwest::Client {
    linkspan_server::outbound::client().expect("a client")
}

/// Sends any request.
pub async fn send(request: RequestBuilder) -> Reply {
    let answer = request.send().await.expect("an answer");
    let (status, headers) = (answer.status(), answer.headers().clone());
    let text = answer.text().await.expect("a body");
    Reply { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}

impl Reply {
    /// The answer of a request that went well.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.body
    }

    /// Checks that the request was refused with this status, code and parameter.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str, param: &str) {
        assert_eq!(self.status, status, "{}", self.body);
        let error = &self.body["error"];
        assert_eq!((&error["code"], &error["param"]), (&code.into(), &param.into()), "{}", self.body);
        assert_eq!(error["type"], "invalid_request_error", "{}", self.body);
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{}", self.body);
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a plain header"))
    }
}
