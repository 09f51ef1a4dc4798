//! Texts to telephones, by a gateway that takes JSON over HTTP. Their queue is that of e-mails.

use std::fmt;

use reqwest::{Client, header};
use serde::Serialize;
use url::Url;

use crate::{
    mail::{MailError, Sending},
    web_address,
};

/// One text. No `Debug`: it carries a code.
#[derive(Serialize)]
pub struct Text {
    /// Telephone number, E.164.
    pub to: String,
    /// Plain text.
    #[serde(rename = "text")]
    pub body: String,
}

/// What takes texts away.
pub trait Texter: Send + Sync {
    /// Sends one.
    fn send(&self, text: Text) -> Sending<'_>;
}

/// Why the gateway's address is no good.
#[derive(Debug, thiserror::Error)]
pub enum TextSettingError {
    /// Not `https://`, or `http://` on this machine. It may carry a secret, so it is not repeated.
    #[error("--sms-url (LINKSPAN_SMS_URL): not an address such as https://sms.example/send")]
    Url,
    /// Nothing that a header can carry.
    #[error("--sms-token (LINKSPAN_SMS_TOKEN): has characters that no header has")]
    Token,
}

/// A gateway: gets `{"to": "+1…", "text": "…"}`, and answers with 2xx when it took it.
pub struct Gateway {
    http: Client,
    url: Url,
    authorization: Option<header::HeaderValue>,
}

impl Gateway {
    /// The gateway at `url`, with the token that it knows us by.
    ///
    /// # Errors
    /// [`TextSettingError`] names the setting.
    pub fn new(http: Client, url: &str, token: Option<&str>) -> Result<Self, TextSettingError> {
        let url = web_address::browser(url).map_err(|_| TextSettingError::Url)?;
        let authorization = token.map(|token| {
            let mut value = header::HeaderValue::try_from(format!("Bearer {token}"))?;
            value.set_sensitive(true);
            Ok(value)
        });
        let authorization = authorization.transpose();
        let authorization = authorization.map_err(|_: header::InvalidHeaderValue| TextSettingError::Token)?;
        Ok(Self { http, url, authorization })
    }

    async fn deliver(&self, text: Text) -> Result<(), MailError> {
        let mut request = self.http.post(self.url.clone()).json(&text);
        if let Some(authorization) = &self.authorization {
            request = request.header(header::AUTHORIZATION, authorization.clone());
        }
        let answer = request.send().await.map_err(|_| MailError::Server("no answer".into()))?;
        let status = answer.status();
        if status.is_success() { Ok(()) } else { Err(MailError::Server(status.to_string())) }
    }
}

impl Texter for Gateway {
    fn send(&self, text: Text) -> Sending<'_> {
        Box::pin(self.deliver(text))
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gateway(…)")
    }
}
