//! What the service can do and where.

use super::types::of_schema;
use axum::http::{HeaderMap, header};
use kashf::{Schema, dataset_title};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// What ids and types mean: FollowTheMoney's model, in which clients of yente know them.
const SPACE: &str = "https://www.opensanctions.org/reference/#schema";
const DOCUMENTATION: &str = "https://www.opensanctions.org/docs/api/";

/// The address of the service as the client wrote it: of the host that it asked, through the proxy that it came by.
pub(super) fn base(headers: &HeaderMap, listen: SocketAddr, dataset: &str) -> String {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    let host = text(header::HOST).filter(|host| {
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]_".contains(c);
        !host.is_empty() && host.len() <= 255 && host.chars().all(plain)
    });
    let host = host.map_or_else(|| listen.to_string(), str::to_owned);
    let proto = headers
        .get("x-forwarded-proto")
        .and_then(|value| value.to_str().ok());
    let scheme = if proto == Some("https") {
        "https"
    } else {
        "http"
    };
    let dataset: String = form_urlencoded::byte_serialize(dataset.as_bytes()).collect();
    format!("{scheme}://{host}/reconcile/{dataset}")
}

/// The manifest. The query of the address goes on to all others, since a client may have put its key there.
pub(super) fn manifest(
    dataset: &str,
    base: &str,
    query: &str,
    schemata: &[&'static Schema],
) -> Value {
    let title = match dataset {
        "default" | "all" => "All lists",
        name => dataset_title(name).unwrap_or(name),
    };
    let query = query.trim();
    let (only, more) = if query.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("?{query}"), format!("&{query}"))
    };
    let service =
        |path: &str| json!({ "service_url": base, "service_path": format!("{path}{only}") });
    let root = base.split("/reconcile/").next().unwrap_or(base);
    json!({
        "versions": ["0.2"],
        "name": format!("{title} (kashf)"),
        "identifierSpace": SPACE,
        "schemaSpace": SPACE,
        "documentation": DOCUMENTATION,
        "batchSize": 10,
        "view": { "url": format!("{root}/entities/{{{{id}}}}{only}") },
        "preview": { "url": format!("{base}/preview?id={{{{id}}}}{more}"), "width": 430, "height": 600 },
        "suggest": {
            "entity": service("/suggest/entity"),
            "type": service("/suggest/type"),
            "property": service("/suggest/property"),
        },
        "extend": {
            "propose_properties": service("/extend/property"),
            "property_settings": settings(),
            "propose_settings": settings(),
        },
        "defaultTypes": schemata.iter().map(|schema| of_schema(schema)).collect::<Vec<_>>(),
    })
}

/// What can be set for a property of an extension. yente writes `propose_settings`, the report `property_settings`.
fn settings() -> Value {
    json!([
        {
            "name": "limit",
            "label": "Limit",
            "type": "number",
            "default": 0,
            "help_text": "Maximum number of values to return per row (0 for no limit).",
            "choices": [],
        },
        {
            "name": "render",
            "label": "Value rendering",
            "type": "select",
            "default": "caption",
            "help_text": "Return a readable value (such as 'Syria') instead of the code ('sy').",
            "choices": [
                { "id": "caption", "name": "User-readable value" },
                { "id": "raw", "name": "Machine-readable value" },
            ],
        },
    ])
}
