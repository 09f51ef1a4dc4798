//! Starts refreshes.

use linkspan_wire::{
    Account, Prefetch,
    account::{AccountStatus, Refresh, RefreshStatus},
};
use sqlx::AnyConnection;

use super::Feature;
use crate::{
    ids,
    store::{accounts, refreshes},
};

/// Whether a refresh may start now: none is pending, and the last one is long enough ago.
pub fn is_available(account: &Account, feature: Feature, now: i64) -> bool {
    feature.state(account).is_none_or(|last| {
        last.status != RefreshStatus::Pending && last.next_refresh_available_at.is_some_and(|at| at <= now)
    })
}

/// Starts a refresh, unless one is pending. The caller has checked that the account is active, may be
/// read, and where it matters that one [`is_available`]. Ring `AppState::refreshes_due` after the
/// commit.
pub async fn begin(
    tx: &mut AnyConnection,
    merchant: &str,
    account: &mut Account,
    feature: Feature,
    now: i64,
) -> Result<(), sqlx::Error> {
    if feature.state(account).is_some_and(|last| last.status == RefreshStatus::Pending) {
        return Ok(());
    }
    let id = ids::new_id(feature.id_prefix());
    refreshes::insert(&mut *tx, merchant, &account.id, &id, feature, now).await?;
    *feature.state_mut(account) = Some(Refresh {
        id: Some(id).filter(|_| feature == Feature::Transactions),
        last_attempted_at: now,
        next_refresh_available_at: None,
        status: RefreshStatus::Pending,
    });
    accounts::save(tx, account).await
}

/// Starts what a session asked to have at once; says whether there was anything.
pub async fn of_prefetch(
    tx: &mut AnyConnection,
    merchant: &str,
    account: &mut Account,
    prefetch: &[Prefetch],
    now: i64,
) -> Result<bool, sqlx::Error> {
    if account.status != AccountStatus::Active {
        return Ok(false);
    }
    let mut started = false;
    for feature in prefetch.iter().copied().map(Feature::from) {
        if is_available(account, feature, now) {
            begin(&mut *tx, merchant, account, feature, now).await?;
            started = true;
        }
    }
    Ok(started)
}
