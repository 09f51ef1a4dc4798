//! Signing in in a form of the flow.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::link::{
    AuthSession, AuthStatus, Choice, CredentialStep, Field, FieldKind, FieldValue, StepError, StepKind,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlFormElement;

use crate::{
    fixtures::form,
    page::{
        all, button, buttons, description, find, find_button, focused, heading, input, one, spoken,
        type_into, until,
    },
    screen::Screen,
    stage::Stage,
};

fn field(name: &str, kind: FieldKind) -> Field {
    Field { name: name.into(), kind, prompt: None, choices: Vec::new(), length: None, optional: false }
}

fn step(kind: StepKind, fields: Vec<Field>) -> CredentialStep {
    CredentialStep { kind, fields, error: None }
}

fn auth(step: CredentialStep) -> AuthSession {
    AuthSession { step: Some(step), ..form("bcsess_1", AuthStatus::Pending, StepKind::SignIn) }
}

/// The bank asks for one more step.
fn asking(kind: StepKind, fields: Vec<Field>) -> Stage {
    let mut stage = Stage::at_form();
    stage.send(Event::SubmitCredentials(Vec::new()));
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(auth(step(kind, fields)))));
    stage
}

/// The bank says that the last answer was wrong.
fn refuse(screen: &Screen, error: StepError) {
    let form = form("bcsess_1", AuthStatus::Pending, StepKind::SignIn);
    let asked = form.step.clone().expect("a pending form has a step");
    let auth = AuthSession { step: Some(CredentialStep { error: Some(error), ..asked }), ..form };
    screen.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(auth)));
}

fn submitted(screen: &Screen) -> Vec<FieldValue> {
    match &screen.done()[..] {
        [Event::SubmitCredentials(values)] => values.clone(),
        other => panic!("not one submission: {other:?}"),
    }
}

fn pairs(values: &[FieldValue]) -> Vec<(&str, &str)> {
    values.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect()
}

fn type_both(screen: &Screen) {
    type_into(&input(&screen.root, "User name"), "ada");
    type_into(&input(&screen.root, "Password"), "open sesame");
}

#[wasm_bindgen_test]
fn fields_are_labelled_and_known_to_password_managers() {
    let screen = Screen::of(Stage::at_form());
    assert_eq!(heading(&screen.root), "Sign in to northline");
    let (user, password) = (input(&screen.root, "User name"), input(&screen.root, "Password"));
    assert_eq!((user.type_(), password.type_()), ("text".into(), "password".into()));
    assert_eq!(user.get_attribute("autocomplete").as_deref(), Some("username"));
    assert_eq!(password.get_attribute("autocomplete").as_deref(), Some("current-password"));
    assert!(!user.has_attribute("aria-invalid") && !password.has_attribute("aria-invalid"));
    assert!(spoken(&screen.root).contains("Shop does not see what you type here."));
}

#[wasm_bindgen_test]
fn it_is_in_french_too() {
    let screen = Screen::french(Stage::at_form());
    assert_eq!(heading(&screen.root), "Connectez-vous à northline");
    input(&screen.root, "Identifiant");
    input(&screen.root, "Mot de passe");
    button(&screen.root, "Se connecter");
    button(&screen.root, "Afficher le mot de passe");
}

#[wasm_bindgen_test]
fn what_is_typed_is_sent_by_the_button_and_by_enter() {
    let screen = Screen::of(Stage::at_form());
    type_both(&screen);
    screen.press("Sign in");
    assert_eq!(pairs(&submitted(&screen)), [("username", "ada"), ("password", "open sesame")]);

    let screen = Screen::of(Stage::at_form());
    type_both(&screen);
    one(&screen.root, "form").unchecked_into::<HtmlFormElement>().request_submit().expect("it is submitted");
    assert_eq!(pairs(&submitted(&screen)), [("username", "ada"), ("password", "open sesame")]);
}

#[wasm_bindgen_test]
async fn what_is_typed_is_in_no_attribute() {
    let screen = Screen::of(Stage::at_form());
    type_both(&screen);
    screen.press("Sign in");
    until("it is busy", || button(&screen.root, "Sign in").has_attribute("aria-busy")).await;
    assert!(!screen.root.outer_html().contains("open sesame"));
    assert!(!screen.root.outer_html().contains("ada\""));
}

#[wasm_bindgen_test]
async fn nothing_is_sent_twice() {
    let screen = Screen::of(Stage::at_form());
    type_both(&screen);
    let sign_in = button(&screen.root, "Sign in");
    sign_in.click();
    sign_in.click();
    submitted(&screen);
    until("it is busy", || sign_in.has_attribute("aria-busy")).await;
    sign_in.click();
    one(&screen.root, "form").unchecked_into::<HtmlFormElement>().request_submit().expect("it is submitted");
    assert!(screen.said().is_empty());
}

