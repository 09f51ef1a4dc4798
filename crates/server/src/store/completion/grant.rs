//! The accesses that linked accounts are read through: one for each sign-in, or the one that the
//! sign-in renews.

use std::collections::BTreeSet;

use linkspan_wire::{
    account::AccountStatus,
    authorization::{Authorization, AuthorizationStatus},
};
use sqlx::AnyConnection;

use super::link::Linked;
use crate::{
    at_rest::Keyring,
    ids, microdeposits, refreshes,
    store::{
        accounts,
        auth_sessions::{self, AuthSessionRow, Flow},
        authorizations::{self, AuthorizationRow},
        consents,
        sessions::SessionRow,
    },
};

/// An access, and when the bank is known to end it.
pub(super) type Granted = (AuthorizationRow, Option<i64>);

/// Gives every linked account the access through which it was chosen.
pub(super) async fn all(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    session: &SessionRow,
    linked: &mut [Linked],
    now: i64,
) -> Result<Vec<Granted>, sqlx::Error> {
    let consent = consents::find(&mut *tx, &session.id).await?;
    let agreed_until = consent.map(|consent| consent.ends_at);
    let sign_ins: BTreeSet<String> = linked.iter().map(|one| one.auth_session.clone()).collect();
    let mut granted = Vec::new();
    for id in sign_ins {
        let Some(sign_in) = auth_sessions::find(&mut *tx, &session.id, &id).await? else { continue };
        let mut through: Vec<&mut Linked> = linked.iter_mut().filter(|one| one.auth_session == id).collect();
        let mut row = grant(tx, keyring, session, &sign_in, &mut through, now).await?;
        // Kept with the end that is expected.
        row.agreed_until = row.agreed_until.max(agreed_until);
        granted.push((row, sign_in.access_ends_at));
    }
    Ok(granted)
}

async fn grant(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    session: &SessionRow,
    sign_in: &AuthSessionRow,
    linked: &mut [&mut Linked],
    now: i64,
) -> Result<AuthorizationRow, sqlx::Error> {
    let token = sign_in.token(keyring)?;
    let mut row = if let Some(mut row) = renewed(tx, keyring, session, sign_in, linked).await? {
        row.renew(keyring, token.expose());
        row
    } else {
        let object = object(session, sign_in, linked);
        AuthorizationRow::new(keyring, &session.merchant, object, token.expose(), now)
    };
    row.object.status = AuthorizationStatus::Active;
    row.check_at = now.saturating_add(refreshes::FIRST_CHECK);
    authorizations::save(&mut *tx, &row).await?;
    for one in linked {
        one.account.authorization = Some(row.id.clone());
        accounts::save(&mut *tx, &one.account).await?;
        authorizations::attach(&mut *tx, &row.id, &one.account.id).await?;
        if sign_in.flow == Flow::ManualEntry && one.before != Some(AccountStatus::Active) {
            microdeposits::pay(&mut *tx, keyring, &session.merchant, &one.account.id, now).await?;
        }
    }
    Ok(row)
}

/// The access that this sign-in renews: one through which an account was read before. Only if the
/// sign-in opens all accounts of it, or those left out would stop working without a word.
async fn renewed(
    tx: &mut AnyConnection,
    keyring: &Keyring,
    session: &SessionRow,
    sign_in: &AuthSessionRow,
    linked: &[&mut Linked],
) -> Result<Option<AuthorizationRow>, sqlx::Error> {
    let offered = sign_in.offered(keyring)?.unwrap_or_default();
    let opens = |bank_account: &str| offered.iter().any(|one| one.account.id == bank_account);
    let before: BTreeSet<&str> =
        linked.iter().filter_map(|one| one.account.authorization.as_deref()).collect();
    for id in before {
        let covered = authorizations::accounts(&mut *tx, id).await?.iter().all(|(account, _)| opens(account));
        if covered && let Some(row) = authorizations::find(&mut *tx, &session.merchant, id).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

fn object(session: &SessionRow, sign_in: &AuthSessionRow, linked: &[&mut Linked]) -> Authorization {
    let named = linked.first().map(|one| one.account.institution_name.clone());
    Authorization {
        id: ids::new_id("fcauth_"),
        object: "financial_connections.authorization".into(),
        account_holder: Some(session.account_holder.0.clone()),
        institution: sign_in.institution.clone(),
        institution_name: named.unwrap_or_default(),
        livemode: false,
        status: AuthorizationStatus::Active,
        status_details: linkspan_wire::status_details::AuthorizationStatusDetails::default(),
    }
}
