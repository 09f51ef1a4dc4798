//! The routes, the static files, and the policy that the pages run under.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use crate::{account_data, messages, session, site::Site, webhooks};

const INDEX: &str = include_str!("../page/index.html");
const STRIPE: &str = include_str!("../page/stripe.html");

/// Everything that this server answers.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(|State(site): State<Arc<Site>>| async move { html(INDEX, &site) }))
        .route("/stripe.html", get(|State(site): State<Arc<Site>>| async move { html(STRIPE, &site) }))
        .route("/page.js", script(include_str!("../page/page.js")))
        .route("/account-data.js", script(include_str!("../page/account-data.js")))
        .route("/messages.js", script(include_str!("../page/messages.js")))
        .route("/element.js", script(include_str!("../page/element.js")))
        .route("/result.js", script(include_str!("../page/result.js")))
        .route("/stripe.js", script(include_str!("../page/stripe.js")))
        .route("/page.css", file("text/css; charset=utf-8", include_str!("../page/page.css")))
        .route("/icon.svg", file("image/svg+xml", include_str!("../page/icon.svg")))
        .route("/create-session", post(session::create))
        .route("/sessions/{id}", get(session::retrieve))
        .route("/account-data", post(account_data::read))
        .route("/messages", get(messages::list))
        .route("/webhooks", get(webhooks::stream))
        .route(webhooks::PATH, post(webhooks::receive))
        .layer(from_fn_with_state(Arc::clone(&site), guard))
        .with_state(site)
}

fn script(text: &'static str) -> axum::routing::MethodRouter<Arc<Site>> {
    file("text/javascript; charset=utf-8", text)
}

fn file(media_type: &'static str, text: &'static str) -> axum::routing::MethodRouter<Arc<Site>> {
    get(move || async move { ([(header::CONTENT_TYPE, media_type)], text) })
}

/// A page with the two things that only the running server knows. Both were checked at the start
/// to have no character that HTML would read.
fn html(template: &str, site: &Site) -> Response {
    let page = template.replace("{{flow}}", &site.flow).replace("{{key}}", &site.publishable_key);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// The policy shows what a merchant has to allow: the flow's origin as script and as frame. No
/// inline script, no inline style, no connection to the flow.
fn policy(flow: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {flow}; style-src 'self'; connect-src 'self'; \
         img-src 'self' data:; frame-src {flow}; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        // Answers can hold a client secret.
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::try_from(policy(&site.flow)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_needs_nothing_unsafe() {
        let policy = policy("https://flow.example");
        assert!(policy.contains("script-src 'self' https://flow.example;"));
        assert!(policy.contains("frame-src https://flow.example;"));
        assert!(!policy.contains("unsafe"));
    }

    #[test]
    fn pages_have_no_inline_script_or_style() {
        for page in [INDEX, STRIPE] {
            assert!(page.contains("{{flow}}/linkspan.js") && page.contains("{{key}}"));
            assert!(!page.contains("<style") && !page.contains(" style="));
            assert!(!page.split_whitespace().any(|word| word.starts_with("on") && word.contains('=')));
            for script in page.lines().filter(|line| line.contains("<script")) {
                assert!(script.contains(" src=\"") && script.ends_with("></script>"), "{script}");
            }
        }
    }
}
