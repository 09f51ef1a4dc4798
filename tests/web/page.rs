//! What a person finds on a page and does there: by role and name, as a screen reader gives them.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, Node};

/// Longest wait for the page or the server.
const DEADLINE_MS: f64 = 20_000.0;
/// Between two looks.
const LOOK_MS: u32 = 5;

pub fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("a document")
}

/// Takes away what another test left: ids are unique on a page, a dialog makes the rest inert, and a
/// test that failed takes nothing away.
pub fn clear() {
    let body = document().body().expect("a body");
    for left in all(&body, "[data-screen], body > dialog") {
        left.remove();
    }
}

/// Everything that a selector finds, in the order of the page.
pub fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let found = root.query_selector_all(selector).expect("a selector");
    (0..found.length()).filter_map(|index| found.get(index)).filter_map(|node| node.dyn_into().ok()).collect()
}

/// The one element that a selector finds.
pub fn one(root: &Element, selector: &str) -> HtmlElement {
    let found = all(root, selector);
    assert_eq!(found.len(), 1, "{selector} in {}", root.text_content().unwrap_or_default());
    found.into_iter().next().expect("one was counted")
}

/// Text as it is read out: without what is hidden from screen readers.
pub fn spoken(node: &Node) -> String {
    let mut text = String::new();
    collect(node, &mut text);
    text.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn collect(node: &Node, text: &mut String) {
    let Some(element) = node.dyn_ref::<Element>() else {
        return text.push_str(&node.text_content().unwrap_or_default());
    };
    if element.get_attribute("aria-hidden").as_deref() == Some("true") {
        return;
    }
    // Words in elements of their own are words of their own; a mark is within a word.
    let apart = element.tag_name() != "MARK";
    if apart {
        text.push(' ');
    }
    let mut child = node.first_child();
    while let Some(node) = child {
        collect(&node, text);
        child = node.next_sibling();
    }
    if apart {
        text.push(' ');
    }
}

/// The name of an element: its label, what labels it, or what is in it.
pub fn name(element: &Element) -> String {
    if let Some(label) = element.get_attribute("aria-label") {
        return label;
    }
    if let Some(ids) = element.get_attribute("aria-labelledby") {
        let parts = ids.split(' ').filter_map(|id| document().get_element_by_id(id));
        return parts.map(|part| spoken(&part)).collect::<Vec<_>>().join(" ");
    }
    if element.tag_name() == "INPUT" {
        let of = format!("label[for='{}']", element.id());
        let label = document()
            .query_selector(&of)
            .expect("a selector")
            .or_else(|| element.closest("label").expect("a selector"));
        return label.map(|label| spoken(&label)).unwrap_or_default();
    }
    spoken(element)
}

/// What describes an element, such as what is wrong with it.
pub fn description(element: &Element) -> String {
    let id = element.get_attribute("aria-describedby").unwrap_or_default();
    document().get_element_by_id(&id).map(|described| spoken(&described)).unwrap_or_default()
}

/// The names of all buttons, as they follow each other.
pub fn buttons(root: &Element) -> Vec<String> {
    all(root, "button:not([aria-hidden])").iter().map(|button| name(button)).collect()
}

/// The button of this name, if it is there.
pub fn find_button(root: &Element, called: &str) -> Option<HtmlElement> {
    all(root, "button").into_iter().find(|button| name(button) == called)
}

/// The button of this name.
pub fn button(root: &Element, called: &str) -> HtmlElement {
    find_button(root, called).unwrap_or_else(|| panic!("no button {called:?}, only {:?}", buttons(root)))
}

/// The input of this name.
pub fn input(root: &Element, called: &str) -> HtmlInputElement {
    let inputs = all(root, "input");
    let found = inputs.iter().find(|input| name(input) == called);
    let names = || inputs.iter().map(|input| name(input)).collect::<Vec<_>>();
    found.unwrap_or_else(|| panic!("no input {called:?}, only {:?}", names())).clone().unchecked_into()
}

/// The heading of the pane.
pub fn heading(root: &Element) -> String {
    all(root, "h1").first().map(|heading| spoken(heading)).unwrap_or_default()
}

/// What the live regions say.
pub fn announced(root: &Element) -> String {
    all(root, "[role=status], [role=alert]").iter().map(|region| spoken(region)).collect::<Vec<_>>().join(" ")
}

/// Types a text in place of what is there.
pub fn type_into(input: &HtmlInputElement, text: &str) {
    input.set_value(text);
    dispatch(input, "input");
}

/// Sends an event that bubbles and can be cancelled; whether it was cancelled.
pub fn dispatch(target: &Element, kind: &str) -> bool {
    let init = EventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = Event::new_with_event_init_dict(kind, &init).expect("an event");
    !target.dispatch_event(&event).expect("it is dispatched")
}

/// Presses a key; whether the page took it for itself.
pub fn press(target: &Element, key: &str) -> bool {
    let init = web_sys::KeyboardEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_key(key);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("an event");
    !target.dispatch_event(&event).expect("it is dispatched")
}

/// Whether an element has the focus.
pub fn focused(element: &Element) -> bool {
    document().active_element().is_some_and(|active| JsValue::from(active) == JsValue::from(element.clone()))
}

/// The text of what the tests put on the page: the runner's own report stands first.
fn shown() -> String {
    let body = document().body().expect("a body");
    all(&body, "[data-pane], dialog").iter().map(|element| spoken(element)).collect()
}

/// Waits until something is so.
pub async fn until(what: &str, so: impl Fn() -> bool) {
    find(what, || so().then_some(())).await;
}

/// Waits until something is there.
pub async fn find<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let deadline = js_sys::Date::now() + DEADLINE_MS;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(js_sys::Date::now() < deadline, "waited in vain until {what}; the page says {:?}", shown());
        TimeoutFuture::new(LOOK_MS).await;
    }
}
