//! `/v1/financial_connections/transactions`

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{
    App,
    data::{ALL, Linked, text},
};

const PATH: &str = "/v1/financial_connections/transactions";
const BANK: &str = "bcinst_test_credentials";
const DAY: i64 = 24 * 60 * 60;

/// All pages, newest first.
async fn all(account: &Linked<'_>, query: &str) -> Vec<Value> {
    let mut rows: Vec<Value> = Vec::new();
    loop {
        let after =
            rows.last().map(|row| format!("&starting_after={}", text(&row["id"]))).unwrap_or_default();
        let url = format!("{PATH}?account={}&limit=100{query}{after}", account.id);
        let page = account.app.merchant.get(&url).await.ok();
        rows.extend(page["data"].as_array().expect("rows").iter().cloned());
        if page["has_more"] == json!(false) {
            return rows;
        }
    }
}

#[tokio::test]
async fn half_a_year_is_read_and_paged() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    let refresh = account.refreshed("transactions").await["transaction_refresh"]["id"].clone();
    let rows = all(&account, "").await;
    assert!(rows.len() > 100, "{}", rows.len());
    let ids: BTreeSet<String> = rows.iter().map(|row| text(&row["id"])).collect();
    assert_eq!(ids.len(), rows.len());
    let at = |row: &Value| row["transacted_at"].as_i64().expect("a time");
    assert!(rows.is_sorted_by(|one, other| at(one) >= at(other)));
    assert!(at(rows.last().expect("a row")) > app.clock_now() - 181 * DAY);
    for row in &rows {
        assert_eq!((&row["account"], &row["transaction_refresh"]), (&json!(account.id), &refresh));
        let transitions = &row["status_transitions"];
        let settled = match row["status"].as_str().expect("a status") {
            "posted" => [true, false],
            "void" => [false, true],
            status => {
                assert_eq!(status, "pending");
                [false, false]
            }
        };
        assert_eq!(
            [!transitions["posted_at"].is_null(), !transitions["void_at"].is_null()],
            settled,
            "{row}"
        );
    }
    let one = app.merchant.get(&format!("{PATH}/{}", text(&rows[0]["id"]))).await.ok();
    assert_eq!(one, rows[0]);
    let back = format!("{PATH}?account={}&limit=2&ending_before={}", account.id, text(&rows[2]["id"]));
    assert_eq!(app.merchant.get(&back).await.ok()["data"], json!(rows[..2]));
}

#[tokio::test]
async fn a_balance_changes_by_what_is_posted() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    let sum = |balance: &Value| balance["balance"]["current"]["usd"].as_i64().expect("an amount");
    let (then, before) = (app.clock_now(), sum(&account.refreshed("balance").await));
    app.advance(40 * DAY).await;
    let after = sum(&account.refreshed("balance").await);
    account.refreshed("transactions").await;
    let rows = all(&account, "").await;
    let posted = rows.iter().filter(|row| row["status_transitions"]["posted_at"].as_i64() > Some(then));
    let moved: Vec<i64> = posted.map(|row| row["amount"].as_i64().expect("an amount")).collect();
    assert!(moved.len() > 10, "{}", moved.len());
    assert_eq!(after - before, moved.iter().sum::<i64>());
}

#[tokio::test]
async fn a_later_refresh_brings_what_is_new_and_what_has_changed() {
    let app = App::start().await;
    // Each customer's account has other transactions, and not each has a pending one.
    let (account, first, before) = loop {
        let account = app.linked(BANK, "Success", ALL).await;
        let first = text(&account.refreshed("transactions").await["transaction_refresh"]["id"]);
        let before = all(&account, "").await;
        if before.iter().any(|row| row["status"] == "pending") {
            break (account, first, before);
        }
    };
    assert!(all(&account, &format!("&transaction_refresh[after]={first}")).await.is_empty());
    app.advance(4 * DAY).await;
    let second = account.refreshed("transactions").await["transaction_refresh"]["id"].clone();
    let delta = all(&account, &format!("&transaction_refresh[after]={first}")).await;
    assert!(!delta.is_empty() && delta.len() < before.len());
    assert!(delta.iter().all(|row| row["transaction_refresh"] == second));
    let (mut new, mut changed) = (0, 0);
    for row in &delta {
        match before.iter().find(|old| old["id"] == row["id"]) {
            Some(old) => {
                assert_eq!(old["status"], "pending");
                assert_ne!(row["status"], "pending");
                changed += 1;
            }
            None => new += 1,
        }
    }
    assert!(new > 0 && changed > 0, "{new} {changed}");
    assert_eq!(all(&account, "").await.len(), before.len() + new);
}

