//! What is written beside a payment and changes nothing of it.

use linkspan_wire::payment_intent::PaymentIntent;

use crate::{
    api::{customers::check_email, params::Params},
    failure::Answer,
};

/// Lays the parameters over what is there; an empty one unsets, where it may be empty.
pub(super) fn apply(intent: &mut PaymentIntent, params: &Params) -> Answer<()> {
    const RECEIPT_EMAIL: &str = "receipt_email";
    if let Some(Some(email)) = params.unsettable(RECEIPT_EMAIL) {
        check_email(email).map_err(|failure| failure.with_param(RECEIPT_EMAIL))?;
    }
    params.set("description", &mut intent.description);
    params.set(RECEIPT_EMAIL, &mut intent.receipt_email);
    params.set("statement_descriptor", &mut intent.statement_descriptor);
    Ok(())
}
