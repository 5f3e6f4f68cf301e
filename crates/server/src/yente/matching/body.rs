//! The body of `/match`: queries, and what is asked of all of them or of one.
//!
//! Read as loosely as yente reads it: a value may be a text, a number or a list of both; keys that nobody knows are
//! ignored. What has the wrong shape is answered with 422 and its place, never with its value.

use crate::error::YenteError;
use crate::yente::params::{unprocessable, wrong};
use serde_json::{Map, Value};

/// What is asked of all queries, or of one, beside the URL (motiva's `params`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BodyParams {
    pub(super) include: Option<Vec<String>>,
    pub(super) exclude: Option<Vec<String>>,
    pub(super) exclude_ids: Vec<String>,
    pub(super) exclude_schema: Vec<String>,
    pub(super) topics: Vec<String>,
}

/// Of each field, one value of every group.
pub(super) type Fields = Vec<(String, Vec<Vec<String>>)>;

/// One query as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) key: String,
    pub(super) id: Option<String>,
    pub(super) schema: String,
    pub(super) properties: Vec<(String, Vec<String>)>,
    pub(super) params: BodyParams,
    pub(super) filters: Fields,
}

/// The body.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) queries: Vec<Asked>,
    pub(super) config: Vec<String>,
    pub(super) params: BodyParams,
    pub(super) filters: Fields,
}

impl Body {
    /// Reads a body; with 422 all that is wrong with it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, YenteError> {
        let mut reader = Reader::default();
        if bytes.is_empty() {
            reader.say("missing", &["body"], "Field required");
            return Err(unprocessable(reader.wrong));
        }
        let body = match serde_json::from_slice(bytes) {
            Ok(Value::Object(body)) => body,
            Ok(_) => {
                reader.not_an_object(&["body"]);
                Map::new()
            }
            Err(error) => {
                // Where, not what: the parser's message would quote nothing, but says more than is needed.
                let place = format!("line {} column {}", error.line(), error.column());
                reader.say("json_invalid", &["body", &place], "JSON decode error");
                return Err(unprocessable(reader.wrong));
            }
        };
        let read = reader.body(body);
        if reader.wrong.is_empty() {
            Ok(read)
        } else {
            Err(unprocessable(reader.wrong))
        }
    }
}

#[derive(Debug, Default)]
struct Reader {
    wrong: Vec<Value>,
}

impl Reader {
    fn say(&mut self, kind: &str, place: &[&str], message: &str) {
        // A body of a million broken queries gets no answer of a million lines.
        if self.wrong.len() < 100 {
            self.wrong.push(wrong(kind, place, message));
        }
    }

    fn not_an_object(&mut self, place: &[&str]) {
        let message = "Input should be a valid dictionary or object to extract fields from";
        self.say("model_attributes_type", place, message);
    }

    fn body(&mut self, mut body: Map<String, Value>) -> Body {
        for field in ["weights", "config"] {
            if body.get(field).is_some_and(|value| !value.is_object()) {
                self.say(
                    "dict_type",
                    &["body", field],
                    "Input should be a valid dictionary",
                );
            }
        }
        let weights = body.get("weights").and_then(Value::as_object);
        for (name, weight) in weights.into_iter().flatten() {
            if !weight.is_number() {
                let message = "Input should be a valid number";
                self.say("float_type", &["body", "weights", name], message);
            }
        }
        let config = body.get("config").and_then(Value::as_object);
        let config = config.into_iter().flatten().map(|(name, _)| name.clone());
        let config = config.collect();
        let params = self.params(body.get("params"), &["body", "params"]);
        let filters = self.filters(body.get("filters"), &["body", "filters"]);
        let queries = match body.remove("queries") {
            Some(Value::Object(queries)) => queries
                .into_iter()
                .filter_map(|(key, query)| self.query(key, query))
                .collect(),
            Some(_) => {
                let message = "Input should be a valid dictionary";
                self.say("dict_type", &["body", "queries"], message);
                Vec::new()
            }
            None => {
                self.say("missing", &["body", "queries"], "Field required");
                Vec::new()
            }
        };
        Body {
            queries,
            config,
            params,
            filters,
        }
    }

