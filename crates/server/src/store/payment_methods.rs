//! What customers pay with.

use linkspan_wire::payment_method::PaymentMethod;
use sqlx::{FromRow, any::AnyExecutor};

use super::{
    flag::Flag,
    json::Json,
    page::{Page, Rows},
};

/// One payment method.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PaymentMethodRow {
    /// As it is shown.
    pub object: Json<PaymentMethod>,
    /// Fingerprint of the account.
    pub bank_account: String,
    /// It was taken from its customer and is good for nothing more.
    #[sqlx(try_from = "Flag")]
    pub detached: bool,
}

/// Keeps a new one, or what changed of an old one.
pub async fn save(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    row: &PaymentMethodRow,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO payment_methods (id, merchant, customer, bank_account, detached, object, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, detached = excluded.detached,
         object = excluded.object",
    )
    .bind(&row.object.id)
    .bind(merchant)
    .bind(&row.object.customer)
    .bind(&row.bank_account)
    .bind(Flag(row.detached))
    .bind(&row.object)
    .bind(row.object.created)
    .execute(db)
    .await?;
    Ok(())
}

/// A payment method of this merchant's.
pub async fn find(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    id: &str,
) -> Result<Option<PaymentMethodRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT object, bank_account, detached FROM payment_methods WHERE id = $1 AND merchant = $2",
    )
    .bind(id)
    .bind(merchant)
    .fetch_optional(db)
    .await
}

/// One page of the merchant's payment methods; all of them or those of a customer, of all types or
/// of one.
pub async fn list(
    db: impl AnyExecutor<'_>,
    merchant: &str,
    customer: Option<&str>,
    kind: Option<&str>,
    page: &Page,
) -> Result<Rows<PaymentMethod>, sqlx::Error> {
    let query = page.query(
        "SELECT object FROM payment_methods WHERE merchant = $3 AND ($4 IS NULL OR customer = $4)
         AND ($5 IS NULL OR $5 = 'us_bank_account')",
    );
    let query = sqlx::query_as(query).bind(page.id()).bind(page.rows()).bind(merchant);
    let rows: Vec<(Json<PaymentMethod>,)> = query.bind(customer).bind(kind).fetch_all(db).await?;
    Ok(page.cut(rows).map(|(Json(one),)| one))
}

/// All that are attached to a customer.
pub async fn of_customer(
    db: impl AnyExecutor<'_>,
    customer: &str,
) -> Result<Vec<PaymentMethodRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT object, bank_account, detached FROM payment_methods WHERE customer = $1 ORDER BY id",
    )
    .bind(customer)
    .fetch_all(db)
    .await
}
