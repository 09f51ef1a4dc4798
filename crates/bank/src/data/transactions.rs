//! What was moved on an account: the same account always has the same, and time moves it on.

use linkspan_wire::transaction::TransactionStatus;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::schedule::{self, Rule, Settles, When};
use crate::protocol::{BankAccount, BankTransaction};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;
/// How far back the bank looks (Stripe's API reference).
const DAYS: i64 = 180;

/// Everything of the last 180 days, the oldest first.
pub(super) fn of(account: &BankAccount, now: i64) -> Vec<BankTransaction> {
    let today = now.div_euclid(DAY);
    let seen = now.saturating_sub(DAYS * DAY)..=now;
    let mut all: Vec<BankTransaction> = (today - DAYS..=today)
        .flat_map(|day| {
            schedule::of(account.subcategory).iter().filter_map(move |rule| on(account, rule, day, now))
        })
        .filter(|one| seen.contains(&one.transacted_at))
        .collect();
    all.sort_by(|one, other| (one.transacted_at, &one.id).cmp(&(other.transacted_at, &other.id)));
    all
}

/// What a rule moves on a day, counted from 1970.
fn on(account: &BankAccount, rule: &Rule, day: i64, now: i64) -> Option<BankTransaction> {
    let draw = Draw::new(&[&account.id, rule.name, &day.to_string()]);
    let always = Draw::new(&[&account.id, rule.name]);
    let happens = match rule.when {
        When::Monthly(date) => {
            OffsetDateTime::from_unix_timestamp(day * DAY).is_ok_and(|at| at.day() == date)
        }
        When::Fortnightly => day.rem_euclid(14) == always.between(0, 13, 0),
        When::Percent(percent) => draw.number(0) % 100 < percent,
    };
    if !happens {
        return None;
    }
    let (least, most) = rule.cents;
    let amount = if rule.fixed { always.between(least, most, 1) } else { draw.between(least, most, 1) };
    let hours = if rule.settles == Settles::Booked { (6, 9) } else { (9, 21) };
    let transacted_at = day * DAY + draw.between(hours.0 * HOUR, hours.1 * HOUR, 2);
    let (settles_at, end) = settles(rule, &draw, transacted_at);
    let settled = settles_at <= now;
    let place = usize::try_from(draw.number(3)).unwrap_or_default() % rule.descriptions.len().max(1);
    Some(BankTransaction {
        id: format!("btxn_{}", draw.id()),
        amount,
        currency: account.currency.clone(),
        description: (*rule.descriptions.get(place)?).to_owned(),
        transacted_at,
        status: if settled { end } else { TransactionStatus::Pending },
        settled_at: settled.then_some(settles_at),
    })
}

/// When it stops being pending, and what it is then.
fn settles(rule: &Rule, draw: &Draw, transacted_at: i64) -> (i64, TransactionStatus) {
    match rule.settles {
        Settles::Booked => (transacted_at + 4 * HOUR, TransactionStatus::Posted),
        Settles::Card => {
            let at = transacted_at + draw.between(DAY, 3 * DAY, 4);
            let void = draw.number(5).is_multiple_of(19);
            (at, if void { TransactionStatus::Void } else { TransactionStatus::Posted })
        }
    }
}

/// Numbers without pattern that follow from a name.
struct Draw([u8; 32]);

impl Draw {
    fn new(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// One of eight.
    fn number(&self, index: usize) -> u64 {
        self.0.iter().skip(index * 4).take(4).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn between(&self, least: i64, most: i64, index: usize) -> i64 {
        let span = most.abs_diff(least).saturating_add(1);
        least.saturating_add_unsigned(self.number(index) % span)
    }

    fn id(&self) -> String {
        format!("{:08x}{:08x}{:08x}", self.number(0), self.number(6), self.number(7))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use linkspan_directory::Directory;
    use linkspan_wire::account::Subcategory;

    use super::*;
    use crate::accounts::accounts_of;

    /// 2026-11-25 17:46:00 UTC.
    const NOW: i64 = 1_795_628_760;

    fn checking() -> BankAccount {
        let directory = Directory::sandbox().expect("the sandbox's directory");
        let record = directory.get("bcinst_northline").expect("an institution");
        accounts_of(record, "maya", NOW).swap_remove(0)
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
        assert!(of_kind(Subcategory::Savings).iter().all(|one| one.amount > 0));
        assert!(of_kind(Subcategory::CreditCard).len() > 60);
        assert!((5..=7).contains(&of_kind(Subcategory::Mortgage).len()));
        assert!(of_kind(Subcategory::Other).is_empty());
    }
}
