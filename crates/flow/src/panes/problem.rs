//! Something went wrong: what it was, and what helps.

use linkspan_wire::{
    ApiError, ErrorType, ExtraFields,
    error::{code, reason},
    host::{HostEventMetadata, HostEventName},
    link::{AuthSession, Institution, Pane, PartnerAccount, UnavailableReason},
};

use crate::{Effect, Flow, Screen, failure::Sorted};

/// Something went wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What it was.
    pub kind: ProblemKind,
    /// The bank it is about.
    pub institution: Option<Institution>,
    /// What the page gets if the flow ends here with nothing linked.
    pub(crate) error: ApiError,
    /// What can be tried once more.
    pub(crate) again: Option<Again>,
}

/// What can be tried once more.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Again {
    /// To read the accounts of this sign-in.
    Accounts(Box<AuthSession>),
    /// To sign in at the bank that the problem is about.
    Bank,
}

impl Problem {
    /// Whether "try again" is offered: once for accounts that could not be read, and once for a bank that
    /// did not answer, or not sensibly.
    pub const fn can_retry(&self) -> bool {
        self.again.is_some()
    }
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The bank is closed until a known time, in Unix seconds.
    Maintenance {
        /// When it should be back.
        until: i64,
    },
    /// The bank does not answer.
    Unavailable,
    /// The bank answers, but not sensibly.
    BankError,
    /// The bank refused the sign-in for good.
    SignInFailed,
    /// The bank's accounts could not be read.
    AccountsUnavailable,
    /// None of the bank's accounts fits the request.
    NoEligibleAccounts {
        /// How many it has.
        found: u32,
        /// Why none fits.
        why: Ineligible,
    },
    /// The session's time is over.
    SessionExpired,
    /// The server does not know the session.
    SessionUnknown,
    /// Anything else.
    Unexpected,
}

/// Why none of a bank's accounts fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ineligible {
    /// They are of kinds that were not asked for.
    Kind,
    /// They cannot be used for payments.
    Payments,
    /// Their banks, by name as far as that is known, ask for a new sign-in.
    SignIn(String),
    /// Some for one reason, some for another.
    Several,
}

impl Ineligible {
    /// What the server said.
    pub(crate) fn of(said: ExtraFields) -> Self {
        match said.reason.as_deref() {
            Some(reason::KIND_NOT_REQUESTED) => Self::Kind,
            Some(reason::NO_PAYMENTS) => Self::Payments,
            Some(reason::NEEDS_SIGN_IN) => Self::SignIn(said.institution_name.unwrap_or_default()),
            _ => Self::Several,
        }
    }

    /// What is common to these.
    pub(crate) fn common(accounts: &[PartnerAccount]) -> Self {
        match UnavailableReason::common(accounts) {
            Some(UnavailableReason::KindNotRequested) => Self::Kind,
            Some(UnavailableReason::NoPayments) => Self::Payments,
            Some(UnavailableReason::NeedsSignIn) => Self::SignIn(String::new()),
            _ => Self::Several,
        }
    }
}

impl ProblemKind {
    /// Whether another bank may work; otherwise the flow can only be closed.
    pub const fn other_bank_helps(&self) -> bool {
        !matches!(self, Self::SessionExpired | Self::SessionUnknown | Self::Unexpected)
    }

    /// The code that the page is told.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Maintenance { .. } => code::INSTITUTION_UNAVAILABLE_PLANNED,
            Self::Unavailable => code::INSTITUTION_UNAVAILABLE_UNPLANNED,
            Self::BankError => code::INSTITUTION_ERROR,
            Self::SignInFailed => code::AUTHORIZATION_FAILED,
            Self::AccountsUnavailable => code::ACCOUNTS_UNAVAILABLE,
            Self::NoEligibleAccounts { .. } => code::NO_ELIGIBLE_ACCOUNTS,
            Self::SessionExpired => code::SESSION_EXPIRED,
            Self::SessionUnknown => code::RESOURCE_MISSING,
            Self::Unexpected => code::UNEXPECTED_ERROR,
        }
    }

    /// What an error means that no try and no other bank helps against.
    pub(crate) fn of_fatal(error: &ApiError) -> Self {
        match error.code.as_deref() {
            Some(code::SESSION_EXPIRED) => Self::SessionExpired,
            Some(code::RESOURCE_MISSING) => Self::SessionUnknown,
            _ => Self::Unexpected,
        }
    }

    /// One sentence for the developer, when the server sent none.
    const fn message(&self) -> &'static str {
        match self {
            Self::Maintenance { .. } => "The institution is closed for maintenance.",
            Self::Unavailable => "The institution is currently unavailable.",
            Self::BankError => "The institution answered with an error.",
            Self::SignInFailed => "The institution refused the sign-in.",
            Self::AccountsUnavailable => "The institution's accounts could not be read.",
            Self::NoEligibleAccounts { .. } => "None of the institution's accounts fits the request.",
            Self::SessionExpired => "The session has expired.",
            Self::SessionUnknown => "There is no such session for this key.",
            Self::Unexpected => "The flow failed.",
        }
    }
}

impl Flow {
    /// Opens the pane that a failure asks for.
    pub(crate) fn fail(
        &mut self,
        sorted: Sorted,
        institution: Option<Institution>,
        effects: &mut Vec<Effect>,
    ) {
        match sorted {
            // Panes show these themselves; one that does not is treated as a failure of the server.
            Sorted::Here(_) => self.fail_unexpectedly(effects),
            Sorted::Problem(kind) => self.show_problem(kind, institution, None, effects),
            Sorted::AlreadyCompleted => self.begin_close(None, effects),
            Sorted::OutOfStep => self.resynchronize(effects),
            Sorted::Fatal(error) => {
                self.show_problem(ProblemKind::of_fatal(&error), institution, Some(error), effects);
            }
        }
    }

    pub(crate) fn fail_unexpectedly(&mut self, effects: &mut Vec<Effect>) {
        self.show_problem(ProblemKind::Unexpected, None, None, effects);
    }

    pub(crate) fn show_problem(
        &mut self,
        kind: ProblemKind,
        institution: Option<Institution>,
        error: Option<ApiError>,
        effects: &mut Vec<Effect>,
    ) {
        let again = match (&kind, &self.screen) {
            (ProblemKind::AccountsUnavailable, Screen::AccountPicker(pane)) if !self.retried => {
                Some(Again::Accounts(Box::new(pane.auth.clone())))
            }
            (ProblemKind::Unavailable | ProblemKind::BankError, _)
                if institution.as_ref().is_some_and(|bank| !self.tried_again.contains(&bank.id))
                    && self.is_allowed(Pane::InstitutionPicker) =>
            {
                Some(Again::Bank)
            }
            _ => None,
        };
        self.emit_with(
            HostEventName::Error,
            HostEventMetadata { error_code: Some(kind.code().to_owned()), ..HostEventMetadata::default() },
            effects,
        );
        let error = error.unwrap_or_else(|| ApiError::new(ErrorType::ApiError, kind.code(), kind.message()));
        self.show(Screen::Problem(Problem { kind, institution, error, again }), effects);
    }

    pub(crate) fn retry_problem(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Problem(problem) = &mut self.screen else { return };
        match problem.again.take() {
            Some(Again::Accounts(auth)) => {
                self.retried = true;
                self.show_account_picker(*auth, effects);
            }
            Some(Again::Bank) => {
                let Some(bank) = problem.institution.clone() else { return };
                self.tried_again.push(bank.id.clone());
                self.show_institution_picker(effects);
                self.begin_sign_in(bank, effects);
            }
            None => {}
        }
    }
}
