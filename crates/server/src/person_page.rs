//! What the pages that belong to a person have in common: plain HTML with forms, one look
//! (`templates/person_layout.html`), no script at all.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{Failure, failure::Answer, locale::Locale};

/// A page, under a policy that lets it do nothing but post its forms to where it came from.
pub(crate) fn respond(status: StatusCode, nonce: &str, html: askama::Result<String>) -> Answer<Response> {
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    let policy = HeaderValue::try_from(policy).map_err(Failure::internal)?;
    let html = Html(html.map_err(Failure::internal)?);
    Ok((status, [(header::CONTENT_SECURITY_POLICY, policy)], html).into_response())
}

/// The language that the browser asks for.
pub(crate) fn language(headers: &HeaderMap) -> Locale {
    let tags = headers.get(header::ACCEPT_LANGUAGE).and_then(|tags| tags.to_str().ok());
    Locale::of(tags.unwrap_or_default())
}
