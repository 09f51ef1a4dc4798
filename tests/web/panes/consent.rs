//! Consent: who asks for what, and the agreement.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::{
    Permission,
    link::{Manifest, Merchant, Pane},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::manifest,
    page::{all, button, buttons, find, heading, name, one, spoken},
    screen::Screen,
    stage::Stage,
};

#[wasm_bindgen_test]
async fn it_says_who_asks_for_what_what_for_how_long_how_often_and_how_to_stop_it() {
    let purpose = Some("To keep your books up to date.".to_owned());
    let merchant = Merchant { purpose, ..manifest(Pane::Consent).merchant };
    let screen = Screen::of(Stage::with(Manifest { merchant, ..manifest(Pane::Consent) }));
    assert!(spoken(&screen.root).contains("To keep your books up to date."));
    let pane = one(&screen.root, "[data-pane=consent]");
    assert_eq!(name(&pane), "Shop asks to see your bank data");
    let list = one(&pane, "ul[aria-label='What Shop asks for']");
    assert_eq!(
        buttons(&list),
        ["Account details Type, nickname, last 4 digits", "Balances Current and available"]
    );
    let promises = spoken(&one(&pane, "ul.ls-promises"));
    for promise in [
        "Shop never sees your sign-in.",
        "For 3 months, unless you stop sooner.",
        "Stop any time on your sharing page.",
        "Data of joint holders is included.",
    ] {
        assert!(promises.contains(promise), "{promise}: {promises}");
    }
    screen.press("How this works");
    let about = find("the details", || all(&screen.root, "dialog").into_iter().next()).await;
    let about = spoken(&about);
    for detail in [
        "From today until February",
        "2024 it is read once a day at most, and when Shop asks.",
        "After you stop, no new data is read. Shop may keep what it already has, by its own rules.",
    ] {
        assert!(about.contains(detail), "{detail}: {about}");
    }
}

#[wasm_bindgen_test]
fn it_is_in_french_too() {
    let screen = Screen::french(Stage::at_consent());
    assert_eq!(heading(&screen.root), "Shop demande à voir vos données bancaires");
    let promises = spoken(&one(&screen.root, "ul.ls-promises"));
    assert!(promises.contains("Pendant 3 mois, sauf arrêt avant."), "{promises}");
    assert!(promises.contains("Arrêt à tout moment sur votre page de partage."), "{promises}");
    assert!(promises.contains("Données des cotitulaires comprises."), "{promises}");
    button(&screen.root, "Soldes Actuel et disponible");
    screen.press("Accepter et choisir votre banque");
    assert_eq!(screen.said(), ["Agree"]);
}

#[wasm_bindgen_test]
fn the_merchants_own_words_are_text() {
    let evil = "<img src=x onerror=alert(1)>";
    let merchant = Merchant {
        name: evil.into(),
        purpose: Some("To pay <b>you</b>.".into()),
        ..manifest(Pane::Consent).merchant
    };
    let screen = Screen::of(Stage::with(Manifest { merchant, ..manifest(Pane::Consent) }));
    assert_eq!(heading(&screen.root), format!("{evil} asks to see your bank data"));
    assert!(all(&screen.root, "img, b").is_empty());
    let text = spoken(&screen.root);
    assert!(text.contains("To pay <b>you</b>."), "{text}");
}

#[wasm_bindgen_test]
fn every_permission_has_a_row_even_an_unknown_one() {
    let permissions = vec![
        Permission::Balances,
        Permission::Ownership,
        Permission::PaymentMethod,
        Permission::Transactions,
        Permission::Unknown,
    ];
    let screen = Screen::of(Stage::with(Manifest { permissions, ..manifest(Pane::Consent) }));
    let rows = buttons(&one(&screen.root, "ul.ls-list"));
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[5], "Other data Asked for by a newer version of the service");
}

#[wasm_bindgen_test]
fn each_control_does_what_it_says() {
    for (control, event) in [
        ("Agree and choose your bank", "Agree"),
        ("Not now", "Close"),
        ("Account details Type, nickname, last 4 digits", "OpenDetails(Account)"),
        ("Balances Current and available", "OpenDetails(Permission(Balances))"),
        ("How this works", "OpenDetails(About)"),
    ] {
        let screen = Screen::of(Stage::at_consent());
        screen.press(control);
        assert_eq!(screen.said(), [event]);
    }
}

#[wasm_bindgen_test]
fn whoever_hosts_the_flow_has_their_own_name() {
    let hosted = Manifest { provider_name: "Northline Connect".into(), ..manifest(Pane::Consent) };
    let said = spoken(&Screen::of(Stage::with(hosted)).root);
    assert!(said.contains("Northline Connect connects you to your bank."), "{said}");
    assert!(!said.contains("Linkspan"), "{said}");
}

