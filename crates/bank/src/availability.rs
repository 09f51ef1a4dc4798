//! Whether a bank can serve: three of the sandbox never can.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use linkspan_directory::{Behaviour, Record};

use crate::{bank::Bank, error::BankError};

const HALF_HOUR: i64 = 30 * 60;
/// A closed bank opens in no less than this, so that a test never sees it open.
const SHORTEST_CLOSURE: i64 = 45 * 60;

/// `GET /health`
pub(crate) async fn health(
    State(bank): State<Arc<Bank>>,
    Path(institution): Path<String>,
) -> Result<StatusCode, BankError> {
    bank.open_institution(&institution)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Fails for a bank that is down.
pub(crate) fn check(record: &Record, now: i64) -> Result<(), BankError> {
    match record.behaviour {
        Behaviour::DownScheduled => Err(BankError::Unavailable { back_at: Some(back_at(now)) }),
        Behaviour::DownUnscheduled => Err(BankError::Unavailable { back_at: None }),
        Behaviour::DownError => Err(BankError::Broken),
        _ => Ok(()),
    }
}

/// The next half hour that is far enough away.
fn back_at(now: i64) -> i64 {
    let earliest = now.saturating_add(SHORTEST_CLOSURE);
    let past = earliest.rem_euclid(HALF_HOUR);
    if past == 0 { earliest } else { earliest.saturating_add(HALF_HOUR - past) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_banks_open_at_a_half_hour() {
        let at = |hour: i64, minute: i64| (hour * 60 + minute) * 60;
        assert_eq!(back_at(at(17, 45)), at(18, 30));
        assert_eq!(back_at(at(17, 46)), at(19, 0));
        assert_eq!(back_at(at(17, 15)), at(18, 0));
        assert_eq!(back_at(at(17, 15) + 1), at(18, 30));
    }
}
