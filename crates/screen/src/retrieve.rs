//! From a prepared name to the names of one list that may be it.
//!
//! Every distinct token of the list that resembles a token of the query is found through block keys
//! and compared once; each name then holds the weighted sum of what its tokens share with the query.
//! Names that share enough go on to the full comparison: there is no "best 50 hits". What binds, if
//! ever, is [`MAX_COMPARED`], and then the answer says `partial`.

use std::sync::Arc;

use kashf_text::{
    NameKind, PreparedName, Script, TokenClass, TokenRef, block_keys, join, token_similarity,
    whole_keys,
};
use zerocopy::little_endian::U32;

use crate::ScreenError;
use crate::index::{Hits, HitsKey, Tables, retrieval_weight};

/// Tokens less alike than this lead to no name. Below it lie different names (research,
/// names-and-press, section 3: "forbid" list); a name needs other tokens then.
pub(crate) const MIN_TOKEN_SIMILARITY: u16 = 550;

/// Share of the lighter name that must be covered, in thousandths: in a name of two ordinary tokens the
/// one that a key leads to is enough. Measured: at 600 the casebook's Maghreb page loses three of its
/// 20 found rows.
pub(crate) const MIN_COVERED: u32 = 450;

/// What two tokens that were written as one count, in thousandths: their sound is the same, their
/// letters were not looked at.
pub(crate) const JOINED_SHARE: u32 = 900;

/// Joined words with fewer consonants than this sound like too many others.
const MIN_JOINED_SOUNDS: usize = 4;

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

/// Names to compare in full.
#[derive(Debug, Default)]
pub(crate) struct Retrieved {
    pub(crate) names: Vec<u32>,
    /// What each token of the query resembles.
    pub(crate) hits: Vec<Arc<Hits>>,
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
    let weights: Vec<u32> = query
        .tokens
        .iter()
        .map(|token| u32::from(retrieval_weight(token.token.weight, token.flags)).max(1))
        .collect();
    let total: u32 = weights.iter().sum();
    let mut step = 0;
    for (token, weight) in query.tokens.iter().zip(&weights) {
        let token = token.token.as_ref();
        let hits = resembling(tables, token, scratch)?;
        step += 1;
        for (number, thousandths) in &hits.by_score {
            let share = weight * u32::from(*thousandths) / 1000;
            cover(tables.postings(*number)?, share, step, scratch);
        }
        for key in joined_keys(token) {
            let share = weight * JOINED_SHARE / 1000;
            cover(tables.names_of_joined(&key)?, share, step, scratch);
        }
        found.hits.push(hits);
    }
    for (joined, weight) in joined_tokens(query) {
        step += 1;
        let mut keys: Vec<String> = joined_keys(joined.as_ref())
            .iter()
            .map(|key| single_key(key))
            .collect();
        if together(joined.script) {
            block_keys(joined.as_ref(), &mut keys);
        }
        for key in keys {
            for number in tables.tokens_of_key(&key)? {
                let score = token_similarity(joined.as_ref(), tables.token(number.get())?);
                if score.thousandths >= MIN_TOKEN_SIMILARITY {
                    let share = weight * u32::from(score.thousandths) / 1000;
                    cover(tables.postings(number.get())?, share, step, scratch);
                }
            }
        }
    }
    collect(tables, query, total, scratch, &mut found)?;
    Ok(found)
}

/// The names of exactly this form only, as [`retrieve`] adds them whatever else it finds.
pub(crate) fn retrieve_exact(
    tables: &Tables<'_>,
    query: &PreparedName,
) -> Result<Retrieved, ScreenError> {
    let mut found = Retrieved::default();
    collect(tables, query, 1, &mut Scratch::default(), &mut found)?;
    Ok(found)
}

/// The whole sounds of a token as keys, for words written as one; none for short ones.
pub(crate) fn joined_keys(token: TokenRef<'_>) -> Vec<String> {
    let units = token.sound.len().saturating_sub(1);
    let mut keys = Vec::new();
    if token.class == TokenClass::Word && units >= MIN_JOINED_SOUNDS {
        whole_keys(token, &mut keys);
    }
    keys
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
        let weight = u32::from(a.weight) + u32::from(b.weight);
        joined.extend(join(a, b, name.kind).map(|token| (token, weight)));
    }
    joined
}

/// Scripts that write full names without a blank: what was taken apart as family and given name
/// may be a foreign word, which has the keys of any word.
const fn together(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hangul)
}

/// A whole sound as a key among the block keys of single tokens.
pub(crate) fn single_key(joined_key: &str) -> String {
    format!("!{joined_key}")
}

/// The tokens of the list that resemble one token, most alike first.
fn resembling(
    tables: &Tables<'_>,
    token: TokenRef<'_>,
    scratch: &mut Scratch,
) -> Result<Arc<Hits>, ScreenError> {
    let key = HitsKey::new(token);
    if let Some(hits) = tables.memory.find(&key) {
        return Ok(hits);
    }
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
    let hits = Arc::new(Hits::new(hits));
    tables.memory.keep(key, &hits);
    Ok(hits)
}

/// Adds to each name what it shares with one token of the query; a name counts once a step, so the
/// most alike of its tokens must come first.
fn cover(names: &[U32], share: u32, step: u16, scratch: &mut Scratch) {
    for name in names {
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

pub(crate) fn same_reading(query: NameKind, candidate: NameKind) -> bool {
    query == candidate || query == NameKind::Unknown || candidate == NameKind::Unknown
}

/// True when names of this list may be left out of a comparison, so that an answer may depend on more entries than
/// it shows.
pub(crate) fn may_leave_out(tables: &Tables<'_>) -> bool {
    tables.name_count() > MAX_COMPARED
}
