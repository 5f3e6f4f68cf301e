//! What a token of a query resembles in one list, remembered between queries.
//!
//! Given names repeat from record to record, so most of a batch's tokens were compared before. The
//! memory is bounded and holds nothing that could not be computed again: with or without it the
//! answers are the same bytes.

use std::sync::{Arc, Mutex};

use kashf_text::{Script, TokenClass, TokenRef, TokenScore};
use rustc_hash::FxHashMap;

/// Tokens of the list that resemble one token.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    /// Most alike first: token, thousandths.
    pub(crate) by_score: Vec<(u32, u16)>,
    /// By token number.
    by_token: Vec<(u32, TokenScore)>,
}

impl Hits {
    /// From unsorted hits.
    pub(crate) fn new(mut hits: Vec<(u32, TokenScore)>) -> Self {
        hits.sort_unstable_by_key(|(token, _)| *token);
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

/// A token, as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HitsKey {
    text: String,
    script: Script,
    class: TokenClass,
}

impl HitsKey {
    /// The key of a token.
    pub(crate) fn new(token: TokenRef<'_>) -> Self {
        Self {
            text: token.text.to_owned(),
            script: token.script,
            class: token.class,
        }
    }
}

/// Remembered hits of one list.
#[derive(Debug, Default)]
pub(crate) struct HitMemory {
    hits: Mutex<(FxHashMap<HitsKey, Arc<Hits>>, usize)>,
}

impl HitMemory {
    /// Hits kept for one list, 16 bytes each; when they are more, all are forgotten.
    const MAX_HITS: usize = 500_000;

    /// What is remembered of a token.
    pub(crate) fn find(&self, key: &HitsKey) -> Option<Arc<Hits>> {
        self.hits.lock().ok()?.0.get(key).cloned()
    }

    /// Remembers.
    pub(crate) fn keep(&self, key: HitsKey, hits: &Arc<Hits>) {
        if let Ok(mut memory) = self.hits.lock() {
            // A key itself takes room, too.
            memory.1 += hits.by_score.len() + 8;
            if memory.1 > Self::MAX_HITS {
                *memory = (FxHashMap::default(), hits.by_score.len() + 8);
            }
            memory.0.insert(key, Arc::clone(hits));
        }
    }
}
