//! What was moved on an account: the same account always has the same, and time moves it on.

use super::{
    day::{self, DAY},
    evened,
};
use crate::protocol::{BankAccount, BankTransaction};

/// How far back the bank looks (Stripe's API reference).
const DAYS: i64 = 180;

/// Everything of the last 180 days, the oldest first.
pub(super) fn of(account: &BankAccount, now: i64) -> Vec<BankTransaction> {
    let seen = now.saturating_sub(DAYS * DAY)..=now;
    // A month reaches into the next one, by what evens it out.
    let oldest = day::first_of_month(day::of(*seen.start())).and_then(day::month_before);
    let newest = day::first_of_month(day::of(now));
    let months = std::iter::successors(oldest, |first| day::month_after(*first))
        .take_while(|first| newest.is_some_and(|newest| *first <= newest));
    let mut all: Vec<BankTransaction> = months
        .flat_map(|first| evened::month(account, first))
        .filter(|one| seen.contains(&one.transacted_at))
        .map(|one| one.told(account, now))
        .collect();
    all.sort_by(|one, other| (one.transacted_at, &one.id).cmp(&(other.transacted_at, &other.id)));
    all
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use linkspan_directory::Directory;
    use linkspan_wire::{account::Subcategory, transaction::TransactionStatus};

    use super::*;
    use crate::accounts::holdings_of;

    /// 2026-11-25 17:46:00 UTC.
    const NOW: i64 = 1_795_628_760;

    fn checking() -> BankAccount {
        let directory = Directory::sandbox().expect("the sandbox's directory");
        let record = directory.get("bcinst_northline").expect("an institution");
        holdings_of(record, "maya").swap_remove(0).account
    }

    #[test]
    fn half_a_year_is_like_a_life() {
        let all = of(&checking(), NOW);
        assert_eq!(all, of(&checking(), NOW));
        assert!((120..600).contains(&all.len()), "{}", all.len());
        assert!(all.is_sorted_by_key(|one| one.transacted_at));
        assert!(all.iter().all(|one| (NOW - DAYS * DAY..=NOW).contains(&one.transacted_at)));
        let ids: BTreeSet<&str> = all.iter().map(|one| &*one.id).collect();
        assert_eq!(ids.len(), all.len());
        let count = |name: &str| all.iter().filter(|one| one.description.contains(name)).count();
        assert!((12..=14).contains(&count("PAYROLL")), "{}", count("PAYROLL"));
        assert!((5..=6).contains(&count("RENT")));
        let rents: BTreeSet<i64> =
            all.iter().filter(|one| one.description.contains("RENT")).map(|one| one.amount).collect();
        assert!(rents.len() == 1 && rents.iter().all(|rent| *rent < 0), "{rents:?}");
        assert!(all.iter().any(|one| one.amount > 0) && all.iter().any(|one| one.amount < 0));
        for status in [TransactionStatus::Pending, TransactionStatus::Posted, TransactionStatus::Void] {
            assert!(all.iter().any(|one| one.status == status), "{status:?}");
        }
        assert!(all.iter().all(|one| one.settled_at.is_none() == (one.status == TransactionStatus::Pending)));
    }

    #[test]
    fn what_is_pending_settles_once() {
        let account = checking();
        let mut ended: BTreeMap<String, TransactionStatus> = BTreeMap::new();
        let mut turned = BTreeSet::new();
        for day in 0..60 {
            let all = of(&account, NOW + day * DAY);
            for one in all {
                if one.status == TransactionStatus::Pending {
                    assert!(!ended.contains_key(&one.id), "{} is pending again", one.id);
                    turned.insert(one.id);
                } else {
                    let before = ended.insert(one.id.clone(), one.status);
                    assert!(before.is_none_or(|before| before == one.status));
                }
            }
        }
        let ends: BTreeSet<String> =
            turned.iter().filter_map(|id| ended.get(id)).map(|end| format!("{end:?}")).collect();
        assert_eq!(ends, BTreeSet::from(["Posted".to_owned(), "Void".to_owned()]));
    }

    #[test]
    fn every_kind_has_its_own() {
        let of_kind = |subcategory| of(&BankAccount { subcategory, ..checking() }, NOW);
        let sums = |subcategory, description: &str| -> Vec<i64> {
            let all = of_kind(subcategory).into_iter();
            all.filter(|one| one.description == description).map(|one| one.amount).collect()
        };
        assert!(sums(Subcategory::Savings, "INTEREST PAID").iter().all(|amount| *amount > 0));
        assert!(of_kind(Subcategory::CreditCard).len() > 60);
        assert!((5..=7).contains(&sums(Subcategory::Mortgage, "INSTALMENT RECEIVED").len()));
        // What evens a month out is there and goes the other way.
        let payments = sums(Subcategory::CreditCard, "PAYMENT THANK YOU");
        assert!((5..=7).contains(&payments.len()) && payments.iter().all(|amount| *amount > 0));
        assert!((5..=7).contains(&sums(Subcategory::Mortgage, "INTEREST AND ESCROW").len()));
        assert!(of_kind(Subcategory::Other).is_empty());
    }
}
