//! Arrows run one way: the edges between our crates against the table of allowed edges.
//!
//! A new edge is architecture. Whoever needs one adds it here, in a commit that says why; an edge
//! that nobody uses any more is taken out, so the table is the picture in `docs/architecture.md`.

use super::Finding;
use super::metadata::Package;

/// Crate, what it may depend on, what its tests may depend on besides.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

/// The allowed edges. Verbs (`kashf-load`, `kashf-screen`) never import each other.
const ARROWS: &[Row] = &[
    ("kashf-core", &[], &[]),
    ("kashf-text", &[], &[]),
    // It carries bytes and knows no list.
    ("kashf-fetch", &[], &[]),
    ("kashf-ftm", &["kashf-core"], &[]),
    ("kashf-store", &["kashf-core"], &[]),
    // Readers give statements in the columns that the store keeps: a long list is never held as texts.
    (
        "kashf-load",
        &["kashf-core", "kashf-ftm", "kashf-store"],
        &[],
    ),
    // Judged pairs and what follows from them; who weighs them, and where they are kept, is kashf's matter.
    ("kashf-resolve", &["kashf-core"], &[]),
    // It weighs pairs of entries and says so in kashf-resolve's words, which hold no logic of either.
    (
        "kashf-screen",
        &[
            "kashf-core",
            "kashf-ftm",
            "kashf-resolve",
            "kashf-store",
            "kashf-text",
        ],
        &[],
    ),
    (
        "kashf",
        &[
            "kashf-core",
            "kashf-fetch",
            "kashf-ftm",
            "kashf-load",
            "kashf-resolve",
            "kashf-screen",
            "kashf-store",
            "kashf-text",
            "kashf-trace",
        ],
        &[],
    ),
    // What the program itself writes down beside the lists; it knows no list.
    ("kashf-records", &[], &[]),
    // Movements and links of parties, found again as channels; it is told of parties and knows no list.
    ("kashf-trace", &[], &[]),
    // Looking things up in words, for those who need no engine: it is told of entities and knows no snapshot.
    ("kashf-search", &["kashf-ftm", "kashf-text"], &[]),
    // It puts the entities of a snapshot into the index of kashf-search, and labels what that counts.
    (
        "kashf-server",
        &["kashf", "kashf-records", "kashf-search"],
        // Its contract is held against the data of yente's own tests, which stand in ../shared.
        &["kashf-testkit"],
    ),
    (
        "kashf-cli",
        &[
            "kashf",
            // Keys and users are made where nobody listens.
            "kashf-records",
            "kashf-server",
            "kashf-core",
            "kashf-load",
            "kashf-screen",
            "kashf-text",
        ],
        &[],
    ),
    (
        "kashf-testkit",
        // The judge of the mutation corpus loads lists as a user does.
        &[
            "kashf",
            "kashf-core",
            "kashf-ftm",
            "kashf-load",
            "kashf-screen",
            "kashf-store",
            "kashf-text",
        ],
        &[],
    ),
    (
        "xtask",
        // The generator of the name tables reads names as the engine does.
        &["kashf-text"],
        // Its tests replay the fuzz seeds against every reader.
        &[
            "kashf",
            "kashf-core",
            "kashf-ftm",
            "kashf-load",
            "kashf-resolve",
            "kashf-screen",
            "kashf-search",
            "kashf-store",
            "kashf-trace",
        ],
    ),
];

/// Error chains without types end at the edge.
const ANYHOW: &[&str] = &["kashf-cli", "xtask"];

/// Compares the workspace's packages with the table.
pub(crate) fn check(packages: &[Package]) -> Vec<Finding> {
    check_against(packages, ARROWS)
}

fn check_against(packages: &[Package], table: &[Row]) -> Vec<Finding> {
    let members: Vec<&Package> = packages.iter().filter(|package| package.member).collect();
    let mut findings = Vec::new();
    for package in &members {
        let place = format!("{}/Cargo.toml", package.folder);
        let Some((_, allowed, in_tests)) = table.iter().find(|row| row.0 == package.name) else {
            findings.push(Finding::error(
                place,
                format!(
                    "`{}` is not in the table of arrows (xtask/src/tidy/arrows.rs)",
                    package.name
                ),
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let name = dependency.name.as_str();
            if name == "anyhow"
                && !dependency.development
                && !ANYHOW.contains(&package.name.as_str())
            {
                findings.push(Finding::error(
                    &place,
                    "only the binary and xtask may use anyhow",
                ));
            }
            let inside = members.iter().any(|member| member.name == name);
            let known =
                allowed.contains(&name) || (dependency.development && in_tests.contains(&name));
            if inside && !known && name != package.name {
                let kind = if dependency.development {
                    "a test arrow"
                } else {
                    "an arrow"
                };
                findings.push(Finding::error(
                    &place,
                    format!("{kind} to `{name}` that the table does not allow"),
                ));
            }
        }
        for name in *allowed {
            let used = package
                .dependencies
                .iter()
                .any(|d| d.name == *name && !d.development);
            if !used {
                findings.push(Finding::error(
                    &place,
                    format!("the table of arrows allows `{name}`, which is not used any more"),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::metadata::Dependency;
    use super::*;

    const TABLE: &[Row] = &[
        ("low", &[], &[]),
        ("high", &["low"], &["kit"]),
        ("kit", &[], &[]),
    ];

    fn member(name: &str, dependencies: &[(&str, bool)]) -> Package {
        Package {
            name: name.to_owned(),
            member: true,
            folder: format!("crates/{name}"),
            dependencies: dependencies
                .iter()
                .map(|(name, development)| Dependency {
                    name: (*name).to_owned(),
                    development: *development,
                })
                .collect(),
            ..Package::default()
        }
    }

    fn messages(packages: &[Package]) -> Vec<String> {
        check_against(packages, TABLE)
            .into_iter()
            .map(|f| f.message)
            .collect()
    }

    #[test]
    fn the_allowed_edges_pass() {
        let found = messages(&[
            member("low", &[("serde", false)]),
            member("high", &[("low", false), ("kit", true)]),
            member("kit", &[]),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn an_edge_upwards_a_lost_edge_and_a_stranger_are_found() {
        let found = messages(&[
            member("low", &[("high", false), ("anyhow", false)]),
            member("high", &[("kit", false)]),
            member("kit", &[]),
            member("new", &[]),
        ]);
        assert_eq!(
            found,
            [
                "an arrow to `high` that the table does not allow",
                "only the binary and xtask may use anyhow",
                "an arrow to `kit` that the table does not allow",
                "the table of arrows allows `low`, which is not used any more",
                "`new` is not in the table of arrows (xtask/src/tidy/arrows.rs)",
            ]
        );
    }
}
