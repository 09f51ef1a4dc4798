//! Reading what a bank answers: bounded in size, and its failures sorted.

use linkspan_bank::protocol::Unavailable;
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;

use super::BankError;

/// No answer of a bank is longer; what is longer is not read on.
const LONGEST: usize = 1 << 20;

/// The answer of a successful request, or how the bank failed.
pub(super) async fn read<T: DeserializeOwned>(
    sent: Result<Response, reqwest::Error>,
) -> Result<T, BankError> {
    let response = succeeded(sent).await?;
    let body = bounded(response).await?;
    serde_json::from_slice(&body).map_err(|_| BankError::Broken)
}

/// The response, when its status says that it went well.
pub(super) async fn succeeded(sent: Result<Response, reqwest::Error>) -> Result<Response, BankError> {
    let response = sent.map_err(|error| broken_connection(&error))?;
    match response.status() {
        status if status.is_success() => Ok(response),
        StatusCode::SERVICE_UNAVAILABLE => {
            let body = bounded(response).await.unwrap_or_default();
            let expected_back_at =
                serde_json::from_slice::<Unavailable>(&body).ok().and_then(|closed| closed.expected_back_at);
            Err(BankError::Closed { expected_back_at })
        }
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED => Err(BankError::Refused),
        StatusCode::FORBIDDEN => Err(BankError::Inactive),
        StatusCode::NOT_FOUND => Err(BankError::Gone),
        StatusCode::UNPROCESSABLE_ENTITY => Err(BankError::NoData),
        // Redirects are not followed, so they land here as well.
        _ => Err(BankError::Broken),
    }
}

async fn bounded(mut response: Response) -> Result<Vec<u8>, BankError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| broken_connection(&error))? {
        if body.len() + chunk.len() > LONGEST {
            return Err(BankError::Broken);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn broken_connection(error: &reqwest::Error) -> BankError {
    if error.is_connect() { BankError::Unreachable } else { BankError::NoAnswer }
}
