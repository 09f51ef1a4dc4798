//! What the sandbox's network says of a debit.

use super::calendar::business_days_after;
use crate::store::UnknownWord;

/// Business days until the money is there, or until the bank sends the debit back.
const SETTLES: u32 = 4;
const RETURNS: u32 = 2;
/// Business days after it came until it is taken back.
const DISPUTED: u32 = 5;

/// What the sandbox's network says of a debit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The money comes.
    Succeeds,
    /// It comes, and the person's bank takes it back later.
    Disputed,
    /// Nothing is ever heard of it.
    NeverEnds,
    /// It does not come.
    Fails(Reason),
}

/// Why the money does not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The account was closed.
    AccountClosed,
    /// There is no such account.
    NoAccount,
    /// There is not enough money in it.
    InsufficientFunds,
    /// The person did not allow it.
    DebitNotAuthorized,
    /// It would be too much in one week; the bank is not asked.
    OverWeeklyLimit,
}

impl Outcome {
    const ALL: [Self; 8] = [
        Self::Succeeds,
        Self::Disputed,
        Self::NeverEnds,
        Self::Fails(Reason::AccountClosed),
        Self::Fails(Reason::NoAccount),
        Self::Fails(Reason::InsufficientFunds),
        Self::Fails(Reason::DebitNotAuthorized),
        Self::Fails(Reason::OverWeeklyLimit),
    ];

    /// Of a linked account: by the name that the bank gives it. Any other name pays.
    pub fn of_name(name: &str) -> Self {
        match name {
            "Success (Later Disputed)" => Self::Disputed,
            "Payment Processes Indefinitely" => Self::NeverEnds,
            "Insufficient Funds" => Self::Fails(Reason::InsufficientFunds),
            "Debit Not Authorized" => Self::Fails(Reason::DebitNotAuthorized),
            "Weekly Payment Volume Exceeded" => Self::Fails(Reason::OverWeeklyLimit),
            _ => Self::Succeeds,
        }
    }

    /// Of an account that was typed in: by its number. Any other number pays.
    pub fn of_number(number: &str) -> Self {
        match number {
            "000555555559" => Self::Disputed,
            "000000000009" => Self::NeverEnds,
            "000111111113" => Self::Fails(Reason::AccountClosed),
            "000111111116" => Self::Fails(Reason::NoAccount),
            "000222222227" => Self::Fails(Reason::InsufficientFunds),
            "000333333335" => Self::Fails(Reason::DebitNotAuthorized),
            "000777777771" => Self::Fails(Reason::OverWeeklyLimit),
            _ => Self::Succeeds,
        }
    }

    /// When that is known of a debit that begins now; never, for one.
    pub(super) fn known_at(self, now: i64) -> Option<i64> {
        match self {
            Self::Succeeds | Self::Disputed => Some(business_days_after(now, SETTLES)),
            Self::NeverEnds => None,
            Self::Fails(Reason::OverWeeklyLimit) => Some(now),
            Self::Fails(_) => Some(business_days_after(now, RETURNS)),
        }
    }

    /// When money that came now is taken back, if it is.
    pub(super) fn taken_back_at(self, now: i64) -> Option<i64> {
        (self == Self::Disputed).then(|| business_days_after(now, DISPUTED))
    }

    /// The name in the database: what `last_payment_error` names, where it fails.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeds => "succeeds",
            Self::Disputed => "disputed",
            Self::NeverEnds => "never_ends",
            Self::Fails(reason) => reason.code(),
        }
    }
}

impl TryFrom<String> for Outcome {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word).ok_or(UnknownWord(word))
    }
}

impl Reason {
    /// As `last_payment_error` names it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccountClosed => "account_closed",
            Self::NoAccount => "no_account",
            Self::InsufficientFunds => "insufficient_funds",
            Self::DebitNotAuthorized => "debit_not_authorized",
            Self::OverWeeklyLimit => "charge_exceeds_source_limit",
        }
    }

    /// In a sentence.
    pub const fn message(self) -> &'static str {
        match self {
            Self::AccountClosed => "The customer's bank account has been closed.",
            Self::NoAccount => "The customer's bank account could not be located.",
            Self::InsufficientFunds => "The customer's account has insufficient funds to cover this payment.",
            Self::DebitNotAuthorized => {
                "The customer has notified their bank that this payment was unauthorized."
            }
            Self::OverWeeklyLimit => {
                "This payment would cause the account to exceed its weekly payment volume limit."
            }
        }
    }

    /// The return code with which the bank sent it back; none when it was not asked.
    pub const fn network_code(self) -> Option<&'static str> {
        match self {
            Self::AccountClosed => Some("R02"),
            Self::NoAccount => Some("R03"),
            Self::InsufficientFunds => Some("R01"),
            Self::DebitNotAuthorized => Some("R10"),
            Self::OverWeeklyLimit => None,
        }
    }

    /// Why the account cannot be debited any more, if that is so.
    pub const fn blocks(self) -> Option<&'static str> {
        match self {
            Self::AccountClosed => Some("bank_account_closed"),
            Self::NoAccount => Some("bank_account_invalid_details"),
            Self::DebitNotAuthorized => Some("debit_not_authorized"),
            Self::InsufficientFunds | Self::OverWeeklyLimit => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_found_again_by_its_word() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::try_from(outcome.as_str().to_owned()).ok(), Some(outcome));
        }
        assert!(Outcome::try_from("moon".to_owned()).is_err());
    }
}
