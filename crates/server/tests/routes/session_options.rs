//! Sessions that are hosted, that go to one bank, and that repair an access.

use serde_json::{Value, json};

use crate::harness::{
    App, Client,
    data::{HELPERS, Linked, text},
};

const BANK: &str = "bcinst_test_credentials";
const RETURN_URL: &str = "https://shop.example/back";
const SESSIONS: &str = "/v1/financial_connections/sessions";

async fn session(merchant: &Client, more: &[(&str, &str)]) -> crate::harness::Reply {
    let customer = merchant.customer().await;
    merchant.session_of(&customer, more).await
}

#[tokio::test]
async fn a_hosted_session_has_an_address_while_it_is_open() {
    let app = App::start().await;
    let hosted = [("ui_mode", "hosted"), ("hosted[return_url]", RETURN_URL)];
    let made = session(&app.merchant, &hosted).await.ok();
    assert_eq!(made["ui_mode"], "hosted");
    assert_eq!(made["hosted"], json!({ "return_url": RETURN_URL }));
    assert_eq!(made.get("return_url"), None);
    assert!(text(&made["url"]).contains("/link/"));
    let modal = session(&app.merchant, &[]).await.ok();
    assert_eq!((&modal["ui_mode"], modal.get("hosted"), modal.get("url")), (&json!("modal"), None, None));

    let path = format!("{HELPERS}/sessions/{}/link", text(&made["id"]));
    app.merchant.post(&path, &[("institution", BANK), ("accounts[]", "Success")]).await.ok();
    let ended = app.merchant.get(&format!("{SESSIONS}/{}", text(&made["id"]))).await.ok();
    assert_eq!((&ended["status"], ended.get("url")), (&json!("succeeded"), None));
}

#[tokio::test]
async fn hosted_parameters_go_with_hosted_sessions() {
    let app = App::start().await;
    let of = async |more: &[(&str, &str)]| session(&app.merchant, more).await;
    of(&[("ui_mode", "hosted")]).await.refused(400, "parameter_missing", "hosted[return_url]");
    of(&[("ui_mode", "popup")]).await.refused(400, "parameter_invalid", "ui_mode");
    of(&[("hosted[return_url]", RETURN_URL)]).await.refused(400, "parameter_invalid", "hosted[return_url]");
    let hosted = ("ui_mode", "hosted");
    of(&[hosted, ("hosted[return_url]", "ftp://x")]).await.refused(400, "url_invalid", "hosted[return_url]");
    let both = [hosted, ("hosted[return_url]", RETURN_URL), ("return_url", RETURN_URL)];
    of(&both).await.refused(400, "parameters_exclusive", "return_url");
    let mail = [hosted, ("hosted[return_url]", RETURN_URL), ("hosted[delivery_method]", "email")];
    of(&mail).await.refused(400, "parameter_invalid", "hosted[delivery_method]");
    let by_url = ("hosted[delivery_method]", "url");
    let plain = [hosted, ("hosted[return_url]", RETURN_URL), by_url];
    of(&plain).await.refused(400, "parameter_invalid", "hosted[delivery_method]");
    let account = app.linked(BANK, "Success", &[]).await;
    let authorization = text(&account.get().await["authorization"]);
    let mut relinks = vec![("relink_options[authorization]", &*authorization)];
    relinks.extend(plain);
    let made = app.merchant.session_of(&account.customer, &relinks).await.ok();
    assert_eq!(made["hosted"], json!({ "delivery_method": "url", "return_url": RETURN_URL }));
}

#[tokio::test]
async fn a_cancelled_session_says_why() {
    let app = App::start().await;
    let made = session(&app.merchant, &[]).await.ok();
    assert_eq!(made["status_details"], json!({}));
    let path = format!("{HELPERS}/sessions/{}/expire", text(&made["id"]));
    app.merchant.post(&path, &[]).await.ok();
    let ended = app.merchant.get(&format!("{SESSIONS}/{}", text(&made["id"]))).await.ok();
    assert_eq!(ended["status"], "cancelled");
    assert_eq!(ended["status_details"], json!({ "cancelled": { "reason": "other" } }));
}

