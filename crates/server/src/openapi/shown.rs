//! Schemas of the document as tables.

use super::markup::{anchor, escape, inline, paragraphs};
use serde_json::Value;

/// How a schema is called in a cell, with a link to what has a name.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next())
    {
        return format!("<a href=\"#schema-{}\">{}</a>", anchor(name), escape(name));
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[several].as_array() {
            let joint = if several == "allOf" { " and " } else { " or " };
            let parts: Vec<String> = parts.iter().map(kind).collect();
            return parts.join(joint);
        }
    }
    let one = |name: &str| match name {
        "array" => format!("list of {}", kind(&schema["items"])),
        "object" if schema["additionalProperties"].is_object() => {
            format!("object of {}", kind(&schema["additionalProperties"]))
        }
        other => escape(other),
    };
    match &schema["type"] {
        Value::String(name) => one(name),
        Value::Array(names) => {
            let names: Vec<String> = names.iter().filter_map(Value::as_str).map(one).collect();
            names.join(" or ")
        }
        _ => "anything".to_owned(),
    }
}

/// What a value may be beside its kind.
pub(super) fn bounds(schema: &Value) -> String {
    let mut bounds = Vec::new();
    for (key, word) in [
        ("minimum", "from"),
        ("maximum", "to"),
        ("default", "default"),
    ] {
        if let Some(value) = schema.get(key).filter(|value| !value.is_null()) {
            bounds.push(format!("{word} <code>{}</code>", escape(&plain(value))));
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("<code>{}</code>", escape(&plain(value))))
            .collect();
        bounds.push(format!("one of {}", values.join(", ")));
    }
    bounds.join(", ")
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A row of a table: name, kind, what it says.
pub(super) fn row(name: &str, required: bool, schema: &Value, description: &str) -> String {
    let must = if required {
        " <span class=\"must\">required</span>"
    } else {
        ""
    };
    let bounds = bounds(schema);
    let bounds = if bounds.is_empty() {
        bounds
    } else {
        format!("<br><small>{bounds}</small>")
    };
    format!(
        "<tr><th scope=\"row\"><code>{}</code>{must}</th><td class=\"kind\">{}{bounds}</td><td>{}</td></tr>\n",
        escape(name),
        kind(schema),
        inline(description),
    )
}

/// Rows in a table that may scroll on its own.
pub(super) fn table(rows: &str) -> String {
    format!("<div class=\"scroll\"><table><tbody>\n{rows}</tbody></table></div>\n")
}

/// A named schema.
pub(super) fn schema(name: &str, schema: &Value) -> String {
    let mut body = paragraphs(schema["description"].as_str().unwrap_or_default());
    body.push_str(&properties(schema));
    if let Some(example) = schema.get("example").filter(|example| !example.is_null()) {
        body.push_str(&code(example));
    }
    format!(
        "<details><summary><code>{}</code></summary>\n<div class=\"body\" id=\"schema-{}\">{body}</div></details>\n",
        escape(name),
        anchor(name),
    )
}

/// The properties of a schema; parts that it is made of are named first.
fn properties(schema: &Value) -> String {
    if let Some(parts) = schema["allOf"].as_array() {
        let own: String = parts.iter().map(properties).collect();
        let named = parts
            .iter()
            .filter(|part| part["$ref"].is_string())
            .map(kind);
        let named: Vec<String> = named.collect();
        return format!("<p>All of {}, and:</p>\n{own}", named.join(", "));
    }
    let Some(properties) = schema["properties"].as_object() else {
        return match schema.get("type") {
            Some(_) if schema["type"] != "object" => format!("<p>{}</p>\n", kind(schema)),
            _ => String::new(),
        };
    };
    let required = schema["required"].as_array();
    let rows: String = properties
        .iter()
        .map(|(name, part)| {
            let must = required.is_some_and(|all| all.iter().any(|one| one == name));
            row(
                name,
                must,
                part,
                part["description"].as_str().unwrap_or_default(),
            )
        })
        .collect();
    table(&rows)
}

/// A value as JSON that may be read; texts that are lines stay lines.
pub(super) fn code(value: &Value) -> String {
    let text = match value {
        Value::String(lines) => lines.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    };
    format!("<pre><code>{}</code></pre>\n", escape(text.trim_end()))
}
