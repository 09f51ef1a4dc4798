//! Holds the state machine and draws what it says.

use leptos::prelude::*;
use linkspan_machine::{Event, Flow, Screen, log::Step};
use linkspan_wire::link::{AuthFlow, Field, Manifest, Merchant, StepKind};

use crate::{
    components::{closing, double_click, dynamic, header, sheet},
    effects::{Runner, history, network},
    panes,
    words::Locale,
};

/// Sends events to the state machine. Copied into every handler.
#[derive(Clone, Copy)]
pub struct Dispatch(UnsyncCallback<Event>);

impl Dispatch {
    /// To whatever takes events: the app, or a test.
    pub fn new(take: impl Fn(Event) + 'static) -> Self {
        Self(UnsyncCallback::new(take))
    }

    /// Sends one event; its effects begin before this returns, so a window can be opened in a click.
    pub fn event(self, event: Event) {
        // After the flow's end there is nobody to take it.
        self.0.try_run(event);
    }
}

/// What every view needs.
#[derive(Clone, Copy)]
pub struct Ctx {
    /// The state machine.
    pub flow: RwSignal<Flow>,
    /// Where events go.
    pub send: Dispatch,
    /// The language that the person reads.
    pub locale: Locale,
    origin: StoredValue<String>,
}

impl Ctx {
    /// For views of this flow; `origin` is where icons are (empty: the document's own).
    pub fn new(flow: RwSignal<Flow>, send: Dispatch, locale: Locale, origin: String) -> Self {
        Self { flow, send, locale, origin: StoredValue::new(origin) }
    }

    /// An address of the flow's origin.
    pub fn address(self, path: &str) -> String {
        self.origin.with_value(|origin| format!("{origin}{path}"))
    }

    /// An address that may be relative to the flow's origin.
    pub fn address_of(self, address: &str) -> String {
        if address.starts_with('/') { self.address(address) } else { address.to_owned() }
    }

    /// Reads the manifest; the default before there is one.
    pub fn manifest<T: Default>(self, read: impl FnOnce(&Manifest) -> T) -> T {
        self.flow.with(|flow| flow.manifest().map(read).unwrap_or_default())
    }

    /// Who asks; the default's name before that is known.
    pub fn merchant(self) -> Option<Merchant> {
        self.manifest(|manifest| Some(manifest.merchant.clone()))
    }

    /// The name of who hosts the flow.
    pub fn provider_name(self) -> String {
        self.manifest(|manifest| manifest.provider_name.clone())
    }

    /// The merchant's name.
    pub fn merchant_name(self) -> String {
        self.manifest(|manifest| manifest.merchant.name.clone())
    }

    /// Reads the screen; `None` when another one is shown, such as while this one is leaving.
    pub fn screen<T>(self, read: impl FnOnce(&Screen) -> Option<T>) -> Option<T> {
        self.flow.with(|flow| read(flow.screen()))
    }
}

/// What has to be drawn anew: everything else changes in place, so that inputs keep their text.
#[derive(Clone, PartialEq)]
enum Shown {
    Opening,
    Consent,
    InstitutionPicker,
    ManualEntry,
    Oauth(String),
    Credentials(String, Option<StepKind>, Vec<Field>),
    AccountPicker(String),
    Success,
    Problem,
    Closing,
}

fn shown(flow: &Flow) -> Shown {
    // While ending after success the pane stays, with its button waiting.
    if flow.closing().is_some() && !matches!(flow.screen(), Screen::Success(_)) {
        return Shown::Closing;
    }
    match flow.screen() {
        Screen::Opening { .. } => Shown::Opening,
        Screen::Consent(_) => Shown::Consent,
        Screen::InstitutionPicker(_) => Shown::InstitutionPicker,
        Screen::ManualEntry(_) => Shown::ManualEntry,
        Screen::PartnerAuth(pane) if pane.auth.flow == AuthFlow::Oauth => Shown::Oauth(pane.auth.id.clone()),
        Screen::PartnerAuth(pane) => Shown::Credentials(
            pane.auth.id.clone(),
            pane.auth.step.as_ref().map(|step| step.kind),
            pane.auth.step.iter().flat_map(|step| step.fields.clone()).collect(),
        ),
        Screen::AccountPicker(pane) => Shown::AccountPicker(pane.auth.id.clone()),
        Screen::Success(_) => Shown::Success,
        Screen::Problem(_) => Shown::Problem,
    }
}

/// The flow: starts it and draws it. `windows` says whether the bank's can be opened; `connected` gets
/// the way to send events from outside.
#[expect(non_snake_case, reason = "components are named like this")]
pub fn App(
    runner: Runner,
    origin: String,
    locale: Locale,
    windows: bool,
    connected: impl FnOnce(Dispatch),
) -> impl IntoView {
    let flow = RwSignal::new(Flow::new());
    // The callback needs itself for the answers; it is there before any can come.
    let slot: StoredValue<Option<Dispatch>> = StoredValue::new(None);
    let send = Dispatch::new(move |event| {
        let effects = flow.try_update(|flow| {
            runner.note(Some(Step::before(flow, &event)));
            let effects = flow.step(event);
            runner.note(Step::end(flow, &effects));
            effects
        });
        let effects = effects.unwrap_or_default();
        let Some(send) = slot.get_value() else { return };
        for effect in effects {
            runner.run(effect, send);
        }
    });
    slot.set_value(Some(send));
    connected(send);
    network::watch(send);
    history::guard(send);
    send.event(Event::Start);
    if !windows {
        send.event(Event::NoWindows);
    }
    flow_view(Ctx::new(flow, send, locale, origin))
}

/// The card with the pane that is on.
pub fn flow_view(ctx: Ctx) -> AnyView {
    // A view of another type is built from new elements, so every other pane is one in a row. Where the type
    // is the same, the elements of the pane before are taken over, and with them what was typed there, how far
    // it was scrolled, and that its entrance has been played.
    let shown = Memo::new(move |before: Option<&(bool, Shown)>| {
        let now = ctx.flow.with(shown);
        let side = before.is_some_and(|(side, before)| *side != (*before != now));
        (side, now)
    });
    let pane = move || {
        let (side, shown) = shown.get();
        let pane = draw(ctx, &shown);
        if side { vec![pane].into_any() } else { pane }
    };
    leptos::html::div()
        .class("ls-card")
        .on(leptos::ev::capture(leptos::ev::click), double_click::guard(ctx))
        .child((header::view(ctx), dynamic::view(pane), sheet::view(ctx)))
        .into_any()
}

/// A pane reads much of the flow while it is drawn; that must not draw it again at every change.
fn draw(ctx: Ctx, shown: &Shown) -> AnyView {
    untrack(|| match shown {
        Shown::Opening => panes::opening::view(ctx),
        Shown::Consent => panes::consent::view(ctx),
        Shown::InstitutionPicker => panes::institution_picker::view(ctx),
        Shown::ManualEntry => panes::manual_entry::view(ctx),
        Shown::Oauth(_) => panes::oauth::view(ctx),
        Shown::Credentials(..) => panes::credentials::view(ctx),
        Shown::AccountPicker(_) => panes::account_picker::view(ctx),
        Shown::Success => panes::success::view(ctx),
        Shown::Problem => panes::problem::view(ctx),
        Shown::Closing => closing::view(ctx),
    })
}
