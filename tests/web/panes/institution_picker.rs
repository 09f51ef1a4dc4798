//! The choice of the bank: featured ones and a combobox.

use linkspan_machine::{Event, RequestError};
use linkspan_wire::link::{Health, Institution, Institutions, Manifest, Pane};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::{
    fixtures::{bank, banks, manifest},
    page::{all, button, buttons, focused, heading, input, one, press, spoken, type_into, until},
    screen::Screen,
    stage::Stage,
};

fn search_box(screen: &Screen) -> HtmlInputElement {
    input(&screen.root, "Search for your bank")
}

fn options(screen: &Screen) -> Vec<String> {
    all(&screen.root, "[role=option]")
        .iter()
        .map(|option| option.text_content().unwrap_or_default())
        .collect()
}

/// The text of the option that the box points at, and that it alone is marked as selected.
fn active(screen: &Screen) -> Option<String> {
    let id = search_box(screen).get_attribute("aria-activedescendant")?;
    let option = one(&screen.root, &format!("#{id}[role=option]"));
    let selected = all(&screen.root, "[role=option][aria-selected=true]");
    assert_eq!(selected.iter().map(|option| option.id()).collect::<Vec<_>>(), [option.id()]);
    Some(spoken(&option))
}

async fn active_is(screen: &Screen, expected: &str) {
    until(&format!("{expected} is active"), || {
        all(&screen.root, "[role=option][aria-selected=true]").len() == 1
            && search_box(screen).has_attribute("aria-activedescendant")
            && active(screen).as_deref() == Some(expected)
    })
    .await;
}

/// Types a query; these banks are found.
async fn search(screen: &Screen, query: &str, found: Institutions) {
    let count = found.data.len();
    type_into(&search_box(screen), query);
    screen.answer(|ticket| Event::Searched(ticket, Ok(found)));
    until("the rows are there", || options(screen).len() == count).await;
}

async fn searched() -> Screen {
    let screen = Screen::of(Stage::at_picker());
    search(&screen, "bank", banks(&["alpha", "beta", "gamma"])).await;
    screen.done();
    screen
}

#[wasm_bindgen_test]
fn featured_banks_are_a_named_list_of_buttons() {
    let screen = Screen::of(Stage::at_picker());
    assert_eq!(heading(&screen.root), "Choose your bank");
    let list = one(&screen.root, "ul[aria-label='Frequently chosen banks']");
    assert_eq!(buttons(&list), ["northline", "southbay"]);
    screen.press("southbay");
    let [Event::Pick(picked)] = &screen.done()[..] else { panic!("one pick") };
    assert_eq!(*picked, bank("southbay"));
}

#[wasm_bindgen_test]
fn it_is_in_french_too() {
    let screen = Screen::french(Stage::at_picker());
    assert_eq!(heading(&screen.root), "Choisissez votre banque");
    assert_eq!(input(&screen.root, "Rechercher votre banque").placeholder(), "Nom ou site web");
    button(&screen.root, "Rechercher parmi 40 banques");
}

#[wasm_bindgen_test]
async fn a_second_pick_is_not_taken_while_one_is_on_its_way() {
    let screen = Screen::of(Stage::at_picker());
    screen.press("southbay");
    screen.announces("Connecting to southbay").await;
    let other = button(&screen.root, "northline");
    until("the others cannot be chosen", || other.has_attribute("aria-disabled")).await;
    assert!(search_box(&screen).read_only());
    other.click();
    screen.announces("Connecting to southbay").await;
}

#[wasm_bindgen_test]
async fn a_choice_that_fails_is_announced_and_leaves_the_focus_where_it_was() {
    let screen = Screen::of(Stage::at_picker());
    let tile = button(&screen.root, "southbay");
    tile.focus().expect("it takes the focus");
    tile.click();
    screen.announces("Connecting to southbay").await;
    assert!(focused(&tile), "while the server is asked");
    screen.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Unreachable)));
    screen.announces("No connection. Nothing is lost: try again when it is back.").await;
    assert!(focused(&tile) && all(&screen.root, "[inert]").is_empty());
    until("it can be chosen again", || !tile.has_attribute("aria-disabled")).await;
    assert!(!search_box(&screen).read_only());

    let screen = searched().await;
    let search_box = search_box(&screen);
    search_box.focus().expect("it takes the focus");
    press(&search_box, "ArrowDown");
    press(&search_box, "Enter");
    screen.announces("Connecting to alpha").await;
    screen.answer(|ticket| Event::AuthSessionCreated(ticket, Err(RequestError::Unreachable)));
    screen.announces("No connection.").await;
    assert!(focused(&search_box), "in the search too");
}

