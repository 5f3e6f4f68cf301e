//! The shapes of yente's routes, which are no types of ours: their answers are written as JSON.
//!
//! `shapes.json` has them, with the groups of the operations, the bodies' examples and those of parameters. What a
//! handler says of its own answers (a status, a sentence) stays; its `anything` becomes a shape.

use super::markup::anchor;
use serde_json::{Map, Value, json};

/// Puts the shapes into a document.
pub(super) fn describe(document: &mut Value) {
    let shapes: Value = serde_json::from_str(include_str!("shapes.json"))
        .expect("a file beside this one that every test reads");
    if let (Some(Value::Object(schemas)), Some(own)) = (
        document.pointer_mut("/components/schemas"),
        shapes["schemas"].as_object(),
    ) {
        schemas.extend(own.clone());
        schemas.sort_keys();
    }
    let comparable = kashf::model().schemata().filter(|schema| schema.matchable);
    let comparable: Vec<&str> = comparable.map(|schema| schema.name).collect();
    let place = "/components/schemas/MatchQuery/properties/schema";
    if let Some(schema) = document.pointer_mut(place) {
        schema["enum"] = json!(comparable);
    }
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for (path, item) in paths.iter_mut() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let shape = &shapes["operations"][format!("{method} {path}")];
            // A name for every client that is generated: its own, whatever handlers are called.
            operation["operationId"] = anchor(&format!("{method} {path}"))
                .replace("--", "-")
                .into();
            operation_of(operation, shape, path.starts_with("/v1/"));
            let parameters = operation
                .get_mut("parameters")
                .and_then(Value::as_array_mut);
            for parameter in parameters.into_iter().flatten() {
                parameter_of(parameter, &shapes["parameters"]);
            }
        }
    }
    // One handler answers both.
    let mut manifest = paths.get("/catalog").cloned().unwrap_or_default();
    manifest["get"]["operationId"] = "get-manifest".into();
    manifest["get"]["summary"] = "The same as `/catalog`.".into();
    paths.insert("/manifest".to_owned(), manifest);
}

fn operation_of(operation: &mut Value, shape: &Value, own: bool) {
    if shape["tag"].is_string() {
        operation["tags"] = json!([shape["tag"]]);
    }
    if let Some(answer) = shape["answer"].as_str() {
        operation["responses"]["200"]["content"] =
            json!({ "application/json": { "schema": reference(answer) } });
    }
    let error = if own { "ErrorBody" } else { "DetailBody" };
    let responses = operation["responses"].as_object_mut();
    for (status, response) in responses.into_iter().flatten() {
        if status.starts_with(['4', '5']) {
            response["content"] = json!({ "application/json": { "schema": reference(error) } });
        }
    }
    let content = operation.pointer_mut("/requestBody/content");
    for (_, media) in content.and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(body) = shape["body"].as_str() {
            media["schema"] = reference(body);
        }
        if !shape["example"].is_null() {
            media["example"] = shape["example"].clone();
        }
    }
}

fn parameter_of(parameter: &mut Value, known: &Value) {
    let name = parameter["name"].as_str().unwrap_or_default();
    let more = known[name].as_object().cloned().unwrap_or_default();
    let parameter = parameter.as_object_mut();
    let has = |parameter: &Map<String, Value>| {
        parameter.contains_key("example") || parameter["schema"].get("example").is_some()
    };
    if let Some(parameter) = parameter.filter(|parameter| !has(parameter)) {
        parameter.extend(more);
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
