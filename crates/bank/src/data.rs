//! What a token opens of one account: balance, owners, transactions, number for payments.

mod balance;
mod day;
mod draw;
mod evened;
mod movement;
mod numbers;
mod owners;
mod schedule;
mod transactions;

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
};
pub(crate) use balance::of as balance_of;

use crate::{
    accounts::{Access, Holding},
    bank::Bank,
    error::BankError,
    protocol::{BalanceAnswer, BankAccount, NumbersAnswer, OwnersAnswer, TransactionsAnswer},
};

/// An institution and one of its accounts.
type Place = Path<(String, String)>;

/// `GET /accounts/{account}/balance`
pub(crate) async fn balance(
    State(bank): State<Arc<Bank>>,
    place: Place,
    headers: HeaderMap,
) -> Result<Json<BalanceAnswer>, BankError> {
    let opened = open(&bank, place, &headers)?;
    let balance = balance::of(&opened.account, opened.opening, bank.now());
    Ok(Json(BalanceAnswer { balance: Some(balance) }))
}

/// `GET /accounts/{account}/owners`
pub(crate) async fn owners(
    State(bank): State<Arc<Bank>>,
    place: Place,
    headers: HeaderMap,
) -> Result<Json<OwnersAnswer>, BankError> {
    let opened = open(&bank, place, &headers)?;
    let owners = owners::of(&opened.account, &opened.access.user).ok_or(BankError::NoData)?;
    Ok(Json(OwnersAnswer { owners }))
}

/// `GET /accounts/{account}/transactions`
pub(crate) async fn transactions(
    State(bank): State<Arc<Bank>>,
    place: Place,
    headers: HeaderMap,
) -> Result<Json<TransactionsAnswer>, BankError> {
    let opened = open(&bank, place, &headers)?;
    Ok(Json(TransactionsAnswer { transactions: transactions::of(&opened.account, bank.now()) }))
}

/// `GET /accounts/{account}/numbers`
pub(crate) async fn numbers(
    State(bank): State<Arc<Bank>>,
    place: Place,
    headers: HeaderMap,
) -> Result<Json<NumbersAnswer>, BankError> {
    let opened = open(&bank, place, &headers)?;
    let numbers = numbers::of(&opened.account, opened.access.granted);
    numbers.map(Json).ok_or(BankError::NoData)
}

struct Opened {
    access: Access,
    account: BankAccount,
    /// What was on it before anything moved.
    opening: i64,
}

/// The account, if the token opens it and the bank still lets it be read.
fn open(bank: &Bank, Path((institution, id)): Place, headers: &HeaderMap) -> Result<Opened, BankError> {
    let record = bank.open_institution(&institution)?;
    let access = Access::of(bank, record, headers)?;
    let mut shared = access.shared(record).into_iter();
    let Holding { account, opening } =
        shared.find(|holding| holding.account.id == id).ok_or(BankError::UnknownAccount)?;
    if !account.active {
        return Err(BankError::InactiveAccount);
    }
    Ok(Opened { access, account, opening })
}
