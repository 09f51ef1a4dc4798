//! What the network says of a debit: charge, payment and events change in one transaction.

use std::collections::BTreeMap;

use linkspan_wire::{
    charge::ChargeStatus,
    dispute::Dispute,
    event::{CHARGE_DISPUTE_CREATED, PAYMENT_INTENT_PAYMENT_FAILED, PAYMENT_INTENT_SUCCEEDED},
    payment_intent::{PaymentError, PaymentIntent, PaymentIntentStatus},
    payment_method::{Blocked, UsBankAccountStatusDetails},
};
use sqlx::AnyConnection;

use super::outcome::{Outcome, Reason};
use crate::{
    AppState, ids,
    store::{
        charges::{self, ChargeRow, Claimed},
        disputes,
        events::{self, Cause},
        payment_intents, payment_methods,
    },
};

/// Takes over what is known now, once: whoever comes when another has taken the charge, or settled
/// it, changes nothing.
///
/// # Errors
/// When the database fails; then nothing has happened.
pub async fn settle(state: &AppState, claimed: &Claimed) -> Result<(), sqlx::Error> {
    let (merchant, now) = (claimed.merchant.as_str(), state.now());
    let mut tx = state.store.begin_write(merchant).await?;
    let charge = charges::find(&mut *tx, merchant, &claimed.id).await?;
    let Some(mut charge) = charge.filter(|charge| charge.due_at == claimed.due_at) else { return Ok(()) };
    let intent = payment_intents::find(&mut *tx, merchant, &charge.object.payment_intent).await?;
    let Some(mut intent) = intent else { return Ok(()) };
    charge.due_at = None;
    match (charge.object.status, charge.outcome) {
        (ChargeStatus::Pending, Outcome::Fails(reason)) => {
            fail(&mut tx, merchant, &mut charge, &mut intent, reason, now).await?;
        }
        (ChargeStatus::Pending, outcome) => {
            charge.due_at = outcome.taken_back_at(now);
            succeed(&mut tx, merchant, &mut charge, &mut intent, now).await?;
        }
        (ChargeStatus::Succeeded, Outcome::Disputed) => {
            take_back(&mut tx, merchant, &mut charge, now).await?;
        }
        _ => {}
    }
    charges::save(&mut *tx, merchant, &charge).await?;
    tx.commit().await?;
    state.deliveries_due.notify_one();
    Ok(())
}

async fn succeed(
    tx: &mut AnyConnection,
    merchant: &str,
    charge: &mut ChargeRow,
    intent: &mut PaymentIntent,
    now: i64,
) -> Result<(), sqlx::Error> {
    charge.object.status = ChargeStatus::Succeeded;
    charge.object.paid = true;
    charge.object.amount_captured = charge.object.amount;
    intent.status = PaymentIntentStatus::Succeeded;
    intent.amount_received = charge.object.amount;
    payment_intents::save(&mut *tx, merchant, intent).await?;
    events::record(tx, merchant, PAYMENT_INTENT_SUCCEEDED, intent, Cause::default(), now).await.map(drop)
}

async fn fail(
    tx: &mut AnyConnection,
    merchant: &str,
    charge: &mut ChargeRow,
    intent: &mut PaymentIntent,
    reason: Reason,
    now: i64,
) -> Result<(), sqlx::Error> {
    charge.object.status = ChargeStatus::Failed;
    charge.object.failure_code = Some(reason.code().into());
    charge.object.failure_message = Some(reason.message().into());
    intent.status = PaymentIntentStatus::RequiresPaymentMethod;
    // It is in the error, and not the one to try again with.
    intent.payment_method = None;
    if let Some(mut method) = payment_methods::find(&mut *tx, merchant, &charge.object.payment_method).await?
    {
        if let Some(why) = reason.blocks() {
            method.object.us_bank_account.status_details = Some(UsBankAccountStatusDetails {
                blocked: Some(Blocked {
                    network_code: reason.network_code().map(str::to_owned),
                    reason: Some(why.into()),
                }),
            });
            payment_methods::save(&mut *tx, merchant, &method).await?;
        }
        intent.last_payment_error = Some(Box::new(PaymentError {
            kind: "card_error".into(),
            charge: charge.object.id.clone(),
            code: reason.code().into(),
            decline_code: reason.network_code().map(|_| reason.code().into()),
            message: reason.message().into(),
            network_decline_code: reason.network_code().map(str::to_owned),
            payment_method: method.object.0,
        }));
    }
    payment_intents::save(&mut *tx, merchant, intent).await?;
    events::record(tx, merchant, PAYMENT_INTENT_PAYMENT_FAILED, intent, Cause::default(), now).await.map(drop)
}

async fn take_back(
    tx: &mut AnyConnection,
    merchant: &str,
    charge: &mut ChargeRow,
    now: i64,
) -> Result<(), sqlx::Error> {
    charge.object.disputed = true;
    let dispute = Dispute {
        id: ids::new_id("du_"),
        object: "dispute".into(),
        amount: charge.object.amount,
        charge: charge.object.id.clone(),
        created: now,
        currency: charge.object.currency.clone(),
        is_charge_refundable: false,
        livemode: false,
        metadata: BTreeMap::new(),
        network_reason_code: Reason::DebitNotAuthorized.network_code().map(str::to_owned),
        payment_intent: charge.object.payment_intent.clone(),
        reason: Reason::DebitNotAuthorized.code().into(),
        status: "lost".into(),
    };
    disputes::insert(&mut *tx, merchant, &dispute).await?;
    events::record(tx, merchant, CHARGE_DISPUTE_CREATED, &dispute, Cause::default(), now).await.map(drop)
}
