//! What is asked for (`scope`), in words.

use serde::{Deserialize, Serialize};

use crate::locale::Locale;

/// A group of data, in the order in which a person reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum DataGroup {
    Details,
    Balances,
    Ownership,
    PaymentMethod,
    Transactions,
}

impl DataGroup {
    /// The groups of a `scope`: names of permissions with spaces between them. Names that the bank does
    /// not know are left out, as RFC 6749 (3.3) allows; the details of an account always belong to it.
    pub(super) fn of_scope(scope: &str) -> Vec<Self> {
        let has = |name: &str| scope.split(' ').any(|word| word == name);
        let named = [
            (Self::Balances, "balances"),
            (Self::Ownership, "ownership"),
            (Self::PaymentMethod, "payment_method"),
            (Self::Transactions, "transactions"),
        ];
        let asked = named.into_iter().filter(|(_, name)| has(name)).map(|(group, _)| group);
        std::iter::once(Self::Details).chain(asked).collect()
    }

    pub(super) const fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::Details => locale.data_details(),
            Self::Balances => locale.data_balances(),
            Self::Ownership => locale.data_ownership(),
            Self::PaymentMethod => locale.data_payment_method(),
            Self::Transactions => locale.data_transactions(),
        }
    }

    pub(super) const fn what(self, locale: Locale) -> &'static str {
        match self {
            Self::Details => locale.data_details_what(),
            Self::Balances => locale.data_balances_what(),
            Self::Ownership => locale.data_ownership_what(),
            Self::PaymentMethod => locale.data_payment_method_what(),
            Self::Transactions => locale.data_transactions_what(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_of_a_scope_are_shown_in_order() {
        use DataGroup::{Balances, Details, Transactions};
        assert_eq!(DataGroup::of_scope("transactions balances openid"), [Details, Balances, Transactions]);
        assert_eq!(DataGroup::of_scope(""), [Details]);
    }
}
