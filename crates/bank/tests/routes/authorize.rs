//! The OAuth window.

use axum::http::StatusCode;

use crate::harness::{ORIGIN, TestBank, authorize, encoded, form};

#[tokio::test]
async fn the_window_leads_to_a_code() {
    let bank = TestBank::new();
    let page = bank.get(&authorize("bcinst_northline", &[])).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Sign in to Northline"));
    assert!(page.body.contains("Harbour Books"));
    assert!(!page.body.contains("<script"));

    let share = bank.signed_in("bcinst_northline", "maya").await;
    assert_eq!(share.status, StatusCode::OK);
    assert!(share.body.contains("Share your accounts with Harbour Books?"));
    assert!(share.body.contains("Balances") && share.body.contains("Transactions"));
    assert!(!share.body.contains("Name, address"), "what was not asked for is not listed");
    assert!(share.body.contains("Everyday Checking"));
    assert!(!share.body.contains("type=\"checkbox\""), "the choice is made in the flow");
    assert!(share.body.contains("Allow") && share.body.contains("Don’t allow"));

    let window = share.window();
    let reply =
        bank.form("/bcinst_northline/authorize/decision", &[("window", &window), ("action", "allow")]).await;
    assert!(reply.returned("code").is_some());
    assert_eq!(reply.returned("state").as_deref(), Some("st&te 1"));
    assert_eq!(reply.returned("iss"), Some(format!("{ORIGIN}/bcinst_northline")));
    assert_eq!(reply.returned("error"), None);
    assert!(!reply.header("location").contains("maya"));
}

#[tokio::test]
async fn the_page_does_not_call_payments_harmless() {
    let bank = TestBank::new();
    for (scope, harmless) in [("balances", true), ("balances payment_method", false)] {
        let page = bank.get(&authorize("bcinst_northline", &[("scope", scope)])).await;
        let window = page.window();
        let fields =
            [("window", window.as_str()), ("username", "maya"), ("password", "x"), ("action", "sign_in")];
        let share = bank.form("/bcinst_northline/authorize/sign-in", &fields).await;
        assert_eq!(share.body.contains("Money cannot be moved"), harmless);
        assert_eq!(share.body.contains("Numbers for payments"), !harmless);
    }
}

