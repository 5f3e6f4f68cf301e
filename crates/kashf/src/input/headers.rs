//! What a column is called in customer files, and which FollowTheMoney property it means.
//!
//! The table is `data/headers.tsv`: everyday names in English, French, Arabic and Russian. Names of
//! FollowTheMoney properties are understood beside it. A header that is neither is not guessed at: the
//! caller names it in a warning.

use kashf_ftm::{Schema, model};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Schemata whose properties may head a column: those that a party, ship or account can have.
const PARTIES: [&str; 8] = [
    "Person",
    "Company",
    "Organization",
    "PublicBody",
    "Vessel",
    "Airplane",
    "CryptoWallet",
    "BankAccount",
];

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The row's own id.
    Id,
    /// The kind of party; `soft` when an unrecognised value means something else ("customer").
    Schema { soft: bool },
    /// Properties in order of preference; the first that the row's schema has is meant.
    Property(Vec<String>),
}

static TABLE: LazyLock<BTreeMap<String, Column>> = LazyLock::new(|| {
    let mut table = BTreeMap::new();
    for schema in PARTIES.iter().filter_map(|name| model().schema(name)) {
        for property in schema.properties() {
            let column = Column::Property(vec![property.name.to_string()]);
            table.entry(folded(property.name)).or_insert(column);
        }
    }
    let text = include_str!("../../data/headers.tsv");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let Some(header) = cells.next() else { continue };
        let targets: Vec<String> = cells.map(str::to_owned).collect();
        let column = match targets.first().map(String::as_str) {
            None => continue,
            Some("id") => Column::Id,
            Some("schema") => Column::Schema { soft: false },
            Some("schema?") => Column::Schema { soft: true },
            Some(_) => Column::Property(targets),
        };
        table.insert(header.to_owned(), column);
    }
    table
});

/// What the header means, `None` when it is not known.
///
/// ```text
/// birthDate, birth_date, "Date of birth", DOB -> birthDate (incorporationDate for a company)
/// ```
pub(crate) fn column_of(header: &str) -> Option<Column> {
    TABLE.get(&folded(header)).cloned()
}

/// The schema that a cell names: FollowTheMoney's names in any case, and everyday words.
pub(crate) fn schema_of(value: &str) -> Option<&'static Schema> {
    let key = folded(value);
    let everyday = match key.as_str() {
        "individual" | "person" | "natural" | "naturalperson" | "p" | "i" => "Person",
        "entity" | "legalperson" | "legal" | "corporate" => "LegalEntity",
        "company" | "business" | "c" => "Company",
        "organisation" | "organization" | "ngo" | "charity" | "o" => "Organization",
        "vessel" | "ship" | "v" => "Vessel",
        "aircraft" | "airplane" | "plane" => "Airplane",
        "wallet" | "cryptowallet" => "CryptoWallet",
        _ => "",
    };
    model()
        .schema(everyday)
        .or_else(|| model().schemata().find(|schema| folded(schema.name) == key))
}

/// True when a column alone gives something to look for.
pub(crate) fn can_be_screened(target: &str) -> bool {
    const NAMES: [&str; 7] = [
        "name",
        "alias",
        "weakAlias",
        "previousName",
        "firstName",
        "lastName",
        "abbreviation",
    ];
    NAMES.contains(&target)
        || target.ends_with("Number")
        || target.ends_with("Code")
        || ["publicKey", "swiftBic", "bic", "iban", "mmsi", "callSign"].contains(&target)
}

/// Letters and digits in lower case: what headers are compared by.
fn folded(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(header: &str) -> String {
        match column_of(header) {
            Some(Column::Property(targets)) => targets[0].clone(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn everyday_and_ftm_names_meet() {
        for header in ["birthDate", "birth_date", "Date of Birth", "DOB", "d.o.b."] {
            assert_eq!(first(header), "birthDate", "{header}");
        }
        assert_eq!(first("full_name"), "name");
        assert_eq!(first("idNumber"), "idNumber");
        assert_eq!(first("leiCode"), "leiCode");
        assert_eq!(first("Citizenship"), "citizenship");
        assert_eq!(column_of("balance of account"), None);
        assert_eq!(column_of("ID"), Some(Column::Id));
        assert_eq!(
            column_of("entity type"),
            Some(Column::Schema { soft: true })
        );
    }

    #[test]
    fn every_target_of_the_table_is_a_property_of_a_party() {
        let known: Vec<String> = PARTIES
            .iter()
            .filter_map(|name| model().schema(name))
            .flat_map(|schema| {
                schema
                    .properties()
                    .map(|p| p.name.to_string())
                    .collect::<Vec<_>>()
            })
            .collect();
        for (header, column) in TABLE.iter() {
            if let Column::Property(targets) = column {
                for target in targets {
                    assert!(known.contains(target), "{header}: {target}");
                }
            }
            assert_eq!(*header, folded(header), "not in the compared form");
        }
    }

    #[test]
    fn kinds_are_understood_in_everyday_words() {
        assert_eq!(
            schema_of("individual").map(|s| s.name.to_string()),
            Some("Person".into())
        );
        assert_eq!(
            schema_of("vessel").map(|s| s.name.to_string()),
            Some("Vessel".into())
        );
        assert_eq!(
            schema_of("COMPANY").map(|s| s.name.to_string()),
            Some("Company".into())
        );
        assert!(schema_of("customer").is_none());
    }
}
