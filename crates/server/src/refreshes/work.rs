//! One refresh: asks the bank.

use linkspan_wire::account::Balance;

use super::{Feature, source::Source};
use crate::{
    AppState,
    connector::{self, AccessToken, BankError, BankOwner, BankTransaction, Connector},
    store::refreshes::Claimed,
};

/// What a bank said.
pub(super) enum Read {
    /// The balance, where the bank gives one.
    Balance(Option<Balance>),
    /// The owners.
    Owners(Vec<BankOwner>),
    /// The transactions, the oldest first.
    Transactions(Vec<BankTransaction>),
}

/// An answer of a bank, and through what it was asked; no access, no question.
pub(super) struct Answered {
    /// What it said, or why it did not.
    pub read: Result<Read, BankError>,
    /// Opened the account when it was asked.
    pub through: Option<AccessToken>,
}

/// Asks the bank for what a refresh is about.
pub(super) async fn ask(state: &AppState, claimed: &Claimed) -> Result<Answered, sqlx::Error> {
    let Some(source) = Source::of(state, &claimed.account).await? else {
        return Ok(Answered { read: Err(BankError::Refused), through: None });
    };
    let place = source.place();
    let bank = connector::of(state);
    let read = match claimed.feature {
        Feature::Balance => bank.balance(&place).await.map(Read::Balance),
        Feature::Ownership => bank.owners(&place).await.map(Read::Owners),
        Feature::Transactions => bank.transactions(&place).await.map(Read::Transactions),
    };
    Ok(Answered { read, through: Some(source.into_token()) })
}
