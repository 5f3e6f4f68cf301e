//! Names: scripts, normal forms, tokens, sounds, and the comparison of two names. Pure.
//!
//! A name is prepared once ([`prepare`]) and then compared through what people write and hear in
//! it, in every script, without a detour through English. It does no IO, and holds no list.

mod across;
mod align;
mod alignment;
mod apart;
mod assign;
mod attested;
mod canonical;
mod classic;
mod clean;
mod companies;
mod compounds;
mod crowd;
mod digits;
mod fold;
mod glance;
mod initials;
mod judge;
mod keys;
mod known;
mod letters;
mod lookalikes;
mod measure;
mod most;
mod nicknames;
mod numbers;
mod one_slip;
mod plain;
mod relatives;
mod script;
mod second;
mod sift;
mod signature;
mod similarity;
mod slips;
mod sound;
mod spelling;
mod tables;
mod together;
mod tokens;
mod types;
mod weights;

pub use align::{compare, compare_with};
pub use assign::LEAST_PAIR;
pub use clean::MAX_NAME_CHARS;
pub use glance::Glance;
pub use keys::{acronym_keys, block_keys, join, whole_keys};
pub use most::{Partnered, most_alike};
pub use plain::plain;
pub use script::script_of;
pub use signature::Signature;
pub use similarity::{Matcher, token_similarity, token_similarity_at_least, unattested_similarity};
pub use spelling::spelling_units;
pub use together::together_keys;
pub use types::{
    Alignment, How, NameKind, NameToken, NameTokenRef, Obfuscation, Places, PreparedName, Script,
    Token, TokenClass, TokenPair, TokenRef, TokenScore,
};

/// The similarity from which two names count as the same name.
///
/// Set on 2026-11-22 with `examples/bench_names` as the lowest round value at which the Arabic
/// original names of the UN list (327) against the Latin primary names of its 730 persons give at
/// most 0.01 false hits a query: there 0.963 of the true pairs are accepted, with 0.006 false hits
/// a query, and the 826 pairs of name_bench have F1 0.821 (precision 0.939, recall 0.729; the best
/// F1 of any threshold is 0.825, at 699). Lower, relatives begin to match each other; higher,
/// names with a missing part are lost first.
pub const DEFAULT_SIMILARITY_THRESHOLD: u16 = 740;

/// Version of the tables and rules that a prepared name depends on. It stands in every compiled
/// index and in the policy id: change it with every change of `prepare`, of sounds or of block keys.
pub const TABLES_VERSION: &str = "names-8";

/// Makes a name ready for comparison. At most [`MAX_NAME_CHARS`] characters are read.
///
/// ```
/// use kashf_text::{NameKind, prepare};
/// let name = prepare("Dr. Nur al-Din  HASAN", NameKind::Person);
/// assert_eq!(name.exact, "dr nur al din hasan");
/// let words: Vec<&str> = name.tokens.iter().map(|t| t.token.text.as_str()).collect();
/// assert_eq!(words, ["dr", "nurdin", "hasan"]);
/// ```
#[must_use]
pub fn prepare(name: &str, kind: NameKind) -> PreparedName {
    let mut clean = clean::clean(name);
    let tokens = tokens::tokenise(&clean.exact, kind, &mut clean.seen_through);
    clean.seen_through.sort_unstable();
    clean.seen_through.dedup();
    PreparedName {
        kind,
        tokens,
        exact: clean.exact,
        truncated: clean.truncated,
        seen_through: clean.seen_through,
    }
}

/// Prepares and compares two names.
///
/// ```
/// use kashf_text::{NameKind, compare_names};
/// assert_eq!(compare_names("Ann Lee", "ANN LEE", NameKind::Person).similarity, 1000);
/// ```
#[must_use]
pub fn compare_names(a: &str, b: &str, kind: NameKind) -> Alignment {
    let (a, b) = (prepare(a, kind), prepare(b, kind));
    compare(&a.token_refs(), &b.token_refs(), kind)
}
