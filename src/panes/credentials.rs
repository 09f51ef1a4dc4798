//! Signing in at a bank without a window of its own: user name and password, then whatever else
//! the bank wants to know.
//!
//! What is typed lives in the inputs only. It is read when it is sent, and it stays there when the
//! answer is "wrong", so that nothing has to be typed twice.

use std::collections::BTreeSet;

use leptos::{ev, html, prelude::*};
use linkspan_machine::{Event, PartnerAuth, Screen};
use linkspan_wire::link::{CredentialStep, Field, FieldKind, FieldValue, StepError, StepKind};
use wasm_bindgen::JsCast;

use crate::{
    app::Ctx,
    components::{
        bank_mark, button,
        dynamic::{self, attr, maybe, set, word},
        icon::Icon,
        layout, notice,
    },
    effects::focus,
    format::td_plural,
    words::td_string,
};

/// Id of the button that shows the password: it is drawn anew when pressed, and keeps the focus.
const EYE: &str = "ls-eye";

/// Empty fields found when the form was sent, by name.
type Missing = RwSignal<BTreeSet<String>>;

/// Signing in at a bank without a window of its own.
pub fn view(ctx: Ctx) -> AnyView {
    let institution = read(ctx, |pane| pane.auth.institution.clone());
    let bank = institution.as_ref().map(|institution| institution.name.clone()).unwrap_or_default();
    let step = read(ctx, |pane| pane.auth.step.clone()).flatten();
    let kind = step.as_ref().map_or(StepKind::Unknown, |step| step.kind);
    let fields = step.map(|step| step.fields).unwrap_or_default();
    let digits = fields.iter().find_map(|field| field.length).unwrap_or(6);
    let missing: Missing = RwSignal::new(BTreeSet::new());
    let form = NodeRef::<html::Form>::new();
    let busy = move || read(ctx, PartnerAuth::busy).unwrap_or_default();

    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let submit = move || {
        if busy() {
            return;
        }
        let values: Vec<FieldValue> = form
            .get_untracked()
            .map(|form| {
                names
                    .iter()
                    .map(|name| FieldValue { name: name.clone(), value: value_of(&form, name) })
                    .collect()
            })
            .unwrap_or_default();
        let empty: Vec<String> = values
            .iter()
            .filter(|field| field.value.trim().is_empty())
            .map(|field| field.name.clone())
            .collect();
        if let Some(first) = empty.first() {
            focus::id_soon(&input_id(first));
            missing.set(empty.into_iter().collect());
        } else {
            missing.set(BTreeSet::new());
            ctx.send.event(Event::SubmitCredentials(values));
        }
    };
    // After a wrong answer the focus goes to the field that it is about.
    Effect::new(move |before: Option<Option<StepError>>| {
        let error = error(ctx);
        if let Some(error) = error.clone().filter(|_| before.is_some_and(|before| before != error)) {
            let first = read(ctx, |pane| {
                pane.auth.step.iter().flat_map(|step| &step.fields).map(|field| field.name.clone()).next()
            });
            if let Some(name) = error.field.or(first.flatten()) {
                focus::id_soon(&input_id(&name));
            }
        }
        error
    });
    layout::pane(
        "credentials",
        (
            institution.as_ref().map(|institution| bank_mark::bank(ctx, institution)),
            layout::title({
                let bank = bank.clone();
                move || heading(ctx, kind, &bank)
            }),
            layout::lead({
                let bank = bank.clone();
                move || explanation(ctx, kind, &bank, digits)
            }),
            html::form()
                .node_ref(form)
                .id("ls-sign-in")
                .class("ls-form")
                .attr("novalidate", "")
                .on(ev::submit, {
                    let submit = submit.clone();
                    move |event| {
                        event.prevent_default();
                        submit();
                    }
                })
                .child((
                    fields.iter().map(|field| input(ctx, kind, field, missing)).collect_view(),
                    // Enter in a field sends the form; the visible button is in the foot.
                    html::button()
                        .attr("type", "submit")
                        .class("ls-hidden")
                        .attr("tabindex", "-1")
                        .attr("aria-hidden", "true"),
                )),
            notice::trouble(ctx, move || read(ctx, |pane| pane.trouble).flatten()),
            layout::note(Icon::Lock, move || {
                td_string!(ctx.locale, credentials.note, merchant = ctx.merchant_name())
            }),
        ),
        layout::block(
            "ls-actions",
            (
                button::primary(move || action(ctx, kind), busy, || false, submit),
                button::quiet(td_string!(ctx.locale, oauth.another).to_owned(), move || {
                    ctx.send.event(Event::AnotherBank);
                }),
            ),
        ),
    )
}

