//! `/v1/payment_intents`, and how payments end.

use serde_json::{Value, json};

use crate::harness::{
    App,
    data::text,
    eventually,
    payment::{DAY, INTENTS, MANDATE, METHODS},
};

/// Name of a linked account, test number, code, and return code of the bank.
const FAILURES: [(Option<&str>, &str, &str, Option<&str>); 5] = [
    (Some("Insufficient Funds"), "000222222227", "insufficient_funds", Some("R01")),
    (Some("Debit Not Authorized"), "000333333335", "debit_not_authorized", Some("R10")),
    (Some("Weekly Payment Volume Exceeded"), "000777777771", "charge_exceeds_source_limit", None),
    (None, "000111111113", "account_closed", Some("R02")),
    (None, "000111111116", "no_account", Some("R03")),
];

#[tokio::test]
async fn a_payment_is_made_confirmed_and_settled_after_four_business_days() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let customer = merchant.customer().await;
    let method = app.method_named("Success").await;
    merchant.post(&format!("{METHODS}/{method}/attach"), &[("customer", &*customer)]).await.ok();
    let params = [
        ("amount", "1250"),
        ("currency", "usd"),
        ("customer", &*customer),
        ("payment_method_types[]", "us_bank_account"),
        ("description", "Rent"),
        ("metadata[order]", "7"),
    ];
    let made = merchant.post(INTENTS, &params).await.ok();
    assert_eq!(
        [&made["status"], &made["amount"], &made["payment_method"], &made["latest_charge"]],
        [&json!("requires_payment_method"), &json!(1250), &json!(null), &json!(null)]
    );
    let path = format!("{INTENTS}/{}", text(&made["id"]));
    let confirm = format!("{path}/confirm");
    merchant.post(&confirm, &[MANDATE]).await.refused(400, "parameter_missing", "payment_method");
    let with = ("payment_method", &*method);
    merchant.post(&confirm, &[with]).await.refused(400, "parameter_missing", "mandate_data");
    let changed = merchant.post(&path, &[with, ("amount", "1000")]).await.ok();
    assert_eq!((&changed["status"], &changed["amount"]), (&json!("requires_confirmation"), &json!(1000)));
    let sent = merchant.post(&confirm, &[MANDATE]).await.ok();
    assert_eq!((&sent["status"], &sent["payment_method"]), (&json!("processing"), &json!(method)));
    merchant.post(&confirm, &[MANDATE]).await.refused(400, "payment_intent_unexpected_state", "id");
    merchant.post(&format!("{path}/cancel"), &[]).await.refused(400, "payment_intent_unexpected_state", "id");
    merchant.post(&path, &[("amount", "9")]).await.refused(400, "payment_intent_unexpected_state", "id");
    assert_eq!(merchant.post(&path, &[("metadata[order]", "8")]).await.ok()["metadata"]["order"], "8");

    app.advance(3 * DAY).await;
    linkspan_server::payments::round(&app.server.state).await.expect("a round");
    assert_eq!(app.intent(&made["id"]).await["status"], "processing");
    app.advance(3 * DAY).await;
    let paid = app.until_paid(&made, "succeeded").await;
    assert_eq!((&paid["amount_received"], &paid["last_payment_error"]), (&json!(1000), &json!(null)));
    let expanded = merchant
        .get(&format!("{path}?expand[]=latest_charge&expand[]=payment_method&expand[]=customer"))
        .await
        .ok();
    assert_eq!(expanded["payment_method"]["id"], json!(method));
    assert_eq!(expanded["customer"]["id"], json!(customer));
    let charge = &expanded["latest_charge"];
    assert_eq!(
        [&charge["status"], &charge["paid"], &charge["amount_captured"], &charge["disputed"]],
        [&json!("succeeded"), &json!(true), &json!(1000), &json!(false)]
    );
    assert_eq!((&charge["description"], &charge["payment_intent"]), (&json!("Rent"), &made["id"]));
    let listed = merchant.get(&format!("/v1/charges?payment_intent={}", text(&made["id"]))).await.ok();
    assert_eq!(listed["data"], json!([charge]));
    for kind in ["created", "processing", "succeeded"] {
        let told = merchant.all_events(&format!("payment_intent.{kind}")).await;
        assert_eq!((told.len(), &told[0]["data"]["object"]["id"]), (1, &made["id"]), "{kind}");
    }
}

