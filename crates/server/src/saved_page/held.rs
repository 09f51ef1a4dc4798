//! What is saved, for the person who saved it.

use crate::{
    AppState, Failure,
    failure::Answer,
    locale::Locale,
    sharing,
    store::{
        consumers,
        saved_accounts::{self, SavedRow},
        saved_visits::VisitRow,
    },
};

/// What is saved under an address.
pub(super) struct Held {
    pub email: String,
    /// Last two digits of the telephone.
    pub phone: Option<String>,
    pub banks: Vec<Bank>,
    pub agreements: Vec<Agreement>,
}

/// One bank with the accounts that were saved there.
pub(super) struct Bank {
    institution: String,
    pub name: String,
    pub accounts: Vec<Account>,
}

/// One account.
pub(super) struct Account {
    pub id: String,
    /// Nickname and last four digits.
    pub name: String,
    pub when: String,
}

/// An agreement that was made with these accounts, with its page.
pub(super) struct Agreement {
    pub text: String,
    pub address: String,
}

impl Held {
    pub(super) async fn read(state: &AppState, visit: &VisitRow, l: Locale) -> Answer<Self> {
        let email = visit.email(&state.keyring).map_err(Failure::internal)?;
        let mut held = Self { email, phone: None, banks: Vec::new(), agreements: Vec::new() };
        let pool = state.store.pool();
        let consumer = consumers::find_by_email_hash(pool, &visit.email_hash).await?;
        let Some(consumer) = consumer else { return Ok(held) };
        let phone = consumer.phone(&state.keyring).map_err(Failure::internal)?;
        held.phone = phone.map(|phone| phone.chars().skip(phone.chars().count().saturating_sub(2)).collect());
        for row in saved_accounts::of_consumer(pool, &consumer.id).await? {
            held.add(state, row, l);
        }
        for consent in consumers::agreements(pool, &consumer.id).await? {
            let (Some(address), Some(shown)) = (sharing::address(state, &consent)?, &consent.shown) else {
                continue;
            };
            let text = match consent.withdrawn_at {
                Some(at) => l.saved_agreement_stopped(&l.day(at), &shown.merchant),
                None => l.saved_agreement(&l.day(consent.acquired_at), &shown.merchant),
            };
            held.agreements.push(Agreement { text, address });
        }
        Ok(held)
    }

    fn add(&mut self, state: &AppState, row: SavedRow, l: Locale) {
        let described = row.described.0;
        let account = Account {
            name: format!("{} ••••{}", described.name, described.last4),
            when: match row.used_at {
                Some(used) => l.saved_used(&l.day(row.created), &l.day(used)),
                None => l.saved_on(&l.day(row.created)),
            },
            id: row.id,
        };
        if let Some(bank) = self.banks.iter_mut().find(|bank| bank.institution == row.institution) {
            return bank.accounts.push(account);
        }
        // A bank that is in the directory no more is named by nothing but its id.
        let name = state.directory.get(&row.institution).map(|record| record.name.clone());
        let name = name.unwrap_or_else(|| row.institution.clone());
        self.banks.push(Bank { institution: row.institution, name, accounts: vec![account] });
    }
}
