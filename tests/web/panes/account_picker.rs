//! The choice of the accounts.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::{
    account::Subcategory,
    link::{AuthStatus, Manifest, Pane, PartnerAccount, PartnerAccounts, UnavailableReason},
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::{
    fixtures::{account, accounts, disabled, linked_account, manifest, resumed, saving},
    page::{all, button, find, focused, heading, name, one, spoken, until},
    screen::Screen,
    stage::Stage,
};

fn three() -> PartnerAccounts {
    accounts(vec![account("1"), account("2"), account("3")])
}

fn limited(limit: u32) -> Screen {
    let manifest = Manifest { account_limit: Some(limit), ..manifest(Pane::InstitutionPicker) };
    Screen::of(Stage::choosing_with(manifest, three()))
}

/// The box of the row whose name begins like this.
fn tick(screen: &Screen, words: &str) -> HtmlInputElement {
    let inputs = all(&screen.root, "input");
    let found = inputs.iter().find(|input| name(input).starts_with(words));
    wasm_bindgen::JsCast::unchecked_into(found.unwrap_or_else(|| panic!("no row {words:?}")).clone())
}

async fn share_is(screen: &Screen, label: &str) {
    let primary = find("the button", || all(&screen.root, ".ls-actions .ls-button").pop()).await;
    until(&format!("the button says {label:?}"), || name(&primary) == label).await;
}

#[wasm_bindgen_test]
fn rows_say_name_kind_and_last_digits_for_the_ear() {
    let savings = PartnerAccount {
        subcategory: Subcategory::Savings,
        balance_amount: Some(241_860),
        currency: Some("usd".into()),
        ..account("1")
    };
    let screen = Screen::of(Stage::at_accounts(accounts(vec![savings])));
    assert_eq!(heading(&screen.root), "Which accounts?");
    let row = one(&screen.root, ".ls-accounts .ls-row");
    assert_eq!(spoken(&row), "Account 1 Savings ending in 4242 $2,418.60");
    let group = one(&screen.root, ".ls-accounts");
    assert_eq!(group.get_attribute("role").as_deref(), Some("group"));
    assert_eq!(name(&group), "Which accounts?");
}

#[wasm_bindgen_test]
async fn it_is_in_french_too() {
    let balance = PartnerAccount { balance_amount: Some(-150), currency: Some("jpy".into()), ..account("1") };
    let screen = Screen::french(Stage::at_accounts(accounts(vec![balance, account("2")])));
    assert_eq!(heading(&screen.root), "Quels comptes\u{a0}?");
    let row = all(&screen.root, ".ls-accounts .ls-row").into_iter().nth(1).expect("a row");
    assert!(spoken(&row).starts_with("Account 1 Compte courant se terminant par 4242"), "{}", spoken(&row));
    assert!(spoken(&row).contains("-150"), "no minor units: {}", spoken(&row));
    share_is(&screen, "Partager 2 comptes").await;
    tick(&screen, "Account 1").click();
    share_is(&screen, "Partager 1 compte").await;
}

#[wasm_bindgen_test]
async fn all_are_ticked_at_first_and_some_make_the_first_box_undecided() {
    let screen = Screen::of(Stage::at_accounts(three()));
    let every = tick(&screen, "All 3 accounts");
    assert!(every.checked() && !every.indeterminate());
    share_is(&screen, "Share 3 accounts").await;

    let second = tick(&screen, "Account 2");
    second.focus().expect("it takes the focus");
    second.click();
    assert_eq!(screen.said(), ["ToggleAccount(\"2\")"]);
    until("some are ticked", || every.indeterminate() && !every.checked()).await;
    assert!(focused(&second), "a tick keeps the focus");
    assert!(!tick(&screen, "Account 2").checked() && tick(&screen, "Account 1").checked());
    share_is(&screen, "Share 2 accounts").await;
    until("it is counted", || name(&every).contains("2 ticked")).await;

    every.click();
    assert_eq!(screen.said(), ["ToggleAllAccounts"]);
    until("all are ticked", || every.checked() && !every.indeterminate()).await;
    every.click();
    until("none is ticked", || all(&screen.root, "input:checked, input:indeterminate").is_empty()).await;
    screen.done();

    share_is(&screen, "Tick an account to share it").await;
    let share = button(&screen.root, "Tick an account to share it");
    until("there is nothing to share", || share.has_attribute("aria-disabled")).await;
    share.click();
    assert!(screen.said().is_empty());
}

