//! Keys for the secrets in the database.

use std::sync::Arc;

use linkspan_server::{
    ids,
    serve::{PublicOrigins, Server, StartError},
    store::{
        consumer_codes::{self, About},
        consumers, saved_visits,
    },
};

use serde_json::Value;
use sqlx::AssertSqlSafe;

use crate::{
    database,
    harness::{
        self, App, Client,
        data::{ALL, text},
        eventually,
    },
};

const OLD: [u8; 32] = [1; 32];
const NEW: [u8; 32] = [2; 32];

/// The same directory with these keys.
async fn again(app: &App, keys: &[[u8; 32]]) -> Result<Server, StartError> {
    let clock = Arc::clone(&app.clock);
    harness::start_with_keys(app.dir.path(), clock, PublicOrigins::default(), keys.to_vec()).await
}

fn client(server: &Server) -> Client {
    Client::new(&server.ready.api, &server.ready.secret_key, &server.ready.publishable_key)
}

/// Waits until nothing is sealed under an older key.
async fn resealed(server: &Server, old_prefix: &str, dir: &App) {
    eventually("nothing under the older key", async || {
        let kept = database::contents(&dir.dir.path().join("data"), &server.state.store).await;
        (!database::holds(&kept, old_prefix)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn another_or_a_lost_key_is_refused_at_the_start() {
    let app = App::start().await;
    let session = app.merchant.session().await;
    let key = app.server.state.keyring.first_id().to_owned();
    let wanted = format!("sealed under the key {key}; give it in LINKSPAN_ENCRYPTION_KEYS");
    let refused = async |keys: &[[u8; 32]]| match again(&app, keys).await {
        Ok(_) => panic!("it started"),
        Err(error) => assert!(error.to_string().contains(&wanted), "{error}"),
    };
    refused(&[NEW]).await;
    std::fs::remove_file(app.dir.path().join("data/encryption-key")).expect("the key");
    refused(&[]).await;
    assert!(!app.dir.path().join("data/encryption-key").exists());
    let path = format!("/v1/financial_connections/sessions/{}", session["id"].as_str().expect("an id"));
    assert_eq!(app.merchant.get(&path).await.ok()["client_secret"], session["client_secret"]);
}

#[tokio::test]
async fn keys_rotate_and_old_ones_can_go() {
    // Keys of one's own in the place of the sandbox's, whose database holds no secret yet.
    let app = App::start().await;
    let server = again(&app, &[OLD]).await.expect("a start");
    let old = server.state.keyring.prefix();
    let merchant = client(&server);
    let session = merchant.session().await;
    let path = format!("/v1/financial_connections/sessions/{}", session["id"].as_str().expect("an id"));
    server.stop().await;

    assert!(matches!(again(&app, &[NEW]).await, Err(StartError::Keys(_))));
    let server = again(&app, &[NEW, OLD]).await.expect("a start");
    let merchant = client(&server);
    assert_eq!(merchant.get(&path).await.ok()["client_secret"], session["client_secret"]);
    resealed(&server, &old, &app).await;
    server.stop().await;

    let server = again(&app, &[NEW]).await.expect("a start without the old key");
    assert_eq!(client(&server).get(&path).await.ok()["client_secret"], session["client_secret"]);
}

/// Whether any of these texts is in the database in clear.
async fn shows(server: &Server, app: &App, texts: &[String]) -> bool {
    let kept = database::contents(&app.dir.path().join("data"), &server.state.store).await;
    texts.iter().any(|text| database::holds(&kept, text))
}

#[tokio::test]
async fn owners_and_transactions_are_sealed_and_so_are_those_of_an_older_version() {
    let app = App::start().await;
    let account = app.linked("bcinst_ownership", "Joint Owners", ALL).await;
    let ownership = text(&account.refreshed("ownership").await["ownership"]);
    account.refreshed("transactions").await;
    let owners = format!("{}/owners?ownership={ownership}", account.path());
    let transactions = format!("/v1/financial_connections/transactions?account={}&limit=100", account.id);
    let mut read: Vec<(&str, &str, Value)> = Vec::new();
    for (table, path) in [("owners", &*owners), ("transactions", &*transactions)] {
        read.push((table, path, app.merchant.get(path).await.ok()));
    }
    let rows = || {
        read.iter().flat_map(|(table, _, list)| {
            list["data"].as_array().expect("rows").iter().map(move |row| (*table, row))
        })
    };
    let fields = ["name", "email", "raw_address", "description"];
    let private: Vec<String> = rows()
        .flat_map(|(_, row)| fields.iter().filter_map(|field| row[field].as_str()))
        .filter(|value| value.len() > 5)
        .map(str::to_owned)
        .collect();
    assert!(private.len() > 50, "{private:?}");
    assert!(!shows(&app.server, &app, &private).await, "written in clear");

    // As a version that did not seal them left them.
    for (table, row) in rows() {
        let query = format!("UPDATE {table} SET object = $1 WHERE id = $2");
        let query = sqlx::query(AssertSqlSafe(query)).bind(row.to_string()).bind(text(&row["id"]));
        query.execute(app.server.state.store.pool()).await.expect("an update");
    }
    assert!(shows(&app.server, &app, &private).await, "the test wrote it");
    let server = again(&app, &[]).await.expect("a start");
    assert!(!shows(&server, &app, &private).await, "left in clear");
    for (_, path, list) in read {
        assert_eq!(client(&server).get(path).await.ok(), list);
    }
}

const EMAIL: &str = "maya@mail.example";

/// The id of who is found by the address, and of how many codes are counted for it.
async fn found(server: &Server) -> (Option<String>, i64) {
    let (state, pool) = (&server.state, server.state.store.pool());
    let hash = consumers::email_hash(&state.keyring, EMAIL);
    let person = consumers::find_by_email_hash(pool, &hash).await.expect("an answer");
    (person.map(|person| person.id), consumer_codes::since(pool, &hash, 0).await.expect("a count"))
}

#[tokio::test]
async fn addresses_are_hashed_under_a_key_and_found_after_an_upgrade_and_a_change_of_keys() {
    let app = App::start().await;
    let server = again(&app, &[OLD]).await.expect("a start");
    let (state, pool) = (&server.state, server.state.store.pool());
    let (keyring, now) = (&state.keyring, state.now());
    let mut tx = state.store.begin_write("test").await.expect("a transaction");
    let person = consumers::ensure(&mut tx, keyring, EMAIL, now).await.expect("a person");
    let hash = consumers::email_hash(keyring, EMAIL);
    let about = About { email_hash: &hash, phone: None, purpose: "test" };
    consumer_codes::insert(&mut *tx, keyring, about, "123456", (now + 600, now)).await.expect("a code");
    saved_visits::begin(&mut *tx, keyring, ("token", EMAIL), (now + 900, now)).await.expect("a visit");
    tx.commit().await.expect("a commit");
    assert_eq!(found(&server).await, (Some(person.id.clone()), 1));
    let plain = ids::sha256_hex(EMAIL);
    assert!(!shows(&server, &app, std::slice::from_ref(&plain)).await, "a hash without a key");

    // As a version without keyed hashes left them.
    for table in ["consumers", "saved_visits", "consumer_codes"] {
        let query = format!("UPDATE {table} SET email_hash = $1");
        sqlx::query(AssertSqlSafe(query)).bind(&plain).execute(pool).await.expect("an update");
    }
    assert_eq!(found(&server).await, (None, 0));
    server.stop().await;
    let server = again(&app, &[OLD]).await.expect("a start");
    assert_eq!(found(&server).await, (Some(person.id.clone()), 1));
    assert!(!shows(&server, &app, std::slice::from_ref(&plain)).await, "left as it was");
    server.stop().await;

    let server = again(&app, &[NEW, OLD]).await.expect("a start");
    assert_eq!(found(&server).await.0, Some(person.id.clone()));
    let state = &server.state;
    let visit = saved_visits::find(state.store.pool(), "token", state.now()).await.expect("an answer");
    assert_eq!(visit.expect("the visit").email_hash, consumers::email_hash(&state.keyring, EMAIL));
    let old = format!("sealed1.{}.", linkspan_server::at_rest::Keyring::new(&OLD, &[]).first_id());
    resealed(&server, &old, &app).await;
    server.stop().await;
    let server = again(&app, &[NEW]).await.expect("a start without the old key");
    assert_eq!(found(&server).await.0, Some(person.id));
}
