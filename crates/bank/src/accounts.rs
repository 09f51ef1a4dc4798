//! `GET /accounts`: the accounts of a person at a bank, always the same ones.

mod catalog;
mod draft;
mod holding;

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, header},
};
use linkspan_directory::{Behaviour, Record};
use serde::{Deserialize, Serialize};

pub(crate) use catalog::holdings_of;
pub(crate) use holding::Holding;

use crate::{bank::Bank, error::BankError, protocol::AccountsAnswer, seal::Purpose};

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
    /// Unix seconds of the sign-in; what ends some time after it is counted from here.
    pub(crate) granted: i64,
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
    /// The access of the request's bearer token to this bank.
    pub(crate) fn of(bank: &Bank, record: &Record, headers: &HeaderMap) -> Result<Self, BankError> {
        bearer(headers)
            .and_then(|token| bank.unseal(Purpose::Access, token))
            .filter(|access: &Self| access.institution == record.id)
            .ok_or(BankError::Unauthorized)
    }

    /// The accounts that it opens, in the bank's order.
    pub(crate) fn shared(&self, record: &Record) -> Vec<Holding> {
        let all = holdings_of(record, &self.user).into_iter().enumerate();
        let shared = |place| match &self.chosen {
            Chosen::InFlow => true,
            Chosen::AtBank(places) => places.contains(&place),
        };
        all.filter(|(place, _)| shared(*place)).map(|(_, holding)| holding).collect()
    }

    /// When it ends, where the bank says so beforehand.
    fn ends_at(&self, record: &Record) -> Option<i64> {
        let announced =
            matches!(record.behaviour, Behaviour::ReauthorizeDaily | Behaviour::ReauthorizeMonthly);
        announced.then(|| self.granted.saturating_add(lifetime(record.behaviour)))
    }

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
    let access = Access::of(&bank, record, &headers)?;
    let now = bank.now();
    Ok(Json(AccountsAnswer {
        accounts: access.shared(record).into_iter().map(|holding| holding.at(now)).collect(),
        chosen_at_bank: access.chosen != Chosen::InFlow,
        access_ends_at: access.ends_at(record),
    }))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
