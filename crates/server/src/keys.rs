//! Making, rolling and revoking API keys. A key's text is given once, to whoever made it.

use sqlx::{Any, Transaction, any::AnyExecutor};

use crate::store::{
    Store,
    api_keys::{self, ApiKey},
};

/// Longest time for which a key that was rolled goes on working.
pub const LONGEST_OVERLAP: i64 = 7 * 24 * 60 * 60;

/// A key and its text. No `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What is kept of it.
    pub row: ApiKey,
    /// `sk_test_…` and the like.
    pub key: String,
}

/// Why a key could not be rolled or revoked.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// No key has this id.
    #[error("no such API key: {0}")]
    Missing(String),
    /// It has ended already.
    #[error("this API key has ended already: {0}")]
    Ended(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Makes the text of a new key and keeps its hash.
pub async fn create(db: impl AnyExecutor<'_>, row: ApiKey) -> Result<NewKey, sqlx::Error> {
    let key = row.kind.new_key();
    let row = api_keys::insert(db, row, &key).await?;
    Ok(NewKey { row, key })
}

/// Makes a key of the same kind, name and permissions; the old one works for `overlap` seconds more.
pub async fn roll(store: &Store, id: &str, overlap: i64, now: i64) -> Result<NewKey, KeyError> {
    let (mut tx, old) = begin(store, id, now).await?;
    let ends = now.saturating_add(overlap);
    api_keys::end(&mut *tx, id, old.expires_at.map_or(ends, |end| end.min(ends))).await?;
    let fresh = ApiKey::new(&old.merchant, old.kind, now);
    let fresh = ApiKey { name: old.name, permissions: old.permissions, ..fresh };
    let fresh = create(&mut *tx, fresh).await?;
    tx.commit().await?;
    Ok(fresh)
}

/// Ends a key now.
pub async fn revoke(store: &Store, id: &str, now: i64) -> Result<ApiKey, KeyError> {
    let (mut tx, old) = begin(store, id, now).await?;
    api_keys::end(&mut *tx, id, now).await?;
    tx.commit().await?;
    Ok(ApiKey { expires_at: Some(now), ..old })
}

/// Begins to change a key that has not ended.
async fn begin(store: &Store, id: &str, now: i64) -> Result<(Transaction<'static, Any>, ApiKey), KeyError> {
    let missing = || KeyError::Missing(id.to_owned());
    let merchant = api_keys::find(store.pool(), id).await?.ok_or_else(missing)?.merchant;
    let mut tx = store.begin_write(&merchant).await?;
    let key = api_keys::find(&mut *tx, id).await?.ok_or_else(missing)?;
    if key.expired_at(now) {
        return Err(KeyError::Ended(id.to_owned()));
    }
    Ok((tx, key))
}
