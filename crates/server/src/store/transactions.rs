//! What was moved on accounts, as far as refreshes have read it.

use std::collections::HashMap;

use linkspan_wire::transaction::{StatusTransitions, Transaction, TransactionStatus};
use sqlx::{AnyConnection, any::AnyExecutor};

use super::{
    page::{Page, Rows},
    sealed,
};
use crate::{
    at_rest::{Keyring, Place},
    connector::BankTransaction,
    ids,
};

/// Which of an account's transactions are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// `fca_…`
    pub account: String,
    /// Only what later refreshes than this brought or changed.
    pub after_refresh: Option<String>,
    /// Earliest and latest `transacted_at`, both included.
    pub transacted_at: (i64, i64),
}

/// Where a transaction is, sealed: its description names people and places.
fn object_at(id: &str) -> Place<'_> {
    Place::new("transactions", "object", id)
}

/// Keeps what a refresh read: what is new, and what has changed since the last one. Both then name
/// this refresh.
pub async fn merge(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    (merchant, account, refresh): (&str, &str, &str),
    read: &[BankTransaction],
    now: i64,
) -> Result<(), sqlx::Error> {
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT bank_transaction, id, object FROM transactions WHERE account = $1")
            .bind(account)
            .fetch_all(&mut *tx)
            .await?;
    let mut known: HashMap<_, _> =
        rows.into_iter().map(|(at_bank, id, object)| (at_bank, (id, object))).collect();
    // The oldest first, so that ids sort by time as far as they can.
    for one in read {
        let before = known.remove(&one.id);
        let open = |(id, object): (String, String)| sealed::open(keyring, object_at(&id), &object);
        let before: Option<Transaction> = before.map(open).transpose()?;
        let id = before.as_ref().map_or_else(|| ids::new_id("fctxn_"), |before| before.id.clone());
        let after = object(id, account, refresh, one, now);
        if before.is_some_and(|before| is_same(&before, &after)) {
            continue;
        }
        sqlx::query(
            "INSERT INTO transactions (id, merchant, account, bank_transaction, refresh, transacted_at, object)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (account, bank_transaction) DO UPDATE SET refresh = excluded.refresh,
                 transacted_at = excluded.transacted_at, object = excluded.object",
        )
        .bind(&after.id)
        .bind(merchant)
        .bind(account)
        .bind(&one.id)
        .bind(refresh)
        .bind(after.transacted_at)
        .bind(sealed::seal(keyring, object_at(&after.id), &after)?)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

fn object(id: String, account: &str, refresh: &str, one: &BankTransaction, now: i64) -> Transaction {
    let settled = |status| one.settled_at.filter(|_| one.status == status);
    Transaction {
        id,
        object: "financial_connections.transaction".into(),
        account: account.to_owned(),
        amount: one.amount,
        currency: one.currency.clone(),
        description: one.description.clone(),
        livemode: false,
        status: one.status,
        status_transitions: StatusTransitions {
            posted_at: settled(TransactionStatus::Posted),
            void_at: settled(TransactionStatus::Void),
        },
        transacted_at: one.transacted_at,
        transaction_refresh: refresh.to_owned(),
        updated: now,
    }
}

/// Whether the bank says the same as before.
fn is_same(before: &Transaction, after: &Transaction) -> bool {
    let as_before = Transaction {
        transaction_refresh: before.transaction_refresh.clone(),
        updated: before.updated,
        ..after.clone()
    };
    *before == as_before
}

/// One page of an account's transactions.
pub async fn list(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    filter: &Filter,
    page: &Page,
) -> Result<Rows<Transaction>, sqlx::Error> {
    let query = page.query(
        "SELECT id, object FROM transactions WHERE account = $3 AND refresh > $4
         AND transacted_at >= $5 AND transacted_at <= $6",
    );
    let (from, to) = filter.transacted_at;
    let rows: Vec<(String, String)> = sqlx::query_as(query)
        .bind(page.id())
        .bind(page.rows())
        .bind(&filter.account)
        // Ids sort in the order in which refreshes began; everything is behind nothing.
        .bind(filter.after_refresh.as_deref().unwrap_or_default())
        .bind(from)
        .bind(to)
        .fetch_all(db)
        .await?;
    let opened = rows.iter().map(|(id, object)| sealed::open(keyring, object_at(id), object));
    Ok(page.cut(opened.collect::<Result<_, _>>()?))
}

/// A transaction of this merchant's.
pub async fn find(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    merchant: &str,
    id: &str,
) -> Result<Option<Transaction>, sqlx::Error> {
    let object: Option<String> =
        sqlx::query_scalar("SELECT object FROM transactions WHERE id = $1 AND merchant = $2")
            .bind(id)
            .bind(merchant)
            .fetch_optional(db)
            .await?;
    object.map(|object| sealed::open(keyring, object_at(id), &object)).transpose()
}
