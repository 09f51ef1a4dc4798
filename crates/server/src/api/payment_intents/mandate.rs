//! `mandate` and `mandate_data`: that the person allowed the debit.

use linkspan_wire::mandate::{CustomerAcceptance, Mandate, MandatedMethod, OnlineAcceptance, Present};
use sqlx::AnyConnection;

use crate::{
    Failure,
    api::params::{Params, Rule, Schema},
    failure::Answer,
    ids,
    store::{mandates, payment_methods::PaymentMethodRow},
};

const MANDATE: &str = "mandate";
const DATA: &str = "mandate_data";
const TYPE: &str = "mandate_data[customer_acceptance][type]";
const ACCEPTED_AT: &str = "mandate_data[customer_acceptance][accepted_at]";
const OFFLINE: &str = "mandate_data[customer_acceptance][offline]";
const IP_ADDRESS: &str = "mandate_data[customer_acceptance][online][ip_address]";
const USER_AGENT: &str = "mandate_data[customer_acceptance][online][user_agent]";

/// Their parameters.
pub(super) const SCHEMA: Schema = Schema {
    texts: &[MANDATE, DATA, TYPE, ACCEPTED_AT, OFFLINE, IP_ADDRESS, USER_AGENT],
    rules: &[
        (DATA, Rule::Unsets),
        (TYPE, Rule::OneOf(&["offline", "online"])),
        (ACCEPTED_AT, Rule::Time),
        // An object without fields, which SDKs write as an empty text.
        (OFFLINE, Rule::Clearable),
        (IP_ADDRESS, Rule::Longest(45)),
        (USER_AGENT, Rule::Longest(2000)),
    ],
    ..Schema::NONE
};

/// Refuses a mandate for what is not confirmed.
pub(super) fn check_absent(params: &Params) -> Answer<()> {
    match SCHEMA.texts.iter().find(|name| **name != DATA && params.has(name)) {
        Some(name) => Err(Failure::invalid_param(
            name,
            format!("'{name}' can only be given together with confirm=true."),
        )),
        None => Ok(()),
    }
}

/// The mandate that is named, or a new one: the original too asks for one of the two when a server
/// confirms an ACH debit.
pub(super) async fn given(
    tx: &mut AnyConnection,
    merchant: &str,
    method: &PaymentMethodRow,
    params: &Params,
    now: i64,
) -> Answer<Mandate> {
    if let Some(id) = params.text(MANDATE)? {
        if params.has(TYPE) {
            return Err(Failure::exclusive_params(MANDATE, DATA));
        }
        let mandate = mandates::find(tx, merchant, id).await?;
        let mandate = mandate.ok_or_else(|| Failure::not_found(MANDATE, id, MANDATE))?;
        if mandate.payment_method != method.object.id {
            let message = "This mandate was given for another payment method.";
            return Err(Failure::bad_request("payment_intent_mandate_invalid", message).with_param(MANDATE));
        }
        return Ok(mandate);
    }
    if !params.has(TYPE) {
        let message = "The customer has to allow the debit: give mandate_data[customer_acceptance], or the \
                       mandate of an earlier payment with this payment method.";
        return Err(Failure::bad_request("parameter_missing", message).with_param(DATA));
    }
    let mandate = Mandate {
        id: ids::new_id("mandate_"),
        object: "mandate".into(),
        customer_acceptance: acceptance(params, now)?,
        livemode: false,
        multi_use: Present {},
        payment_method: method.object.id.clone(),
        payment_method_details: MandatedMethod {
            kind: method.object.kind.clone(),
            us_bank_account: Present {},
        },
        status: "active".into(),
        kind: "multi_use".into(),
    };
    mandates::insert(tx, merchant, &mandate, now).await?;
    Ok(mandate)
}

fn acceptance(params: &Params, now: i64) -> Answer<CustomerAcceptance> {
    let kind = params.required(TYPE)?;
    let online = if kind == "online" {
        Some(OnlineAcceptance {
            ip_address: params.required(IP_ADDRESS)?.to_owned(),
            user_agent: params.required(USER_AGENT)?.to_owned(),
        })
    } else {
        None
    };
    Ok(CustomerAcceptance {
        accepted_at: params.time(ACCEPTED_AT)?.unwrap_or(now),
        offline: online.is_none().then_some(Present {}),
        online,
        kind: kind.to_owned(),
    })
}
