//! Codes and what they are exchanged for.

use axum::http::StatusCode;
use linkspan_bank::protocol::TokenAnswer;
use serde_json::json;

use crate::harness::{Reply, TestBank};

const INSTITUTION: &str = "bcinst_northline";

fn refused(reply: &Reply, error: &str) {
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.value(), json!({ "error": error }));
}

#[tokio::test]
async fn a_code_is_good_once() {
    let bank = TestBank::new();
    let code = bank.code(INSTITUTION, "maya").await;
    let answer: TokenAnswer = bank.exchange(INSTITUTION, &[("code", &code)]).await.decoded();
    assert_eq!(answer.token_type, "Bearer");
    assert_eq!(answer.expires_in, 365 * 24 * 60 * 60);
    refused(&bank.exchange(INSTITUTION, &[("code", &code)]).await, "invalid_grant");
}

#[tokio::test]
async fn a_code_is_good_for_a_minute() {
    let bank = TestBank::new();
    let code = bank.code(INSTITUTION, "maya").await;
    bank.pass(60);
    refused(&bank.exchange(INSTITUTION, &[("code", &code)]).await, "invalid_grant");
    let code = bank.code(INSTITUTION, "maya").await;
    bank.pass(59);
    assert_eq!(bank.exchange(INSTITUTION, &[("code", &code)]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_outlives_a_restart() {
    let bank = TestBank::new();
    let code = bank.code(INSTITUTION, "maya").await;
    assert_eq!(bank.restarted().exchange(INSTITUTION, &[("code", &code)]).await.status, StatusCode::OK);
    refused(&bank.rekeyed().exchange(INSTITUTION, &[("code", &code)]).await, "invalid_grant");
}

#[tokio::test]
async fn a_code_is_bound_to_its_request() {
    let bank = TestBank::new();
    let other_verifier = "x".repeat(43);
    for (change, error) in [
        (("code_verifier", other_verifier.as_str()), "invalid_grant"),
        (("code_verifier", "short"), "invalid_grant"),
        (("redirect_uri", "http://127.0.0.1:4002/auth/other"), "invalid_grant"),
        (("client_id", "someone"), "invalid_client"),
        (("grant_type", "refresh_token"), "unsupported_grant_type"),
    ] {
        let code = bank.code(INSTITUTION, "maya").await;
        refused(&bank.exchange(INSTITUTION, &[("code", &code), change]).await, error);
    }
    let code = bank.code(INSTITUTION, "maya").await;
    refused(&bank.exchange("bcinst_cedar", &[("code", &code)]).await, "invalid_grant");
    refused(&bank.exchange(INSTITUTION, &[("code", "v4.local.nonsense")]).await, "invalid_grant");
    refused(&bank.exchange(INSTITUTION, &[]).await, "invalid_request");
    let twice = [("code", code.as_str()), ("code", code.as_str())];
    refused(&bank.exchange(INSTITUTION, &twice).await, "invalid_request");
}

#[tokio::test]
async fn a_wrong_verifier_uses_the_code_up() {
    let bank = TestBank::new();
    let code = bank.code(INSTITUTION, "maya").await;
    let wrong = "x".repeat(43);
    refused(
        &bank.exchange(INSTITUTION, &[("code", &code), ("code_verifier", &wrong)]).await,
        "invalid_grant",
    );
    refused(&bank.exchange(INSTITUTION, &[("code", &code)]).await, "invalid_grant");
}

#[tokio::test]
async fn other_tokens_are_no_codes() {
    let bank = TestBank::new();
    let access = bank.access_token(INSTITUTION, "maya").await;
    let window = bank.signed_in(INSTITUTION, "maya").await.window();
    for token in [access, window] {
        refused(&bank.exchange(INSTITUTION, &[("code", &token)]).await, "invalid_grant");
    }
}
