//! What FollowTheMoney input says of an entity beside its values: who it says lists it, and what it calls it.
//!
//! A collection such as OpenSanctions' names the sources of every entity and chooses a caption among the names of
//! all of them. Neither follows from the values, and answers in yente's shape carry both. It is no statement.
//!
//! Kept as text, a line an entity: `ID TAB DATASETS TAB CAPTION`, datasets joined with `;`, sorted by id, so that it
//! is read in place.

use std::collections::BTreeSet;

/// Longest caption that is kept.
const MAX_CAPTION_CHARS: usize = 512;

/// What the input says of its entities, by id.
///
/// ```
/// use kashf_load::{Given, SourceFile, load};
/// let line = r#"{"id":"a-1","schema":"Person","caption":"Layla","properties":{"name":["Layla Example"]},"datasets":["b","c"]}"#;
/// let loaded = load(&[SourceFile::from_bytes("mine.ftm.json", line.as_bytes().to_vec())], Some("mine"))?;
/// assert_eq!(Given::find(&loaded.given.table().unwrap(), "a-1"), Some(("b;c", "Layla")));
/// # Ok::<(), kashf_load::LoadError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Given {
    lines: String,
}

impl std::fmt::Debug for Given {
    /// Counts only: it holds names and is long.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given")
            .field("bytes", &self.lines.len())
            .finish()
    }
}

impl Given {
    /// Notes what is said of an entity; nothing when there is nothing to say or no line can hold its id.
    pub(crate) fn note<'d>(
        &mut self,
        id: &str,
        datasets: impl IntoIterator<Item = &'d str>,
        caption: Option<&str>,
    ) {
        if id.is_empty() || id.chars().any(char::is_control) {
            return;
        }
        let start = self.lines.len();
        self.lines.push_str(id);
        self.lines.push('\t');
        let named = self.lines.len();
        for dataset in datasets.into_iter().filter(|name| is_dataset(name)) {
            if self.lines.len() > named {
                self.lines.push(';');
            }
            self.lines.push_str(dataset);
        }
        self.lines.push('\t');
        for (nth, word) in caption.unwrap_or_default().split_whitespace().enumerate() {
            if nth > 0 {
                self.lines.push(' ');
            }
            self.lines.extend(word.chars().filter(|c| !c.is_control()));
        }
        if self.lines.len() == named + 1 {
            self.lines.truncate(start);
            return;
        }
        let too_long = self.lines[named..]
            .char_indices()
            .nth(MAX_CAPTION_CHARS * 8);
        if let Some((at, _)) = too_long {
            self.lines.truncate(named + at);
        }
        self.lines.push('\n');
    }

    /// The table for a segment; none when nothing is said.
    #[must_use]
    pub fn table(&self) -> Option<Vec<u8>> {
        let mut rows: Vec<&str> = self.lines.split_inclusive('\n').collect();
        rows.sort_unstable();
        (!rows.is_empty()).then(|| rows.concat().into_bytes())
    }

    /// What a table says of an entity: its datasets, joined with `;`, and its caption; either may be empty.
    #[must_use]
    pub fn find<'t>(table: &'t [u8], id: &str) -> Option<(&'t str, &'t str)> {
        let (mut low, mut high) = (0, table.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let before = table[low..middle].iter().rposition(|byte| *byte == b'\n');
            let start = before.map_or(low, |at| low + at + 1);
            let length = table[start..].iter().position(|byte| *byte == b'\n')?;
            let line = &table[start..start + length];
            let tab = line.iter().position(|byte| *byte == b'\t')?;
            match line[..tab].cmp(id.as_bytes()) {
                std::cmp::Ordering::Less => low = start + length + 1,
                std::cmp::Ordering::Greater => high = start,
                std::cmp::Ordering::Equal => {
                    let said = std::str::from_utf8(&line[tab + 1..]).ok()?;
                    return said.split_once('\t');
                }
            }
        }
        None
    }
}

/// The datasets of an entity when it names others than the one that is loaded.
pub(crate) fn foreign<'n>(names: &'n BTreeSet<String>, dataset: &str) -> Vec<&'n str> {
    if names.iter().any(|name| name != dataset) {
        names.iter().map(String::as_str).collect()
    } else {
        Vec::new()
    }
}

/// True for what can name a dataset.
fn is_dataset(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (1..=128).contains(&name.len()) && name.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entity_is_found_and_no_other() {
        let mut given = Given::default();
        for number in (0..500).rev() {
            let caption = format!("Layla {number}");
            given.note(&format!("x-{number}"), ["a", "b c", "d"], Some(&caption));
        }
        given.note("silent", [], None);
        given.note("tab\there", ["a"], None);
        let table = given.table().expect("it says something");
        for number in 0..500 {
            let found = Given::find(&table, &format!("x-{number}")).expect("it is there");
            assert_eq!(found, ("a;d", format!("Layla {number}").as_str()));
        }
        for absent in ["x-", "x-500", "silent", "", "zz", "a", "tab"] {
            assert_eq!(Given::find(&table, absent), None, "{absent}");
        }
        assert_eq!(Given::default().table(), None);
        assert_eq!(Given::find(b"no table at all", "x-1"), None);
    }
}
