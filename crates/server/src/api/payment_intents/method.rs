//! Who pays a payment, and with what.

use linkspan_wire::{
    error::code,
    payment_intent::{PaymentIntent, PaymentIntentStatus},
};
use sqlx::AnyConnection;

use crate::{
    Failure,
    api::{customers, params::Params, payment_methods::found},
    failure::Answer,
    store::payment_methods::{self, PaymentMethodRow},
};

const CUSTOMER: &str = "customer";
const PAYMENT_METHOD: &str = "payment_method";

/// Puts `customer` and `payment_method` into a payment whose debit is not on its way; an empty one
/// unsets. The status follows.
pub(super) async fn apply(
    tx: &mut AnyConnection,
    merchant: &str,
    intent: &mut PaymentIntent,
    params: &Params,
) -> Answer<()> {
    if let Some(customer) = params.unsettable(CUSTOMER) {
        if let Some(customer) = customer {
            customers::check_present(&mut *tx, merchant, customer, CUSTOMER).await?;
        }
        intent.customer = customer.map(str::to_owned);
    }
    params.set(PAYMENT_METHOD, &mut intent.payment_method);
    intent.status = PaymentIntentStatus::RequiresPaymentMethod;
    if let Some(id) = intent.payment_method.clone() {
        usable(tx, merchant, intent, &id).await?;
        intent.status = PaymentIntentStatus::RequiresConfirmation;
    }
    Ok(())
}

/// The payment method, if this payment may be paid with it.
pub(super) async fn usable(
    tx: &mut AnyConnection,
    merchant: &str,
    intent: &PaymentIntent,
    id: &str,
) -> Answer<PaymentMethodRow> {
    let row = found(payment_methods::find(tx, merchant, id).await?, id, PAYMENT_METHOD)?;
    let refused = |code, message| Err(Failure::bad_request(code, message).with_param(PAYMENT_METHOD));
    if row.detached {
        return refused(
            code::PAYMENT_METHOD_UNEXPECTED_STATE,
            "This payment method was detached from its customer and cannot be used any more.",
        );
    }
    if row.object.customer.is_some() && row.object.customer != intent.customer {
        return refused(
            code::PAYMENT_METHOD_UNEXPECTED_STATE,
            "This payment method is attached to a customer: the payment has to name the same one in customer.",
        );
    }
    let details = row.object.us_bank_account.status_details.as_ref();
    if details.is_some_and(|details| details.blocked.is_some()) {
        return refused(
            "payment_method_bank_account_blocked",
            "This bank account cannot be debited any more: an earlier debit was sent back.",
        );
    }
    Ok(row)
}