#[wasm_bindgen_test]
async fn a_busy_button_sends_nothing() {
    let screen = Screen::of(Stage::at_consent());
    let agree = button(&screen.root, "Agree and choose your bank");
    agree.click();
    agree.click();
    assert_eq!(screen.said(), ["Agree"], "a double click is one click");
    find("it is busy", || agree.get_attribute("aria-busy")).await;
    assert_eq!(agree.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(!agree.has_attribute("disabled"), "the focus stays");
    agree.click();
    assert!(screen.said().is_empty());
}

#[wasm_bindgen_test]
async fn trouble_is_announced_in_a_region_that_was_there_before() {
    for (error, words) in [
        (RequestError::Unreachable, "No connection. Nothing is lost: try again when it is back."),
        (RequestError::Timeout, "No answer came in time."),
        (RequestError::Unreadable, "That did not work. It is our fault, not yours."),
    ] {
        let screen = Screen::of(Stage::at_consent());
        let region = one(&screen.root, "[role=status]");
        assert_eq!(spoken(&region), "");
        screen.press("Agree and choose your bank");
        screen.done();
        screen.answer(|ticket| Event::ConsentAcquired(ticket, Err(error)));
        screen.announces(words).await;
        assert_eq!(buttons(&region), ["Try again"], "in the same region");
        assert!(region.closest(".ls-foot").expect("a selector").is_some(), "where it is in view");
        button(&region, "Try again").click();
        assert_eq!(screen.said(), ["Retry"]);
    }
}

#[wasm_bindgen_test]
fn a_later_session_says_what_is_new_and_what_is_shared_already() {
    let permissions = vec![Permission::Balances, Permission::Transactions];
    let later = Manifest { permissions, ..manifest(Pane::Consent) };
    let first = Screen::of(Stage::with(later.clone()));
    assert!(all(&first.root, ".ls-pill").is_empty(), "at first everything is new");
    drop(first);
    let shared = vec![Permission::Balances];
    let screen = Screen::of(Stage::with(Manifest { shared_permissions: shared, ..later }));
    assert_eq!(
        buttons(&one(&screen.root, "ul[aria-label='What Shop asks for']")),
        [
            "Account details Already shared Type, nickname, last 4 digits",
            "Balances Already shared Current and available",
            "Transactions New Up to 180 days, then daily",
        ]
    );
}

#[wasm_bindgen_test]
fn a_session_that_repairs_an_access_names_the_bank() {
    let bank = Some(crate::fixtures::bank("northline"));
    let repair = Manifest { relink: true, initial_institution: bank, ..manifest(Pane::Consent) };
    let screen = Screen::of(Stage::with(repair.clone()));
    assert_eq!(heading(&screen.root), "Shop asks you to reconnect northline");
    button(&screen.root, "Agree and sign in at northline");
    let named = Screen::of(Stage::with(Manifest { relink: false, ..repair }));
    assert_eq!(heading(&named.root), "Shop asks to see your bank data");
    button(&named.root, "Agree and sign in at northline");
}

#[wasm_bindgen_test]
fn that_no_purpose_was_given_is_said() {
    let screen = Screen::of(Stage::at_consent());
    let lead = one(&screen.root, "h1 + .ls-text");
    assert_eq!(spoken(&lead), "Shop has not said what it uses this data for.");
    let french = Screen::french(Stage::at_consent());
    let lead = one(&french.root, "h1 + .ls-text");
    assert_eq!(spoken(&lead), "Shop n’a pas dit à quoi lui servent ces données.");
}

#[wasm_bindgen_test]
fn when_it_is_read_is_said() {
    let promises = |permissions: &[Permission], prefetched: &[Permission]| {
        let (permissions, prefetched) = (permissions.to_vec(), prefetched.to_vec());
        let asked = Manifest { permissions, prefetched, ..manifest(Pane::Consent) };
        spoken(&one(&Screen::of(Stage::with(asked)).root, "ul.ls-promises"))
    };
    let three = [Permission::Balances, Permission::Ownership, Permission::PaymentMethod];
    let later = promises(&three, &[]);
    assert!(later.contains("Read when Shop asks: balances and owner. Stop"), "{later}");
    assert!(!later.contains("right after"), "{later}");
    let both = promises(&three, &[Permission::Balances]);
    let words = "Read right after you connect: balances. Read when Shop asks: balances and owner.";
    assert!(both.contains(words), "{both}");
    assert!(!promises(&[Permission::PaymentMethod], &[]).contains("Read"), "numbers are asked for");
}
