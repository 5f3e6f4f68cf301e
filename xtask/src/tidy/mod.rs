//! The rules of the house that neither rustc nor clippy knows; each has a file of its own.
//!
//! A check takes text and gives findings; only this module reads the disk and runs cargo, so every
//! check is tested on a few lines. What a rule is for stands at the top of its file and, for
//! people, in `docs/style.md`.

mod arrows;
mod data;
mod docs;
mod licences;
mod manifest;
mod metadata;
mod mirror;
mod sources;
mod unused;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

/// One breach of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// Path from the workspace root, with a line where there is one.
    pub(crate) place: String,
    /// What is wrong, lowercase.
    pub(crate) message: String,
    /// A warning is printed and does not fail the run.
    pub(crate) warning: bool,
}

impl Finding {
    fn error(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
            warning: false,
        }
    }

    fn warning(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            warning: true,
            ..Self::error(place, message)
        }
    }
}

/// A text file of the repository: its path with `/` from the root, and its content.
#[derive(Debug)]
pub(crate) struct TextFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Runs every check and prints what it found; fails when anything but a warning was found.
pub(crate) fn run(root: &Path) -> Result<ExitCode> {
    let paths = metadata::tracked_files(root)?;
    let packages = metadata::packages(root)?;
    let rust = read_all(root, &paths, ".rs")?;
    let markdown = read_all(root, &paths, ".md")?;
    let mirrored = mirrored_sources(root, &paths)?;
    let manifests = read_all(root, &paths, "Cargo.toml")?;

    let mut findings = arrows::check(&packages);
    findings.extend(licences::check(&packages));
    findings.extend(unused::check(&packages, &rust));
    findings.extend(manifests.iter().flat_map(manifest::check));
    findings.extend(rust.iter().flat_map(sources::check));
    findings.extend(
        markdown
            .iter()
            .flat_map(|document| mirror::check(document, &mirrored)),
    );
    let tree = docs::Tree::new(&paths);
    for file in markdown.iter().chain(&rust) {
        findings.extend(docs::check(file, &tree));
    }
    let recorded = fs_err::read_to_string(root.join(data::CHECKSUMS)).unwrap_or_default();
    findings.extend(data::check(&tables(root, &paths)?, &recorded, &markdown));
    findings.sort();
    findings.dedup();

    for finding in &findings {
        let level = if finding.warning { "warning" } else { "error" };
        crate::report(&format!("{level}: {}: {}", finding.place, finding.message));
    }
    let warnings = findings.iter().filter(|finding| finding.warning).count();
    let errors = findings.len() - warnings;
    crate::report(&format!(
        "tidy: {} files, {} packages, {errors} errors, {warnings} warnings",
        paths.len(),
        packages.len()
    ));
    Ok(ExitCode::from(u8::from(errors > 0)))
}

/// Writes what is copied or computed: tables that documents take from sources, and checksums.
pub(crate) fn write_documents(root: &Path) -> Result<ExitCode> {
    let paths = metadata::tracked_files(root)?;
    let sources = mirrored_sources(root, &paths)?;
    for document in read_all(root, &paths, ".md")? {
        let text = mirror::mirrored(&document, &sources)
            .map_err(|problem| anyhow::anyhow!("`{}` {problem}", document.path))?;
        if text != document.text {
            fs_err::write(root.join(&document.path), text)?;
            crate::report(&format!("wrote {}", document.path));
        }
    }
    let sums = data::checksums(&tables(root, &paths)?);
    if fs_err::read_to_string(root.join(data::CHECKSUMS)).unwrap_or_default() != sums {
        fs_err::write(root.join(data::CHECKSUMS), sums)?;
        crate::report(&format!("wrote {}", data::CHECKSUMS));
    }
    Ok(ExitCode::SUCCESS)
}

/// What documents take tables from: sources, and the tables of measures.
fn mirrored_sources(root: &Path, paths: &[String]) -> Result<Vec<TextFile>> {
    let measures: Vec<String> = paths
        .iter()
        .filter(|path| path.starts_with("data/measures/"))
        .cloned()
        .collect();
    let mut sources = read_all(root, paths, ".rs")?;
    sources.extend(read_all(root, &measures, ".tsv")?);
    Ok(sources)
}

fn tables(root: &Path, paths: &[String]) -> Result<Vec<data::Table>> {
    let tables = paths.iter().filter(|path| data::is_table(path));
    tables
        .map(|path| {
            let bytes = fs_err::read(root.join(path))?;
            Ok(data::Table {
                path: path.clone(),
                blake3: blake3::hash(&bytes).to_hex().to_string(),
            })
        })
        .collect()
}

fn read_all(root: &Path, paths: &[String], ending: &str) -> Result<Vec<TextFile>> {
    let chosen = paths.iter().filter(|path| path.ends_with(ending));
    chosen
        .map(|path| {
            let text = fs_err::read_to_string(root.join(path))
                .with_context(|| format!("failed to read `{path}` as text"))?;
            Ok(TextFile {
                path: path.clone(),
                text,
            })
        })
        .collect()
}
