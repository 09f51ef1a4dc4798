//! What stands in an address: the ids of a path.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, path},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

/// In no id, so that a lookup finds nothing and the handler answers with its own 404.
const UNKNOWN: char = char::REPLACEMENT_CHARACTER;

/// The ids of a path. Bytes that are no text, and NUL, which PostgreSQL takes in none, make an id that
/// names nothing.
pub struct Path<T>(pub T);

/// The ids of one path.
pub trait Ids: DeserializeOwned + Send {
    /// Ids that name nothing.
    fn unknown() -> Self;
    /// Without what no database can be asked for.
    #[must_use]
    fn askable(self) -> Self;
}

impl Ids for String {
    fn unknown() -> Self {
        UNKNOWN.into()
    }

    fn askable(self) -> Self {
        if self.contains('\0') { Self::unknown() } else { self }
    }
}

impl Ids for (String, String) {
    fn unknown() -> Self {
        (String::unknown(), String::unknown())
    }

    fn askable(self) -> Self {
        (self.0.askable(), self.1.askable())
    }
}

impl<T: Ids, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        // The router has matched all ids, so what is refused here is not UTF-8.
        let ids = path::Path::<T>::from_request_parts(parts, state).await;
        Ok(Self(ids.map_or_else(|_| T::unknown(), |path::Path(ids)| ids.askable())))
    }
}
