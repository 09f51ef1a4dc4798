//! What evens a month out: early in the next one as much goes the other way as was posted of it.
//!
//! So an account never drifts away from what was on it at first, however long it is read, and a balance
//! is counted from the movements of two months instead of from all that ever were.

use linkspan_wire::transaction::TransactionStatus;

use super::{
    day,
    draw::Draw,
    movement::Movement,
    schedule::{self, Schedule},
};
use crate::protocol::BankAccount;

/// On this day of the next month: whatever was pending at the month's end has settled by then.
const ON: i64 = 6;

/// All that belongs to the month that begins on `first`: what its rules move, and what evens that out.
pub(super) fn month(account: &BankAccount, first: i64) -> Vec<Movement> {
    let Some(next) = day::month_after(first) else { return Vec::new() };
    let schedule = schedule::of(account);
    let days = (first..next).flat_map(|day| Movement::all_on(account, schedule.rules, day));
    let mut all: Vec<Movement> = days.collect();
    all.extend(evening_out(account, schedule, &all, next + ON - 1));
    all
}

/// The movement on that day that undoes what these post.
fn evening_out(account: &BankAccount, schedule: &Schedule, moved: &[Movement], day: i64) -> Option<Movement> {
    let posted = moved.iter().filter(|one| one.end == TransactionStatus::Posted);
    let amount = posted.fold(0_i64, |sum, one| sum.saturating_sub(one.amount));
    let (out, back) = schedule.evened;
    let draw = Draw::new(&[&account.id, "evened", &day.to_string()]);
    (amount != 0).then(|| Movement::booked(draw, day, amount, if amount < 0 { out } else { back }))
}
