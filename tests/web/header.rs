//! The head of the card: back where it leads anywhere, the step, and close on every pane.

use linkspan_wire::link::{Manifest, Pane};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::{account, accounts, manifest, success},
    page::{all, buttons, name, one, spoken},
    screen::Screen,
    stage::Stage,
};

fn head(screen: &Screen) -> (Vec<String>, Vec<String>) {
    let head = one(&screen.root, "header");
    let steps = all(&head, "[role=img]").iter().map(|steps| name(steps)).collect();
    (buttons(&head), steps)
}

fn assert_head(stage: Stage, back: bool, step: Option<u8>) {
    let screen = Screen::of(stage);
    let expected = if back { vec!["Back", "Close"] } else { vec!["Close"] };
    let steps: Vec<String> = step.into_iter().map(|step| format!("Step {step} of 4")).collect();
    assert_eq!(head(&screen), (expected.into_iter().map(str::to_owned).collect(), steps));
}

#[wasm_bindgen_test]
fn every_pane_can_be_closed_and_some_gone_back_from() {
    assert_head(Stage::at_consent(), false, Some(1));
    assert_head(Stage::at_picker(), true, Some(2));
    assert_head(Stage::at_oauth(), true, Some(3));
    assert_head(Stage::at_form(), true, Some(3));
    assert_head(Stage::at_accounts(accounts(vec![account("1")])), false, Some(4));
    assert_head(Stage::at_success(&["fca_1"]), false, Some(4));
}

#[wasm_bindgen_test]
async fn back_goes_back() {
    let screen = Screen::of(Stage::at_picker());
    screen.press("Back");
    assert_eq!(screen.said(), ["Back"]);
    screen.heading("Shop asks to see your bank data").await;
}

#[wasm_bindgen_test]
fn close_closes() {
    let screen = Screen::of(Stage::at_consent());
    screen.press("Close");
    assert_eq!(screen.said(), ["Close"]);
}

#[wasm_bindgen_test]
fn the_head_is_in_french_too() {
    let screen = Screen::french(Stage::at_picker());
    assert_eq!(head(&screen), (vec!["Retour".into(), "Fermer".into()], vec!["Étape 2 sur 4".into()]));
}

#[wasm_bindgen_test]
fn whom_the_flow_is_for_is_said_with_each_heading_until_something_is_linked() {
    let held = |manifest: Manifest| {
        Screen::of(Stage::with(Manifest { account_holder: Some("Jane Example".into()), ..manifest }))
    };
    for pane in [Pane::Consent, Pane::InstitutionPicker] {
        let screen = held(manifest(pane));
        let described = one(&screen.root, "h1").get_attribute("aria-describedby").expect("a description");
        let said = spoken(&one(&screen.root, &format!("#{described}")));
        assert_eq!(said, "For Jane Example. If that is not you, close this page.");
    }
    let without = [held(success(&["fca_1"])), Screen::of(Stage::at_consent())];
    assert!(without.iter().all(|screen| all(&screen.root, "#ls-holder").is_empty()));
}
