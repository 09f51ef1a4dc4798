//! Whoever opened the flow: gets the events, and the result in the end.

use std::rc::Rc;

use js_sys::Function;
use linkspan_machine::{Outcome, log::Step};
use linkspan_wire::host::HostEvent;
use serde::Serialize;
use wasm_bindgen::JsValue;

/// Whoever opened the flow.
#[derive(Clone)]
pub struct Host {
    on_event: Option<Function>,
    on_step: Option<Function>,
    finish: Rc<dyn Fn(Outcome)>,
}

impl Host {
    /// With the callbacks of the options, and what to do in the end.
    pub fn new(
        on_event: Option<Function>,
        on_step: Option<Function>,
        finish: impl Fn(Outcome) + 'static,
    ) -> Self {
        Self { on_event, on_step, finish: Rc::new(finish) }
    }

    /// Tells what happened. An exception in the page's own code is the page's own.
    pub fn emit(&self, event: &HostEvent) {
        let Some(on_event) = &self.on_event else { return };
        if let Ok(event) = to_js(event) {
            drop(on_event.call1(&JsValue::UNDEFINED, &event));
        }
    }

    /// Tells a step for the log.
    pub fn note(&self, step: Step) {
        let Some(on_step) = &self.on_step else { return };
        #[expect(clippy::cast_precision_loss, reason = "facts fit into 53 bits")]
        let facts = step.facts as f64;
        let numbers: [JsValue; 4] = [step.event.into(), step.ticket.into(), facts.into(), step.place.into()];
        drop(on_step.apply(&JsValue::UNDEFINED, &numbers.into_iter().collect::<js_sys::Array>()));
    }

    /// The end.
    pub fn finish(&self, outcome: Outcome) {
        (self.finish)(outcome);
    }
}

/// A plain JavaScript object: maps as objects, what is absent in the wire type as `null`.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, serde_wasm_bindgen::Error> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())
}
