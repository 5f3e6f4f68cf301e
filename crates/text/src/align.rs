//! Two names side by side: which tokens belong together, and how alike the names are.

use crate::similarity::token_similarity;
use crate::types::{
    Alignment, How, NameKind, NameToken, NameTokenRef, TokenClass, TokenPair, TokenScore,
};

/// Tokens less alike than this are not laid together.
pub(crate) const LEAST_PAIR: u16 = 600;
/// Tokens of one name that are laid side by side; the rest count as extra.
const MOST_TOKENS: usize = 24;

/// Lays two names side by side. Symmetric: the sides can be swapped.
#[must_use]
pub fn compare(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
) -> Alignment {
    compare_with(query, candidate, kind, &|i, j| {
        token_similarity(query[i].token, candidate[j].token)
    })
}

/// As [`compare`], with token similarities that the caller already has.
#[must_use]
pub fn compare_with(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    similarities: &dyn Fn(usize, usize) -> TokenScore,
) -> Alignment {
    let _ = kind;
    let (n, m) = (
        query.len().min(MOST_TOKENS),
        candidate.len().min(MOST_TOKENS),
    );
    let mut scored = Vec::new();
    for i in 0..n {
        for j in 0..m {
            let score = similarities(i, j);
            if score.thousandths >= LEAST_PAIR {
                scored.push((score, i, j));
            }
        }
    }
    scored
        .sort_by_key(|&(score, i, j)| (std::cmp::Reverse(score.thousandths), i.abs_diff(j), i, j));
    let mut partner_query = vec![None; query.len()];
    let mut partner_candidate = vec![None; candidate.len()];
    let mut pairs = Vec::new();
    for (score, i, j) in scored {
        if partner_query[i].is_some() || partner_candidate[j].is_some() {
            continue;
        }
        partner_query[i] = Some(j);
        partner_candidate[j] = Some(i);
        pairs.push(TokenPair {
            query: vec![i],
            candidate: vec![j],
            thousandths: score.thousandths,
            how: score.how,
        });
    }
    pairs.sort_by_key(|pair| pair.query[0]);
    let extra = |partners: &[Option<usize>]| -> Vec<usize> {
        (0..partners.len())
            .filter(|&i| partners[i].is_none())
            .collect()
    };
    let (extra_query, extra_candidate) = (extra(&partner_query), extra(&partner_candidate));
    let weigh = |token: &NameTokenRef<'_>| u64::from(token.token.weight);
    let (mut total, mut of) = (0, 0);
    for pair in &pairs {
        let weight = weigh(&query[pair.query[0]]) + weigh(&candidate[pair.candidate[0]]);
        total += weight * u64::from(pair.thousandths);
        of += weight;
    }
    let a: u64 = extra_query.iter().map(|&i| weigh(&query[i])).sum();
    let b: u64 = extra_candidate.iter().map(|&j| weigh(&candidate[j])).sum();
    // Words missing on one side are usual; words on both sides contradict each other.
    let missing = a.min(b) * 2 + (a.max(b) - a.min(b)) * 7 / 10;
    let similarity = if of + missing == 0 {
        0
    } else {
        total / (of + missing)
    };
    let _ = (How::Same, TokenClass::Word, NameToken::FAMILY);
    Alignment {
        similarity: similarity.min(1000) as u16,
        pairs,
        extra_query,
        extra_candidate,
        notes: Vec::new(),
    }
}
