//! Dependencies that a manifest names and no source uses.
//!
//! A rough reading, enough for us: a dependency counts as used when its name stands as a word in
//! any source of the package. It finds the forgotten ones without another tool to install.

use super::metadata::Package;
use super::{Finding, TextFile};

/// Packages that include sources from another folder.
const INCLUDED: &[(&str, &str)] = &[("xtask", "fuzz/src/"), ("xtask", "crates/ftm/src/clean/")];

/// Finds dependencies of members that none of their sources names.
pub(crate) fn check(packages: &[Package], rust: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages.iter().filter(|package| package.member) {
        let folder = format!("{}/", package.folder);
        let belongs = |file: &&TextFile| {
            let included = INCLUDED
                .iter()
                .any(|(name, folder)| package.name == *name && file.path.starts_with(folder));
            included || file.path.starts_with(&folder)
        };
        let sources: Vec<&TextFile> = rust.iter().filter(belongs).collect();
        for dependency in &package.dependencies {
            let library = packages
                .iter()
                .find(|package| package.name == dependency.name)
                .and_then(|package| package.library.clone());
            let word = library
                .unwrap_or_else(|| dependency.name.clone())
                .replace('-', "_");
            if !sources.iter().any(|file| names(&file.text, &word)) {
                findings.push(Finding::error(
                    format!("{folder}Cargo.toml"),
                    format!("`{}` is not used by any source", dependency.name),
                ));
            }
        }
    }
    findings
}

/// Whether `word` stands in the text as a whole word, outside of comment lines.
fn names(text: &str, word: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.lines()
        .map(str::trim_start)
        .filter(|line| !line.starts_with("//"))
        .any(|line| {
            line.match_indices(word).any(|(start, _)| {
                let before = line[..start].chars().next_back();
                let after = line[start + word.len()..].chars().next();
                !before.is_some_and(is_word) && !after.is_some_and(is_word)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_outside_comments_count() {
        assert!(names("use csv::Reader;", "csv"));
        assert!(!names("// csv\nlet my_csv = 1;", "csv"));
        assert!(!names("", "csv"));
    }
}