fn read<T>(ctx: Ctx, read: impl FnOnce(&PartnerAuth) -> T) -> Option<T> {
    ctx.screen(|screen| match screen {
        Screen::PartnerAuth(pane) => Some(read(pane)),
        _ => None,
    })
}

fn error(ctx: Ctx) -> Option<StepError> {
    read(ctx, |pane| pane.auth.step.as_ref().and_then(|step: &CredentialStep| step.error.clone())).flatten()
}

fn input_id(name: &str) -> String {
    // Names come from the bank; an id has to be one word.
    format!(
        "ls-field-{}",
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>()
    )
}

fn value_of(form: &web_sys::HtmlFormElement, name: &str) -> String {
    let id = input_id(name);
    let checked = form.query_selector(&format!("input[data-group='{id}']:checked")).ok().flatten();
    let plain = || form.query_selector(&format!("input#{id}")).ok().flatten();
    checked
        .or_else(plain)
        .and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok())
        .filter(|input| input.type_() != "radio" || input.checked())
        .map(|input| input.value())
        .unwrap_or_default()
}

fn heading(ctx: Ctx, kind: StepKind, bank: &str) -> String {
    let l = ctx.locale;
    match kind {
        StepKind::SignIn => td_string!(l, credentials.title, bank = bank),
        StepKind::Options => td_string!(l, credentials.options_title, bank = bank),
        StepKind::Code => td_string!(l, credentials.code_title).to_owned(),
        StepKind::Confirm => td_string!(l, credentials.confirm_title).to_owned(),
        StepKind::SecurityQuestion | StepKind::Unknown => {
            td_string!(l, credentials.question_title, bank = bank)
        }
    }
}

fn explanation(ctx: Ctx, kind: StepKind, bank: &str, digits: u32) -> String {
    let l = ctx.locale;
    match kind {
        StepKind::SignIn => td_string!(l, credentials.text).to_owned(),
        StepKind::Options => td_string!(l, credentials.options_text, bank = bank),
        StepKind::Code => td_string!(l, credentials.code_text, bank = bank, count = digits),
        StepKind::Confirm => td_string!(l, credentials.confirm_text, bank = bank),
        StepKind::SecurityQuestion | StepKind::Unknown => td_string!(l, credentials.question_text).to_owned(),
    }
}

fn action(ctx: Ctx, kind: StepKind) -> String {
    let l = ctx.locale;
    match kind {
        StepKind::SignIn => td_string!(l, credentials.submit),
        StepKind::Options => td_string!(l, credentials.options_submit),
        StepKind::Code => td_string!(l, credentials.code_submit),
        StepKind::Confirm => td_string!(l, credentials.confirm_submit),
        StepKind::SecurityQuestion | StepKind::Unknown => td_string!(l, credentials.question_submit),
    }
    .to_owned()
}

fn wrong(ctx: Ctx, kind: StepKind, error: &StepError) -> String {
    let l = ctx.locale;
    let what = match kind {
        _ if error.code == "required" => td_string!(l, credentials.required),
        StepKind::SignIn => td_string!(l, credentials.incorrect),
        StepKind::Code => td_string!(l, credentials.wrong_code),
        _ => td_string!(l, credentials.wrong_answer),
    };
    match error.attempts_left {
        Some(count) => {
            format!("{what} {}", td_plural!(l, count, credentials.[attempts_single, attempts_several]))
        }
        None => what.to_owned(),
    }
}

/// What is wrong with one field, in words.
fn field_error(ctx: Ctx, kind: StepKind, field: &Field, missing: Missing) -> Option<String> {
    if missing.with(|missing| missing.contains(&field.name)) {
        return Some(
            match field.kind {
                FieldKind::Choice => td_string!(ctx.locale, credentials.choose_single),
                _ => td_string!(ctx.locale, credentials.required),
            }
            .to_owned(),
        );
    }
    let error = error(ctx)?;
    let about = error.field.clone().unwrap_or_else(|| match kind {
        // Which of the two was wrong is the bank's secret; the message stands at the second.
        StepKind::SignIn => "password".to_owned(),
        _ => field.name.clone(),
    });
    (about == field.name).then(|| wrong(ctx, kind, &error))
}

