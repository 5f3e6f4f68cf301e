//! What a token of a query resembles in the lists, remembered between queries.
//!
//! Given names repeat from record to record, so most of a batch's tokens were compared before. The
//! memory is bounded and holds nothing that could not be computed again: with or without it the
//! answers are the same bytes.

use std::sync::{Arc, Mutex};

use kashf_text::{Glance, Script, TokenClass, TokenRef, TokenScore};
use rustc_hash::FxHashMap;

/// Tokens of one list that resemble one token.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    /// Most alike first: token, thousandths.
    pub(crate) by_score: Vec<(u32, u16)>,
    /// By token number.
    by_token: Vec<(u32, TokenScore)>,
}

impl Hits {
    /// From hits by rising token number.
    pub(crate) fn new(hits: Vec<(u32, TokenScore)>) -> Self {
        let mut by_score: Vec<(u32, u16)> = hits
            .iter()
            .map(|(token, score)| (*token, score.thousandths))
            .collect();
        by_score.sort_by_key(|(_, thousandths)| std::cmp::Reverse(*thousandths));
        Self {
            by_score,
            by_token: hits,
        }
    }

    /// How alike a token of the list is, when it is among the hits.
    pub(crate) fn score(&self, token: u32) -> Option<TokenScore> {
        let at = self
            .by_token
            .binary_search_by_key(&token, |(token, _)| *token)
            .ok()?;
        self.by_token.get(at).map(|(_, score)| *score)
    }
}

/// Tokens of all lists that resemble one token.
#[derive(Debug)]
pub(crate) struct TokenHits {
    /// The token, ready to be held against others.
    pub(crate) glance: Glance,
    /// In the order of the engine's indexes.
    pub(crate) of: Vec<Hits>,
}

/// A token, as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HitsKey {
    text: String,
    script: Script,
    class: TokenClass,
    /// Two words written as one, which are looked up by other keys.
    joined: bool,
    /// Found by a wide search.
    wide: bool,
}

impl HitsKey {
    /// The key of a token.
    pub(crate) fn new(token: TokenRef<'_>, joined: bool, wide: bool) -> Self {
        Self {
            text: token.text.to_owned(),
            script: token.script,
            class: token.class,
            joined,
            wide,
        }
    }
}

/// Remembered hits.
#[derive(Debug, Default)]
pub(crate) struct HitMemory {
    hits: Mutex<Remembered>,
}

#[derive(Debug, Default)]
struct Remembered {
    hits: FxHashMap<HitsKey, Arc<TokenHits>>,
    size: usize,
}

impl HitMemory {
    /// Hits kept, 20 bytes each; when they are more, all are forgotten.
    const MAX_HITS: usize = 1_500_000;

    /// What is remembered of a token.
    pub(crate) fn find(&self, key: &HitsKey) -> Option<Arc<TokenHits>> {
        self.hits.lock().ok()?.hits.get(key).cloned()
    }

    /// Remembers.
    pub(crate) fn keep(&self, key: HitsKey, hits: &Arc<TokenHits>) {
        if let Ok(mut memory) = self.hits.lock() {
            // The key and each list take room, too.
            let size = hits
                .of
                .iter()
                .map(|hits| hits.by_score.len() + 3)
                .sum::<usize>()
                + 32;
            if memory.size + size > Self::MAX_HITS {
                *memory = Remembered::default();
            }
            memory.size += size;
            memory.hits.insert(key, Arc::clone(hits));
        }
    }
}