#[wasm_bindgen_test]
fn what_cannot_be_shared_comes_last_with_its_reason() {
    let because = |id: &str, reason| PartnerAccount { unavailable: Some(reason), ..account(id) };
    let data = vec![
        because("kind", UnavailableReason::KindNotRequested),
        because("pay", UnavailableReason::NoPayments),
        account("good"),
        disabled("closed"),
        because("other", UnavailableReason::Unknown),
    ];
    let screen = Screen::of(Stage::at_accounts(accounts(data)));
    let rows: Vec<String> = all(&screen.root, ".ls-accounts .ls-row").iter().map(|row| spoken(row)).collect();
    assert_eq!(
        rows,
        [
            "Account good Checking ending in 4242",
            "Account kind Checking ending in 4242 · Shop did not ask for this kind of account",
            "Account pay Checking ending in 4242 · Cannot be used for payments",
            "Account closed Checking ending in 4242 · Closed at the bank",
            "Account other Checking ending in 4242 · Cannot be shared",
        ]
    );
    for row in ["kind", "pay", "closed", "other"] {
        let tick = tick(&screen, &format!("Account {row}"));
        assert!(tick.disabled() && !tick.checked());
        tick.click();
    }
    assert!(screen.said().is_empty());
}

#[wasm_bindgen_test]
async fn a_limit_is_said_and_kept() {
    let screen = limited(2);
    assert!(spoken(&screen.root).contains("Shop takes 2 accounts at most."));
    assert!(all(&screen.root, ".ls-row-all").is_empty(), "all of them cannot be ticked");
    let (first, third) = (tick(&screen, "Account 1"), tick(&screen, "Account 3"));
    assert!(first.checked() && !third.checked());
    assert!(third.disabled() && !first.disabled(), "what is ticked can be unticked");
    third.click();
    assert!(screen.said().is_empty());
    first.click();
    until("there is room again", || !third.disabled()).await;
    third.click();
    until("the limit is reached", || third.checked() && first.disabled()).await;
    assert_eq!(screen.said(), ["ToggleAccount(\"1\")", "ToggleAccount(\"3\")"]);
}

#[wasm_bindgen_test]
fn after_a_first_bank_what_is_left_of_the_limit_is_said() {
    let after_one = |limit| {
        let linked_accounts = vec![linked_account("fca_1")];
        let manifest = Manifest { account_limit: Some(limit), linked_accounts, ..manifest(Pane::Success) };
        let mut stage = Stage::with(resumed_at_accounts(manifest));
        stage.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(three()))));
        stage
    };
    let screen = Screen::of(after_one(3));
    assert!(spoken(&screen.root).contains("You can add 2 more."));
    assert_eq!(all(&screen.root, "input[type=checkbox]").len(), 3);
    let screen = Screen::of(after_one(2));
    assert!(spoken(&screen.root).contains("You can add 1 more."));
    assert_eq!(all(&screen.root, "[role=radiogroup] input[type=radio]").len(), 3);
    let screen = Screen::french(after_one(2));
    assert!(spoken(&screen.root).contains("Vous pouvez encore ajouter 1 compte."));
}

/// The page was loaded again while accounts were to be chosen.
fn resumed_at_accounts(manifest: Manifest) -> Manifest {
    let auth = crate::fixtures::oauth("bcsess_1", AuthStatus::Authorized);
    Manifest { active_auth_session: Some(auth), next_pane: Pane::AccountPicker, ..manifest }
}

#[wasm_bindgen_test]
async fn a_repair_says_when_the_account_is_not_among_these() {
    let loading = || {
        let manifest = Manifest { relink: true, ..manifest(Pane::AccountPicker) };
        Screen::of(Stage::with(resumed_at_accounts(manifest)))
    };
    let words = "The account that you wanted to reconnect is not among these.";
    let screen = loading();
    screen.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(three()))));
    screen.announces(words).await;
    share_is(&screen, "Tick an account to share it").await;

    let screen = loading();
    let mut rows = three();
    rows.data[1].linked_account = Some("fca_1".into());
    screen.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(rows))));
    share_is(&screen, "Share 1 account").await;
    assert!(!spoken(&screen.root).contains(words));
}

