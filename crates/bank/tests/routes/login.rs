//! Signing in without OAuth.

use axum::http::StatusCode;
use linkspan_bank::protocol::{LoginAnswer, LoginOutcome};
use linkspan_wire::link::{
    CredentialStep,
    auth_session::{FieldKind, StepError, StepKind},
};
use serde_json::{Value, json};

use crate::harness::TestBank;

const INSTITUTION: &str = "bcinst_bank_credentials";

async fn begin(bank: &TestBank, password: &str) -> LoginAnswer {
    let body = json!({ "username": "maya", "password": password });
    bank.json(&format!("/{INSTITUTION}/login"), &body).await.decoded()
}

async fn answer(bank: &TestBank, login: &str, values: Value) -> LoginAnswer {
    let body = json!({ "login": login, "values": values });
    bank.json(&format!("/{INSTITUTION}/login/answer"), &body).await.decoded()
}

fn step(answer: &LoginAnswer) -> &CredentialStep {
    match &answer.outcome {
        LoginOutcome::Step { step } => step,
        outcome => panic!("not a step but {}", serde_json::to_string(outcome).expect("JSON")),
    }
}

fn token(answer: &LoginAnswer) -> &str {
    match &answer.outcome {
        LoginOutcome::Authorized { access_token } => access_token,
        outcome => panic!("not authorized but {}", serde_json::to_string(outcome).expect("JSON")),
    }
}

fn incorrect(answer: &LoginAnswer) -> &StepError {
    match &answer.outcome {
        LoginOutcome::Incorrect { error } => error,
        outcome => panic!("not incorrect but {}", serde_json::to_string(outcome).expect("JSON")),
    }
}

fn failed(answer: &LoginAnswer) -> bool {
    answer.outcome == LoginOutcome::Failed
}

#[tokio::test]
async fn any_name_and_password_open_the_accounts() {
    let bank = TestBank::new();
    let login = begin(&bank, "x").await;
    let shared = bank.shared(INSTITUTION, token(&login)).await;
    assert_eq!(shared.accounts.len(), 10);
    assert!(!shared.chosen_at_bank);
}

#[tokio::test]
async fn options_ask_where_to_and_then_for_the_code() {
    let bank = TestBank::new();
    let login = begin(&bank, "options").await;
    let asked = step(&login);
    assert_eq!(asked.kind, StepKind::Options);
    assert_eq!(asked.fields[0].kind, FieldKind::Choice);
    assert!(asked.fields[0].choices.len() > 1 && asked.fields[0].prompt.is_some());

    let unknown = answer(&bank, &login.login, json!({ "choice": "pigeon" })).await;
    assert_eq!(step(&unknown).error.as_ref().map(|error| error.code.as_str()), Some("incorrect"));

    let choice = asked.fields[0].choices[1].id.clone();
    let code = answer(&bank, &unknown.login, json!({ "choice": choice })).await;
    assert_eq!(step(&code).kind, StepKind::Code);
    let done = answer(&bank, &code.login, json!({ "code": "419111" })).await;
    assert_eq!(bank.shared(INSTITUTION, token(&done)).await.accounts.len(), 10);
}

#[tokio::test]
async fn codes_have_six_digits_and_one_is_wrong() {
    let bank = TestBank::new();
    let login = begin(&bank, "mfa").await;
    assert_eq!(step(&login).fields[0].length, None, "keywords fit");
    let wrong = answer(&bank, &login.login, json!({ "code": "000001" })).await;
    let error = step(&wrong).error.clone().expect("an error");
    assert_eq!(
        error,
        StepError { code: "incorrect".into(), field: Some("code".into()), attempts_left: Some(2) }
    );
    assert_eq!(step(&wrong).kind, StepKind::Code);
    let short = answer(&bank, &wrong.login, json!({ "code": "12345" })).await;
    assert_eq!(step(&short).error.as_ref().and_then(|error| error.attempts_left), Some(1));
    token(&answer(&bank, &short.login, json!({ "code": " 000002 " })).await);

    let login = begin(&bank, "mfa").await;
    let mut handle = login.login;
    for last in [false, false, true] {
        let wrong = answer(&bank, &handle, json!({ "code": "abcdef" })).await;
        assert_eq!(failed(&wrong), last);
        handle = wrong.login;
    }
}

#[tokio::test]
async fn a_confirmation_has_nothing_to_type() {
    let bank = TestBank::new();
    let login = begin(&bank, "confirm_mfa").await;
    assert_eq!(step(&login).kind, StepKind::Confirm);
    assert!(step(&login).fields.is_empty());
    token(&answer(&bank, &login.login, json!({})).await);
}

#[tokio::test]
async fn a_security_question_takes_any_answer_or_another_word() {
    let bank = TestBank::new();
    let login = begin(&bank, "security_question").await;
    assert_eq!(step(&login).kind, StepKind::SecurityQuestion);
    assert!(step(&login).fields[0].prompt.is_some());
    token(&answer(&bank, &login.login, json!({ "answer": "Rex" })).await);

    let more = answer(&bank, &login.login, json!({ "answer": "MFA" })).await;
    assert_eq!(step(&more).kind, StepKind::Code);
    let more = answer(&bank, &more.login, json!({ "code": "options" })).await;
    assert_eq!(step(&more).kind, StepKind::Options);
    let more = answer(&bank, &more.login, json!({ "choice": "confirm_mfa" })).await;
    assert_eq!(step(&more).kind, StepKind::Confirm);
    assert!(failed(&answer(&bank, &login.login, json!({ "answer": "error" })).await));
}

