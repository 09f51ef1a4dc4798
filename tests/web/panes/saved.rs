//! Saving what was linked, and coming back: an address, a phone, a code.

use linkspan_machine::Event;
use linkspan_wire::link::{
    AuthSession, AuthStatus, Choice, CredentialStep, Field, FieldKind, FieldValue, Institution, Manifest,
    Pane, StepError, StepKind, institution::SAVED,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::{form, manifest, resumed, success},
    page::{
        all, button, buttons, description, find, find_button, heading, input, one, spoken, type_into, until,
    },
    screen::Screen,
    stage::Stage,
};

fn field(name: &str, kind: FieldKind, prompt: &str) -> Field {
    Field {
        name: name.into(),
        kind,
        prompt: Some(prompt.into()),
        choices: Vec::new(),
        length: None,
        optional: false,
    }
}

fn at_saved(step: CredentialStep) -> AuthSession {
    let form = form("bcsess_1", AuthStatus::Pending, StepKind::Save);
    let institution = Institution { id: SAVED.into(), name: "Linkspan".into(), ..form.institution.clone() };
    AuthSession { institution, step: Some(step), ..form }
}

fn address(error: Option<StepError>) -> AuthSession {
    let phone = Field { optional: true, ..field("phone", FieldKind::Phone, "Phone") };
    let fields = vec![field("email", FieldKind::Email, "E-mail address"), phone];
    at_saved(CredentialStep { kind: StepKind::Save, fields, error })
}

fn code(prompt: &str, ways: &[(&str, &str)], error: Option<StepError>) -> AuthSession {
    let choices =
        ways.iter().map(|(id, label)| Choice { id: (*id).into(), label: (*label).into() }).collect();
    let fields = vec![
        Field { length: Some(6), ..field("code", FieldKind::Code, prompt) },
        Field { choices, prompt: None, ..field("send", FieldKind::Send, "") },
    ];
    at_saved(CredentialStep { kind: StepKind::Code, fields, error })
}

fn wrong(code: &str, field: &str) -> StepError {
    StepError { code: code.into(), field: Some(field.into()), attempts_left: None }
}

/// Somebody pressed "save" after success.
fn saving() -> Screen {
    let screen = Screen::of(Stage::with(Manifest { offer_save: true, ..success(&["fca_1"]) }));
    screen.press("Save for the next time");
    screen.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(address(None))));
    screen.done();
    screen
}

/// Somebody came back and agreed.
fn returned(ways: &[(&str, &str)]) -> Screen {
    let auth = code("Code sent to m•••@mail.example", ways, None);
    let screen =
        Screen::of(Stage::with(Manifest { active_auth_session: Some(auth), ..manifest(Pane::PartnerAuth) }));
    screen.done();
    screen
}

fn submitted(screen: &Screen) -> Vec<(String, String)> {
    match &screen.done()[..] {
        [Event::SubmitCredentials(values)] => {
            let pair = |value: &FieldValue| (value.name.clone(), value.value.clone());
            values.iter().map(pair).collect()
        }
        other => panic!("not one submission: {other:?}"),
    }
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.into(), value.into())
}

#[wasm_bindgen_test]
fn saving_is_offered_only_where_it_is_possible() {
    let screen = Screen::of(Stage::at_success(&["fca_1"]));
    assert!(find_button(&screen.root, "Save for the next time").is_none());
    let offered = Screen::of(Stage::with(Manifest { offer_save: true, ..success(&["fca_1"]) }));
    button(&offered.root, "Save for the next time");
}

#[wasm_bindgen_test]
fn a_form_that_took_too_long_says_so() {
    let stage =
        || Stage::with(resumed(Pane::PartnerAuth, form("bcsess_1", AuthStatus::Expired, StepKind::SignIn)));
    let screen = Screen::of(stage());
    assert!(spoken(&screen.root).contains("That took too long, so northline ended it."));
    assert_eq!(heading(&screen.root), "Sign in to northline", "though nothing is asked yet");
    assert!(spoken(&Screen::french(stage()).root).contains("Cela a pris trop de temps"));
}

#[wasm_bindgen_test]
fn saved_accounts_are_one_press_from_the_banks() {
    let saved = address(None).institution;
    let banks = Manifest { saved_accounts: Some(saved.clone()), ..manifest(Pane::InstitutionPicker) };
    let screen = Screen::of(Stage::picking_with(banks));
    screen.press("Use your saved accounts");
    assert!(matches!(&screen.done()[..], [Event::Pick(picked)] if *picked == saved));
    let without = Screen::of(Stage::at_picker());
    assert!(find_button(&without.root, "Use your saved accounts").is_none());
}

