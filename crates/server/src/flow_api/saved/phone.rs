//! Telephone numbers, as people type them.

use phonenumber::Mode;

/// The number as E.164. Nothing when it is none, or has no country code: guessing the country would send
/// codes to strangers.
pub(super) fn parse(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if !typed.starts_with('+') {
        return None;
    }
    let number = phonenumber::parse(None, typed).ok()?;
    number.is_valid().then(|| number.format().mode(Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_have_a_country_code() {
        assert_eq!(parse("+1 (212) 555-0123").as_deref(), Some("+12125550123"));
        assert_eq!(parse(" +33 6 12 34 56 78 ").as_deref(), Some("+33612345678"));
        for wrong in
            ["", "212 555 0123", "0612345678", "+1 212", "+999 1234567", "+33 6 12 34 56 78 90", "+", "x"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
