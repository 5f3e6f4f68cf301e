//! One name of a query made ready to be looked up: what its tokens resemble in every list.
//!
//! Done once a name, whatever the number of lists: keys are computed once, and a word that stands in
//! several lists is compared once.

use std::sync::Arc;

use kashf_text::{
    Glance, LastSounds, Matcher, NameToken, PreparedName, Script, TokenClass, TokenRef, TokenScore,
    acronym_keys, block_keys, join, whole_keys,
};
use rustc_hash::FxHashMap;

use crate::ScreenError;
use crate::index::{HitMemory, Hits, HitsKey, Tables, TokenHits, hash_of, retrieval_weight};

/// Tokens less alike than this lead to no name: below it lie different names (research,
/// names-and-press, section 3: "forbid" list); a name needs other tokens then.
const MIN_TOKEN_SIMILARITY: u16 = 650;

/// What words that are known for two names are held to be alike at most; and the bound of a wide search.
const LEAST_WIDE: u16 = 550;

/// Joined words with fewer consonants than this sound like too many others.
const MIN_JOINED_SOUNDS: usize = 4;

/// Longest token that is tried joined with its neighbour (*Jean Paul*, *Jeanpaul*).
const MAX_JOINED_BYTES: usize = 24;

/// Tokens of a name that are looked at; names of more are compared without a first look at the rest.
pub(crate) const MOST_TOKENS: usize = 64;

/// Working memory of looking up tokens, kept between queries.
#[derive(Debug, Default)]
pub(crate) struct ProbeScratch {
    keys: Vec<String>,
    /// The step in which each token of a list was met last.
    met: Vec<u32>,
    step: u32,
    likely: Vec<u32>,
}

/// A name of the query.
#[derive(Debug)]
pub(crate) struct Probe<'q> {
    pub(crate) name: &'q PreparedName,
    wide: bool,
    /// What each token weighs in retrieval, at least 1.
    pub(crate) weights: Vec<u32>,
    pub(crate) total: u32,
    /// What each token resembles.
    pub(crate) hits: Vec<Arc<TokenHits>>,
    /// Whole sounds of each token, by hash, for words that a list has apart.
    pub(crate) whole: Vec<Vec<u64>>,
    /// Keys of the whole name under which a list has an acronym of it, or what it is an acronym of, by hash.
    pub(crate) acronyms: Vec<u64>,
    /// Neighbours written as one: their weight and what they resemble.
    pub(crate) joined: Vec<(u32, Arc<TokenHits>)>,
}

impl<'q> Probe<'q> {
    /// Looks up the tokens of a name in all lists. A wide search is for who asks for entries below what is shown:
    /// every word that shares a key is measured.
    pub(crate) fn new(
        name: &'q PreparedName,
        lists: &[Tables<'_>],
        memory: &HitMemory,
        wide: bool,
        scratch: &mut ProbeScratch,
    ) -> Result<Self, ScreenError> {
        let search = Search {
            lists,
            memory,
            wide,
        };
        let weights: Vec<u32> = name
            .tokens
            .iter()
            .map(|token| u32::from(retrieval_weight(token.token.weight, token.flags)).max(1))
            .collect();
        let mut probe = Self {
            name,
            wide,
            total: weights.iter().sum(),
            weights,
            hits: Vec::with_capacity(name.tokens.len()),
            whole: Vec::with_capacity(name.tokens.len()),
            acronyms: acronym_hashes(name),
            joined: Vec::new(),
        };
        for token in &name.tokens {
            let token = token.token.as_ref();
            probe.hits.push(resembling(&search, token, false, scratch)?);
            let whole = joined_keys(token);
            probe
                .whole
                .push(whole.iter().map(|key| hash_of(key)).collect());
        }
        for (joined, weight) in joined_tokens(name) {
            let hits = resembling(&search, joined.as_ref(), true, scratch)?;
            probe.joined.push((weight, hits));
        }
        Ok(probe)
    }
}

impl Probe<'_> {
    /// False when a name that shares something with the query is no more than that: one word agrees, or none, and
    /// nothing explains the others. `covered` is what retrieval counted for the name.
    pub(crate) fn may_be_alike(
        &self,
        tables: &Tables<'_>,
        index: usize,
        name: u32,
        covered: u32,
    ) -> Result<bool, ScreenError> {
        if self.wide {
            return Ok(true);
        }
        let rows = tables.rows_of_name(name)?;
        let mut taken = 0_u64;
        let (mut telling, mut hit, mut shared) = (0, 0, 0);
        let mut open = 0_u64;
        for (i, token) in self.name.tokens.iter().enumerate().take(MOST_TOKENS) {
            let mut best = 0;
            for (j, row) in rows.iter().enumerate().take(MOST_TOKENS) {
                if let Some(score) = self.hits[i].of[index].score(row.token.get()) {
                    best = best.max(score.thousandths);
                    taken |= 1 << j;
                }
            }
            shared += self.weights[i] * u32::from(best) / 1000;
            if tells(token.token.class, token.flags) {
                telling += 1;
                hit += usize::from(best > 0);
                open |= u64::from(best == 0) << i;
            }
        }
        // Words written as one count more than the single words do.
        if hit > 1 || telling < 2 || covered > shared {
            return Ok(true);
        }
        let mut others = 0;
        for (j, row) in rows.iter().enumerate().take(MOST_TOKENS) {
            let signature = tables.signature(row.token.get())?;
            if !tells(signature.class(), row.flags) {
                continue;
            }
            others += 1;
            if taken & 1 << j != 0 {
                continue;
            }
            for (i, hits) in self.hits.iter().enumerate().take(MOST_TOKENS) {
                if open & 1 << i != 0 && hits.glance.may_be_damaged(&signature) {
                    return Ok(true);
                }
            }
        }
        Ok(others < 2)
    }
}

