//! `POST /token`: an authorization code for an access token (RFC 6749, RFC 7636).

use std::{collections::HashMap, sync::Arc};

use axum::{
    Form, Json,
    extract::{Path, State, rejection::FormRejection},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use linkspan_directory::Record;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    accounts::{Access, Chosen},
    bank::{Bank, CLIENT_ID},
    error::BankError,
    protocol::TokenAnswer,
    seal::{Purpose, random_id},
};

/// Seconds that a code lives.
const CODE_LIFETIME: i64 = 60;

/// What an authorization code stands for. Its client and redirect address are the bank's only ones.
#[derive(Serialize, Deserialize)]
pub(crate) struct Code {
    id: u128,
    institution: String,
    redirect_uri: String,
    challenge: String,
    user: String,
    chosen: Chosen,
}

impl Code {
    /// A code for one use.
    pub(crate) fn issue(
        bank: &Bank,
        record: &Record,
        challenge: String,
        user: String,
        chosen: Chosen,
    ) -> Result<String, BankError> {
        let redirect_uri = bank.redirect_uri().to_owned();
        let code =
            Self { id: random_id()?, institution: record.id.clone(), redirect_uri, challenge, user, chosen };
        bank.seal(Purpose::Code, &code, CODE_LIFETIME)
    }
}

/// Exchanges a code.
pub(crate) async fn exchange(
    State(bank): State<Arc<Bank>>,
    Path(institution): Path<String>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Json<TokenAnswer>, BankError> {
    let record = bank.open_institution(&institution)?;
    let Form(pairs) = form.map_err(|_| BankError::OAuth("invalid_request"))?;
    let count = pairs.len();
    let fields: HashMap<String, String> = pairs.into_iter().collect();
    if fields.len() != count {
        // A parameter must not come twice.
        return Err(BankError::OAuth("invalid_request"));
    }
    let field = |name: &str| fields.get(name).map(String::as_str).ok_or(BankError::OAuth("invalid_request"));
    if field("grant_type")? != "authorization_code" {
        return Err(BankError::OAuth("unsupported_grant_type"));
    }
    if field("client_id")? != CLIENT_ID {
        return Err(BankError::OAuth("invalid_client"));
    }
    let (redirect_uri, verifier) = (field("redirect_uri")?, field("code_verifier")?);
    let code: Code = bank.unseal(Purpose::Code, field("code")?).ok_or(BankError::OAuth("invalid_grant"))?;
    // Used up by the first try, right or wrong: nobody gets a second guess.
    let tries = use_up(&bank, code.id)?;
    let right = tries
        && code.institution == record.id
        && code.redirect_uri == redirect_uri
        && is_verifier(verifier)
        && code.challenge == challenge_of(verifier);
    if !right {
        return Err(BankError::OAuth("invalid_grant"));
    }
    let access =
        Access { institution: code.institution, user: code.user, chosen: code.chosen, granted: bank.now() };
    let (access_token, expires_in) = access.seal(&bank, record)?;
    Ok(Json(TokenAnswer { access_token, token_type: "Bearer".to_owned(), expires_in }))
}

/// Whether this is the code's first use.
fn use_up(bank: &Bank, id: u128) -> Result<bool, BankError> {
    let now = bank.now();
    let mut first = false;
    let remembered =
        bank.used_codes.update(id, now.saturating_add(CODE_LIFETIME), now, |used| first = used.is_none());
    remembered.map_err(|_| BankError::Busy)?;
    Ok(first)
}

/// 43 to 128 unreserved characters (RFC 7636, 4.1).
fn is_verifier(verifier: &str) -> bool {
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge_of(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(is_verifier(verifier));
        assert!(!is_verifier("short"));
        assert!(!is_verifier(&format!("{verifier}=")));
        assert!(!is_verifier(&"a".repeat(129)));
    }
}