#[wasm_bindgen_test]
fn what_was_saved_has_a_page() {
    let address = "https://flow.example/saved".to_owned();
    let saved = Manifest { saved_url: Some(address.clone()), ..success(&["fca_1"]) };
    let screen = Screen::of(Stage::with(saved));
    let link = one(&screen.root, "a[href$='/saved']");
    assert_eq!(link.get_attribute("href"), Some(address));
    assert_eq!(link.get_attribute("rel").as_deref(), Some("noopener"));
    assert!(spoken(&link).contains("see, remove, forget"));
    assert!(spoken(&one(&screen.root, ".ls-note-good")).starts_with("Saved for the next time."));
}

#[wasm_bindgen_test]
async fn saving_that_took_too_long_is_said_where_the_person_goes_on_without() {
    let screen = saving();
    find("the form", || (heading(&screen.root) == "Save these accounts").then_some(())).await;
    type_into(&input(&screen.root, "E-mail address"), "maya@mail.example");
    screen.press("Send the code");
    let late = AuthSession { status: AuthStatus::Expired, step: None, ..address(None) };
    screen.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(late)));
    let anew = AuthSession { id: "bcsess_2".into(), ..address(None) };
    screen.answer(|ticket| Event::AuthSessionCreated(ticket, Ok(anew)));
    find("it is said at the form", || {
        spoken(&screen.root).contains("That took too long, so Linkspan ended it.").then_some(())
    })
    .await;
    screen.press("Not now");
    find("back at what was linked", || find_button(&screen.root, "Done")).await;
    let said = spoken(&one(&screen.root, ".ls-note-warn"));
    assert_eq!(said, "Saving ended before it was done: nothing is kept for the next time.");
    button(&screen.root, "Save for the next time");
}

#[wasm_bindgen_test]
async fn a_phone_may_stay_empty_and_the_address_may_not() {
    let screen = saving();
    find("the form", || (heading(&screen.root) == "Save these accounts").then_some(())).await;
    let (email, phone) = (input(&screen.root, "E-mail address"), input(&screen.root, "Phone"));
    assert_eq!(phone.get_attribute("autocomplete").as_deref(), Some("tel"));
    assert!(email.required() && !phone.required());
    screen.press("Send the code");
    assert!(screen.said().is_empty(), "nothing is sent without an address");
    type_into(&email, "maya@mail.example");
    screen.press("Send the code");
    assert_eq!(submitted(&screen), [pair("email", "maya@mail.example"), pair("phone", "")]);
    screen
        .answer(|ticket| Event::CredentialsAnswered(ticket, Ok(address(Some(wrong("incorrect", "phone"))))));
    until("it is said at the phone", || description(&phone).starts_with("That is not a phone number.")).await;
    assert_eq!(email.value(), "maya@mail.example", "what was typed stays");
    assert_eq!(buttons(&one(&screen.root, ".ls-actions")), ["Send the code", "Not now"]);
    screen.press("Not now");
    find("back at what was linked", || find_button(&screen.root, "Done")).await;
}

#[wasm_bindgen_test]
async fn a_code_can_be_sent_again_and_elsewhere() {
    let ways = [("email", "Send a new code by e-mail"), ("phone", "Send a new code by text message")];
    let screen = returned(&ways);
    assert_eq!(heading(&screen.root), "Welcome back");
    assert!(spoken(&screen.root).contains("You have saved accounts. A code opens them:"));
    assert_eq!(all(&screen.root, ".ls-body > .ls-mark-linkspan").len(), 1, "our own mark, not a letter");
    assert_eq!(all(&screen.root, "input").len(), 1, "where it goes is not typed");
    type_into(&input(&screen.root, "Code sent to m•••@mail.example"), "12");
    screen.press("Send a new code by text message");
    assert_eq!(submitted(&screen), [pair("send", "phone")]);
    let again = code("New code sent to your phone", &ways, None);
    screen.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(again)));
    find("it says where it went", || {
        spoken(&screen.root).contains("New code sent to your phone").then_some(())
    })
    .await;
    let field = input(&screen.root, "New code sent to your phone");
    assert_eq!(field.value(), "", "the old one is gone");
    type_into(&field, "111111");
    screen.press("Check the code");
    assert_eq!(submitted(&screen), [pair("code", "111111")]);
    screen.answer(|ticket| {
        Event::CredentialsAnswered(ticket, Ok(code("x", &ways, Some(wrong("expired", "code")))))
    });
    find("it is said", || {
        spoken(&screen.root).contains("That code is no longer valid. Have a new one").then_some(())
    })
    .await;
}

#[wasm_bindgen_test]
fn the_way_round_is_a_bank() {
    let screen = returned(&[("email", "Send a new code")]);
    assert_eq!(buttons(&one(&screen.root, ".ls-actions")), ["Check the code", "Sign in at a bank instead"]);
    screen.press("Sign in at a bank instead");
    assert_eq!(screen.said(), ["AnotherBank"]);
}