fn input(ctx: Ctx, kind: StepKind, field: &Field, missing: Missing) -> AnyView {
    let id = input_id(&field.name);
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let message = {
        let field = field.clone();
        Memo::new(move |_| field_error(ctx, kind, &field, missing))
    };
    let forget = {
        let name = field.name.clone();
        move || {
            if missing.with_untracked(|missing| missing.contains(&name)) {
                missing.update(|missing| {
                    missing.remove(&name);
                });
            }
        }
    };
    let control = match field.kind {
        FieldKind::Choice => choices(ctx, field, &id, described, message, forget),
        _ => text_input(ctx, field, &id, described, message, forget),
    };
    let error = maybe(move || message.get().map(|message| (Icon::Info.view(), layout::run("", message))));
    layout::block(
        "ls-field",
        (control, html::p().id(error_id).class("ls-error").attr("aria-live", "polite").child(error)),
    )
}

fn label(ctx: Ctx, field: &Field) -> String {
    field.prompt.clone().unwrap_or_else(|| {
        match field.kind {
            FieldKind::Username => td_string!(ctx.locale, credentials.username),
            FieldKind::Password => td_string!(ctx.locale, credentials.password),
            FieldKind::Code => td_string!(ctx.locale, credentials.code_label),
            FieldKind::Choice => td_string!(ctx.locale, credentials.options_label),
            FieldKind::Text | FieldKind::Unknown => td_string!(ctx.locale, credentials.question_text),
        }
        .to_owned()
    })
}

fn text_input<F: Fn() + 'static>(
    ctx: Ctx,
    field: &Field,
    id: &str,
    described: String,
    message: Memo<Option<String>>,
    forget: F,
) -> AnyView {
    let hidden = matches!(field.kind, FieldKind::Password | FieldKind::Unknown);
    let shown = RwSignal::new(false);
    let (autocomplete, mode) = match field.kind {
        FieldKind::Username => ("username", "text"),
        FieldKind::Password => ("current-password", "text"),
        FieldKind::Code => ("one-time-code", "numeric"),
        FieldKind::Choice | FieldKind::Text | FieldKind::Unknown => ("off", "text"),
    };
    let class = if field.kind == FieldKind::Code { "ls-input ls-input-code" } else { "ls-input" };
    let max = field.length.map_or_else(|| "500".to_owned(), |length| length.to_string());
    let eye = {
        let id = id.to_owned();
        move || {
            let (face, label) = if shown.get() {
                (Icon::EyeOff, td_string!(ctx.locale, credentials.hide))
            } else {
                (Icon::Eye, td_string!(ctx.locale, credentials.show))
            };
            html::button()
                .attr("type", "button")
                .class("ls-icon-button ls-input-eye")
                .attr("aria-label", label)
                .attr("aria-controls", id.clone())
                .on(ev::click, move |_| {
                    shown.update(|shown| *shown = !*shown);
                    focus::id_soon(EYE);
                })
                .id(EYE)
                .child(face.view())
        }
    };
    let input = html::input()
        .id(id.to_owned())
        .class(class)
        .attr("type", word(move || if hidden && !shown.get() { "password" } else { "text" }))
        .attr("name", field.name.clone())
        .attr("autocomplete", autocomplete)
        .attr("inputmode", mode)
        .attr("maxlength", max)
        .attr("autocapitalize", "off")
        .attr("autocorrect", "off")
        .attr("spellcheck", "false")
        .attr("required", "")
        .attr("aria-invalid", attr(move || set(message.get().is_some())))
        .attr("aria-describedby", described)
        .on(ev::input, move |_| forget());
    (
        html::label().class("ls-label").attr("for", id.to_owned()).child(label(ctx, field)),
        layout::block("ls-input-row", (input, hidden.then(|| dynamic::view(eye)))),
    )
        .into_any()
}

fn choices<F: Fn() + Clone + 'static>(
    ctx: Ctx,
    field: &Field,
    id: &str,
    described: String,
    message: Memo<Option<String>>,
    forget: F,
) -> AnyView {
    let group = id.to_owned();
    let name = field.name.clone();
    let rows: Vec<AnyView> = field
        .choices
        .iter()
        .enumerate()
        .map(|(index, choice)| {
            let forget = forget.clone();
            let tick = html::input()
                .class("ls-tick ls-tick-round")
                .attr("type", "radio")
                .id(if index == 0 { group.clone() } else { format!("{group}-{index}") })
                .attr("data-group", group.clone())
                .attr("name", name.clone())
                .attr("value", choice.id.clone())
                .on(ev::change, move |_| forget());
            html::label().class("ls-row").child((tick, layout::words(choice.label.clone(), ()))).into_any()
        })
        .collect();
    html::fieldset()
        .class("ls-choices")
        .attr("aria-invalid", attr(move || set(message.get().is_some())))
        .attr("aria-describedby", described)
        .child((html::legend().class("ls-label").child(label(ctx, field)), layout::block("ls-list", rows)))
        .into_any()
}
