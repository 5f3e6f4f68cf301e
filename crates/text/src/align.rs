//! Two names side by side: the tokens that belong together, and how alike the names are.
//!
//! What it does: pairs tokens, joins split ones, hands the result to the judge of the kind.

use std::cmp::Ordering;

use smallvec::SmallVec;

use crate::assign::{LEAST_PAIR, MOST_TOKENS, Matrix, assign, glued_nasab, one};
use crate::judge::judge;
use crate::second::reconsider;
use crate::similarity::{Matcher, similarity};
use crate::types::{
    Alignment, How, NameKind, NameToken, NameTokenRef, Places, TokenClass, TokenPair, TokenScore,
};

/// Lays two names side by side. Symmetric: swapping the names swaps the sides of the alignment
/// and leaves the similarity as it is.
#[must_use]
pub fn compare(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
) -> Alignment {
    let (mut ours, mut theirs) = (Matchers::new(), Matchers::new());
    prepare(query, &mut ours);
    prepare(candidate, &mut theirs);
    compare_with(query, candidate, kind, &|i, j| {
        similarity(&ours[i], &theirs[j], LEAST_PAIR)
    })
}

type Matchers<'n> = SmallVec<[Matcher<'n>; 6]>;

/// Makes the tokens ready that are laid side by side.
fn prepare<'n>(tokens: &[NameTokenRef<'n>], into: &mut Matchers<'n>) {
    for token in tokens.iter().take(MOST_TOKENS) {
        into.push(Matcher::new(token.token));
    }
}

/// As [`compare`], with token similarities that the caller already has; they must be those of
/// [`crate::token_similarity`]. Tokens less alike than [`LEAST_PAIR`] are never laid together: what stays below it may
/// be answered as anything below it.
#[must_use]
pub fn compare_with(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    similarities: &dyn Fn(usize, usize) -> TokenScore,
) -> Alignment {
    // One order of the two names, whichever is the query: ties are then broken alike.
    if order(query, candidate) == Ordering::Greater {
        let mut alignment = lay(candidate, query, kind, &|i, j| similarities(j, i));
        for pair in &mut alignment.pairs {
            std::mem::swap(&mut pair.query, &mut pair.candidate);
        }
        alignment.pairs.sort_by(|a, b| a.query.cmp(&b.query));
        std::mem::swap(&mut alignment.extra_query, &mut alignment.extra_candidate);
        return alignment;
    }
    lay(query, candidate, kind, similarities)
}

fn order(a: &[NameTokenRef<'_>], b: &[NameTokenRef<'_>]) -> Ordering {
    let key = |token: &NameTokenRef<'_>| (token.token.script, token.token.class, token.flags);
    a.len().cmp(&b.len()).then_with(|| {
        a.iter()
            .zip(b)
            .map(|(a, b)| a.token.text.cmp(b.token.text).then(key(a).cmp(&key(b))))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    })
}

fn lay(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    kind: NameKind,
    similarities: &dyn Fn(usize, usize) -> TokenScore,
) -> Alignment {
    let matrix = Matrix::new(query.len(), candidate.len(), similarities);
    let mut pairs = assign(query, candidate, &matrix);
    for pair in &mut pairs {
        if let ([i], [j]) = (&pair.query[..], &pair.candidate[..])
            && pair.thousandths < GLUED_BELOW
        {
            let score = glued(&query[*i], &candidate[*j]);
            if score > pair.thousandths {
                (pair.thousandths, pair.how) = (score, How::Joined);
            }
        }
    }
    let (mut extra_query, mut extra_candidate) = extras(query, candidate, &pairs);
    if glue_nasab(query, candidate, &extra_query, &extra_candidate, &mut pairs) {
        (extra_query, extra_candidate) = extras(query, candidate, &pairs);
    }
    let kind = match kind {
        NameKind::Unknown if is_organization(query) || is_organization(candidate) => {
            NameKind::Organization
        }
        NameKind::Unknown => NameKind::Person,
        known => known,
    };
    let mut alignment = Alignment {
        similarity: 0,
        pairs,
        extra_query,
        extra_candidate,
        notes: Vec::new(),
    };
    judge(query, candidate, kind, &mut alignment);
    reconsider(query, candidate, kind, &mut alignment);
    alignment
}

fn is_organization(tokens: &[NameTokenRef<'_>]) -> bool {
    tokens.iter().any(|token| {
        matches!(
            token.token.class,
            TokenClass::LegalForm | TokenClass::Generic
        )
    })
}

/// The tokens without a partner, on each side.
pub(crate) fn extras(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    pairs: &[TokenPair],
) -> (Vec<usize>, Vec<usize>) {
    (
        free(query.len(), pairs, |pair| &pair.query),
        free(candidate.len(), pairs, |pair| &pair.candidate),
    )
}

/// The places of one side that no pair has.
fn free(count: usize, pairs: &[TokenPair], of: fn(&TokenPair) -> &Places) -> Vec<usize> {
    // The places of nearly every name fit into the bits of a word.
    let mut taken = 0_u64;
    for pair in pairs {
        let places = of(pair).iter().filter(|&&at| at < 64);
        places.for_each(|at| taken |= 1 << at);
    }
    let is_free = |&at: &usize| match at {
        ..64 => taken >> at & 1 == 0,
        _ => !pairs.iter().any(|pair| of(pair).contains(&at)),
    };
    let mut free = Vec::with_capacity(count.saturating_sub(taken.count_ones() as usize));
    free.extend((0..count).filter(is_free));
    free
}

/// Pairs less alike than this are looked at again: one may have a *bin* glued to it.
const GLUED_BELOW: u16 = 800;

fn glued(a: &NameTokenRef<'_>, b: &NameTokenRef<'_>) -> u16 {
    glued_nasab(&a.token, b).max(glued_nasab(&b.token, a))
}

/// Binladin and bin Laden.
fn glue_nasab(
    query: &[NameTokenRef<'_>],
    candidate: &[NameTokenRef<'_>],
    extra_query: &[usize],
    extra_candidate: &[usize],
    pairs: &mut Vec<TokenPair>,
) -> bool {
    // Two names of hundreds of words are not tried each with each for nothing.
    let after = |tokens: &[NameTokenRef<'_>], extra: &[usize]| {
        let nasab = |&&at: &&usize| tokens[at].flags & NameToken::AFTER_NASAB != 0;
        extra.iter().any(|at| nasab(&at))
    };
    if !after(query, extra_query) && !after(candidate, extra_candidate) {
        return false;
    }
    for &i in extra_query {
        for &j in extra_candidate {
            let score = glued(&query[i], &candidate[j]);
            if score >= LEAST_PAIR {
                pairs.push(TokenPair {
                    query: one(i),
                    candidate: one(j),
                    thousandths: score,
                    how: How::Joined,
                });
                pairs.sort_by(|a, b| a.query.cmp(&b.query));
                return true;
            }
        }
    }
    false
}
