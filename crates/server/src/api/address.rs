//! Postal addresses in parameters.

use linkspan_wire::payment_method::Address;

use super::params::{Params, Rule};

/// The names of an address's parameters, behind what the address is of. The last is the address itself,
/// which unsets all of it.
macro_rules! address_names {
    ($of:literal) => {
        [
            concat!($of, "[city]"),
            concat!($of, "[country]"),
            concat!($of, "[line1]"),
            concat!($of, "[line2]"),
            concat!($of, "[postal_code]"),
            concat!($of, "[state]"),
            $of,
        ]
    };
}
pub(super) use address_names;

/// What each has to be; an empty one unsets.
pub(super) const fn rules(names: [&'static str; 7]) -> [(&'static str, Rule); 13] {
    let [city, country, line1, line2, postal_code, state, address] = names;
    [
        (city, Rule::Clearable),
        (city, Rule::Longest(200)),
        (country, Rule::Clearable),
        (country, Rule::Country),
        (line1, Rule::Clearable),
        (line1, Rule::Longest(200)),
        (line2, Rule::Clearable),
        (line2, Rule::Longest(200)),
        (postal_code, Rule::Clearable),
        (postal_code, Rule::Longest(20)),
        (state, Rule::Clearable),
        (state, Rule::Longest(100)),
        (address, Rule::Unsets),
    ]
}

/// Lays the parameters over what is there.
pub(super) fn apply(address: &mut Address, names: [&str; 7], params: &Params) {
    let [fields @ .., whole] = names;
    if params.unsets(whole) {
        *address = Address::default();
    }
    let places = [
        &mut address.city,
        &mut address.country,
        &mut address.line1,
        &mut address.line2,
        &mut address.postal_code,
        &mut address.state,
    ];
    for (name, field) in fields.into_iter().zip(places) {
        params.set(name, field);
    }
}
