//! Names whose Latin forms are habit more than sound: Lee, Yi and Rhee are one family of Korea.
//!
//! SOURCE: `data/names/family_names.tsv`, written for Kashf.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::tables::{folded, rows};
use crate::types::Script;

const TABLE: &str = include_str!("../../../../data/names/family_names.tsv");

fn table() -> &'static FxHashMap<String, &'static str> {
    static FAMILIES: OnceLock<FxHashMap<String, &'static str>> = OnceLock::new();
    FAMILIES.get_or_init(|| {
        let each = |(natives, latins): (&'static str, _)| {
            natives
                .split(' ')
                .map(move |native| (folded(native), latins))
        };
        rows(TABLE).flat_map(each).collect()
    })
}

/// Whether bearers of a name write it so in Latin letters.
pub(crate) fn is_family_form(native: &str, latin: &str) -> bool {
    let forms = table().get(native);
    forms.is_some_and(|forms| forms.split(' ').any(|form| form == latin))
}

/// How many characters of a full name that is written together are the family name: two in a few
/// names, one in most. None when the word begins with no family name: then it is a foreign word.
/// A name of four Chinese characters is as a rule Japanese, two and two.
pub(crate) fn family_length(word: &str, script: Script) -> Option<usize> {
    let front = |count: usize| {
        let end = word
            .char_indices()
            .nth(count)
            .map_or(word.len(), |(at, _)| at);
        table().contains_key(&word[..end])
    };
    match word.chars().count() {
        3..=4 if front(2) => Some(2),
        4 if script == Script::Han => Some(2),
        2 | 3 if front(1) => Some(1),
        // Japanese and rarer Chinese names.
        2 | 3 if script == Script::Han => Some(1),
        _ => None,
    }
}
