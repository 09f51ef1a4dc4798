//! Ends the session.

use linkspan_server::{
    ids,
    refreshes::{Feature, begin, round},
    store::{
        accounts, auth_sessions,
        sessions::{self, SessionRow},
        webhook_endpoints::{self, WebhookEndpoint},
    },
};
use linkspan_wire::{
    Account, Permission, Prefetch,
    account::{AccountStatus, RefreshStatus},
    link::{AuthSession, AuthStatus, Completed, Manifest, path},
    session::SessionStatus,
};
use serde_json::{Value, json};

use crate::{
    bank,
    support::{App, Link},
};

async fn status(app: &App, link: &Link<'_>) -> SessionStatus {
    let row = sessions::find_by_id(app.state.store.pool(), &link.session.id).await.expect("a row");
    row.expect("the session").stored_status()
}

async fn endpoint(app: &App, merchant: &str, events: &[&str]) {
    let row = WebhookEndpoint {
        id: ids::new_id("we_"),
        merchant: merchant.into(),
        url: "https://shop.example/hook".into(),
        secret: ids::new_webhook_secret(),
        old_secret: None,
        old_secret_ends_at: None,
        enabled_events: events.iter().map(|&event| event.into()).collect::<Vec<String>>().into(),
        status: "enabled".into(),
        description: None,
        metadata: std::collections::BTreeMap::new().into(),
        created: app.state.now(),
        api_version: None,
    };
    webhook_endpoints::save(app.state.store.pool(), &row).await.expect("an endpoint");
}

#[tokio::test]
async fn what_a_bank_showed_is_sealed_and_goes_with_the_session() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let (auth, accounts) = link.authorized(bank::CREDENTIALS).await;
    let row = async || {
        let row = auth_sessions::find(app.state.store.pool(), &link.session.id, &auth.id).await;
        row.expect("an answer").expect("the sign-in")
    };
    let kept = row().await.offered.expect("what was offered");
    assert!(kept.starts_with(&app.state.keyring.prefix()), "in clear: {kept}");
    assert!(row().await.access_token.is_some() && !accounts.data.is_empty());
    link.complete().await.ok::<Completed>();
    let left = row().await;
    assert_eq!((left.offered, left.access_token), (None, None));
}

#[tokio::test]
async fn accounts_events_and_status_come_together_and_once() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    for events in [&["*"][..], &["financial_connections.account.created"], &["customer.created"]] {
        endpoint(&app, &link.merchant.id, events).await;
    }
    endpoint(&app, &app.merchant("Other").await.id, &["*"]).await;
    let first = link.linked(bank::CREDENTIALS, 3).await;
    assert_eq!(first.session.accounts.len(), 3);
    assert_eq!(first.session.id, link.session.id);

    let again = futures::future::join_all((0..10).map(|_| link.complete())).await;
    for reply in again {
        assert_eq!(reply.ok::<Completed>(), first);
    }
    assert_eq!(status(&app, &link).await, SessionStatus::Succeeded);
    assert_eq!(app.count("SELECT COUNT(*) FROM accounts").await, 3);
    assert_eq!(app.count("SELECT COUNT(*) FROM session_accounts").await, 3);
    assert_eq!(app.count("SELECT COUNT(*) FROM events").await, 3);
    assert_eq!(app.count("SELECT COUNT(*) FROM deliveries").await, 6);
    let bodies: Vec<String> = sqlx::query_scalar("SELECT body FROM events")
        .fetch_all(app.state.store.pool())
        .await
        .expect("events");
    for account in &first.session.accounts {
        assert_eq!(bodies.iter().filter(|body| body.contains(&account.id)).count(), 1);
    }
}

#[tokio::test]
async fn many_ends_at_once_link_once() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
    link.select(&auth_session.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
    let ends = futures::future::join_all((0..20).map(|_| link.complete())).await;
    let ends: Vec<Completed> = ends.into_iter().map(crate::support::link::Reply::ok).collect();
    assert!(ends.iter().all(|end| *end == ends[0] && end.session.accounts.len() == 1));
    assert_eq!(app.count("SELECT COUNT(*) FROM events").await, 1);
}

#[tokio::test]
async fn nothing_opens_after_the_end() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.linked(bank::CREDENTIALS, 1).await;
    for reply in [
        link.synchronize().await,
        link.post(path::FEATURED_INSTITUTIONS, json!({})).await,
        link.choose(bank::CREDENTIALS).await,
        link.retrieve("bcsess_x", false).await,
        link.link_more().await,
    ] {
        let error = reply.refused(400, "session_completed");
        assert_eq!(error.param.as_deref(), Some("client_secret"));
    }
}

