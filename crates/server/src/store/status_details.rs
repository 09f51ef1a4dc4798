//! What the status of an account comes with.

use linkspan_wire::status_details::{
    AccountActive, AccountInactive, AccountStatusDetails, StatusAction, StatusCause,
};

/// Of an account that works, until the bank is known to end the access.
pub fn active(expected_deactivation_date: Option<i64>) -> AccountStatusDetails {
    let (action, cause) = match expected_deactivation_date {
        Some(_) => (StatusAction::RelinkRequired, StatusCause::InstitutionRequirement),
        None => (StatusAction::None, StatusCause::Unspecified),
    };
    let active = AccountActive { action, cause, expected_deactivation_date };
    AccountStatusDetails { active: Some(active), inactive: None }
}

/// Of an account that does not work.
pub fn inactive(cause: StatusCause) -> AccountStatusDetails {
    // A closed account does not come back.
    let action =
        if cause == StatusCause::AccountClosed { StatusAction::None } else { StatusAction::RelinkRequired };
    AccountStatusDetails { active: None, inactive: Some(AccountInactive { action, cause }) }
}
