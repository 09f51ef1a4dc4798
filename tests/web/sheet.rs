//! What lies over the pane: modal dialogs that give the focus back.

use linkspan_machine::{Details, Event};
use linkspan_wire::Permission;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::{
    fixtures::{account, accounts, bank, form, manifest, success},
    page::{all, button, buttons, dispatch, find, focused, name, spoken, until},
    screen::Screen,
    stage::Stage,
};
use linkspan_wire::link::{AuthStatus, Manifest, Merchant, Pane, StepKind};

async fn open_sheet(screen: &Screen) -> HtmlElement {
    find("a modal dialog is open", || all(&screen.root, "dialog:modal").into_iter().next()).await
}

async fn gone(screen: &Screen) {
    until("the dialog is gone", || all(&screen.root, "dialog").is_empty()).await;
}

#[wasm_bindgen_test]
async fn leaving_asks_first_with_the_focus_on_the_way_that_loses_nothing() {
    let screen = Screen::of(Stage::at_form());
    button(&screen.root, "Close").focus().expect("it takes the focus");
    screen.press("Close");
    let sheet = open_sheet(&screen).await;
    assert_eq!(name(&sheet), "Leave without connecting?");
    assert!(spoken(&sheet).contains("Shop will not get any data"));
    assert_eq!(buttons(&sheet), ["Stay", "Leave"]);
    assert!(focused(&button(&sheet, "Stay")));
    screen.done();

    button(&sheet, "Stay").click();
    assert_eq!(screen.said(), ["CloseSheet"]);
    gone(&screen).await;
    screen.heading("Sign in to northline").await;
    assert!(focused(&button(&screen.root, "Close")), "the focus is back");
}

#[wasm_bindgen_test]
async fn a_bank_is_lost_by_leaving_only_where_one_is_chosen() {
    const LOST: &str = "The bank you are at now is not added.";
    let linked_accounts = success(&["fca_1"]).linked_accounts;
    let linked = |pane| Manifest { linked_accounts: linked_accounts.clone(), ..manifest(pane) };
    let picking = || Stage::picking_with(linked(Pane::InstitutionPicker));
    let screen = Screen::of(picking());
    screen.press("Close");
    let sheet = open_sheet(&screen).await;
    let said = spoken(&sheet);
    assert!(said.contains("What you connected before stays connected.") && !said.contains(LOST), "{said}");
    drop(screen);
    let mut stage = picking();
    stage.send(Event::Pick(bank("northline")));
    stage.answer(|ticket| {
        Event::AuthSessionCreated(ticket, Ok(form("bcsess_1", AuthStatus::Pending, StepKind::SignIn)))
    });
    let screen = Screen::of(stage);
    screen.press("Close");
    let sheet = open_sheet(&screen).await;
    assert!(spoken(&sheet).contains(LOST));
}

#[wasm_bindgen_test]
async fn leaving_can_be_confirmed() {
    let screen = Screen::of(Stage::at_accounts(accounts(vec![account("1")])));
    screen.press("Close");
    let sheet = open_sheet(&screen).await;
    screen.done();
    button(&sheet, "Leave").click();
    assert_eq!(screen.said(), ["ConfirmLeave"]);
    screen.heading("One moment").await;
    gone(&screen).await;
}

#[wasm_bindgen_test]
async fn escape_stays() {
    let screen = Screen::of(Stage::at_form());
    screen.press("Close");
    let sheet = open_sheet(&screen).await;
    screen.done();
    assert!(dispatch(&sheet, "cancel"), "the browser must not close it by itself");
    assert_eq!(screen.said(), ["CloseSheet"]);
    gone(&screen).await;
}

#[wasm_bindgen_test]
async fn a_click_beside_the_sheet_stays_and_one_in_it_does_nothing() {
    let screen = Screen::of(Stage::at_form());
    screen.press("Close");
    let sheet = open_sheet(&screen).await;
    screen.done();
    all(&sheet, "p").first().expect("a sentence").click();
    assert!(screen.said().is_empty());
    sheet.click();
    assert_eq!(screen.said(), ["CloseSheet"]);
}

#[wasm_bindgen_test]
async fn what_is_linked_stays_and_the_sheet_says_so() {
    let mut stage = Stage::at_success(&["fca_1"]);
    stage.send(Event::AnotherBank);
    let more = Manifest {
        linked_accounts: success(&["fca_1"]).linked_accounts,
        ..manifest(Pane::InstitutionPicker)
    };
    stage.answer(|ticket| Event::MoreAccounts(ticket, Ok(more)));
    let screen = Screen::french(stage);
    screen.press("Fermer");
    let sheet = open_sheet(&screen).await;
    assert_eq!(name(&sheet), "Quitter maintenant\u{a0}?");
    assert_eq!(buttons(&sheet), ["Rester", "Quitter"]);
}

#[wasm_bindgen_test]
async fn every_group_of_data_is_explained() {
    for (which, title) in [
        (Details::Account, "Account details"),
        (Details::Permission(Permission::Balances), "Balances"),
        (Details::Permission(Permission::Ownership), "Owner"),
        (Details::Permission(Permission::PaymentMethod), "Payment numbers"),
        (Details::Permission(Permission::Transactions), "Transactions"),
        (Details::Permission(Permission::Unknown), "Other data"),
        (Details::About, "How this works"),
    ] {
        let screen = Screen::of(Stage::at_consent());
        screen.happens(Event::OpenDetails(which));
        let sheet = open_sheet(&screen).await;
        assert_eq!(name(&sheet), title);
        let points = match which {
            Details::Permission(Permission::Unknown) => 0,
            Details::About => 4,
            _ => 3,
        };
        assert_eq!(all(&sheet, "li").len(), points, "{title}");
        button(&sheet, "OK").click();
        assert_eq!(screen.said(), ["CloseSheet"]);
        gone(&screen).await;
    }
}

#[wasm_bindgen_test]
async fn a_privacy_notice_that_is_a_script_is_no_link() {
    for (address, links) in [("https://shop.example/privacy", 1), ("javascript:alert(1)", 0)] {
        let merchant = Merchant { privacy_url: Some(address.into()), ..manifest(Pane::Consent).merchant };
        let screen = Screen::of(Stage::with(Manifest { merchant, ..manifest(Pane::Consent) }));
        screen.happens(Event::OpenDetails(Details::About));
        let sheet = open_sheet(&screen).await;
        assert_eq!(all(&sheet, "a[href]").len(), links, "{address}");
    }
}