#[tokio::test]
async fn an_error_ends_the_sign_in_for_good() {
    let bank = TestBank::new();
    let login = begin(&bank, "mfa").await;
    let ended = answer(&bank, &login.login, json!({ "code": "error" })).await;
    assert!(failed(&ended));
    for handle in [&login.login, &ended.login] {
        assert!(failed(&answer(&bank, handle, json!({ "code": "123456" })).await));
    }
    assert!(failed(&begin(&bank, "error").await));
}

#[tokio::test]
async fn three_wrong_passwords_end_the_sign_in() {
    let bank = TestBank::new();
    let wrong = json!({ "username": "maya", "password": "incorrect" });
    let first = begin(&bank, "incorrect").await;
    let error = incorrect(&first);
    assert_eq!(error.code, "incorrect");
    assert_eq!(error.field.as_deref(), Some("password"));
    assert_eq!(error.attempts_left, Some(2));
    let second = answer(&bank, &first.login, wrong.clone()).await;
    assert_eq!(incorrect(&second).attempts_left, Some(1));

    // One that comes right after all.
    let right = json!({ "username": "maya", "password": "x" });
    token(&answer(&bank, &second.login, right.clone()).await);

    let third = answer(&bank, &second.login, wrong).await;
    assert!(failed(&third));
    for handle in [&first.login, &second.login, &third.login] {
        assert!(failed(&answer(&bank, handle, right.clone()).await), "an old handle gives no new tries");
    }
}

#[tokio::test]
async fn old_handles_do_not_give_new_tries() {
    let bank = TestBank::new();
    let login = begin(&bank, "mfa").await;
    for left in [Some(2), Some(1), None] {
        let wrong = answer(&bank, &login.login, json!({ "code": "000001" })).await;
        match left {
            Some(_) => assert_eq!(step(&wrong).error.as_ref().and_then(|error| error.attempts_left), left),
            None => assert!(failed(&wrong)),
        }
    }
    assert!(failed(&answer(&bank, &login.login, json!({ "code": "123456" })).await));
}

#[tokio::test]
async fn the_handle_itself_counts_tries_over_a_restart() {
    let bank = TestBank::new();
    let login = begin(&bank, "mfa").await;
    let wrong = answer(&bank, &login.login, json!({ "code": "000001" })).await;
    let wrong = answer(&bank.restarted(), &wrong.login, json!({ "code": "000001" })).await;
    let wrong = answer(&bank.restarted(), &wrong.login, json!({ "code": "000001" })).await;
    assert!(failed(&wrong));
}

#[tokio::test]
async fn empty_fields_cost_no_try() {
    let bank = TestBank::new();
    let login = begin(&bank, "").await;
    let error = incorrect(&login);
    assert_eq!(
        (error.code.as_str(), error.field.as_deref(), error.attempts_left),
        ("required", Some("password"), None)
    );
    let body = json!({ "username": " ", "password": "x" });
    let nameless: LoginAnswer = bank.json(&format!("/{INSTITUTION}/login"), &body).await.decoded();
    assert_eq!(incorrect(&nameless).field.as_deref(), Some("username"));

    let login = begin(&bank, "mfa").await;
    let empty = answer(&bank, &login.login, json!({ "code": "" })).await;
    let missing = answer(&bank, &empty.login, json!({})).await;
    assert_eq!(step(&missing).error.as_ref().map(|error| error.code.as_str()), Some("required"));
    let wrong = answer(&bank, &missing.login, json!({ "code": "000001" })).await;
    assert_eq!(step(&wrong).error.as_ref().and_then(|error| error.attempts_left), Some(2));
}

#[tokio::test]
async fn words_work_in_no_user_name() {
    let bank = TestBank::new();
    let body = json!({ "username": "error", "password": "x" });
    token(&bank.json(&format!("/{INSTITUTION}/login"), &body).await.decoded());
}

#[tokio::test]
async fn a_sign_in_ends_after_fifteen_minutes_and_stays_at_its_bank() {
    let bank = TestBank::new();
    let login = begin(&bank, "mfa").await;
    let body = json!({ "login": login.login, "values": { "code": "123456" } });
    let elsewhere = bank.json("/bcinst_sierra/login/answer", &body).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    bank.pass(15 * 60);
    assert_eq!(bank.json(&format!("/{INSTITUTION}/login/answer"), &body).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn wrong_bodies_are_named_and_never_repeated() {
    let bank = TestBank::new();
    let login = format!("/{INSTITUTION}/login");
    let answer = format!("/{INSTITUTION}/login/answer");
    let long = "p".repeat(2000);
    for (path, body, field) in [
        (&login, json!({ "username": "maya" }), "password"),
        (&login, json!({ "username": "maya", "password": 20_871_413 }), "password"),
        (&login, json!({ "username": ["20871413"], "password": "x" }), "username"),
        (&login, json!({ "username": "maya", "password": long }), "password"),
        (&login, json!("20871413"), "body"),
        (&answer, json!({ "values": {} }), "login"),
        (&answer, json!({ "login": "x", "values": "20871413" }), "values"),
        (&answer, json!({ "login": "x", "values": { "code": 20_871_413 } }), "values"),
    ] {
        let reply = bank.json(path, &body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        assert_eq!(reply.value()["error"], "invalid_request");
        assert!(
            reply.value()["error_description"].as_str().is_some_and(|text| text.contains(field)),
            "{}",
            reply.body
        );
        assert!(!reply.body.contains("20871413") && !reply.body.contains("pppp"));
    }
}