#[tokio::test]
async fn one_bank_can_be_named() {
    let app = App::start().await;
    let made = session(&app.merchant, &[("filters[institution]", BANK)]).await.ok();
    assert_eq!(made["filters"]["institution"], BANK);
    let unknown = [("filters[institution]", "bcinst_none")];
    session(&app.merchant, &unknown).await.refused(404, "resource_missing", "filters[institution]");
}

/// A linked account that stopped working, and what its holder relinks.
async fn relink(account: &Linked<'_>, institution: &str, accounts: &[&str], named: Option<&str>) -> Value {
    let authorization = text(&account.get().await["authorization"]);
    let mut options = vec![("relink_options[authorization]", &*authorization)];
    options.extend(named.map(|id| ("relink_options[account]", id)));
    let merchant = &account.app.merchant;
    let made = merchant.session_of(&account.customer, &options).await.ok();
    assert_eq!(made["relink_options"]["authorization"], authorization);
    assert_eq!(made.get("relink_result"), None);
    let mut params = vec![("institution", institution)];
    params.extend(accounts.iter().map(|name| ("accounts[]", *name)));
    merchant.post(&format!("{HELPERS}/sessions/{}/link", text(&made["id"])), &params).await.ok()
}

#[tokio::test]
async fn an_access_is_repaired_with_the_same_ids() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", &[]).await;
    let authorization = account.get().await["authorization"].clone();
    account.help("deactivate").await;
    let ended = relink(&account, BANK, &["Success"], Some(&account.id)).await;
    assert_eq!(ended["relink_result"], json!({ "authorization": authorization, "account": account.id }));
    assert_eq!(ended["accounts"]["data"][0]["id"], account.id.as_str());
    assert_eq!(account.get().await["status"], "active");

    account.help("deactivate").await;
    let ended = relink(&account, BANK, &["Success"], None).await;
    assert_eq!(ended["relink_result"], json!({ "authorization": authorization }));
}

#[tokio::test]
async fn what_was_not_repaired_is_said() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", &[]).await;
    let both = app.merchant.session_of(&account.customer, &[]).await.ok();
    let path = format!("{HELPERS}/sessions/{}/link", text(&both["id"]));
    let params = [("institution", BANK), ("accounts[]", "Success"), ("accounts[]", "High Balance")];
    app.merchant.post(&path, &params).await.ok();
    let authorization = account.get().await["authorization"].clone();
    let other = relink(&account, BANK, &["High Balance"], Some(&account.id)).await;
    let missed = json!({ "authorization": authorization, "failure_reason": "no_account" });
    assert_eq!(other["relink_result"], missed);
    let closed = app.linked(BANK, "Failure", &[]).await;
    let authorization = closed.get().await["authorization"].clone();
    let again = relink(&closed, BANK, &["Failure"], Some(&closed.id)).await;
    let missed = json!({ "authorization": authorization, "failure_reason": "no_account" });
    assert_eq!((&again["relink_result"], &closed.get().await["status"]), (&missed, &json!("inactive")));
    let elsewhere = relink(&account, "bcinst_inactive", &["Everyday Checking"], None).await;
    assert_eq!(elsewhere["relink_result"], json!({ "failure_reason": "no_authorization" }));
}

#[tokio::test]
async fn only_an_access_of_this_holder_is_repaired() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", &[]).await;
    let authorization = text(&account.get().await["authorization"]);
    let stranger = app.merchant.customer().await;
    let of =
        async |customer: &str, options: &[(&str, &str)]| app.merchant.session_of(customer, options).await;
    let (whole, one) = ("relink_options[authorization]", "relink_options[account]");
    of(&stranger, &[(whole, &authorization)]).await.refused(404, "resource_missing", whole);
    of(&account.customer, &[(whole, "fcauth_none")]).await.refused(404, "resource_missing", whole);
    of(&account.customer, &[(one, &account.id)]).await.refused(400, "parameter_missing", whole);
    let wrong = [(whole, &*authorization), (one, "fca_none")];
    of(&account.customer, &wrong).await.refused(404, "resource_missing", one);
    let both = [(whole, &*authorization), ("filters[institution]", BANK)];
    of(&account.customer, &both).await.refused(400, "parameters_exclusive", "filters[institution]");
}
