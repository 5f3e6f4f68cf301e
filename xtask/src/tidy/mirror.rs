//! Tables that stand at the top of a source and, word for word, in a document.
//!
//! The reader of a format documents its fields where the code is; people look for them in
//! `docs/formats.md`. Between the marks `<!-- from PATH -->` and `<!-- end -->` a document holds the
//! Markdown tables of that source's `//!` lines, or a table of `data/` (`.tsv`). `cargo xtask docs` writes them, tidy compares.

use super::{Finding, TextFile};

const FROM: &str = "<!-- from ";
const CLOSE: &str = " -->";
const END: &str = "<!-- end -->";

/// Finds documents whose copied tables are not those of the source.
pub(crate) fn check(document: &TextFile, sources: &[TextFile]) -> Vec<Finding> {
    match mirrored(document, sources) {
        Ok(text) if text == document.text => Vec::new(),
        Ok(_) => vec![Finding::error(
            &document.path,
            "its tables differ from those of their source: run `cargo xtask docs`",
        )],
        Err(problem) => vec![Finding::error(&document.path, problem)],
    }
}

/// The document with its copied tables as the sources have them now.
pub(crate) fn mirrored(document: &TextFile, sources: &[TextFile]) -> Result<String, String> {
    let mut text = String::new();
    let mut lines = document.text.lines();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let Some(path) = line
            .strip_prefix(FROM)
            .and_then(|rest| rest.strip_suffix(CLOSE))
        else {
            continue;
        };
        let source = sources.iter().find(|source| source.path == path);
        let source =
            source.ok_or_else(|| format!("takes tables from `{path}`, which is not there"))?;
        text.push('\n');
        if path.ends_with(".tsv") {
            text.push_str(&rows(&source.text));
        } else {
            text.push_str(&tables(&source.text));
        }
        text.push('\n');
        if !lines.any(|line| line == END) {
            return Err(format!("has no `{END}` after the tables from `{path}`"));
        }
        text.push_str(END);
        text.push('\n');
    }
    Ok(text)
}

/// A table of `data/` as a Markdown table: its heading, then its rows; addresses become links.
fn rows(source: &str) -> String {
    let lines = source
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut text = String::new();
    for (number, line) in lines.enumerate() {
        let cells: Vec<String> = line
            .split('\t')
            .map(|cell| {
                if cell.starts_with("http") && !cell.contains(' ') {
                    format!("[page]({cell})")
                } else {
                    cell.replace('|', "\\|").replace('*', "\\*")
                }
            })
            .collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
        if number == 0 {
            text.push_str(&format!("|{}\n", "---|".repeat(cells.len())));
        }
    }
    text
}

/// The Markdown tables of a source's first comment, with a blank line between two of them.
fn tables(source: &str) -> String {
    let mut text = String::new();
    let mut gap = false;
    for line in source.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.trim();
        if line.starts_with('|') {
            if gap && !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line);
            text.push('\n');
        }
        gap = !line.starts_with('|');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn tables_are_copied_and_a_second_time_changes_nothing() {
        let sources = [file(
            "a.rs",
            "//! A.\n//!\n//! | x |\n//! |---|\n//! | 1 |\n//!\n//! | y |\nuse b;\n//! | z |\n",
        )];
        let document = file("d.md", "# D\n<!-- from a.rs -->\nold\n<!-- end -->\nrest\n");
        assert_eq!(check(&document, &sources).len(), 1);
        let text = mirrored(&document, &sources).unwrap();
        assert_eq!(
            text,
            "# D\n<!-- from a.rs -->\n\n| x |\n|---|\n| 1 |\n\n| y |\n\n<!-- end -->\nrest\n"
        );
        assert!(check(&file("d.md", &text), &sources).is_empty());
    }

    #[test]
    fn a_table_of_data_is_copied_with_links() {
        let sources = [file("data/t.tsv", "# why\na\tb\n1|2\thttps://e.org\n")];
        let document = file("d.md", "<!-- from data/t.tsv -->\n<!-- end -->\n");
        let text = mirrored(&document, &sources).unwrap();
        assert!(
            text.contains("| a | b |\n|---|---|\n| 1\\|2 | [page](https://e.org) |\n"),
            "{text}"
        );
    }

    #[test]
    fn a_lost_source_and_a_lost_end_are_found() {
        let sources = [file("a.rs", "//! A.\n")];
        assert!(
            mirrored(
                &file("d.md", "<!-- from b.rs -->\n<!-- end -->\n"),
                &sources
            )
            .is_err()
        );
        assert!(mirrored(&file("d.md", "<!-- from a.rs -->\n"), &sources).is_err());
    }
}