/// Words that tell one party from another.
pub(crate) fn tells(class: TokenClass, flags: u8) -> bool {
    class != TokenClass::LegalForm && flags & NameToken::TITLE == 0
}

/// Where tokens are looked up.
struct Search<'l, 't> {
    lists: &'l [Tables<'t>],
    memory: &'l HitMemory,
    wide: bool,
}

/// The tokens of all lists that resemble one token.
fn resembling(
    search: &Search<'_, '_>,
    token: TokenRef<'_>,
    joined: bool,
    scratch: &mut ProbeScratch,
) -> Result<Arc<TokenHits>, ScreenError> {
    let Search {
        lists,
        memory,
        wide,
    } = *search;
    let remembered = HitsKey::new(token, joined, wide);
    if let Some(hits) = memory.find(&remembered) {
        return Ok(hits);
    }
    scratch.keys.clear();
    if joined {
        let whole = joined_keys(token);
        scratch.keys.extend(whole.iter().map(|key| single_key(key)));
    }
    if !joined || together(token.script) {
        block_keys(token, &mut scratch.keys);
    }
    let keys: Vec<u64> = scratch.keys.iter().map(|key| hash_of(key)).collect();
    let glance = Glance::of(token);
    let matcher = Matcher::new(token);
    let mut scores: FxHashMap<(&str, Script, TokenClass), Option<TokenScore>> =
        FxHashMap::default();
    let mut all = Vec::with_capacity(lists.len());
    for tables in lists {
        likely(tables, &keys, (!wide).then_some(&glance), scratch)?;
        let mut hits = Vec::new();
        for &number in &scratch.likely {
            let other = tables.token(number)?;
            let score = *scores
                .entry((other.text, other.script, other.class))
                .or_insert_with(|| alike(&matcher, [token, other], wide));
            hits.extend(score.map(|score| (number, score)));
        }
        all.push(Hits::new(hits));
    }
    let all = Arc::new(TokenHits { glance, of: all });
    memory.keep(remembered, &all);
    Ok(all)
}

/// How alike a token is, when that leads to a name. Words that are known for two names are kept, too: with
/// everything else the same, one may be a slip of the other (*Kanan*, *Kafan*).
pub(crate) fn alike(
    matcher: &Matcher<'_>,
    both: [TokenRef<'_>; 2],
    wide: bool,
) -> Option<TokenScore> {
    let score = matcher.at_least(both[1], LEAST_WIDE)?;
    // Benkharroub, whose first letters may be a word of their own.
    let glued = both
        .iter()
        .any(|token| token.text.starts_with("ben") || token.text.starts_with("bin"));
    (wide || glued || score.thousandths >= MIN_TOKEN_SIMILARITY || score.thousandths == LEAST_WIDE)
        .then_some(score)
}

/// The tokens of one list that share a key and may be alike, rising.
fn likely(
    tables: &Tables<'_>,
    keys: &[u64],
    glance: Option<&Glance>,
    scratch: &mut ProbeScratch,
) -> Result<(), ScreenError> {
    if scratch.met.len() < tables.token_count() {
        scratch.met.resize(tables.token_count(), 0);
    }
    scratch.step = scratch.step.wrapping_add(1);
    if scratch.step == 0 {
        scratch.met.fill(0);
        scratch.step = 1;
    }
    scratch.likely.clear();
    for &key in keys {
        let mut last = LastSounds::default();
        for number in tables.tokens_of_key(key)?.iter() {
            let Some(met) = scratch.met.get_mut(number as usize) else {
                continue;
            };
            if *met != scratch.step {
                *met = scratch.step;
                let likely = match glance {
                    Some(glance) => {
                        glance.may_resemble_after(&tables.signature(number)?, &mut last)
                    }
                    None => true,
                };
                if likely {
                    scratch.likely.push(number);
                }
            }
        }
    }
    scratch.likely.sort_unstable();
    Ok(())
}

/// Keys of a name by its acronym, among those of joined words.
pub(crate) fn acronym_hashes(name: &PreparedName) -> Vec<u64> {
    let keys = acronym_keys(name);
    keys.iter().map(|key| hash_of(&format!("^{key}"))).collect()
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
pub(crate) const fn together(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hangul)
}

/// A whole sound as a key among the block keys of single tokens.
pub(crate) fn single_key(joined_key: &str) -> String {
    format!("!{joined_key}")
}
