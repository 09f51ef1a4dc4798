//! A request's body has to be there within a time, however steadily it trickles.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body::{Frame, SizeHint};
use linkspan_wire::{ApiError, ErrorType};
use tokio::time::Sleep;

use crate::Failure;

/// Ends the body after `patience`, and then says so in place of whatever was made of half a body.
pub async fn refuse(patience: Duration, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let late = Arc::new(AtomicBool::new(false));
    let deadline = Box::pin(tokio::time::sleep(patience));
    let request = request.map(|body| Body::new(Timed { body, deadline, late: Arc::clone(&late) }));
    let answer = next.run(request).await;
    if late.load(Ordering::Relaxed) {
        let message = "The body of the request took too long to arrive.";
        let error = ApiError::new(ErrorType::InvalidRequestError, "request_timeout", message);
        return Failure::new(StatusCode::REQUEST_TIMEOUT, error).into_response();
    }
    answer
}

/// A body that fails when its time is over.
struct Timed {
    body: Body,
    deadline: Pin<Box<Sleep>>,
    late: Arc<AtomicBool>,
}

/// The body took too long.
#[derive(Debug, thiserror::Error)]
#[error("the body took too long")]
struct TooLate;

impl HttpBody for Timed {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        if self.deadline.as_mut().poll(cx).is_ready() {
            self.late.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err(TooLate.into())));
        }
        Pin::new(&mut self.body).poll_frame(cx).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
