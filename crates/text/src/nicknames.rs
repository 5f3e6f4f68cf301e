//! Short and pet forms of given names: Bill and William, Sasha and Aleksandr, Pepe and Jose.
//!
//! SOURCE: `data/names/nicknames.tsv`, written by hand. Asked only of tokens that found no partner in
//! a name that agrees otherwise, so the table is read at the first such question.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::tables::rows;
use crate::tokens::single_text;

const NICKNAMES: &str = include_str!("../../../data/names/nicknames.tsv");

/// The lines that a form stands in.
fn table() -> &'static FxHashMap<String, Vec<u16>> {
    static TABLE: OnceLock<FxHashMap<String, Vec<u16>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        for (line, (_, forms)) in rows(NICKNAMES).enumerate() {
            for text in forms.split_whitespace().filter_map(single_text) {
                table.entry(text).or_default().push(line as u16);
            }
        }
        table
    })
}

/// Whether two folded texts are forms of one name.
pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
    let table = table();
    match (table.get(a), table.get(b)) {
        (Some(a), Some(b)) => a.iter().any(|line| b.contains(line)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_same_name;

    #[test]
    fn forms_of_one_name_stand_for_one_another() {
        for (a, b) in [
            ("bill", "william"),
            ("sasha", "aleksandr"),
            ("pepe", "jose"),
        ] {
            assert!(is_same_name(a, b), "{a} {b}");
        }
        assert!(!is_same_name("bill", "robert"));
    }
}
