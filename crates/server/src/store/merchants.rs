//! Merchants and their keys.

use sqlx::{FromRow, any::AnyExecutor};

use super::{
    Store,
    api_keys::{self, ApiKey, KeyKind},
    json::Json,
};

/// One merchant.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Merchant {
    /// `acct_…`
    pub id: String,
    /// Trading name.
    pub name: String,
    /// `#rrggbb`
    pub color: String,
    /// Its icon as an SVG document.
    pub icon_svg: Option<String>,
    /// What the data is for, one sentence.
    pub purpose: Option<String>,
    /// Address of its privacy notice.
    pub privacy_url: Option<String>,
    /// E-mail for questions.
    pub support_email: Option<String>,
    /// Origins that may frame the flow; see [`crate::allowed_origin`].
    pub allowed_origins: Json<Vec<String>>,
    /// Unix seconds.
    pub created: i64,
}

/// Both keys of a new merchant, shown once: the database holds their hashes.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MerchantKeys {
    /// `sk_test_…`
    pub secret_key: String,
    /// `pk_test_…`
    pub publishable_key: String,
}

impl MerchantKeys {
    /// A fresh pair.
    pub fn new_random() -> Self {
        Self { secret_key: KeyKind::Secret.new_key(), publishable_key: KeyKind::Publishable.new_key() }
    }
}

/// Keeps a new merchant and the hashes of its keys.
pub async fn create(store: &Store, merchant: &Merchant, keys: &MerchantKeys) -> Result<(), sqlx::Error> {
    let mut tx = store.begin_write(&merchant.id).await?;
    sqlx::query(
        "INSERT INTO merchants (id, name, color, icon_svg, purpose, privacy_url, support_email, \
         allowed_origins, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&merchant.id)
    .bind(&merchant.name)
    .bind(&merchant.color)
    .bind(&merchant.icon_svg)
    .bind(&merchant.purpose)
    .bind(&merchant.privacy_url)
    .bind(&merchant.support_email)
    .bind(&merchant.allowed_origins)
    .bind(merchant.created)
    .execute(&mut *tx)
    .await?;
    for (kind, key) in [(KeyKind::Secret, &keys.secret_key), (KeyKind::Publishable, &keys.publishable_key)] {
        api_keys::insert(&mut *tx, ApiKey::new(&merchant.id, kind, merchant.created), key).await?;
    }
    tx.commit().await
}

/// The merchant by this id.
pub async fn find(db: impl AnyExecutor<'_>, id: &str) -> Result<Option<Merchant>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM merchants WHERE id = $1").bind(id).fetch_optional(db).await
}

/// All of them, oldest first.
pub async fn list(db: impl AnyExecutor<'_>) -> Result<Vec<Merchant>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM merchants ORDER BY created, id").fetch_all(db).await
}

/// The origins that each merchant's pages may have, and nothing else of them.
pub async fn allowed_origins(db: impl AnyExecutor<'_>) -> Result<Vec<Vec<String>>, sqlx::Error> {
    let lists: Vec<Json<Vec<String>>> =
        sqlx::query_scalar("SELECT allowed_origins FROM merchants").fetch_all(db).await?;
    Ok(lists.into_iter().map(|Json(list)| list).collect())
}
