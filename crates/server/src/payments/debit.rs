//! Sends a debit on its way.

use linkspan_wire::{
    charge::{Charge, ChargeStatus, ChargedBankAccount, PaymentMethodDetails},
    event::PAYMENT_INTENT_PROCESSING,
    mandate::Mandate,
    payment_intent::{PaymentIntent, PaymentIntentStatus},
};
use sqlx::AnyConnection;

use super::Outcome;
use crate::{
    at_rest::Keyring,
    ids,
    store::{
        accounts, bank_accounts,
        charges::{self, ChargeRow},
        events::{self, Cause},
        payment_intents,
        payment_methods::PaymentMethodRow,
    },
};

/// Debits the account of a payment method for a payment. The caller has checked that both may be.
/// Ring `AppState::payments_due` after the commit.
pub async fn debit(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    merchant: &str,
    intent: &mut PaymentIntent,
    (method, mandate): (&PaymentMethodRow, &Mandate),
    cause: &Cause,
    now: i64,
) -> Result<(), sqlx::Error> {
    let outcome = outcome(&mut *tx, keyring, merchant, method).await?;
    let charge = charge(intent, method, mandate, now);
    intent.status = PaymentIntentStatus::Processing;
    intent.payment_method = Some(method.object.id.clone());
    intent.latest_charge = Some(charge.id.clone());
    intent.last_payment_error = None;
    let row = ChargeRow { object: charge.into(), outcome, due_at: outcome.known_at(now) };
    charges::save(&mut *tx, merchant, &row).await?;
    payment_intents::save(&mut *tx, merchant, intent).await?;
    events::record(tx, merchant, PAYMENT_INTENT_PROCESSING, intent, cause.clone(), now).await.map(drop)
}

/// What the sandbox's network will say.
async fn outcome(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    merchant: &str,
    method: &PaymentMethodRow,
) -> Result<Outcome, sqlx::Error> {
    let Some(linked) = &method.object.us_bank_account.financial_connections_account else {
        let number = bank_accounts::number(tx, keyring, &method.bank_account).await?;
        return Ok(Outcome::of_number(&number));
    };
    let account = accounts::find(tx, merchant, linked).await?;
    let name = account.and_then(|account| account.display_name);
    Ok(Outcome::of_name(name.as_deref().unwrap_or_default()))
}

fn charge(intent: &PaymentIntent, method: &PaymentMethodRow, mandate: &Mandate, now: i64) -> Charge {
    let account = &method.object.us_bank_account;
    Charge {
        id: ids::new_id("py_"),
        object: "charge".into(),
        amount: intent.amount,
        amount_captured: 0,
        amount_refunded: 0,
        application: None,
        balance_transaction: None,
        billing_details: method.object.billing_details.clone(),
        captured: true,
        created: now,
        currency: intent.currency.clone(),
        customer: intent.customer.clone(),
        description: intent.description.clone(),
        disputed: false,
        failure_code: None,
        failure_message: None,
        livemode: false,
        metadata: intent.metadata.clone(),
        paid: false,
        payment_intent: intent.id.clone(),
        payment_method: method.object.id.clone(),
        payment_method_details: PaymentMethodDetails {
            kind: method.object.kind.clone(),
            us_bank_account: ChargedBankAccount {
                account_holder_type: account.account_holder_type.clone(),
                account_type: account.account_type.clone(),
                bank_name: account.bank_name.clone(),
                fingerprint: account.fingerprint.clone(),
                last4: account.last4.clone(),
                mandate: mandate.id.clone(),
                payment_reference: None,
                routing_number: account.routing_number.clone(),
            },
        },
        receipt_email: intent.receipt_email.clone(),
        receipt_url: None,
        refunded: false,
        status: ChargeStatus::Pending,
    }
}
