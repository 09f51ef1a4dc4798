//! No view makes elements from text: under `require-trusted-types-for 'script'` that would throw.

use js_sys::{Array, Function, Reflect};
use linkspan_machine::{Details, Event};
use linkspan_wire::{Permission, error::code, link::StepKind};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    fixtures::{account, accounts, banks, failed},
    page::{all, document, until},
    screen::Screen,
    stage::Stage,
};

/// Notes every use of a sink while it is watched; the sinks work on.
const WATCH: &str = "
    const used = [];
    const restore = [];
    const setter = (owner, name) => {
        const old = Object.getOwnPropertyDescriptor(owner, name);
        Object.defineProperty(owner, name, {
            ...old, set(value) { used.push(name); old.set.call(this, value); },
        });
        restore.push(() => Object.defineProperty(owner, name, old));
    };
    const method = (owner, name) => {
        if (!owner[name]) return;
        const old = Object.getOwnPropertyDescriptor(owner, name);
        Object.defineProperty(owner, name, {
            ...old, value(...rest) { used.push(name); return old.value.apply(this, rest); },
        });
        restore.push(() => Object.defineProperty(owner, name, old));
    };
    setter(Element.prototype, 'innerHTML');
    setter(Element.prototype, 'outerHTML');
    setter(ShadowRoot.prototype, 'innerHTML');
    setter(HTMLIFrameElement.prototype, 'srcdoc');
    method(Element.prototype, 'insertAdjacentHTML');
    method(Element.prototype, 'setHTMLUnsafe');
    method(Document.prototype, 'write');
    method(Document.prototype, 'writeln');
    method(DOMParser.prototype, 'parseFromString');
    method(Range.prototype, 'createContextualFragment');
    return { used, stop() { for (const one of restore) one(); } };
";

/// Watches the sinks until it is dropped.
struct Watch(JsValue);

impl Watch {
    fn start() -> Self {
        Self(Function::new_no_args(WATCH).call0(&JsValue::UNDEFINED).expect("the watch starts"))
    }

    fn used(&self) -> Vec<String> {
        let used: Array = Reflect::get(&self.0, &"used".into()).expect("a list").unchecked_into();
        used.iter().filter_map(|name| name.as_string()).collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let stop: Function = Reflect::get(&self.0, &"stop".into()).expect("a function").unchecked_into();
        stop.call0(&self.0).expect("it stops");
    }
}

#[wasm_bindgen_test]
fn the_watch_sees_what_it_is_for() {
    let watch = Watch::start();
    let element = document().create_element("template").expect("an element");
    element.set_inner_html("<b>x</b>");
    let parent = document().create_element("div").expect("an element");
    parent.insert_adjacent_html("beforeend", "<b>x</b>").expect("it is inserted");
    assert_eq!(watch.used(), ["innerHTML", "insertAdjacentHTML"]);
    drop(watch);
    let watch = Watch::start();
    assert!(watch.used().is_empty());
}

/// Every pane, and every sheet.
fn everything() -> Vec<(&'static str, Stage)> {
    let with = |mut stage: Stage, event| {
        stage.send(event);
        stage
    };
    let code_step = || {
        let mut stage = Stage::at_form();
        stage.send(Event::SubmitCredentials(Vec::new()));
        let auth =
            crate::fixtures::form("bcsess_1", linkspan_wire::link::AuthStatus::Pending, StepKind::Code);
        stage.answer(|ticket| Event::CredentialsAnswered(ticket, Ok(auth)));
        stage
    };
    let found = || {
        let mut stage = Stage::at_picker();
        stage.send(Event::Query("a".into()));
        stage.answer(|ticket| Event::Searched(ticket, Ok(banks(&["alpha", "beta"]))));
        stage
    };
    let problem = || {
        let mut stage = Stage::at_picker();
        stage.send(Event::Pick(crate::fixtures::bank("northline")));
        stage.answer(|ticket| Event::AuthSessionCreated(ticket, Err(failed(code::INSTITUTION_ERROR))));
        stage
    };
    let details = |which| with(Stage::at_consent(), Event::OpenDetails(which));
    vec![
        ("opening", Stage::opening()),
        ("consent", Stage::at_consent()),
        ("consent", details(Details::Account)),
        ("consent", details(Details::Permission(Permission::Transactions))),
        ("consent", details(Details::About)),
        ("institution_picker", Stage::at_picker()),
        ("institution_picker", found()),
        ("partner_auth", Stage::at_oauth()),
        ("partner_auth", with(Stage::at_oauth(), Event::OpenBank)),
        ("credentials", Stage::at_form()),
        ("credentials", code_step()),
        ("credentials", with(Stage::at_form(), Event::Close)),
        ("account_picker", Stage::at_loading_accounts()),
        ("account_picker", Stage::at_accounts(accounts(vec![account("1"), account("2")]))),
        ("success", Stage::at_success(&["fca_1"])),
        ("problem", problem()),
        ("closing", with(Stage::at_consent(), Event::Close)),
    ]
}

#[wasm_bindgen_test]
async fn no_pane_and_no_sheet_uses_one() {
    let watch = Watch::start();
    for (pane, stage) in everything() {
        let sheet = stage.flow.sheet().is_some();
        let screen = Screen::french(stage);
        until(&format!("{pane} is there"), || {
            all(&screen.root, &format!("[data-pane={pane}]")).len() == 1
                && all(&screen.root, "dialog:modal").len() == usize::from(sheet)
        })
        .await;
        assert_eq!(watch.used(), Vec::<String>::new(), "{pane}");
    }
}
