//! `/v1/customers`

use serde_json::{Value, json};

use crate::harness::{
    App,
    data::{ALL, text},
};

#[tokio::test]
async fn a_customer_is_created_read_changed_and_deleted() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let created = merchant
        .post(
            "/v1/customers",
            &[
                ("name", "Maya Rao"),
                ("email", "maya@example.test"),
                ("phone", "+1 555 010 0000"),
                ("description", "first"),
                ("metadata[order]", "17"),
            ],
        )
        .await
        .ok();
    let id = created["id"].as_str().expect("an id");
    assert!(id.starts_with("cus_"), "{id}");
    let mut expected = json!({
        "id": id,
        "object": "customer",
        "address": null,
        "balance": 0,
        "created": created["created"],
        "currency": null,
        "default_source": null,
        "delinquent": false,
        "description": "first",
        "discount": null,
        "email": "maya@example.test",
        "invoice_prefix": null,
        "invoice_settings": {
            "custom_fields": null,
            "default_payment_method": null,
            "footer": null,
            "rendering_options": null,
        },
        "livemode": false,
        "metadata": { "order": "17" },
        "name": "Maya Rao",
        "next_invoice_sequence": 1,
        "phone": "+1 555 010 0000",
        "preferred_locales": [],
        "shipping": null,
        "tax_exempt": "none",
        "test_clock": null,
    });
    assert_eq!(created, expected);
    let path = format!("/v1/customers/{id}");
    assert_eq!(merchant.get(&path).await.ok(), expected);

    let changed = merchant
        .post(
            &path,
            &[("description", ""), ("metadata[order]", ""), ("metadata[vip]", "yes"), ("name", "M. Rao")],
        )
        .await
        .ok();
    expected["description"] = Value::Null;
    expected["metadata"] = json!({ "vip": "yes" });
    expected["name"] = "M. Rao".into();
    assert_eq!(changed, expected);
    assert_eq!(merchant.get(&path).await.ok(), expected);
    let emptied = merchant.post(&path, &[("metadata", "")]).await.ok();
    assert_eq!(emptied["metadata"], json!({}));

    let gone = json!({ "id": id, "object": "customer", "deleted": true });
    assert_eq!(merchant.delete(&path).await.ok(), gone);
    assert_eq!(merchant.get(&path).await.ok(), gone);
    merchant.delete(&path).await.refused(404, "resource_missing", "id");
    merchant.post(&path, &[]).await.refused(404, "resource_missing", "id");
    assert_eq!(merchant.get("/v1/customers").await.ok()["data"], json!([]));
}

#[tokio::test]
async fn wrong_values_are_refused_by_name() {
    let app = App::start().await;
    let post = async |params: &[(&str, &str)]| app.merchant.post("/v1/customers", params).await;
    let long = "x".repeat(6000);
    post(&[("name", "")]).await.refused(400, "parameter_invalid_empty", "name");
    post(&[("name", &long)]).await.refused(400, "parameter_invalid", "name");
    post(&[("description", &long)]).await.refused(400, "parameter_invalid", "description");
    post(&[("name", "a\u{0}b")]).await.refused(400, "parameter_invalid", "name");
    post(&[("nmae", "Maya")]).await.refused(400, "parameter_unknown", "nmae");
    for email in ["maya", "@", "maya@", "@example.test", "a@b@c", "a b@example.test"] {
        post(&[("email", email)]).await.refused(400, "email_invalid", "email");
    }
    let key = format!("metadata[{}]", "k".repeat(41));
    post(&[(&key, "v")]).await.refused(400, "parameter_invalid", "metadata");
    post(&[("metadata[k]", &"v".repeat(501))]).await.refused(400, "parameter_invalid", "metadata[k]");
    let many: Vec<(String, &str)> = (0..51).map(|n| (format!("metadata[k{n}]"), "v")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(key, value)| (key.as_str(), *value)).collect();
    post(&many[..50]).await.ok();
    post(&many).await.refused(400, "parameter_invalid", "metadata");
}

#[tokio::test]
async fn customers_are_listed_page_by_page_newest_first() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let mut ids = Vec::new();
    for n in 0..5 {
        let email = format!("{n}@example.test");
        let customer = merchant.post("/v1/customers", &[("email", &email)]).await.ok();
        ids.insert(0, customer["id"].as_str().expect("an id").to_owned());
    }
    let list = async |query: &str| {
        let page = merchant.get(&format!("/v1/customers{query}")).await.ok();
        assert_eq!((&page["object"], &page["url"]), (&json!("list"), &json!("/v1/customers")));
        let rows = page["data"].as_array().expect("rows").iter();
        let rows: Vec<String> = rows.map(|row| row["id"].as_str().expect("an id").to_owned()).collect();
        (rows, page["has_more"].as_bool().expect("has_more"))
    };
    assert_eq!(list("").await, (ids.clone(), false));
    assert_eq!(list("?limit=2").await, (ids[0..2].to_vec(), true));
    assert_eq!(list(&format!("?limit=2&starting_after={}", ids[1])).await, (ids[2..4].to_vec(), true));
    assert_eq!(list(&format!("?limit=2&starting_after={}", ids[3])).await, (ids[4..5].to_vec(), false));
    assert_eq!(list(&format!("?limit=2&ending_before={}", ids[4])).await, (ids[2..4].to_vec(), true));
    assert_eq!(list(&format!("?limit=2&ending_before={}", ids[2])).await, (ids[0..2].to_vec(), false));
    assert_eq!(list("?email=3@example.test").await, (ids[1..2].to_vec(), false));

    let refused = async |query: &str| merchant.get(&format!("/v1/customers?{query}")).await;
    for limit in ["0", "101", "x", "-1", "1.5"] {
        refused(&format!("limit={limit}")).await.refused(400, "parameter_invalid_integer", "limit");
    }
    refused("limit=").await.refused(400, "parameter_invalid_empty", "limit");
    refused("starting_after=cus_none").await.refused(404, "resource_missing", "starting_after");
    refused("starting_after=a&ending_before=b").await.refused(400, "parameters_exclusive", "ending_before");
    refused("page=2").await.refused(400, "parameter_unknown", "page");
}

