//! Keys for the secrets in the database.

use std::sync::Arc;

use linkspan_server::serve::{PublicOrigins, Server, StartError};

use crate::{
    database,
    harness::{self, App, Client, eventually},
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
