//! The dictionary of a list: each distinct token once, with the names that hold it.

use kashf_text::{NameToken, Signature, Token, block_keys};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use zerocopy::little_endian::{U16, U32, U64};

use super::compile::u32_of;
use super::lists::{Pairs, hash_of};
use super::{NameRow, NameTokenRow, TokenRow};
use crate::probe::{joined_keys, single_key};

/// Tokens of a block of the dictionary: keys of so many are made at a time.
const BLOCK_TOKENS: usize = 16_384;

/// Tokens by the order in which they first appeared.
#[derive(Default)]
pub(super) struct Dictionary {
    numbers: FxHashMap<Token, u32>,
}

impl Dictionary {
    /// The number of a token, which is taken up when it is new.
    pub(super) fn number(&mut self, token: Token) -> u32 {
        let next = u32_of(self.numbers.len());
        *self.numbers.entry(token).or_insert(next)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The tables, and the keys that lead to the tokens. The tokens of the names get their final numbers.
    pub(super) fn finish(
        self,
        names: &[NameRow],
        name_tokens: &mut [NameTokenRow],
    ) -> (TokenTable, Pairs) {
        let tokens: Vec<(Token, u32)> = self.numbers.into_iter().collect();
        let mut tokens: Vec<Seen> = tokens
            .into_par_iter()
            .map(|(token, first)| {
                let signature = Signature::of(token.as_ref());
                Seen {
                    signature: signature.to_words(),
                    sounds: signature.in_order_of_sounds(),
                    token,
                    first,
                }
            })
            .collect();
        // In the order of their sounds: what shares a key lies together, and so does what is read.
        tokens.par_sort_unstable_by(|a, b| a.order().cmp(&b.order()));
        let mut renumbered = vec![U32::new(0); tokens.len()];
        for (number, seen) in tokens.iter().enumerate() {
            renumbered[seen.first as usize] = U32::new(u32_of(number));
        }
        name_tokens
            .par_iter_mut()
            .for_each(|row| row.token = renumbered[row.token.get() as usize]);
        let (starts, postings) = postings_of(tokens.len(), names, name_tokens);
        let mut table = TokenTable {
            postings,
            ..TokenTable::default()
        };
        let mut keys = Pairs::default();
        for (block, some) in tokens.chunks(BLOCK_TOKENS).enumerate() {
            let hashes: Vec<Vec<u64>> = some.par_iter().map(|seen| keys_of(&seen.token)).collect();
            for (place, (seen, hashes)) in some.iter().zip(hashes).enumerate() {
                let number = block * BLOCK_TOKENS + place;
                table.add(seen, starts[number], starts[number + 1]);
                keys.add_all(hashes, u32_of(number));
            }
        }
        (table, keys)
    }
}

/// A token of the list, and as which it first appeared.
struct Seen {
    token: Token,
    first: u32,
    signature: [u64; 3],
    sounds: u64,
}

impl Seen {
    fn order(&self) -> impl Ord + '_ {
        let token = &self.token;
        (self.sounds, token.script, token.text.as_str(), token.class)
    }
}

/// Hashes of the keys that lead to a token.
fn keys_of(token: &Token) -> Vec<u64> {
    let mut keys = Vec::new();
    block_keys(token.as_ref(), &mut keys);
    let joined = joined_keys(token.as_ref());
    keys.extend(joined.iter().map(|key| single_key(key)));
    keys.iter().map(|key| hash_of(key)).collect()
}

/// Names by token: where each token's begin, and all of them, rising.
fn postings_of(
    tokens: usize,
    names: &[NameRow],
    name_tokens: &[NameTokenRow],
) -> (Vec<u32>, Vec<U32>) {
    let each = |take: &mut dyn FnMut(usize, u32)| {
        // A name that holds a token twice stands there once.
        let mut last = vec![u32::MAX; tokens];
        for (number, name) in names.iter().enumerate() {
            let number = u32_of(number);
            let start = name.token_start.get() as usize;
            for row in &name_tokens[start..start + usize::from(name.token_count.get())] {
                let token = row.token.get() as usize;
                if last[token] != number {
                    last[token] = number;
                    take(token, number);
                }
            }
        }
    };
    let mut starts = vec![0_u32; tokens + 1];
    each(&mut |token, _| starts[token + 1] += 1);
    for token in 0..tokens {
        starts[token + 1] += starts[token];
    }
    let mut next = starts.clone();
    let mut postings = vec![U32::new(0); starts[tokens] as usize];
    each(&mut |token, name| {
        postings[next[token] as usize] = U32::new(name);
        next[token] += 1;
    });
    (starts, postings)
}

/// The tables of the tokens.
#[derive(Default)]
pub(super) struct TokenTable {
    pub(super) rows: Vec<TokenRow>,
    pub(super) signatures: Vec<[U64; 3]>,
    pub(super) text: Vec<u8>,
    pub(super) sounds: Vec<u32>,
    pub(super) postings: Vec<U32>,
}

impl TokenTable {
    fn add(&mut self, seen: &Seen, start: u32, end: u32) {
        let token = &seen.token;
        self.rows.push(TokenRow {
            text_start: U32::new(u32_of(self.text.len())),
            sound_start: U32::new(u32_of(self.sounds.len())),
            posting_start: U32::new(start),
            posting_count: U32::new(end - start),
            text_len: U16::new(u16::try_from(token.text.len()).unwrap_or(u16::MAX)),
            sound_len: U16::new(u16::try_from(token.sound.len()).unwrap_or(u16::MAX)),
            weight: U16::new(token.weight),
            script: token.script as u8,
            class: token.class as u8,
        });
        self.signatures.push(seen.signature.map(U64::new));
        self.text.extend(token.text.as_bytes());
        self.sounds.extend(&token.sound);
    }
}

/// Sum of the weights of the tokens that tell something.
pub(crate) fn weight_of(tokens: &[NameToken]) -> u32 {
    tokens
        .iter()
        .map(|token| u32::from(retrieval_weight(token.token.weight, token.flags)))
        .sum()
}

/// What a token counts in retrieval; titles count next to nothing.
pub(crate) fn retrieval_weight(weight: u16, flags: u8) -> u16 {
    if flags & NameToken::TITLE == 0 {
        weight
    } else {
        weight.min(5)
    }
}