#[tokio::test]
async fn each_named_failure_fails_with_its_code() {
    let app = App::start().await;
    let mut sent = Vec::new();
    for (name, number, code, returned) in FAILURES {
        let mut methods = vec![text(&app.method_of_number(number).await.ok()["id"])];
        if let Some(name) = name {
            methods.push(app.method_named(name).await);
        }
        for method in methods {
            sent.push((app.pay(&method).await, method, code, returned));
        }
    }
    assert!(sent.iter().all(|(intent, ..)| intent["status"] == "processing"));
    app.advance(DAY).await;
    for (intent, _, _, returned) in &sent {
        // What the bank need not be asked for is known at once.
        let status = if returned.is_some() { "processing" } else { "requires_payment_method" };
        app.until_paid(intent, status).await;
    }
    app.advance(3 * DAY).await;
    for (intent, method, code, returned) in &sent {
        let failed = app.until_paid(intent, "requires_payment_method").await;
        let error = &failed["last_payment_error"];
        assert_eq!((&error["type"], &error["code"]), (&json!("card_error"), &json!(code)));
        assert_eq!(error["decline_code"], json!(returned.map(|_| code)));
        assert_eq!(error["network_decline_code"], json!(returned));
        assert_eq!(
            (&error["payment_method"]["id"], &failed["payment_method"]),
            (&json!(method), &json!(null))
        );
        let charge = app.merchant.get(&format!("/v1/charges/{}", text(&failed["latest_charge"]))).await.ok();
        assert_eq!((&charge["status"], &charge["failure_code"]), (&json!("failed"), &json!(code)));
        // An account that the bank will not have debited is not tried again; any other may be.
        let blocked = matches!(returned, Some("R02" | "R03" | "R10"));
        let path = format!("{INTENTS}/{}/confirm", text(&intent["id"]));
        let again = app.merchant.post(&path, &[MANDATE, ("payment_method", &**method)]).await;
        if blocked {
            again.refused(400, "payment_method_bank_account_blocked", "payment_method");
            let method = app.merchant.get(&format!("{METHODS}/{method}")).await.ok();
            let details = &method["us_bank_account"]["status_details"]["blocked"];
            assert_eq!(details["network_code"], json!(returned));
        } else {
            assert_eq!(again.ok()["last_payment_error"], json!(null));
        }
    }
    app.advance(4 * DAY).await;
    let told = eventually("all events", async || {
        let told = app.merchant.all_events("payment_intent.payment_failed").await;
        (told.len() == sent.len() + 4).then_some(told)
    })
    .await;
    assert!(told.iter().all(|event| event["data"]["object"]["last_payment_error"]["code"].is_string()));
}

#[tokio::test]
async fn money_is_taken_back_by_a_dispute() {
    let app = App::start().await;
    let sent = app.pay(&app.method_named("Success (Later Disputed)").await).await;
    let never = app.pay(&app.method_named("Payment Processes Indefinitely").await).await;
    app.advance(6 * DAY).await;
    app.until_paid(&sent, "succeeded").await;
    assert!(app.merchant.all_events("charge.dispute.created").await.is_empty());
    app.advance(8 * DAY).await;
    let told =
        eventually("the dispute", async || app.merchant.all_events("charge.dispute.created").await.pop())
            .await;
    let dispute = &told["data"]["object"];
    assert_eq!(
        [&dispute["status"], &dispute["reason"], &dispute["amount"], &dispute["payment_intent"]],
        [&json!("lost"), &json!("debit_not_authorized"), &json!(1000), &sent["id"]]
    );
    let read = app.merchant.get(&format!("/v1/disputes/{}?expand[]=charge", text(&dispute["id"]))).await.ok();
    assert_eq!((&read["charge"]["disputed"], &read["charge"]["id"]), (&json!(true), &sent["latest_charge"]));
    assert_eq!(app.intent(&sent["id"]).await["status"], "succeeded");
    app.advance(365 * DAY).await;
    linkspan_server::payments::round(&app.server.state).await.expect("a round");
    assert_eq!(app.intent(&never["id"]).await["status"], "processing");
    assert_eq!(app.merchant.all_events("charge.dispute.created").await.len(), 1);
}

