//! What a set of names gives: every figure of tokens, token pairs, keys and name pairs, as one number each.

use kashf_text::{
    Alignment, NameKind, PreparedName, Token, block_keys, compare, join, prepare, token_similarity,
    token_similarity_at_least, whole_keys,
};

/// What pairs of an alignment reach at least.
const LEAST_PAIR: u16 = 450;

/// FNV-1a: small, and the same on every machine.
pub(crate) struct Hash(pub(crate) u64);

impl Hash {
    pub(crate) const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    pub(crate) fn number(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes(text.as_bytes());
    }
}

/// A fixed series of numbers that look random.
pub(crate) struct Series(pub(crate) u64);

impl Series {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }
}

/// A word with one letter left out, doubled, exchanged or moved.
pub(crate) fn damaged(word: &str, series: &mut Series) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = series.below(letters.len());
    match series.below(4) {
        0 if letters.len() > 1 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters[at] = letters[series.below(letters.len())],
    }
    letters.into_iter().collect()
}

pub(crate) fn prepared(name: &PreparedName, hash: &mut Hash) {
    hash.text(&name.exact);
    hash.text(&format!("{:?}{:?}", name.kind, name.seen_through));
    hash.number(u64::from(name.truncated));
    for token in &name.tokens {
        of_token(&token.token, hash);
        hash.number(u64::from(token.flags));
        hash.number(u64::from(token.words.0) << 16 | u64::from(token.words.1));
    }
}

fn of_token(token: &Token, hash: &mut Hash) {
    hash.text(&token.text);
    token
        .sound
        .iter()
        .for_each(|&unit| hash.number(u64::from(unit)));
    hash.number((token.script as u64) << 32 | (token.class as u64) << 16 | u64::from(token.weight));
}

/// Block keys, whole keys and the keys of neighbours joined.
pub(crate) fn keys(name: &PreparedName, hash: &mut Hash) {
    let mut keys = Vec::new();
    for token in &name.tokens {
        block_keys(token.token.as_ref(), &mut keys);
        whole_keys(token.token.as_ref(), &mut keys);
    }
    for pair in name.tokens.windows(2) {
        if let Some(joined) = join(&pair[0].token, &pair[1].token, name.kind) {
            of_token(&joined, hash);
            whole_keys(joined.as_ref(), &mut keys);
        }
    }
    keys.iter().for_each(|key| hash.text(key));
}

pub(crate) fn similarity(a: &Token, b: &Token, hash: &mut Hash) {
    let score = token_similarity(a.as_ref(), b.as_ref());
    // The bounded form agrees wherever it speaks.
    let least = [1, 300, LEAST_PAIR, 550, 700][(hash.0 % 5) as usize];
    let expected = (score.thousandths >= least).then_some(score);
    let bounded = token_similarity_at_least(a.as_ref(), b.as_ref(), least);
    assert_eq!(bounded, expected, "{} {} from {least}", a.text, b.text);
    hash.number(u64::from(score.thousandths) << 8 | score.how as u64);
}

pub(crate) fn alignment(a: &PreparedName, b: &PreparedName, kind: NameKind, hash: &mut Hash) {
    let alignment = compare(&a.token_refs(), &b.token_refs(), kind);
    of_alignment(&alignment, hash);
}

fn of_alignment(alignment: &Alignment, hash: &mut Hash) {
    let indexes = |indexes: &[usize], hash: &mut Hash| {
        hash.number(indexes.len() as u64);
        indexes.iter().for_each(|&at| hash.number(at as u64));
    };
    hash.number(u64::from(alignment.similarity));
    for pair in &alignment.pairs {
        indexes(&pair.query, hash);
        indexes(&pair.candidate, hash);
        hash.number(u64::from(pair.thousandths) << 8 | pair.how as u64);
    }
    indexes(&alignment.extra_query, hash);
    indexes(&alignment.extra_candidate, hash);
    alignment.notes.iter().for_each(|note| hash.text(note));
}

/// Names made of these words, with the small words that rules turn on.
pub(crate) fn names_of(words: &[&str], count: usize, series: &mut Series) -> Vec<String> {
    const SMALL: [&str; 16] = [
        "al-",
        "bin ",
        "Abu ",
        "Abd al-",
        "Dr. ",
        "M/V ",
        "7 ",
        "Trading ",
        "Ltd ",
        "J. ",
        "de ",
        "O'",
        "Bank of ",
        "Nur al-Din ",
        "alias ",
        "Smith, ",
    ];
    (0..count)
        .map(|_| {
            let mut name = String::new();
            for _ in 0..=series.below(4) {
                if series.below(4) == 0 {
                    name.push_str(SMALL[series.below(SMALL.len())]);
                }
                name.push_str(words[series.below(words.len())]);
                if series.below(12) != 0 {
                    name.push(' ');
                }
            }
            name
        })
        .collect()
}

/// A name with one word damaged, left out, added or moved.
pub(crate) fn near_miss(name: &str, words: &[&str], series: &mut Series) -> String {
    let mut parts: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    if parts.is_empty() {
        return String::new();
    }
    let at = series.below(parts.len());
    match series.below(6) {
        0 if parts.len() > 1 => {
            parts.remove(at);
        }
        1 => parts.insert(at, words[series.below(words.len())].to_owned()),
        2 => parts.rotate_left(at),
        3 => return parts.concat(),
        _ => parts[at] = damaged(&parts[at], series),
    }
    parts.join(" ")
}

pub(crate) fn ready(name: &str, kind: NameKind) -> PreparedName {
    prepare(name, kind)
}
