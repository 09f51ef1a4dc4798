//! The options of `collectFinancialConnectionsAccounts`, checked before anything is opened.

use js_sys::Reflect;
use linkspan_wire::{
    ApiError, ClientSecret, ErrorType, host::Theme, link::SessionKey, secret::ClientSecretError,
};
use serde::{Deserialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

use crate::words::Locale;

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

/// Checked.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which session, and who may ask.
    pub key: SessionKey,
    /// The language that the person reads.
    pub words: Locale,
    /// Light or dark.
    pub theme: Theme,
    /// Where the flow's API is; empty for the document's own origin.
    pub flow_origin: String,
    /// How the flow is put on screen.
    pub mount: Mount,
    /// Whether a window of the bank can be opened and found back from.
    pub windows: bool,
    /// Called with every host event.
    pub on_event: Option<js_sys::Function>,
    /// Called when something is painted that has its own way out.
    pub on_painted: Option<js_sys::Function>,
    /// Called with every step of the flow, as four numbers.
    pub on_step: Option<js_sys::Function>,
    /// The answer to the first request, asked for by `boot.js` while this module was loading: a
    /// promise of a `Response`.
    pub synchronized: Option<js_sys::Promise>,
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
    pub fn check(given: &JsValue) -> Result<Self, ApiError> {
        if !given.is_object() {
            return Err(missing("options", "Give an object with clientSecret."));
        }
        let mount: Mount = read(given, "mount")?.unwrap_or_default();
        let secret: Option<String> = read(given, "clientSecret")?;
        let key = match mount {
            // The cookie of the flow's origin names the session.
            Mount::Page if secret.is_none() => {
                SessionKey { publishable_key: None, client_secret: None, page: read(given, "page")? }
            }
            _ => SessionKey {
                publishable_key: Some(publishable_key(read(given, "publishableKey")?)?),
                client_secret: Some(client_secret(secret.as_deref())?),
                page: None,
            },
        };
        Ok(Self {
            key,
            words: words(read(given, "words")?)?,
            theme: read(given, "theme")?.unwrap_or_default(),
            flow_origin: flow_origin(read(given, "flowOrigin")?)?,
            mount,
            windows: read(given, "windows")?.unwrap_or(true),
            on_event: function(given, "onEvent")?,
            on_painted: function(given, "onPainted")?,
            on_step: function(given, "onStep")?,
            synchronized: property(given, "synchronized")?.and_then(|promise| promise.dyn_into().ok()),
        })
    }
}

/// One option as JavaScript gives it; a getter may throw.
fn property(given: &JsValue, param: &str) -> Result<Option<JsValue>, ApiError> {
    let value = Reflect::get(given, &param.into())
        .map_err(|_| invalid(param, &format!("{param} could not be read.")))?;
    Ok(if value.is_undefined() || value.is_null() { None } else { Some(value) })
}

/// One option of a type; field by field, so that the error can name the field.
fn read<T: DeserializeOwned>(given: &JsValue, param: &str) -> Result<Option<T>, ApiError> {
    let Some(value) = property(given, param)? else { return Ok(None) };
    // The library's own error carries the value.
    serde_wasm_bindgen::from_value(value)
        .map(Some)
        .map_err(|_| invalid(param, &format!("{param} is not one of the values that it can have.")))
}

fn words(given: Option<String>) -> Result<Locale, ApiError> {
    let given = given.ok_or_else(|| missing("words", "Give the text of a file of words."))?;
    Locale::read(given).ok_or_else(|| {
        invalid("words", "These words are of another version than the flow. Load the page again.")
    })
}

fn flow_origin(given: Option<String>) -> Result<String, ApiError> {
    let origin = given.unwrap_or_default().trim_end_matches('/').to_owned();
    if origin.is_empty() || origin.starts_with("https://") || origin.starts_with("http://") {
        return Ok(origin);
    }
    Err(invalid("flowOrigin", "flowOrigin is an origin, such as https://link.example."))
}

fn publishable_key(given: Option<String>) -> Result<String, ApiError> {
    let given = given.unwrap_or_default();
    let key = given.trim();
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

fn function(given: &JsValue, param: &str) -> Result<Option<js_sys::Function>, ApiError> {
    let Some(value) = property(given, param)? else { return Ok(None) };
    value.dyn_into().map(Some).map_err(|_| invalid(param, &format!("{param} has to be a function.")))
}