#[tokio::test]
async fn leaving_early_cancels_what_was_under_way() {
    let app = App::start().await;
    let link = Link::new(&app, |row| row.return_url = Some("https://shop.example/back".into())).await;
    link.consent().await;
    link.choose(bank::OAUTH).await.ok::<AuthSession>();
    let left: Completed = link.complete().await.ok();
    assert!(left.session.accounts.is_empty());
    assert_eq!(left.return_url.as_deref(), Some("https://shop.example/back"));
    assert_eq!(status(&app, &link).await, SessionStatus::Cancelled);
    let status: String = sqlx::query_scalar("SELECT status FROM auth_sessions")
        .fetch_one(app.state.store.pool())
        .await
        .expect("a row");
    assert_eq!(status, "cancelled");
}

#[tokio::test]
async fn accounts_win_over_a_late_error() {
    let app = App::start().await;
    let error = json!({ "terminal_error": { "type": "api_error", "code": "unexpected_error" } });
    let with = Link::new(&app, |_| {}).await;
    let (auth_session, accounts) = with.authorized(bank::CREDENTIALS).await;
    with.select(&auth_session.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
    let end: Completed = with.post(path::COMPLETE, error.clone()).await.ok();
    assert_eq!(end.session.accounts.len(), 1);
    assert_eq!(status(&app, &with).await, SessionStatus::Succeeded);

    let without = Link::new(&app, |_| {}).await;
    let end: Completed = without.post(path::COMPLETE, error).await.ok();
    assert!(end.session.accounts.is_empty());
    assert_eq!(status(&app, &without).await, SessionStatus::Failed);
    let row =
        sessions::find_by_id(app.state.store.pool(), &without.session.id).await.expect("a row").expect("it");
    assert!(row.terminal_error.expect("an error").is("unexpected_error"));

    let third = Link::new(&app, |_| {}).await;
    let bad = json!({ "terminal_error": { "type": "api_error", "code": "<b>no code</b>" } });
    third.post(path::COMPLETE, bad).await.refused(400, "parameter_invalid");
}

#[tokio::test]
async fn what_was_chosen_in_time_is_linked_after_time() {
    let app = App::start().await;
    let with = Link::new(&app, |_| {}).await;
    let (auth_session, accounts) = with.authorized(bank::CREDENTIALS).await;
    with.select(&auth_session.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
    let without = Link::new(&app, |_| {}).await;
    app.clock.advance(3600);
    with.select(&auth_session.id, &[&accounts.data[1].id]).await.refused(400, "session_expired");
    let end: Completed = with.complete().await.ok();
    assert_eq!(end.session.accounts.len(), 1);
    assert_eq!(with.complete().await.ok::<Completed>(), end);
    without.complete().await.refused(400, "session_expired");
}

#[tokio::test]
async fn what_was_disconnected_is_found_and_agreed_to_anew() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let first = Link::of(&app, &merchant, &customer, |_| {}).await.linked(bank::CREDENTIALS, 1).await;
    let id = &first.session.accounts[0].id;
    let pool = app.state.store.pool();
    let account = accounts::find(pool, &merchant.id, id).await.expect("a row").expect("the account");
    let account = Account { status: AccountStatus::Disconnected, ..account };
    accounts::save(pool, &account).await.expect("a change");

    let relink =
        Link::of(&app, &merchant, &customer, |row| row.permissions = vec![Permission::Transactions].into())
            .await;
    let (auth_session, accounts) = relink.authorized(bank::CREDENTIALS).await;
    assert_eq!(accounts.data[0].linked_account, None, "what was disconnected is not said to be linked");
    relink.select(&auth_session.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
    let second: Completed = relink.complete().await.ok();
    let account = &second.session.accounts[0];
    assert_eq!((&account.id, account.status), (id, AccountStatus::Active));
    assert_eq!(account.permissions, [Permission::Transactions], "what ended comes back by no other way");
    assert_eq!(app.count("SELECT COUNT(*) FROM accounts").await, 1);
    assert_eq!(app.count("SELECT COUNT(*) FROM session_accounts").await, 2);
    let told: Vec<String> =
        sqlx::query_scalar("SELECT type FROM events ORDER BY id").fetch_all(pool).await.expect("rows");
    let kinds = ["created", "reactivated"].map(|kind| format!("financial_connections.account.{kind}"));
    assert_eq!(told, kinds);

    let other = app.customer(&merchant).await;
    Link::of(&app, &merchant, &other, |_| {}).await.linked(bank::CREDENTIALS, 1).await;
    assert_eq!(app.count("SELECT COUNT(*) FROM accounts").await, 2);
}

#[tokio::test]
async fn linking_again_finds_the_account_and_widens_it() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let first = Link::of(&app, &merchant, &customer, |_| {}).await.linked(bank::CREDENTIALS, 1).await;
    let more = |row: &mut SessionRow| row.permissions = vec![Permission::Transactions].into();
    let second = Link::of(&app, &merchant, &customer, more).await.linked(bank::CREDENTIALS, 1).await;
    let account = &second.session.accounts[0];
    assert_eq!(account.id, first.session.accounts[0].id);
    assert_eq!(account.permissions, [Permission::Balances, Permission::Transactions]);
    assert_eq!(app.count("SELECT COUNT(*) FROM events").await, 1);
}

#[tokio::test]
async fn what_a_bank_says_of_an_old_access_does_not_end_the_new_one() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let link = async || Link::of(&app, &merchant, &customer, |_| {}).await.linked(bank::CREDENTIALS, 1).await;
    let first = link().await;
    let (id, pool) = (&first.session.accounts[0].id, app.state.store.pool());
    let account = async || accounts::find(pool, &merchant.id, id).await.expect("a row").expect("the account");
    let mut tx = app.state.store.begin_write(&merchant.id).await.expect("a transaction");
    let (mut begun, now) = (account().await, app.state.now());
    begin(&mut tx, &merchant.id, &mut begun, Feature::Balance, now).await.expect("a refresh");
    tx.commit().await.expect("a commit");

    let at_bank = accounts::bank_account(pool, id).await.expect("a row").expect("its id there");
    let path = format!("/accounts/{at_bank}/balance");
    let gate = app.desk.hold(&path);
    app.desk.break_path(&path, reqwest::StatusCode::UNAUTHORIZED);
    let asking = async { round(&app.state).await.expect("a round") };
    let meanwhile = async {
        app.desk.until_asked(&path).await;
        link().await;
        gate.open();
    };
    tokio::join!(asking, meanwhile);
    let now = account().await;
    let refresh = now.balance_refresh.map(|refresh| refresh.status);
    assert_eq!((now.status, refresh), (AccountStatus::Active, Some(RefreshStatus::Failed)));
}

