//! Documents do not name lost paths.
//!
//! A path in backticks that begins with one of the repository's folders must be there, in Markdown
//! and in the comments of Rust sources; so must the target of a relative Markdown link. Code blocks
//! are left alone: commands in them are run by people, and by the README's test.

use std::collections::BTreeSet;

use super::{Finding, TextFile};

/// Folders that a path from the repository's root can begin with.
const TOP: &[&str] = &[
    ".cargo", ".ci", "bench", "cases", "crates", "data", "demo", "docs", "fuzz", "xtask",
];

/// Paths that git ignores and that documents may still name.
const MADE_BY_RUNNING: &[&str] = &[
    "fuzz/corpus",
    "fuzz/artifacts",
    "fuzz/target",
    "bench/target",
];

/// All files and folders of the repository.
#[derive(Debug)]
pub(crate) struct Tree {
    paths: BTreeSet<String>,
}

impl Tree {
    /// The tree of these files and of the folders that they stand in.
    pub(crate) fn new(files: &[String]) -> Self {
        let mut paths = BTreeSet::new();
        for file in files {
            paths.insert(file.clone());
            for (index, _) in file.match_indices('/') {
                paths.insert(file[..index].to_owned());
            }
        }
        Self { paths }
    }

    fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        if let Some((before, rest)) = path.split_once('{')
            && let Some((choices, after)) = rest.split_once('}')
        {
            return choices
                .split(',')
                .all(|choice| self.has(&format!("{before}{choice}{after}")));
        }
        if let Some((before, after)) = path.split_once('*') {
            return self.paths.iter().any(|known| {
                known.len() >= before.len() + after.len()
                    && known.starts_with(before)
                    && known.ends_with(after)
            });
        }
        path.is_empty() || self.paths.contains(path)
    }
}

/// Checks the paths that one document or source names.
pub(crate) fn check(file: &TextFile, tree: &Tree) -> Vec<Finding> {
    let markdown = file.path.ends_with(".md");
    let mut findings = Vec::new();
    let mut in_block = false;
    for (index, line) in file.text.lines().enumerate() {
        let line = line.trim_start();
        let comment = line.trim_start_matches(['/', '!']).trim_start();
        if (markdown && line.starts_with("```")) || (!markdown && comment.starts_with("```")) {
            in_block = !in_block;
            continue;
        }
        if in_block || (!markdown && !line.starts_with("//")) {
            continue;
        }
        let lost = quoted(line).filter(|text| is_path(text) && !here(file, tree, text));
        let broken = links(line).filter(|link| markdown && !tree.has(&resolve(&file.path, link)));
        for path in lost.chain(broken) {
            let place = format!("{}:{}", file.path, index + 1);
            findings.push(Finding::error(
                place,
                format!("names `{path}`, which is not there"),
            ));
        }
    }
    findings
}

/// Whether a path is there, seen from the root or, in a source, from its package's folder.
fn here(file: &TextFile, tree: &Tree, path: &str) -> bool {
    let path = placeless(path);
    let package = file.path.split("/src/").next().unwrap_or_default();
    tree.has(path) || (package != file.path && tree.has(&format!("{package}/{path}")))
}

/// What stands between backticks on this line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The targets of the line's Markdown links that lead to files beside the document.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(|(start, _)| {
        let target = line[start + 2..].split([')', '#', ' ']).next()?;
        let outside = target.contains("://") || target.starts_with("mailto:");
        (!outside && !target.is_empty()).then_some(target)
    })
}

fn is_path(text: &str) -> bool {
    let plain = text
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "._/{},*-".contains(letter));
    let first = text.split('/').next().unwrap_or_default();
    let made = MADE_BY_RUNNING.iter().any(|path| text.starts_with(path));
    plain && text.contains('/') && TOP.contains(&first) && !made
}

/// The path up to a placeholder such as `DATE` or `TARGET`.
fn placeless(text: &str) -> &str {
    let mut end = 0;
    for part in text.split('/') {
        let placeholder =
            part.len() > 2 && part.chars().all(|c| c.is_ascii_uppercase() || c == '-');
        if placeholder {
            return &text[..end];
        }
        end = (end + part.len() + 1).min(text.len());
    }
    text
}

/// A link's target as a path from the repository's root.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(path: &str, text: &str) -> Vec<String> {
        let files = [
            "docs/a.md",
            "crates/core/src/lib.rs",
            "data/m/en.ftl",
            "data/m/ar.ftl",
            "crates/core/data/own.tsv",
        ];
        let tree = Tree::new(&files.map(str::to_owned));
        let file = TextFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        check(&file, &tree).into_iter().map(|f| f.message).collect()
    }

    #[test]
    fn a_lost_path_is_found_in_markdown_and_in_comments() {
        assert_eq!(
            lost("README.md", "see `crates/gone` and `crates/core`\n").len(),
            1
        );
        assert_eq!(
            lost("crates/core/src/lib.rs", "//! see `docs/b.md`\n").len(),
            1
        );
        assert!(lost("crates/core/src/lib.rs", "let a = \"`docs/b.md`\";\n").is_empty());
        // The first stands under the root, the second under the package.
        assert!(
            lost(
                "crates/core/src/lib.rs",
                "//! `data/m/en.ftl` `data/own.tsv`\n"
            )
            .is_empty()
        );
    }

    #[test]
    fn choices_stars_placeholders_and_foreign_words_are_understood() {
        let text = "`data/m/{en,ar}.ftl` `crates/*/src/lib.rs` `data/m/LANGUAGE.ftl` `bench/NAME` `text/html` `a b`\n";
        // `bench` itself is not in this small tree, so its placeholder has nowhere to stand.
        assert_eq!(lost("README.md", text).len(), 2);
        assert_eq!(lost("README.md", "`data/m/{en,fr}.ftl`\n").len(), 1);
        assert_eq!(lost("README.md", "`crates/*/gone.rs`\n").len(), 1);
    }

    #[test]
    fn relative_links_are_followed_and_blocks_are_not_read() {
        assert_eq!(
            lost(
                "docs/a.md",
                "[b](b.md) [a](a.md#x) [c](../docs/a.md) [d](https://e.org)\n"
            )
            .len(),
            1
        );
        assert!(lost("docs/a.md", "```sh\ncat `docs/gone`\n```\n").is_empty());
    }
}
