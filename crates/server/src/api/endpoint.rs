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
use crate::{AppState, permissions::Access};

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
    /// What a restricted key needs a permission for: the first word of the path behind the version
    /// and the product, so that no endpoint is without one.
    pub resource: &'static str,
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
            resource: resource_of(path),
            handler,
        }
    }

    /// It shows or changes another resource than the one that its path begins with.
    #[must_use]
    pub fn of_resource(self, resource: &'static str) -> Self {
        Self { resource, ..self }
    }

    /// How far a restricted key's permission has to go.
    pub fn access(&self) -> Access {
        if self.method == HttpMethod::Get { Access::Read } else { Access::Write }
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

fn resource_of(path: &'static str) -> &'static str {
    let words = path.strip_prefix("/v1/").unwrap_or(path);
    let words = words.strip_prefix("financial_connections/").unwrap_or(words);
    words.split_once('/').map_or(words, |(first, _)| first)
}