#[tokio::test]
async fn a_mandate_is_given_and_used_again() {
    let app = App::start().await;
    let method = text(&app.method_of_number("000123456789").await.ok()["id"]);
    let other = text(&app.method_of_number("000123456780").await.ok()["id"]);
    let acceptance = |name: &str| format!("mandate_data[customer_acceptance]{name}");
    let [kind, ip, agent, at] =
        ["[type]", "[online][ip_address]", "[online][user_agent]", "[accepted_at]"].map(acceptance);
    let pay = async |method: &str, more: &[(&str, &str)]| {
        let mut params =
            vec![("amount", "1000"), ("currency", "usd"), ("payment_method", method), ("confirm", "true")];
        params.extend(more);
        app.merchant.post(INTENTS, &params).await
    };
    pay(&method, &[]).await.refused(400, "parameter_missing", "mandate_data");
    pay(&method, &[(&kind, "online")]).await.refused(400, "parameter_missing", &ip);
    assert_eq!(
        app.merchant.get(INTENTS).await.ok()["data"],
        json!([]),
        "nothing is left of what was refused"
    );
    let online = [(&*kind, "online"), (&*ip, "127.0.0.1"), (&*agent, "Browser/1"), (&*at, "1700000000")];
    let paid = pay(&method, &online).await.ok();
    let charge = format!("/v1/charges/{}", text(&paid["latest_charge"]));
    let charge = app.merchant.get(&charge).await.ok();
    let id = text(&charge["payment_method_details"]["us_bank_account"]["mandate"]);
    let mandate = app.merchant.get(&format!("/v1/mandates/{id}?expand[]=payment_method")).await.ok();
    assert_eq!(
        mandate["customer_acceptance"],
        json!({
            "accepted_at": 1_700_000_000,
            "online": { "ip_address": "127.0.0.1", "user_agent": "Browser/1" },
            "type": "online",
        })
    );
    assert_eq!((&mandate["payment_method"]["id"], &mandate["status"]), (&json!(method), &json!("active")));
    pay(&method, &[("mandate", &*id)]).await.ok();
    pay(&other, &[("mandate", &*id)]).await.refused(400, "payment_intent_mandate_invalid", "mandate");
    pay(&method, &[("mandate", &*id), MANDATE]).await.refused(400, "parameters_exclusive", "mandate_data");
    let early = [("amount", "1000"), ("currency", "usd"), MANDATE];
    app.merchant.post(INTENTS, &early).await.refused(400, "parameter_invalid", MANDATE.0);
}

