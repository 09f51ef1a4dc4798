//! `/v1/payment_methods`

use linkspan_server::store::bank_accounts;
use serde_json::{Value, json};

use crate::{
    database,
    harness::{
        App,
        data::{ALL, HELPERS, text},
        payment::{LINKED, METHODS},
    },
};

const BANK: &str = "bcinst_test_credentials";
const NAME: (&str, &str) = ("billing_details[name]", "Maya");
const TYPE: (&str, &str) = ("type", "us_bank_account");

#[tokio::test]
async fn a_linked_account_becomes_one_and_its_number_stays_sealed() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    let made = app.method_of(&account.id).await.ok();
    let linked = account.get().await;
    let fingerprint = text(&made["us_bank_account"]["fingerprint"]);
    assert_eq!(
        made,
        json!({
            "id": made["id"],
            "object": "payment_method",
            "billing_details": {
                "address": {
                    "city": null, "country": null, "line1": null, "line2": null, "postal_code": null,
                    "state": null,
                },
                "email": null,
                "name": "Maya",
                "phone": null,
                "tax_id": null,
            },
            "created": app.clock_now(),
            "customer": null,
            "customer_account": null,
            "livemode": false,
            "metadata": {},
            "type": "us_bank_account",
            "us_bank_account": {
                "account_holder_type": "individual",
                "account_type": "checking",
                "bank_name": "Test (Non-OAuth)",
                "financial_connections_account": account.id,
                "fingerprint": fingerprint,
                "last4": linked["last4"],
                "networks": { "preferred": "ach", "supported": ["ach"] },
                "routing_number": "110000000",
                "status_details": null,
            },
        })
    );
    let path = format!("{METHODS}/{}", text(&made["id"]));
    assert_eq!(app.merchant.get(&path).await.ok(), made);
    app.other_merchant().await.get(&path).await.refused(404, "resource_missing", "id");

    let state = &app.server.state;
    let number = bank_accounts::number(state.store.pool(), &state.keyring, &fingerprint).await;
    let number = number.expect("a number");
    assert!(number.len() == 12 && number.ends_with(&text(&linked["last4"])));
    let kept = database::contents(&app.dir.path().join("data"), &state.store).await;
    assert!(database::holds(&kept, &fingerprint) && !database::holds(&kept, &number));
}

#[tokio::test]
async fn the_fingerprint_is_the_same_for_the_same_account_alone() {
    let app = App::start().await;
    let print =
        async |number: &str| text(&app.method_of_number(number).await.ok()["us_bank_account"]["fingerprint"]);
    let one = print("000123456789").await;
    assert_eq!(one, print("000123456789").await);
    assert_ne!(one, print("990123456789").await, "the same last digits");
    let other = app.other_merchant().await;
    let params = [
        TYPE,
        NAME,
        ("us_bank_account[routing_number]", "110000000"),
        ("us_bank_account[account_number]", "000123456789"),
        ("us_bank_account[account_holder_type]", "company"),
        ("us_bank_account[account_type]", "savings"),
    ];
    let theirs = other.post(METHODS, &params).await.ok();
    assert_ne!(theirs["us_bank_account"]["fingerprint"], json!(one));
    let shown = &theirs["us_bank_account"];
    assert_eq!(
        (&shown["account_holder_type"], &shown["account_type"]),
        (&json!("company"), &json!("savings"))
    );
    assert_eq!((&shown["last4"], &shown["bank_name"]), (&json!("6789"), &json!(null)));
}

#[tokio::test]
async fn accounts_that_cannot_pay_are_refused_with_their_codes() {
    let app = App::start().await;
    let refused = async |account: &str, code: &str| {
        app.method_of(account).await.refused(400, &format!("financial_connections_{code}"), LINKED);
    };
    for name in ["Failure", "Account closes after linking"] {
        refused(&app.linked(BANK, name, ALL).await.id, "account_inactive").await;
    }
    refused(&app.linked(BANK, "Success", &[]).await.id, "permission_missing").await;
    for (bank, name) in
        [("bcinst_invalid_payments", "Checking Without ACH"), ("bcinst_tokenized", "Expired Number")]
    {
        refused(&app.linked(bank, name, ALL).await.id, "account_unavailable_account_numbers").await;
    }
    let soon = app.linked("bcinst_tokenized", "Number Expires at Once", ALL).await;
    app.method_of(&soon.id).await.ok();
    app.advance(5 * 60).await;
    refused(&soon.id, "account_unavailable_account_numbers").await;

    let account = app.linked(BANK, "Success", ALL).await;
    app.merchant.post(&format!("{HELPERS}/institutions/{BANK}/down"), &[]).await.ok();
    refused(&account.id, "account_pending_account_numbers").await;
    app.merchant.post(&format!("{HELPERS}/institutions/{BANK}/up"), &[]).await.ok();
    app.method_of(&account.id).await.ok();
    account.post("disconnect", &[]).await.ok();
    refused(&account.id, "account_inactive").await;
    app.method_of("fca_none").await.refused(404, "resource_missing", LINKED);
}

