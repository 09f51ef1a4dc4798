//! Through what an account is read.

use crate::{
    AppState,
    connector::{AccessToken, Place},
    store::{accounts, authorizations},
};

/// Through what an account is read.
pub(super) struct Source {
    institution: String,
    token: AccessToken,
    account: String,
}

impl Source {
    /// Of an account (`fca_…`); `None` for one that no access opens.
    ///
    /// # Errors
    /// When the database fails, or the token is sealed under a key that is not here.
    pub(super) async fn of(state: &AppState, id: &str) -> Result<Option<Self>, sqlx::Error> {
        let pool = state.store.pool();
        let authorization = authorizations::of_account(pool, id).await?;
        let account = accounts::bank_account(pool, id).await?;
        let (Some(authorization), Some(account)) = (authorization, account) else { return Ok(None) };
        if !authorization.opens() {
            return Ok(None);
        }
        let token = authorization.token(&state.keyring)?;
        Ok(Some(Self { institution: authorization.institution, token, account }))
    }

    /// What opens it.
    pub(super) fn into_token(self) -> AccessToken {
        self.token
    }

    /// As the bank is asked.
    pub(super) fn place(&self) -> Place<'_> {
        Place { institution: &self.institution, token: &self.token, account: &self.account }
    }
}
