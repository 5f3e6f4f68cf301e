//! The demo network: whole, consistent, invented.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use kashf_core::{Entity, Statement};
use kashf_ftm::identifier::{self, IdentifierKind};
use kashf_screen::{Engine, Options, Query};
use kashf_testkit::{lists, shared};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

const NAMES: [&str; 4] = ["name", "alias", "weakAlias", "previousName"];

fn path(file: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo")).join(file)
}

fn list() -> Vec<Entity> {
    let text = fs_err::read_to_string(path("list.ftm.json")).unwrap();
    let read = |line: &str| kashf_ftm::json::read_entity(line).unwrap();
    text.lines().map(read).collect()
}

fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path(file)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn statements() -> Vec<Statement> {
    let entities = list();
    let of = |e: &Entity| kashf_ftm::statements_from_entity(e, "demo_list");
    entities.iter().flat_map(of).collect()
}

/// A customer as an entity, the everyday headers turned into FollowTheMoney's by hand.
fn customer(row: &BTreeMap<String, String>) -> Entity {
    let mut entity = Entity::new(&row["id"], &row["schema"]);
    for (column, property) in [
        ("full_name", "name"),
        ("date_of_birth", "birthDate"),
        ("nationality", "nationality"),
        ("gender", "gender"),
        ("id_number", "idNumber"),
        ("imo_number", "imoNumber"),
        ("public_key", "publicKey"),
    ] {
        let company = ["Company", "Organization"].contains(&row["schema"].as_str());
        let property = match property {
            "nationality" if company => "jurisdiction",
            other => other,
        };
        if !row[column].is_empty() {
            entity.add(property, &row[column]);
        }
    }
    entity
}

/// Every name of the demo, listed or customer, with its schema.
fn names() -> BTreeSet<(String, String)> {
    let mut names = BTreeSet::new();
    for entity in list() {
        for name in NAMES.iter().flat_map(|prop| entity.values(prop)) {
            names.insert((entity.schema.clone(), name.clone()));
        }
    }
    for row in rows("customers.csv") {
        if !row["full_name"].is_empty() {
            names.insert((row["schema"].clone(), row["full_name"].clone()));
        }
    }
    names
}

#[test]
fn the_list_speaks_followthemoney() {
    let entities = list();
    let ids: BTreeSet<&str> = entities.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(ids.len(), entities.len(), "an id stands twice");
    for entity in &entities {
        let schema = kashf_ftm::model().schema(&entity.schema).unwrap();
        for (name, values) in &entity.properties {
            let property = schema.property(name);
            let property =
                property.unwrap_or_else(|| panic!("{}: no property `{name}`", entity.id));
            if property.kind == kashf_ftm::PropertyType::Entity {
                for value in values {
                    assert!(ids.contains(value.as_str()), "{}: no `{value}`", entity.id);
                }
                continue;
            }
            // Names keep what their publisher wrote, such as the joiner inside Persian words.
            if property.kind == kashf_ftm::PropertyType::Name {
                continue;
            }
            for value in values {
                let cleaned = kashf_ftm::clean(property, value)
                    .unwrap_or_else(|e| panic!("{} {name} `{value}`: {e:?}", entity.id));
                assert_eq!(
                    cleaned[0].value, *value,
                    "{} {name} is not clean",
                    entity.id
                );
            }
        }
    }
}

#[test]
fn each_customer_has_one_expected_answer() {
    let customers = rows("customers.csv");
    let expected = rows("expected.csv");
    let ids = |rows: &[BTreeMap<String, String>]| -> Vec<String> {
        rows.iter().map(|row| row["id"].clone()).collect()
    };
    assert_eq!(ids(&customers), ids(&expected));
    let listed: BTreeSet<String> = list().into_iter().map(|e| e.id).collect();
    for row in &expected {
        let about_someone = listed.contains(&row["entity"]);
        match row["outcome"].as_str() {
            "found" | "namesake" => assert!(about_someone, "{row:?}"),
            "nobody" => assert!(row["entity"].is_empty(), "{row:?}"),
            other => panic!("outcome `{other}`"),
        }
        assert!(row["why"].chars().count() > 20, "{row:?}");
    }
}

