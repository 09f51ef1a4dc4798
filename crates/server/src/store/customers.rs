//! Customers.

use std::collections::BTreeMap;

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
    /// The merchant's own data.
    pub metadata: Json<BTreeMap<String, String>>,
    /// Unix seconds.
    pub created: i64,
    /// Deleted ones keep their row, because linked accounts go on naming them.
    #[sqlx(try_from = "Flag")]
    pub deleted: bool,
}

/// Keeps a new customer, or what changed of an old one.
pub async fn save(db: impl AnyExecutor<'_>, row: &CustomerRow) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO customers (id, merchant, name, email, phone, description, metadata, created, deleted) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, \
         phone = excluded.phone, description = excluded.description, metadata = excluded.metadata, \
         deleted = excluded.deleted",
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

/// The merchant's customers, deleted ones left out; all of them or those with an e-mail.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    email: Option<&str>,
    page: &Page,
) -> Result<Rows<CustomerRow>, sqlx::Error> {
    let query = page
        .query("SELECT * FROM customers WHERE deleted = 0 AND merchant = $3 AND ($4 IS NULL OR email = $4)");
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(merchant).bind(email);
    Ok(page.cut(query.fetch_all(db).await?))
}
