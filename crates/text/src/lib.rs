//! Names: scripts, normal forms, tokens, sounds, and the comparison of two names. Pure.
//!
//! A name is prepared once ([`prepare`]) and then compared through what people write and hear in
//! it, in every script, without a detour through English.

mod types;

pub use types::{
    Alignment, How, NameKind, NameToken, NameTokenRef, Obfuscation, PreparedName, Script, Token,
    TokenClass, TokenPair, TokenRef, TokenScore,
};

/// The dominant script of the letters of a text; none when it has no letters.
#[must_use]
pub fn script_of(_text: &str) -> Option<Script> {
    None
}

/// Makes a name ready for comparison. At most 512 characters are read.
#[must_use]
pub fn prepare(name: &str, kind: NameKind) -> PreparedName {
    PreparedName {
        kind,
        exact: name.to_lowercase(),
        tokens: Vec::new(),
        truncated: false,
        seen_through: Vec::new(),
    }
}

/// Coarse keys by which an index finds tokens that may be alike.
pub fn block_keys(_token: TokenRef<'_>, _out: &mut Vec<String>) {}

/// How alike two tokens are.
#[must_use]
pub fn token_similarity(_query: TokenRef<'_>, _candidate: TokenRef<'_>) -> TokenScore {
    TokenScore::NONE
}

/// Lays two names side by side.
#[must_use]
pub fn compare(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
) -> Alignment {
    compare_with(query, candidate, kind, &|i, j| {
        token_similarity(query[i].token, candidate[j].token)
    })
}

/// As [`compare`], with token similarities that the caller already has.
#[must_use]
pub fn compare_with(
    _query: &[NameTokenRef<'_>],
    _candidate: &[NameTokenRef<'_>],
    _kind: NameKind,
    _similarities: &dyn Fn(usize, usize) -> TokenScore,
) -> Alignment {
    Alignment {
        similarity: 0,
        pairs: Vec::new(),
        extra_query: Vec::new(),
        extra_candidate: Vec::new(),
        notes: Vec::new(),
    }
}

/// Prepares and compares two names.
#[must_use]
pub fn compare_names(a: &str, b: &str, kind: NameKind) -> Alignment {
    let (a, b) = (prepare(a, kind), prepare(b, kind));
    compare(&a.token_refs(), &b.token_refs(), kind)
}