#[wasm_bindgen_test]
async fn empty_fields_are_named_and_nothing_is_sent() {
    let screen = Screen::of(Stage::at_form());
    let (user, password) = (input(&screen.root, "User name"), input(&screen.root, "Password"));
    type_into(&password, "   ");
    screen.press("Sign in");
    assert!(screen.said().is_empty());
    for field in [&user, &password] {
        until("it is marked", || field.get_attribute("aria-invalid").as_deref() == Some("true")).await;
        until("it is explained", || description(field) == "Please fill this in.").await;
    }
    until("the first one has the focus", || focused(&user)).await;
    type_into(&user, "ada");
    until("it is not marked any more", || !user.has_attribute("aria-invalid")).await;
    assert_eq!(description(&user), "");
    assert!(password.has_attribute("aria-invalid"));
}

#[wasm_bindgen_test]
async fn a_wrong_password_keeps_what_was_typed_and_says_what_is_left() {
    let screen = Screen::of(Stage::at_form());
    type_both(&screen);
    screen.press("Sign in");
    refuse(&screen, StepError { code: "incorrect".into(), field: None, attempts_left: Some(1) });
    let (user, password) = (input(&screen.root, "User name"), input(&screen.root, "Password"));
    until("it is marked", || password.get_attribute("aria-invalid").as_deref() == Some("true")).await;
    let words = "The user name or password did not work. Check both and try again. 1 try is left.";
    until("it is explained", || description(&password) == words).await;
    assert_eq!((user.value(), password.value()), ("ada".into(), "open sesame".into()));
    let message = password.get_attribute("aria-describedby").expect("a description");
    assert_eq!(
        one(&screen.root, &format!("#{message}")).get_attribute("aria-live").as_deref(),
        Some("polite")
    );

    screen.done();
    screen.press("Sign in");
    assert_eq!(pairs(&submitted(&screen)), [("username", "ada"), ("password", "open sesame")]);
    refuse(
        &screen,
        StepError { code: "incorrect".into(), field: Some("username".into()), attempts_left: None },
    );
    until("the field that it is about is marked", || user.has_attribute("aria-invalid")).await;
    until("it has the focus", || focused(&user)).await;
}

#[wasm_bindgen_test]
async fn what_was_wrong_with_an_answer_is_not_said_of_the_next() {
    let screen = Screen::of(Stage::at_form());
    let wrong = || StepError { code: "incorrect".into(), field: None, attempts_left: None };
    type_both(&screen);
    screen.press("Sign in");
    refuse(&screen, wrong());
    let password = input(&screen.root, "Password");
    until("it is marked", || password.has_attribute("aria-invalid")).await;
    type_into(&password, "open sesam");
    until("it is not marked while the next is typed", || !password.has_attribute("aria-invalid")).await;
    assert_eq!(description(&password), "");
    screen.press("Sign in");
    until("it is busy", || button(&screen.root, "Sign in").has_attribute("aria-busy")).await;
    refuse(&screen, wrong());
    until("it is marked again", || password.has_attribute("aria-invalid")).await;
    let user = input(&screen.root, "User name");
    until("the first field has the focus again", || focused(&user)).await;
    screen.press("Sign in");
    until("it is not marked while it is looked at", || !password.has_attribute("aria-invalid")).await;
    screen.answer(|ticket| Event::CredentialsAnswered(ticket, Err(RequestError::Unreadable)));
    screen.announces("It is our fault, not yours.").await;
    assert!(!password.has_attribute("aria-invalid"), "one thing is said, not two");
}

#[wasm_bindgen_test]
async fn the_password_can_be_shown_and_stays() {
    let screen = Screen::of(Stage::at_form());
    type_both(&screen);
    let password = input(&screen.root, "Password");
    screen.press("Show password");
    let hide = find("it can be hidden", || find_button(&screen.root, "Hide password")).await;
    until("it is shown", || password.type_() == "text").await;
    assert_eq!(hide.get_attribute("aria-controls"), Some(password.id()));
    assert_eq!(password.value(), "open sesame");
    until("the button keeps the focus", || focused(&button(&screen.root, "Hide password"))).await;
    screen.press("Hide password");
    until("it is hidden", || password.type_() == "password").await;
    assert!(screen.said().is_empty());
}

#[wasm_bindgen_test]
async fn lost_connection_keeps_what_was_typed() {
    let screen = Screen::of(Stage::at_form());
    type_both(&screen);
    screen.press("Sign in");
    screen.answer(|ticket| Event::CredentialsAnswered(ticket, Err(RequestError::Unreachable)));
    screen.announces("No connection. Nothing is lost: try again when it is back.").await;
    screen.done();
    screen.happens(Event::Online(false));
    screen.happens(Event::Online(true));
    screen.announces("try again when it is back.").await;
    assert!(find_button(&screen.root, "Try again").is_none(), "the form's button is the way");
    screen.press("Sign in");
    assert_eq!(pairs(&submitted(&screen)), [("username", "ada"), ("password", "open sesame")]);
}

