//! The account's numbers, typed in.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::{
    ApiError, ErrorType,
    link::{Manifest, Pane, RoutingNumber},
    session::ManualEntryMode,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlFormElement;

use crate::{
    fixtures::{manifest, success},
    page::{all, button, description, find_button, focused, heading, input, one, spoken, type_into, until},
    screen::Screen,
    stage::Stage,
};

const ROUTING: &str = "110000000";
/// Not the one that the pane itself names in test mode.
const ACCOUNT: &str = "998877665544";

fn stage(mode: ManualEntryMode) -> Stage {
    Stage::with(Manifest { manual_entry: mode, ..manifest(Pane::InstitutionPicker) })
}

fn opened() -> Stage {
    let mut stage = stage(ManualEntryMode::Automatic);
    stage.send(Event::OpenManualEntry);
    stage
}

fn type_all(screen: &Screen, routing: &str, account: &str, again: &str) {
    type_into(&input(&screen.root, "Routing number"), routing);
    type_into(&input(&screen.root, "Account number"), account);
    type_into(&input(&screen.root, "Account number again"), again);
}

#[wasm_bindgen_test]
async fn the_way_here_is_a_button_where_the_session_takes_numbers() {
    let screen = Screen::of(stage(ManualEntryMode::Automatic));
    screen.press("Enter account numbers instead");
    screen.heading("Enter your account numbers").await;
    drop(screen);
    for mode in [ManualEntryMode::Automatic, ManualEntryMode::Custom, ManualEntryMode::Disabled] {
        let there = find_button(&Screen::of(stage(mode)).root, "Enter account numbers instead").is_some();
        assert_eq!(there, mode != ManualEntryMode::Disabled, "{mode:?}");
    }
}

#[wasm_bindgen_test]
fn it_is_in_french_too() {
    let screen = Screen::french(opened());
    assert_eq!(heading(&screen.root), "Saisissez les numéros de votre compte");
    input(&screen.root, "Numéro d’acheminement");
    button(&screen.root, "Choisir une autre banque");
}

#[wasm_bindgen_test]
fn numbers_are_kept_from_password_managers_and_out_of_attributes() {
    let screen = Screen::of(opened());
    type_all(&screen, ROUTING, ACCOUNT, ACCOUNT);
    for field in all(&screen.root, "input") {
        assert_eq!(field.get_attribute("autocomplete").as_deref(), Some("off"));
        assert_eq!(field.get_attribute("inputmode").as_deref(), Some("numeric"));
    }
    assert!(!screen.root.inner_html().contains(ACCOUNT));
}

#[wasm_bindgen_test]
async fn the_bank_of_a_routing_number_is_announced() {
    let screen = Screen::of(opened());
    type_into(&input(&screen.root, "Routing number"), ROUTING);
    let found = RoutingNumber { bank: Some("Northline".into()) };
    screen.answer(|ticket| Event::RoutingNumberFound(ticket, Ok(found)));
    screen.announces("Bank: Northline").await;
    let below = spoken(&one(&screen.root, "form"));
    let place = |words: &str| below.find(words).unwrap_or_else(|| panic!("{words}: {below}"));
    assert!(place("Bank: Northline") < place("Account number"), "below the field that it is about: {below}");
}

#[wasm_bindgen_test]
async fn a_wrong_field_is_named_gets_the_focus_and_what_was_typed_stays() {
    let screen = Screen::of(opened());
    leptos::task::tick().await;
    type_all(&screen, ROUTING, ACCOUNT, "1");
    screen.press("Connect this account");
    let again = input(&screen.root, "Account number again");
    until("the field has the focus", || focused(&again)).await;
    assert_eq!(again.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert!(description(&again).contains("differ"), "{}", description(&again));
    assert_eq!(input(&screen.root, "Account number").value(), ACCOUNT);
}

#[wasm_bindgen_test]
async fn what_the_server_refuses_is_at_its_field_too() {
    let screen = Screen::of(opened());
    leptos::task::tick().await;
    type_all(&screen, ROUTING, ACCOUNT, ACCOUNT);
    screen.press("Connect this account");
    let refused = ApiError::new(ErrorType::InvalidRequestError, "parameter_invalid", "No such bank.")
        .with_param("routing_number");
    screen.answer(|ticket| Event::NumbersAttached(ticket, Err(RequestError::Api(refused))));
    let routing = input(&screen.root, "Routing number");
    until("the field has the focus", || focused(&routing)).await;
    assert_eq!(routing.value(), ROUTING);
}

#[wasm_bindgen_test]
async fn nothing_is_sent_twice_and_no_connection_keeps_what_was_typed() {
    let screen = Screen::of(opened());
    type_all(&screen, ROUTING, ACCOUNT, ACCOUNT);
    screen.done();
    let form: HtmlFormElement = one(&screen.root, "form").unchecked_into();
    form.request_submit().expect("it is sent");
    form.request_submit().expect("a second time");
    let sent = screen.done().into_iter().filter(|event| matches!(event, Event::SubmitNumbers(_))).count();
    assert_eq!(sent, 1);
    screen.answer(|ticket| Event::NumbersAttached(ticket, Err(RequestError::Unreachable)));
    screen.announces("No connection. Nothing is lost: try again when it is back.").await;
    assert_eq!(input(&screen.root, "Account number").value(), ACCOUNT);
    assert!(find_button(&screen.root, "Try again").is_none(), "the form's button is the way");
    screen.press("Connect this account");
    assert!(matches!(screen.done()[..], [Event::SubmitNumbers(_)]));
    until("it is on its way", || button(&screen.root, "Connect this account").has_attribute("aria-busy"))
        .await;
}

#[wasm_bindgen_test]
fn the_last_pane_says_what_is_left_to_do_and_claims_nothing_before() {
    let linked = success(&["fca_1"]);
    let mut accounts = linked.linked_accounts.clone();
    accounts[0].permissions = vec![linkspan_wire::Permission::PaymentMethod];
    let permissions = vec![linkspan_wire::Permission::Balances, linkspan_wire::Permission::PaymentMethod];
    let mut manifest = Manifest { permissions, linked_accounts: accounts, ..linked };
    let text = spoken(&Screen::of(Stage::with(manifest.clone())).root);
    assert!(text.contains("can now see the account details and payment numbers until"), "{text}");

    manifest.awaits_microdeposits = true;
    manifest.sharing_url = Some("https://flow.example/sharing/1".to_owned());
    let screen = Screen::of(Stage::with(manifest));
    assert_eq!(heading(&screen.root), "One step left");
    let text = spoken(&screen.root);
    assert!(text.contains("Two small payments arrive") && !text.contains("can now see"), "{text}");
    assert!(all(&screen.root, ".ls-row-icon-good, .ls-badge-good").is_empty(), "nothing is done yet");
    let confirm = one(&screen.root, "a.ls-button-quiet");
    assert_eq!(spoken(&confirm), "Confirm the payments");
    assert_eq!(confirm.get_attribute("href").as_deref(), Some("https://flow.example/sharing/1"));
}
