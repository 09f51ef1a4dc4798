//! The flow on screen, led to a state by its stage. What is done on it is remembered and carried out
//! by the state machine; the server's answers come from the test.

use std::{any::Any, cell::RefCell, rc::Rc};

use leptos::{mount::mount_to, prelude::*};
use linkspan::{
    app::{Ctx, Dispatch, flow_view},
    words::Locale,
};
use linkspan_machine::{Effect, Event, Flow, Ticket};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    page,
    stage::{Stage, ticket_of},
    words,
};

/// Where icons are in these tests.
const ORIGIN: &str = "https://flow.example";

/// The flow on screen, until it is dropped or another one is shown.
pub struct Screen {
    pub root: HtmlElement,
    flow: RwSignal<Flow>,
    sent: Rc<RefCell<Vec<Event>>>,
    asked: Rc<RefCell<Vec<Effect>>>,
    views: Option<Box<dyn Any>>,
}

impl Screen {
    /// In English.
    pub fn of(stage: Stage) -> Self {
        Self::reading(stage, words::english())
    }

    /// In French.
    pub fn french(stage: Stage) -> Self {
        Self::reading(stage, words::french())
    }

    fn reading(stage: Stage, locale: Locale) -> Self {
        let root: HtmlElement = page::document().create_element("div").expect("an element").unchecked_into();
        let body = page::document().body().expect("a body");
        page::clear();
        root.set_attribute("data-screen", "").expect("it is set");
        body.append_child(&root).expect("it is appended");
        let (sent, asked) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(stage.log)));
        let signal = Rc::new(RefCell::new(None));
        let views = mount_to(root.clone(), {
            let (sent, asked, signal) = (Rc::clone(&sent), Rc::clone(&asked), Rc::clone(&signal));
            move || {
                let flow = RwSignal::new(stage.flow);
                signal.replace(Some(flow));
                let dispatch = Dispatch::new(move |event: Event| {
                    sent.borrow_mut().push(event.clone());
                    step(flow, &asked, event);
                });
                flow_view(Ctx::new(flow, dispatch, locale, ORIGIN.to_owned()))
            }
        });
        let flow = signal.take().expect("the views are drawn by now");
        Self { root, flow, sent, asked, views: Some(Box::new(views)) }
    }

    /// What was done since the last time this was asked.
    pub fn done(&self) -> Vec<Event> {
        self.sent.take()
    }

    /// The same in words.
    pub fn said(&self) -> Vec<String> {
        self.done().iter().map(|event| format!("{event:?}")).collect()
    }

    /// Presses the button of this name.
    pub fn press(&self, called: &str) {
        page::button(&self.root, called).click();
    }

    /// Something happens that is not done on the screen.
    pub fn happens(&self, event: Event) {
        step(self.flow, &self.asked, event);
    }

    /// The server answers what was asked last.
    pub fn answer(&self, event: impl FnOnce(Ticket) -> Event) {
        let ticket = self
            .asked
            .borrow()
            .iter()
            .rev()
            .filter(|effect| !matches!(effect, Effect::Wait(..)))
            .find_map(ticket_of);
        self.happens(event(ticket.expect("something was asked")));
    }

    /// Waits until the pane has this heading.
    pub async fn heading(&self, words: &str) {
        page::until(&format!("the heading is {words:?}"), || page::heading(&self.root) == words).await;
    }

    /// Waits until a live region says this.
    pub async fn announces(&self, words: &str) {
        page::until(&format!("{words:?} is announced"), || page::announced(&self.root).contains(words)).await;
    }
}

fn step(flow: RwSignal<Flow>, asked: &RefCell<Vec<Effect>>, event: Event) {
    let effects = flow.try_update(|flow| flow.step(event)).unwrap_or_default();
    asked.borrow_mut().extend(effects);
}

impl Drop for Screen {
    fn drop(&mut self) {
        drop(self.views.take());
        self.root.remove();
    }
}
