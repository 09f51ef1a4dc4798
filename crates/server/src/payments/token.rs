//! A bank account as a token, for payouts to it.

use linkspan_wire::{
    Account, Permission,
    account::{AccountHolderType, Subcategory},
    token::{BankAccount, Token},
};

use super::{Numbers, NumbersError, of_account};
use crate::{
    AppState, ids,
    store::{accounts, bank_accounts, sessions::SessionRow, tokens},
};

/// Why a session gives no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// It is not for payouts to the merchant's own account, or did not end with just one account.
    #[error("the session is not one that gives a token")]
    NotAllowed,
    /// The account gives no numbers.
    #[error(transparent)]
    Numbers(#[from] NumbersError),
}

impl From<sqlx::Error> for TokenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Numbers(error.into())
    }
}

/// The token of the one account that a session linked; made at the first request.
///
/// # Errors
/// [`TokenError`] says why there is none.
pub async fn token_of(state: &AppState, session: &SessionRow) -> Result<Token, TokenError> {
    let pool = state.store.pool();
    if let Some(token) = tokens::of_session(pool, &session.id).await? {
        return Ok(token);
    }
    let linked = accounts::of_session(pool, &session.id).await?;
    let asked = session.account_holder.kind == AccountHolderType::Account
        && session.permissions.contains(&Permission::PaymentMethod);
    let [account] = &linked[..] else { return Err(TokenError::NotAllowed) };
    if !asked {
        return Err(TokenError::NotAllowed);
    }
    let numbers = of_account(state, account).await?;
    let (merchant, now) = (session.merchant.as_str(), state.now());
    let mut tx = state.store.begin_write(merchant).await?;
    if let Some(token) = tokens::of_session(&mut *tx, &session.id).await? {
        return Ok(token);
    }
    let fingerprint = bank_accounts::keep(&mut tx, &state.keyring, merchant, &numbers, now).await?;
    let token = token(account, &numbers, fingerprint, now);
    tokens::insert(&mut *tx, merchant, &session.id, &token).await?;
    tx.commit().await?;
    Ok(token)
}

fn token(account: &Account, numbers: &Numbers, fingerprint: String, now: i64) -> Token {
    let savings = account.subcategory == Subcategory::Savings;
    Token {
        id: ids::new_id("btok_"),
        object: "token".into(),
        bank_account: BankAccount {
            id: ids::new_id("ba_"),
            object: "bank_account".into(),
            account_holder_name: None,
            account_holder_type: None,
            account_type: Some(if savings { "savings" } else { "checking" }.into()),
            bank_name: Some(account.institution_name.clone()),
            country: "US".into(),
            currency: "usd".into(),
            fingerprint,
            last4: numbers.last4().to_owned(),
            routing_number: numbers.routing_number.clone(),
            status: "new".into(),
        },
        client_ip: None,
        created: now,
        livemode: false,
        kind: "bank_account".into(),
        used: false,
    }
}
