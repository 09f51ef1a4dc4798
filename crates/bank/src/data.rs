//! What a token opens of one account: balance, owners, transactions, number for payments.

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
use linkspan_directory::Record;

use crate::{
    accounts::Access,
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
    Ok(Json(BalanceAnswer { balance: opened.account.balance }))
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
    let numbers = numbers::of(opened.record.behaviour, &opened.account, opened.access.granted);
    numbers.map(Json).ok_or(BankError::NoData)
}

struct Opened<'a> {
    record: &'a Record,
    access: Access,
    account: BankAccount,
}

/// The account, if the token opens it and the bank still lets it be read.
fn open<'a>(
    bank: &'a Bank,
    Path((institution, id)): Place,
    headers: &HeaderMap,
) -> Result<Opened<'a>, BankError> {
    let record = bank.open_institution(&institution)?;
    let access = Access::of(bank, record, headers)?;
    let shared = access.shared(record, bank.now()).into_iter();
    let account = shared.into_iter().find(|account| account.id == id).ok_or(BankError::UnknownAccount)?;
    if !account.active {
        return Err(BankError::InactiveAccount);
    }
    Ok(Opened { record, access, account })
}