#[tokio::test]
async fn wrong_parameters_are_named_and_numbers_not_repeated() {
    let app = App::start().await;
    let routing = "us_bank_account[routing_number]";
    let number = "us_bank_account[account_number]";
    let holder = "us_bank_account[account_holder_type]";
    let good = [TYPE, NAME, (routing, "110000000"), (number, "000123456789"), (holder, "individual")];
    let without = |name: &str| good.into_iter().filter(|(known, _)| *known != name).collect::<Vec<_>>();
    for name in ["type", "billing_details[name]", routing, number, holder] {
        app.merchant.post(METHODS, &without(name)).await.refused(400, "parameter_missing", name);
    }
    let cases = [
        ("type", "card", "parameter_invalid"),
        (routing, "110000001", "routing_number_invalid"),
        (number, "12-34567", "account_number_invalid"),
        (holder, "robot", "parameter_invalid"),
        ("us_bank_account[account_type]", "pension", "parameter_invalid"),
        ("billing_details[email]", "maya", "email_invalid"),
        ("billing_details[address][country]", "USA", "parameter_invalid"),
        ("us_bank_account[iban]", "x", "parameter_unknown"),
    ];
    for (name, value, code) in cases {
        let mut params = without(name);
        params.push((name, value));
        let reply = app.merchant.post(METHODS, &params).await;
        reply.refused(400, code, name);
        assert!(!reply.body.to_string().contains("12-34567"), "{}", reply.body);
    }
    let mut both = good.to_vec();
    both.push((LINKED, "fca_none"));
    app.merchant.post(METHODS, &both).await.refused(400, "parameters_exclusive", routing);
}

#[tokio::test]
async fn they_are_attached_listed_changed_and_detached_with_events() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let (customer, other) = (merchant.customer().await, merchant.customer().await);
    let one = text(&app.method_of_number("000123456789").await.ok()["id"]);
    let two = text(&app.method_of_number("000222222227").await.ok()["id"]);
    let attach = async |id: &str, customer: &str| {
        merchant.post(&format!("{METHODS}/{id}/attach"), &[("customer", customer)]).await
    };
    attach(&one, "cus_none").await.refused(404, "resource_missing", "customer");
    for _ in 0..2 {
        assert_eq!(attach(&one, &customer).await.ok()["customer"], json!(customer));
    }
    attach(&one, &other).await.refused(400, "payment_method_unexpected_state", "id");
    attach(&two, &customer).await.ok();
    assert_eq!(merchant.all_events("payment_method.attached").await.len(), 2);

    let ids = |page: &Value| -> Vec<String> {
        page["data"].as_array().expect("rows").iter().map(|row| text(&row["id"])).collect()
    };
    let of_customer = format!("/v1/customers/{customer}/payment_methods");
    for path in [format!("{METHODS}?customer={customer}&type=us_bank_account"), of_customer.clone()] {
        let page = merchant.get(&path).await.ok();
        assert_eq!(ids(&page), [two.clone(), one.clone()], "{path}");
        assert_eq!(page["url"], json!(path.split('?').next()));
    }
    let page = merchant.get(&format!("{of_customer}?limit=1&starting_after={two}")).await.ok();
    assert_eq!((ids(&page), &page["has_more"]), (vec![one.clone()], &json!(false)));
    assert!(ids(&merchant.get(&format!("{of_customer}?type=card")).await.ok()).is_empty());
    assert!(ids(&merchant.get(&format!("{METHODS}?customer={other}")).await.ok()).is_empty());
    assert_eq!(merchant.get(&format!("{of_customer}/{one}")).await.ok()["id"], json!(one));
    let elsewhere = format!("/v1/customers/{other}/payment_methods/{one}");
    merchant.get(&elsewhere).await.refused(404, "resource_missing", "payment_method");
    let expanded = merchant.get(&format!("{METHODS}/{one}?expand[]=customer")).await.ok();
    assert_eq!(expanded["customer"]["id"], json!(customer));

    let path = format!("{METHODS}/{one}");
    let params = [
        ("billing_details[phone]", "+1 555"),
        ("billing_details[address][city]", "Salem"),
        ("metadata[a]", "b"),
    ];
    let changed = merchant.post(&path, &params).await.ok();
    assert_eq!(changed["billing_details"]["address"]["city"], "Salem");
    assert_eq!(
        (&changed["billing_details"]["name"], &changed["metadata"]),
        (&json!("Maya"), &json!({ "a": "b" }))
    );
    let address = "billing_details[address]";
    merchant.post(&path, &[(address, "Salem")]).await.refused(400, "parameter_invalid", address);
    merchant.post(&path, &[("billing_details[name]", "")]).await.refused(400, "parameter_missing", NAME.0);
    let told = merchant.all_events("payment_method.updated").await;
    assert_eq!((told.len(), &told[0]["data"]["object"]), (1, &changed));
    let before = json!({
        "billing_details": { "address": { "city": null }, "phone": null },
        "metadata": { "a": null },
    });
    assert_eq!(told[0]["data"]["previous_attributes"], before);
    let unset = merchant.post(&path, &[(address, "")]).await.ok();
    assert_eq!(unset["billing_details"]["address"]["city"], json!(null));
    let attached = merchant.all_events("payment_method.attached").await;
    assert_eq!(attached[0]["data"].as_object().expect("data").len(), 1, "{attached:?}");

    assert_eq!(merchant.post(&format!("{path}/detach"), &[]).await.ok()["customer"], json!(null));
    merchant.post(&format!("{path}/detach"), &[]).await.refused(400, "payment_method_unexpected_state", "id");
    attach(&one, &customer).await.refused(400, "payment_method_unexpected_state", "id");
    // A customer that goes lets go of the rest.
    merchant.delete(&format!("/v1/customers/{customer}")).await.ok();
    assert_eq!(merchant.get(&format!("{METHODS}/{two}")).await.ok()["customer"], json!(null));
    assert_eq!(merchant.all_events("payment_method.detached").await.len(), 2);
    merchant.get(&of_customer).await.refused(404, "resource_missing", "id");
}