#[wasm_bindgen_test]
async fn saved_accounts_are_at_no_bank() {
    let auth = saving("bcsess_1", AuthStatus::Authorized);
    let screen = Screen::of(Stage::with(resumed(Pane::AccountPicker, auth)));
    screen.announces("Getting your saved accounts").await;
    screen.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(three()))));
    share_is(&screen, "Share 3 accounts").await;
    let foot = spoken(&one(&screen.root, ".ls-actions"));
    assert!(foot.contains("These are your saved accounts. Sign in at a bank instead"), "{foot}");
    screen.press("Sign in at a bank instead");
    assert_eq!(screen.said(), ["AnotherBank"]);
}

#[wasm_bindgen_test]
async fn one_account_is_a_choice_of_radio_buttons() {
    let manifest =
        Manifest { single_account: true, account_limit: Some(1), ..manifest(Pane::InstitutionPicker) };
    let screen = Screen::of(Stage::choosing_with(manifest, three()));
    assert_eq!(heading(&screen.root), "Which account?");
    one(&screen.root, "[role=radiogroup]");
    let (first, second) = (tick(&screen, "Account 1"), tick(&screen, "Account 2"));
    assert_eq!(first.type_(), "radio");
    assert_eq!(first.name(), second.name(), "the arrow keys move between them");
    assert!(first.checked() && !second.disabled());
    second.click();
    until("the tick moved", || second.checked() && !first.checked()).await;
    assert_eq!(screen.said(), ["ToggleAccount(\"2\")"]);
    share_is(&screen, "Share 1 account").await;
}

#[wasm_bindgen_test]
async fn nothing_is_shared_twice() {
    let screen = Screen::of(Stage::at_accounts(three()));
    let share = button(&screen.root, "Share 3 accounts");
    share.click();
    find("it is busy", || share.get_attribute("aria-busy")).await;
    share.click();
    assert_eq!(screen.said(), ["Share"]);
    // A tick that comes too late does not stick.
    let first = tick(&screen, "Account 1");
    first.click();
    assert!(first.checked());
}

#[wasm_bindgen_test]
async fn trouble_keeps_the_ticks() {
    let screen = Screen::of(Stage::at_accounts(three()));
    tick(&screen, "Account 2").click();
    share_is(&screen, "Share 2 accounts").await;
    screen.press("Share 2 accounts");
    screen.answer(|ticket| Event::AccountsSelected(ticket, Err(RequestError::Timeout)));
    screen.announces("No answer came in time.").await;
    assert!(tick(&screen, "Account 1").checked() && !tick(&screen, "Account 2").checked());
    screen.done();
    screen.press("Try again");
    assert_eq!(screen.said(), ["Retry"]);
}

#[wasm_bindgen_test]
async fn while_they_load_it_is_announced_and_what_comes_is_ticked() {
    let screen = Screen::of(Stage::at_loading_accounts());
    screen.announces("Getting your accounts from northline").await;
    assert!(!all(&screen.root, ".ls-skeleton[aria-hidden=true]").is_empty());
    assert!(all(&screen.root, "input").is_empty());
    screen.answer(|ticket| Event::AccountsLoaded(ticket, Ok(Some(three()))));
    screen.announces("Only what you tick is shared with Shop.").await;
    until("the rows are there", || all(&screen.root, "input").len() == 4).await;
}

#[wasm_bindgen_test]
async fn what_was_chosen_at_the_bank_is_not_asked_again() {
    let chosen = PartnerAccounts { skip_account_selection: true, ..three() };
    let screen = Screen::of(Stage::at_accounts(chosen));
    screen.announces("Sharing what you chose at northline").await;
    assert!(all(&screen.root, "input").is_empty());
}

#[wasm_bindgen_test]
fn another_bank_can_be_used() {
    let screen = Screen::of(Stage::at_accounts(three()));
    screen.press("Use another bank");
    assert_eq!(screen.said(), ["AnotherBank"]);
}

#[wasm_bindgen_test]
fn an_account_that_is_linked_already_says_so() {
    let linked = PartnerAccount { linked_account: Some("fca_1".into()), ..account("1") };
    let screen = Screen::of(Stage::at_accounts(accounts(vec![linked])));
    assert!(spoken(&screen.root).contains("Already connected"));
}
