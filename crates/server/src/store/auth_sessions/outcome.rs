//! How a sign-in ends. Each is true when it was this call that ended it. What was needed only on
//! the way (handle, verifier, step) goes with the end.

use sqlx::any::AnyExecutor;

use super::{AuthSessionRow, Flow, Offer, Status, offered_at};
use crate::{
    at_rest::Keyring,
    store::{flag::Flag, sealed},
};

/// Seconds after which an exchange that was begun has been given up, say by a crash.
const LONGEST_EXCHANGE: i64 = 120;

/// The bank said yes, and perhaps its accounts were read already. The token comes sealed.
pub async fn authorize(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    id: &str,
    sealed_token: &str,
    accounts: Option<&Offer>,
    now: i64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions SET status = 'authorized', access_token = $2, offered = $3,
             chosen_at_bank = $4, access_ends_at = $6, updated = $5, start_handle = NULL, pkce_verifier = NULL,
             step = NULL, bank_login = NULL
         WHERE id = $1 AND status = 'pending'",
    )
    .bind(id)
    .bind(sealed_token)
    .bind(accounts.map(|offer| sealed::seal(keyring, offered_at(id), &offer.accounts)).transpose()?)
    .bind(Flag(accounts.is_some_and(|offer| offer.chosen_at_bank)))
    .bind(now)
    .bind(accounts.and_then(|offer| offer.access_ends_at))
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps the accounts that an authorized sign-in opens: the first reading stays, so that the ids
/// which one request was shown hold for the next.
pub async fn offer(
    db: impl AnyExecutor<'_>,
    keyring: &Keyring,
    id: &str,
    offer: &Offer,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions SET offered = $2, chosen_at_bank = $3, access_ends_at = $4
         WHERE id = $1 AND status = 'authorized' AND offered IS NULL",
    )
    .bind(id)
    .bind(sealed::seal(keyring, offered_at(id), &offer.accounts)?)
    .bind(Flag(offer.chosen_at_bank))
    .bind(offer.access_ends_at)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// It ends without a yes.
pub async fn end(db: impl AnyExecutor<'_>, id: &str, status: Status, now: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions SET status = $2, updated = $3, start_handle = NULL,
             pkce_verifier = NULL, step = NULL, bank_login = NULL
         WHERE id = $1 AND status = 'pending'",
    )
    .bind(id)
    .bind(status.as_str())
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether it ended without a yes, at the bank or because it took too long, and the flow has not been told.
pub fn is_untold(row: &AuthSessionRow) -> bool {
    let ended = match row.flow {
        Flow::Oauth => matches!(row.status, Status::Denied | Status::Failed | Status::Expired),
        Flow::Credentials | Flow::Saved => row.status == Status::Expired,
        Flow::ManualEntry => false,
    };
    ended && row.left_at.is_none()
}

/// The flow is told how it ended, and goes on from it.
pub async fn tell(db: impl AnyExecutor<'_>, row: &AuthSessionRow, now: i64) -> Result<(), sqlx::Error> {
    if is_untold(row) {
        sqlx::query("UPDATE auth_sessions SET left_at = $2 WHERE id = $1 AND left_at IS NULL")
            .bind(&row.id)
            .bind(now)
            .execute(db)
            .await?;
    }
    Ok(())
}

/// It is given up, unless the bank has already sent the person back: then how that ends counts.
pub async fn cancel(db: impl AnyExecutor<'_>, id: &str, now: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions SET status = 'cancelled', updated = $2, start_handle = NULL,
             pkce_verifier = NULL, step = NULL, bank_login = NULL
         WHERE id = $1 AND status = 'pending' AND (state_used_at IS NULL OR state_used_at < $3)",
    )
    .bind(id)
    .bind(now)
    .bind(now - LONGEST_EXCHANGE)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// It took too long; the same exception.
pub async fn expire(db: impl AnyExecutor<'_>, id: &str, now: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE auth_sessions SET status = 'expired', updated = $2, start_handle = NULL,
             pkce_verifier = NULL, step = NULL, bank_login = NULL
         WHERE id = $1 AND status = 'pending' AND expires_at <= $2
           AND (state_used_at IS NULL OR state_used_at < $3)",
    )
    .bind(id)
    .bind(now)
    .bind(now - LONGEST_EXCHANGE)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
