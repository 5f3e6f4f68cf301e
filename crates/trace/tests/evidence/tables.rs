//! Evidence for other programs: FollowTheMoney's model is kept, and relationships lead to nodes.

use crate::cases::{channel, cycle, dossier, fan, layers};
use kashf_trace::evidence::{Dossier, cypher, ftm};
use std::collections::{BTreeMap, BTreeSet};

fn all() -> Dossier {
    dossier(vec![channel(), cycle(), layers(), fan(40, 5)])
}

/// The model: for each schema its parents and its properties with their ranges.
struct Model {
    parents: BTreeMap<String, Vec<String>>,
    properties: BTreeMap<(String, String), String>,
}

impl Model {
    fn read() -> Self {
        let mut model = Self {
            parents: BTreeMap::new(),
            properties: BTreeMap::new(),
        };
        let mut schema = String::new();
        for line in include_str!("../../../../data/ftm/model.tsv").lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            match cells.as_slice() {
                ["schema", name, _, _, parents, ..] => {
                    schema = (*name).to_owned();
                    let parents = parents.split(',').filter(|name| !name.is_empty());
                    let parents = parents.map(str::to_owned).collect();
                    model.parents.insert(schema.clone(), parents);
                }
                ["prop", name, _, kind, _, _, range, ..] => {
                    let range = if *kind == "entity" { *range } else { "" };
                    model
                        .properties
                        .insert((schema.clone(), (*name).to_owned()), range.to_owned());
                }
                _ => {}
            }
        }
        model
    }

    fn ancestors(&self, schema: &str) -> Vec<String> {
        let mut all = vec![schema.to_owned()];
        for parent in self.parents.get(schema).into_iter().flatten() {
            all.extend(self.ancestors(parent));
        }
        all
    }

    /// The range of a property of a schema; empty where it holds no entity.
    fn range(&self, schema: &str, property: &str) -> Option<&str> {
        let of = |schema: String| self.properties.get(&(schema, property.to_owned()));
        self.ancestors(schema)
            .into_iter()
            .find_map(of)
            .map(String::as_str)
    }
}

#[test]
fn entities_keep_to_the_model_of_follow_the_money() {
    let model = Model::read();
    assert_eq!(model.range("Payment", "payer"), Some("LegalEntity"));
    let mut all = all();
    // A party that is an account, and one that is a wallet.
    all.cards[2].parties[1].schema = "BankAccount".to_owned();
    all.cards[2].parties[3].schema = "CryptoWallet".to_owned();
    let lines = ftm(&all);
    let entities: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let mut schemata: BTreeMap<&str, &str> = BTreeMap::new();
    for entity in &entities {
        let (id, schema) = (
            entity["id"].as_str().expect("id"),
            entity["schema"].as_str().expect("schema"),
        );
        assert!(model.parents.contains_key(schema), "{schema}");
        assert_eq!(schemata.insert(id, schema), None, "an id once");
    }
    let mut seen = BTreeSet::new();
    for entity in &entities {
        let schema = entity["schema"].as_str().expect("schema");
        seen.insert(schema);
        for (name, values) in entity["properties"].as_object().expect("properties") {
            let range = model
                .range(schema, name)
                .unwrap_or_else(|| panic!("{schema}.{name}"));
            for value in values.as_array().expect("values") {
                let value = value.as_str().expect("a text");
                if !range.is_empty() {
                    let target = schemata
                        .get(value)
                        .unwrap_or_else(|| panic!("{schema}.{name} leads nowhere"));
                    assert!(
                        model.ancestors(target).iter().any(|known| known == range),
                        "{schema}.{name}: {target}"
                    );
                }
            }
        }
    }
    for expected in [
        "Payment",
        "EconomicActivity",
        "Ownership",
        "Company",
        "Person",
        "BankAccount",
        "CryptoWallet",
    ] {
        assert!(seen.contains(expected), "{expected}");
    }
}

#[test]
fn relationships_lead_to_nodes() {
    let tables = cypher(&all());
    let mut nodes = ::csv::Reader::from_reader(tables.nodes.as_bytes());
    let known: BTreeSet<String> = nodes
        .records()
        .map(|row| row.expect("a row")[0].to_owned())
        .collect();
    let mut relationships = ::csv::Reader::from_reader(tables.relationships.as_bytes());
    let rows: Vec<_> = relationships
        .records()
        .map(|row| row.expect("a row"))
        .collect();
    assert_eq!(rows.len(), 220);
    for row in rows {
        assert!(known.contains(&row[0]) && known.contains(&row[1]));
        assert!(["PAYMENT", "CASH", "CRYPTO", "GOODS", "OWNERSHIP"].contains(&&row[2]));
    }
}