#[tokio::test]
async fn two_sessions_at_once_make_one_account() {
    let app = App::start().await;
    let merchant = app.merchant("Shop").await;
    let customer = app.customer(&merchant).await;
    let mut links = Vec::new();
    for _ in 0..2 {
        let link = Link::of(&app, &merchant, &customer, |_| {}).await;
        let (auth_session, accounts) = link.authorized(bank::CREDENTIALS).await;
        link.select(&auth_session.id, &[&accounts.data[0].id]).await.ok::<Manifest>();
        links.push(link);
    }
    let one: Completed = links[0].complete().await.ok();
    let other: Completed = links[1].complete().await.ok();
    assert_eq!(one.session.accounts[0].id, other.session.accounts[0].id);
    assert_eq!(app.count("SELECT COUNT(*) FROM accounts").await, 1);
    assert_eq!(app.count("SELECT COUNT(*) FROM events").await, 1);
}

#[tokio::test]
async fn refreshes_begin_at_once_when_they_were_prefetched() {
    let app = App::start().await;
    let plain = Link::new(&app, |_| {}).await.linked(bank::CREDENTIALS, 1).await;
    assert!(
        plain.session.accounts[0].balance.is_none() && plain.session.accounts[0].balance_refresh.is_none()
    );

    let link = Link::new(&app, |row| row.prefetch = vec![Prefetch::Balances].into()).await;
    let done = link.linked(bank::CREDENTIALS, 10).await;
    let (active, inactive): (Vec<_>, Vec<_>) =
        done.session.accounts.iter().partition(|account| account.status == AccountStatus::Active);
    assert_eq!((active.len(), inactive.len()), (8, 2));
    for account in active {
        assert!(account.balance.is_none());
        assert_eq!(account.balance_refresh.as_ref().expect("a refresh").status, RefreshStatus::Pending);
    }
    for account in inactive {
        assert!(account.balance.is_none() && account.balance_refresh.is_none());
    }
    assert_eq!(app.count("SELECT COUNT(*) FROM refreshes WHERE status = 'pending'").await, 8);
    let object: String = sqlx::query_scalar("SELECT object FROM accounts ORDER BY id DESC LIMIT 1")
        .fetch_one(app.state.store.pool())
        .await
        .expect("an account");
    let object: Value = serde_json::from_str(&object).expect("json");
    assert_eq!(object["category"], "cash");
    assert_eq!(object["subscriptions"], json!([]));
    assert_eq!(object["account_holder"]["customer"], json!(link.session.customer));
    assert_eq!(object["supported_payment_method_types"][0], "us_bank_account");
}

#[tokio::test]
async fn an_ended_session_wakes_who_waits() {
    let app = App::start().await;
    let link = Link::new(&app, |_| {}).await;
    link.consent().await;
    let begun: AuthSession = link.choose(bank::OAUTH).await.ok();
    let end = async {
        while app.state.auth_changes.receiver_count() == 0 {
            tokio::task::yield_now().await;
        }
        link.complete().await.ok::<Completed>();
    };
    let waiting = tokio::time::timeout(std::time::Duration::from_secs(8), link.retrieve(&begun.id, true));
    let (reply, ()) = tokio::join!(waiting, end);
    assert_eq!(reply.expect("an answer").ok::<AuthSession>().status, AuthStatus::Cancelled);
}
