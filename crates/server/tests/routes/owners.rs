//! `GET /v1/financial_connections/accounts/{id}/owners`

use serde_json::json;

use crate::harness::{
    App,
    data::{ALL, text},
};

const BANK: &str = "bcinst_ownership";

#[tokio::test]
async fn owners_are_listed_and_expanded() {
    let app = App::start().await;
    let account = app.linked(BANK, "Joint Owners", ALL).await;
    let ownership = text(&account.refreshed("ownership").await["ownership"]);
    let url = format!("{}/owners?ownership={ownership}", account.path());
    let list = app.merchant.get(&url).await.ok();
    let rows = list["data"].as_array().expect("rows");
    assert_eq!((rows.len(), &list["url"]), (2, &json!(url)));
    assert_eq!(rows[0]["object"], "financial_connections.account_owner");
    assert_eq!(rows[0]["ownership"], json!(ownership));
    assert_ne!(rows[0]["raw_address"], json!(null));

    let page = app.merchant.get(&format!("{url}&limit=1")).await.ok();
    assert_eq!((&page["data"][0], &page["has_more"]), (&rows[0], &json!(true)));
    let next = format!("{url}&limit=1&starting_after={}", text(&rows[0]["id"]));
    let next = app.merchant.get(&next).await.ok();
    assert_eq!((&next["data"][0], &next["has_more"]), (&rows[1], &json!(false)));

    let expanded = app.merchant.get(&format!("{}?expand[]=ownership", account.path())).await.ok();
    assert_eq!(expanded["ownership"]["id"], json!(ownership));
    assert_eq!(expanded["ownership"]["object"], "financial_connections.account_ownership");
    assert_eq!(expanded["ownership"]["owners"]["data"], list["data"]);
    let listed = app.merchant.get("/v1/financial_connections/accounts?expand[]=data.ownership").await.ok();
    assert_eq!(listed["data"][0]["ownership"], expanded["ownership"]);
}

#[tokio::test]
async fn a_bank_without_owners_fails_the_refresh() {
    let app = App::start().await;
    let account = app.linked(BANK, "Owners Not Available", ALL).await;
    let failed = account.refreshed("ownership").await;
    assert_eq!(
        (&failed["ownership_refresh"]["status"], &failed["ownership"]),
        (&json!("failed"), &json!(null))
    );
    assert_eq!(failed["status"], "active");
}

#[tokio::test]
async fn each_refresh_is_a_snapshot_that_stays() {
    let app = App::start().await;
    let account = app.linked(BANK, "Sole Owner", ALL).await;
    let first = text(&account.refreshed("ownership").await["ownership"]);
    app.clock.advance(3600);
    let second = text(&account.refreshed("ownership").await["ownership"]);
    assert_ne!(first, second);
    account.post("disconnect", &[]).await.ok();
    for ownership in [first, second] {
        let list = app.merchant.get(&format!("{}/owners?ownership={ownership}", account.path())).await.ok();
        assert_eq!(list["data"].as_array().expect("rows").len(), 1);
    }
}

#[tokio::test]
async fn the_ownership_has_to_be_one_of_the_account() {
    let app = App::start().await;
    let account = app.linked(BANK, "Sole Owner", ALL).await;
    let other = app.linked(BANK, "Joint Owners", ALL).await;
    let theirs = text(&other.refreshed("ownership").await["ownership"]);
    let get = async |query: String| app.merchant.get(&format!("{}/owners{query}", account.path())).await;
    get(String::new()).await.refused(400, "parameter_missing", "ownership");
    get("?ownership=".into()).await.refused(400, "parameter_invalid_empty", "ownership");
    get(format!("?ownership={theirs}")).await.refused(404, "resource_missing", "ownership");
    let mine = text(&account.refreshed("ownership").await["ownership"]);
    get(format!("?ownership={mine}&starting_after=fcaown_x")).await.refused(
        404,
        "resource_missing",
        "starting_after",
    );
    let without = app.linked("bcinst_test_credentials", "Success", &[]).await;
    let path = format!("{}/owners?ownership={mine}", without.path());
    app.merchant.get(&path).await.refused(400, "financial_connections_permission_missing", "id");
}

#[tokio::test]
async fn what_a_later_link_does_not_allow_is_not_expanded_in_older_events() {
    let app = App::start().await;
    let account = app.linked(BANK, "Sole Owner", ALL).await;
    let ownership = account.refreshed("ownership").await["ownership"].clone();
    let events = "/v1/events?type=*.refreshed_ownership&expand[]=data.data.object.ownership";
    let shown =
        async || app.merchant.get(events).await.ok()["data"][0]["data"]["object"]["ownership"].clone();
    assert_eq!(shown().await["id"], ownership);
    account.post("disconnect", &[]).await.ok();
    app.link_of(&account.customer, BANK, "Sole Owner", &[]).await;
    assert_eq!(shown().await, ownership);
}
