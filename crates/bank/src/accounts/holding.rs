//! One account of a person, and what was on it before anything moved.

use crate::{data, protocol::BankAccount};

/// One account, its balance not counted yet: that takes time where there are many.
#[derive(Debug)]
pub(crate) struct Holding {
    /// The account without its balance.
    pub(crate) account: BankAccount,
    /// What was on it before anything moved, in minor units; negative is owed.
    pub(crate) opening: i64,
}

impl Holding {
    /// The account as it is at that time.
    pub(crate) fn at(self, now: i64) -> BankAccount {
        let balance = data::balance_of(&self.account, self.opening, now);
        BankAccount { balance: Some(balance), ..self.account }
    }
}
