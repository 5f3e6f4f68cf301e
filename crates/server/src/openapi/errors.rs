//! What all operations share: the shapes of errors, and the ways to prove who asks.

use serde::Serialize;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, HeaderBuilder, ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Response,
    ResponseBuilder, SecurityRequirement, Type,
};
use utoipa::{Modify, ToSchema};

/// A refusal on own routes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// A word that programs branch on.
    #[schema(example = "not_loaded")]
    code: String,
    /// What happened; it quotes no value of a query.
    #[schema(example = "dataset `example_list` is not loaded")]
    message: String,
    /// What can be done about it, where something can.
    #[schema(required, example = "`/v1/lists` has their names")]
    hint: Option<String>,
}

/// A refusal on yente's routes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DetailBody {
    /// What happened: a sentence, or a list of what is wrong where.
    detail: serde_json::Value,
}

/// The errors that any operation may answer with, by status.
const OWN: [(&str, &str); 9] = [
    ("400", "A parameter cannot be understood"),
    (
        "401",
        "No key, or none that is known; only where the server asks for keys",
    ),
    ("403", "The key does not allow this"),
    ("404", "There is no such thing here"),
    ("413", "More than a request may bring; nothing was screened"),
    ("422", "The body cannot be read; nothing was screened"),
    (
        "429",
        "More requests than the key may send; `Retry-After` says when to come again",
    ),
    ("500", "A defect of the program; nothing was screened"),
    (
        "503",
        "No room or no time for this request now; nothing was screened, `Retry-After` says when to come again",
    ),
];

/// Fills in what no handler says of itself.
pub(super) struct Shared;

impl Modify for Shared {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "key",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        components.add_security_scheme(
            "header",
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-Api-Key"))),
        );
        components.add_security_scheme(
            "user",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Basic)),
        );
        let none = SecurityRequirement::default();
        let key = SecurityRequirement::new("key", Vec::<String>::new());
        let header = SecurityRequirement::new("header", Vec::<String>::new());
        // A server on this machine alone may ask for no key: so the empty way stands beside the others.
        let user = SecurityRequirement::new("user", Vec::<String>::new());
        document.security = Some(vec![none, key, header, user]);
        for (path, item) in &mut document.paths.paths {
            let shape = if path.starts_with("/v1/") {
                "ErrorBody"
            } else {
                "DetailBody"
            };
            for operation in operations(item) {
                for (status, description) in OWN {
                    let responses = &mut operation.responses.responses;
                    let response = || RefOr::T(error(status, description, shape));
                    responses.entry(status.to_owned()).or_insert_with(response);
                }
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut utoipa::openapi::path::Operation> {
    let all = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.patch,
        &mut item.head,
    ];
    all.into_iter().flatten()
}

fn error(status: &str, description: &str, shape: &str) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(shape)))
        .build();
    let response = ResponseBuilder::new()
        .description(description)
        .content("application/json", content);
    if !matches!(status, "429" | "503") {
        return response.build();
    }
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).build();
    let retry = HeaderBuilder::new()
        .schema(Some(seconds))
        .description(Some("Seconds"))
        .build();
    response.header("Retry-After", retry).build()
}
