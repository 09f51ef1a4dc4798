//! One screen for each thing that can go wrong: in plain words, and with what helps.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::{
    ExtraFields,
    error::{code, reason},
    link::{AuthStatus, Manifest, Pane, StepKind},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::{accounts, disabled, failed, failed_with, form, manifest, refused, resumed, saving, success},
    page::{all, buttons, heading, one, spoken},
    screen::Screen,
    stage::Stage,
};

/// Noon of 23 November 2027, UTC.
const LATER: i64 = 1_826_971_200;

const ANOTHER: &[&str] = &["Choose another bank"];
const ANOTHER_OR_AGAIN: &[&str] = &["Choose another bank", "Try again"];
const CLOSE: &[&str] = &["Close"];

/// The bank was chosen and the server says no.
fn at_bank(error: RequestError) -> Stage {
    let mut stage = Stage::at_picker();
    stage.send(Event::Pick(crate::fixtures::bank("northline")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(error)));
    stage
}

fn closed_until(until: i64) -> Stage {
    let extra = ExtraFields { expected_to_be_available_at: Some(until), ..ExtraFields::default() };
    at_bank(failed_with(code::INSTITUTION_UNAVAILABLE_PLANNED, extra))
}

fn opening_with(error: RequestError) -> Stage {
    let mut stage = Stage::opening();
    stage.answer(|ticket| Event::Synchronized(ticket, Err(error)));
    stage
}

fn accounts_failed() -> Stage {
    let mut stage = Stage::at_loading_accounts();
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Err(failed(code::ACCOUNTS_UNAVAILABLE))));
    stage
}

fn sign_in_failed() -> Stage {
    let mut stage = Stage::at_form();
    stage.send(Event::SubmitCredentials(Vec::new()));
    let ended = form("bcsess_1", AuthStatus::Failed, StepKind::SignIn);
    stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(ended)));
    stage
}

fn none_fits() -> Stage {
    Stage::at_accounts(accounts(vec![disabled("1"), disabled("2")]))
}

fn assert_says(screen: &Screen, title: &str, text: &str, actions: &[&str]) {
    assert_eq!(heading(&screen.root), title);
    let alert = spoken(&one(&screen.root, "[role=alert]"));
    assert!(alert.starts_with(title) && alert.contains(text), "{alert}");
    assert_eq!(buttons(&one(&screen.root, ".ls-actions")), actions, "{title}");
}

#[wasm_bindgen_test]
fn each_kind_is_said_in_plain_words() {
    for (stage, title, text, actions) in [
        (
            closed_until(LATER),
            "northline is closed for maintenance",
            "It should be back on November 23, 2027",
            ANOTHER,
        ),
        (
            at_bank(failed(code::INSTITUTION_UNAVAILABLE_UNPLANNED)),
            "northline is currently unavailable",
            "Nobody knows yet when it will.",
            ANOTHER_OR_AGAIN,
        ),
        (
            at_bank(failed(code::INSTITUTION_ERROR)),
            "northline answered with an error",
            "Something is broken between us and the bank.",
            ANOTHER_OR_AGAIN,
        ),
        (sign_in_failed(), "northline did not let you in", "The bank ended the sign-in.", ANOTHER),
        (
            accounts_failed(),
            "northline did not show your accounts",
            "the accounts could not be read.",
            &["Try again", "Choose another bank"],
        ),
        (
            none_fits(),
            "No account fits",
            "You have 2 accounts at northline. None of them is what Shop asked for.",
            ANOTHER,
        ),
        (
            opening_with(refused(code::SESSION_EXPIRED)),
            "This page has expired",
            "Go back to the page you came from and start again.",
            CLOSE,
        ),
        (
            opening_with(refused(code::RESOURCE_MISSING)),
            "This page cannot be opened",
            "It may have been used already.",
            CLOSE,
        ),
        (
            opening_with(refused("something_new")),
            "Something broke on our side",
            "Close this and start again.",
            CLOSE,
        ),
    ] {
        assert_says(&Screen::of(stage), title, text, actions);
    }
}

#[wasm_bindgen_test]
fn each_kind_is_in_french_too() {
    for (stage, title, actions) in [
        (closed_until(LATER), "northline est fermée pour maintenance", &["Choisir une autre banque"][..]),
        (
            at_bank(failed(code::INSTITUTION_UNAVAILABLE_UNPLANNED)),
            "northline est actuellement indisponible",
            &["Choisir une autre banque", "Réessayer"],
        ),
        (
            accounts_failed(),
            "northline n’a pas montré vos comptes",
            &["Réessayer", "Choisir une autre banque"],
        ),
        (none_fits(), "Aucun compte ne convient", &["Choisir une autre banque"]),
        (opening_with(refused(code::SESSION_EXPIRED)), "Le délai est dépassé", &["Fermer"]),
    ] {
        assert_says(&Screen::french(stage), title, "", actions);
    }
}

