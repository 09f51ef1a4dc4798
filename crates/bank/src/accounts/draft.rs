//! One account before it has its person: name and kind; numbers follow from whose it is.

use linkspan_wire::{
    account::{Category, PaymentMethodType, Subcategory},
    link::HolderCategory,
};
use sha2::{Digest, Sha256};

use super::holding::Holding;
use crate::protocol::BankAccount;

/// One account before it has its person.
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) subcategory: Subcategory,
    pub(super) holder_category: Option<HolderCategory>,
    /// ISO 4217, lower case.
    pub(super) currency: &'static str,
    /// What the holder has or owes before anything moved, in minor units; the amount is drawn from it.
    pub(super) cents: std::ops::Range<u64>,
    pub(super) payments: bool,
    pub(super) active: bool,
}

impl Draft {
    /// An account that works.
    pub(super) fn new(
        name: impl Into<String>,
        subcategory: Subcategory,
        cents: std::ops::Range<u64>,
    ) -> Self {
        let payments = subcategory.category() == Category::Cash;
        Self {
            name: name.into(),
            subcategory,
            holder_category: None,
            currency: "usd",
            cents,
            payments,
            active: true,
        }
    }

    /// One that the bank lets nobody read any more.
    pub(super) const fn inactive(mut self) -> Self {
        self.active = false;
        self
    }

    /// One of several people, or of a business.
    pub(super) const fn of(mut self, holder_category: HolderCategory) -> Self {
        self.holder_category = Some(holder_category);
        self
    }

    /// One in another currency, which ACH does not move.
    pub(super) const fn in_currency(mut self, currency: &'static str) -> Self {
        self.currency = currency;
        self.without_payments()
    }

    /// One that cannot pay.
    pub(super) const fn without_payments(mut self) -> Self {
        self.payments = false;
        self
    }

    /// The account of a person: everything else is drawn from whose it is and its place.
    pub(super) fn open(self, seed: &Seed<'_>, place: usize) -> Holding {
        let draw = seed.draw(place);
        let cents = self.cents.start + draw.number(0) % (self.cents.end - self.cents.start).max(1);
        let supported = if self.payments {
            vec![PaymentMethodType::UsBankAccount, PaymentMethodType::Link]
        } else {
            vec![]
        };
        let has = i64::try_from(cents).unwrap_or(i64::MAX);
        // What the holder owes counts against them.
        let opening = if self.subcategory.category() == Category::Credit { -has } else { has };
        let account = BankAccount {
            id: format!("bacc_{:016x}{:08x}", draw.number(1), draw.number(2) >> 32),
            name: self.name,
            last4: format!("{:04}", draw.number(3) % 10_000),
            subcategory: self.subcategory,
            holder_category: self.holder_category,
            balance: None,
            currency: self.currency.to_owned(),
            supported_payment_method_types: supported,
            active: self.active,
        };
        Holding { account, opening }
    }
}

/// Whose accounts: the same person at the same bank always draws the same.
pub(super) struct Seed<'a> {
    pub(super) institution: &'a str,
    pub(super) user: &'a str,
}

impl Seed<'_> {
    pub(super) fn draw(&self, place: usize) -> Draw {
        let mut hash = Sha256::new();
        // Lengths first, so that no two persons run into each other.
        for part in [self.institution, self.user] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.update((place as u64).to_be_bytes());
        Draw(hash.finalize().into())
    }
}

/// Four numbers without pattern.
pub(super) struct Draw([u8; 32]);

impl Draw {
    pub(super) fn number(&self, index: usize) -> u64 {
        self.0.iter().skip(index * 8).take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}
