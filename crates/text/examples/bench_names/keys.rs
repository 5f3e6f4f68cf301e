//! Block keys: what share of alike tokens meet, and how many tokens a lookup meets.

use std::collections::{BTreeMap, BTreeSet};

use kashf_text::{NameKind, block_keys, prepare, token_similarity};

use crate::un::individuals;

pub(crate) fn keys(xml: &str, units: &str, errors: bool) {
    let mut pairs = Vec::new();
    for line in units.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() > 1 {
            pairs.push((
                prepare(cells[0], NameKind::Person),
                prepare(cells[1], NameKind::Person),
            ));
        }
    }
    for (latin, originals) in individuals(xml) {
        for original in originals {
            pairs.push((
                prepare(&original, NameKind::Person),
                prepare(&latin, NameKind::Person),
            ));
        }
    }
    let (mut alike, mut shared, mut tokens, mut made) = (0_u32, 0_u32, 0_u32, 0_usize);
    for (a, b) in &pairs {
        for x in &a.tokens {
            let mut keys = Vec::new();
            block_keys(x.token.as_ref(), &mut keys);
            tokens += 1;
            made += keys.len();
            for y in &b.tokens {
                if token_similarity(x.token.as_ref(), y.token.as_ref()).thousandths < 600 {
                    continue;
                }
                let mut others = Vec::new();
                block_keys(y.token.as_ref(), &mut others);
                alike += 1;
                let meet = keys.iter().any(|k| others.contains(k));
                shared += u32::from(meet);
                if errors && !meet {
                    println!(
                        "{} {} {:?} | {} {:?}",
                        token_similarity(x.token.as_ref(), y.token.as_ref()).thousandths,
                        x.token.text,
                        keys,
                        y.token.text,
                        others
                    );
                }
            }
        }
        for y in &b.tokens {
            let mut keys = Vec::new();
            block_keys(y.token.as_ref(), &mut keys);
            tokens += 1;
            made += keys.len();
        }
    }
    println!(
        "block keys: {alike} alike token pairs (>= 600), {:.4} share a key; {:.2} keys a token",
        f64::from(shared) / f64::from(alike),
        made as f64 / f64::from(tokens)
    );
    let mut buckets: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (_, b) in &pairs {
        for y in &b.tokens {
            if seen.insert(y.token.text.clone()) {
                let mut keys = Vec::new();
                block_keys(y.token.as_ref(), &mut keys);
                for key in keys {
                    *buckets.entry(key).or_default() += 1;
                }
            }
        }
    }
    let mut sizes: Vec<usize> = buckets.values().copied().collect();
    sizes.sort_unstable();
    println!(
        "  {} distinct Latin tokens in {} buckets; median {}, 99 % {}, largest {}; tokens met per key lookup {:.1}",
        seen.len(),
        sizes.len(),
        sizes[sizes.len() / 2],
        sizes[sizes.len() * 99 / 100],
        sizes.last().copied().unwrap_or(0),
        sizes.iter().map(|s| (s * s) as f64).sum::<f64>() / sizes.iter().sum::<usize>() as f64
    );
}