/// An account of another bank is linked, and then something goes wrong.
fn after_one_bank(error: RequestError) -> Stage {
    let linked_accounts = success(&["fca_1"]).linked_accounts;
    let mut stage = Stage::picking_with(Manifest { linked_accounts, ..manifest(Pane::InstitutionPicker) });
    stage.send(Event::Pick(crate::fixtures::bank("northline")));
    stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(error)));
    stage
}

#[wasm_bindgen_test]
fn what_became_of_what_was_chosen_is_said_as_it_is() {
    const NOTHING: &str = "Nothing was shared.";
    const KEPT: &str = "What you connected before stays connected.";
    for code in [
        code::INSTITUTION_UNAVAILABLE_UNPLANNED,
        code::INSTITUTION_ERROR,
        code::AUTHORIZATION_FAILED,
        code::ACCOUNTS_UNAVAILABLE,
        code::NO_ELIGIBLE_ACCOUNTS,
    ] {
        let said = |stage| spoken(&Screen::of(stage).root);
        let (first, second) = (said(at_bank(failed(code))), said(after_one_bank(failed(code))));
        assert!(first.contains(NOTHING) && !first.contains(KEPT), "{first}");
        assert!(second.contains(KEPT) && !second.contains(NOTHING), "{second}");
    }
    for error in [refused(code::SESSION_EXPIRED), refused("something_new")] {
        let said = spoken(&Screen::of(at_bank(error.clone())).root);
        assert!(said.contains(NOTHING) && said.contains("start again."), "{said}");
        let said = spoken(&Screen::of(after_one_bank(error.clone())).root);
        assert!(said.contains(KEPT) && !said.contains(NOTHING) && !said.contains("start again."), "{said}");
        let said = spoken(&Screen::of(opening_with(error)).root);
        assert!(!said.contains(NOTHING) && !said.contains(KEPT), "nobody knows: {said}");
    }
}

#[wasm_bindgen_test]
fn later_today_is_a_time_of_day() {
    #[expect(clippy::cast_possible_truncation, reason = "seconds of this era fit")]
    let now = (js_sys::Date::now() / 1000.0) as i64;
    let screen = Screen::of(closed_until(now));
    assert!(spoken(&screen.root).contains("It should be back today at "));
}

#[wasm_bindgen_test]
fn other_banks_are_offered_but_not_the_broken_one() {
    let screen = Screen::of(closed_until(LATER));
    let list = one(&screen.root, "ul[aria-label='Other banks']");
    assert_eq!(buttons(&list), ["southbay Working normally Try this"]);
    all(&list, "button")[0].click();
    let [Event::Pick(picked)] = &screen.done()[..] else { panic!("one pick") };
    assert_eq!(picked.name, "southbay");
    for stage in [sign_in_failed(), accounts_failed(), none_fits()] {
        let screen = Screen::of(stage);
        assert!(
            all(&screen.root, "ul[aria-label='Other banks']").is_empty(),
            "it is not the bank that is down"
        );
    }
}

#[wasm_bindgen_test]
fn actions_do_what_they_say() {
    let screen = Screen::of(accounts_failed());
    screen.press("Try again");
    assert_eq!(screen.said(), ["Retry"]);
    let screen = Screen::of(at_bank(failed(code::INSTITUTION_ERROR)));
    screen.press("Choose another bank");
    assert_eq!(screen.said(), ["AnotherBank"]);
    let screen = Screen::of(opening_with(refused(code::SESSION_EXPIRED)));
    all(&screen.root, ".ls-actions button")[0].click();
    assert_eq!(screen.said(), ["Close"]);
}

#[wasm_bindgen_test]
fn why_no_account_fits_is_said() {
    let because = |said: &str| {
        let extra = ExtraFields {
            reason: Some(said.into()),
            institution_name: Some("Northline, Cedar Bank".into()),
            total_accounts_count: Some(1),
            ..ExtraFields::default()
        };
        let screen = Screen::of(at_bank(failed_with(code::NO_ELIGIBLE_ACCOUNTS, extra)));
        spoken(&screen.root)
    };
    let kind = because(reason::KIND_NOT_REQUESTED);
    assert!(kind.contains("You have 1 account at northline. Shop asked for another kind."), "{kind}");
    let payments = because(reason::NO_PAYMENTS);
    assert!(payments.contains("Shop needs one that can be used for payments, and none can."), "{payments}");
    let sign_in = because(reason::NEEDS_SIGN_IN);
    assert!(sign_in.contains("Northline, Cedar Bank: a new sign-in is needed."), "{sign_in}");
}

#[wasm_bindgen_test]
fn saved_accounts_of_which_none_fits_are_not_at_a_bank() {
    let mut stage = Stage::with(resumed(Pane::AccountPicker, saving("bcsess_1", AuthStatus::Authorized)));
    stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(accounts(vec![disabled("1")])))));
    let screen = Screen::of(stage);
    let text = "None of your saved accounts can be used here. None of them is what Shop asked for.";
    assert_says(&screen, "No account fits", text, &["Sign in at a bank instead"]);
}
