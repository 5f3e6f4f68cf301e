//! Short and pet forms of given names: Bill and William, Sasha and Aleksandr, Pepe and Jose.
//!
//! SOURCE: `data/names/nicknames.tsv`, written by hand. Forms are compared only where
//! a token found no partner in a name that agrees otherwise; that a token is a form stands in its signature.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::classic::{Verdict, is_same_classic, verdict};
use crate::tables::rows;
use crate::tokens::single_text;

const NICKNAMES: &str = include_str!("../../../data/names/nicknames.tsv");

/// The lines that a form stands in, and the full form of each line.
type Table = (FxHashMap<String, Vec<u16>>, Vec<String>);

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::default();
        for (line, (_, forms)) in rows(NICKNAMES).enumerate() {
            let mut forms = forms.split_whitespace().filter_map(single_text).peekable();
            table.1.push(forms.peek().cloned().unwrap_or_default());
            for text in forms {
                table.0.entry(text).or_default().push(line as u16);
            }
        }
        table
    })
}

/// Whether a folded text is a form that the table knows.
pub(crate) fn is_form(text: &str) -> bool {
    table().0.contains_key(text)
}

/// Whether two folded texts are forms of one name.
pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
    let (forms, full) = table();
    let (of_a, of_b) = (forms.get(a), forms.get(b));
    if (of_a.is_none() && of_b.is_none()) || verdict(a, b) == Verdict::Different {
        return false;
    }
    // Md of any spelling of Muhammad.
    let short_of = |short: &Vec<u16>, name: &str| {
        short
            .iter()
            .any(|&line| is_same_classic(&full[usize::from(line)], name))
    };
    match (of_a, of_b) {
        (Some(a), Some(b)) => a.iter().any(|line| b.contains(line)),
        (Some(a), None) => short_of(a, b),
        (None, Some(b)) => short_of(b, a),
        (None, None) => false,
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