#[wasm_bindgen_test]
async fn the_box_is_a_combobox_that_says_whether_it_has_rows() {
    let screen = Screen::of(Stage::at_picker());
    let search_box = search_box(&screen);
    assert_eq!(search_box.get_attribute("role").as_deref(), Some("combobox"));
    assert_eq!(search_box.get_attribute("aria-autocomplete").as_deref(), Some("list"));
    assert_eq!(search_box.get_attribute("aria-expanded").as_deref(), Some("false"));
    search(&screen, "bank", banks(&["alpha"])).await;
    assert_eq!(search_box.get_attribute("aria-expanded").as_deref(), Some("true"));
    let list = search_box.get_attribute("aria-controls").expect("a list");
    one(&screen.root, &format!("#{list}[role=listbox][aria-label]"));
    screen.announces("1 bank for “bank”").await;
    assert_eq!(screen.said(), ["Query(\"bank\")"]);
}

#[wasm_bindgen_test]
async fn arrow_keys_move_through_the_rows_and_around_the_ends() {
    let screen = searched().await;
    let search_box = search_box(&screen);
    assert_eq!(active(&screen), None);
    for (key, expected) in [
        ("ArrowDown", "alpha"),
        ("ArrowDown", "beta"),
        ("ArrowDown", "gamma"),
        ("ArrowDown", "alpha"),
        ("ArrowUp", "gamma"),
        ("ArrowUp", "beta"),
    ] {
        assert!(press(&search_box, key), "the cursor stays where it is");
        active_is(&screen, expected).await;
    }
    assert!(screen.said().is_empty(), "moving picks nothing");
}

#[wasm_bindgen_test]
async fn enter_picks_the_active_row_or_else_the_first_of_what_was_typed() {
    let picked = |screen: &Screen| match &screen.done()[..] {
        [Event::Pick(picked)] => picked.name.clone(),
        other => panic!("one pick, not {other:?}"),
    };
    let screen = searched().await;
    let input = search_box(&screen);
    assert!(press(&input, "Enter"));
    assert_eq!(picked(&screen), "alpha");

    let screen = searched().await;
    let input = search_box(&screen);
    press(&input, "ArrowUp");
    press(&input, "Enter");
    assert_eq!(picked(&screen), "gamma");

    let screen = searched().await;
    let input = search_box(&screen);
    type_into(&input, "banker");
    screen.done();
    assert!(press(&input, "Enter"));
    assert!(screen.said().is_empty(), "the rows are still those of what was typed before");
}

#[wasm_bindgen_test]
async fn a_row_can_be_clicked() {
    let screen = searched().await;
    all(&screen.root, "[role=option]")[1].click();
    let [Event::Pick(picked)] = &screen.done()[..] else { panic!("one pick") };
    assert_eq!(picked.name, "beta");
}

#[wasm_bindgen_test]
async fn escape_clears_first_and_is_then_left_to_the_dialog() {
    let screen = searched().await;
    let search_box = search_box(&screen);
    assert!(press(&search_box, "Escape"));
    assert_eq!(screen.said(), ["Query(\"\")"]);
    until("the box is empty", || search_box.value().is_empty()).await;
    until("the featured banks are back", || !all(&screen.root, ".ls-tiles").is_empty()).await;
    assert!(!press(&search_box, "Escape"));
    assert!(screen.said().is_empty());
}

#[wasm_bindgen_test]
async fn typing_again_forgets_the_active_row() {
    let screen = searched().await;
    press(&search_box(&screen), "ArrowDown");
    active_is(&screen, "alpha").await;
    type_into(&search_box(&screen), "banks");
    until("no row is active", || !search_box(&screen).has_attribute("aria-activedescendant")).await;
    assert_eq!(options(&screen).len(), 3, "the rows stay until the answer");
}

