//! The flow's origin: pages, scripts, icons and the flow's own API.

mod assets;
mod cors;
mod here;
mod html;
mod icons;
mod link;
mod missing;
mod policy;
mod sandbox_inbox;
mod sandbox_session;

use std::sync::Arc;

use axum::{
    Router,
    extract::FromRef,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use tower_http::catch_panic::CatchPanicLayer;

use self::{assets::Assets, html::Html};
use crate::{
    AppState, flow_api, oauth, panics, request_id, saved_page, sharing, store::merchants::MerchantKeys,
};

/// What pages reach beside the application's state.
#[derive(Clone)]
struct Pages {
    app: AppState,
    html: Arc<Html>,
    assets: Arc<Assets>,
    /// `pk_test_…` of the sandbox's merchant.
    publishable_key: Arc<str>,
}

impl FromRef<Pages> for AppState {
    fn from_ref(pages: &Pages) -> Self {
        pages.app.clone()
    }
}

/// All of the flow origin.
pub fn router(state: AppState, sandbox: &MerchantKeys) -> Router {
    let web_dir = &state.config.web_dir;
    let pages = Pages {
        html: Arc::new(Html::new(web_dir.join("index.html"))),
        assets: Arc::new(Assets::new(web_dir.clone())),
        publishable_key: sandbox.publishable_key.as_str().into(),
        app: state.clone(),
    };
    let observed = state.clone();
    pages.assets.prepare();

    let called_by_pages = Router::new()
        .route("/v1/sandbox/session", post(sandbox_session::create))
        .with_state(pages.clone())
        .merge(flow_api::router().with_state(state.clone()))
        .layer(cors::layer(state.clone()));
    Router::new()
        .route("/", get(html::demo))
        .route("/frame", get(html::frame))
        .route("/link", get(html::link))
        .route("/link/{handle}", get(link::open))
        .route("/sandbox/inbox", get(sandbox_inbox::show))
        .route("/icons/{file}", get(icons::institution))
        .route("/icons/merchant/{file}", get(icons::merchant))
        .fallback(assets::serve)
        .method_not_allowed_fallback(missing::answer)
        .with_state(pages)
        .merge(oauth::router().with_state(state.clone()))
        .merge(sharing::router().with_state(state.clone()))
        .merge(saved_page::router().with_state(state.clone()))
        .merge(called_by_pages)
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(state, policy::security_headers))
        .layer(from_fn_with_state(observed, request_id::attach))
}
