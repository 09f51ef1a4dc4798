//! `POST /sharing/{handle}/deposits`: the person tells what was paid into an account.

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

use super::{
    page::{Said, draw, missing},
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
        match (self.first.trim().parse(), self.second.trim().parse()) {
            (Ok(first), Ok(second)) => Some(Told::Amounts([first, second])),
            _ => None,
        }
    }
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
        let wrong = Some((&*filled.account, seen.locale.deposit_empty()));
        return draw(&state, &handle, &seen, Said { done: None, wrong });
    };
    let verdict = microdeposits::tell(&state, &seen.session.merchant, &wanted.account.id, &told).await?;
    let Some(seen) = Seen::find(&state, &handle).await? else { return missing(&state, &headers) };
    let wrong = wrong(seen.locale, verdict);
    let said = match &wrong {
        None => Said { done: Some(seen.locale.deposit_done()), wrong: None },
        Some(text) => Said { done: None, wrong: Some((&filled.account, text)) },
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
