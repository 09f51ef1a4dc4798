//! How a parameter's name is written: `limit`, `filters[country]`, `permissions[]`.

/// The name before the brackets and what is in each of them; `None` when the brackets do not fit.
pub fn parts(written: &str) -> Option<(&str, Vec<&str>)> {
    let Some(open) = written.find('[') else {
        return (!written.is_empty() && !written.contains(']')).then_some((written, Vec::new()));
    };
    let (base, mut rest) = written.split_at(open);
    if base.is_empty() || base.contains(']') {
        return None;
    }
    let mut inner = Vec::new();
    while !rest.is_empty() {
        let (key, behind) = rest.strip_prefix('[')?.split_once(']')?;
        if key.contains('[') {
            return None;
        }
        inner.push(key);
        rest = behind;
    }
    Some((base, inner))
}

/// Puts a name together again.
pub fn join(base: &str, inner: &[&str]) -> String {
    let mut name = base.to_owned();
    for key in inner {
        name.push('[');
        name.push_str(key);
        name.push(']');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(parts("limit"), Some(("limit", vec![])));
        assert_eq!(parts("filters[country]"), Some(("filters", vec!["country"])));
        assert_eq!(
            parts("filters[account_subcategories][]"),
            Some(("filters", vec!["account_subcategories", ""]))
        );
    }

    #[test]
    fn brackets_that_do_not_fit_are_refused() {
        for bad in ["", "[a]", "a[", "a]", "a[b", "a[b]c", "a[[b]]", "a]b["] {
            assert_eq!(parts(bad), None, "{bad}");
        }
    }
}
