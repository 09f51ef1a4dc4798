//! `POST /v1/payment_methods`

use axum::{Json, extract::State};
use linkspan_wire::{
    Account,
    account::Subcategory,
    error::code,
    payment_method::{BillingDetails, Networks, PaymentMethod, UsBankAccount},
    routing_number::is_routing_number,
};
use serde_json::Value;

use super::{US_BANK_ACCOUNT, details};
use crate::{
    AppState, Failure,
    api::{
        Caller, expand, metadata,
        params::{Params, RawParams, Rule, Schema},
    },
    failure::Answer,
    ids,
    payments::{self, Numbers, NumbersError},
    store::{
        accounts, bank_accounts,
        payment_methods::{self, PaymentMethodRow},
    },
};

const LINKED: &str = "us_bank_account[financial_connections_account]";
const ROUTING_NUMBER: &str = "us_bank_account[routing_number]";
const ACCOUNT_NUMBER: &str = "us_bank_account[account_number]";
const HOLDER_TYPE: &str = "us_bank_account[account_holder_type]";
const ACCOUNT_TYPE: &str = "us_bank_account[account_type]";

pub(super) const SCHEMA: Schema = Schema {
    texts: &["type", LINKED, ROUTING_NUMBER, ACCOUNT_NUMBER, HOLDER_TYPE, ACCOUNT_TYPE],
    maps: &["metadata"],
    rules: &[
        ("type", Rule::Required),
        ("type", Rule::OneOf(&[US_BANK_ACCOUNT])),
        (HOLDER_TYPE, Rule::OneOf(&["company", "individual"])),
        (ACCOUNT_TYPE, Rule::OneOf(&["checking", "savings"])),
    ],
    with: &[details::SCHEMA],
    ..Schema::NONE
};

/// An account with what is known of it.
struct Found {
    numbers: Numbers,
    linked: Option<Account>,
}

/// Of a linked account, whose numbers the bank is asked for; or of numbers that the merchant has.
pub(super) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    raw: RawParams,
) -> Answer<Json<Value>> {
    let params = raw.read(SCHEMA)?;
    let mut billing_details = BillingDetails::default();
    details::apply(&mut billing_details, &params)?;
    details::check_name(&billing_details)?;
    let metadata = metadata::merge(&std::collections::BTreeMap::new(), &params)?;
    let Found { numbers, linked } = match params.text(LINKED)? {
        Some(id) => linked_account(&state, &caller, &params, id).await?,
        None => Found { numbers: typed(&params)?, linked: None },
    };
    let now = state.now();
    let mut tx = state.store.begin_write(caller.id()).await?;
    let fingerprint = bank_accounts::keep(&mut tx, &state.keyring, caller.id(), &numbers, now).await?;
    let savings = linked.as_ref().is_some_and(|account| account.subcategory == Subcategory::Savings);
    let object = PaymentMethod {
        id: ids::new_id("pm_"),
        object: "payment_method".into(),
        billing_details,
        created: now,
        customer: None,
        customer_account: None,
        livemode: false,
        metadata,
        kind: US_BANK_ACCOUNT.into(),
        us_bank_account: UsBankAccount {
            account_holder_type: params.text(HOLDER_TYPE)?.unwrap_or("individual").into(),
            account_type: params
                .text(ACCOUNT_TYPE)?
                .unwrap_or(if savings { "savings" } else { "checking" })
                .into(),
            bank_name: linked.as_ref().map(|account| account.institution_name.clone()),
            financial_connections_account: linked.map(|account| account.id),
            fingerprint: fingerprint.clone(),
            last4: numbers.last4().to_owned(),
            networks: Networks { preferred: Some("ach".into()), supported: vec!["ach".into()] },
            routing_number: numbers.routing_number,
            status_details: None,
        },
    };
    let row = PaymentMethodRow { object: object.into(), bank_account: fingerprint, detached: false };
    payment_methods::save(&mut *tx, caller.id(), &row).await?;
    tx.commit().await?;
    expand::answer(&state, &caller, &params, &row.object.0).await
}

async fn linked_account(state: &AppState, caller: &Caller, params: &Params, id: &str) -> Answer<Found> {
    for name in [ROUTING_NUMBER, ACCOUNT_NUMBER, ACCOUNT_TYPE] {
        if params.has(name) {
            return Err(Failure::exclusive_params(LINKED, name));
        }
    }
    let account = accounts::find(state.store.pool(), caller.id(), id).await?;
    let account = account.ok_or_else(|| Failure::not_found("financial_connections.account", id, LINKED))?;
    let numbers = payments::of_account(state, &account).await.map_err(refused)?;
    Ok(Found { numbers, linked: Some(account) })
}

fn refused(error: NumbersError) -> Failure {
    let (code, message) = match error {
        NumbersError::Database(error) => return error.into(),
        NumbersError::Inactive => (
            code::FINANCIAL_CONNECTIONS_ACCOUNT_INACTIVE,
            "Payment methods cannot be made of inactive or disconnected Financial Connections accounts.",
        ),
        NumbersError::NotPermitted => (
            code::FINANCIAL_CONNECTIONS_PERMISSION_MISSING,
            "This account was not linked with the permission 'payment_method'. Only a new session with \
             permissions[]=payment_method, in which the account is linked again, can add it.",
        ),
        NumbersError::Unavailable => (
            code::FINANCIAL_CONNECTIONS_ACCOUNT_UNAVAILABLE_ACCOUNT_NUMBERS,
            "This account has no numbers that can be debited. Let the customer link another account.",
        ),
        NumbersError::Pending => (
            code::FINANCIAL_CONNECTIONS_ACCOUNT_PENDING_ACCOUNT_NUMBERS,
            "The bank does not give the numbers of this account at the moment. Try again later.",
        ),
    };
    Failure::bad_request(code, message).with_param(LINKED)
}

/// The messages repeat no number.
fn typed(params: &Params) -> Answer<Numbers> {
    let routing_number = params.required(ROUTING_NUMBER)?;
    if !is_routing_number(routing_number) {
        let message = "A routing number has nine digits, the last of which checks the others.";
        return Err(Failure::bad_param(ROUTING_NUMBER, "routing_number_invalid", message));
    }
    let account_number = params.required(ACCOUNT_NUMBER)?;
    if !payments::is_account_number(account_number) {
        let message = "An account number has 4 to 17 digits.";
        return Err(Failure::bad_param(ACCOUNT_NUMBER, "account_number_invalid", message));
    }
    params.required(HOLDER_TYPE)?;
    Ok(Numbers { routing_number: routing_number.to_owned(), account_number: account_number.to_owned() })
}
