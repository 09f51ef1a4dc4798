//! While the manifest is on its way.

use linkspan_machine::{Event, RequestError};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::manifest,
    page::{all, spoken},
    screen::Screen,
    stage::Stage,
};
use linkspan_wire::link::Pane;

#[wasm_bindgen_test]
async fn the_shape_of_what_comes_is_hidden_from_screen_readers() {
    let screen = Screen::of(Stage::opening());
    let shapes = all(&screen.root, ".ls-skeleton");
    assert!(!shapes.is_empty());
    assert!(shapes.iter().all(|shape| shape.get_attribute("aria-hidden").as_deref() == Some("true")));
    assert_eq!(spoken(&screen.root), "");
    screen.answer(|ticket| Event::Synchronized(ticket, Ok(manifest(Pane::Consent))));
    screen.heading("Shop asks to see your bank data").await;
    assert!(all(&screen.root, ".ls-skeleton").is_empty());
}

#[wasm_bindgen_test]
async fn a_server_that_is_away_can_be_asked_again() {
    let screen = Screen::french(Stage::opening());
    screen.answer(|ticket| Event::Synchronized(ticket, Err(RequestError::Unreachable)));
    screen.announces("Pas de connexion. Rien n’est perdu").await;
    screen.press("Réessayer");
    assert_eq!(screen.said(), ["Retry"]);
    screen.answer(|ticket| Event::Synchronized(ticket, Ok(manifest(Pane::Consent))));
    screen.heading("Shop demande à voir vos données bancaires").await;
}
