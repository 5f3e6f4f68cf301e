//! From a prepared name to the names of one list that may be it.
//!
//! Every distinct token of the list that resembles a token of the query is found through block keys
//! and compared once; each name then holds the weighted sum of what its tokens share with the query.
//! Names that share enough go on to the full comparison: there is no "best 50 hits". What binds, if
//! ever, is [`MAX_COMPARED`], and then the answer says `partial`.

use kashf_text::{
    NameKind, PreparedName, TokenClass, TokenRef, TokenScore, block_keys, prepare, token_similarity,
};
use rustc_hash::FxHashMap;

use crate::ScreenError;
use crate::index::{Tables, retrieval_weight};

/// Tokens less alike than this lead to no name. Below it lie different names (research,
/// names-and-press, section 3: "forbid" list); a name needs other tokens then.
const MIN_TOKEN_SIMILARITY: u16 = 550;

/// Share of the lighter name that must be covered, in thousandths. A two-token name whose
/// rarer token is found has 500 or more and is compared; its commoner token alone does not reach.
const MIN_COVERED: u32 = 480;

/// Names compared in full for one name of the query.
pub(crate) const MAX_COMPARED: usize = 50_000;

/// Longest token that is tried joined with its neighbour (*Jean Paul*, *Jeanpaul*).
const MAX_JOINED_BYTES: usize = 24;

/// Working memory of one query, kept between queries.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    covered: Vec<u32>,
    seen: Vec<u16>,
    touched: Vec<u32>,
    keys: Vec<String>,
    tokens: Vec<u32>,
}

/// What the query's tokens resemble in one list: by token of the query, by token of the list.
pub(crate) type Similarities = Vec<FxHashMap<u32, TokenScore>>;

/// Names to compare in full.
#[derive(Debug, Default)]
pub(crate) struct Retrieved {
    pub(crate) names: Vec<u32>,
    pub(crate) similarities: Similarities,
    /// Names left out by [`MAX_COMPARED`].
    pub(crate) left_out: usize,
}

/// Finds the names of a list that share enough with the query.
pub(crate) fn retrieve(
    tables: &Tables<'_>,
    query: &PreparedName,
    scratch: &mut Scratch,
) -> Result<Retrieved, ScreenError> {
    scratch.covered.resize(tables.name_count(), 0);
    scratch.seen.resize(tables.name_count(), 0);
    let mut found = Retrieved::default();
    let mut total = 0;
    let mut step = 0;
    for token in &query.tokens {
        let weight = u32::from(retrieval_weight(token.token.weight, token.flags)).max(1);
        total += weight;
        step += 1;
        let hits = resembling(tables, token.token.as_ref(), scratch)?;
        cover(tables, &hits, weight, step, scratch)?;
        found.similarities.push(hits.into_iter().collect());
    }
    for (joined, weight) in joined_tokens(query) {
        step += 1;
        let hits = resembling(tables, joined.as_ref(), scratch)?;
        cover(tables, &hits, weight, step, scratch)?;
    }
    collect(tables, query, total, scratch, &mut found)?;
    Ok(found)
}

/// Two neighbouring words written as one, with the weight that both had.
pub(crate) fn joined_tokens(name: &PreparedName) -> Vec<(kashf_text::Token, u32)> {
    let mut joined = Vec::new();
    for pair in name.tokens.windows(2) {
        let (a, b) = (&pair[0].token, &pair[1].token);
        let words = a.class == TokenClass::Word && b.class == TokenClass::Word;
        if !words || a.script != b.script || a.text.len() + b.text.len() > MAX_JOINED_BYTES {
            continue;
        }
        let text = format!("{}{}", a.text, b.text);
        let mut prepared = prepare(&text, name.kind);
        if prepared.tokens.len() == 1 {
            let weight = u32::from(a.weight) + u32::from(b.weight);
            joined.extend(prepared.tokens.pop().map(|token| (token.token, weight)));
        }
    }
    joined
}

/// The tokens of the list that resemble one token, most alike first.
fn resembling(
    tables: &Tables<'_>,
    token: TokenRef<'_>,
    scratch: &mut Scratch,
) -> Result<Vec<(u32, TokenScore)>, ScreenError> {
    scratch.keys.clear();
    scratch.tokens.clear();
    block_keys(token, &mut scratch.keys);
    for key in &scratch.keys {
        scratch
            .tokens
            .extend(tables.tokens_of_key(key)?.iter().map(|number| number.get()));
    }
    scratch.tokens.sort_unstable();
    scratch.tokens.dedup();
    let mut hits = Vec::new();
    for &number in &scratch.tokens {
        let score = token_similarity(token, tables.token(number)?);
        if score.thousandths >= MIN_TOKEN_SIMILARITY {
            hits.push((number, score));
        }
    }
    hits.sort_unstable_by_key(|(number, score)| (std::cmp::Reverse(score.thousandths), *number));
    Ok(hits)
}

/// Adds to each name what its most similar token shares with one token of the query.
fn cover(
    tables: &Tables<'_>,
    hits: &[(u32, TokenScore)],
    weight: u32,
    step: u16,
    scratch: &mut Scratch,
) -> Result<(), ScreenError> {
    for (token, score) in hits {
        let share = weight * u32::from(score.thousandths) / 1000;
        for name in tables.postings(*token)? {
            let name = name.get();
            let Some(seen) = scratch.seen.get_mut(name as usize) else {
                continue;
            };
            if *seen == step {
                continue;
            }
            if *seen == 0 {
                scratch.touched.push(name);
            }
            *seen = step;
            scratch.covered[name as usize] += share;
        }
    }
    Ok(())
}

fn collect(
    tables: &Tables<'_>,
    query: &PreparedName,
    total: u32,
    scratch: &mut Scratch,
    found: &mut Retrieved,
) -> Result<(), ScreenError> {
    let exact = tables.names_of_exact(&query.exact)?;
    let mut enough: Vec<(u32, u32)> = Vec::new();
    for &name in &scratch.touched {
        let covered = scratch.covered[name as usize];
        scratch.covered[name as usize] = 0;
        scratch.seen[name as usize] = 0;
        let (weight, kind) = tables.name_head(name)?;
        let lighter = total.min(u32::from(weight)).max(1);
        if same_reading(query.kind, kind) && covered * 1000 >= lighter * MIN_COVERED {
            enough.push((covered, name));
        }
    }
    scratch.touched.clear();
    for name in exact {
        let (_, kind) = tables.name_head(name.get())?;
        if same_reading(query.kind, kind) {
            enough.push((u32::MAX, name.get()));
        }
    }
    if enough.len() > MAX_COMPARED {
        enough.sort_unstable_by_key(|(covered, name)| (std::cmp::Reverse(*covered), *name));
        found.left_out = enough.len() - MAX_COMPARED;
        enough.truncate(MAX_COMPARED);
    }
    found.names = enough.into_iter().map(|(_, name)| name).collect();
    found.names.sort_unstable();
    found.names.dedup();
    Ok(())
}

fn same_reading(query: NameKind, candidate: NameKind) -> bool {
    query == candidate || query == NameKind::Unknown || candidate == NameKind::Unknown
}
