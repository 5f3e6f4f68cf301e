//! Classic names that look alike and are not: Muhammad, Mahmud, Ahmad, Hamid; Hasan, Husayn.
//!
//! SOURCE: `data/names/classic_names.tsv`, written by hand from the research's list of pairs that
//! must stay apart. A spelling can belong to several names (Amr: two of them); then it decides
//! nothing between those.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::tables::rows;
use crate::tokens::single_text;

const CLASSIC_NAMES: &str = include_str!("../../../data/names/classic_names.tsv");

/// Names that one spelling can stand for; more than these are never given to one.
pub(crate) type Classes = [u16; 4];
const NONE: u16 = u16::MAX;

fn table() -> &'static FxHashMap<String, Classes> {
    static TABLE: OnceLock<FxHashMap<String, Classes>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: FxHashMap<String, Classes> = FxHashMap::default();
        for (class, (_, spellings)) in rows(CLASSIC_NAMES).enumerate() {
            for text in spellings.split('|').filter_map(single_text) {
                let classes = table.entry(text).or_insert([NONE; 4]);
                let class = class as u16;
                if !classes.contains(&class)
                    && let Some(free) = classes.iter_mut().find(|slot| **slot == NONE)
                {
                    *free = class;
                }
            }
        }
        table
    })
}

/// What the table says about two spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Spellings of one name.
    Same,
    /// Spellings of different names.
    Different,
    /// The table does not know both, or one spelling stands for several names.
    Silent,
}

/// Compares two folded texts by the table.
pub(crate) fn verdict(a: &str, b: &str) -> Verdict {
    let table = table();
    verdict_of(table.get(a), || table.get(b))
}

/// As [`verdict`], with what the table has of the two.
pub(crate) fn verdict_of<'c>(
    a: Option<&Classes>,
    b: impl FnOnce() -> Option<&'c Classes>,
) -> Verdict {
    let Some((a, b)) = a.and_then(|a| Some((a, b()?))) else {
        return Verdict::Silent;
    };
    let shared = a.iter().any(|class| *class != NONE && b.contains(class));
    if !shared {
        return Verdict::Different;
    }
    Verdict::Same
}

/// The classic names that a folded text may stand for.
pub(crate) fn classes(text: &str) -> Option<Classes> {
    table().get(text).copied()
}

/// Whether a folded text is a spelling of a classic name.
pub(crate) fn is_classic(text: &str) -> bool {
    table().contains_key(text)
}

/// Whether a folded text is a spelling of the same classic name as another.
pub(crate) fn is_same_classic(text: &str, other: &str) -> bool {
    verdict(text, other) == Verdict::Same
}
