//! `POST /sharing/{handle}/deposits`: the person tells what was paid into an account.

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

use super::{
    page::{Said, Wrong, draw, missing},
    seen::Seen,
};
use crate::{
    AppState,
    failure::Answer,
    locale::Locale,
    microdeposits::{self, Told, Verdict},
};

/// As the form sends it. No `Debug`: what was paid in is proof.
#[derive(Deserialize)]
pub(super) struct Filled {
    account: String,
    #[serde(default)]
    first: String,
    #[serde(default)]
    second: String,
    #[serde(default)]
    code: String,
}

impl Filled {
    fn told(&self) -> Option<Told> {
        let code = self.code.trim();
        if !code.is_empty() {
            return Some(Told::DescriptorCode(code.to_owned()));
        }
        Some(Told::Amounts([cents(&self.first)?, cents(&self.second)?]))
    }

    fn wrong<'a>(&'a self, text: &'a str) -> Wrong<'a> {
        Wrong {
            account: &self.account,
            text,
            code: !self.code.trim().is_empty(),
            amounts: [&self.first, &self.second],
        }
    }
}

/// An amount as a statement has it, `0.32` or `0,32`, or its cents alone.
fn cents(text: &str) -> Option<u32> {
    let text = text.trim();
    let Some((whole, cents)) = text.split_once(['.', ',']) else { return text.parse().ok() };
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let digits = cents.len() == 2 && cents.bytes().all(|byte| byte.is_ascii_digit());
    whole.checked_mul(100)?.checked_add(cents.parse().ok().filter(|_| digits)?)
}

pub(super) async fn confirm(
    State(state): State<AppState>,
    Path(handle): Path<String>,
    headers: HeaderMap,
    Form(filled): Form<Filled>,
) -> Answer<Response> {
    let Some(seen) = Seen::find(&state, &handle).await? else { return missing(&state, &headers) };
    let open = |one: &&super::seen::SharedAccount| one.deposits_by.is_some();
    let wanted = seen.accounts.iter().filter(open).find(|one| one.account.id == filled.account);
    let Some(wanted) = wanted else { return draw(&state, &handle, &seen, Said::default()) };
    let Some(told) = filled.told() else {
        let wrong = filled.wrong(seen.locale.deposit_empty());
        return draw(&state, &handle, &seen, Said { done: None, wrong: Some(wrong) });
    };
    let verdict = microdeposits::tell(&state, &seen.session.merchant, &wanted.account.id, &told).await?;
    let Some(seen) = Seen::find(&state, &handle).await? else { return missing(&state, &headers) };
    let wrong = wrong(seen.locale, verdict);
    let said = match &wrong {
        None => Said { done: Some(seen.locale.deposit_done()), wrong: None },
        Some(text) => Said { done: None, wrong: Some(filled.wrong(text)) },
    };
    draw(&state, &handle, &seen, said)
}

fn wrong(l: Locale, verdict: Verdict) -> Option<String> {
    match verdict {
        Verdict::Verified => None,
        Verdict::Wrong { left } => Some(l.deposit_wrong(&left.to_string())),
        Verdict::Exhausted | Verdict::NotExpected => Some(l.deposit_exhausted().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_statements_have_them() {
        for text in ["32", "0.32", " 0,32 ", ".32", "00.32"] {
            assert_eq!(cents(text), Some(32), "{text}");
        }
        assert_eq!(cents("1.05"), Some(105));
        for text in ["", "x", "0.3", "0.321", "0.3x", "-0.32", "0.+3", "0.32.1", "99999999.00"] {
            assert_eq!(cents(text), None, "{text}");
        }
    }
}
