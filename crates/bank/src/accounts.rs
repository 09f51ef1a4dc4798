//! `GET /accounts`: the accounts of a person at a bank, always the same ones.

mod catalog;
mod draft;

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, header},
};
use linkspan_directory::{Behaviour, Record};
use serde::{Deserialize, Serialize};

pub(crate) use catalog::accounts_of;

use crate::{
    bank::Bank,
    error::BankError,
    protocol::{AccountsAnswer, BankAccount},
    seal::Purpose,
};

const DAY: i64 = 24 * 60 * 60;

/// What an access token opens.
#[derive(Serialize, Deserialize)]
pub(crate) struct Access {
    /// `bcinst_…`
    pub(crate) institution: String,
    /// Whose accounts.
    pub(crate) user: String,
    /// Which of them.
    pub(crate) chosen: Chosen,
}

/// Which accounts the person shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Chosen {
    /// All; which to link is chosen in the flow.
    InFlow,
    /// Those at these places, ticked at the bank.
    AtBank(Vec<usize>),
}

impl Access {
    /// Seals it for as long as this bank grants access, and tells for how many seconds.
    pub(crate) fn seal(&self, bank: &Bank, record: &Record) -> Result<(String, u64), BankError> {
        let seconds = lifetime(record.behaviour);
        Ok((bank.seal(Purpose::Access, self, seconds)?, seconds.unsigned_abs()))
    }
}

/// A year is the longest that a person can agree to.
const fn lifetime(behaviour: Behaviour) -> i64 {
    match behaviour {
        Behaviour::InactiveAccounts => 5 * 60,
        Behaviour::ReauthorizeDaily => DAY,
        Behaviour::ReauthorizeMonthly => 30 * DAY,
        _ => 365 * DAY,
    }
}

/// The accounts that the request's token opens.
pub(crate) async fn list(
    State(bank): State<Arc<Bank>>,
    Path(institution): Path<String>,
    headers: HeaderMap,
) -> Result<Json<AccountsAnswer>, BankError> {
    let record = bank.open_institution(&institution)?;
    let access: Access = bearer(&headers)
        .and_then(|token| bank.unseal(Purpose::Access, token))
        .filter(|access: &Access| access.institution == record.id)
        .ok_or(BankError::Unauthorized)?;
    let all = accounts_of(record, &access.user, bank.now());
    let (accounts, chosen_at_bank): (Vec<BankAccount>, bool) = match access.chosen {
        Chosen::InFlow => (all, false),
        Chosen::AtBank(places) => {
            let ticked = all.into_iter().enumerate().filter(|(place, _)| places.contains(place));
            (ticked.map(|(_, account)| account).collect(), true)
        }
    };
    Ok(Json(AccountsAnswer { accounts, chosen_at_bank }))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
