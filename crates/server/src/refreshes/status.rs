//! Changes of the status of accounts and authorizations, with their events.

use linkspan_wire::{
    Account,
    account::{AccountStatus, RefreshStatus},
    authorization::AuthorizationStatus,
    event::{
        ACCOUNT_DEACTIVATED, ACCOUNT_DISCONNECTED, ACCOUNT_EXPECTED_DEACTIVATION_DATE_UPDATED,
        ACCOUNT_UPCOMING_DEACTIVATION, AUTHORIZATION_EXPECTED_DEACTIVATION_DATE_UPDATED,
        AUTHORIZATION_UPCOMING_DEACTIVATION,
    },
    status_details::{
        AccountStatusDetails, AuthorizationActive, AuthorizationInactive, AuthorizationStatusDetails,
        StatusAction, StatusCause,
    },
};
use sqlx::AnyConnection;

use super::{DAY, Feature};
use crate::store::{
    accounts,
    authorizations::{self, AuthorizationRow},
    events::{self, Cause},
    refreshes, status_details, subscriptions,
};

/// An end is announced so long before (Stripe's webhook documentation).
const ANNOUNCED: i64 = 30 * DAY;

/// Ends all refreshes of an account that are pending, as failed; none can be started until it is
/// linked again.
pub async fn abandon(
    tx: &mut AnyConnection,
    merchant: &str,
    account: &mut Account,
    cause: &Cause,
    now: i64,
) -> Result<(), sqlx::Error> {
    refreshes::abandon(&mut *tx, &account.id, now).await?;
    let mut ended = Vec::new();
    for feature in Feature::ALL {
        let Some(state) = feature.state_mut(account) else { continue };
        if state.status == RefreshStatus::Pending {
            state.status = RefreshStatus::Failed;
            ended.push(feature);
        }
        state.next_refresh_available_at = None;
    }
    accounts::save(&mut *tx, account).await?;
    for feature in ended {
        events::record(&mut *tx, merchant, feature.event(), account, cause.clone(), now).await?;
    }
    Ok(())
}

/// The access to an account is ended, by the merchant or by the person. What was read stays readable; what
/// opens it is forgotten.
/// An account that is disconnected already stays as it is, and no second event is made.
pub async fn disconnect(
    tx: &mut AnyConnection,
    merchant: &str,
    account: &mut Account,
    cause: &Cause,
    now: i64,
) -> Result<(), sqlx::Error> {
    if account.status == AccountStatus::Disconnected {
        return Ok(());
    }
    account.status = AccountStatus::Disconnected;
    account.status_details = AccountStatusDetails::default();
    account.subscriptions = Some(Vec::new());
    subscriptions::set(&mut *tx, &account.id, None).await?;
    abandon(tx, merchant, account, cause, now).await?;
    authorizations::end_unused(tx, &account.id).await?;
    events::record(tx, merchant, ACCOUNT_DISCONNECTED, account, cause.clone(), now).await?;
    Ok(())
}

/// An active account becomes inactive.
pub async fn deactivate(
    tx: &mut AnyConnection,
    merchant: &str,
    account: &mut Account,
    why: StatusCause,
    cause: &Cause,
    now: i64,
) -> Result<(), sqlx::Error> {
    account.status = AccountStatus::Inactive;
    account.status_details = status_details::inactive(why);
    abandon(&mut *tx, merchant, account, cause, now).await?;
    events::record(tx, merchant, ACCOUNT_DEACTIVATED, account, cause.clone(), now).await.map(drop)
}

/// An access has ended, and with it those accounts that were still active.
pub(super) async fn end_access(
    tx: &mut AnyConnection,
    row: &mut AuthorizationRow,
    now: i64,
) -> Result<(), sqlx::Error> {
    let over = row.ends_at.is_some_and(|at| at <= now) || row.agreed_until.is_some_and(|at| at <= now);
    let why = if over { StatusCause::AccessExpired } else { StatusCause::AccessDenied };
    row.object.status = AuthorizationStatus::Inactive;
    row.object.status_details = AuthorizationStatusDetails {
        active: None,
        inactive: Some(AuthorizationInactive { action: StatusAction::RelinkRequired }),
    };
    authorizations::save(&mut *tx, row).await?;
    for (_, mut account) in authorizations::accounts(&mut *tx, &row.id).await? {
        if account.status == AccountStatus::Active {
            deactivate(&mut *tx, &row.merchant, &mut account, why, &Cause::default(), now).await?;
        }
    }
    Ok(())
}

/// Keeps when an access is known to end, and tells those who listen: when that is new, and when it is
/// near. It is the bank that ends it, at `bank_ends_at`, or what the person agreed to: that is more than
/// a year away at first, and nothing to tell until it is near.
pub async fn expect_end(
    tx: &mut AnyConnection,
    row: &mut AuthorizationRow,
    bank_ends_at: Option<i64>,
    now: i64,
) -> Result<(), sqlx::Error> {
    let near = |at: &i64| at.saturating_sub(now) <= ANNOUNCED;
    let ends_at = bank_ends_at.into_iter().chain(row.agreed_until.filter(near)).min();
    let mut kinds = Vec::new();
    if row.ends_at != ends_at {
        kinds.push((
            AUTHORIZATION_EXPECTED_DEACTIVATION_DATE_UPDATED,
            ACCOUNT_EXPECTED_DEACTIVATION_DATE_UPDATED,
        ));
    }
    if ends_at.as_ref().is_some_and(near) && row.announced_for != ends_at {
        kinds.push((AUTHORIZATION_UPCOMING_DEACTIVATION, ACCOUNT_UPCOMING_DEACTIVATION));
        row.announced_for = ends_at;
    }
    row.ends_at = ends_at;
    row.object.status = AuthorizationStatus::Active;
    row.object.status_details = AuthorizationStatusDetails {
        active: Some(AuthorizationActive {
            action: if ends_at.is_some() { StatusAction::RelinkRequired } else { StatusAction::None },
            expected_deactivation_date: ends_at,
        }),
        inactive: None,
    };
    authorizations::save(&mut *tx, row).await?;
    let mut accounts = authorizations::accounts(&mut *tx, &row.id).await?;
    accounts.retain(|(_, account)| account.status == AccountStatus::Active);
    for (_, account) in &mut accounts {
        account.status_details = status_details::active(ends_at);
        accounts::save(&mut *tx, account).await?;
    }
    for (of_authorization, of_account) in kinds {
        let cause = Cause::default;
        events::record(&mut *tx, &row.merchant, of_authorization, &row.object.0, cause(), now).await?;
        for (_, account) in &accounts {
            events::record(&mut *tx, &row.merchant, of_account, account, cause(), now).await?;
        }
    }
    Ok(())
}
