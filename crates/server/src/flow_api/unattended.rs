//! The flow without a person and a browser, for a merchant's own tests: the steps of the flow in their
//! order, each by the code that serves it in the flow. Only the bank's own window is replaced, by the
//! form that the test bank has for every institution.

use std::collections::BTreeMap;

use super::{
    auth_sessions::{accounts::offered, create, credentials::ask_bank, selected},
    consent, current,
};
use crate::{
    AppState, Failure,
    connector::{self, Connector},
    failure::Answer,
    store::{completion, customers, merchants, sessions::SessionRow},
};

/// The language in which nobody reads.
const LOCALE: &str = "en";

/// What to link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unattended<'a> {
    /// `bcinst_…`
    pub(crate) institution: &'a str,
    /// Names of accounts at that bank.
    pub(crate) accounts: &'a [&'a str],
    /// The parameter that named the accounts.
    pub(crate) param: &'a str,
}

/// Agrees, signs in, chooses and completes.
///
/// # Errors
/// What the flow would have been told at the step where it stops; the session stays open then.
pub(crate) async fn link_unattended(
    state: &AppState,
    session: &SessionRow,
    wanted: Unattended<'_>,
) -> Answer<()> {
    let merchant = merchants::find(state.store.pool(), &session.merchant).await?;
    let merchant = merchant.ok_or_else(|| Failure::not_found("account", &session.merchant, "id"))?;
    consent::agree(state, session, &merchant, LOCALE.to_owned()).await?;
    let row = create::begin(state, session, wanted.institution).await?;
    let username = user_name(state, session).await?;
    let values = [("username", username), ("password", "unattended".to_owned())];
    let values: BTreeMap<String, String> =
        values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let step = connector::of(state).first_step(&row.institution);
    ask_bank(state.clone(), row.clone(), step, values).await?;

    let row = current::find(state, &session.id, &row.id).await?;
    let offer = offered(state, &row).await?;
    let mut chosen = Vec::with_capacity(wanted.accounts.len());
    for name in wanted.accounts {
        let found = offer.accounts.iter().find(|offered| offered.account.name == *name);
        let found = found.ok_or_else(|| {
            let names: Vec<&str> = offer.accounts.iter().map(|offered| &*offered.account.name).collect();
            let message =
                format!("This institution has no account of that name; it has {}.", names.join(", "));
            Failure::invalid_param(wanted.param, message)
        })?;
        chosen.push(found.id.clone());
    }
    // The caller has another name for what the flow calls its selected accounts.
    let named = |failure: Failure| match failure.error.param.as_deref() {
        Some(selected::PARAM) => failure.with_param(wanted.param),
        _ => failure,
    };
    selected::choose(state, session, &row.id, &chosen).await.map_err(named)?;
    completion::complete(state, session, None).await.map(drop)
}

/// Given names of owners that the merchant gave no name to.
const NAMES: [&str; 12] =
    ["Ada", "Bruno", "Clara", "Dario", "Elena", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Maya", "Noor"];

/// The test bank has accounts by the id behind the `@` and an owner by the name before it: so a customer has the
/// same accounts each time, also under another name.
async fn user_name(state: &AppState, session: &SessionRow) -> Answer<String> {
    let holder = completion::holder(&session.account_holder);
    let customer = match &session.customer {
        Some(customer) => customers::find(state.store.pool(), &session.merchant, customer).await?,
        None => None,
    };
    let name = customer.and_then(|customer| customer.name).unwrap_or_default();
    let name = name.replace('@', " ");
    if name.trim().is_empty() {
        let drawn = holder.bytes().fold(0, |sum, byte| sum + usize::from(byte)) % NAMES.len();
        return Ok(format!("{}@{holder}", NAMES.get(drawn).unwrap_or(&"Maya")));
    }
    Ok(format!("{}@{holder}", name.trim()))
}
