//! Signing in in the bank's own window.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::link::{AuthSession, AuthStatus, Manifest, Pane};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::{oauth, resumed, success},
    page::{all, button, find, find_button, focused, heading, one, spoken, until},
    screen::Screen,
    stage::Stage,
};

#[wasm_bindgen_test]
fn it_says_what_will_happen_and_which_address_to_expect() {
    let screen = Screen::of(Stage::at_oauth());
    assert_eq!(heading(&screen.root), "Sign in at northline");
    let steps: Vec<String> = all(&screen.root, "ol > li").iter().map(|step| spoken(step)).collect();
    assert_eq!(
        steps,
        [
            "Check the address of the page that opens: bank.example",
            "Sign in as you always do. Your password stays with northline.",
            "Choose accounts that Shop may see.",
        ]
    );
}

#[wasm_bindgen_test]
fn it_is_in_french_too() {
    let screen = Screen::french(Stage::at_oauth());
    assert_eq!(heading(&screen.root), "Connectez-vous chez northline");
    screen.press("Continuer vers northline");
    assert_eq!(screen.said(), ["OpenBank"]);
}

#[wasm_bindgen_test]
async fn the_window_opens_in_the_click_and_the_pane_waits() {
    let screen = Screen::of(Stage::at_oauth());
    screen.press("Continue to northline");
    assert_eq!(screen.said(), ["OpenBank"]);
    screen.heading("Finish at northline").await;
    screen.announces("We are waiting for northline.").await;
    until("the window can be opened once more", || {
        find_button(&screen.root, "Open northline again").is_some()
    })
    .await;
    assert!(find_button(&screen.root, "Continue to northline").is_none());
    screen.press("Open northline again");
    screen.press("Choose another bank");
    assert_eq!(screen.said(), ["OpenBank", "AnotherBank"]);
}

#[wasm_bindgen_test]
async fn the_focus_of_a_button_that_goes_is_at_the_heading_of_what_comes() {
    let screen = Screen::of(Stage::at_oauth());
    let go_on = button(&screen.root, "Continue to northline");
    go_on.focus().expect("it takes the focus");
    go_on.click();
    screen.heading("Finish at northline").await;
    let title = one(&screen.root, "h1");
    until("the heading has the focus", || focused(&title)).await;
}

#[wasm_bindgen_test]
async fn a_blocked_window_becomes_a_link_that_tells_the_bank_nothing() {
    let screen = Screen::of(Stage::at_oauth());
    screen.press("Continue to northline");
    screen.happens(Event::WindowNotReturned);
    screen.heading("Open northline yourself").await;
    let link = find("the link is there", || all(&screen.root, "a.ls-button").into_iter().next()).await;
    assert_eq!(spoken(&link), "Open northline");
    assert_eq!(link.get_attribute("href").as_deref(), Some("https://flow.example/auth/bcsess_1"));
    assert_eq!(link.get_attribute("target").as_deref(), Some("_blank"));
    assert_eq!(link.get_attribute("rel").as_deref(), Some("noopener"));
}

#[wasm_bindgen_test]
async fn a_no_at_the_bank_is_announced_and_the_next_try_waits_for_its_own_sign_in() {
    let screen = Screen::of(Stage::at_oauth());
    screen.press("Continue to northline");
    screen.answer(|ticket| Event::AuthSessionSeen(ticket, Ok(oauth("bcsess_1", AuthStatus::Denied))));
    screen.announces("You said no at northline.").await;
    screen.announces("Nothing was shared.").await;
    until("the first step is back", || find_button(&screen.root, "Continue to northline").is_some()).await;
    screen.done();
    let go_on = button(&screen.root, "Continue to northline");
    find("it is busy", || go_on.get_attribute("aria-busy")).await;
    go_on.click();
    assert!(screen.said().is_empty());
}

#[wasm_bindgen_test]
async fn a_no_at_a_second_bank_leaves_what_is_linked() {
    let begun = resumed(Pane::PartnerAuth, oauth("bcsess_1", AuthStatus::Pending));
    let linked_accounts = success(&["fca_1"]).linked_accounts;
    let screen = Screen::of(Stage::with(Manifest { linked_accounts, ..begun }));
    screen.answer(|ticket| Event::AuthSessionSeen(ticket, Ok(oauth("bcsess_1", AuthStatus::Denied))));
    screen.announces("What you connected before stays connected.").await;
    assert!(!spoken(&screen.root).contains("Nothing was shared."));
}

#[wasm_bindgen_test]
async fn lost_connection_is_announced_and_can_be_tried_again() {
    let screen = Screen::of(Stage::at_oauth());
    screen.answer(|ticket| Event::AuthSessionSeen(ticket, Err(RequestError::Unreachable)));
    screen.announces("No connection.").await;
    screen.press("Try again");
    assert_eq!(screen.said(), ["Retry"]);
    one(&screen.root, "[data-pane=partner_auth]");
}

#[wasm_bindgen_test]
async fn where_no_window_came_the_tab_itself_can_go_to_the_bank() {
    let screen = Screen::of(Stage::at_oauth());
    screen.press("Continue to northline");
    screen.happens(Event::WindowNotReturned);
    find("the other way is there", || find_button(&screen.root, "Continue in this tab")).await;
    screen.done();
    screen.press("Continue in this tab");
    assert_eq!(screen.said(), ["OpenBankHere"]);
}

#[wasm_bindgen_test]
async fn a_sign_in_that_was_resumed_at_the_bank_waits_for_it() {
    let begun = AuthSession { opened: true, ..oauth("bcsess_1", AuthStatus::Pending) };
    let screen = Screen::of(Stage::with(resumed(Pane::PartnerAuth, begun)));
    assert_eq!(heading(&screen.root), "Finish at northline");
    screen.press("Open northline again");
    assert_eq!(screen.said(), ["OpenBank"]);
}
