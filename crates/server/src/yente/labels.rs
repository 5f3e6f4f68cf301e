//! What people read in place of codes: countries, topics, genders, languages, schemata, datasets.

use kashf::{PropertyType, country_label, dataset_title, model};

/// The readable form of a value of this type; none for values that are readable themselves.
pub(super) fn of_value(kind: PropertyType, value: &str) -> Option<&'static str> {
    match kind {
        PropertyType::Country => country_label(value),
        PropertyType::Topic | PropertyType::Gender | PropertyType::Language => {
            model().value(kind, value).map(|(_, label)| label)
        }
        _ => None,
    }
}

/// What a facet is called.
pub(super) fn of_facet(field: &str) -> &str {
    match field {
        "datasets" => "Data sources",
        "schema" => "Entity types",
        _ => model()
            .types()
            .find(|kind| kind.group == Some(field))
            .map_or(field, |kind| kind.plural),
    }
}

/// What a value of a facet is called.
pub(super) fn of_facet_value(field: &str, value: &str) -> Option<&'static str> {
    match field {
        "datasets" => dataset_title(value),
        "schema" => model().schema(value).map(|schema| schema.plural),
        _ => {
            let kind = model().types().find(|kind| kind.group == Some(field))?;
            of_value(kind.kind, value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_names() {
        assert_eq!(of_facet_value("countries", "sy"), Some("Syria"));
        assert_eq!(of_facet_value("topics", "role.pep"), Some("PEP"));
        assert_eq!(of_facet_value("schema", "Person"), Some("People"));
        assert_eq!(of_facet_value("identifiers", "12345"), None);
        assert_eq!(
            (of_facet("countries"), of_facet("genders")),
            ("Countries", "Genders")
        );
        assert_eq!(of_facet("datasets"), "Data sources");
    }
}