#[tokio::test]
async fn saying_no_goes_back_with_access_denied() {
    let bank = TestBank::new();
    let window = bank.signed_in("bcinst_northline", "maya").await.window();
    let path = "/bcinst_northline/authorize/decision";
    // Also a form without a button's value, as from a key press, must not allow anything.
    for action in [("action", "deny"), ("action", ""), ("other", "allow")] {
        let reply = bank.form(path, &[("window", &window), action]).await;
        assert_eq!(reply.returned("error").as_deref(), Some("access_denied"));
        assert_eq!(reply.returned("state").as_deref(), Some("st&te 1"));
        assert_eq!(reply.returned("iss"), Some(format!("{ORIGIN}/bcinst_northline")));
        assert_eq!(reply.returned("code"), None);
    }
    let window = bank.get(&authorize("bcinst_northline", &[])).await.window();
    let cancel = [("window", window.as_str()), ("username", ""), ("password", ""), ("action", "cancel")];
    let reply = bank.form("/bcinst_northline/authorize/sign-in", &cancel).await;
    assert_eq!(reply.returned("error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn a_wrong_client_is_shown_a_page_and_sent_nowhere() {
    let bank = TestBank::new();
    for (parameter, value) in [
        ("client_id", "someone"),
        ("client_id", "-"),
        ("redirect_uri", "http://127.0.0.1:4002/auth/callback/"),
        ("redirect_uri", "http://127.0.0.1:4002/auth/callback?x=1"),
        ("redirect_uri", "https://evil.example/auth/callback"),
        ("redirect_uri", "-"),
    ] {
        let page = bank.get(&authorize("bcinst_northline", &[(parameter, value)])).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{parameter}={value}");
        assert!(page.body.contains(parameter) && page.headers.get("location").is_none());
        assert!(!page.body.contains("evil.example"));
    }
    let twice = format!("{}&redirect_uri=https%3A%2F%2Fevil.example", authorize("bcinst_northline", &[]));
    assert_eq!(bank.get(&twice).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn other_wrong_requests_go_back_with_their_error() {
    let bank = TestBank::new();
    for (parameter, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "-", "invalid_request"),
        ("code_challenge", "-", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "-", "invalid_request"),
    ] {
        let reply = bank.get(&authorize("bcinst_northline", &[(parameter, value)])).await;
        assert_eq!(reply.returned("error").as_deref(), Some(error), "{parameter}={value}");
        assert_eq!(reply.returned("state").as_deref(), Some("st&te 1"));
        assert_eq!(reply.returned("iss"), Some(format!("{ORIGIN}/bcinst_northline")));
    }
    let reply = bank.get(&authorize("bcinst_northline", &[("state", "-")])).await;
    assert_eq!(reply.returned("error").as_deref(), Some("invalid_request"));
    assert_eq!(reply.returned("state"), None);
    let twice = format!("{}&code_challenge_method=S256", authorize("bcinst_northline", &[]));
    assert_eq!(bank.get(&twice).await.returned("error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn an_empty_field_is_asked_for_and_the_rest_stays() {
    let bank = TestBank::new();
    let path = "/bcinst_northline/authorize/sign-in";
    let window = bank.get(&authorize("bcinst_northline", &[])).await.window();
    let page = bank.form(path, &[("window", &window), ("username", "ma\"ya"), ("password", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Enter your password."));
    assert!(page.body.contains("value=\"ma&#34;ya\""), "the user name stays, escaped");
    let password = page.between("<input id=\"password\"", ">").expect("the field");
    assert!(password.contains("autofocus") && password.contains("aria-invalid=\"true\""));

    let page = bank.form(path, &[("window", &window), ("username", "  "), ("password", "hunter2")]).await;
    assert!(page.body.contains("Enter your user name."));
    let username = page.between("<input id=\"username\"", ">").expect("the field");
    assert!(username.contains("autofocus") && username.contains("aria-describedby=\"username-error\""));
    assert!(!page.body.contains("hunter2"), "a password is never sent reply");
    assert_eq!(page.body.matches("autofocus").count(), 1);
}

#[tokio::test]
async fn accounts_are_chosen_where_the_bank_asks() {
    let bank = TestBank::new();
    let institution = "bcinst_bank_oauth";
    let page = bank.signed_in(institution, "maya").await;
    assert_eq!(page.body.matches("type=\"checkbox\"").count(), 10);
    assert_eq!(page.body.matches(" checked").count(), 10);
    let ids: Vec<&str> = page
        .body
        .split("name=\"account\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let window = page.window();
    let path = "/bcinst_bank_oauth/authorize/decision";

    let none = bank.form(path, &[("window", &window), ("action", "allow")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("Tick at least one account"));
    assert_eq!(none.body.matches(" checked").count(), 0, "what was unticked stays unticked");
    assert!(none.between("type=\"checkbox\"", ">").is_some_and(|first| first.contains("autofocus")));

    let fields = [
        ("window", window.as_str()),
        ("account", ids[3]),
        ("account", ids[0]),
        ("account", "bacc_x"),
        ("action", "allow"),
    ];
    let code = bank.form(path, &fields).await.returned("code").expect("a code");
    let answer: linkspan_bank::protocol::TokenAnswer =
        bank.exchange(institution, &[("code", &code)]).await.decoded();
    let shared = bank.shared(institution, &answer.access_token).await;
    assert!(shared.chosen_at_bank);
    let names: Vec<&str> = shared.accounts.iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["Success", "Very High Balance"]);
    assert_eq!(shared.accounts[0].id, ids[0]);
}

#[tokio::test]
async fn nothing_is_allowed_without_signing_in_or_by_another_site() {
    let bank = TestBank::new();
    let path = "/bcinst_northline/authorize/decision";
    let unsigned = bank.get(&authorize("bcinst_northline", &[])).await.window();
    let page = bank.form(path, &[("window", &unsigned), ("action", "allow")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.body.contains("too old"));

    let window = bank.signed_in("bcinst_northline", "maya").await.window();
    let fields = [("window", window.as_str()), ("action", "allow")];
    for site in ["cross-site", "same-site"] {
        let request = form(path).header("sec-fetch-site", site).body(encoded(&fields)).expect("a request");
        assert_eq!(bank.send(request).await.status, StatusCode::FORBIDDEN, "{site}");
    }
    let request =
        form(path).header("sec-fetch-site", "same-origin").body(encoded(&fields)).expect("a request");
    assert!(bank.send(request).await.returned("code").is_some());

    let elsewhere = bank.form("/bcinst_cedar/authorize/decision", &fields).await;
    assert_eq!(elsewhere.status, StatusCode::BAD_REQUEST, "a form of another bank");
    let other_key = bank.rekeyed().form(path, &fields).await;
    assert_eq!(other_key.status, StatusCode::BAD_REQUEST);
    bank.pass(30 * 60);
    assert_eq!(bank.form(path, &fields).await.status, StatusCode::BAD_REQUEST, "too old");
}

#[tokio::test]
async fn a_restart_loses_no_window() {
    let bank = TestBank::new();
    let window = bank.signed_in("bcinst_northline", "maya").await.window();
    let fields = [("window", window.as_str()), ("action", "allow")];
    let reply = bank.restarted().form("/bcinst_northline/authorize/decision", &fields).await;
    assert!(reply.returned("code").is_some());
}

#[tokio::test]
async fn pages_speak_french() {
    let bank = TestBank::new();
    let page = bank.get(&authorize("bcinst_northline", &[("ui_locales", "fr-CA en")])).await;
    assert!(page.body.contains("<html lang=\"fr\">") && page.body.contains("Connectez-vous à Northline"));
    let window = page.window();
    let fields =
        [("window", window.as_str()), ("username", "maya"), ("password", "x"), ("action", "sign_in")];
    let share = bank.form("/bcinst_northline/authorize/sign-in", &fields).await;
    assert!(share.body.contains("Autoriser") && share.body.contains("Refuser"));
}

#[tokio::test]
async fn what_others_wrote_is_text() {
    let bank = TestBank::new();
    let name = "<img src=x onerror=alert(1)>\u{202e}";
    let page = bank.get(&authorize("bcinst_northline", &[("merchant", name)])).await;
    assert!(!page.body.contains("<img src=x") && !page.body.contains('\u{202e}'));
    assert!(page.body.contains("&#60;img src=x"));
}

#[tokio::test]
async fn special_persons_see_their_accounts() {
    let bank = TestBank::new();
    let none = bank.signed_in("bcinst_bank_oauth", "none").await;
    assert!(none.body.contains("You have no accounts here"));
    let window = none.window();
    let fields = [("window", window.as_str()), ("action", "allow")];
    let reply = bank.form("/bcinst_bank_oauth/authorize/decision", &fields).await;
    assert!(reply.returned("code").is_some());
    let many = bank.signed_in("bcinst_northline", "many").await;
    assert!(many.body.contains("Checking 200"));
}

#[tokio::test]
async fn banks_that_are_down_say_so() {
    let bank = TestBank::new();
    let closed = bank.get(&authorize("bcinst_down_scheduled", &[])).await;
    assert_eq!(closed.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(closed.body.contains("19:00 UTC"));
    assert_eq!(closed.header("retry-after"), (74 * 60).to_string());
    let down = bank.get(&authorize("bcinst_down_unscheduled", &[])).await;
    assert_eq!(down.status, StatusCode::SERVICE_UNAVAILABLE);
    let broken = bank.get(&authorize("bcinst_down_error", &[])).await;
    assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR);
    let nowhere = bank.get(&authorize("bcinst_nowhere", &[])).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(nowhere.header("content-type").starts_with("text/html"));
}
