//! The page when the window cannot go on.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use linkspan_directory::Record;

use super::page;
use crate::{bank::Bank, error::BankError, locale::Locale};

/// Why the window cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// No bank has this address.
    Unknown,
    /// This parameter names another client.
    Client(&'static str),
    /// The form's sealed field is too old or not ours.
    Stale,
    /// Another site's page sent the form.
    Foreign,
    /// The bank is closed until then.
    Scheduled(i64),
    /// The bank does not answer.
    Down,
    /// The bank is broken.
    Broken,
}

impl Problem {
    /// The page's view of an error.
    pub(super) const fn of(error: BankError) -> Self {
        match error {
            BankError::Unavailable { back_at: Some(at) } => Self::Scheduled(at),
            BankError::Unavailable { back_at: None } | BankError::Busy => Self::Down,
            _ => Self::Broken,
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Client(_) | Self::Stale => StatusCode::BAD_REQUEST,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Scheduled(_) | Self::Down => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Title and text.
    fn words(self, bank: &str, locale: Locale) -> (String, String) {
        match self {
            Self::Unknown => (locale.problem_unknown_title().to_owned(), locale.problem_unknown().to_owned()),
            Self::Client(field) => {
                (locale.problem_client_title().to_owned(), locale.problem_client(bank, field))
            }
            Self::Stale => (locale.problem_stale_title().to_owned(), locale.problem_stale().to_owned()),
            Self::Foreign => (locale.problem_foreign_title().to_owned(), locale.problem_foreign().to_owned()),
            Self::Scheduled(at) => {
                (locale.problem_scheduled_title(bank), locale.problem_scheduled(&clock_time(at)))
            }
            Self::Down => (locale.problem_down_title(bank), locale.problem_down().to_owned()),
            Self::Broken => (locale.problem_broken_title(bank), locale.problem_broken().to_owned()),
        }
    }

    /// The page.
    pub(super) fn page(self, bank: &Bank, record: Option<&Record>, locale: Locale) -> Response {
        let name = record.map_or("Linkspan", |record| record.name.as_str());
        let (title, text) = self.words(name, locale);
        let mut response = page::problem(bank, record, locale, &title, &text);
        *response.status_mut() = self.status();
        if let Self::Scheduled(at) = self {
            let seconds = HeaderValue::from(at.saturating_sub(bank.now()));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

/// Hours and minutes, UTC.
fn clock_time(at: i64) -> String {
    let minutes = at.rem_euclid(24 * 60 * 60) / 60;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
