//! The client secret: lets a page change one session, so it must not leak by accident.

use std::fmt;

use serde::{Deserialize, Serialize};

/// `fcsess_client_secret_` and at least 24 letters or digits.
///
/// `Debug` does not show the value and there is no `Display`, so it cannot reach a log, an error
/// text or the DOM through formatting. [`ClientSecret::expose`] is the one way to the text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct ClientSecret(String);

/// Why a text is not a client secret. Carries no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientSecretError {
    /// Nothing but white space.
    Empty,
    /// Not of the form that a session's `client_secret` has.
    Malformed,
}

impl ClientSecret {
    /// What every client secret of a session begins with.
    pub const PREFIX: &'static str = "fcsess_client_secret_";
    /// Fewest characters behind the prefix: 24 of 62 symbols carry 142 bits.
    pub const MIN_RANDOM: usize = 24;

    /// Checks the form only; whether it opens a session is for the server to say.
    ///
    /// # Errors
    /// [`ClientSecretError`] when the text is empty or of another form.
    pub fn parse(text: &str) -> Result<Self, ClientSecretError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ClientSecretError::Empty);
        }
        let random = text.strip_prefix(Self::PREFIX).ok_or(ClientSecretError::Malformed)?;
        if random.len() < Self::MIN_RANDOM || !random.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ClientSecretError::Malformed);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text itself, for a request body and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_is_checked_and_debug_is_silent() {
        assert_eq!(ClientSecret::parse("  "), Err(ClientSecretError::Empty));
        for bad in
            ["sk_test_1234", "fcsess_client_secret_short", "fcsess_client_secret_!!!!!!!!!!!!!!!!!!!!!!!!"]
        {
            assert_eq!(ClientSecret::parse(bad), Err(ClientSecretError::Malformed), "{bad}");
        }
        let text = "fcsess_client_secret_KRJTKvCY3IKoYTrW18EazcO3";
        let secret = ClientSecret::parse(text).expect("a well-formed secret");
        assert_eq!(secret.expose(), text);
        assert!(!format!("{secret:?}").contains("KRJT"));
    }
}
