//! API keys. The database holds their hashes: nobody can read a key here.

use std::fmt;

use clap::ValueEnum;
use serde::Serialize;
use sqlx::{AssertSqlSafe, FromRow, any::AnyExecutor};

use super::{UnknownWord, json::Json, merchants::Merchant};
use crate::{ids, permissions::Permissions};

/// A key's use is noted once in this time.
const NOTED_EVERY_SECONDS: i64 = 60 * 60;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// `sk_test_…`: the whole merchant API.
    Secret,
    /// `rk_test_…`: what its permissions allow of the merchant API.
    Restricted,
    /// `pk_test_…`: says which merchant a page belongs to, nothing else.
    Publishable,
}

impl KeyKind {
    /// A new key of this kind.
    pub fn new_key(self) -> String {
        ids::new_secret(match self {
            Self::Secret => "sk_test_",
            Self::Restricted => "rk_test_",
            Self::Publishable => "pk_test_",
        })
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Restricted => "restricted",
            Self::Publishable => "publishable",
        }
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for KeyKind {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        match word.as_str() {
            "secret" => Ok(Self::Secret),
            "restricted" => Ok(Self::Restricted),
            "publishable" => Ok(Self::Publishable),
            _ => Err(UnknownWord(word)),
        }
    }
}

/// What is kept of one key.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ApiKey {
    /// `mk_…`
    #[sqlx(rename = "key_id")]
    pub id: String,
    /// `acct_…`
    pub merchant: String,
    /// What it is for.
    #[sqlx(try_from = "String")]
    pub kind: KeyKind,
    /// What the operator calls it.
    #[sqlx(rename = "key_name")]
    pub name: Option<String>,
    /// Its last four letters, to tell keys apart; absent of old ones.
    pub last4: Option<String>,
    /// For a restricted key.
    pub permissions: Json<Permissions>,
    /// Unix seconds.
    #[sqlx(rename = "key_created")]
    pub created: i64,
    /// Unix seconds, to the hour; of keys that call the merchant API.
    pub last_used_at: Option<i64>,
    /// Unix seconds at which it ends or ended.
    pub expires_at: Option<i64>,
}

impl ApiKey {
    /// A key of this kind, without name and permissions.
    pub fn new(merchant: &str, kind: KeyKind, now: i64) -> Self {
        Self {
            id: ids::new_id("mk_"),
            merchant: merchant.to_owned(),
            kind,
            name: None,
            last4: None,
            permissions: Json::default(),
            created: now,
            last_used_at: None,
            expires_at: None,
        }
    }

    /// Whether it has ended.
    pub fn expired_at(&self, now: i64) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

/// A key and the merchant that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KeyOfMerchant {
    /// The key; it may have ended.
    #[sqlx(flatten)]
    pub key: ApiKey,
    /// Whose it is.
    #[sqlx(flatten)]
    pub merchant: Merchant,
}

/// All of [`ApiKey`], told apart from the merchant's columns.
const COLUMNS: &str = "api_keys.id AS key_id, api_keys.merchant, api_keys.kind, api_keys.name AS key_name, \
     api_keys.last4, api_keys.permissions, api_keys.created AS key_created, api_keys.last_used_at, \
     api_keys.expires_at";

/// Keeps a new key's hash and its last letters; gives what is kept.
pub async fn insert(db: impl AnyExecutor<'_>, row: ApiKey, key: &str) -> Result<ApiKey, sqlx::Error> {
    let row = ApiKey { last4: key.get(key.len().saturating_sub(4)..).map(str::to_owned), ..row };
    sqlx::query(
        "INSERT INTO api_keys (id, merchant, kind, name, last4, key_hash, permissions, created, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&row.id)
    .bind(&row.merchant)
    .bind(row.kind.as_str())
    .bind(&row.name)
    .bind(&row.last4)
    .bind(ids::sha256_hex(key))
    .bind(&row.permissions)
    .bind(row.created)
    .bind(row.expires_at)
    .execute(db)
    .await?;
    Ok(row)
}

/// What is kept of this key, whether it has ended or not, and whose it is.
pub async fn find_by_key(db: impl AnyExecutor<'_>, key: &str) -> Result<Option<KeyOfMerchant>, sqlx::Error> {
    let query = format!(
        "SELECT merchants.*, {COLUMNS} FROM api_keys JOIN merchants ON merchants.id = api_keys.merchant \
         WHERE api_keys.key_hash = $1"
    );
    sqlx::query_as(AssertSqlSafe(query)).bind(ids::sha256_hex(key)).fetch_optional(db).await
}

/// The merchant whose pages carry this publishable key now.
pub async fn merchant_of_page(
    db: impl AnyExecutor<'_>,
    key: &str,
    now: i64,
) -> Result<Option<Merchant>, sqlx::Error> {
    let found = find_by_key(db, key).await?;
    let found = found.filter(|found| found.key.kind == KeyKind::Publishable && !found.key.expired_at(now));
    Ok(found.map(|found| found.merchant))
}

/// Notes that a key is in use. Once an hour is enough to know which ones nobody needs any more.
pub async fn note_use(db: impl AnyExecutor<'_>, key: &ApiKey, now: i64) -> Result<(), sqlx::Error> {
    if key.last_used_at.is_some_and(|last| now < last.saturating_add(NOTED_EVERY_SECONDS)) {
        return Ok(());
    }
    sqlx::query("UPDATE api_keys SET last_used_at = $1 WHERE id = $2")
        .bind(now)
        .bind(&key.id)
        .execute(db)
        .await?;
    Ok(())
}

/// The key by its id.
pub async fn find(db: impl AnyExecutor<'_>, id: &str) -> Result<Option<ApiKey>, sqlx::Error> {
    let query = format!("SELECT {COLUMNS} FROM api_keys WHERE id = $1");
    sqlx::query_as(AssertSqlSafe(query)).bind(id).fetch_optional(db).await
}

/// All keys of a merchant, the oldest first, with those that have ended.
pub async fn list(db: impl AnyExecutor<'_>, merchant: &str) -> Result<Vec<ApiKey>, sqlx::Error> {
    let query = format!("SELECT {COLUMNS} FROM api_keys WHERE merchant = $1 ORDER BY id");
    sqlx::query_as(AssertSqlSafe(query)).bind(merchant).fetch_all(db).await
}

/// Sets when a key ends.
pub async fn end(db: impl AnyExecutor<'_>, id: &str, at: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE api_keys SET expires_at = $1 WHERE id = $2").bind(at).bind(id).execute(db).await?;
    Ok(())
}
