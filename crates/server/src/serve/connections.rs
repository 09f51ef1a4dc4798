//! The connections of one origin, none of which may keep it waiting for long.

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::Request,
    middleware::from_fn,
    serve::{Listener, ListenerExt},
};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::net::TcpListener;

use super::slow_body;
use crate::lifecycle::Lifecycle;

/// Answers whoever connects until the server closes, and then lets what is under way end.
///
/// A request's header has to be there within `patience`, counted from the moment at which one may come: so
/// a connection on which nothing is asked is closed after that time too. Its body has as long again.
pub async fn serve(listener: TcpListener, router: Router, lifecycle: Arc<Lifecycle>, patience: Duration) {
    let mut listener = listener.tap_io(|stream| {
        // Small answers are the rule; waiting to fill a packet only delays them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
    });
    let router = router.layer(from_fn(move |request, next| slow_body::refuse(patience, request, next)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let under_way = GracefulShutdown::new();
    let mut closing = pin!(lifecycle.closing());
    loop {
        let (stream, peer): (_, SocketAddr) = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut closing => break,
        };
        let app = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            app.call(request.map(Body::new))
        });
        let connection = under_way.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    under_way.shutdown().await;
}
