//! Accounts chosen in the flow, to be linked when the session completes.

use linkspan_wire::Account;
use sqlx::{AnyConnection, any::AnyExecutor};

use crate::store::json::Json;

/// A chosen account.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SelectionRow {
    /// `fca_…` it has or will have.
    pub account: String,
    /// `bcsess_…` through which it was chosen.
    pub auth_session: String,
    /// `bcinst_…`
    pub institution: String,
    /// The bank's stable id.
    pub bank_account: String,
    /// The account as it will be.
    pub draft: Json<Account>,
}

/// What is chosen in a session, in the order of choice.
pub async fn of_session(db: impl AnyExecutor<'_>, session: &str) -> Result<Vec<SelectionRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT account, auth_session, institution, bank_account, draft FROM selections
         WHERE session = $1 ORDER BY position",
    )
    .bind(session)
    .fetch_all(db)
    .await
}

/// Makes `chosen` all that was chosen through one sign-in, behind what was chosen through others.
pub async fn replace(
    tx: &mut AnyConnection,
    session: &str,
    auth_session: &str,
    chosen: &[SelectionRow],
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM selections WHERE session = $1 AND auth_session = $2")
        .bind(session)
        .bind(auth_session)
        .execute(&mut *tx)
        .await?;
    for row in chosen {
        // The same account chosen through two sign-ins is one account: the later sign-in has it.
        sqlx::query(
            "INSERT INTO selections (session, account, auth_session, institution, bank_account,
                 position, draft)
             VALUES ($1, $2, $3, $4, $5,
                 (SELECT COALESCE(MAX(position), 0) + 1 FROM selections WHERE session = $1), $6)
             ON CONFLICT (session, account)
             DO UPDATE SET auth_session = excluded.auth_session, draft = excluded.draft",
        )
        .bind(session)
        .bind(&row.account)
        .bind(&row.auth_session)
        .bind(&row.institution)
        .bind(&row.bank_account)
        .bind(&row.draft)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