#[wasm_bindgen_test]
async fn one_of_several_ways_has_to_be_chosen() {
    let choice = |id: &str, label: &str| Choice { id: id.into(), label: label.into() };
    let choices = vec![choice("sms", "Text to •••• 12"), choice("mail", "E-mail")];
    let screen =
        Screen::of(asking(StepKind::Options, vec![Field { choices, ..field("channel", FieldKind::Choice) }]));
    assert_eq!(heading(&screen.root), "How should northline reach you?");
    let group = one(&screen.root, "fieldset");
    assert_eq!(spoken(&one(&group, "legend")), "Send the code to");
    assert_eq!(all(&group, "input[type=radio]:checked").len(), 0, "nothing is chosen for the person");
    screen.press("Send the code");
    assert!(screen.said().is_empty());
    until("it is explained", || description(&group) == "Please choose one.").await;
    input(&screen.root, "E-mail").click();
    until("it is not marked any more", || !group.has_attribute("aria-invalid")).await;
    screen.press("Send the code");
    assert_eq!(pairs(&submitted(&screen)), [("channel", "mail")]);
}

#[wasm_bindgen_test]
fn a_code_can_be_filled_from_a_message() {
    let screen =
        Screen::of(asking(StepKind::Code, vec![Field { length: Some(6), ..field("code", FieldKind::Code) }]));
    assert_eq!(heading(&screen.root), "Enter the code");
    assert!(spoken(&screen.root).contains("northline sent you a code of 6 digits."));
    let code = input(&screen.root, "Code");
    assert_eq!(code.get_attribute("autocomplete").as_deref(), Some("one-time-code"));
    assert_eq!(code.get_attribute("inputmode").as_deref(), Some("numeric"));
    assert_eq!(code.max_length(), 6);
    type_into(&code, "419203");
    screen.press("Check the code");
    assert_eq!(pairs(&submitted(&screen)), [("code", "419203")]);
}

#[wasm_bindgen_test]
async fn the_next_step_begins_with_an_empty_field() {
    let screen = Screen::of(Stage::at_form());
    type_both(&screen);
    screen.press("Sign in");
    let code = Field { length: Some(6), ..field("code", FieldKind::Code) };
    screen.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(auth(step(StepKind::Code, vec![code])))));
    screen.heading("Enter the code").await;
    let code = input(&screen.root, "Code");
    assert_eq!(code.value(), "");
    type_into(&code, "123456");
    screen.press("Check the code");
    let question = vec![field("answer", FieldKind::Text)];
    let next = auth(step(StepKind::SecurityQuestion, question));
    screen.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(next)));
    screen.heading("One more question from northline").await;
    assert_eq!(one(&screen.root, "input").unchecked_into::<web_sys::HtmlInputElement>().value(), "");
}

#[wasm_bindgen_test]
fn an_approval_elsewhere_needs_no_field() {
    let screen = Screen::of(asking(StepKind::Confirm, Vec::new()));
    assert_eq!(heading(&screen.root), "Approve it on your phone");
    assert!(all(&screen.root, "input").is_empty());
    assert!(!spoken(&screen.root).contains("what you type here"), "nothing is typed");
    screen.press("I have approved it");
    assert_eq!(pairs(&submitted(&screen)), []);
}

#[wasm_bindgen_test]
fn the_banks_own_question_is_the_label_and_text() {
    let prompt = Some("First <b>pet</b>?".to_owned());
    let screen = Screen::of(asking(
        StepKind::SecurityQuestion,
        vec![Field { prompt, ..field("answer", FieldKind::Text) }],
    ));
    assert_eq!(heading(&screen.root), "One more question from northline");
    type_into(&input(&screen.root, "First <b>pet</b>?"), "Rex");
    assert!(all(&screen.root, "b").is_empty());
    screen.press("Send the answer");
    assert_eq!(pairs(&submitted(&screen)), [("answer", "Rex")]);
}

#[wasm_bindgen_test]
fn a_step_of_a_newer_server_can_still_be_answered_and_is_not_shown() {
    let screen = Screen::of(asking(StepKind::Unknown, vec![field("token", FieldKind::Unknown)]));
    let token = all(&screen.root, "input");
    assert_eq!(token.len(), 1);
    assert_eq!(token[0].get_attribute("type").as_deref(), Some("password"));
}

#[wasm_bindgen_test]
fn another_bank_can_be_chosen() {
    let screen = Screen::of(Stage::at_form());
    assert_eq!(buttons(&one(&screen.root, ".ls-actions")), ["Sign in", "Choose another bank"]);
    screen.press("Choose another bank");
    assert_eq!(screen.said(), ["AnotherBank"]);
}

#[wasm_bindgen_test]
async fn that_a_form_took_too_long_is_said_above_the_new_one() {
    let mut stage = Stage::at_form();
    stage.send(Event::SubmitCredentials(Vec::new()));
    let expired = form("bcsess_1", AuthStatus::Expired, StepKind::Code);
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(expired)));
    let anew = form("bcsess_2", AuthStatus::Pending, StepKind::SignIn);
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(anew)));
    let screen = Screen::of(stage);
    screen.announces("That took too long, so northline ended it. Nothing was shared.").await;
    type_both(&screen);
    screen.press("Sign in");
    until("it was read", || !spoken(&screen.root).contains("took too long")).await;
}
