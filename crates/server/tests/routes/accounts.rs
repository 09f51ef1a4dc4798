//! `/v1/financial_connections/accounts`

use linkspan_server::store::authorizations;
use serde_json::{Value, json};

use crate::harness::App;

const PATH: &str = "/v1/financial_connections/accounts";

fn ids(list: &Value) -> Vec<&str> {
    list["data"].as_array().expect("rows").iter().map(|row| row["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn accounts_are_listed_by_holder_and_session() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let (maya, noor) = (merchant.customer().await, merchant.customer().await);
    let first = merchant.session_of(&maya, &[]).await.ok();
    let second = merchant.session_of(&noor, &[]).await.ok();
    app.link(merchant, &first, 3).await;
    app.link(merchant, &second, 1).await;
    let list = async |query: &str| merchant.get(&format!("{PATH}{query}")).await;

    let all = list("").await.ok();
    assert_eq!(ids(&all).len(), 4);
    assert_eq!(
        (&all["object"], &all["url"], &all["has_more"]),
        (&json!("list"), &json!(PATH), &json!(false))
    );
    let of_maya = list(&format!("?account_holder[customer]={maya}")).await.ok();
    assert_eq!(ids(&of_maya).len(), 3);
    let of_session = format!("?session={}", second["id"].as_str().expect("an id"));
    let of_session = list(&of_session).await.ok();
    assert_eq!(ids(&of_session).len(), 1);
    let mut both = ids(&of_maya);
    both.extend(ids(&of_session));
    both.sort_unstable();
    let mut every = ids(&all);
    every.sort_unstable();
    assert_eq!(both, every);

    let page = list(&format!("?account_holder[customer]={maya}&limit=2")).await.ok();
    assert_eq!((ids(&page), &page["has_more"]), (ids(&of_maya)[..2].to_vec(), &json!(true)));
    let after = ids(&page)[1];
    let rest = list(&format!("?account_holder[customer]={maya}&limit=2&starting_after={after}")).await.ok();
    assert_eq!((ids(&rest), &rest["has_more"]), (ids(&of_maya)[2..].to_vec(), &json!(false)));

    let id = ids(&rest)[0];
    let one = merchant.get(&format!("{PATH}/{id}")).await.ok();
    assert_eq!(one, rest["data"][0]);
    assert_eq!(
        one,
        json!({
            "id": id,
            "object": "financial_connections.account",
            "account_holder": { "type": "customer", "customer": maya },
            "authorization": one["authorization"],
            "account_numbers": null,
            "balance": null,
            "balance_refresh": null,
            "category": "cash",
            "created": one["created"],
            "display_name": "Success",
            "institution": "bcinst_test_credentials",
            "institution_name": "Test (Non-OAuth)",
            "last4": one["last4"],
            "livemode": false,
            "ownership": null,
            "ownership_refresh": null,
            "permissions": ["balances"],
            "status": "active",
            "status_details": {
                "active": { "action": "none", "cause": "unspecified", "expected_deactivation_date": null },
            },
            "subcategory": "checking",
            "subscriptions": [],
            "supported_payment_method_types": one["supported_payment_method_types"],
            "transaction_refresh": null,
        })
    );
}

#[tokio::test]
async fn filters_are_checked() {
    let app = App::start().await;
    let (merchant, other) = (&app.merchant, app.other_merchant().await);
    let mine = merchant.customer().await;
    let theirs = other.customer().await;
    let list = async |query: String| merchant.get(&format!("{PATH}?{query}")).await;
    let (customer, account) = ("account_holder[customer]", "account_holder[account]");
    list(format!("{customer}={theirs}")).await.refused(404, "resource_missing", customer);
    list(format!("{account}={}", other.id)).await.refused(404, "resource_missing", account);
    list("session=fcsess_none".into()).await.refused(404, "resource_missing", "session");
    list(format!("{customer}={mine}&session=x")).await.refused(400, "parameters_exclusive", "session");
    list(format!("{customer}={mine}&{account}=x")).await.refused(400, "parameters_exclusive", account);
    list(format!("{customer}=")).await.refused(400, "parameter_invalid_empty", customer);
    list("account_holder[customer_account]=x".into()).await.refused(
        400,
        "parameter_invalid",
        "account_holder[customer_account]",
    );
    list("customer=x".into()).await.refused(400, "parameter_unknown", "customer");
    assert_eq!(list(format!("{customer}={mine}")).await.ok()["data"], json!([]));
}

#[tokio::test]
async fn what_opens_accounts_is_forgotten_with_the_last_of_them() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let session = merchant.session().await;
    let linked = app.link(merchant, &session, 2).await;
    let ids: Vec<&str> = linked["session"]["accounts"]
        .as_array()
        .expect("accounts")
        .iter()
        .map(|account| account["id"].as_str().expect("an id"))
        .collect();
    let store = &app.server.state.store;
    let opens = async |id: &str| {
        let row = authorizations::of_account(store.pool(), id).await.expect("an answer");
        row.expect("an access").opens()
    };
    merchant.post(&format!("{PATH}/{}/disconnect", ids[0]), &[]).await.ok();
    assert!(opens(ids[1]).await, "the other account is read through it");
    merchant.post(&format!("{PATH}/{}/disconnect", ids[1]), &[]).await.ok();
    assert!(!opens(ids[0]).await && !opens(ids[1]).await);

    let customer = session["account_holder"]["customer"].as_str().expect("a customer");
    let again = merchant.session_of(customer, &[]).await.ok();
    app.link(merchant, &again, 1).await;
    assert!(opens(ids[0]).await, "a new sign-in opens it again");
}

#[tokio::test]
async fn an_account_is_disconnected_once() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let session = merchant.session().await;
    let linked = app.link(merchant, &session, 1).await;
    let id = linked["session"]["accounts"][0]["id"].as_str().expect("an id");
    let path = format!("{PATH}/{id}");
    let mut expected = merchant.get(&path).await.ok();
    let disconnect = format!("{path}/disconnect");
    let gone = merchant.post(&disconnect, &[]).await.ok();
    expected["status"] = "disconnected".into();
    expected["status_details"] = json!({});
    assert_eq!(gone, expected);
    assert_eq!(merchant.get(&path).await.ok(), expected);
    assert_eq!(merchant.post(&disconnect, &[]).await.ok(), expected);
    merchant.post(&disconnect, &[("reason", "x")]).await.refused(400, "parameter_unknown", "reason");

    let events = merchant.get("/v1/events?type=financial_connections.account.disconnected").await.ok();
    assert_eq!(events["data"].as_array().expect("rows").len(), 1);
    assert_eq!(events["data"][0]["data"]["object"], expected);
}

#[tokio::test]
async fn merchants_do_not_see_each_others_accounts() {
    let app = App::start().await;
    let other = app.other_merchant().await;
    let session = app.merchant.session().await;
    let linked = app.link(&app.merchant, &session, 1).await;
    let id = linked["session"]["accounts"][0]["id"].as_str().expect("an id");
    other.get(&format!("{PATH}/{id}")).await.refused(404, "resource_missing", "id");
    other.post(&format!("{PATH}/{id}/disconnect"), &[]).await.refused(404, "resource_missing", "id");
    assert_eq!(other.get(PATH).await.ok()["data"], json!([]));
    assert_eq!(other.get("/v1/events").await.ok()["data"], json!([]));
    let status = app.merchant.get(&format!("{PATH}/{id}")).await.ok()["status"].clone();
    assert_eq!(status, "active");
}