/// The story that `kashf demo` tells is true.
#[test]
fn the_engine_finds_who_is_listed_and_nobody_else() {
    let engine = lists::engine("demo_list", statements()).unwrap();
    let mut wrong = Vec::new();
    for (row, expected) in rows("customers.csv").iter().zip(rows("expected.csv")) {
        let answer = engine.screen(&Query::new(&customer(row)), &Options::default());
        let found = answer.matches.iter().find(|m| m.is_match);
        let told = found.map(|m| m.id.clone()).unwrap_or_default();
        let right = match expected["outcome"].as_str() {
            "found" => told == expected["entity"],
            _ => told.is_empty(),
        };
        let best = answer.matches.first();
        let line = format!(
            "{} {} -> {} {:?} {}",
            row["id"],
            row["full_name"],
            told,
            best.map(|m| (m.id.as_str(), m.score.to_string(), m.points)),
            expected["outcome"]
        );
        println!("{} {line}", if right { "ok   " } else { "WRONG" });
        if !right {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A name as a sorted list of folded tokens: order, marks and letter case do not matter.
fn key(name: &str) -> Vec<String> {
    let prepared = kashf_text::prepare(name, kashf_text::NameKind::Person);
    let mut tokens: Vec<String> = prepared.tokens.into_iter().map(|t| t.token.text).collect();
    tokens.sort();
    tokens
}

#[test]
fn no_name_stands_on_a_real_list() {
    let Some(shared) = shared::shared_or_skip() else {
        return;
    };
    let real = shared::real_names(&shared).unwrap();
    assert!(real.len() > 100_000, "only {} names", real.len());
    let real: BTreeSet<Vec<String>> = real.iter().map(|name| key(name)).collect();
    let cases = kashf_testkit::casebook::read_folder(&path("../cases")).unwrap();
    let mut ours: BTreeSet<String> = names().into_iter().map(|(_, name)| name).collect();
    for case in cases.into_iter().flat_map(|page| page.cases) {
        ours.extend([case.query, case.candidate]);
    }
    for name in ours {
        let key = key(&name);
        // One word alone (an acronym of the casebook) is nobody's name.
        let names_someone = key.len() > 1;
        assert!(
            !(names_someone && real.contains(&key)),
            "`{name}` is listed"
        );
    }
}

#[test]
fn no_imo_number_is_a_real_ship() {
    let numbers: BTreeSet<String> = list()
        .iter()
        .flat_map(|e| e.values("imoNumber").to_vec())
        .chain(
            rows("customers.csv")
                .iter()
                .map(|r| r["imo_number"].clone()),
        )
        .filter(|n| !n.is_empty())
        .map(|n| identifier::check(IdentifierKind::Imo, &n).expect("a valid check digit"))
        .collect();
    assert_eq!(numbers.len(), 3, "{numbers:?}");
    let Some(shared) = shared::shared_or_skip() else {
        return;
    };
    let vessels = shared.join("data/reference/vessels");
    for file in ["imo-vessel-codes.csv.gz", "interreg-5-vessels.csv.gz"] {
        let text = shared::read_text(&vessels.join(file)).unwrap();
        for number in &numbers {
            let digits = number.trim_start_matches("IMO");
            assert!(!text.contains(digits), "{digits} is in {file}");
        }
    }
}

/// The whole engine, at its default threshold, over the lists that it can load.
#[test]
fn no_name_matches_anyone_on_the_real_lists() {
    let Some(shared) = shared::shared_or_skip() else {
        return;
    };
    let sanctions = shared.join("data/sanctions");
    let load = |dataset: &'static str, files: &[&str]| {
        let paths: Vec<PathBuf> = files.iter().map(|f| sanctions.join(f)).collect();
        let sources = kashf_load::read_inputs(&paths).unwrap();
        (
            dataset,
            kashf_load::load(&sources, Some(dataset))
                .unwrap()
                .statements
                .to_vec(),
        )
    };
    let un = load("un_sc_sanctions", &["un/UN_consolidated.2026-02-27.xml.gz"]);
    let ofac = [
        "ofac/sdn.2021-07.csv.gz",
        "ofac/alt.2021-07.csv.gz",
        "ofac/add.2021-07.csv.gz",
    ];
    let ofac = load("us_ofac_sdn", &ofac);
    let snapshot = lists::snapshot(&[un, ofac]).unwrap();
    let engine = Engine::new(&snapshot, kashf_screen::Policy::built_in()).unwrap();
    for (schema, name) in names() {
        let mut entity = Entity::new("demo", &schema);
        entity.add("name", &name);
        let answer = engine.screen(&Query::new(&entity), &Options::default());
        assert!(
            !answer.has_match(),
            "`{name}` matches {}",
            answer.matches[0].id
        );
    }
}
