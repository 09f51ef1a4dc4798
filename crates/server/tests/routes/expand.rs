//! `expand[]`

use serde_json::json;

use crate::harness::App;

#[tokio::test]
async fn ids_are_replaced_by_objects() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let customer = merchant.post("/v1/customers", &[("name", "Maya")]).await.ok();
    let id = customer["id"].as_str().expect("an id");
    let session = merchant.session_of(id, &[("expand[]", "account_holder.customer")]).await.ok();
    assert_eq!(session["account_holder"], json!({ "type": "customer", "customer": customer }));

    app.link(merchant, &session, 2).await;
    let path =
        "/v1/financial_connections/accounts?expand[]=data.account_holder.customer&expand[]=data.ownership";
    let accounts = merchant.get(path).await.ok();
    let rows = accounts["data"].as_array().expect("rows");
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row["account_holder"]["customer"], customer);
        assert_eq!(row["ownership"], json!(null));
    }
}

#[tokio::test]
async fn other_paths_are_refused() {
    let app = App::start().await;
    let customer = app.merchant.customer().await;
    for path in [
        "permissions",
        "customer.account_holder",
        "a.b.c.d.customer",
        "livemode.customer",
        "",
        "nothing",
        "charge",
    ] {
        let reply = app.merchant.session_of(&customer, &[("expand[]", path)]).await;
        assert_eq!((reply.status.as_u16(), &reply.body["error"]["param"]), (400, &json!("expand")), "{path}");
    }
    let told = async |path: &str| {
        let reply = app.merchant.get(path).await;
        reply.refused(400, "parameter_invalid", "expand");
        reply.body["error"]["message"].as_str().expect("a message").to_owned()
    };
    assert_eq!(told("/v1/customers?expand[]=nothing").await, "This property cannot be expanded (nothing).");
    assert_eq!(
        told("/v1/payment_methods?expand[]=customer").await,
        "This property cannot be expanded (customer). You may want to try expanding 'data.customer' instead."
    );
    assert!(told("/v1/customers?expand[]=a.b.c.d.e").await.contains("more than 4 levels"));
    assert!(!told("/v1/customers?expand[]=sk_test_123").await.contains("sk_test"));
}

#[tokio::test]
async fn nothing_is_done_when_the_answer_cannot_be_expanded() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let created = merchant.post("/v1/customers", &[("name", "Maya"), ("expand[]", "id.customer")]).await;
    created.refused(400, "parameter_invalid", "expand");
    assert_eq!(merchant.get("/v1/customers").await.ok()["data"], json!([]));
    let payment = [("amount", "1000"), ("currency", "usd"), ("expand[]", "latest_charge.balance.customer")];
    merchant.post("/v1/payment_intents", &payment).await.refused(400, "parameter_invalid", "expand");
    assert_eq!(merchant.get("/v1/payment_intents").await.ok()["data"], json!([]));
}