#[wasm_bindgen_test]
async fn the_clear_button_clears() {
    let screen = searched().await;
    screen.press("Clear the search");
    assert_eq!(screen.said(), ["Query(\"\")"]);
    until("the box is empty", || search_box(&screen).value().is_empty()).await;
}

#[wasm_bindgen_test]
async fn no_match_is_announced_with_a_way_on() {
    let screen = Screen::of(Stage::at_picker());
    search(&screen, "qqq", banks(&[])).await;
    screen.announces("No bank found for “qqq” Check the spelling").await;
    assert_eq!(search_box(&screen).value(), "qqq");
}

#[wasm_bindgen_test]
async fn what_was_typed_stays_when_the_search_fails() {
    let screen = Screen::of(Stage::at_picker());
    type_into(&search_box(&screen), "north");
    screen.answer(|ticket| Event::Searched(ticket, Err(RequestError::Unreachable)));
    screen.announces("No connection.").await;
    assert_eq!(search_box(&screen).value(), "north");
    screen.done();
    screen.press("Try again");
    assert_eq!(screen.said(), ["Retry"]);
}

#[wasm_bindgen_test]
async fn what_was_typed_is_marked_and_shown_as_text() {
    let screen = Screen::of(Stage::at_picker());
    search(&screen, "NORTH", banks(&["<i>northline</i>"])).await;
    assert_eq!(options(&screen)[0].matches("<i>northline</i>").count(), 1);
    assert_eq!(one(&screen.root, "mark").text_content().as_deref(), Some("north"));
    assert!(all(&screen.root, "i").is_empty());
}

#[wasm_bindgen_test]
fn a_bank_that_is_slow_or_down_says_so() {
    let health = |name: &str, health| Institution { health, ..bank(name) };
    let data =
        vec![health("one", Health::Degraded), health("two", Health::Down), health("three", Health::Normal)];
    let mut stage = Stage::at_consent();
    stage.send(Event::Agree);
    stage.answer(|ticket| Event::ConsentAcquired(ticket, Ok(manifest(Pane::InstitutionPicker))));
    stage.answer(|ticket| Event::FeaturedLoaded(ticket, Ok(Institutions { data, show_manual_entry: false })));
    let screen = Screen::of(stage);
    assert_eq!(buttons(&one(&screen.root, ".ls-tiles")), ["one Slow today", "two Not working", "three"]);
}

#[wasm_bindgen_test]
fn the_search_can_be_switched_off() {
    let off = Manifest { institution_search_disabled: true, ..manifest(Pane::InstitutionPicker) };
    let screen = Screen::of(Stage::picking_with(off));
    assert!(all(&screen.root, "[role=combobox]").is_empty());
    assert_eq!(buttons(&one(&screen.root, ".ls-foot")), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn without_featured_banks_the_search_is_still_there() {
    let mut stage = Stage::at_consent();
    stage.send(Event::Agree);
    stage.answer(|ticket| Event::ConsentAcquired(ticket, Ok(manifest(Pane::InstitutionPicker))));
    let screen = Screen::of(stage);
    assert!(!all(&screen.root, ".ls-skeleton[aria-hidden=true]").is_empty(), "the shape of what comes");
    screen.answer(|ticket| Event::FeaturedLoaded(ticket, Err(RequestError::Timeout)));
    screen.announces("No answer came in time.").await;
    until("it says so", || spoken(&screen.root).contains("The search still works.")).await;
    search(&screen, "alpha", banks(&["alpha"])).await;
}

#[wasm_bindgen_test]
fn test_mode_is_said_and_live_mode_is_not_called_so() {
    let words = "Test mode: no real bank is contacted.";
    assert!(spoken(&Screen::of(Stage::at_picker()).root).contains(words));
    let live = Manifest { livemode: true, ..manifest(Pane::InstitutionPicker) };
    assert!(!spoken(&Screen::of(Stage::picking_with(live)).root).contains(words));
}