    fn query(&mut self, key: String, query: Value) -> Option<Asked> {
        let place = ["body", "queries", key.as_str()];
        let Value::Object(mut query) = query else {
            self.not_an_object(&place);
            return None;
        };
        let at = |field: &'static str| [place[0], place[1], place[2], field];
        let text = "Input should be a valid string";
        let id = match query.remove("id") {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id),
            Some(_) => {
                self.say("string_type", &at("id"), text);
                None
            }
        };
        let schema = match query.remove("schema") {
            Some(Value::String(schema)) => schema,
            Some(_) => {
                self.say("string_type", &at("schema"), text);
                String::new()
            }
            None => {
                self.say("missing", &at("schema"), "Field required");
                String::new()
            }
        };
        let properties = match query.remove("properties") {
            Some(Value::Object(properties)) => properties
                .into_iter()
                .map(|(prop, value)| {
                    let values =
                        self.values(value, &[place[0], place[1], place[2], "properties", &prop]);
                    (prop, values)
                })
                .collect(),
            Some(_) => {
                let message = "Input should be a valid dictionary";
                self.say("dict_type", &at("properties"), message);
                Vec::new()
            }
            None => {
                self.say("missing", &at("properties"), "Field required");
                Vec::new()
            }
        };
        let params = self.params(query.get("params"), &at("params"));
        let filters = self.filters(query.get("filters"), &at("filters"));
        Some(Asked {
            id,
            schema,
            properties,
            params,
            filters,
            key,
        })
    }

    /// Values of a property: a text, a number, a truth, or a list of them.
    fn values(&mut self, value: Value, place: &[&str]) -> Vec<String> {
        let items = match value {
            Value::Array(items) => items,
            Value::Null | Value::Object(_) => {
                self.say("list_type", place, "Input should be a valid string or list");
                return Vec::new();
            }
            single => vec![single],
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Value::String(text) => values.push(text),
                Value::Number(number) => values.push(number.to_string()),
                Value::Bool(truth) => values.push(truth.to_string()),
                Value::Null => {}
                Value::Array(_) | Value::Object(_) => {
                    self.say("string_type", place, "Input should be a valid string");
                }
            }
        }
        values.retain(|value| !value.trim().is_empty());
        values
    }

    fn params(&mut self, params: Option<&Value>, place: &[&str]) -> BodyParams {
        let params = match params {
            None | Some(Value::Null) => return BodyParams::default(),
            Some(Value::Object(params)) => params,
            Some(_) => {
                self.not_an_object(place);
                return BodyParams::default();
            }
        };
        let mut list = |names: [&str; 2]| {
            let given = names.iter().find_map(|name| params.get(*name));
            match given {
                None | Some(Value::Null) => None,
                Some(Value::String(one)) => Some(vec![one.clone()]),
                Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
                    let items = items.iter().filter_map(Value::as_str);
                    Some(items.map(str::to_owned).collect())
                }
                Some(_) => {
                    let place: Vec<&str> = place.iter().copied().chain([names[0]]).collect();
                    self.say(
                        "list_type",
                        &place,
                        "Input should be a valid list of strings",
                    );
                    None
                }
            }
        };
        BodyParams {
            include: list(["include_datasets", "include_dataset"]),
            exclude: list(["exclude_datasets", "exclude_dataset"]),
            exclude_ids: list(["exclude_entity_ids", "exclude_entity_id"]).unwrap_or_default(),
            exclude_schema: list(["exclude_schema", "exclude_schemata"]).unwrap_or_default(),
            topics: list(["topics", "topic"]).unwrap_or_default(),
        }
    }

    fn filters(&mut self, filters: Option<&Value>, place: &[&str]) -> Fields {
        let filters = match filters {
            None | Some(Value::Null) => return Fields::new(),
            Some(Value::Object(filters)) => filters,
            Some(_) => {
                self.not_an_object(place);
                return Fields::new();
            }
        };
        let mut fields = Fields::new();
        for (field, groups) in filters {
            let group = |group: &Value| {
                let values = group.as_array()?.iter();
                values
                    .map(|value| value.as_str().map(str::to_owned))
                    .collect::<Option<Vec<_>>>()
            };
            let groups = groups
                .as_array()
                .map(|groups| groups.iter().map(group).collect());
            match groups {
                Some(Some(groups)) => fields.push((field.clone(), groups)),
                _ => {
                    let place: Vec<&str> = place.iter().copied().chain([field.as_str()]).collect();
                    self.say(
                        "list_type",
                        &place,
                        "Input should be a valid list of lists of strings",
                    );
                }
            }
        }
        fields
    }
}
