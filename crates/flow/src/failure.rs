//! How failures are sorted: what can be tried again in place, what needs another bank, what ends
//! the session.

use linkspan_wire::{ApiError, ErrorType, error::code};

use crate::panes::problem::{Ineligible, ProblemKind};

/// The code of every parameter that the server refuses; the parameter says which it is.
const PARAMETER_INVALID: &str = "parameter_invalid";

/// Why a request got no good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestError {
    /// The server could not be reached.
    Unreachable,
    /// No answer in time.
    Timeout,
    /// An answer that makes no sense.
    Unreadable,
    /// The server said what is wrong.
    Api(ApiError),
}

impl RequestError {
    /// As the page gets it when it ends the flow.
    pub fn into_api_error(self) -> ApiError {
        match self {
            Self::Unreachable => connection("The server could not be reached."),
            Self::Timeout => connection("The server did not answer in time."),
            Self::Unreadable => ApiError::new(
                ErrorType::ApiError,
                code::UNEXPECTED_ERROR,
                "The server's answer could not be read.",
            ),
            Self::Api(error) => named(error),
        }
    }
}

/// Something between the flow and its server may answer with less: a page can rely on both.
fn named(mut error: ApiError) -> ApiError {
    if error.code.as_deref().unwrap_or_default().is_empty() {
        error.code = Some(code::UNEXPECTED_ERROR.into());
    }
    error.message.get_or_insert_with(|| "The server refused the request.".into());
    error
}

fn connection(message: &str) -> ApiError {
    ApiError::new(ErrorType::ApiConnectionError, "api_connection_error", message)
}

/// Something that did not work and can be tried again where the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No connection.
    Offline,
    /// No answer in time.
    Slow,
    /// The server failed.
    Server,
    /// It was asked too often.
    Busy,
    /// Too many codes were sent: another try is refused for an hour.
    Codes,
}

impl Trouble {
    /// What it means where asking has a code sent.
    pub(crate) const fn of_saved(self) -> Self {
        match self {
            Self::Busy => Self::Codes,
            other => other,
        }
    }

    /// Whether another try may help.
    pub const fn can_retry(self) -> bool {
        !matches!(self, Self::Codes)
    }
}

/// What a failed request means for the flow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sorted {
    /// Try again in place.
    Here(Trouble),
    /// Show this; another bank may work.
    Problem(ProblemKind),
    /// The flow and the server do not agree where the session stands.
    OutOfStep,
    /// The session is over and has a result: ask for it.
    AlreadyCompleted,
    /// The session cannot go on.
    Fatal(ApiError),
}

pub(crate) fn sort(error: RequestError) -> Sorted {
    let error = match error {
        RequestError::Unreachable => return Sorted::Here(Trouble::Offline),
        RequestError::Timeout => return Sorted::Here(Trouble::Slow),
        RequestError::Unreadable => return Sorted::Here(Trouble::Server),
        RequestError::Api(error) => named(error),
    };
    let extra = error.extra_fields.clone().unwrap_or_default();
    match error.code.as_deref().unwrap_or_default() {
        code::STEP_NOT_ALLOWED => Sorted::OutOfStep,
        code::SESSION_COMPLETED => Sorted::AlreadyCompleted,
        code::INSTITUTION_UNAVAILABLE_PLANNED => Sorted::Problem(
            extra
                .expected_to_be_available_at
                .map_or(ProblemKind::Unavailable, |until| ProblemKind::Maintenance { until }),
        ),
        code::INSTITUTION_UNAVAILABLE_UNPLANNED => Sorted::Problem(ProblemKind::Unavailable),
        code::INSTITUTION_ERROR => Sorted::Problem(ProblemKind::BankError),
        code::AUTHORIZATION_FAILED => Sorted::Problem(ProblemKind::SignInFailed),
        code::ACCOUNTS_UNAVAILABLE => Sorted::Problem(ProblemKind::AccountsUnavailable),
        code::NO_ELIGIBLE_ACCOUNTS => Sorted::Problem(ProblemKind::NoEligibleAccounts {
            found: extra.total_accounts_count.unwrap_or_default(),
            why: Ineligible::of(extra),
        }),
        _ if error.kind == ErrorType::ApiError => Sorted::Here(Trouble::Server),
        _ if error.kind == ErrorType::RateLimitError => Sorted::Here(Trouble::Busy),
        // The terms, or the fields of the sign-in, are others by now.
        PARAMETER_INVALID if matches!(error.param.as_deref(), Some("version" | "values")) => {
            Sorted::OutOfStep
        }
        _ => Sorted::Fatal(error),
    }
}

impl Sorted {
    /// For what only helps on a pane, such as the search: nothing but the end of the session takes
    /// the pane away.
    pub(crate) fn in_place(self) -> Self {
        match self {
            Self::Fatal(error) if error.is(code::SESSION_EXPIRED) || error.is(code::RESOURCE_MISSING) => {
                Self::Fatal(error)
            }
            Self::Fatal(_) | Self::Problem(_) => Self::Here(Trouble::Server),
            other => other,
        }
    }
}
