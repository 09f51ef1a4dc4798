//! The rows of the choice of the accounts: many of them, whose they are, and how names are written.

use std::collections::BTreeSet;

use linkspan_machine::Event;
use linkspan_wire::link::{HolderCategory, Manifest, Pane, PartnerAccount};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::{
    fixtures::{account, accounts, manifest},
    page::{all, document, find, focused, name, one, spoken, type_into, until},
    screen::Screen,
    stage::Stage,
};

fn two_hundred() -> Vec<PartnerAccount> {
    (1..=200)
        .map(|number| PartnerAccount { last4: Some(format!("{number:04}")), ..account(&number.to_string()) })
        .collect()
}

/// The rows that are shown.
fn shown(screen: &Screen) -> Vec<String> {
    all(&screen.root, ".ls-rows > :not([hidden]) > :not([hidden])").iter().map(|row| spoken(row)).collect()
}

/// The body of the pane, of the height of a phone's, scrolled by the test. The style sheet is not here, so
/// rows are given about the height that they have.
fn scroller(screen: &Screen) -> HtmlElement {
    let style = document().create_element("style").expect("an element");
    style.set_text_content(Some(".ls-item { block-size: 50px }"));
    screen.root.append_child(&style).expect("it is appended");
    let body = one(&screen.root, ".ls-body");
    body.set_attribute("style", "block-size: 500px; overflow-y: auto; scroll-behavior: auto")
        .expect("it is set");
    body
}

/// Places of the rows in the document, as a screen reader is told them.
fn drawn(screen: &Screen) -> Vec<usize> {
    let place = |row: &HtmlElement| row.get_attribute("aria-posinset").and_then(|place| place.parse().ok());
    all(&screen.root, ".ls-item").iter().filter_map(place).collect()
}

fn look_for(screen: &Screen, text: &str) {
    type_into(&one(&screen.root, ".ls-search input").unchecked_into(), text);
}

#[wasm_bindgen_test]
async fn of_two_hundred_those_near_are_there_and_each_is_counted() {
    let screen = Screen::of(Stage::at_accounts(accounts(two_hundred())));
    let body = scroller(&screen);
    assert_eq!(drawn(&screen), (1..=20).collect::<Vec<_>>(), "what the first picture needs");
    assert_eq!(one(&screen.root, ".ls-rows").get_attribute("role").as_deref(), Some("list"));
    let every: HtmlInputElement = one(&screen.root, ".ls-row-all input").unchecked_into();
    assert!(every.checked() && name(&every).starts_with("All 200 accounts"));
    until("the others leave room", || body.scroll_height() > 200 * 40).await;

    let (mut seen, mut most) = (BTreeSet::new(), 0);
    while body.scroll_top() + body.client_height() < body.scroll_height() - 1 {
        body.set_scroll_top(body.scroll_top() + 400);
        let bottom = body.get_bounding_client_rect().bottom();
        let is_filled = || {
            let rows = all(&screen.root, ".ls-item");
            rows.last().is_some_and(|row| row.get_bounding_client_rect().bottom() >= bottom - 60.0)
        };
        until("there are rows down to the edge", is_filled).await;
        for row in all(&screen.root, ".ls-item") {
            let place = row.get_attribute("aria-posinset").expect("its place");
            assert!(spoken(&row).starts_with(&format!("Account {place} ")), "{}", spoken(&row));
            assert_eq!(row.get_attribute("aria-setsize").as_deref(), Some("200"));
        }
        let drawn = drawn(&screen);
        assert!(drawn.is_sorted(), "{drawn:?}");
        most = most.max(drawn.len());
        seen.extend(drawn);
    }
    assert_eq!(seen, (1..=200).collect());
    until("the first are gone", || drawn(&screen).first().is_some_and(|first| *first > 120)).await;
    assert!(most <= 80, "{most} at once");
    body.set_scroll_top(0);
    until("the first are back", || drawn(&screen).first() == Some(&1)).await;
}

#[wasm_bindgen_test]
async fn a_row_with_the_focus_stays() {
    let screen = Screen::of(Stage::at_accounts(accounts(two_hundred())));
    let body = scroller(&screen);
    until("the others leave room", || body.scroll_height() > 200 * 40).await;
    let first = one(&screen.root, ".ls-rows > :first-child > :first-child input");
    first.focus().expect("it takes the focus");
    body.set_scroll_top(body.scroll_height());
    until("the last is there", || drawn(&screen).last() == Some(&200)).await;
    assert!(focused(&first));
    assert_eq!(drawn(&screen).first(), Some(&1));
}

#[wasm_bindgen_test]
async fn one_of_many_is_found_by_name_digits_or_kind() {
    let mut rows = two_hundred();
    rows[41].name = "Ærø Holiday".into();
    let screen = Screen::of(Stage::at_accounts(accounts(rows)));
    look_for(&screen, "ÆRØ hol");
    until("one is left", || shown(&screen).len() == 1).await;
    assert!(shown(&screen)[0].starts_with("Ærø Holiday"));
    screen.announces("Shown: 1 of 200").await;
    assert!(one(&screen.root, ".ls-row-all").has_attribute("hidden"), "it would tick what is not seen");
    look_for(&screen, " 0199 ");
    until("by its digits", || shown(&screen).first().is_some_and(|row| row.starts_with("Account 199"))).await;
    look_for(&screen, "mortgage");
    until("none", || shown(&screen).is_empty()).await;
    screen.announces("No account found.").await;
    look_for(&screen, "");
    until("those near are back", || drawn(&screen).starts_with(&[1, 2, 3])).await;
    assert!(screen.said().is_empty(), "looking for one decides nothing");
    let unticked = all(&screen.root, ".ls-rows input:not(:checked)").len();
    assert_eq!(unticked, 0, "what was hidden keeps its tick");
}

