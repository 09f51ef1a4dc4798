//! The document describes the server that serves it, and the committed copy is that document.

use linkspan_server::api;
use serde_json::Value;

use crate::harness::App;

/// The committed copy.
const COMMITTED: &str = include_str!("../../../../docs/openapi.json");

#[tokio::test]
async fn the_document_is_served_without_a_key_and_is_the_committed_one() {
    let app = App::start().await;
    let response =
        reqwest::get(format!("{}/v1/openapi.json", app.server.ready.api)).await.expect("an answer");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    let served = response.text().await.expect("a body");
    // Not assert_eq!: nobody reads a difference of thousands of lines.
    assert!(served == COMMITTED, "docs/openapi.json is stale: run `cargo xtask openapi`");
    let document: Value = serde_json::from_str(&served).expect("JSON");
    assert_eq!(document["openapi"], "3.1.0");
}

/// What a schema names itself, and what the schemas name that it is made with.
fn names(schema: &api::params::Schema) -> Vec<&'static str> {
    let own = [schema.texts, schema.lists, schema.maps].concat();
    own.into_iter().chain(schema.with.iter().flat_map(names)).collect()
}

/// What an endpoint declares for the document is what its handler reads by: each declared parameter is
/// known there, and one that is not declared is refused.
#[tokio::test]
async fn every_endpoint_reads_just_what_it_declares() {
    let app = App::start().await;
    for endpoint in api::endpoints() {
        let method = serde_json::to_value(&endpoint.method).expect("a method");
        let method = method.as_str().expect("a name").to_ascii_uppercase();
        let path = endpoint.path.replace("{id}", "none");
        let declared: Vec<String> = endpoint.schema.parameters().map(|(name, _)| name.to_owned()).collect();
        let names = names(&endpoint.schema);
        assert_eq!(declared.len(), names.len() + 1, "{path}: all and `expand`");
        for name in names.iter().copied().chain(["expand", "no_such_parameter"]) {
            let shape =
                endpoint.schema.parameters().find(|(known, _)| *known == name).map(|(_, shape)| shape);
            let written = match shape {
                Some(api::params::Shape::List) => format!("{name}[]"),
                Some(api::params::Shape::Map) => format!("{name}[key]"),
                _ => name.to_owned(),
            };
            let reply = app.merchant.request(&method, &path, &[(&written, "x")]).await;
            let code = reply.body["error"]["code"].as_str().unwrap_or_default();
            assert_eq!(
                code == "parameter_unknown",
                name == "no_such_parameter",
                "{method} {path}, {written}: {}",
                reply.body
            );
        }
    }
}

/// A router cannot be asked for its routes, so its source is: the table's endpoints are added in one
/// line, each behind the gate, and no other names a path of the API.
#[test]
fn no_route_is_added_beside_the_table() {
    const ROUTER: &str = include_str!("../../src/api.rs");
    assert!(ROUTER.contains("router.route(path, handler.route_layer(from_fn_with_state(pass, gate::pass)))"));
    assert!(!ROUTER.contains("\"/v1"), "declare the endpoint beside its handler, as the others are");
}

#[test]
fn every_endpoint_has_a_name_of_its_own_and_every_reference_leads_somewhere() {
    let endpoints = api::endpoints();
    assert_eq!(api::openapi::shared_names(&endpoints), Vec::<&str>::new());
    for endpoint in &endpoints {
        assert!(!endpoint.operation.is_empty() && !endpoint.summary.is_empty(), "{}", endpoint.path);
        assert!(!endpoint.types.is_empty(), "{} says what it answers", endpoint.path);
    }
    let text = api::openapi::text(&endpoints).expect("a document");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let references: Vec<&str> =
        text.split("\"$ref\": \"#").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect();
    assert!(references.len() > endpoints.len());
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}
