//! The accounts that a sign-in opens, read from the bank once.

use crate::{
    AppState,
    connector::{self, AccessToken, BankError, Connector},
    store::auth_sessions::Offer,
};

/// Asks the bank for the accounts.
pub(crate) async fn read(
    state: &AppState,
    institution: &str,
    token: &AccessToken,
) -> Result<Offer, BankError> {
    connector::of(state).accounts(institution, token).await.map(Into::into)
}
