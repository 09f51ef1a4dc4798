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
    for path in
        ["permissions", "customer.account_holder", "a.b.c.d.customer", "livemode.customer", "", "nothing"]
    {
        let reply = app.merchant.session_of(&customer, &[("expand[]", path)]).await;
        assert_eq!((reply.status.as_u16(), &reply.body["error"]["param"]), (400, &json!("expand")), "{path}");
    }
}
