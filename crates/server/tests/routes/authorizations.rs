//! Accesses to banks: made by linking, ended by the bank, renewed by linking again.

use linkspan_server::refreshes;
use serde_json::{Value, json};

use crate::harness::{
    App,
    data::{ALL, HELPERS, Linked, text},
};

const BANK: &str = "bcinst_test_credentials";
const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

async fn authorization(account: &Linked<'_>) -> Value {
    let id = text(&account.get().await["authorization"]);
    account.app.merchant.get(&format!("/v1/financial_connections/authorizations/{id}")).await.ok()
}

fn objects(events: &[Value]) -> Vec<&Value> {
    events.iter().map(|event| &event["data"]["object"]).collect()
}

#[tokio::test]
async fn an_access_is_made_once_and_renewed() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", &[]).await;
    let first = authorization(&account).await;
    assert_eq!(
        first,
        json!({
            "id": first["id"],
            "object": "financial_connections.authorization",
            "account_holder": { "type": "customer", "customer": account.customer },
            "institution": BANK,
            "institution_name": "Test (Non-OAuth)",
            "livemode": false,
            "status": "active",
            "status_details": { "active": { "action": "none", "expected_deactivation_date": null } },
        })
    );
    let again = app.link_of(&account.customer, BANK, "Success", &[]).await;
    assert_eq!(again, account.id);
    assert_eq!(authorization(&account).await, first);
    let path = format!("{}?expand[]=authorization&expand[]=institution", account.path());
    let expanded = app.merchant.get(&path).await.ok();
    assert_eq!(expanded["authorization"], first);
    assert_eq!(expanded["institution"]["name"], "Test (Non-OAuth)");
    let path = format!("/v1/financial_connections/authorizations/{}", text(&first["id"]));
    app.other_merchant().await.get(&path).await.refused(404, "resource_missing", "id");
}

#[tokio::test]
async fn an_access_is_disconnected_with_its_last_account() {
    let app = App::start().await;
    let customer = app.merchant.customer().await;
    let session = app.merchant.session_of(&customer, &[]).await.ok();
    let path = format!("{HELPERS}/sessions/{}/link", text(&session["id"]));
    let params = [("institution", BANK), ("accounts[]", "Success"), ("accounts[]", "High Balance")];
    let linked = app.merchant.post(&path, &params).await.ok();
    let [account, second] = [0, 1].map(|place| Linked {
        app: &app,
        customer: customer.clone(),
        id: text(&linked["accounts"]["data"][place]["id"]),
    });
    account.post("disconnect", &[]).await.ok();
    assert_eq!(authorization(&second).await["status"], "active");
    second.post("disconnect", &[]).await.ok();
    let ended = authorization(&second).await;
    assert_eq!((&ended["status"], &ended["status_details"]), (&json!("disconnected"), &json!({})));
    app.link_of(&account.customer, BANK, "Success", &[]).await;
    assert_eq!(authorization(&account).await["status"], "active");
}

#[tokio::test]
async fn a_deactivated_account_is_reactivated_by_linking_it_again() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    account.refreshed("balance").await;
    let inactive = account.help("deactivate").await;
    assert_eq!(inactive["status"], "inactive");
    assert_eq!(
        inactive["status_details"],
        json!({ "inactive": { "action": "relink_required", "cause": "access_denied" } })
    );
    let deactivated = app.merchant.events("account.deactivated").await;
    assert_eq!(objects(&deactivated), [&inactive]);
    let path = format!("{HELPERS}/accounts/{}/deactivate", account.id);
    app.merchant.post(&path, &[]).await.refused(400, "account_not_active", "id");

    let id = app.link_of(&account.customer, BANK, "Success", &[]).await;
    assert_eq!(id, account.id);
    let active = account.get().await;
    assert_eq!(active["status"], "active");
    let reactivated = app.merchant.events("account.reactivated").await;
    assert_eq!(objects(&reactivated), [&active]);
    assert_eq!(app.merchant.events("account.created").await.len(), 1);
    assert_eq!(account.refreshed("balance").await["balance_refresh"]["status"], "succeeded");
}

#[tokio::test]
async fn access_that_ends_unannounced_is_noticed() {
    let app = App::start().await;
    let account = app.linked("bcinst_inactive", "Everyday Checking", &[]).await;
    assert_eq!(account.get().await["status"], "active");
    app.advance(10 * MINUTE).await;
    let inactive = account.until(|account| account["status"] == "inactive").await;
    assert_eq!(inactive["status_details"]["inactive"]["cause"], "access_denied");
    assert_eq!(authorization(&account).await["status"], "inactive");
    assert_eq!(app.merchant.events("account.deactivated").await.len(), 1);
    let id = app.link_of(&account.customer, "bcinst_inactive", "Everyday Checking", &[]).await;
    assert_eq!(id, account.id);
    assert_eq!(account.get().await["status"], "active");
    assert_eq!(authorization(&account).await["status"], "active");
}

#[tokio::test]
async fn a_refresh_notices_that_access_has_ended() {
    let app = App::start().await;
    let account = app.linked("bcinst_inactive", "Everyday Checking", &[]).await;
    app.clock.advance(5 * MINUTE);
    let failed = account.refreshed("balance").await;
    assert_eq!(
        (&failed["balance_refresh"]["status"], &failed["status"]),
        (&json!("failed"), &json!("inactive"))
    );
    assert_eq!(app.merchant.events("account.deactivated").await.len(), 1);
}

