//! The saved accounts, for the person to choose from.

use std::collections::HashMap;

use linkspan_wire::link::{PartnerAccount, UnavailableReason};

use super::greet::fits;
use crate::{
    AppState, Failure,
    connector::{self, BankAccount, BankError, Connector},
    failure::Answer,
    flow_api::auth_sessions::eligible,
    store::{
        auth_sessions::{AuthSessionRow, Offer, Offered},
        completion,
        saved_accounts::{self, SavedRow},
        sessions::SessionRow,
    },
};

/// What a bank says of an access, asked once for all accounts behind it.
enum Asked {
    /// It opens these.
    Open(Vec<BankAccount>),
    /// It opens nothing any more.
    Refused,
    /// The bank cannot say now: what was saved can still be shared.
    Away,
}

/// What a person saved at banks that fit the session, under the ids that it was saved under.
pub(super) async fn offer(state: &AppState, session: &SessionRow, consumer: &str) -> Answer<Offer> {
    let saved = saved_accounts::of_consumer(state.store.pool(), consumer).await?;
    let accounts = saved
        .into_iter()
        .filter(|row| fits(state, session, row))
        .map(|row| Offered { id: row.id, account: row.described.0 })
        .collect();
    Ok(Offer { accounts, chosen_at_bank: false, access_ends_at: None })
}

/// The rows of the choice. A bank that does not let an account through any more is named as such.
pub(in crate::flow_api) async fn rows(
    state: &AppState,
    session: &SessionRow,
    row: &AuthSessionRow,
) -> Answer<Vec<PartnerAccount>> {
    let mut rows = Vec::new();
    let mut asked: HashMap<String, Asked> = HashMap::new();
    let mut linked: HashMap<String, HashMap<String, String>> = HashMap::new();
    for (saved, offered) in saved(state, row).await? {
        let token = saved.token(&state.keyring).map_err(Failure::internal)?;
        if !asked.contains_key(token.expose()) {
            let answer = match connector::of(state).accounts(&saved.institution, &token).await {
                Ok(answer) => Asked::Open(answer.accounts),
                Err(BankError::Refused | BankError::Gone) => Asked::Refused,
                Err(_) => Asked::Away,
            };
            asked.insert(token.expose().to_owned(), answer);
        }
        let open = match asked.get(token.expose()) {
            Some(Asked::Open(accounts)) => accounts.iter().find(|one| one.id == offered.account.id),
            Some(Asked::Away) => Some(&offered.account),
            Some(Asked::Refused) | None => None,
        };
        if !linked.contains_key(&saved.institution) {
            let there = completion::linked_at(state.store.pool(), session, &saved.institution).await?;
            linked.insert(saved.institution.clone(), there);
        }
        let linked = linked.get(&saved.institution).and_then(|there| there.get(&offered.account.id));
        let record = state.directory.get(&saved.institution);
        rows.push(PartnerAccount {
            id: offered.id.clone(),
            name: offered.account.name.clone(),
            last4: Some(offered.account.last4.clone()),
            subcategory: offered.account.subcategory,
            holder_category: offered.account.holder_category,
            balance_amount: None,
            currency: None,
            supported_payment_method_types: offered.account.supported_payment_method_types.clone(),
            unavailable: match open {
                Some(account) => eligible::unavailable(account, &session.filters),
                None => Some(UnavailableReason::NeedsSignIn),
            },
            linked_account: linked.cloned(),
            institution_name: record.map(|record| record.name.clone()),
        });
    }
    Ok(rows)
}

/// The saved accounts behind what was offered; what was removed since is left out.
pub(super) async fn saved(state: &AppState, row: &AuthSessionRow) -> Answer<Vec<(SavedRow, Offered)>> {
    let consumer = row.token(&state.keyring).map_err(Failure::internal)?;
    let saved = saved_accounts::of_consumer(state.store.pool(), consumer.expose()).await?;
    let offered = row.offered(&state.keyring)?.unwrap_or_default();
    Ok(offered
        .into_iter()
        .filter_map(|offered| {
            let row = saved.iter().find(|row| row.id == offered.id)?.clone();
            Some((row, offered))
        })
        .collect())
}
