//! Customers.

use std::collections::BTreeMap;

use linkspan_wire::payment_method::Address;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, any::AnyExecutor};

use super::{
    flag::Flag,
    json::Json,
    page::{Page, Rows},
};

/// One customer.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CustomerRow {
    /// `cus_…`
    pub id: String,
    /// `acct_…`
    pub merchant: String,
    /// Full name.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// The merchant's own note.
    pub description: Option<String>,
    /// What else is known of them.
    pub details: Json<Details>,
    /// The merchant's own data.
    pub metadata: Json<BTreeMap<String, String>>,
    /// Unix seconds.
    pub created: i64,
    /// Deleted ones keep their row, because linked accounts go on naming them.
    #[sqlx(try_from = "Flag")]
    pub deleted: bool,
}

/// What a merchant keeps of a customer beside name, e-mail and telephone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Where they live.
    pub address: Address,
    /// Where something is sent.
    pub shipped_to: Address,
    /// To whom.
    pub recipient: Option<String>,
    /// The recipient's telephone.
    pub recipient_phone: Option<String>,
    /// Languages, the most preferred first.
    pub preferred_locales: Vec<String>,
    /// `none`, `exempt` or `reverse`.
    pub tax_exempt: Option<String>,
}

/// Keeps a new customer, or what changed of an old one.
pub async fn save(db: impl AnyExecutor<'_>, row: &CustomerRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO customers (id, merchant, name, email, phone, description, metadata, created, deleted, details) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, \
         phone = excluded.phone, description = excluded.description, metadata = excluded.metadata, \
         deleted = excluded.deleted, details = excluded.details",
    )
    .bind(&row.id)
    .bind(&row.merchant)
    .bind(&row.name)
    .bind(&row.email)
    .bind(&row.phone)
    .bind(&row.description)
    .bind(&row.metadata)
    .bind(row.created)
    .bind(Flag(row.deleted))
    .bind(&row.details)
    .execute(db)
    .await?;
    Ok(())
}

/// A customer of this merchant, deleted ones included.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<CustomerRow>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM customers WHERE id = $1 AND merchant = $2")
        .bind(id)
        .bind(merchant)
        .fetch_optional(db)
        .await
}

/// The merchant's customers, deleted ones left out; all of them or those with an e-mail, made between two
/// times.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    email: Option<&str>,
    (from, to): (i64, i64),
    page: &Page,
) -> Result<Rows<CustomerRow>, sqlx::Error> {
    let query = page.query(
        "SELECT * FROM customers WHERE deleted = 0 AND merchant = $3 AND ($4 IS NULL OR email = $4)
         AND created BETWEEN $5 AND $6",
    );
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(merchant).bind(email);
    Ok(page.cut(query.bind(from).bind(to).fetch_all(db).await?))
}
