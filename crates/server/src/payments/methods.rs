//! How payment methods leave their customer.

use linkspan_wire::event::PAYMENT_METHOD_DETACHED;
use sqlx::AnyConnection;

use crate::store::{
    events::{self, Cause},
    payment_methods::{self, PaymentMethodRow},
};

/// Takes a payment method from its customer, for good. Payments that are on their way go on.
pub async fn detach(
    tx: &mut AnyConnection,
    merchant: &str,
    row: &mut PaymentMethodRow,
    cause: &Cause,
    now: i64,
) -> Result<(), sqlx::Error> {
    row.object.customer = None;
    row.detached = true;
    payment_methods::save(&mut *tx, merchant, row).await?;
    events::record(tx, merchant, PAYMENT_METHOD_DETACHED, &row.object.0, cause.clone(), now).await.map(drop)
}
