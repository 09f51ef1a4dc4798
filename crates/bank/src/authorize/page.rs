//! Renders the window's pages.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use linkspan_directory::{Behaviour, Record};
use linkspan_wire::account::Subcategory;
use url::Url;

use super::{data::DataGroup, window::Window};
use crate::{
    accounts::holdings_of, bank::Bank, error::BankError, locale::Locale, protocol::BankAccount,
    seal::random_id,
};

/// What is the same on every page.
struct Frame<'a> {
    locale: Locale,
    nonce: String,
    /// Absent when no bank is known.
    bank: Option<&'a Record>,
}

impl Frame<'_> {
    fn color(&self) -> &str {
        self.bank.map_or("#0f5c6e", |record| record.color.as_str())
    }
}

/// What is missing in the sign-in form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignInError {
    UsernameMissing,
    PasswordMissing,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    frame: Frame<'a>,
    window: &'a Window,
    bank: &'a Record,
    sealed: String,
    username: &'a str,
    error: Option<SignInError>,
}

/// The form for user name and password.
pub(super) fn sign_in(
    bank: &Bank,
    record: &Record,
    window: &Window,
    username: &str,
    error: Option<SignInError>,
) -> Response {
    let made = || {
        let sealed = window.seal(bank)?;
        let frame = Frame { locale: window.locale, nonce: nonce()?, bank: Some(record) };
        render(bank, &frame.nonce.clone(), &SignIn { frame, window, bank: record, sealed, username, error })
    };
    answered(made(), error.is_some())
}

/// What is missing in the form that shares accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShareError {
    NoneTicked,
}

#[derive(Template)]
#[template(path = "share.html")]
struct Share<'a> {
    frame: Frame<'a>,
    window: &'a Window,
    bank: &'a Record,
    user: &'a str,
    sealed: String,
    accounts: Vec<BankAccount>,
    /// Chosen here, not in the flow.
    choose: bool,
    return_host: String,
    error: Option<ShareError>,
}

impl Share<'_> {
    /// Without account numbers no money can be moved.
    fn is_read_only(&self) -> bool {
        !self.window.data.contains(&DataGroup::PaymentMethod)
    }

    fn kind(&self, account: &BankAccount) -> &'static str {
        let locale = self.frame.locale;
        match account.subcategory {
            Subcategory::Checking => locale.checking(),
            Subcategory::Savings => locale.savings(),
            Subcategory::Mortgage => locale.mortgage(),
            Subcategory::LineOfCredit => locale.line_of_credit(),
            Subcategory::CreditCard => locale.credit_card(),
            Subcategory::Other => locale.account(),
        }
    }
}

/// What is shared with whom, and the decision.
pub(super) fn share(bank: &Bank, record: &Record, window: &Window, error: Option<ShareError>) -> Response {
    let made = || {
        let user = window.user.as_deref().ok_or(BankError::Internal)?;
        let page = Share {
            frame: Frame { locale: window.locale, nonce: nonce()?, bank: Some(record) },
            window,
            bank: record,
            user,
            sealed: window.seal(bank)?,
            accounts: holdings_of(record, user).into_iter().map(|holding| holding.account).collect(),
            choose: record.behaviour == Behaviour::ChooseAtBank,
            return_host: host_of(bank.redirect_uri()),
            error,
        };
        render(bank, &page.frame.nonce.clone(), &page)
    };
    answered(made(), error.is_some())
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame<'a>,
    title: &'a str,
    text: &'a str,
}

/// A page with nothing to press.
pub(super) fn problem(
    bank: &Bank,
    record: Option<&Record>,
    locale: Locale,
    title: &str,
    text: &str,
) -> Response {
    let made = || {
        let page = ProblemPage { frame: Frame { locale, nonce: nonce()?, bank: record }, title, text };
        render(bank, &page.frame.nonce.clone(), &page)
    };
    answered(made(), false)
}

fn render(bank: &Bank, nonce: &str, page: &impl Template) -> Result<Response, BankError> {
    let html = page.render().map_err(|_| BankError::Internal)?;
    // Without the return address a browser would block the redirect that follows the form.
    let origin = bank.return_origin.as_deref().unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self' data:; form-action 'self' {origin}; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    let policy = HeaderValue::from_str(&policy).map_err(|_| BankError::Internal)?;
    Ok(([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response())
}

fn answered(made: Result<Response, BankError>, is_error: bool) -> Response {
    match made {
        Ok(mut response) => {
            if is_error {
                *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            }
            response
        }
        Err(error) => error.into_response(),
    }
}

fn nonce() -> Result<String, BankError> {
    Ok(format!("{:032x}", random_id()?))
}

/// The host and port that the person will see in the address bar.
fn host_of(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return String::new() };
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
