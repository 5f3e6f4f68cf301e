//! Names that are unique, and floors that every real version passes.

use super::*;
use crate::Loaded;
use std::collections::BTreeSet;

#[test]
fn names_and_aliases_are_unique_and_complete() {
    let words: BTreeSet<&str> = all().iter().flat_map(|d| [d.name, d.alias]).collect();
    assert_eq!(words.len(), 2 * all().len());
    for dataset in all() {
        assert_eq!(
            dataset.readable && dataset.closed.is_none(),
            !dataset.urls.is_empty(),
            "{}",
            dataset.name
        );
        assert!(!dataset.licence.is_empty() && !dataset.attribution.is_empty());
        assert!(
            // No whole Swiss list is at hand, and of the UK's and Australia's only derived copies.
            !dataset.readable
                || dataset.floors.len() >= 3
                || dataset.alias == "ch"
                || dataset.closed.is_some()
                || matches!(dataset.alias, "uk" | "au") && !dataset.floors.is_empty(),
            "{}",
            dataset.name
        );
    }
}

/// Real versions by dataset; files of one version together.
const VERSIONS: &[(&str, &[&str])] = &[
    ("un", &["un/UN_consolidated.2026-02-27.xml"]),
    ("un", &["un/UN.2025-04-19.xml"]),
    ("un", &["un/consolidated.2020-11-30.xml"]),
    (
        "us_sdn",
        &[
            "ofac/sdn.2019-01.csv",
            "ofac/alt.2019-01.csv",
            "ofac/add.2019-01.csv",
        ],
    ),
    (
        "us_sdn",
        &[
            "ofac/sdn.2021-07.csv",
            "ofac/alt.2021-07.csv",
            "ofac/add.2021-07.csv",
        ],
    ),
    ("us_sdn", &["ofac/USASanctions.2022-12.csv"]),
    (
        "us_cons",
        &[
            "ofac/cons_prim.2025-12.csv",
            "ofac/cons_alt.2025-12.csv",
            "ofac/cons_add.2025-12.csv",
        ],
    ),
    ("ca", &["ca/cannada.2025-03.xml"]),
];

/// As `kashf_screen::compile` counts: entities by schema, names by the script of most letters.
fn count(loaded: &Loaded, what: &str) -> u64 {
    let names = || {
        let statements = loaded.statements.iter();
        statements.filter(|s| matches!(s.prop, "name" | "alias" | "previousName" | "weakAlias"))
    };
    let arabic = |text: &str| {
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        let own = letters()
            .filter(|c| matches!(c, '\u{600}'..='\u{6ff}'))
            .count();
        2 * own > letters().count()
    };
    let count = match what {
        "records" => return loaded.records,
        "names" => names().count(),
        "script:Arabic" => names().filter(|s| arabic(s.value)).count(),
        schema => {
            let schema = schema
                .strip_prefix("schema:")
                .expect("no other count has a floor");
            let ids = loaded.statements.iter().filter(|s| s.schema == schema);
            ids.map(|s| s.entity_id).collect::<BTreeSet<_>>().len()
        }
    };
    count as u64
}

#[test]
fn floors_are_below_every_real_version_and_above_half_the_smallest() {
    let mut smallest = std::collections::BTreeMap::new();
    for (dataset, files) in VERSIONS {
        let paths = files
            .iter()
            .map(|f| crate::testing::shared(&format!("data/sanctions/{f}.gz")));
        let Some(paths) = paths.collect::<Option<Vec<_>>>() else {
            return;
        };
        let loaded = crate::load(&crate::read_inputs(&paths).unwrap(), Some(dataset)).unwrap();
        let info = find(dataset).unwrap();
        for floor in info.floors {
            let found = count(&loaded, floor.count);
            assert!(
                found >= floor.at_least,
                "{files:?} {}: {found}",
                floor.count
            );
            let least = smallest
                .entry((info.name, floor.count))
                .or_insert((found, *floor));
            if found < least.0 {
                least.0 = found;
            }
        }
    }
    for ((dataset, what), (found, floor)) in smallest {
        assert!(2 * floor.at_least > found, "{dataset} {what}: {found}");
        // Four fifths, rounded down to two figures.
        assert!(5 * floor.at_least <= 4 * found, "{dataset} {what}: {found}");
        let written = found.to_string();
        let source = floor.source.replace(',', "");
        assert!(
            source.contains(&written),
            "{dataset} {what}: {found}, source says {source}"
        );
    }
}

/// Lists of which no whole file is at hand: the derived copies, counted without a reader.
#[test]
fn floors_without_a_whole_file_are_below_the_copies_at_hand() {
    for (dataset, file, marks) in [
        (
            "eu",
            "eu/eur_Europe_parsed.2025-05.csv.gz",
            &[
                ("records", ",Europe\n"),
                ("schema:Person", ",person,"),
                ("schema:Organization", ",enterprise,"),
            ][..],
        ),
        (
            "uk",
            "uk/uk_uk_parsed.2025-05.csv.gz",
            &[("records", ",uk\n")],
        ),
    ] {
        let Some(path) = crate::testing::shared(&format!("data/sanctions/{file}")) else {
            return;
        };
        let bytes = crate::read_inputs(&[path]).unwrap().remove(0).bytes;
        let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        let floors = find(dataset).unwrap().floors;
        assert_eq!(floors.len(), marks.len(), "{dataset}");
        for (floor, (count, mark)) in floors.iter().zip(marks) {
            let found = text.matches(mark).count() as u64;
            assert_eq!(floor.count, *count);
            assert!(
                5 * floor.at_least <= 4 * found && 2 * floor.at_least > found,
                "{dataset}: {found}"
            );
            assert!(
                floor.source.replace(',', "").contains(&found.to_string()),
                "{dataset}: {found}"
            );
        }
    }
}

/// The derived Australian copy has a row a name.
#[test]
fn the_australian_floors_are_below_the_copy_at_hand() {
    let path = "data/sanctions/au/aus_Australia_parsed.2025-05.csv.gz";
    let Some(path) = crate::testing::shared(path) else {
        return;
    };
    let bytes = crate::read_inputs(&[path]).unwrap().remove(0).bytes;
    let mut rows = csv::Reader::from_reader(bytes.as_slice());
    let names: BTreeSet<String> = rows
        .records()
        .map(|row| row.unwrap()[0].trim().to_owned())
        .collect();
    let arabic = |name: &&String| name.chars().any(|c| matches!(c, '\u{600}'..='\u{6ff}'));
    let found = [names.len(), names.iter().filter(arabic).count()];
    for (floor, found) in find("au").unwrap().floors.iter().zip(found) {
        assert!(5 * floor.at_least <= 4 * found as u64, "{found}");
        let source = floor.source.replace(',', "");
        assert!(source.contains(&found.to_string()), "{found}");
    }
}
