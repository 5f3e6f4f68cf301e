//! One name of a query made ready to be looked up: what its tokens resemble in every list.
//!
//! Done once a name, whatever the number of lists: keys are computed once, and a word that stands in
//! several lists is compared once.

use std::sync::Arc;

use kashf_text::{
    Glance, PreparedName, Script, Signature, TokenClass, TokenRef, TokenScore, acronym_keys,
    block_keys, join, together_keys, whole_keys,
};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::ScreenError;
use crate::alike::{Asked, Least};
use crate::index::{HitMemory, Hits, HitsKey, Tables, TokenHits, hash_of, retrieval_weight};
use crate::reach::{Beyond, Side, Word, ceilings};

/// Joined words with fewer consonants than this sound like too many others.
const MIN_JOINED_SOUNDS: usize = 4;

/// Longest token that is tried joined with its neighbour (*Jean Paul*, *Jeanpaul*).
const MAX_JOINED_BYTES: usize = 24;

/// Working memory of looking up tokens, kept between queries.
#[derive(Debug, Default)]
pub(crate) struct ProbeScratch {
    keys: Vec<String>,
    /// The step in which each token of a list was met last.
    met: Vec<u32>,
    step: u32,
    /// Tokens of the list that share a key, each once, and how they look.
    sharing: Vec<u32>,
    signatures: Vec<Signature>,
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
    /// Keys of the whole name under which a list has its words as one, or one word as several, by hash.
    pub(crate) together: Vec<u64>,
    /// The most that a name of so many words can reach.
    ceilings: Vec<u16>,
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
            together: together_hashes(name),
            ceilings: ceilings(name),
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
    /// The most that a name can reach in similarity, or `enough`; `covered` is what retrieval counted for it, and
    /// `may_be_damaged` says whether a damage may make one word of a token of the query and one of the list.
    pub(crate) fn reach(
        &self,
        tables: &Tables<'_>,
        index: usize,
        (name, covered): (u32, u32),
        enough: u16,
        may_be_damaged: impl Fn(usize, u32) -> bool,
    ) -> Result<u16, ScreenError> {
        if self.wide {
            return Ok(1000);
        }
        let rows = tables.rows_of_name(name)?;
        let ceiling = self.ceilings.get(rows.len()).copied().unwrap_or(1000);
        if ceiling < enough {
            return Ok(ceiling);
        }
        let mut theirs: SmallVec<[Word; 8]> = SmallVec::new();
        for row in rows {
            theirs.push(tables.word(row)?);
        }
        let mut ours: SmallVec<[Word; 8]> = SmallVec::new();
        let mut known: SmallVec<[u16; 32]> = SmallVec::new();
        let mut shared = 0;
        for ((token, hits), weight) in self.name.tokens.iter().zip(&self.hits).zip(&self.weights) {
            let mut best = 0;
            for row in rows {
                let score = hits.of[index].score(row.token.get());
                let score = score.map_or(0, |score| score.thousandths);
                best = best.max(score);
                known.push(score);
            }
            shared += weight * u32::from(best) / 1000;
            ours.push(Word {
                weight: token.token.weight,
                class: token.token.class,
                flags: token.flags,
            });
        }
        let as_one = !self.together.is_empty() && ours.len().min(theirs.len()) == 1;
        let beyond = if covered <= shared {
            Beyond::Nothing
        } else if self.acronyms.is_empty() && !as_one {
            let ours = if self.joined.is_empty() { 1 } else { 2 };
            Beyond::Joined { ours }
        } else {
            Beyond::More
        };
        let side = Side {
            ours: &ours,
            theirs: &theirs,
            kind: self.name.kind,
            known: &known,
            beyond,
        };
        Ok(side.reach(enough, |i, j| may_be_damaged(i, rows[j].token.get())))
    }
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
    let least = if joined && !together(token.script) {
        Least::Joined
    } else if wide {
        Least::Wide
    } else {
        Least::Usual
    };
    let asked = Asked::new(Glance::of(token), token, least);
    let mut scores: FxHashMap<(&str, Script, TokenClass), Option<TokenScore>> =
        FxHashMap::default();
    let mut all = Vec::with_capacity(lists.len());
    for tables in lists {
        let glance = (!wide).then_some(&asked.glance);
        likely(tables, &keys, glance, scratch)?;
        let mut hits = Vec::new();
        for &number in &scratch.likely {
            let other = tables.token(number)?;
            let signature = tables.signature(number)?;
            let score = *scores
                .entry((other.text, other.script, other.class))
                .or_insert_with(|| asked.alike(other, &signature));
            hits.extend(score.map(|score| (number, score)));
        }
        all.push(Hits::new(hits));
    }
    let all = Arc::new(TokenHits {
        glance: asked.glance,
        of: all,
    });
    memory.keep(remembered, &all);
    Ok(all)
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
    scratch.sharing.clear();
    for &key in keys {
        for number in tables.tokens_of_key(key)?.iter() {
            let Some(met) = scratch.met.get_mut(number as usize) else {
                continue;
            };
            if *met != scratch.step {
                *met = scratch.step;
                scratch.sharing.push(number);
            }
        }
    }
    scratch.likely.clear();
    match glance {
        None => scratch.likely.extend(&scratch.sharing),
        Some(glance) => {
            scratch.signatures.clear();
            for &number in &scratch.sharing {
                scratch.signatures.push(tables.signature(number)?);
            }
            let (likely, sharing) = (&mut scratch.likely, &scratch.sharing);
            glance.sift(&scratch.signatures, |at| likely.push(sharing[at]));
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

/// Keys of a name by its words written as one, among those of joined words.
pub(crate) fn together_hashes(name: &PreparedName) -> Vec<u64> {
    let keys = together_keys(name);
    keys.iter().map(|key| hash_of(&format!("~{key}"))).collect()
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
