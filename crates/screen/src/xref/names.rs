//! The distinct names of all lists: what they are made of, who bears them, and how names find each other.
//!
//! One name on five lists is looked up once. Names are numbered in the order of their words, so that no number
//! depends on the order of the lists.

use kashf_text::{NameKind, NameToken, NameTokenRef, PreparedName, Token, TokenClass};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::vocabulary::Vocabulary;
use crate::index::{NameRole, hash_of, retrieval_weight, u32_of};
use crate::probe::{acronym_hashes, joined_keys, joined_tokens};
use crate::reach::tells;

/// How a name is read, and its words with their flags.
pub(super) type Spelling = (NameKind, Vec<(u32, u8)>);

/// One distinct name.
pub(super) struct Name {
    pub(super) kind: NameKind,
    pub(super) tokens: Vec<(u32, u8)>,
    /// Its words, each once.
    pub(super) words: Vec<u32>,
    /// What its words weigh in retrieval, at least 1.
    pub(super) weight: u32,
    /// Words that tell one party from another.
    pub(super) telling: usize,
    /// Sounds of neighbours written as one.
    pub(super) joined: Vec<u64>,
    pub(super) acronyms: Vec<u64>,
}

/// A party that bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bearer {
    pub(super) party: u32,
    pub(super) role: NameRole,
}

/// All names.
pub(super) struct Names {
    pub(super) names: Vec<Name>,
    pub(super) bearers: Vec<Vec<Bearer>>,
    by_word: FxHashMap<(u8, u32), Vec<u32>>,
    by_joined: FxHashMap<(u8, u64), Vec<u32>>,
    by_acronym: FxHashMap<u64, Vec<u32>>,
    /// Words by their whole sound.
    single: FxHashMap<u64, Vec<u32>>,
}

impl Names {
    /// From the names as they were met, each with its bearer. Also gives the number of each.
    pub(super) fn of(met: Vec<(Spelling, Bearer)>, vocabulary: &Vocabulary<'_>) -> Self {
        let mut met = met;
        met.par_sort_unstable_by(|a, b| (order(&a.0), a.1).cmp(&(order(&b.0), b.1)));
        let mut spellings: Vec<Spelling> = Vec::new();
        let mut bearers: Vec<Vec<Bearer>> = Vec::new();
        for (spelling, bearer) in met {
            if spellings.last() != Some(&spelling) {
                spellings.push(spelling);
                bearers.push(Vec::new());
            }
            if let Some(bearers) = bearers.last_mut() {
                // The strongest role comes first.
                if bearers.last().is_none_or(|last| last.party != bearer.party) {
                    bearers.push(bearer);
                }
            }
        }
        let names: Vec<Name> = spellings
            .into_par_iter()
            .map(|spelling| name_of(spelling, vocabulary))
            .collect();
        let mut all = Self {
            names,
            bearers,
            by_word: FxHashMap::default(),
            by_joined: FxHashMap::default(),
            by_acronym: FxHashMap::default(),
            single: FxHashMap::default(),
        };
        for (number, name) in all.names.iter().enumerate() {
            let (number, kind) = (u32_of(number), name.kind as u8);
            for word in &name.words {
                all.by_word.entry((kind, *word)).or_default().push(number);
            }
            for key in &name.joined {
                all.by_joined.entry((kind, *key)).or_default().push(number);
            }
            for key in &name.acronyms {
                all.by_acronym.entry(*key).or_default().push(number);
            }
        }
        for (word, keys) in vocabulary.joined.iter().enumerate() {
            for key in keys {
                all.single.entry(*key).or_default().push(u32_of(word));
            }
        }
        all
    }

    /// The number of a name as it is spelled.
    pub(super) fn number_of(&self, spelling: &Spelling) -> Option<u32> {
        let known = |name: &Name| (name.kind as u8, name.tokens.as_slice()).cmp(&order(spelling));
        self.names.binary_search_by(known).ok().map(u32_of)
    }

    pub(super) fn with_word(&self, kind: NameKind, word: u32) -> &[u32] {
        slice(self.by_word.get(&(kind as u8, word)))
    }

    pub(super) fn with_joined(&self, kind: NameKind, key: u64) -> &[u32] {
        slice(self.by_joined.get(&(kind as u8, key)))
    }

    pub(super) fn with_acronym(&self, key: u64) -> &[u32] {
        slice(self.by_acronym.get(&key))
    }

    pub(super) fn words_of_sound(&self, key: u64) -> &[u32] {
        slice(self.single.get(&key))
    }

    /// The words of a name as they are compared.
    pub(super) fn tokens<'e>(
        &self,
        name: u32,
        vocabulary: &Vocabulary<'e>,
    ) -> Vec<NameTokenRef<'e>> {
        let tokens = &self.names[name as usize].tokens;
        let token = |(word, flags): &(u32, u8)| NameTokenRef {
            token: vocabulary.words[*word as usize],
            flags: *flags,
        };
        tokens.iter().map(token).collect()
    }
}

fn slice<T>(list: Option<&Vec<T>>) -> &[T] {
    list.map_or(&[][..], Vec::as_slice)
}

fn order(spelling: &Spelling) -> (u8, &[(u32, u8)]) {
    (spelling.0 as u8, &spelling.1)
}

fn name_of((kind, tokens): Spelling, vocabulary: &Vocabulary<'_>) -> Name {
    let refs = tokens
        .iter()
        .map(|(word, flags)| (vocabulary.words[*word as usize], *flags));
    let weight = refs
        .clone()
        .map(|(word, flags)| u32::from(retrieval_weight(word.weight, flags)));
    let telling = refs
        .clone()
        .filter(|(word, flags)| tells(word.class, *flags));
    let prepared = PreparedName {
        kind,
        exact: String::new(),
        tokens: refs
            .clone()
            .map(|(word, flags)| NameToken {
                token: Token {
                    text: word.text.to_owned(),
                    sound: word.sound.to_vec(),
                    script: word.script,
                    class: word.class,
                    weight: word.weight,
                },
                flags,
                words: (0, 0),
            })
            .collect(),
        truncated: false,
        seen_through: Vec::new(),
    };
    let mut joined: Vec<u64> = joined_tokens(&prepared)
        .iter()
        .flat_map(|(token, _)| joined_keys(token.as_ref()))
        .map(|key| hash_of(&key))
        .collect();
    joined.sort_unstable();
    joined.dedup();
    let mut acronyms = acronym_hashes(&prepared);
    acronyms.sort_unstable();
    acronyms.dedup();
    // What a legal form adds is no word of the name.
    let mut words: Vec<u32> = tokens
        .iter()
        .map(|(word, _)| *word)
        .filter(|word| vocabulary.words[*word as usize].class != TokenClass::LegalForm)
        .collect();
    words.sort_unstable();
    words.dedup();
    Name {
        kind,
        weight: weight.sum::<u32>().max(1),
        telling: telling.count(),
        words,
        joined,
        acronyms,
        tokens,
    }
}
