//! The distinct words of all lists, and which of them resemble each other.
//!
//! A word is compared with another once, however many names hold the two: with those that share one of its block keys,
//! as a query's words are. Words are numbered in the order of their letters, so that nothing here depends on which
//! list was read first, and of two words the one that sorts first looks at the other, so that both find each other or
//! neither does.

use kashf_text::{
    Glance, Script, Signature, TokenClass, TokenRef, TokenScore, block_keys, token_similarity,
};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::ScreenError;
use crate::alike::{Asked, Least};
use crate::index::{Tables, hash_of, u32_of};
use crate::probe::{joined_keys, single_key, together};

/// The words, with their keys.
pub(super) struct Vocabulary<'e> {
    pub(super) words: Vec<TokenRef<'e>>,
    signatures: Vec<Signature>,
    glances: Vec<Glance>,
    keys: Vec<Vec<u64>>,
    of_key: FxHashMap<u64, Vec<u32>>,
    /// Whole sounds of each word, for what others write apart.
    pub(super) joined: Vec<Vec<u64>>,
}

/// What a word resembles, by rising number; itself among them.
pub(super) type Resembling = Vec<(u32, TokenScore)>;

/// Words that were met in one search.
#[derive(Default)]
pub(super) struct Met {
    step: u32,
    of: Vec<u32>,
}

impl Met {
    fn begin(&mut self, words: usize) {
        self.of.resize(words, 0);
        self.step = self.step.wrapping_add(1);
        if self.step == 0 {
            self.of.fill(0);
            self.step = 1;
        }
    }

    fn is_new(&mut self, word: u32) -> bool {
        match self.of.get_mut(word as usize) {
            Some(seen) if *seen != self.step => {
                *seen = self.step;
                true
            }
            _ => false,
        }
    }
}

impl<'e> Vocabulary<'e> {
    /// The words of these lists, and for each list the numbers of its own.
    pub(super) fn of(lists: &[Tables<'e>]) -> Result<(Self, Vec<Vec<u32>>), ScreenError> {
        let mut all: Vec<(TokenRef<'e>, u32, u32)> = Vec::new();
        for (list, tables) in lists.iter().enumerate() {
            for number in 0..u32_of(tables.token_count()) {
                all.push((tables.token(number)?, u32_of(list), number));
            }
        }
        all.par_sort_unstable_by_key(|(word, list, number)| (order(word), *list, *number));
        let mut numbers: Vec<Vec<u32>> = lists
            .iter()
            .map(|tables| vec![0; tables.token_count()])
            .collect();
        let mut words: Vec<TokenRef<'e>> = Vec::new();
        for (word, list, number) in all {
            if words.last().is_none_or(|last| order(last) != order(&word)) {
                words.push(word);
            }
            numbers[list as usize][number as usize] = u32_of(words.len() - 1);
        }
        Ok((Self::with_keys(words), numbers))
    }

    fn with_keys(words: Vec<TokenRef<'e>>) -> Self {
        let signatures: Vec<Signature> =
            words.par_iter().map(|word| Signature::of(*word)).collect();
        let glances = signatures.iter().map(|own| Glance::new(*own)).collect();
        let keys: Vec<Vec<u64>> = words.par_iter().map(|word| keys_of(*word)).collect();
        let joined = words
            .par_iter()
            .map(|word| joined_keys(*word).iter().map(|key| hash_of(key)).collect())
            .collect();
        let mut of_key: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (word, keys) in keys.iter().enumerate() {
            for key in keys {
                of_key.entry(*key).or_default().push(u32_of(word));
            }
        }
        Self {
            words,
            signatures,
            glances,
            keys,
            of_key,
            joined,
        }
    }

    /// What a word resembles; `later`: only words that sort behind it, and itself.
    pub(super) fn resembling(&self, word: u32, later: bool, met: &mut Met) -> Resembling {
        let own = self.words[word as usize];
        let asked = Asked::new(self.glances[word as usize].clone(), own, Least::Usual);
        met.begin(self.words.len());
        met.is_new(word);
        let mut found = vec![(word, token_similarity(own, own))];
        for key in &self.keys[word as usize] {
            for &other in self.of_key.get(key).map_or(&[][..], Vec::as_slice) {
                if (later && other < word) || !met.is_new(other) {
                    continue;
                }
                let (first, second) = (word.min(other) as usize, word.max(other) as usize);
                if !self.glances[first].may_resemble(&self.signatures[second]) {
                    continue;
                }
                let signature = &self.signatures[other as usize];
                let score = asked.alike(self.words[other as usize], signature);
                found.extend(score.map(|score| (other, score)));
            }
        }
        found.sort_unstable_by_key(|(other, _)| *other);
        found
    }

    /// Whether a slip, a cut or a short form may make one word of the other.
    pub(super) fn may_be_damaged(&self, one: u32, other: u32) -> bool {
        let (one, other) = (one as usize, other as usize);
        self.glances[one].may_be_damaged(&self.signatures[other])
            || self.glances[other].may_be_damaged(&self.signatures[one])
    }
}

fn order<'a>(word: &TokenRef<'a>) -> (&'a str, Script, TokenClass) {
    (word.text, word.script, word.class)
}

/// The keys under which the index has a word, and those by which it is asked for.
fn keys_of(word: TokenRef<'_>) -> Vec<u64> {
    let mut keys = Vec::new();
    block_keys(word, &mut keys);
    if together(word.script) {
        keys.extend(joined_keys(word).iter().map(|key| single_key(key)));
    }
    let mut hashes: Vec<u64> = keys.iter().map(|key| hash_of(key)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