#[tokio::test]
async fn what_may_not_be_is_refused_and_cancelling_ends_a_payment() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let create = async |params: &[(&str, &str)]| {
        let mut all = vec![("amount", "1000"), ("currency", "usd")];
        all.retain(|(name, _)| params.iter().all(|(given, _)| given != name));
        all.extend(params);
        merchant.post(INTENTS, &all).await
    };
    create(&[("amount", "49")]).await.refused(400, "amount_too_small", "amount");
    create(&[("amount", "-1")]).await.refused(400, "parameter_invalid_integer", "amount");
    create(&[("currency", "eur")]).await.refused(400, "parameter_invalid", "currency");
    create(&[("payment_method_types[]", "card")]).await.refused(
        400,
        "parameter_invalid",
        "payment_method_types",
    );
    create(&[("customer", "cus_none")]).await.refused(404, "resource_missing", "customer");
    create(&[("payment_method", "pm_none")]).await.refused(404, "resource_missing", "payment_method");

    for list in [INTENTS, METHODS, "/v1/charges"] {
        let path = format!("{list}?customer=cus_none");
        merchant.get(&path).await.refused(404, "resource_missing", "customer");
    }
    let automatic = ("automatic_payment_methods[enabled]", "true");
    let made = create(&[automatic, ("automatic_payment_methods[allow_redirects]", "never")]).await.ok();
    let chosen = json!({ "allow_redirects": "never", "enabled": true });
    assert_eq!(made["automatic_payment_methods"], chosen);
    let both = [automatic, ("payment_method_types[]", "us_bank_account")];
    create(&both).await.refused(400, "parameters_exclusive", "automatic_payment_methods");

    let (customer, other) = (merchant.customer().await, merchant.customer().await);
    let method = text(&app.method_of_number("000123456789").await.ok()["id"]);
    merchant.post(&format!("{METHODS}/{method}/attach"), &[("customer", &*customer)]).await.ok();
    let with = ("payment_method", &*method);
    for more in [&[with][..], &[with, ("customer", &*other)]] {
        create(more).await.refused(400, "payment_method_unexpected_state", "payment_method");
    }
    let made = create(&[with, ("customer", &*customer)]).await.ok();
    let path = format!("{INTENTS}/{}", text(&made["id"]));
    merchant.post(&path, &[("customer", "")]).await.refused(
        400,
        "payment_method_unexpected_state",
        "payment_method",
    );
    let cancelled =
        merchant.post(&format!("{path}/cancel"), &[("cancellation_reason", "duplicate")]).await.ok();
    assert_eq!(
        [&cancelled["status"], &cancelled["cancellation_reason"], &cancelled["canceled_at"]],
        [&json!("canceled"), &json!("duplicate"), &json!(app.clock_now())]
    );
    merchant.post(&format!("{path}/confirm"), &[MANDATE]).await.refused(
        400,
        "payment_intent_unexpected_state",
        "id",
    );
    assert_eq!(merchant.all_events("payment_intent.canceled").await.len(), 1);
    let listed = merchant.get(&format!("{INTENTS}?customer={customer}")).await.ok();
    assert_eq!(listed["data"].as_array().map(Vec::len), Some(1));
    app.other_merchant().await.get(&path).await.refused(404, "resource_missing", "id");
    merchant.post(&format!("{METHODS}/{method}/detach"), &[]).await.ok();
    create(&[with]).await.refused(400, "payment_method_unexpected_state", "payment_method");
}

#[tokio::test]
async fn an_account_that_was_disconnected_still_pays() {
    let app = App::start().await;
    let account = app.linked("bcinst_test_credentials", "Success", crate::harness::data::ALL).await;
    let method: Value = app.method_of(&account.id).await.ok();
    account.post("disconnect", &[]).await.ok();
    let sent = app.pay(&text(&method["id"])).await;
    app.advance(6 * DAY).await;
    app.until_paid(&sent, "succeeded").await;
}

#[tokio::test]
async fn what_can_only_be_one_way_may_be_said_and_notes_are_kept() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let params = [
        ("amount", "1000"),
        ("currency", "usd"),
        ("capture_method", "automatic_async"),
        ("confirmation_method", "automatic"),
        ("receipt_email", "maya@example.test"),
        ("statement_descriptor", "LINKSPAN"),
    ];
    let made = merchant.post(INTENTS, &params).await.ok();
    for (name, value) in &params[2..] {
        assert_eq!(made[name], json!(value));
    }
    let path = format!("{INTENTS}/{}", text(&made["id"]));
    let changed = merchant.post(&path, &[("receipt_email", ""), ("statement_descriptor", "RENT")]).await.ok();
    assert_eq!((&changed["receipt_email"], &changed["statement_descriptor"]), (&json!(null), &json!("RENT")));
    for (name, value, code) in [
        ("capture_method", "manual", "parameter_invalid"),
        ("confirmation_method", "manual", "parameter_invalid"),
        ("receipt_email", "nobody", "email_invalid"),
        ("statement_descriptor", "longer than 22 letters.", "parameter_invalid"),
    ] {
        let params = [("amount", "1000"), ("currency", "usd"), (name, value)];
        merchant.post(INTENTS, &params).await.refused(400, code, name);
    }
}
