//! Amounts, days, numbers and lists as a language writes them.

use linkspan::format::{Plural, date, is_today, list, money, number, plural};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::words::{english, french};

/// Noon of 23 November 2027, UTC: that day in every time zone but the very last.
const DAY: i64 = 1_826_971_200;

/// French writes with spaces of several widths that no test should depend on.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[wasm_bindgen_test]
fn money_has_the_minor_units_of_its_currency() {
    assert_eq!(money(241_860, "usd", english()), "$2,418.60");
    assert_eq!(money(5, "usd", english()), "$0.05");
    assert_eq!(money(1_234, "jpy", english()), "¥1,234");
    assert_eq!(
        money(1_234, "kwd", english()).chars().filter(char::is_ascii_digit).collect::<String>(),
        "1234"
    );
    assert!(money(1_234, "kwd", english()).ends_with("1.234"));
}

#[wasm_bindgen_test]
fn money_may_be_owed() {
    assert_eq!(money(-150, "usd", english()), "-$1.50");
    assert_eq!(plain(&money(-241_860, "eur", french())), "-2 418,60 €");
}

#[wasm_bindgen_test]
fn money_in_french() {
    assert_eq!(plain(&money(241_860, "usd", french())), "2 418,60 $US");
}

#[wasm_bindgen_test]
fn a_currency_that_nobody_knows_does_not_break_the_page() {
    assert!(plain(&money(100, "xqx", english())).contains("XQX"));
}

#[wasm_bindgen_test]
fn what_is_no_currency_at_all_shows_no_amount() {
    for code in ["", "us", "points", "u$d", "€€€"] {
        assert_eq!(money(100, code, english()), "", "{code}");
    }
}

#[wasm_bindgen_test]
fn days_are_written_out() {
    assert_eq!(date(DAY, english()), "November 23, 2027");
    assert_eq!(date(DAY, french()), "23 novembre 2027");
}

#[wasm_bindgen_test]
fn today_is_today() {
    #[expect(clippy::cast_possible_truncation, reason = "seconds of this era fit")]
    let now = (js_sys::Date::now() / 1000.0) as i64;
    assert!(is_today(now));
    assert!(!is_today(now - 2 * 86_400));
    assert!(!is_today(now + 2 * 86_400));
}

#[wasm_bindgen_test]
fn french_says_zero_like_one() {
    assert_eq!(plural(0, english()), Plural::Other);
    assert_eq!(plural(0, french()), Plural::One);
    for locale in [english(), french()] {
        assert_eq!(plural(1, locale), Plural::One);
        assert_eq!(plural(2, locale), Plural::Other);
    }
}

#[wasm_bindgen_test]
fn numbers_are_grouped() {
    assert_eq!(number(12_000, english()), "12,000");
    assert_eq!(plain(&number(12_000, french())), "12 000");
    assert_eq!(number(40, english()), "40");
}

#[wasm_bindgen_test]
fn words_become_a_list_in_a_sentence() {
    assert_eq!(list(&["balances", "owner", "transactions"], "en"), "balances, owner, and transactions");
    assert_eq!(list(&["les soldes", "le titulaire"], "fr"), "les soldes et le titulaire");
    assert_eq!(list(&["balances"], "en"), "balances");
}
