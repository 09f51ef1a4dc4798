//! Every way to get a parameter of `POST /v1/financial_connections/sessions` wrong.

use crate::harness::{App, Client, Reply};

const PATH: &str = "/v1/financial_connections/sessions";

async fn with(merchant: &Client, more: &[(&str, &str)]) -> Reply {
    let customer = merchant.customer().await;
    merchant.session_of(&customer, more).await
}

#[tokio::test]
async fn the_account_holder_has_to_be_one_of_this_merchant() {
    let app = App::start().await;
    let (merchant, other) = (&app.merchant, app.other_merchant().await);
    let (mine, theirs) = (merchant.customer().await, other.customer().await);
    let post = async |holder: &[(&str, &str)]| {
        let params: Vec<(&str, &str)> =
            holder.iter().copied().chain([("permissions[]", "balances")]).collect();
        merchant.post(PATH, &params).await
    };
    let (kind, customer, account) =
        ("account_holder[type]", "account_holder[customer]", "account_holder[account]");
    let customer_account = "account_holder[customer_account]";

    post(&[]).await.refused(400, "parameter_missing", kind);
    post(&[(customer, &mine)]).await.refused(400, "parameter_missing", kind);
    post(&[(kind, ""), (customer, &mine)]).await.refused(400, "parameter_invalid_empty", kind);
    post(&[(kind, "person"), (customer, &mine)]).await.refused(400, "parameter_invalid", kind);
    post(&[(kind, "customer")]).await.refused(400, "parameter_missing", customer);
    post(&[(kind, "customer"), (customer, "")]).await.refused(400, "parameter_invalid_empty", customer);
    post(&[(kind, "customer"), (customer, "cus_none")]).await.refused(404, "resource_missing", customer);
    post(&[(kind, "customer"), (customer, &theirs)]).await.refused(404, "resource_missing", customer);
    post(&[(kind, "customer"), (account, "acct_x")]).await.refused(400, "parameters_exclusive", account);
    post(&[(kind, "account")]).await.refused(400, "parameter_missing", account);
    post(&[(kind, "account"), (account, &other.id)]).await.refused(404, "resource_missing", account);
    post(&[(kind, "account"), (customer, &mine)]).await.refused(400, "parameters_exclusive", customer);
    post(&[(kind, "customer"), (customer_account, "x")]).await.refused(
        400,
        "parameter_invalid",
        customer_account,
    );
    post(&[(kind, "customer"), (customer, &mine), ("account_holder[name]", "x")]).await.refused(
        400,
        "parameter_unknown",
        "account_holder[name]",
    );
    post(&[("account_holder", &mine)]).await.refused(400, "parameter_unknown", "account_holder");

    merchant.delete(&format!("/v1/customers/{mine}")).await.ok();
    post(&[(kind, "customer"), (customer, &mine)]).await.refused(404, "resource_missing", customer);
}

#[tokio::test]
async fn permissions_are_needed_and_known() {
    let app = App::start().await;
    let merchant = &app.merchant;
    let customer = merchant.customer().await;
    let post = async |more: &[(&str, &str)]| {
        let holder = [("account_holder[type]", "customer"), ("account_holder[customer]", &*customer)];
        let params: Vec<(&str, &str)> = holder.into_iter().chain(more.iter().copied()).collect();
        merchant.post(PATH, &params).await
    };
    post(&[]).await.refused(400, "parameter_missing", "permissions");
    post(&[("permissions", "")]).await.refused(400, "parameter_invalid_empty", "permissions");
    post(&[("permissions[]", "")]).await.refused(400, "parameter_invalid_empty", "permissions");
    post(&[("permissions[]", "balance")]).await.refused(400, "parameter_invalid", "permissions");
    post(&[("permissions[]", "unknown")]).await.refused(400, "parameter_invalid", "permissions");
    post(&[("permissions", "balances")]).await.refused(400, "parameter_invalid", "permissions");
    post(&[("permissions[0]", "balances"), ("permissions[0]", "ownership")]).await.refused(
        400,
        "parameter_invalid",
        "permissions",
    );
    let prefetch = post(&[("permissions[]", "balances"), ("prefetch[]", "transactions")]).await;
    prefetch.refused(400, "parameter_invalid", "prefetch");
    assert_eq!(
        prefetch.body["error"]["message"],
        "prefetch[]=transactions needs permissions[]=transactions in the same request."
    );
    post(&[("permissions[]", "balances"), ("prefetch[]", "payment_method")]).await.refused(
        400,
        "parameter_invalid",
        "prefetch",
    );
}

#[tokio::test]
async fn filters_and_limits_are_checked() {
    let app = App::start().await;
    let merchant = &app.merchant;
    for (name, value, code) in [
        ("filters[country]", "USA", "parameter_invalid"),
        ("filters[country]", "ZZ", "parameter_invalid"),
        ("filters[country]", "", "parameter_invalid_empty"),
        ("filters[city]", "x", "parameter_unknown"),
        ("filters[account_subcategories]", "", "parameter_invalid_empty"),
        ("filters[account_subcategories]", "savings", "parameter_invalid"),
        ("filters[require_payment_method_support]", "some", "parameter_invalid"),
        ("limits[accounts]", "0", "parameter_invalid_integer"),
        ("limits[accounts]", "-1", "parameter_invalid_integer"),
        ("limits[accounts]", "many", "parameter_invalid_integer"),
        ("limits", "1", "parameter_unknown"),
        ("manual_entry[mode]", "always", "parameter_invalid"),
        ("relink_options[city]", "x", "parameter_unknown"),
        ("client_secret", "x", "parameter_unknown"),
    ] {
        with(merchant, &[(name, value)]).await.refused(400, code, name);
    }
    with(merchant, &[("filters[account_subcategories][]", "cash")]).await.refused(
        400,
        "parameter_invalid",
        "filters[account_subcategories]",
    );
    let unlimited = with(merchant, &[("limits[accounts]", "")]).await.ok();
    assert_eq!(unlimited.get("limits"), None);
}

#[tokio::test]
async fn the_old_name_of_the_country_is_explained() {
    let app = App::start().await;
    for name in ["filters[countries][]", "filters[countries][0]", "filters[countries]"] {
        let reply = with(&app.merchant, &[(name, "US")]).await;
        reply.refused(400, "parameter_unknown", "filters[countries]");
        let message = reply.body["error"]["message"].as_str().expect("a message");
        assert!(message.contains("filters[country]=US"), "{message}");
    }
}

#[tokio::test]
async fn a_return_url_leads_to_a_page_and_nowhere_else() {
    let app = App::start().await;
    for bad in [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.test",
        "/\\evil.test",
        "https://good.example@evil.test",
        "https://good.example\r\nx: y",
        "java\tscript:alert(1)",
        "http://shop.example/",
        "myapp://done",
        "done",
    ] {
        with(&app.merchant, &[("return_url", bad)]).await.refused(400, "url_invalid", "return_url");
    }
    with(&app.merchant, &[("return_url", "")]).await.refused(400, "parameter_invalid_empty", "return_url");
}
