//! The OAuth window: sign in, see what is shared, allow or not, go back.
//!
//! Server-rendered pages and plain forms; they need no script, no cookie and no opener. What the
//! window was opened for travels in a sealed field of the forms ([`window::Window`]).

mod answer;
mod data;
mod page;
mod problem;
mod request;
mod window;

use std::sync::Arc;

use axum::{
    Form,
    extract::{Path, RawQuery, State, rejection::FormRejection},
    http::HeaderMap,
    response::Response,
};
use linkspan_directory::{Behaviour, Record};

use crate::{
    accounts::{Chosen, holdings_of},
    availability,
    bank::Bank,
    locale::Locale,
    token::Code,
};
use page::{ShareError, SignInError};
use problem::Problem;
use window::Window;

/// The password at which the bank breaks: it sends the person back with an error that is not a no.
const BROKEN: &str = "error";

/// A form's fields in order, some of them more than once.
type Fields = Result<Form<Vec<(String, String)>>, FormRejection>;

/// `GET /authorize`
pub(crate) async fn begin(
    State(bank): State<Arc<Bank>>,
    Path(institution): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let pairs = request::pairs(query.as_deref().unwrap_or_default());
    let locale = request::locale(&pairs);
    let Ok(record) = bank.institution(&institution) else {
        return Problem::Unknown.page(&bank, None, locale);
    };
    if let Err(error) = availability::check(record, bank.now()) {
        return Problem::of(error).page(&bank, Some(record), locale);
    }
    match request::read(&bank, record, &pairs) {
        Ok(window) => page::sign_in(&bank, record, &window, "", None),
        Err(request::Wrong::Client(field)) => Problem::Client(field).page(&bank, Some(record), locale),
        Err(request::Wrong::Request { error, state }) => {
            answer::error(&bank, record, error, state.as_deref())
        }
    }
}

/// `POST /authorize/sign-in`
pub(crate) async fn sign_in(
    State(bank): State<Arc<Bank>>,
    Path(institution): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let Resumed { record, mut window, fields } = match resume(&bank, &institution, &headers, fields) {
        Ok(resumed) => resumed,
        Err(problem) => return problem,
    };
    if has(&fields, "action", "cancel") {
        return answer::error(&bank, record, "access_denied", Some(&window.state));
    }
    let username = field(&fields, "username").trim();
    let error = if username.is_empty() {
        Some(SignInError::UsernameMissing)
    } else if field(&fields, "password").is_empty() {
        Some(SignInError::PasswordMissing)
    } else {
        None
    };
    if error.is_some() {
        return page::sign_in(&bank, record, &window, username, error);
    }
    if field(&fields, "password").trim() == BROKEN {
        return answer::error(&bank, record, "server_error", Some(&window.state));
    }
    window.user = Some(username.chars().take(window::LONGEST_USER).collect());
    page::share(&bank, record, &window, None)
}

/// `POST /authorize/decision`
pub(crate) async fn decide(
    State(bank): State<Arc<Bank>>,
    Path(institution): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let Resumed { record, window, fields } = match resume(&bank, &institution, &headers, fields) {
        Ok(resumed) => resumed,
        Err(problem) => return problem,
    };
    // Only a page that was shown after signing in can allow anything.
    let Some(user) = window.user.clone() else {
        return Problem::Stale.page(&bank, Some(record), window.locale);
    };
    if !has(&fields, "action", "allow") {
        return answer::error(&bank, record, "access_denied", Some(&window.state));
    }
    let chosen = if record.behaviour == Behaviour::ChooseAtBank {
        let accounts = holdings_of(record, &user);
        let ticked = |id: &str| has(&fields, "account", id);
        let places: Vec<usize> =
            (0..accounts.len()).filter(|place| ticked(&accounts[*place].account.id)).collect();
        if places.is_empty() && !accounts.is_empty() {
            return page::share(&bank, record, &window, Some(ShareError::NoneTicked));
        }
        Chosen::AtBank(places)
    } else {
        Chosen::InFlow
    };
    match Code::issue(&bank, record, window.challenge, user, chosen) {
        Ok(code) => answer::code(&bank, record, &code, &window.state),
        Err(_) => answer::error(&bank, record, "server_error", Some(&window.state)),
    }
}

/// A form that belongs to a window of ours.
struct Resumed<'a> {
    record: &'a Record,
    window: Window,
    fields: Vec<(String, String)>,
}

/// Takes a form up; or the page that says why not.
#[allow(clippy::result_large_err, reason = "the error is the answer, made once a request")]
fn resume<'a>(
    bank: &'a Bank,
    institution: &str,
    headers: &HeaderMap,
    fields: Fields,
) -> Result<Resumed<'a>, Response> {
    let fields = fields.map(|Form(fields)| fields).unwrap_or_default();
    let record =
        bank.institution(institution).map_err(|_| Problem::Unknown.page(bank, None, Locale::default()))?;
    let window = Window::open(bank, record, field(&fields, "window"));
    let locale = window.as_ref().map(|window| window.locale).unwrap_or_default();
    if is_foreign(headers) {
        return Err(Problem::Foreign.page(bank, Some(record), locale));
    }
    availability::check(record, bank.now())
        .map_err(|error| Problem::of(error).page(bank, Some(record), locale))?;
    let window = window.ok_or_else(|| Problem::Stale.page(bank, Some(record), locale))?;
    Ok(Resumed { record, window, fields })
}

/// Whether another site's page sent the form. Browsers that do not say so are let through: `Origin` is
/// `null` under our referrer policy.
fn is_foreign(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin")
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
}

fn has(fields: &[(String, String)], name: &str, value: &str) -> bool {
    fields.iter().any(|(field, given)| field == name && given == value)
}
