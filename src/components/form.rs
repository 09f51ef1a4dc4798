//! A form: fields with their labels and errors, sent together.
//!
//! What is typed lives in the inputs only. It is read when it is sent, and it stays there when the
//! answer is "wrong", so that nothing has to be typed twice.

use leptos::{ev, html, prelude::*};
use linkspan_wire::link::{Field, FieldKind, FieldValue};
use wasm_bindgen::JsCast;

use super::{
    dynamic::{self, attr, maybe, set, word},
    icon::Icon,
    layout,
};
use crate::{app::Ctx, effects::focus, words::td_string};

/// Id of the button that shows the password: it is drawn anew when pressed, and keeps the focus.
const EYE: &str = "ls-eye";

/// Empty fields found when the form was sent, by name.
type Missing = RwSignal<Vec<String>>;

/// What is wrong with a field, in words.
pub type FieldError = StoredValue<Box<dyn Fn(&str) -> Option<String> + Send + Sync>>;

/// A form, and what sends it. `below_first` is about what is in the first field.
pub fn form(
    ctx: Ctx,
    fields: &[Field],
    error: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    typed: impl Fn(&str, String) + 'static,
    below_first: impl IntoView + 'static,
    send: impl Fn(Vec<FieldValue>) + 'static,
) -> (AnyView, impl Fn() + Clone + 'static) {
    let error: FieldError = StoredValue::new(Box::new(error));
    let missing: Missing = RwSignal::new(Vec::new());
    let node = NodeRef::<html::Form>::new();
    let fields: Vec<Field> = fields.iter().filter(|field| field.kind != FieldKind::Send).cloned().collect();
    let names: Vec<(String, bool)> =
        fields.iter().map(|field| (field.name.clone(), field.optional)).collect();
    let send = StoredValue::new_local(send);
    let typed: Typed = StoredValue::new_local(Box::new(typed));
    let submit = move || {
        let values: Vec<FieldValue> = node
            .get_untracked()
            .map(|form| {
                names
                    .iter()
                    .map(|(name, _)| FieldValue { name: name.clone(), value: value_of(&form, name) })
                    .collect()
            })
            .unwrap_or_default();
        let empty: Vec<String> = values
            .iter()
            .zip(&names)
            .filter(|(field, (_, optional))| !optional && field.value.trim().is_empty())
            .map(|(field, _)| field.name.clone())
            .collect();
        match empty.first() {
            Some(first) => focus_field(first),
            None => send.with_value(|send| send(values)),
        }
        missing.try_set(empty);
    };
    let mut views = fields.iter().map(|field| input(ctx, field, missing, error, typed));
    let view = html::form()
        .node_ref(node)
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
            views.next(),
            below_first.into_any(),
            views.collect_view(),
            // Enter in a field sends the form; the visible button is in the foot.
            html::button()
                .attr("type", "submit")
                .class("ls-hidden")
                .attr("tabindex", "-1")
                .attr("aria-hidden", "true"),
        ));
    (view.into_any(), submit)
}

/// Moves the focus to a field.
pub fn focus_field(name: &str) {
    focus::id_soon(&input_id(name));
}

/// Empties a field whose answer is of no use any more.
pub fn clear_field(name: &str) {
    let found = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(&input_id(name)))
        .and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = found {
        input.set_value("");
    }
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

type Typed = StoredValue<Box<dyn Fn(&str, String)>, LocalStorage>;

fn input(ctx: Ctx, field: &Field, missing: Missing, error: FieldError, typed: Typed) -> AnyView {
    let id = input_id(&field.name);
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let message = {
        let (name, choice) = (field.name.clone(), field.kind == FieldKind::Choice);
        Memo::new(move |_| {
            if missing.with(|missing| missing.contains(&name)) {
                return Some(
                    if choice {
                        td_string!(ctx.locale, credentials.choose_single)
                    } else {
                        td_string!(ctx.locale, credentials.required)
                    }
                    .to_owned(),
                );
            }
            error.with_value(|error| error(&name))
        })
    };
    let forget = {
        let name = field.name.clone();
        move |value: String| {
            typed.with_value(|typed| typed(&name, value));
            if missing.with_untracked(|missing| missing.contains(&name)) {
                missing.update(|missing| missing.retain(|other| *other != name));
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
            _ => td_string!(ctx.locale, credentials.question_text),
        }
        .to_owned()
    })
}

fn text_input<F: Fn(String) + 'static>(
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
        FieldKind::Digits => ("off", "numeric"),
        FieldKind::Email => ("email", "email"),
        FieldKind::Phone => ("tel", "tel"),
        FieldKind::Choice | FieldKind::Send | FieldKind::Text | FieldKind::Unknown => ("off", "text"),
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
        .attr("required", (!field.optional).then_some(""))
        .attr("aria-invalid", attr(move || set(message.get().is_some())))
        .attr("aria-describedby", described)
        .on(ev::input, move |event| forget(event_target_value(&event)));
    (
        html::label().class("ls-label").attr("for", id.to_owned()).child(label(ctx, field)),
        layout::block("ls-input-row", (input, hidden.then(|| dynamic::view(eye)))),
    )
        .into_any()
}

fn choices<F: Fn(String) + Clone + 'static>(
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
                .on(ev::change, move |_| forget(String::new()));
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
