//! What was linked.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::{
    LinkedAccount,
    account::AccountStatus,
    link::{Manifest, Pane},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::{linked_account, manifest, success},
    page::{all, button, find, find_button, heading, one, spoken},
    screen::Screen,
    stage::Stage,
};

#[wasm_bindgen_test]
fn it_says_what_is_shared_with_whom() {
    let screen = Screen::of(Stage::at_success(&["fca_1"]));
    assert_eq!(heading(&screen.root), "1 account connected");
    let text = spoken(&screen.root);
    assert!(text.contains("Shop can now see the account details and balances until"), "{text}");
    let list = one(&screen.root, "ul[aria-label='Connected accounts']");
    assert_eq!(spoken(&list), "Everyday Northline · •••• 4242");
}

#[wasm_bindgen_test]
fn it_is_in_french_too() {
    let screen = Screen::french(Stage::at_success(&["fca_1", "fca_2"]));
    assert_eq!(heading(&screen.root), "2 comptes reliés");
    let text = spoken(&screen.root);
    assert!(
        text.contains("Shop peut maintenant voir les détails du compte et les soldes jusqu’au"),
        "{text}"
    );
    button(&screen.root, "Terminer");
}

#[wasm_bindgen_test]
fn an_inactive_account_says_so() {
    let inactive = LinkedAccount { status: AccountStatus::Inactive, ..linked_account("fca_1") };
    let screen =
        Screen::of(Stage::with(Manifest { linked_accounts: vec![inactive], ..manifest(Pane::Success) }));
    let text = spoken(&screen.root);
    assert!(text.contains("The bank does not let us read it at the moment"), "{text}");
    assert!(!text.contains("can now see"), "{text}");
    assert!(all(&screen.root, ".ls-row-icon-good, .ls-badge-good").is_empty(), "no tick at what is not seen");
    let closed = Manifest {
        linked_accounts: vec![LinkedAccount { status: AccountStatus::Inactive, ..linked_account("fca_1") }],
        closed_accounts: vec!["fca_1".into()],
        ..manifest(Pane::Success)
    };
    let text = spoken(&Screen::of(Stage::with(closed)).root);
    assert!(text.contains("Closed at the bank") && !text.contains("read it at the moment"), "{text}");
    let screen = Screen::of(Stage::at_success(&["fca_1"]));
    assert!(!spoken(&screen.root).contains("does not let us read it"));
    one(&screen.root, ".ls-row-icon-good");
}

#[wasm_bindgen_test]
fn of_many_the_first_are_shown_and_those_that_cannot_be_read_before_all() {
    let ids: Vec<String> = (0..10).map(|n| format!("fca_{n}")).collect();
    let mut many = success(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    many.linked_accounts[9].status = AccountStatus::Inactive;
    let screen = Screen::of(Stage::with(many));
    let rows = all(&one(&screen.root, "ul[aria-label='Connected accounts']"), "li");
    assert_eq!(rows.len(), 3);
    assert!(spoken(&rows[0]).ends_with("The bank does not let us read it at the moment"));
    assert_eq!(spoken(&rows[2]), "and 8 more");
    let three = Screen::of(Stage::at_success(&["fca_1", "fca_2", "fca_3"]));
    assert!(!spoken(&three.root).contains("more"), "few are all shown");
}

#[wasm_bindgen_test]
async fn done_is_sent_once_and_the_pane_stays() {
    let screen = Screen::of(Stage::at_success(&["fca_1"]));
    let done = button(&screen.root, "Done");
    done.click();
    find("it is busy", || done.get_attribute("aria-busy")).await;
    done.click();
    assert_eq!(screen.said(), ["Done"]);
    assert_eq!(heading(&screen.root), "1 account connected");
}

#[wasm_bindgen_test]
async fn a_server_that_is_away_at_the_end_can_be_asked_again_or_left() {
    let screen = Screen::of(Stage::at_success(&["fca_1"]));
    screen.press("Done");
    screen.answer(|ticket| Event::Completed(ticket, Err(RequestError::Unreachable)));
    screen.announces("No connection.").await;
    screen.done();
    find("it can be left", || find_button(&screen.root, "Close anyway")).await.click();
    assert_eq!(screen.said(), ["Close"]);
}

#[wasm_bindgen_test]
fn another_bank_is_offered_where_the_session_takes_more() {
    let screen = Screen::of(Stage::at_success(&["fca_1"]));
    screen.press("Add another bank");
    assert_eq!(screen.said(), ["AnotherBank"]);
    let full = Manifest { account_limit: Some(1), ..success(&["fca_1"]) };
    assert!(find_button(&Screen::of(Stage::with(full)).root, "Add another bank").is_none());
    let off = Manifest { disable_link_more_accounts: true, ..success(&["fca_1"]) };
    assert!(find_button(&Screen::of(Stage::with(off)).root, "Add another bank").is_none());
}

#[wasm_bindgen_test]
fn names_from_the_bank_are_text() {
    let account = LinkedAccount { display_name: "<b>Gold</b>".into(), ..linked_account("fca_1") };
    let screen =
        Screen::of(Stage::with(Manifest { linked_accounts: vec![account], ..manifest(Pane::Success) }));
    assert!(spoken(&screen.root).contains("<b>Gold</b>"));
    assert!(all(&screen.root, "b").is_empty());
}
