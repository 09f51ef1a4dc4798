//! First and later starts.

use std::sync::Arc;

use linkspan_server::serve::PublicOrigins;

use crate::{
    database,
    harness::{self, App, Client},
};

#[tokio::test]
async fn keys_outlive_a_restart_and_are_for_their_owner_alone() {
    let app = App::start().await;
    let file = app.dir.path().join("data/sandbox-keys.json");
    let customer = app.merchant.customer().await;
    let App { server, clock, merchant, dir } = app;
    assert!(server.ready.first_start);
    let database = database::contents(&dir.path().join("data"), &server.state.store).await;
    server.stop().await;

    let kept = std::fs::read_to_string(&file).expect("the keys");
    assert!(kept.contains(&merchant.secret_key) && kept.contains(&merchant.publishable_key));
    #[cfg(unix)]
    for (file, wanted) in
        [("sandbox-keys.json", 0o600), ("encryption-key", 0o600), ("linkspan.db", 0o600), (".", 0o700)]
    {
        use std::os::unix::fs::PermissionsExt;
        let meta = std::fs::metadata(dir.path().join("data").join(file)).expect("the file");
        assert_eq!(meta.permissions().mode() & 0o777, wanted, "{file}");
    }
    let holds = |key: &str| database::holds(&database, key);
    assert!(holds(&customer), "the database was written");
    assert!(!holds(&merchant.secret_key) && !holds(&merchant.publishable_key));

    let server = harness::start(dir.path(), Arc::clone(&clock), PublicOrigins::default()).await;
    assert!(!server.ready.first_start);
    assert_eq!(server.ready.secret_key, merchant.secret_key);
    let again = Client::new(&server.ready.api, &server.ready.secret_key, &server.ready.publishable_key);
    again.get(&format!("/v1/customers/{customer}")).await.ok();
}

#[tokio::test]
async fn three_origins_differ_and_the_bank_is_one_of_them() {
    let app = App::start().await;
    let ready = &app.server.ready;
    assert!(ready.api != ready.flow && ready.flow != ready.bank && ready.api != ready.bank);
    let health = format!("{}/bcinst_test_credentials/health", ready.bank);
    let reply = app.merchant.http.get(health).send().await.expect("an answer");
    assert_eq!(reply.status(), 204);
}
