//! The real lists of a development machine: `KASHF_SHARED`, else `../shared` beside the workspace.
//!
//! They are never part of the tree. A test that wants them says loudly when they are absent and
//! then passes, so that a clean clone is green.

use flate2::read::GzDecoder;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The folder, when it is there.
#[must_use]
pub fn shared() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let path =
        std::env::var_os("KASHF_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    path.join("data").is_dir().then_some(path)
}

/// The folder, or a loud word that the test did not run.
#[must_use]
pub fn shared_or_skip() -> Option<PathBuf> {
    let found = shared();
    if found.is_none() {
        // Past the capture of test output: a skipped test must be seen.
        let _ =
            std::io::Write::write_all(&mut std::io::stderr(), b"SKIPPED: ../shared is absent\n");
    }
    found
}

/// The text of a file, unpacked when its name ends in `gz`; bytes that are not UTF-8 are replaced.
///
/// # Errors
/// When it cannot be read.
pub fn read_text(path: &Path) -> std::io::Result<String> {
    let bytes = fs_err::read(path)?;
    let mut out = Vec::new();
    if path.extension().is_some_and(|e| e == "gz") {
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut out)?;
    } else {
        out = bytes;
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// Every name on every real list below `sanctions/`, and a good deal that is none (places, remarks):
/// the question asked of it is whether an invented name is there, so too much does no harm.
///
/// # Errors
/// When a file cannot be read.
pub fn real_names(shared: &Path) -> std::io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut folders = vec![shared.join("data/sanctions")];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let file = path.to_string_lossy().into_owned();
            if file.contains("xsd") || file.contains("README") || file.contains("LICENSE") {
                continue;
            }
            let text = read_text(&path)?;
            match file.trim_end_matches(".gz").rsplit('.').next() {
                Some("xml") => from_xml(&text, &mut names),
                Some("csv" | "txt") => from_table(&text, &mut names),
                Some("yml") => from_lines(&text, &mut names),
                Some("json" | "ijson") => from_json(&text, &mut names),
                _ => {}
            }
        }
    }
    Ok(names)
}

/// Element texts, attribute values, and the parts of a name joined: the UN list and Canada's spread
/// one name over several elements.
fn from_xml(text: &str, names: &mut BTreeSet<String>) {
    const PARTS: [&str; 8] = [
        "FIRST_NAME",
        "SECOND_NAME",
        "THIRD_NAME",
        "FOURTH_NAME",
        "firstName",
        "GivenName",
        "lastName",
        "LastName",
    ];
    let mut parts: Vec<String> = Vec::new();
    for piece in text.split('<') {
        let (tag, content) = piece.split_once('>').unwrap_or((piece, ""));
        let tag_name = tag.split([' ', '/']).next().unwrap_or_default();
        for value in tag.split('"').skip(1).step_by(2) {
            add(value, names);
        }
        let content = unescape_xml(content);
        let content = content.trim();
        if PARTS.contains(&tag_name) && !content.is_empty() {
            // OFAC's XML and Canada's give the family name first or last; both orders are kept.
            parts.push(content.to_owned());
            add(&parts.join(" "), names);
            let reversed: Vec<&str> = parts.iter().rev().map(String::as_str).collect();
            add(&reversed.join(" "), names);
        } else if !tag.starts_with('/') && !content.is_empty() {
            add(content, names);
        }
        let closes_name = tag.starts_with('/') && !PARTS.contains(&tag.trim_start_matches('/'));
        let opens_other = !tag.starts_with('/') && !PARTS.contains(&tag_name);
        if closes_name || opens_other {
            parts.clear();
        }
    }
}

/// Every cell, and `SURNAME, Given` turned round.
fn from_table(text: &str, names: &mut BTreeSet<String>) {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.matches('\t').count() > 3 {
        b'\t'
    } else if first.matches(';').count() > 3 {
        b';'
    } else {
        b','
    };
    // The EU file of 2018 wraps whole lines in quotes.
    let unwrapped;
    let text = if delimiter == b';' {
        unwrapped = text.replace('"', "");
        &unwrapped
    } else {
        text
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for record in reader.records().flatten() {
        for cell in &record {
            add(cell, names);
        }
    }
}

fn from_lines(text: &str, names: &mut BTreeSet<String>) {
    for line in text.lines() {
        let line = line.trim().trim_start_matches("- ");
        add(line.trim_matches(['\'', '"']), names);
    }
}

fn from_json(text: &str, names: &mut BTreeSet<String>) {
    for line in text.lines() {
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(line) {
            strings_of(&value, names);
        }
    }
}

fn strings_of(value: &serde_json::Value, names: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => add(text, names),
        serde_json::Value::Array(items) => items.iter().for_each(|item| strings_of(item, names)),
        serde_json::Value::Object(fields) => {
            fields.values().for_each(|field| strings_of(field, names));
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// Adds the text, its parts between semicolons, commas and quotes, and `SURNAME, Given` turned round.
fn add(text: &str, names: &mut BTreeSet<String>) {
    let mut put = |name: &str| {
        let name = name.trim();
        if name.chars().count() >= 3 {
            names.insert(name.to_owned());
        }
    };
    put(text);
    if let Some((family, given)) = text.split_once(", ") {
        put(&format!("{given} {family}"));
    }
    for part in text.split([';', ',', '\'', '/']) {
        put(part);
    }
}

fn unescape_xml(text: &str) -> String {
    text.replace("&apos;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(read: impl Fn(&str, &mut BTreeSet<String>), text: &str) -> Vec<String> {
        let mut names = BTreeSet::new();
        read(text, &mut names);
        names.into_iter().collect()
    }

    #[test]
    fn a_name_spread_over_elements_is_joined() {
        let text = "<A><FIRST_NAME>Layla</FIRST_NAME>\n<SECOND_NAME>Example</SECOND_NAME></A>\
                    <A><lastName>Beispiel</lastName><firstName>Nora &amp; Ana</firstName></A>";
        let found = names(from_xml, text);
        for name in ["Layla Example", "Nora & Ana Beispiel", "Layla"] {
            assert!(found.contains(&name.to_owned()), "{name}: {found:?}");
        }
        assert!(
            !found
                .iter()
                .any(|name| name.contains("Layla Example Beispiel"))
        );
    }

    #[test]
    fn a_table_gives_both_orders_and_quoted_aliases() {
        let found = names(from_table, "1,\"EXAMPLE, Layla\",\"a.k.a. 'LAYLE'\"\n");
        for name in ["EXAMPLE, Layla", "Layla EXAMPLE", "LAYLE"] {
            assert!(found.contains(&name.to_owned()), "{name}: {found:?}");
        }
    }
}
