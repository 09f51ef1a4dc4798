//! Amounts and times as the person's language writes them. `Intl` does it: the browser has the
//! data already.

use js_sys::{Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::words::Locale;

fn options(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a plain object of our own does not fail.
        drop(Reflect::set(&object, &(*name).into(), value));
    }
    object
}

fn locales(locale: Locale) -> js_sys::Array {
    js_sys::Array::of1(&locale.tag().into())
}

/// An amount in minor units, such as `$2,418.60`. Currencies without minor units, or with three of
/// them, are honoured. Nothing where the currency has no code of ISO 4217: then minor units mean nothing.
pub fn money(minor: i64, currency: &str, locale: Locale) -> String {
    // `Intl` throws at what cannot be a code.
    if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_alphabetic()) {
        return String::new();
    }
    let format = Intl::NumberFormat::new(
        &locales(locale),
        &options(&[("style", "currency".into()), ("currency", currency.to_ascii_uppercase().into())]),
    );
    let digits = Reflect::get(&format.resolved_options(), &"maximumFractionDigits".into())
        .ok()
        .and_then(|digits| digits.as_f64())
        .unwrap_or(2.0);
    #[expect(clippy::cast_precision_loss, reason = "amounts are far below 2^53")]
    let amount = minor as f64 / js_sys::Math::pow(10.0, digits);
    call(&format.format(), &amount.into()).unwrap_or_default()
}

/// Which form of a sentence a number takes. English and French have these two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// As with one.
    One,
    /// As with several.
    Other,
}

/// Which form of a sentence a number takes. French says zero like one.
pub fn plural(count: u32, locale: Locale) -> Plural {
    let rules = Intl::PluralRules::new(&locales(locale), &Object::new());
    if rules.select(f64::from(count)) == "one" { Plural::One } else { Plural::Other }
}

/// The sentence of a pair of keys, `…_single` and `…_several`, that goes with `count`. `Intl` has
/// the rules of every language.
macro_rules! td_plural {
    ($locale:expr, $count:expr, $group:ident . [$one:ident, $other:ident] $(, $name:ident = $value:expr)*) => {
        match crate::format::plural($count, $locale) {
            crate::format::Plural::One => {
                crate::words::td_string!($locale, $group.$one, count = $count $(, $name = $value)*)
            }
            crate::format::Plural::Other => {
                crate::words::td_string!($locale, $group.$other, count = $count $(, $name = $value)*)
            }
        }
    };
}
pub(crate) use td_plural;

/// A whole number, grouped.
pub fn number(value: u32, locale: Locale) -> String {
    let format = Intl::NumberFormat::new(&locales(locale), &Object::new());
    call(&format.format(), &value.into()).unwrap_or_else(|| value.to_string())
}

/// A day, such as `23 November 2027`, of Unix seconds.
pub fn date(seconds: i64, locale: Locale) -> String {
    time_with(seconds, locale, &[("dateStyle", "long".into())])
}

/// A time of day in the person's zone.
pub fn time(seconds: i64, locale: Locale) -> String {
    time_with(seconds, locale, &[("timeStyle", "short".into())])
}

/// A day and a time of day in the person's zone.
pub fn date_and_time(seconds: i64, locale: Locale) -> String {
    time_with(seconds, locale, &[("dateStyle", "long".into()), ("timeStyle", "short".into())])
}

/// Whether Unix seconds fall on this day in the person's zone.
pub fn is_today(seconds: i64) -> bool {
    let (then, now) = (instant(seconds), Date::new_0());
    then.get_full_year() == now.get_full_year()
        && then.get_month() == now.get_month()
        && then.get_date() == now.get_date()
}

fn time_with(seconds: i64, locale: Locale, entries: &[(&str, JsValue)]) -> String {
    let format = Intl::DateTimeFormat::new(&locales(locale), &options(entries));
    call(&format.format(), &instant(seconds)).unwrap_or_default()
}

fn instant(seconds: i64) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "seconds of this era are far below 2^53")]
    let milliseconds = seconds as f64 * 1000.0;
    Date::new(&milliseconds.into())
}

fn call(format: &js_sys::Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

/// Words as a list in a sentence: `a, b and c`.
pub fn list(words: &[&str], tag: &str) -> String {
    let array: js_sys::Array = words.iter().map(|word| JsValue::from_str(word)).collect();
    // `js-sys` has no `Intl.ListFormat`; where the browser has none either, commas do.
    let format = || -> Option<String> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let constructor: js_sys::Function =
            Reflect::get(&intl, &"ListFormat".into()).ok()?.dyn_into().ok()?;
        let format = Reflect::construct(&constructor, &js_sys::Array::of1(&tag.into())).ok()?;
        let method: js_sys::Function = Reflect::get(&format, &"format".into()).ok()?.dyn_into().ok()?;
        method.call1(&format, &array).ok()?.as_string()
    };
    format().unwrap_or_else(|| words.join(", "))
}
