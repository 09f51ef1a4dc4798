//! What is on an account: what was on it at first, and all that was posted since.

use std::collections::BTreeMap;

use linkspan_wire::{
    account::{Balance, CashBalance, Category, CreditBalance},
    transaction::TransactionStatus,
};

use super::{day, evened};
use crate::protocol::BankAccount;

/// The balance at that time. Debits that are pending are not available any more; what may still come in
/// is not available yet.
pub(crate) fn of(account: &BankAccount, opening: i64, now: i64) -> Balance {
    let (mut current, mut pending) = (opening, 0_i64);
    // Older months have evened out.
    let this_month = day::first_of_month(day::of(now));
    let months = [this_month.and_then(day::month_before), this_month];
    for one in months.into_iter().flatten().flat_map(|first| evened::month(account, first)) {
        if one.transacted_at > now {
            continue;
        }
        match one.status(now) {
            TransactionStatus::Posted => current = current.saturating_add(one.amount),
            TransactionStatus::Pending => pending = pending.saturating_add(one.amount.min(0)),
            TransactionStatus::Void => {}
        }
    }
    let amount = |cents| BTreeMap::from([(account.currency.clone(), cents)]);
    let credit = account.subcategory.category() == Category::Credit;
    let available = current.saturating_add(pending);
    Balance {
        as_of: now,
        current: amount(current),
        kind: if credit { "credit" } else { "cash" }.to_owned(),
        cash: (!credit).then(|| CashBalance { available: Some(amount(available)) }),
        credit: credit.then(|| CreditBalance { used: Some(amount(current.saturating_neg())) }),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use linkspan_directory::Directory;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        accounts::{Holding, holdings_of},
        data::{day::DAY, transactions},
    };

    /// 2000-01-01 to 2100-01-01.
    const CENTURY: std::ops::Range<i64> = 946_684_800..4_102_444_800;

    /// One for all cases: indexing it takes longer than they do.
    static DIRECTORY: LazyLock<Directory> =
        LazyLock::new(|| Directory::sandbox().expect("the sandbox's directory"));

    /// Some account of some person.
    fn holding() -> impl Strategy<Value = Holding> {
        let institutions =
            ["bcinst_northline", "bcinst_test_oauth", "bcinst_invalid_payments", "bcinst_ownership"];
        let users = prop_oneof![
            Just("many".to_owned()),
            Just("varied".to_owned()),
            Just("cards".to_owned()),
            "[a-z]{1,8}",
        ];
        let who = (prop::sample::select(institutions.to_vec()), users, any::<prop::sample::Index>());
        who.prop_filter_map("no account", |(institution, user, place)| {
            let mut holdings = holdings_of(DIRECTORY.get(institution)?, &user);
            (!holdings.is_empty()).then(|| holdings.swap_remove(place.index(holdings.len())))
        })
    }

    fn sums(balance: &Balance, currency: &str) -> (i64, Option<i64>) {
        let available = balance.cash.as_ref().and_then(|cash| cash.available.as_ref());
        (balance.current[currency], available.map(|available| available[currency]))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn it_follows_the_transactions(
            holding in holding(),
            now in CENTURY,
            // What was transacted up to three days earlier is still in the list.
            earlier in 0..=(180 - 4) * DAY,
        ) {
            let Holding { account, opening } = holding;
            let (then, currency) = (now - earlier, account.currency.clone());
            let (before, _) = sums(&of(&account, opening, then), &currency);
            let (after, available) = sums(&of(&account, opening, now), &currency);
            let list = transactions::of(&account, now);
            let posted: i64 = list
                .iter()
                .filter(|one| one.status == TransactionStatus::Posted)
                .filter(|one| one.settled_at.is_some_and(|at| at > then && at <= now))
                .map(|one| one.amount)
                .sum();
            prop_assert_eq!(after - before, posted, "{} {}", account.name, then);
            let pending: i64 = list
                .iter()
                .filter(|one| one.status == TransactionStatus::Pending)
                .map(|one| one.amount.min(0))
                .sum();
            if account.subcategory.category() == Category::Cash {
                prop_assert_eq!(available, Some(after + pending));
            } else {
                prop_assert_eq!(available, None);
            }
        }

        #[test]
        fn no_time_is_too_far(holding in holding(), now in any::<i64>(), opening in any::<i64>()) {
            let balance = of(&holding.account, opening, now);
            prop_assert_eq!(balance.as_of, now);
        }
    }

    #[test]
    fn something_is_pending_and_something_is_posted() {
        let record = DIRECTORY.get("bcinst_northline").expect("an institution");
        let holding = holdings_of(record, "maya").swap_remove(0);
        let at = |day: i64| sums(&of(&holding.account, holding.opening, CENTURY.start + day * DAY), "usd");
        let days: Vec<(i64, Option<i64>)> = (0..40).map(at).collect();
        assert!(days.iter().any(|(current, available)| available.is_some_and(|sum| sum < *current)));
        assert!(days.iter().all(|(current, available)| available.is_some_and(|sum| sum <= *current)));
        let currents: std::collections::BTreeSet<i64> = days.iter().map(|(current, _)| *current).collect();
        assert!(currents.len() > 10, "{currents:?}");
    }
}