#[wasm_bindgen_test]
async fn the_keyboard_gets_past_the_list_in_one_press() {
    let screen = Screen::of(Stage::at_accounts(accounts(two_hundred())));
    screen.press("Skip the list");
    let share = one(&screen.root, ".ls-actions .ls-button");
    until("the button has the focus", || focused(&share)).await;
}

#[wasm_bindgen_test]
fn a_few_need_no_box_to_find_one() {
    let rows = two_hundred().into_iter().take(12).collect();
    let screen = Screen::of(Stage::at_accounts(accounts(rows)));
    assert!(all(&screen.root, ".ls-search, .ls-skip").is_empty());
}

#[wasm_bindgen_test]
async fn one_of_many_is_a_choice_of_radio_buttons_without_a_list_around_it() {
    let manifest =
        Manifest { single_account: true, account_limit: Some(1), ..manifest(Pane::InstitutionPicker) };
    let screen = Screen::of(Stage::choosing_with(manifest, accounts(two_hundred())));
    let group = one(&screen.root, "[role=radiogroup]");
    assert_eq!(all(&group, "input[type=radio][name=ls-account]").len(), 20);
    assert!(all(&group, "ul, li, [role=list], [role=listitem]").is_empty());
    let first: HtmlInputElement =
        one(&group, ".ls-rows > :first-child > :first-child input").unchecked_into();
    assert_eq!(
        first.get_attribute("aria-setsize").as_deref(),
        Some("200"),
        "the browser knows of those near"
    );
    assert_eq!(first.get_attribute("aria-posinset").as_deref(), Some("1"));
    look_for(&screen, "account 20");
    until("some are left", || shown(&screen).len() == 2).await;
}

#[wasm_bindgen_test]
fn joint_and_business_accounts_are_named_as_such() {
    let of = |id: &str, category| PartnerAccount { holder_category: Some(category), ..account(id) };
    let rows = vec![
        of("1", HolderCategory::Joint),
        of("2", HolderCategory::Business),
        of("3", HolderCategory::Unknown),
        PartnerAccount { linked_account: Some("fca_1".into()), ..of("4", HolderCategory::Joint) },
    ];
    let screen = Screen::of(Stage::at_accounts(accounts(rows.clone())));
    assert_eq!(
        shown(&screen),
        [
            "Account 1 Joint account · Checking ending in 4242",
            "Account 2 Business account · Checking ending in 4242",
            "Account 3 Checking ending in 4242",
            "Account 4 Joint account · Checking ending in 4242 · Already connected",
        ]
    );
    let french = Screen::french(Stage::at_accounts(accounts(rows)));
    assert!(shown(&french)[1].contains("Compte professionnel"), "{:?}", shown(&french));
}

#[wasm_bindgen_test]
fn names_that_run_the_other_way_turn_nothing_around_and_begin_where_the_others_do() {
    let row = |name: &str| PartnerAccount {
        name: name.into(),
        balance_amount: Some(1_234_567),
        currency: Some("kwd".into()),
        institution_name: Some("بنك".into()),
        ..account(name)
    };
    let names = ["حساب التوفير", "חשבון עו״ש (2)", "🏖️ Okinawa 🇯🇵", "普通預金"];
    let screen = Screen::of(Stage::at_accounts(accounts(names.map(row).into())));
    let places: Vec<f64> = all(&screen.root, ".ls-rows .ls-row-name")
        .iter()
        .map(|name| {
            assert_eq!(name.get_attribute("dir").as_deref(), Some("auto"), "as <bdi> has it");
            name.get_bounding_client_rect().left()
        })
        .collect();
    assert!(places.iter().all(|place| (place - places[0]).abs() < 1.0), "{places:?}");
    let first = one(&screen.root, ".ls-rows > :first-child > :first-child");
    assert!(spoken(&first).contains("\u{2068}بنك\u{2069} · Checking"), "{}", spoken(&first));
    assert!(spoken(&first).ends_with("1,234.567"), "{}", spoken(&first));
}

#[wasm_bindgen_test]
fn a_long_name_stays_within_its_row() {
    let long = PartnerAccount {
        name: "Donaudampfschifffahrtsgesellschaftskapitänsmützenkonto".repeat(3),
        balance_amount: Some(1_234_567_890),
        currency: Some("usd".into()),
        ..account("1")
    };
    let screen = Screen::of(Stage::at_accounts(accounts(vec![long, account("2")])));
    let row = one(&screen.root, ".ls-rows > :first-child > :first-child .ls-row");
    assert!(row.scroll_width() <= row.client_width(), "{} in {}", row.scroll_width(), row.client_width());
}

#[wasm_bindgen_test]
async fn a_tick_among_two_hundred_is_counted() {
    let screen = Screen::of(Stage::at_accounts(accounts(two_hundred())));
    let first: HtmlElement = one(&screen.root, ".ls-rows > :first-child > :first-child input");
    first.click();
    assert_eq!(screen.said(), ["ToggleAccount(\"1\")"]);
    find("it is counted", || {
        all(&screen.root, ".ls-actions .ls-button")
            .into_iter()
            .find(|button| spoken(button) == "Share 199 accounts")
    })
    .await;
    screen.happens(Event::ToggleAllAccounts);
    until("all are ticked", || all(&screen.root, ".ls-rows input:not(:checked)").is_empty()).await;
    let share = one(&screen.root, ".ls-actions .ls-button");
    until("they are counted, those that are not drawn too", || spoken(&share) == "Share 200 accounts").await;
}
