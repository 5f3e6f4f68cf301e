//! The same results for every input: what names give today, held by numbers.
//!
//! A change that only makes things faster leaves these as they are. A change of rules or tables moves
//! them: then the new numbers are written here, with the rule in the same commit.
//! `--example golden_names` does the same over the real names of `../shared`.

#[path = "golden/hash.rs"]
mod hash;

use hash::{
    Hash, Series, alignment, damaged, keys, names_of, near_miss, prepared, ready, similarity,
};
use kashf_text::{NameKind, PreparedName, Token};

const WORDS: &str = include_str!("golden/words.tsv");
const KINDS: [NameKind; 4] = [
    NameKind::Person,
    NameKind::Organization,
    NameKind::Vessel,
    NameKind::Unknown,
];

/// Rows of two spellings of one word.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
}

fn words() -> Vec<&'static str> {
    rows().flat_map(|(a, b)| [a, b]).collect()
}

/// Every word by itself, and each once damaged.
fn tokens(kind: NameKind) -> Vec<Token> {
    let mut series = Series(11);
    let mut tokens = Vec::new();
    for word in words() {
        for word in [word.to_owned(), damaged(word, &mut series)] {
            tokens.extend(
                ready(&word, kind)
                    .tokens
                    .into_iter()
                    .map(|token| token.token),
            );
        }
    }
    tokens.sort();
    tokens.dedup();
    tokens
}

fn names(count: usize) -> Vec<(String, String)> {
    let (mut series, words) = (Series(5), words());
    names_of(&words, count, &mut series)
        .into_iter()
        .map(|name| {
            let near = near_miss(&name, &words, &mut series);
            (name, near)
        })
        .collect()
}

#[test]
fn tokens_are_alike_as_before() {
    let mut hash = Hash::new();
    for kind in [NameKind::Person, NameKind::Organization] {
        let tokens = tokens(kind);
        for (at, a) in tokens.iter().enumerate() {
            // Each against its neighbours by sort order, and against every seventh of the others.
            for b in tokens[at..].iter().take(40) {
                similarity(a, b, &mut hash);
            }
            for b in tokens.iter().skip(at % 7).step_by(7) {
                similarity(a, b, &mut hash);
            }
        }
    }
    for (a, b) in rows() {
        let (a, b) = (ready(a, NameKind::Person), ready(b, NameKind::Person));
        for a in &a.tokens {
            for b in &b.tokens {
                similarity(&a.token, &b.token, &mut hash);
                similarity(&b.token, &a.token, &mut hash);
            }
        }
    }
    assert_eq!(hash.0, 0x1da3_7116_4ab2_d471, "{:#x}", hash.0);
}

#[test]
fn names_are_prepared_as_before() {
    let mut hash = Hash::new();
    for (name, near) in names(3000) {
        for kind in KINDS {
            prepared(&ready(&name, kind), &mut hash);
        }
        prepared(&ready(&near, NameKind::Person), &mut hash);
    }
    assert_eq!(hash.0, 0x99cf_c96a_42fc_e2fb, "{:#x}", hash.0);
}

#[test]
fn keys_are_as_before() {
    let mut hash = Hash::new();
    for (name, near) in names(3000) {
        keys(&ready(&name, NameKind::Person), &mut hash);
        keys(&ready(&near, NameKind::Organization), &mut hash);
    }
    assert_eq!(hash.0, 0x564b_894e_7e22_3baa, "{:#x}", hash.0);
}

#[test]
fn names_are_compared_as_before() {
    let mut hash = Hash::new();
    let names = names(3000);
    for kind in KINDS {
        let ready: Vec<(PreparedName, PreparedName)> = names
            .iter()
            .map(|(name, near)| (ready(name, kind), ready(near, kind)))
            .collect();
        for (at, (name, near)) in ready.iter().enumerate() {
            alignment(name, near, kind, &mut hash);
            let (other, _) = &ready[(at * 31 + 7) % ready.len()];
            alignment(name, other, kind, &mut hash);
        }
    }
    assert_eq!(hash.0, 0x0968_6bf7_334d_9005, "{:#x}", hash.0);
}
