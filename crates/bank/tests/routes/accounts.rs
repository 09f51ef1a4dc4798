//! What access tokens open.

use axum::http::StatusCode;

use crate::harness::TestBank;

#[tokio::test]
async fn a_token_opens_the_accounts_of_its_person() {
    let bank = TestBank::new();
    let maya = bank.access_token("bcinst_northline", "maya").await;
    let first = bank.shared("bcinst_northline", &maya).await;
    assert!(!first.chosen_at_bank && first.accounts.len() >= 3);
    let again = bank.restarted().access_token("bcinst_northline", "maya").await;
    assert_ne!(again, maya);
    assert_eq!(bank.restarted().shared("bcinst_northline", &again).await, first);
    let tom = bank.access_token("bcinst_northline", "tom").await;
    assert_ne!(bank.shared("bcinst_northline", &tom).await, first);
}

#[tokio::test]
async fn no_token_opens_nothing() {
    let bank = TestBank::new();
    let token = bank.access_token("bcinst_northline", "maya").await;
    let elsewhere = bank.accounts("bcinst_cedar", &token).await;
    assert_eq!(elsewhere.status, StatusCode::UNAUTHORIZED);
    assert!(elsewhere.header("www-authenticate").starts_with("Bearer"));
    assert_eq!(bank.accounts("bcinst_northline", "nonsense").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(bank.get("/bcinst_northline/accounts").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(bank.rekeyed().accounts("bcinst_northline", &token).await.status, StatusCode::UNAUTHORIZED);
    let code = bank.code("bcinst_northline", "maya").await;
    assert_eq!(bank.accounts("bcinst_northline", &code).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn access_ends_when_the_bank_says() {
    let day = 24 * 60 * 60;
    for (institution, seconds) in [
        ("bcinst_inactive", 5 * 60),
        ("bcinst_reauth_daily", day),
        ("bcinst_reauth_monthly", 30 * day),
        ("bcinst_northline", 365 * day),
    ] {
        let bank = TestBank::new();
        let token = bank.access_token(institution, "maya").await;
        bank.pass(seconds - 1);
        assert_eq!(bank.accounts(institution, &token).await.status, StatusCode::OK, "{institution}");
        bank.pass(1);
        assert_eq!(
            bank.accounts(institution, &token).await.status,
            StatusCode::UNAUTHORIZED,
            "{institution}"
        );
    }
}
