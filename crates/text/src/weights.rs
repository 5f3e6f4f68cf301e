//! How much a token tells: a fixed table of common names, and the class of the token.
//!
//! Weights never come from the lists that happen to be loaded: loading a list must not move the
//! score of anyone on another.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::classic::is_classic;
use crate::tables::{Role, role, rows};
use crate::tokens::single_text;
use crate::types::TokenClass;

/// The weight of a name that is in no table.
pub(crate) const ORDINARY: u16 = 100;

/// The weight of a classic Arabic name: many bear it.
const CLASSIC: u16 = 75;

pub(crate) fn weight(text: &str, class: TokenClass) -> u16 {
    match class {
        TokenClass::LegalForm => 8,
        TokenClass::Generic => 40,
        TokenClass::Number => 90,
        TokenClass::Initial => 30,
        TokenClass::Word => match role(text) {
            Some(Role::Title) => 10,
            Some(Role::Soft | Role::Nasab) => 40,
            Some(Role::Particle | Role::And) => 15,
            // Left at the end of a name it was no article: Kim Kyong Il.
            Some(Role::Article | Role::Assimilated) => 80,
            None if is_classic(text) => common(text).unwrap_or(CLASSIC).min(CLASSIC),
            _ => common(text).unwrap_or(ORDINARY),
        },
    }
}

const COMMON: &str = include_str!("../../../data/names/weights.tsv");

const BY_HAND: &str = include_str!("../../../data/names/common_names.tsv");

/// The weight of a common name, common wherever one table says so; none when it is in neither: the generated table
/// does not know all names that are common.
fn common(text: &str) -> Option<u16> {
    static TABLE: OnceLock<FxHashMap<Cow<'static, str>, u16>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let parse = |(text, weight): (&'static str, &str)| {
            Some((Cow::Borrowed(text), weight.parse().ok()?))
        };
        let mut table: FxHashMap<_, _> = rows(COMMON).filter_map(parse).collect();
        for (text, weight) in hand_written() {
            let counted = table.entry(Cow::Owned(text)).or_insert(weight);
            *counted = weight.min(*counted);
        }
        table
    });
    table.get(text).copied()
}

/// Common names of people that the generated table does not know.
fn hand_written() -> FxHashMap<String, u16> {
    let mut table = FxHashMap::default();
    for (weight, names) in rows(BY_HAND) {
        let Ok(weight) = weight.parse() else { continue };
        for text in names.split_whitespace().filter_map(single_text) {
            table.entry(text).or_insert(weight);
        }
    }
    table
}

/// Whether a word stands in the table of common names.
pub(crate) fn is_common(text: &str) -> bool {
    common(text).is_some()
}
