//! Tables under `data/`: each stands in `data/CHECKSUMS` and is named where its origin is told.
//!
//! The checksums find a table that an editor or a merge has touched; the origin is told in
//! `SOURCE.md` of the folder or in `data/README.md`, by file name in backticks. Whoever changes a table on
//! purpose runs `cargo xtask docs`, and reviewers see both lines.

use super::{Finding, TextFile};

/// Where the checksums stand; `b3sum --check data/CHECKSUMS` reads it, too.
pub(crate) const CHECKSUMS: &str = "data/CHECKSUMS";

/// A table with the hash of what it holds now.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) path: String,
    pub(crate) blake3: String,
}

/// Whether a path is a table, not a text about tables.
pub(crate) fn is_table(path: &str) -> bool {
    path.starts_with("data/") && path != CHECKSUMS && !path.ends_with(".md")
}

/// The content of `data/CHECKSUMS` for these tables.
pub(crate) fn checksums(tables: &[Table]) -> String {
    tables
        .iter()
        .map(|table| format!("{}  {}\n", table.blake3, table.path))
        .collect()
}

/// Compares the tables with the recorded checksums, and looks for a word on each one's origin.
pub(crate) fn check(tables: &[Table], recorded: &str, documents: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in tables {
        let line = format!("{}  {}", table.blake3, table.path);
        if !recorded.lines().any(|known| known == line) {
            let message = "is not as data/CHECKSUMS says: run `cargo xtask docs` if that is meant";
            findings.push(Finding::error(&table.path, message));
        }
        let (folder, name) = table.path.rsplit_once('/').unwrap_or_default();
        let quoted = [format!("`{name}`"), format!("`{}`", table.path)];
        let told = documents
            .iter()
            .filter(|document| {
                document.path == format!("{folder}/SOURCE.md") || document.path == "data/README.md"
            })
            .any(|document| quoted.iter().any(|quoted| document.text.contains(quoted)));
        if !told {
            let message = format!(
                "its source and licence are told neither in `{folder}/SOURCE.md` nor in data/README.md"
            );
            findings.push(Finding::error(&table.path, message));
        }
    }
    for line in recorded.lines() {
        let path = line.split_once("  ").map_or(line, |(_, path)| path);
        if !tables.iter().any(|table| table.path == path) {
            findings.push(Finding::error(
                CHECKSUMS,
                format!("names `{path}`, which is not there"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_untold_and_lost_tables_are_found() {
        let table = |path: &str, hash: &str| Table {
            path: path.to_owned(),
            blake3: hash.to_owned(),
        };
        let tables = [table("data/a/x.tsv", "11"), table("data/a/y.tsv", "22")];
        let source = TextFile {
            path: "data/a/SOURCE.md".to_owned(),
            text: "`x.tsv` and `y.tsv` were written for Kashf".to_owned(),
        };
        let documents = [source];
        assert!(check(&tables, &checksums(&tables), &documents).is_empty());
        let changed = "11  data/a/x.tsv\n33  data/a/y.tsv\n44  data/a/z.tsv\n";
        assert_eq!(check(&tables, changed, &documents).len(), 2);
        assert_eq!(check(&tables, &checksums(&tables), &[]).len(), 2);
    }
}
