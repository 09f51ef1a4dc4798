//! What JavaScript calls: runs one flow and resolves with its end.

use std::cell::RefCell;

use js_sys::{Promise, Reflect};
use leptos::mount::mount_to;
use linkspan_machine::{Event, Outcome};
use linkspan_wire::{ApiError, ErrorType, error::code, host::CollectResult};
use wasm_bindgen::prelude::*;

use crate::{
    app::{App, Dispatch},
    effects::{
        Look, Runner,
        api::Api,
        focus,
        host::{Host, to_js},
    },
    options::Options,
    panic,
    stage::Stage,
};

thread_local! {
    /// The flow that is open. One at a time.
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
}

struct Open {
    send: Option<Dispatch>,
    /// Takes the views and the stage away when it is dropped.
    shown: Option<Box<dyn std::any::Any>>,
}

/// Runs the flow for one session and resolves with its end. Never rejects.
///
/// Options: `{ publishableKey, clientSecret, page?, words, theme?, flowOrigin?, mount?, windows?,
/// onEvent?, onPainted?, onStep? }`. Resolves with `{ financialConnectionsSession }` or `{ error }`, and with
/// `returnUrl` beside it for a session that has one. A wrong option resolves with a
/// `validation_error` that names it; a second call while a flow is open with `flow_already_open`.
#[wasm_bindgen(js_name = collectFinancialConnectionsAccounts)]
pub async fn collect(options: JsValue) -> JsValue {
    panic::announce();
    let promise = match Options::check(&options) {
        Ok(options) => start(&options),
        Err(error) => Err(error),
    };
    match promise {
        // The executor below never rejects.
        Ok(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.unwrap_or_default(),
        Err(error) => result_to_js(&Outcome { result: CollectResult::error(error), return_url: None }),
    }
}

/// The person asks to leave from outside of the flow, such as by Escape on the page's dialog. The
/// flow confirms first where something would be lost.
#[wasm_bindgen(js_name = requestClose)]
pub fn request_close() {
    let send = OPEN.with_borrow(|open| open.as_ref().and_then(|open| open.send));
    if let Some(send) = send {
        send.event(Event::Close);
    }
}

fn start(options: &Options) -> Result<Promise, ApiError> {
    let free = OPEN.with_borrow_mut(|open| {
        let free = open.is_none();
        if free {
            *open = Some(Open { send: None, shown: None });
        }
        free
    });
    if !free {
        return Err(ApiError::new(
            ErrorType::InvalidRequestError,
            code::FLOW_ALREADY_OPEN,
            "A flow is open on this page already. Wait for its promise before the next call.",
        ));
    }
    let mut failed = None;
    let promise = Promise::new(&mut |resolve, _reject| {
        if let Err(error) = show(options, resolve) {
            failed = Some(error);
        }
    });
    match failed {
        None => Ok(promise),
        Some(error) => {
            OPEN.take();
            Err(error)
        }
    }
}

/// Draws the flow; `resolve` is called when it ends.
fn show(options: &Options, resolve: js_sys::Function) -> Result<(), ApiError> {
    let locale = options.words;
    let host = Host::new(options.on_event.clone(), options.on_step.clone(), move |outcome| {
        let result = result_to_js(&outcome);
        // Not now: an event of the flow is being handled, and its views are borrowed.
        let resolve = resolve.clone();
        wasm_bindgen_futures::spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(0).await;
            drop(OPEN.take());
            drop(resolve.call1(&JsValue::UNDEFINED, &result));
        });
    });
    let api = Api::new(options.flow_origin.clone(), options.key.clone());
    let look = Look { locale: locale.tag(), theme: options.theme, mount: options.mount };
    let runner = Runner::new(api.clone(), host, look, options.synchronized.clone());
    let windows = options.windows;
    let stage = Stage::open(options.mount, options.theme, locale.tag(), || {
        let send = OPEN.with_borrow(|open| open.as_ref().and_then(|open| open.send));
        if let Some(send) = send {
            send.event(Event::Close);
        }
    })
    .ok_or_else(|| {
        ApiError::new(
            ErrorType::ApiError,
            code::FLOW_NOT_LOADED,
            "The document has no place to show the flow in.",
        )
    })?;
    let handle = mount_to(stage.container.clone(), move || {
        App(runner, api.absolute(""), locale, windows, |send| {
            OPEN.with_borrow_mut(|open| {
                if let Some(open) = open {
                    open.send = Some(send);
                }
            });
        })
    });
    // From here on there is a way out of the flow's own.
    if let Some(on_painted) = options.on_painted.clone() {
        focus::when_painted(Box::new(move || drop(on_painted.call0(&JsValue::UNDEFINED))));
    }
    OPEN.with_borrow_mut(|open| {
        if let Some(open) = open {
            // The views go before the stage that they are in.
            open.shown = Some(Box::new((handle, stage)));
        }
    });
    Ok(())
}

/// As the page gets it.
fn result_to_js(outcome: &Outcome) -> JsValue {
    let Ok(result) = to_js(&outcome.result) else { return JsValue::UNDEFINED };
    if let Some(address) = &outcome.return_url {
        // Setting a property of an object made just now does not fail.
        drop(Reflect::set(&result, &"returnUrl".into(), &address.into()));
    }
    result
}