#[tokio::test]
async fn times_narrow_the_list() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    account.refreshed("transactions").await;
    let rows = all(&account, "").await;
    let at = |row: &Value| row["transacted_at"].as_i64().expect("a time");
    let (late, early) = (at(&rows[10]), at(&rows[20]));
    for (query, keeps) in [
        (format!("&transacted_at={late}"), rows.iter().filter(|row| at(row) == late).count()),
        (
            format!("&transacted_at[gte]={early}&transacted_at[lte]={late}"),
            rows.iter().filter(|row| (early..=late).contains(&at(row))).count(),
        ),
        (
            format!("&transacted_at[gt]={early}&transacted_at[lt]={late}"),
            rows.iter().filter(|row| at(row) > early && at(row) < late).count(),
        ),
    ] {
        assert!(keeps > 0);
        assert_eq!(all(&account, &query).await.len(), keeps, "{query}");
    }
}

#[tokio::test]
async fn parameters_and_permissions_are_checked() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    let id = account.id.clone();
    let get = async |query: String| app.merchant.get(&format!("{PATH}?{query}")).await;
    let early = "financial_connections_no_successful_transaction_refresh";
    get(format!("account={id}")).await.refused(400, early, "account");
    account.help("fail_next_refresh").await;
    account.refreshed("transactions").await;
    get(format!("account={id}")).await.refused(400, early, "account");
    app.clock.advance(60);
    account.refreshed("transactions").await;
    get(format!("account={id}")).await.ok();
    get(String::new()).await.refused(400, "parameter_missing", "account");
    get("account=fca_none".into()).await.refused(404, "resource_missing", "account");
    let after = "transaction_refresh[after]";
    get(format!("account={id}&{after}=fctxnref_none")).await.refused(404, "resource_missing", after);
    let at = "transacted_at";
    get(format!("account={id}&{at}=soon")).await.refused(400, "parameter_invalid_integer", at);
    get(format!("account={id}&{at}[gt]=-1")).await.refused(
        400,
        "parameter_invalid_integer",
        "transacted_at[gt]",
    );
    get(format!("account={id}&{at}=1&{at}[gt]=1")).await.refused(
        400,
        "parameters_exclusive",
        "transacted_at[gt]",
    );
    app.merchant.get(&format!("{PATH}/fctxn_none")).await.refused(404, "resource_missing", "id");
    let other = app.other_merchant().await;
    other.get(&format!("{PATH}?account={id}")).await.refused(404, "resource_missing", "account");
    let mine = all(&account, "").await;
    let another = Linked { app: &app, customer: account.customer.clone(), id: String::new() };
    let another = Linked { id: app.link_of(&another.customer, BANK, "High Balance", ALL).await, ..another };
    another.refreshed("transactions").await;
    let of_another = text(&all(&another, "").await[0]["id"]);
    let cursor = get(format!("account={id}&starting_after={of_another}")).await;
    cursor.refused(404, "resource_missing", "starting_after");
    other.get(&format!("{PATH}/{}", text(&mine[0]["id"]))).await.refused(404, "resource_missing", "id");
    let without = app.linked(BANK, "Success", &[]).await;
    let missing = "financial_connections_permission_missing";
    get(format!("account={}", without.id)).await.refused(400, missing, "account");
    account.post("disconnect", &[]).await.ok();
    assert_eq!(all(&account, "").await.len(), mine.len());
}

#[tokio::test]
async fn what_a_later_link_does_not_allow_is_not_read_by_its_id_either() {
    let app = App::start().await;
    let account = app.linked(BANK, "Success", ALL).await;
    account.refreshed("transactions").await;
    let list = format!("{PATH}?account={}&limit=1", account.id);
    let one = format!("{PATH}/{}", text(&app.merchant.get(&list).await.ok()["data"][0]["id"]));
    account.post("disconnect", &[]).await.ok();
    app.merchant.get(&one).await.ok();
    assert_eq!(app.link_of(&account.customer, BANK, "Success", &[]).await, account.id);
    let missing = "financial_connections_permission_missing";
    app.merchant.get(&list).await.refused(400, missing, "account");
    app.merchant.get(&one).await.refused(400, missing, "id");
}
