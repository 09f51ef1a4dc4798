//! What people were told, and whether it is still so.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    mailbox::{Arrived, Mailbox},
    person::{Door, Linked, ids},
};

const CREATED: &str = "financial_connections.account.created";
const REFRESHED: &str = "financial_connections.account.refreshed_balance";

/// What people were told.
#[derive(Default)]
pub struct Ledger {
    /// By customer.
    links: BTreeMap<String, Vec<Linked>>,
    /// Accounts whose refresh was promised.
    refreshed: BTreeSet<String>,
    /// Idempotency keys, with the customer that was made under each; none where a server died with the request.
    keys: BTreeMap<String, Option<String>>,
}

impl Ledger {
    pub fn note(&mut self, customer: String, linked: Linked) {
        self.links.entry(customer).or_default().push(linked);
    }

    pub fn note_refresh(&mut self, account: String) {
        self.refreshed.insert(account);
    }

    pub fn note_key(&mut self, key: String, customer: Option<String>) {
        self.keys.insert(key, customer);
    }

    /// How many requests were sent under keys.
    pub fn keys(&self) -> usize {
        self.keys.len()
    }

    /// Of how many nobody knows what came of them.
    pub fn cut_off(&self) -> usize {
        self.keys.values().filter(|customer| customer.is_none()).count()
    }

    /// How many refreshes were promised.
    pub fn refreshes(&self) -> usize {
        self.refreshed.len()
    }

    /// How many links were acknowledged.
    pub fn count(&self) -> usize {
        self.links.values().map(Vec::len).sum()
    }

    /// Checks all of it: sessions and accounts are there, nobody has an account twice, and of each
    /// account exactly one event of its making was sent, what was to be refreshed is, and no key was used twice.
    pub async fn check(&self, door: &Door, mailbox: &Mailbox) {
        let mut made_under: BTreeMap<String, String> = BTreeMap::new();
        for (key, customer) in door.customers().await {
            let earlier = made_under.insert(key, customer);
            assert!(earlier.is_none(), "a customer twice: {earlier:?}");
        }
        for (key, customer) in &self.keys {
            if let Some(customer) = customer {
                assert_eq!(made_under.get(key), Some(customer), "made under {key}");
            }
        }
        let mut accounts = BTreeSet::new();
        for (customer, links) in &self.links {
            for linked in links {
                let path = format!("/v1/financial_connections/sessions/{}", linked.session);
                let session = door.surely_get(&path).await;
                assert_eq!(session["status"], "succeeded", "{session}");
                let mut kept = ids(&session["accounts"]["data"]);
                let mut told = linked.accounts.clone();
                kept.sort();
                told.sort();
                assert_eq!(kept, told, "the accounts of {}", linked.session);
            }
            let path =
                format!("/v1/financial_connections/accounts?account_holder[customer]={customer}&limit=100");
            let listed = door.surely_get(&path).await;
            let numbers: Vec<String> = listed["data"]
                .as_array()
                .expect("accounts")
                .iter()
                .map(|account| format!("{} {}", account["display_name"], account["last4"]))
                .collect();
            let different: BTreeSet<&String> = numbers.iter().collect();
            assert_eq!(different.len(), numbers.len(), "an account twice: {numbers:?}");
            let told: BTreeSet<String> = links.iter().flat_map(|linked| linked.accounts.clone()).collect();
            let kept: BTreeSet<String> = ids(&listed["data"]).into_iter().collect();
            assert!(told.is_subset(&kept), "lost: {:?}", told.difference(&kept));
            accounts.extend(told);
        }
        mailbox
            .until(|arrived| {
                let made = made(arrived);
                accounts.iter().all(|account| made.contains_key(account.as_str()))
            })
            .await;
        mailbox
            .until(|arrived| {
                let told: BTreeSet<&str> = of_kind(arrived, REFRESHED).map(|event| &*event.object).collect();
                self.refreshed.iter().all(|account| told.contains(account.as_str()))
            })
            .await;
        for account in &self.refreshed {
            let account = door.surely_get(&format!("/v1/financial_connections/accounts/{account}")).await;
            assert_eq!(account["balance_refresh"]["status"], "succeeded", "{account}");
            assert!(account["balance"].is_object(), "{account}");
        }
        let arrived = mailbox.arrived();
        let twice: Vec<_> = made(&arrived).into_iter().filter(|(_, events)| events.len() > 1).collect();
        assert!(twice.is_empty(), "made twice: {twice:?}");
    }
}

fn of_kind<'a>(arrived: &'a BTreeSet<Arrived>, kind: &'a str) -> impl Iterator<Item = &'a Arrived> {
    arrived.iter().filter(move |event| event.kind == kind)
}

/// Events by the account that they say was made.
fn made(arrived: &BTreeSet<Arrived>) -> BTreeMap<&str, Vec<&str>> {
    let mut made: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for event in of_kind(arrived, CREATED) {
        made.entry(&event.object).or_default().push(&event.id);
    }
    made
}