#[tokio::test]
async fn an_end_that_is_known_is_told_beforehand() {
    let app = App::start().await;
    for (bank, days) in [("bcinst_reauth_daily", 1), ("bcinst_reauth_monthly", 30)] {
        let account = app.linked(bank, "Everyday Checking", &[]).await;
        let ends = app.clock_now() + days * DAY;
        let linked = account.get().await;
        let active = &linked["status_details"]["active"];
        assert_eq!(active["expected_deactivation_date"], json!(ends), "{bank}");
        assert_eq!(
            (&active["action"], &active["cause"]),
            (&json!("relink_required"), &json!("institution_requirement"))
        );
        let granted = authorization(&account).await;
        assert_eq!(granted["status_details"]["active"]["expected_deactivation_date"], json!(ends));
        for kind in ["expected_deactivation_date_updated", "upcoming_deactivation"] {
            let told = app.merchant.events(&format!("account.{kind}")).await;
            assert_eq!(objects(&told)[0], &linked, "{bank} {kind}");
            let told = app.merchant.events(&format!("authorization.{kind}")).await;
            assert_eq!(objects(&told)[0], &granted, "{bank} {kind}");
        }
        app.advance(days * DAY).await;
        let ended = account.until(|account| account["status"] == "inactive").await;
        assert_eq!(ended["status_details"]["inactive"]["cause"], "access_expired", "{bank}");
        let id = app.link_of(&account.customer, bank, "Everyday Checking", &[]).await;
        assert_eq!(id, account.id);
        let renewed = account.get().await["status_details"]["active"]["expected_deactivation_date"].clone();
        assert_eq!(renewed, json!(ends + days * DAY), "{bank}");
    }
    assert_eq!(app.merchant.events("account.upcoming_deactivation").await.len(), 4);
    assert_eq!(app.merchant.events("account.reactivated").await.len(), 2);
}

#[tokio::test]
async fn what_an_account_can_pay_with_is_kept_up_to_date() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", &[]).await;
    let linked = account.get().await;
    let suspend = format!("/v1/test_helpers/financial_connections/accounts/{}/suspend_payments", account.id);
    let suspended = app.merchant.post(&suspend, &[]).await.ok();
    assert_eq!(suspended["supported_payment_method_types"], json!([]));
    app.merchant.post(&suspend, &[]).await.refused(400, "account_takes_no_payments", "id");
    // The bank is asked again, and allows them.
    app.advance(10 * MINUTE).await;
    let updated = account.until(|account| account["supported_payment_method_types"] != json!([])).await;
    assert_eq!(updated, linked);
    let told = app.merchant.events("account.supported_payment_method_types_updated").await;
    assert_eq!(objects(&told), [&linked, &suspended]);
}

#[tokio::test]
async fn a_bank_is_not_asked_about_accounts_that_were_disconnected() {
    let app = App::start().await;
    let account = app.linked("bcinst_inactive", "Everyday Checking", &[]).await;
    account.post("disconnect", &[]).await.ok();
    app.advance(DAY).await;
    refreshes::round(&app.server.state).await.expect("a round");
    assert_eq!(account.get().await["status"], "disconnected");
    assert_eq!(authorization(&account).await["status"], "disconnected");
    assert!(app.merchant.events("account.deactivated").await.is_empty());
}

#[tokio::test]
async fn the_clock_moves_for_everybody_and_never_back() {
    let app = App::start().await;
    let advance = async |seconds: &str| {
        let path = "/v1/test_helpers/financial_connections/clock/advance";
        app.merchant.post(path, &[("seconds", seconds)]).await
    };
    let before = app.clock_now();
    let clock = advance("90").await.ok();
    assert_eq!((&clock["now"], &clock["offset_seconds"]), (&json!(before + 90), &json!(90)));
    assert_eq!(advance("10").await.ok()["offset_seconds"], json!(100));
    for wrong in ["0", "-5", "x"] {
        advance(wrong).await.refused(400, "parameter_invalid_integer", "seconds");
    }
    let other = linkspan_server::store::rehearsal::offset(app.server.state.store.pool()).await;
    assert_eq!(other.expect("an offset"), 100);
}

#[tokio::test]
async fn access_ends_when_what_the_person_agreed_to_does() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    let ends = app.clock_now() + 365 * DAY;
    assert_eq!(account.get().await["status_details"]["active"]["expected_deactivation_date"], json!(null));
    app.advance(336 * DAY).await;
    let near = account.until(|account| account["status_details"]["active"]["action"] == "relink_required");
    assert_eq!(near.await["status_details"]["active"]["expected_deactivation_date"], json!(ends));
    assert_eq!(app.merchant.events("account.upcoming_deactivation").await.len(), 1);
    app.advance(29 * DAY).await;
    let over = account.until(|account| account["status"] == "inactive").await;
    assert_eq!(over["status_details"]["inactive"]["cause"], "access_expired");
    let refresh = account.post("refresh", &[("features[]", "balance")]).await;
    assert_eq!(refresh.status, 400, "{}", refresh.body);

    app.link_of(&account.customer, BANK, "Success", &[]).await;
    app.advance(DAY).await;
    let again = account.refreshed("balance").await;
    assert_eq!(
        (&again["status"], &again["balance_refresh"]["status"]),
        (&json!("active"), &json!("succeeded"))
    );
}

#[tokio::test]
async fn a_bank_that_would_still_answer_is_not_asked_any_more() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    // The test bank's own accesses last as long as agreements do.
    sqlx::query("UPDATE authorizations SET agreed_until = $1")
        .bind(app.clock_now() + 2 * DAY)
        .execute(app.server.state.store.pool())
        .await
        .expect("an earlier end");
    app.advance(DAY).await;
    account.until(|account| account["status_details"]["active"]["action"] == "relink_required").await;
    assert_eq!(account.refreshed("balance").await["balance_refresh"]["status"], "succeeded");
    app.advance(DAY).await;
    let over = account.until(|account| account["status"] == "inactive").await;
    assert_eq!(over["status_details"]["inactive"]["cause"], "access_expired");
}
