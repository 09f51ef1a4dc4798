//! The options of `collectFinancialConnectionsAccounts`, checked before anything is opened.

use linkspan_wire::{
    ApiError, ClientSecret, ErrorType, host::Theme, link::SessionKey, secret::ClientSecretError,
};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};

/// How the flow is put on screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mount {
    /// In the frame's document, which is all ours and see-through.
    Frame,
    /// In a document of its own; a cookie names the session.
    Page,
    /// In a `<dialog>` of a page that is not ours.
    #[default]
    Dialog,
}

/// As JavaScript gives them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    #[serde(default)]
    publishable_key: Option<String>,
    #[serde(default)]
    client_secret: Option<String>,
    #[serde(default)]
    locale: Option<String>,
    #[serde(default)]
    theme: Option<Theme>,
    #[serde(default)]
    flow_origin: Option<String>,
    #[serde(default)]
    mount: Mount,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    on_event: JsValue,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    on_painted: JsValue,
}

/// Checked.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which session, and who may ask.
    pub key: SessionKey,
    /// BCP 47 tag or `auto`.
    pub locale: String,
    /// Light or dark.
    pub theme: Theme,
    /// Where the flow's API is; empty for the document's own origin.
    pub flow_origin: String,
    /// How the flow is put on screen.
    pub mount: Mount,
    /// Called with every host event.
    pub on_event: Option<js_sys::Function>,
    /// Called when the first pane is painted.
    pub on_painted: Option<js_sys::Function>,
}

fn invalid(param: &str, message: &str) -> ApiError {
    ApiError::new(ErrorType::ValidationError, "parameter_invalid", message).with_param(param)
}

fn missing(param: &str, message: &str) -> ApiError {
    ApiError::new(ErrorType::ValidationError, "parameter_missing", message).with_param(param)
}

impl Options {
    /// Checks what JavaScript gave.
    ///
    /// # Errors
    /// A `validation_error` that names the field; it never carries the value.
    pub fn check(given: JsValue) -> Result<Self, ApiError> {
        if !given.is_object() {
            return Err(missing("options", "Give an object with clientSecret."));
        }
        let given: Given = serde_wasm_bindgen::from_value(given)
            .map_err(|_| invalid("options", "One of the options is not of the type that it should have."))?;
        let key = match given.mount {
            // The cookie of the flow's origin names the session.
            Mount::Page if given.client_secret.is_none() => {
                SessionKey { publishable_key: None, client_secret: None }
            }
            _ => SessionKey {
                publishable_key: Some(publishable_key(given.publishable_key.as_deref())?),
                client_secret: Some(client_secret(given.client_secret.as_deref())?),
            },
        };
        Ok(Self {
            key,
            locale: given.locale.unwrap_or_else(|| "auto".to_owned()),
            theme: given.theme.unwrap_or_default(),
            flow_origin: given.flow_origin.unwrap_or_default().trim_end_matches('/').to_owned(),
            mount: given.mount,
            on_event: function("onEvent", given.on_event)?,
            on_painted: function("onPainted", given.on_painted)?,
        })
    }
}

fn publishable_key(given: Option<&str>) -> Result<String, ApiError> {
    let key = given.map(str::trim).unwrap_or_default();
    if key.is_empty() {
        return Err(missing("publishableKey", "Give the publishable key, pk_…."));
    }
    if key.starts_with("sk_") || key.starts_with("rk_") {
        return Err(invalid(
            "publishableKey",
            "This is a secret key. It belongs on a server only: replace it, and use the publishable key here.",
        ));
    }
    if !key.starts_with("pk_") {
        return Err(invalid("publishableKey", "A publishable key begins with pk_."));
    }
    Ok(key.to_owned())
}

fn client_secret(given: Option<&str>) -> Result<ClientSecret, ApiError> {
    ClientSecret::parse(given.unwrap_or_default()).map_err(|why| match why {
        ClientSecretError::Empty => missing("clientSecret", "Give the client secret of a session."),
        ClientSecretError::Malformed => invalid(
            "clientSecret",
            "This is not the client secret of a Financial Connections session: it begins with fcsess_client_secret_.",
        ),
    })
}

fn function(param: &str, given: JsValue) -> Result<Option<js_sys::Function>, ApiError> {
    if given.is_undefined() || given.is_null() {
        return Ok(None);
    }
    given.dyn_into().map(Some).map_err(|_| invalid(param, &format!("{param} has to be a function.")))
}