#[tokio::test]
async fn merchants_do_not_see_each_others_customers() {
    let app = App::start().await;
    let other = app.other_merchant().await;
    let id = app.merchant.customer().await;
    let path = format!("/v1/customers/{id}");
    other.get(&path).await.refused(404, "resource_missing", "id");
    other.post(&path, &[("name", "x")]).await.refused(404, "resource_missing", "id");
    other.delete(&path).await.refused(404, "resource_missing", "id");
    assert_eq!(other.get("/v1/customers").await.ok()["data"], json!([]));
    let cursor = format!("/v1/customers?starting_after={id}");
    other.get(&cursor).await.refused(404, "resource_missing", "starting_after");
}

#[tokio::test]
async fn lists_are_filtered_by_when_something_was_made() {
    let app = App::start().await;
    let account = app.linked("bcinst_test_credentials", "Success", ALL).await;
    let method = text(&app.method_of(&account.id).await.ok()["id"]);
    app.pay(&method).await;
    let made = app.clock_now();
    for list in ["customers", "payment_intents", "charges"] {
        let count = async |query: String| {
            let rows = app.merchant.get(&format!("/v1/{list}?{query}")).await.ok();
            rows["data"].as_array().expect("rows").len()
        };
        assert_ne!(count(format!("created[gte]={made}")).await, 0, "{list}");
        assert_eq!(count(format!("created[gt]={made}")).await, 0, "{list}");
        assert_eq!(count(format!("created[lt]={made}")).await, 0, "{list}");
    }
}

#[tokio::test]
async fn where_a_customer_lives_and_what_is_sent_where_is_kept() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let params = [
        ("address[line1]", "1 Main Street"),
        ("address[country]", "US"),
        ("shipping[name]", "Noor Rao"),
        ("shipping[address][city]", "Portland"),
        ("preferred_locales[]", "fr-CA"),
        ("tax_exempt", "exempt"),
    ];
    let made = merchant.post("/v1/customers", &params).await.ok();
    let address = |city: Option<&str>, country: Option<&str>, line1: Option<&str>| {
        json!({
            "city": city, "country": country, "line1": line1, "line2": null, "postal_code": null, "state": null,
        })
    };
    let shipping =
        json!({ "address": address(Some("Portland"), None, None), "name": "Noor Rao", "phone": null });
    assert_eq!(made["address"], address(None, Some("US"), Some("1 Main Street")));
    assert_eq!(made["shipping"], shipping);
    assert_eq!((&made["preferred_locales"], &made["tax_exempt"]), (&json!(["fr-CA"]), &json!("exempt")));

    let path = format!("/v1/customers/{}", text(&made["id"]));
    let changed = merchant.post(&path, &[("address[line1]", ""), ("address[country]", "")]).await.ok();
    assert_eq!((&changed["address"], &changed["shipping"]), (&Value::Null, &shipping));
    merchant.post(&path, &[("shipping[name]", "")]).await.refused(400, "parameter_missing", "shipping[name]");
    merchant.post(&path, &[("tax_exempt", "maybe")]).await.refused(400, "parameter_invalid", "tax_exempt");
    assert_eq!(merchant.get(&path).await.ok(), changed);
}

#[tokio::test]
async fn an_address_given_as_nothing_is_unset() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let full = [
        ("address[line1]", "1 Main Street"),
        ("address[country]", "US"),
        ("shipping[name]", "Noor Rao"),
        ("shipping[phone]", "+1 555"),
        ("shipping[address][city]", "Portland"),
    ];
    let made = merchant.post("/v1/customers", &full).await.ok();
    let path = format!("/v1/customers/{}", text(&made["id"]));
    let unset = merchant.post(&path, &[("address", "")]).await.ok();
    assert_eq!((&unset["address"], &unset["shipping"]), (&Value::Null, &made["shipping"]));
    let unset = merchant.post(&path, &[("shipping", "")]).await.ok();
    assert_eq!(unset["shipping"], Value::Null);
    for name in ["address", "shipping"] {
        merchant.post(&path, &[(name, "Portland")]).await.refused(400, "parameter_invalid", name);
    }
    merchant.post("/v1/customers", &[("address", ""), ("shipping", "")]).await.ok();
}
