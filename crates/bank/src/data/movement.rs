//! What one rule moves on an account on one day, and how that ends.

use linkspan_wire::transaction::TransactionStatus;

use super::{
    day::{self, DAY, HOUR},
    draw::Draw,
    schedule::{Rule, Settles, When},
};
use crate::protocol::{BankAccount, BankTransaction};

/// What is the same each time that a rule moves something on an account.
fn always(account: &BankAccount, rule: &Rule) -> Draw {
    Draw::new(&[&account.id, rule.name])
}

/// A movement with its end, whether or not that has come.
pub(super) struct Movement {
    draw: Draw,
    pub(super) amount: i64,
    description: &'static str,
    pub(super) transacted_at: i64,
    pub(super) settles_at: i64,
    /// Posted or void.
    pub(super) end: TransactionStatus,
}

impl Movement {
    /// All that the rules move on a day.
    pub(super) fn all_on<'a>(
        account: &'a BankAccount,
        rules: &'static [Rule],
        day: i64,
    ) -> impl Iterator<Item = Self> + 'a {
        let (date, chances) = (day::date(day), Draw::new(&[&account.id, &day.to_string()]));
        rules.iter().enumerate().filter_map(move |(place, rule)| {
            let happens = match rule.when {
                When::Monthly(on) => date == Some(on),
                When::Fortnightly => day.rem_euclid(14) == always(account, rule).between(0, 13, 0),
                When::Percent(percent) => chances.percentile(place) < percent,
            };
            happens.then(|| Self::of(account, rule, day)).flatten()
        })
    }

    fn of(account: &BankAccount, rule: &Rule, day: i64) -> Option<Self> {
        let draw = Draw::new(&[&account.id, rule.name, &day.to_string()]);
        let (least, most) = rule.cents;
        let amount = if rule.fixed {
            always(account, rule).between(least, most, 1)
        } else {
            draw.between(least, most, 1)
        };
        let place = usize::try_from(draw.number(3)).unwrap_or_default() % rule.descriptions.len().max(1);
        let description = rule.descriptions.get(place)?;
        Some(Self::settling(draw, rule.settles, day, amount, description))
    }

    /// One that is booked on a day whatever the rules say.
    pub(super) fn booked(draw: Draw, day: i64, amount: i64, description: &'static str) -> Self {
        Self::settling(draw, Settles::Booked, day, amount, description)
    }

    fn settling(draw: Draw, settles: Settles, day: i64, amount: i64, description: &'static str) -> Self {
        let hours = if settles == Settles::Booked { (6, 9) } else { (9, 21) };
        let transacted_at = day * DAY + draw.between(hours.0 * HOUR, hours.1 * HOUR, 2);
        let (settles_at, end) = match settles {
            Settles::Booked => (transacted_at + 4 * HOUR, TransactionStatus::Posted),
            Settles::Card => {
                let void = draw.number(5).is_multiple_of(19);
                let end = if void { TransactionStatus::Void } else { TransactionStatus::Posted };
                (transacted_at + draw.between(DAY, 3 * DAY, 4), end)
            }
        };
        Self { draw, amount, description, transacted_at, settles_at, end }
    }

    /// Where it stands at that time.
    pub(super) fn status(&self, now: i64) -> TransactionStatus {
        if self.settles_at <= now { self.end } else { TransactionStatus::Pending }
    }

    /// As the bank tells of it at that time.
    pub(super) fn told(&self, account: &BankAccount, now: i64) -> BankTransaction {
        BankTransaction {
            id: format!("btxn_{}", self.draw.id()),
            amount: self.amount,
            currency: account.currency.clone(),
            description: self.description.to_owned(),
            transacted_at: self.transacted_at,
            status: self.status(now),
            settled_at: (self.settles_at <= now).then_some(self.settles_at),
        }
    }
}
