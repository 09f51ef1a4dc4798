//! What every request passes before it reaches an endpoint: who sends it, how often they may, in
//! which version, and whether their key allows it. Nothing is done or kept before that.

mod on_behalf;
mod rate_limits;
pub mod version;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use self::rate_limits::RateLimiters;
use super::{
    Caller, Endpoint,
    expand::{self, Expandable},
};
use crate::{AppState, failure::Answer, permissions::Access, request_id::RequestId, store::api_keys};

pub use version::HEADER as VERSION;

/// The gate of this process.
pub struct Gate {
    state: AppState,
    limiters: Arc<RateLimiters>,
    types: expand::Types,
}

/// The gate before one endpoint.
#[derive(Clone)]
pub struct Before {
    state: AppState,
    limiters: Arc<RateLimiters>,
    resource: &'static str,
    access: Access,
    expandable: Arc<Expandable>,
}

impl Gate {
    /// One with the operator's limits, before these endpoints.
    pub fn new(state: &AppState, endpoints: &[Endpoint]) -> Self {
        let limiters = Arc::new(RateLimiters::new(state.config.rate_limits));
        Self { state: state.clone(), limiters, types: expand::types(endpoints) }
    }

    /// The gate before this endpoint.
    pub fn before(&self, endpoint: &Endpoint) -> Before {
        Before {
            state: self.state.clone(),
            limiters: Arc::clone(&self.limiters),
            resource: endpoint.resource,
            access: endpoint.access(),
            expandable: Arc::new(Expandable::of(endpoint, &self.types)),
        }
    }
}

/// Lets the request through, with its [`Caller`] and what its answer can be [`Expandable`] by, or refuses it.
pub async fn pass(State(gate): State<Before>, mut request: Request, next: Next) -> Answer<Response> {
    let id = request.extensions().get::<RequestId>();
    let caller = Caller::identify(&gate.state, request.headers(), id).await?;
    gate.limiters.check(gate.state.store.pool(), &caller.key().id, gate.access).await?;
    version::check(request.headers())?;
    on_behalf::check(request.headers(), caller.id())?;
    caller.require(gate.resource, gate.access)?;
    let noted = api_keys::note_use(gate.state.store.pool(), caller.key(), gate.state.now()).await;
    if let Err(error) = noted {
        tracing::warn!(%error, "a key's use could not be noted");
    }
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(gate.expandable);
    Ok(next.run(request).await)
}
