//! Where a customer lives, what is sent where, and in which language.

use linkspan_wire::{customer::Shipping, payment_method::Address};

use crate::{
    Failure,
    api::{
        address::{self, address_names},
        params::{Params, Rule, Schema},
    },
    failure::Answer,
    store::customers::Details,
};

const ADDRESS: [&str; 7] = address_names!("address");
const SHIPPED_TO: [&str; 7] = address_names!("shipping[address]");
const SHIPPING: &str = "shipping";
const RECIPIENT: &str = "shipping[name]";
const RECIPIENT_PHONE: &str = "shipping[phone]";
const TAX_EXEMPT: &str = "tax_exempt";
const LOCALES: &str = "preferred_locales";
const LONGEST_LOCALE: usize = 35;

/// Its parameters.
pub(super) const SCHEMA: Schema = Schema {
    texts: &[SHIPPING, RECIPIENT, RECIPIENT_PHONE, TAX_EXEMPT],
    lists: &[LOCALES],
    rules: &[
        (SHIPPING, Rule::Unsets),
        (RECIPIENT, Rule::Clearable),
        (RECIPIENT, Rule::Longest(256)),
        (RECIPIENT_PHONE, Rule::Clearable),
        (RECIPIENT_PHONE, Rule::Longest(40)),
        (TAX_EXEMPT, Rule::Clearable),
        (TAX_EXEMPT, Rule::OneOf(&["none", "exempt", "reverse"])),
        (LOCALES, Rule::Longest(LONGEST_LOCALE)),
    ],
    with: &[
        Schema { texts: &ADDRESS, rules: &address::rules(ADDRESS), ..Schema::NONE },
        Schema { texts: &SHIPPED_TO, rules: &address::rules(SHIPPED_TO), ..Schema::NONE },
    ],
    ..Schema::NONE
};

/// Lays the parameters over what is there.
///
/// # Errors
/// When something is to be sent to nobody.
pub(super) fn apply(details: &mut Details, params: &Params) -> Answer<()> {
    address::apply(&mut details.address, ADDRESS, params);
    if params.unsets(SHIPPING) {
        (details.shipped_to, details.recipient, details.recipient_phone) = (Address::default(), None, None);
    }
    address::apply(&mut details.shipped_to, SHIPPED_TO, params);
    params.set(RECIPIENT, &mut details.recipient);
    params.set(RECIPIENT_PHONE, &mut details.recipient_phone);
    params.set(TAX_EXEMPT, &mut details.tax_exempt);
    if let Some(locales) = params.list(LOCALES)? {
        details.preferred_locales = locales.into_iter().map(str::to_owned).collect();
    }
    if shipping(details).is_some() && details.recipient.is_none() {
        return Err(Failure::missing_param(RECIPIENT));
    }
    Ok(())
}

/// The address, if there is anything of one.
pub(super) fn address(details: &Details) -> Option<Address> {
    (details.address != Address::default()).then(|| details.address.clone())
}

/// To whom and where something is sent, if anything of that is known.
pub(super) fn shipping(details: &Details) -> Option<Shipping> {
    let known = details.shipped_to != Address::default()
        || details.recipient.is_some()
        || details.recipient_phone.is_some();
    known.then(|| Shipping {
        address: details.shipped_to.clone(),
        name: details.recipient.clone().unwrap_or_default(),
        phone: details.recipient_phone.clone(),
    })
}
