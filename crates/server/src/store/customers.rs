//! Customers.

use std::collections::BTreeMap;

use sqlx::{FromRow, QueryBuilder, SqliteExecutor, types::Json};

use super::page::{Page, Rows};

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
    #[sqlx(json)]
    pub metadata: BTreeMap<String, String>,
    /// Unix seconds.
    pub created: i64,
    /// Deleted ones keep their row, because linked accounts go on naming them.
    pub deleted: bool,
}

/// Keeps a new customer, or what changed of an old one.
pub async fn save(db: impl SqliteExecutor<'_>, row: &CustomerRow) -> Result<(), sqlx::Error> {
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
    .bind(Json(&row.metadata))
    .bind(row.created)
    .bind(row.deleted)
    .execute(db)
    .await?;
    Ok(())
}

/// A customer of this merchant, deleted ones included.
pub async fn find(
    db: impl SqliteExecutor<'_>,
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
    db: impl SqliteExecutor<'_>,
    merchant: &str,
    email: Option<&str>,
    page: &Page,
) -> Result<Rows<CustomerRow>, sqlx::Error> {
    let mut query = QueryBuilder::new("SELECT * FROM customers WHERE deleted = FALSE AND merchant = ");
    query.push_bind(merchant);
    if let Some(email) = email {
        query.push(" AND email = ").push_bind(email);
    }
    page.push_to(&mut query, "id");
    Ok(page.cut(query.build_query_as().fetch_all(db).await?))
}
