//! What the person does in the bank's window.

use rand::{RngExt, rngs::StdRng};
use reqwest::{Response, header::LOCATION};
use url::Url;

use crate::support::Browser;

/// A window that the flow opened.
pub struct Window {
    pub url: String,
    browser: Browser,
}

impl Window {
    pub fn open(url: String) -> Self {
        Self { url, browser: Browser::new() }
    }

    /// Goes on until somewhere: leaves at the door, at the form or at the question, says no or yes, and
    /// may close the window before it is back. Whether the person said yes and came back.
    pub async fn visit(&self, rng: &mut StdRng) -> bool {
        self.all_the_way(rng).await.unwrap_or_default()
    }

    async fn all_the_way(&self, rng: &mut StdRng) -> Option<bool> {
        let bank = sent_to(&self.browser.open(&self.url).await)?;
        let institution = bank.path_segments()?.next()?.to_owned();
        let page = self.browser.0.get(bank.clone()).send().await.ok()?.text().await.ok()?;
        let stays = rng.random_bool(0.9);
        if !stays {
            return None;
        }
        let sign_in = [("username", "maya"), ("password", "open sesame"), ("action", "sign_in")];
        let page = self.post(&bank, &institution, "sign-in", &page, &sign_in).await?;
        let page = page.text().await.ok()?;
        if rng.random_bool(0.1) {
            return None;
        }
        let yes = rng.random_bool(0.8);
        let accounts: Vec<&str> = values(&page, r#"name="account" value=""#).collect();
        let mut fields = vec![("action", if yes { "allow" } else { "deny" })];
        fields.extend(accounts.iter().filter(|_| rng.random_bool(0.7)).map(|account| ("account", *account)));
        let callback = sent_to(&self.post(&bank, &institution, "decision", &page, &fields).await?)?;
        if rng.random_bool(0.1) {
            return None;
        }
        let arrived = self.browser.open_from(callback.as_str(), "cross-site").await;
        Some(yes && arrived.status().is_success())
    }

    async fn post(
        &self,
        bank: &Url,
        institution: &str,
        path: &str,
        page: &str,
        fields: &[(&str, &str)],
    ) -> Option<Response> {
        let window = values(page, r#"name="window" value=""#).next()?;
        let url = bank.join(&format!("/{institution}/authorize/{path}")).ok()?;
        let fields: Vec<(&str, &str)> = [("window", window)].iter().chain(fields).copied().collect();
        self.browser.0.post(url).form(&fields).send().await.ok()
    }
}

fn sent_to(response: &Response) -> Option<Url> {
    Url::parse(response.headers().get(LOCATION)?.to_str().ok()?).ok()
}

/// The values behind a mark in the markup.
fn values<'a>(page: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(mark).skip(1).filter_map(|rest| rest.split('"').next())
}
