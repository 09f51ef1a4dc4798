//! Which banks can serve.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::TestBank;

#[tokio::test]
async fn banks_say_whether_they_work() {
    let bank = TestBank::new();
    assert_eq!(bank.get("/bcinst_northline/health").await.status, StatusCode::NO_CONTENT);
    assert_eq!(bank.get("/bcinst_nowhere/health").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_bank_that_is_down_is_down_everywhere() {
    let bank = TestBank::new();
    let login = json!({ "username": "maya", "password": "x" });
    for (institution, status, body) in [
        // 17:46 by the clock: 18:30 would be too near.
        (
            "bcinst_down_scheduled",
            StatusCode::SERVICE_UNAVAILABLE,
            Some(json!({ "expected_back_at": 1_795_633_200 })),
        ),
        ("bcinst_down_unscheduled", StatusCode::SERVICE_UNAVAILABLE, Some(json!({}))),
        ("bcinst_down_error", StatusCode::INTERNAL_SERVER_ERROR, None),
    ] {
        let replies = [
            bank.get(&format!("/{institution}/health")).await,
            bank.get(&format!("/{institution}/accounts")).await,
            bank.json(&format!("/{institution}/login"), &login).await,
            bank.json(&format!("/{institution}/login/answer"), &json!({})).await,
            bank.exchange(institution, &[("code", "x")]).await,
        ];
        for reply in replies {
            assert_eq!(reply.status, status, "{institution}");
            if let Some(body) = &body {
                assert_eq!(&serde_json::from_str::<Value>(&reply.body).expect("JSON"), body);
            }
        }
    }
}
