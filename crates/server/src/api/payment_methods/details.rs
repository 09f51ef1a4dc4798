//! `billing_details`: who pays.

use linkspan_wire::payment_method::BillingDetails;

use crate::{
    Failure,
    api::{
        customers::check_email,
        params::{Params, Rule},
    },
    failure::Answer,
};

const NAME: &str = "billing_details[name]";
const EMAIL: &str = "billing_details[email]";
const PHONE: &str = "billing_details[phone]";
const CITY: &str = "billing_details[address][city]";
const COUNTRY: &str = "billing_details[address][country]";
const LINE1: &str = "billing_details[address][line1]";
const LINE2: &str = "billing_details[address][line2]";
const POSTAL_CODE: &str = "billing_details[address][postal_code]";
const STATE: &str = "billing_details[address][state]";

/// Its parameters.
pub(super) const TEXTS: [&str; 9] = [NAME, EMAIL, PHONE, CITY, COUNTRY, LINE1, LINE2, POSTAL_CODE, STATE];
/// Their rules.
pub(super) const RULES: [(&str, Rule); 18] = [
    (NAME, Rule::Clearable),
    (NAME, Rule::Longest(256)),
    (EMAIL, Rule::Clearable),
    (EMAIL, Rule::Longest(512)),
    (PHONE, Rule::Clearable),
    (PHONE, Rule::Longest(40)),
    (CITY, Rule::Clearable),
    (CITY, Rule::Longest(200)),
    (COUNTRY, Rule::Clearable),
    (COUNTRY, Rule::Country),
    (LINE1, Rule::Clearable),
    (LINE1, Rule::Longest(200)),
    (LINE2, Rule::Clearable),
    (LINE2, Rule::Longest(200)),
    (POSTAL_CODE, Rule::Clearable),
    (POSTAL_CODE, Rule::Longest(20)),
    (STATE, Rule::Clearable),
    (STATE, Rule::Longest(100)),
];

/// Lays the parameters over what is there; an empty one unsets.
pub(super) fn apply(details: &mut BillingDetails, params: &Params) -> Answer<()> {
    if let Some(Some(email)) = params.unsettable(EMAIL) {
        check_email(email).map_err(|failure| failure.with_param(EMAIL))?;
    }
    let address = &mut details.address;
    for (name, field) in [
        (NAME, &mut details.name),
        (EMAIL, &mut details.email),
        (PHONE, &mut details.phone),
        (CITY, &mut address.city),
        (COUNTRY, &mut address.country),
        (LINE1, &mut address.line1),
        (LINE2, &mut address.line2),
        (POSTAL_CODE, &mut address.postal_code),
        (STATE, &mut address.state),
    ] {
        if let Some(value) = params.unsettable(name) {
            *field = value.map(str::to_owned);
        }
    }
    Ok(())
}

/// A bank account is debited in a name.
pub(super) fn check_name(details: &BillingDetails) -> Answer<()> {
    if details.name.is_some() { Ok(()) } else { Err(Failure::missing_param(NAME)) }
}
