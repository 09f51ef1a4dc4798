//! `POST /v1/payment_intents`

use axum::{Json, extract::State};
use linkspan_wire::{
    event::PAYMENT_INTENT_CREATED,
    payment_intent::{AutomaticPaymentMethods, PaymentIntent, PaymentIntentStatus},
};
use serde_json::Value;

use super::{confirm, mandate, method, notes};
use crate::{
    AppState, Failure,
    api::{
        Caller, expand, metadata,
        params::{Params, RawParams, Rule, Schema},
    },
    failure::Answer,
    ids,
    store::{events, payment_intents},
};

/// As in the original: 50 cents, and what has eight digits.
const LEAST: i64 = 50;
const MOST: u32 = 99_999_999;
/// What an amount has to be, here and in a change.
pub(super) const AMOUNT: Rule = Rule::Integer(1, MOST);

const AUTOMATIC: &str = "automatic_payment_methods[enabled]";
const REDIRECTS: &str = "automatic_payment_methods[allow_redirects]";
const TYPES: &str = "payment_method_types";
pub(super) const SCHEMA: Schema = Schema {
    texts: &[
        "amount",
        "currency",
        "customer",
        "payment_method",
        AUTOMATIC,
        REDIRECTS,
        "confirm",
        "capture_method",
        "confirmation_method",
        "description",
        "off_session",
        "receipt_email",
        "statement_descriptor",
    ],
    lists: &[TYPES],
    maps: &["metadata"],
    rules: &[
        ("amount", Rule::Required),
        ("amount", AMOUNT),
        ("currency", Rule::Required),
        ("currency", Rule::OneOf(&["usd"])),
        (TYPES, Rule::OneOf(&["us_bank_account"])),
        (AUTOMATIC, Rule::Boolean),
        (REDIRECTS, Rule::OneOf(&["always", "never"])),
        ("confirm", Rule::Boolean),
        ("off_session", Rule::Boolean),
        // Bank debits are captured as they are made, and none waits for a page to confirm it.
        ("capture_method", Rule::OneOf(&["automatic", "automatic_async"])),
        ("confirmation_method", Rule::OneOf(&["automatic"])),
        ("description", Rule::Longest(1000)),
        ("receipt_email", Rule::Longest(512)),
        ("statement_descriptor", Rule::Longest(22)),
    ],
    with: &[mandate::SCHEMA],
    ..Schema::NONE
};

/// With `confirm`, all of it happens or nothing does.
pub(super) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let confirmed = params.boolean("confirm")?.unwrap_or(false);
    if !confirmed {
        mandate::check_absent(&params)?;
    }
    let now = state.now();
    let mut intent = new(amount(&params)?.ok_or_else(|| Failure::missing_param("amount"))?, now);
    notes::apply(&mut intent, &params)?;
    if let Some(method) = params.text("capture_method")? {
        method.clone_into(&mut intent.capture_method);
    }
    intent.metadata = metadata::merge(&intent.metadata, &params)?;
    intent.automatic_payment_methods = automatic(&params)?;
    let mut tx = state.store.begin_write(caller.id()).await?;
    method::apply(&mut tx, caller.id(), &mut intent, &params).await?;
    payment_intents::save(&mut *tx, caller.id(), &intent).await?;
    let cause = caller.cause.clone();
    events::record(&mut tx, caller.id(), PAYMENT_INTENT_CREATED, &intent, cause, now).await?;
    if confirmed {
        confirm::apply(&mut tx, &state, &caller, &mut intent, &params).await?;
    }
    tx.commit().await?;
    state.deliveries_due.notify_one();
    state.payments_due.notify_one();
    expand::answer(&state, &caller, &params, &intent).await
}

/// The amount, if one is given.
pub(super) fn amount(params: &Params) -> Answer<Option<i64>> {
    let amount = params.integer("amount", 1, MOST)?.map(i64::from);
    if amount.is_some_and(|amount| amount < LEAST) {
        let message = format!("Amount must be at least {LEAST} cents.");
        return Err(Failure::bad_param("amount", "amount_too_small", message));
    }
    Ok(amount)
}

/// There is one type, so it comes to the same; both ways of saying so are known.
fn automatic(params: &Params) -> Answer<Option<AutomaticPaymentMethods>> {
    if !params.boolean(AUTOMATIC)?.unwrap_or(false) {
        return Ok(None);
    }
    if params.list(TYPES)?.is_some() {
        return Err(Failure::exclusive_params(TYPES, "automatic_payment_methods"));
    }
    let allow_redirects = params.text(REDIRECTS)?.unwrap_or("always").to_owned();
    Ok(Some(AutomaticPaymentMethods { allow_redirects, enabled: true }))
}

fn new(amount: i64, now: i64) -> PaymentIntent {
    PaymentIntent {
        id: ids::new_id("pi_"),
        object: "payment_intent".into(),
        amount,
        amount_capturable: 0,
        amount_received: 0,
        application: None,
        application_fee_amount: None,
        automatic_payment_methods: None,
        canceled_at: None,
        cancellation_reason: None,
        capture_method: "automatic".into(),
        client_secret: None,
        confirmation_method: "automatic".into(),
        created: now,
        currency: "usd".into(),
        customer: None,
        customer_account: None,
        description: None,
        excluded_payment_method_types: None,
        last_payment_error: None,
        latest_charge: None,
        livemode: false,
        metadata: std::collections::BTreeMap::new(),
        next_action: None,
        on_behalf_of: None,
        payment_method: None,
        payment_method_configuration_details: None,
        payment_method_options: None,
        payment_method_types: vec!["us_bank_account".into()],
        processing: None,
        receipt_email: None,
        review: None,
        setup_future_usage: None,
        shipping: None,
        source: None,
        statement_descriptor: None,
        statement_descriptor_suffix: None,
        status: PaymentIntentStatus::RequiresPaymentMethod,
        transfer_data: None,
        transfer_group: None,
    }
}
