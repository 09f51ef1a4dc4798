//! `billing_details`: who pays.

use linkspan_wire::payment_method::BillingDetails;

use crate::{
    Failure,
    api::{
        address::{self, address_names},
        customers::check_email,
        params::{Params, Rule, joined},
    },
    failure::Answer,
};

const NAME: &str = "billing_details[name]";
const EMAIL: &str = "billing_details[email]";
const PHONE: &str = "billing_details[phone]";
const ADDRESS: [&str; 6] = address_names!("billing_details[address]");

/// Its parameters.
pub(super) const TEXTS: [&str; 9] = joined([NAME, EMAIL, PHONE], ADDRESS);
/// Their rules.
pub(super) const RULES: [(&str, Rule); 18] = joined(
    [
        (NAME, Rule::Clearable),
        (NAME, Rule::Longest(256)),
        (EMAIL, Rule::Clearable),
        (EMAIL, Rule::Longest(512)),
        (PHONE, Rule::Clearable),
        (PHONE, Rule::Longest(40)),
    ],
    address::rules(ADDRESS),
);

/// Lays the parameters over what is there; an empty one unsets.
pub(super) fn apply(details: &mut BillingDetails, params: &Params) -> Answer<()> {
    if let Some(Some(email)) = params.unsettable(EMAIL) {
        check_email(email).map_err(|failure| failure.with_param(EMAIL))?;
    }
    address::apply(&mut details.address, ADDRESS, params);
    address::set(&mut details.name, NAME, params);
    address::set(&mut details.email, EMAIL, params);
    address::set(&mut details.phone, PHONE, params);
    Ok(())
}

/// A bank account is debited in a name.
pub(super) fn check_name(details: &BillingDetails) -> Answer<()> {
    if details.name.is_some() { Ok(()) } else { Err(Failure::missing_param(NAME)) }
}
