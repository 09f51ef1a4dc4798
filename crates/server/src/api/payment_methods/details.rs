//! `billing_details`: who pays.

use linkspan_wire::payment_method::BillingDetails;

use crate::{
    Failure,
    api::{
        address::{self, address_names},
        customers::check_email,
        params::{Params, Rule, Schema},
    },
    failure::Answer,
};

const NAME: &str = "billing_details[name]";
const EMAIL: &str = "billing_details[email]";
const PHONE: &str = "billing_details[phone]";
const ADDRESS: [&str; 7] = address_names!("billing_details[address]");

/// Its parameters.
pub(super) const SCHEMA: Schema = Schema {
    texts: &[NAME, EMAIL, PHONE],
    rules: &[
        (NAME, Rule::Clearable),
        (NAME, Rule::Longest(256)),
        (EMAIL, Rule::Clearable),
        (EMAIL, Rule::Longest(512)),
        (PHONE, Rule::Clearable),
        (PHONE, Rule::Longest(40)),
    ],
    with: &[Schema { texts: &ADDRESS, rules: &address::rules(ADDRESS), ..Schema::NONE }],
    ..Schema::NONE
};

/// Lays the parameters over what is there; an empty one unsets.
pub(super) fn apply(details: &mut BillingDetails, params: &Params) -> Answer<()> {
    if let Some(Some(email)) = params.unsettable(EMAIL) {
        check_email(email).map_err(|failure| failure.with_param(EMAIL))?;
    }
    address::apply(&mut details.address, ADDRESS, params);
    params.set(NAME, &mut details.name);
    params.set(EMAIL, &mut details.email);
    params.set(PHONE, &mut details.phone);
    Ok(())
}

/// A bank account is debited in a name.
pub(super) fn check_name(details: &BillingDetails) -> Answer<()> {
    if details.name.is_some() { Ok(()) } else { Err(Failure::missing_param(NAME)) }
}
