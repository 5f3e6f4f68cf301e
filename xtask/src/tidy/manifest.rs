//! Manifests: a reason over every dependency, versions in one place.

use super::{Finding, TextFile};

/// Checks one `Cargo.toml`: the root's comments, or that a member takes versions from the root.
pub(crate) fn check(file: &TextFile) -> Vec<Finding> {
    if file.path == "Cargo.toml" {
        check_root(file)
    } else if file.path.starts_with("crates/") || file.path.starts_with("xtask/") {
        check_member(file)
    } else {
        // fuzz and bench are workspaces of their own; their dependencies do not reach the product.
        Vec::new()
    }
}

/// Each dependency from outside stands under a comment of the form `# name, name: why`.
fn check_root(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut comment = String::new();
    let mut comment_is_open = false;
    for (number, line) in section(&file.text, "[workspace.dependencies]") {
        if let Some(text) = line.strip_prefix('#') {
            if !comment_is_open {
                comment.clear();
            }
            comment.push_str(text);
            comment_is_open = true;
            continue;
        }
        comment_is_open = false;
        let Some((name, value)) = line.split_once('=') else {
            comment.clear();
            continue;
        };
        let (name, value) = (name.trim(), value.trim());
        let ours = value.contains("path =");
        let (names, why) = comment.split_once(':').unwrap_or_default();
        let named = names.split([',', ' ']).any(|word| word.trim() == name);
        let reasoned = named && why.trim().len() >= 10;
        if !ours && !reasoned {
            findings.push(Finding::error(
                format!("{}:{number}", file.path),
                format!("`{name}` has no comment over it that says why (`# {name}: ...`)"),
            ));
        }
    }
    findings
}

fn check_member(file: &TextFile) -> Vec<Finding> {
    let sections = [
        "[dependencies]",
        "[dev-dependencies]",
        "[build-dependencies]",
    ];
    sections
        .into_iter()
        .flat_map(|heading| section(&file.text, heading))
        .filter(|(_, line)| line.contains('=') && !line.starts_with('#'))
        .filter(|(_, line)| !line.contains("workspace = true"))
        .map(|(number, line)| {
            let name = line.split(['=', '.']).next().unwrap_or_default().trim();
            Finding::error(
                format!("{}:{number}", file.path),
                format!("`{name}` must take its version from the root (`workspace = true`)"),
            )
        })
        .collect()
}

/// The trimmed lines of a section with their numbers, counted from 1.
fn section<'t>(text: &'t str, heading: &str) -> Vec<(usize, &'t str)> {
    text.lines()
        .enumerate()
        .skip_while(|(_, line)| line.trim() != heading)
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .map(|(index, line)| (index + 1, line.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_text(path: &str, text: &str) -> Vec<String> {
        let file = TextFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        check(&file)
            .into_iter()
            .map(|f| format!("{} {}", f.place, f.message))
            .collect()
    }

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let text = "[workspace.dependencies]\nours = { path = \"x\" }\n# a, b: both for the same good reason.\n\
                    a = \"1\"\nb = \"1\"\nc = \"1\"\n# d: short\nd = \"1\"\n\n[profile.dev]\ne = 1\n";
        let found = check_text("Cargo.toml", text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("Cargo.toml:6 `c`"));
        assert!(found[1].starts_with("Cargo.toml:8 `d`"));
    }

    #[test]
    fn a_member_with_a_version_of_its_own_is_found() {
        let text = "[dependencies]\na.workspace = true\nb = { workspace = true }\nc = \"1\"\n";
        let found = check_text("crates/x/Cargo.toml", text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("`c`"));
        assert!(check_text("bench/Cargo.toml", text).is_empty());
    }
}
