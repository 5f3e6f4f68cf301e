//! `GET /algorithms`, and which names of algorithms a request may give.
//!
//! yente has several; clients name one. All names are accepted and all are answered by ours, so that no client breaks
//! and none gets another score than the next. What the other names mean elsewhere is not imitated, and is said so.

use crate::error::YenteError;
use axum::Json;
use axum::http::StatusCode;
use kashf::ALGORITHM;
use serde_json::{Value, json};

/// What yente's clients name.
const THEIRS: [&str; 5] = [
    "logic-v2",
    "name-based",
    "name-qualified",
    "logic-v1",
    "regression-v1",
];

/// The settings that clients of `logic-v2` may send: name, type, default.
const CONFIG: [(&str, &str, f64); 5] = [
    ("nm_number_mismatch", "float", 0.3),
    ("nm_extra_query_name", "float", 0.8),
    ("nm_extra_result_name", "float", 0.2),
    ("nm_family_name_weight", "float", 1.3),
    ("nm_fuzzy_cutoff_factor", "float", 1.0),
];
const NAME_PROPERTY: &str = "nm_name_property";

/// Features that explanations name, and what they compare.
const FEATURES: [(&str, &str); 7] = [
    (
        "name",
        "Names in any script, token by token, with aliases, initials and skeletons.",
    ),
    (
        "birth_date",
        "Dates of birth, with slips of the pen and years alone.",
    ),
    ("country", "Countries, nationalities and jurisdictions."),
    ("gender", "Genders."),
    (
        "identifier",
        "Numbers of passports, registers, taxes, ships, wallets and the like.",
    ),
    ("address", "Addresses."),
    (
        "removal_held",
        "The entry, or the name that matched, vanished from its list; nobody has accepted that yet.",
    ),
];

/// Checks the name of an algorithm and the settings sent for it.
///
/// # Errors
/// 400 when either is unknown.
pub(crate) fn check(name: &str, config: &[String]) -> Result<(), YenteError> {
    let bad = |detail: String| YenteError::new(StatusCode::BAD_REQUEST, detail);
    let clean = name.trim().to_lowercase();
    let known = match clean.as_str() {
        "best" => THEIRS[0],
        ALGORITHM => ALGORITHM,
        other => *THEIRS
            .iter()
            .find(|known| **known == other)
            .ok_or_else(|| bad(format!("Invalid algorithm: {name}")))?,
    };
    let is_set = |key: &str| key == NAME_PROPERTY || CONFIG.iter().any(|(known, ..)| *known == key);
    let takes_config = known == THEIRS[0] || known == ALGORITHM;
    match config.iter().find(|key| !takes_config || !is_set(key)) {
        Some(key) => Err(bad(format!(
            "Invalid configuration parameter: {key} for algorithm {known}"
        ))),
        None => Ok(()),
    }
}

/// Which algorithms a request may name.
#[utoipa::path(
    get,
    path = "/algorithms",
    tag = "yente: system",
    responses((status = 200, description = "`{\"algorithms\", \"default\", \"best\"}`", body = Value))
)]
pub(crate) async fn algorithms() -> Json<Value> {
    let own = "Names token by token in any script, qualified by dates, countries, numbers and addresses; every score \
               is the sum of reasons that are told.";
    let alias = format!("Accepted for clients of yente and answered by `{ALGORITHM}`. {own}");
    let mut algorithms = vec![described(ALGORITHM, own, false)];
    algorithms.extend(THEIRS.map(|name| described(name, &alias, name == THEIRS[0])));
    Json(json!({ "algorithms": algorithms, "default": "best", "best": ALGORITHM }))
}

fn described(name: &str, description: &str, config: bool) -> Value {
    let features: Value = FEATURES
        .iter()
        .map(|(feature, what)| {
            let docs = json!({ "description": what, "coefficient": 1.0, "url": null });
            ((*feature).to_owned(), docs)
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    let mut settings = serde_json::Map::new();
    if config {
        let nothing = "Accepted; changes nothing here.";
        for (key, kind, default) in CONFIG {
            let docs = json!({ "type": kind, "description": nothing, "default": default });
            settings.insert(key.to_owned(), docs);
        }
        let docs = json!({ "type": "string", "description": nothing, "default": null });
        settings.insert(NAME_PROPERTY.to_owned(), docs);
    }
    json!({
        "name": name,
        "description": description,
        "features": features,
        "docs": {
            "name": name,
            "description": description,
            "config": settings,
            "features": features,
        },
    })
}
