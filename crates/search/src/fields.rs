//! What the fields of an index hold: yente's mapping of FollowTheMoney's properties.
//!
//! Values of names, addresses and free texts are cut into words; all others are one value each, looked up in their
//! plain form. `text` holds the words of every property, `names`, `countries` and so on the values of all properties
//! of a type, but for those that the model keeps out of matching.

use kashf_ftm::{PropertyType, model};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// What is known of a property, over all schemata that have one of this name.
#[derive(Clone, Debug, Default)]
pub(crate) struct PropInfo {
    /// True when its values are cut into words.
    pub(crate) in_words: bool,
    /// True when its values are dates.
    pub(crate) is_date: bool,
    /// The fields that gather its values, such as `names`.
    pub(crate) groups: BTreeSet<&'static str>,
}

/// All properties of the model by name.
pub(crate) fn properties() -> &'static FxHashMap<&'static str, PropInfo> {
    static PROPERTIES: OnceLock<FxHashMap<&'static str, PropInfo>> = OnceLock::new();
    PROPERTIES.get_or_init(|| {
        let mut known: FxHashMap<&'static str, PropInfo> = FxHashMap::default();
        for property in model()
            .schemata()
            .flat_map(|schema| schema.own_properties())
        {
            if property.stub {
                continue;
            }
            let Some(kind) = model().type_info(property.kind) else {
                continue;
            };
            let in_words = kind.group.is_none() || is_text(property.kind);
            let fresh = !known.contains_key(property.name);
            let info = known.entry(property.name).or_default();
            // Where schemata disagree, the value is not cut: so decides yente.
            info.in_words = in_words && (fresh || info.in_words);
            info.is_date |= property.kind == PropertyType::Date;
            let kept_out = kind.matchable && !property.matchable;
            info.groups.extend(kind.group.filter(|_| !kept_out));
        }
        known
    })
}

const fn is_text(kind: PropertyType) -> bool {
    matches!(kind, PropertyType::Name | PropertyType::Address)
}

/// True for a field that gathers the values of a type, such as `countries`.
pub(crate) fn is_group(field: &str) -> bool {
    model().types().any(|kind| kind.group == Some(field))
}

/// True when the values that a group gathers are cut into words.
pub(crate) fn group_in_words(group: &str) -> bool {
    model()
        .types()
        .any(|kind| kind.group == Some(group) && is_text(kind.kind))
}

/// Fields beside the properties, each with one value or several, none cut into words.
pub(crate) const OWN: [&str; 9] = [
    "caption",
    "datasets",
    "first_seen",
    "id",
    "last_change",
    "last_seen",
    "lists",
    "referents",
    "schema",
];

/// Those of them whose values are looked up as they are written.
pub(crate) fn is_exact(field: &str) -> bool {
    matches!(field, "datasets" | "lists" | "schema" | "referents")
}

/// Those of them that hold a time.
pub(crate) fn is_time(field: &str) -> bool {
    matches!(field, "first_seen" | "last_change" | "last_seen")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mapping_of_yente() {
        let of = |name: &str| properties().get(name).cloned().unwrap_or_default();
        assert!(of("name").in_words && of("name").groups.contains("names"));
        assert!(of("weakAlias").groups.is_empty(), "kept out of matching");
        assert!(!of("country").in_words && of("country").groups.contains("countries"));
        assert!(!of("birthDate").in_words && of("birthDate").is_date);
        assert!(of("notes").in_words && of("notes").groups.is_empty());
        assert!(of("topics").groups.contains("topics"));
        assert!(of("address").in_words && of("address").groups.contains("addresses"));
        assert!(is_group("identifiers") && !is_group("name"));
    }
}
