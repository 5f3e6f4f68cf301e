//! `index.json` of OpenSanctions: one dataset with its resources, or a catalogue of datasets.
//!
//! Told by content, a JSON object with `resources` or `datasets`, because people rename downloads. Only
//! the fields that are checked are looked at; all others are the publisher's business.

use super::{Claim, MAX_COMPANION_BYTES, base_of, without_suffix};
use crate::{LoadError, SourceFile, recognise};
use serde_json::Value;

/// The dataset whose entities stand one a line.
const ENTITIES: &str = "application/json+ftm";

/// An index that was read.
#[derive(Debug)]
pub(super) struct Index {
    claims: Vec<Claim>,
}

impl Index {
    /// Reads an index; `None` when the file is something else.
    pub(super) fn read(file: &SourceFile) -> Result<Option<Self>, LoadError> {
        let bytes = file.bytes.trim_ascii();
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let named = without_suffix(base_of(&file.name)) == "index.json";
        // A file of entities begins like an index and can be long: it is not parsed as a whole.
        if !bytes.starts_with(b"{") || !named && recognise(file).is_ok() {
            return Ok(None);
        }
        debug_assert!(bytes.len() <= MAX_COMPANION_BYTES);
        let json: Value = match serde_json::from_slice(bytes) {
            Ok(json) => json,
            Err(error) if named && error.is_eof() => {
                return Err(LoadError::Cut {
                    file: file.name.clone(),
                    reason: String::from("the index ends too early"),
                });
            }
            Err(_) => return Ok(None),
        };
        let mut claims = Vec::new();
        let of_datasets = json.get("datasets").and_then(Value::as_array);
        let datasets = of_datasets.into_iter().flatten().chain([&json]);
        let mut is_index = false;
        for dataset in datasets {
            let known = dataset.get("name").or_else(|| dataset.get("title"));
            let Some(resources) = dataset.get("resources").and_then(Value::as_array) else {
                continue;
            };
            is_index |= known.is_some_and(Value::is_string);
            let entities = dataset.get("entity_count").and_then(Value::as_u64);
            for resource in resources {
                claims.extend(claim_of(resource, entities));
            }
        }
        Ok((is_index && !claims.is_empty()).then_some(Self { claims }))
    }

    pub(super) fn into_claims(self) -> Vec<Claim> {
        self.claims
    }
}

fn claim_of(resource: &Value, entities: Option<u64>) -> Option<Claim> {
    let text = |field: &str| resource.get(field).and_then(Value::as_str);
    let names: Vec<String> = [text("name"), text("path")]
        .into_iter()
        .flatten()
        .map(|name| base_of(name).to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let of_entities =
        text("mime_type") == Some(ENTITIES) || names.iter().any(|name| name == "entities.ftm.json");
    let mut claim = Claim {
        size: resource.get("size").and_then(Value::as_u64),
        entities: entities.filter(|_| of_entities),
        names,
        ..Claim::default()
    };
    let checksum = text("checksum").unwrap_or_default().to_ascii_lowercase();
    let checksum = checksum.rsplit(':').next().unwrap_or_default();
    if checksum.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        match checksum.len() {
            40 => claim.sha1 = Some(checksum.to_owned()),
            64 => claim.sha256 = Some(checksum.to_owned()),
            _ => {} // an older or unknown digest: the size still counts
        }
    }
    (!claim.names.is_empty()).then_some(claim)
}
