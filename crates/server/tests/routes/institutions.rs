//! `/v1/financial_connections/institutions`

use serde_json::{Value, json};

use crate::harness::App;

const PATH: &str = "/v1/financial_connections/institutions";

fn ids(list: &Value) -> Vec<&str> {
    list["data"].as_array().expect("rows").iter().map(|row| row["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn institutions_are_listed_both_ways() {
    let app = App::start().await;
    let first = app.merchant.get(PATH).await.ok();
    assert_eq!((ids(&first).len(), &first["has_more"], &first["url"]), (10, &json!(true), &json!(PATH)));
    let last = ids(&first)[9];
    let second = app.merchant.get(&format!("{PATH}?limit=100&starting_after={last}")).await.ok();
    assert_eq!(second["has_more"], json!(false));
    assert!(ids(&second).len() > 50 && !ids(&second).contains(&last));
    let begin = ids(&second)[0];
    let back = app.merchant.get(&format!("{PATH}?limit=3&ending_before={begin}")).await.ok();
    assert_eq!((ids(&back), &back["has_more"]), (ids(&first)[7..].to_vec(), &json!(true)));
    let wrong = app.merchant.get(&format!("{PATH}?starting_after=bcinst_none")).await;
    wrong.refused(404, "resource_missing", "starting_after");
}

#[tokio::test]
async fn an_institution_says_what_it_has() {
    let app = App::start().await;
    let get = async |id: &str| app.merchant.get(&format!("{PATH}/{id}")).await;
    let yes = json!({ "supported": true });
    assert_eq!(
        get("bcinst_test_credentials").await.ok(),
        json!({
            "id": "bcinst_test_credentials",
            "object": "financial_connections.institution",
            "countries": ["US"],
            "features": { "balances": yes, "ownership": yes, "payment_method": yes, "transactions": yes },
            "livemode": false,
            "name": "Test (Non-OAuth)",
            "routing_numbers": ["110000000"],
            "status": "active",
            "url": "https://test-non-oauth.example",
        })
    );
    let payments = get("bcinst_invalid_payments").await.ok()["features"]["payment_method"].clone();
    assert_eq!(payments, json!({ "supported": false }));
    assert_eq!(get("bcinst_great_northern").await.ok()["status"], "degraded");
    assert_eq!(get("bcinst_down_scheduled").await.ok()["status"], "inactive");
    get("bcinst_none").await.refused(404, "resource_missing", "id");
}
