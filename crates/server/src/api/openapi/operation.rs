//! One endpoint as an operation of the document.

use utoipa::openapi::{
    ContentBuilder, Header, HeaderBuilder, HttpMethod, Ref, RefOr, Required, ResponseBuilder, Schema,
    encoding::EncodingBuilder,
    path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, ParameterStyle},
    request_body::{RequestBody, RequestBodyBuilder},
    schema::{AdditionalProperties, ObjectBuilder, Type},
};

use crate::api::{
    endpoint::Endpoint,
    params::{Rule, Shape},
};

/// Every answer's media type.
pub(super) const JSON: &str = "application/json";
/// The name of the one error answer.
pub(super) const ERROR: &str = "Error";
/// The header that names a request in the server's log.
pub(super) const REQUEST_ID: &str = "Request-Id";

const FORM: &str = "application/x-www-form-urlencoded";

/// The endpoint as an operation of the document.
pub(super) fn describe(endpoint: &Endpoint) -> Operation {
    let posts = endpoint.method == HttpMethod::Post;
    let mut operation = OperationBuilder::new()
        .operation_id(Some(endpoint.operation))
        .summary(Some(endpoint.summary))
        .tag(tag(endpoint.path))
        .parameters(Some(in_path(endpoint.path)))
        .response("200", answer(endpoint))
        .response("4XX", RefOr::Ref(Ref::from_response_name(ERROR)))
        .response("5XX", RefOr::Ref(Ref::from_response_name(ERROR)));
    if posts {
        operation = operation.parameter(idempotency_key()).request_body(Some(body(endpoint)));
    } else {
        operation = operation.parameters(Some(in_query(endpoint)));
    }
    operation.build()
}

/// Endpoints are grouped by the first word of their path behind the version.
fn tag(path: &str) -> &str {
    let mut words = path.split('/').filter(|word| !word.is_empty() && *word != "v1");
    words.next().unwrap_or_default()
}

fn in_path(path: &'static str) -> Vec<Parameter> {
    let names = path.split('/').filter_map(|word| word.strip_prefix('{')?.strip_suffix('}'));
    names
        .map(|name| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1))))
                .build()
        })
        .collect()
}

fn in_query(endpoint: &Endpoint) -> Vec<Parameter> {
    let schema = &endpoint.schema;
    schema
        .parameters()
        .map(|(name, shape)| {
            let style = if shape == Shape::Map { ParameterStyle::DeepObject } else { ParameterStyle::Form };
            let required = schema.rules_of(name).contains(&Rule::Required);
            ParameterBuilder::new()
                .name(written(name, shape))
                .parameter_in(ParameterIn::Query)
                .required(if required { Required::True } else { Required::False })
                .style(Some(style))
                .explode(Some(true))
                .schema(Some(schema.describe(name, shape)))
                .build()
        })
        .collect()
}

fn body(endpoint: &Endpoint) -> RequestBody {
    let schema = &endpoint.schema;
    let mut object = ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)));
    let mut content = ContentBuilder::new();
    let mut needed = false;
    for (name, shape) in schema.parameters() {
        let written = written(name, shape);
        object = object.property(&written, schema.describe(name, shape));
        if schema.rules_of(name).contains(&Rule::Required) {
            object = object.required(&written);
            needed = true;
        }
        if shape == Shape::Map {
            let deep = EncodingBuilder::new().style(Some(ParameterStyle::DeepObject)).explode(Some(true));
            content = content.encoding(written, deep);
        }
    }
    RequestBodyBuilder::new()
        .content(FORM, content.schema(Some(object)).build())
        .required(Some(if needed { Required::True } else { Required::False }))
        .build()
}

/// The name as it is written on the wire.
fn written(name: &str, shape: Shape) -> String {
    if shape == Shape::List { format!("{name}[]") } else { name.to_owned() }
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some(
            "The same key and parameters again are answered with the first answer, for 24 hours.",
        ))
        .required(Required::False)
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .min_length(Some(1))
                .max_length(Some(255))
                .pattern(Some("^[!-~]+$")),
        ))
        .build()
}

fn answer(endpoint: &Endpoint) -> ResponseBuilder {
    ResponseBuilder::new()
        .description("Done.")
        .header(REQUEST_ID, request_id())
        .content(JSON, ContentBuilder::new().schema(Some(endpoint.answer.clone())).build())
}

/// The header that names a request in the server's log.
pub(super) fn request_id() -> Header {
    HeaderBuilder::new()
        .description(Some("`req_…`, under which the server's log has the request."))
        .schema(ObjectBuilder::new().schema_type(Type::String))
        .build()
}
