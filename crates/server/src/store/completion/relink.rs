//! What became of the access that a session was to repair.

use linkspan_wire::{
    account::AccountStatus,
    session::{RelinkFailure, RelinkOptions, RelinkResult, SessionStatus},
};

use super::link::Linked;

/// The account that works again. Found before accounts are given their new access: after that
/// nothing says any more what they were read through.
pub(super) struct Repaired {
    wanted: Option<String>,
    account: Option<String>,
}

impl Repaired {
    /// Of the linked accounts, the one that was named, or the first of the same access.
    pub fn of(options: &RelinkOptions, linked: &[Linked]) -> Self {
        let through = |one: &&Linked| one.account.authorization.as_ref() == Some(&options.authorization);
        let named = |one: &&Linked| options.account.as_ref().is_none_or(|id| *id == one.account.id);
        let found = linked.iter().filter(through).find(named).or_else(|| linked.iter().find(through));
        Self { wanted: options.account.clone(), account: found.map(|one| one.account.id.clone()) }
    }

    /// As the session shows it.
    pub fn result(&self, status: SessionStatus, linked: &[Linked]) -> RelinkResult {
        let Some(found) = &self.account else {
            let reason = match status {
                SessionStatus::Failed => RelinkFailure::Other,
                _ => RelinkFailure::NoAuthorization,
            };
            return RelinkResult { failure_reason: Some(reason), ..RelinkResult::default() };
        };
        let now = linked.iter().find(|one| one.account.id == *found);
        // An account that its bank has closed does not work by signing in there again.
        let works = now.is_some_and(|one| one.account.status == AccountStatus::Active);
        let missed = self.wanted.as_ref().is_some_and(|wanted| wanted != found || !works);
        RelinkResult {
            authorization: now.and_then(|one| one.account.authorization.clone()),
            account: self.wanted.clone().filter(|_| !missed),
            failure_reason: missed.then_some(RelinkFailure::NoAccount),
        }
    }
}
