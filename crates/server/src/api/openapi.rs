//! The OpenAPI 3.1 document of the merchant API, made of the endpoints' own declarations.

mod operation;

use std::collections::{BTreeMap, BTreeSet};

use linkspan_wire::{ErrorEnvelope, event::API_VERSION};
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, ComponentsBuilder, ContentBuilder, HeaderBuilder, InfoBuilder, License, OpenApiBuilder,
        PathItem, PathsBuilder, Ref, ResponseBuilder, SecurityRequirement, ServerBuilder,
        schema::{ObjectBuilder, Type},
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use super::endpoint::Endpoint;

/// Where the document is served.
pub const PATH: &str = "/v1/openapi.json";

const ABOUT: &str = "The merchant API of Linkspan, compatible with Stripe Financial Connections. Requests are \
     form-encoded, with brackets for nesting; parameter names are given as they are written on the wire. Every \
     answer is JSON. A parameter that an endpoint does not have is refused.";

/// The document as text, the same for every server of this version.
///
/// # Errors
/// None in practice: the document is plain data.
pub fn text(endpoints: &[Endpoint]) -> Result<String, serde_json::Error> {
    let mut document = serde_json::to_value(document(endpoints))?;
    drop_unknown(&mut document);
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn document(endpoints: &[Endpoint]) -> utoipa::openapi::OpenApi {
    let mut paths = PathsBuilder::new();
    for endpoint in endpoints {
        let item = PathItem::new(endpoint.method.clone(), operation::describe(endpoint));
        paths = paths.path(endpoint.path, item);
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Linkspan")
                .version(API_VERSION)
                .description(Some(ABOUT))
                .license(Some(License::new("MIT OR Apache-2.0"))),
        )
        .servers(Some([ServerBuilder::new().url("/").description(Some("The api origin.")).build()]))
        .paths(paths)
        .components(Some(components(endpoints)))
        .security(Some([
            SecurityRequirement::new("bearer", Vec::<String>::new()),
            SecurityRequirement::new("basic", Vec::<String>::new()),
        ]))
        .build()
}

fn components(endpoints: &[Endpoint]) -> Components {
    let mut types: BTreeMap<String, _> =
        endpoints.iter().flat_map(|endpoint| endpoint.types.iter().cloned()).collect();
    let mut of_errors = Vec::new();
    ErrorEnvelope::schemas(&mut of_errors);
    types.extend(of_errors);
    types.insert(ErrorEnvelope::name().into_owned(), ErrorEnvelope::schema());

    let error = ResponseBuilder::new()
        .description("It was not done. `error.code` says why, `error.param` names the parameter.")
        .header(operation::REQUEST_ID, operation::request_id())
        .header(
            "Stripe-Should-Retry",
            HeaderBuilder::new()
                .description(Some("Whether the same request may go through later."))
                .schema(ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["true", "false"])))
                .build(),
        )
        .content(
            operation::JSON,
            ContentBuilder::new().schema(Some(Ref::from_schema_name(ErrorEnvelope::name()))).build(),
        );
    let secret_key = "A secret key, `sk_test_…`, or a restricted one, `rk_test_…`";
    ComponentsBuilder::new()
        .schemas_from_iter(types)
        .response(operation::ERROR, error)
        .security_scheme("bearer", SecurityScheme::Http(http(HttpAuthScheme::Bearer, secret_key)))
        .security_scheme(
            "basic",
            SecurityScheme::Http(http(HttpAuthScheme::Basic, &format!("{secret_key}, as the user name."))),
        )
        .build()
}

fn http(scheme: HttpAuthScheme, description: &str) -> Http {
    let mut http = Http::new(scheme);
    http.description = Some(description.to_owned());
    http
}

/// Wire enums are open on input: they have a member for words that a newer server may send. This
/// server sends none of those.
fn drop_unknown(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Array(words)) = fields.get_mut("enum") {
                words.retain(|word| word != "unknown");
            }
            fields.values_mut().for_each(drop_unknown);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_unknown),
        _ => {}
    }
}

/// Names that two endpoints share, which would make one of them vanish from generated clients.
pub fn shared_names(endpoints: &[Endpoint]) -> Vec<&'static str> {
    let mut seen = BTreeSet::new();
    endpoints.iter().map(|endpoint| endpoint.operation).filter(|name| !seen.insert(*name)).collect()
}
