//! One endpoint of the merchant API: the router and the OpenAPI document are both made of these, so
//! no route can be missing in the document.

use axum::{
    handler::Handler,
    routing::{self, MethodRouter},
};
use linkspan_wire::List;
use utoipa::{
    ToSchema,
    openapi::{HttpMethod, Ref, RefOr, Schema as AnswerSchema},
};

use super::params::Schema;
use crate::AppState;

/// One endpoint of the merchant API.
pub struct Endpoint {
    /// `GET`, `POST` or `DELETE`.
    pub method: HttpMethod,
    /// With `{id}` for what is in the path.
    pub path: &'static str,
    /// Its name in the document, the same for ever: generated clients are named after it.
    pub operation: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Its parameters, the same that its handler reads by.
    pub schema: Schema,
    /// What it answers with 200.
    pub answer: RefOr<AnswerSchema>,
    /// The types that the answer is made of, by name.
    pub types: Vec<(String, RefOr<AnswerSchema>)>,
    /// Who answers.
    pub handler: MethodRouter<AppState>,
}

impl Endpoint {
    /// `GET path`
    pub fn get<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Self {
        Self::new(HttpMethod::Get, path, routing::get(handler))
    }

    /// `POST path`
    pub fn post<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Self {
        Self::new(HttpMethod::Post, path, routing::post(handler))
    }

    /// `DELETE path`
    pub fn delete<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> Self {
        Self::new(HttpMethod::Delete, path, routing::delete(handler))
    }

    fn new(method: HttpMethod, path: &'static str, handler: MethodRouter<AppState>) -> Self {
        Self {
            method,
            path,
            operation: "",
            summary: "",
            schema: Schema::NONE,
            answer: RefOr::T(AnswerSchema::default()),
            types: Vec::new(),
            handler,
        }
    }

    /// Its name and what it does.
    #[must_use]
    pub fn named(self, operation: &'static str, summary: &'static str) -> Self {
        Self { operation, summary, ..self }
    }

    /// Its parameters; without this it has none.
    #[must_use]
    pub fn takes(self, schema: Schema) -> Self {
        Self { schema, ..self }
    }

    /// What it answers.
    #[must_use]
    pub fn answers<T: ToSchema>(self) -> Self {
        self.answers_as::<T>(T::name().into_owned())
    }

    /// It answers a page of these.
    #[must_use]
    pub fn lists<T: ToSchema>(mut self) -> Self {
        self.types.push((T::name().into_owned(), T::schema()));
        self.answers_as::<List<T>>(format!("List_{}", T::name()))
    }

    fn answers_as<T: ToSchema>(mut self, name: String) -> Self {
        T::schemas(&mut self.types);
        self.answer = Ref::from_schema_name(&name).into();
        self.types.push((name, T::schema()));
        self
    }
}
