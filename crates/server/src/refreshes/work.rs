//! One refresh: asks the bank.

use linkspan_wire::account::Balance;

use super::{Feature, source::Source};
use crate::{
    AppState,
    connector::{self, BankError, BankOwner, BankTransaction, Connector},
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

/// Asks the bank for what a refresh is about.
pub(super) async fn ask(state: &AppState, claimed: &Claimed) -> Result<Result<Read, BankError>, sqlx::Error> {
    let Some(source) = Source::of(state, &claimed.account).await? else {
        return Ok(Err(BankError::Refused));
    };
    let place = source.place();
    let bank = connector::of(state);
    Ok(match claimed.feature {
        Feature::Balance => bank.balance(&place).await.map(Read::Balance),
        Feature::Ownership => bank.owners(&place).await.map(Read::Owners),
        Feature::Transactions => bank.transactions(&place).await.map(Read::Transactions),
    })
}
