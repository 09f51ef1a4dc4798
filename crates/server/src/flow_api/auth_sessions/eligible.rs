//! Which of a bank's accounts can be chosen, and why not the others.

use linkspan_wire::{
    account::{PaymentMethodType, Subcategory},
    link::UnavailableReason,
    session::{Filters, PaymentMethodSupport},
};

use crate::{connector::BankAccount, store::selections::SelectionRow};

/// Why an account cannot be chosen; `None` when it can.
pub(in crate::flow_api) fn unavailable(
    account: &BankAccount,
    filters: &Filters,
) -> Option<UnavailableReason> {
    let wanted = |kinds: &Vec<Subcategory>| kinds.contains(&account.subcategory);
    if !filters.account_subcategories.as_ref().is_none_or(wanted) {
        return Some(UnavailableReason::KindNotRequested);
    }
    let all_pay = filters.require_payment_method_support == Some(PaymentMethodSupport::All);
    let pays = PaymentMethodType::any_known(&account.supported_payment_method_types);
    (all_pay && !pays).then_some(UnavailableReason::NoPayments)
}

/// Whether what is chosen lacks an account that can be used for payments.
pub(in crate::flow_api) fn lacks_one_that_pays<'a>(
    filters: &Filters,
    mut chosen: impl Iterator<Item = &'a SelectionRow>,
) -> bool {
    filters.require_payment_method_support == Some(PaymentMethodSupport::AtLeastOne)
        && !chosen.any(|one| PaymentMethodType::any_known(&one.draft.supported_payment_method_types))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(subcategory: Subcategory, pays: bool) -> BankAccount {
        let methods = if pays { vec![PaymentMethodType::UsBankAccount] } else { Vec::new() };
        BankAccount {
            id: "a".into(),
            name: "Everyday".into(),
            last4: "1234".into(),
            subcategory,
            balance: None,
            currency: "usd".into(),
            supported_payment_method_types: methods,
            holder_category: None,
            active: true,
        }
    }

    #[test]
    fn kinds_and_payments_are_told_apart() {
        let mut filters =
            Filters { account_subcategories: Some(vec![Subcategory::Checking]), ..Filters::default() };
        let checking = |pays| account(Subcategory::Checking, pays);
        assert_eq!(unavailable(&checking(false), &filters), None);
        let savings = account(Subcategory::Savings, true);
        assert_eq!(unavailable(&savings, &filters), Some(UnavailableReason::KindNotRequested));
        filters.require_payment_method_support = Some(PaymentMethodSupport::All);
        assert_eq!(unavailable(&checking(false), &filters), Some(UnavailableReason::NoPayments));
        assert_eq!(unavailable(&checking(true), &filters), None);
        filters.require_payment_method_support = Some(PaymentMethodSupport::AtLeastOne);
        assert_eq!(unavailable(&checking(false), &filters), None);
        assert!(lacks_one_that_pays(&filters, std::iter::empty()));
        assert!(!lacks_one_that_pays(&Filters::default(), std::iter::empty()));
    }
}
