//! Somebody with a browser without scripts.

use reqwest::{StatusCode, header::SET_COOKIE};

use crate::{
    saved::RIGHT,
    support::{app::App, browser::Browser},
};

pub struct Person {
    pub browser: Browser,
    origin: String,
}

/// What the browser shows.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub text: String,
}

impl Page {
    fn values(&self, mark: &str) -> Vec<String> {
        let parts = self.text.split(mark).skip(1);
        parts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    }

    #[track_caller]
    pub fn token(&self) -> String {
        self.values(r#"name="token" value=""#).into_iter().next().unwrap_or_else(|| panic!("{self:?}"))
    }

    pub fn accounts(&self) -> Vec<String> {
        self.values(r#"name="account" value=""#)
    }

    /// Without what is new each time.
    pub fn words(&self) -> String {
        let mut text = self.text.clone();
        for mark in [r#"name="token" value=""#, r#"nonce=""#] {
            for value in self.values(mark) {
                text = text.replace(&value, "…");
            }
        }
        text
    }
}

impl Person {
    pub fn new(app: &App) -> Self {
        Self { browser: Browser::new(), origin: app.state.origins.flow.clone() }
    }

    /// Who got a code and typed it.
    pub async fn signed_in(app: &App, email: &str) -> Self {
        let person = Self::new(app);
        person.asked_for_a_code(email).await;
        assert_eq!(person.post("/saved/code", &[("code", RIGHT)]).await.status, StatusCode::SEE_OTHER);
        person
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub async fn get(&self, path: &str) -> Page {
        let reply = self.browser.open(&self.url(path)).await;
        Page { status: reply.status(), text: reply.text().await.expect("a text") }
    }

    /// Presses the button of a form, on the page as it is now.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let reply = self.send(path, fields).await;
        Page { status: reply.status(), text: reply.text().await.expect("a text") }
    }

    /// The same, for the cookie that comes back.
    pub async fn cookie_of(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let reply = self.send(path, fields).await;
        assert_eq!(reply.status(), StatusCode::SEE_OTHER);
        let cookie = reply.headers()[SET_COOKIE].to_str().expect("text");
        cookie.split(';').next().expect("a cookie").to_owned()
    }

    pub async fn asked_for_a_code(&self, email: &str) -> String {
        self.cookie_of("/saved/email", &[("email", email)]).await
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::Response {
        let token = self.get("/saved").await.token();
        let fields: Vec<(&str, &str)> = [("token", &*token)].iter().chain(fields).copied().collect();
        let request = self.browser.0.post(self.url(path)).header("sec-fetch-site", "same-origin");
        request.form(&fields).send().await.expect("an answer")
    }
}
