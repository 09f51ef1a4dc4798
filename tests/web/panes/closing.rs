//! The flow is ending.

use linkspan_machine::{Event, RequestError};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::{manifest, success},
    page::{all, buttons, find_button, heading, one, spoken, until},
    screen::Screen,
    stage::Stage,
};
use linkspan_wire::link::{Manifest, Pane};

/// Something is linked, another bank is being chosen, and the person leaves.
fn leaving_with_an_account() -> Stage {
    let linked_accounts = success(&["fca_1"]).linked_accounts;
    let mut stage = Stage::picking_with(Manifest { linked_accounts, ..manifest(Pane::InstitutionPicker) });
    stage.send(Event::Close);
    stage.send(Event::ConfirmLeave);
    stage
}

#[wasm_bindgen_test]
fn it_says_what_is_going_on() {
    let screen = Screen::of(leaving_with_an_account());
    assert_eq!(heading(&screen.root), "One moment");
    assert!(spoken(&screen.root).contains("We are telling Shop what you chose."));
    assert_eq!(buttons(&one(&screen.root, ".ls-foot")), Vec::<String>::new());
    let french = Screen::french(leaving_with_an_account());
    assert_eq!(heading(&french.root), "Un instant");
    assert!(spoken(&french.root).contains("Nous transmettons votre choix à Shop."));
}

#[wasm_bindgen_test]
async fn when_the_server_is_away_it_can_be_tried_again_or_left() {
    let screen = Screen::of(leaving_with_an_account());
    screen.answer(|ticket| Event::Completed(ticket, Err(RequestError::Unreachable)));
    screen.announces("No connection.").await;
    until("it can be left", || find_button(&screen.root, "Close anyway").is_some()).await;
    assert!(all(&screen.root, ".ls-skeleton").is_empty(), "nothing is on its way");
    screen.press("Close anyway");
    assert_eq!(screen.said(), ["Close"]);
    let screen = Screen::of(leaving_with_an_account());
    screen.answer(|ticket| Event::Completed(ticket, Err(RequestError::Timeout)));
    screen.announces("No answer came in time.").await;
    screen.press("Try again");
    assert_eq!(screen.said(), ["Retry"]);
}
