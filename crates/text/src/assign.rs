//! Which token of one name belongs to which of the other: best total first, then joins.

use smallvec::{SmallVec, smallvec};

use crate::across::joined_across;
use crate::letters::Letters;
use crate::similarity::token_similarity;
use crate::sound::{Heard, class, sound};
use crate::types::{
    How, NameToken, NameTokenRef, Places, Script, TokenClass, TokenPair, TokenRef, TokenScore,
};

/// Tokens less alike than this are not laid together: who gives similarities to [`crate::compare_with`] need not tell
/// those below it from one another.
pub const LEAST_PAIR: u16 = 450;
/// Joined tokens must be this much alike: joining is a liberty.
const LEAST_JOINED: u16 = 800;
/// A word of Chinese or Korean characters that was taken apart as a full name may be a foreign word
/// after all: to read it whole is no liberty.
const LEAST_FOREIGN: u16 = 550;
/// What a join costs against the same tokens written alike.
const JOIN_COST: u16 = 15;
/// Tokens of one name that are laid side by side; the rest count as extra. Real names have fewer
/// (the longest of the UN list has 12).
pub(crate) const MOST_TOKENS: usize = 24;

/// Similarities of all token pairs.
pub(crate) struct Matrix {
    scores: SmallVec<[TokenScore; 36]>,
    columns: usize,
    rows: usize,
}

impl Matrix {
    pub(crate) fn new(
        rows: usize,
        columns: usize,
        similarities: &dyn Fn(usize, usize) -> TokenScore,
    ) -> Self {
        let (rows, columns) = (rows.min(MOST_TOKENS), columns.min(MOST_TOKENS));
        let mut scores = SmallVec::from_elem(TokenScore::NONE, rows * columns);
        // Names may have no tokens.
        for (row, scores) in scores.chunks_exact_mut(columns.max(1)).enumerate() {
            for (column, score) in scores.iter_mut().enumerate() {
                *score = similarities(row, column);
            }
        }
        Self {
            scores,
            columns,
            rows,
        }
    }

    fn at(&self, row: usize, column: usize) -> TokenScore {
        self.scores[row * self.columns + column]
    }
}

/// The pairs of an assignment, in the order of the first name.
pub(crate) fn assign(
    first: &[NameTokenRef<'_>],
    second: &[NameTokenRef<'_>],
    matrix: &Matrix,
) -> Vec<TokenPair> {
    let partner = best_partners(first, second, matrix);
    let mut pairs: Vec<TokenPair> = Vec::with_capacity(matrix.rows);
    for (i, partner) in partner.iter().enumerate().take(matrix.rows) {
        let Some(j) = *partner else {
            continue;
        };
        let score = matrix.at(i, j);
        pairs.push(TokenPair {
            query: one(i),
            candidate: one(j),
            thousandths: score.thousandths,
            how: score.how,
        });
    }
    let whole = pairs.len() == first.len() && pairs.len() == second.len();
    if !whole {
        // Joined on the one side, then, with the sides swapped, on the other.
        join(
            first,
            second,
            matrix.rows,
            matrix.columns,
            &mut pairs,
            false,
        );
        join(second, first, matrix.columns, matrix.rows, &mut pairs, true);
        pairs.sort_by(|a, b| a.query.cmp(&b.query));
    }
    pairs
}

/// One place, without a look at how many there may be.
pub(crate) fn one(at: usize) -> Places {
    Places::from_buf_and_len([at, 0], 1)
}

/// What it is worth to lay two tokens together: likeness, weight, and a little for the place.
fn worth(
    first: &[NameTokenRef<'_>],
    second: &[NameTokenRef<'_>],
    matrix: &Matrix,
    i: usize,
    j: usize,
) -> u64 {
    let score = matrix.at(i, j);
    if score.thousandths < LEAST_PAIR || score.how == How::Distinct {
        return 0;
    }
    let weight = u64::from(first[i].token.weight.min(second[j].token.weight));
    let credit = u64::from(score.thousandths - LEAST_PAIR + 100);
    weight * credit * 100 + 99 - (i.abs_diff(j) as u64).min(99)
}

/// Greedy, then repaired by exchanging two pairs at a time until nothing gains.
fn best_partners(
    first: &[NameTokenRef<'_>],
    second: &[NameTokenRef<'_>],
    matrix: &Matrix,
) -> [Option<usize>; MOST_TOKENS] {
    let mut options: SmallVec<[(u64, usize, usize); 16]> = SmallVec::new();
    let mut partner = [None; MOST_TOKENS];
    let (mut columns, mut rivals) = (0_u32, false);
    for (i, partner) in partner.iter_mut().enumerate().take(matrix.rows) {
        for j in 0..matrix.columns {
            let worth = worth(first, second, matrix, i, j);
            if worth > 0 {
                rivals |= partner.is_some() || columns & 1 << j != 0;
                *partner = Some(j);
                columns |= 1 << j;
                options.push((worth, i, j));
            }
        }
    }
    if !rivals {
        // No token has a choice.
        return partner;
    }
    options.sort_unstable_by(|a, b| b.cmp(a));
    let mut partner = [None; MOST_TOKENS];
    let mut taken = [None; MOST_TOKENS];
    for &(_, i, j) in &options {
        if partner[i].is_none() && taken[j].is_none() {
            partner[i] = Some(j);
            taken[j] = Some(i);
        }
    }
    // Each option is tried as a wedge between two pairs: i-j comes in, i-old and other-j go, and
    // `other` takes what i leaves.
    let value = |i: usize, j: Option<usize>| j.map_or(0, |j| worth(first, second, matrix, i, j));
    for _ in 0..3 {
        let mut changed = false;
        for &(gain, i, j) in &options {
            let (old, other) = (partner[i], taken[j]);
            if old == Some(j) {
                continue;
            }
            let before = value(i, old) + other.map_or(0, |other| value(other, Some(j)));
            let swapped = match (other, old) {
                (Some(other), Some(old)) => worth(first, second, matrix, other, old),
                _ => 0,
            };
            if gain + swapped <= before {
                continue;
            }
            partner[i] = Some(j);
            taken[j] = Some(i);
            if let Some(old) = old {
                taken[old] = None;
            }
            if let Some(other) = other {
                partner[other] = None;
                if swapped > 0 {
                    partner[other] = old;
                    if let Some(old) = old {
                        taken[old] = Some(other);
                    }
                }
            }
            changed = true;
        }
        if !changed {
            break;
        }
    }
    partner
}

/// Tries two neighbours of `split` joined against one token of `whole`.
fn join(
    split: &[NameTokenRef<'_>],
    whole: &[NameTokenRef<'_>],
    split_count: usize,
    whole_count: usize,
    pairs: &mut Vec<TokenPair>,
    swapped: bool,
) {
    for i in 0..split_count.saturating_sub(1) {
        let (a, b) = (&split[i].token, &split[i + 1].token);
        if !is_joinable(a) || !is_joinable(b) {
            continue;
        }
        for (j, one) in whole.iter().enumerate().take(whole_count) {
            let one = &one.token;
            if !may_join(a, b, one) {
                continue;
            }
            // The pair that one of these three tokens is in now must give way; more than one may not.
            let mut standing = None;
            let mut free = true;
            for (at, pair) in pairs.iter().enumerate() {
                let (splits, wholes) = if swapped {
                    (&pair.candidate[..], &pair.query[..])
                } else {
                    (&pair.query[..], &pair.candidate[..])
                };
                if splits.contains(&i) || splits.contains(&(i + 1)) || wholes.contains(&j) {
                    free &=
                        standing.is_none() && wholes == [j] && (splits == [i] || splits == [i + 1]);
                    standing = Some((at, pair.thousandths));
                }
            }
            if !free {
                continue;
            }
            let foreign = joins_syllables(a) || joins_syllables(one);
            let least = if foreign { LEAST_FOREIGN } else { LEAST_JOINED };
            let score = joined_similarity(a, b, one, least);
            let now = standing.map_or(0, |(_, thousandths)| thousandths);
            if score < least || score <= now {
                continue;
            }
            if let Some((at, _)) = standing {
                pairs.remove(at);
            }
            let (query, candidate) = if swapped {
                (smallvec![j], smallvec![i, i + 1])
            } else {
                (smallvec![i, i + 1], smallvec![j])
            };
            pairs.push(TokenPair {
                query,
                candidate,
                thousandths: score,
                how: How::Joined,
            });
        }
    }
}

fn joins_syllables(token: &TokenRef<'_>) -> bool {
    matches!(token.script, Script::Han | Script::Hangul)
}

/// Whether a token can be a part of a word.
fn is_joinable(token: &TokenRef<'_>) -> bool {
    matches!(
        token.class,
        TokenClass::Word | TokenClass::Generic | TokenClass::Initial
    )
}

/// A cheap look before the expensive one: lengths fit, first sounds or letters meet.
fn may_join(a: &TokenRef<'_>, b: &TokenRef<'_>, whole: &TokenRef<'_>) -> bool {
    if !matches!(whole.class, TokenClass::Word | TokenClass::Generic) {
        return false;
    }
    if a.script == whole.script && b.script == whole.script {
        let (parts, whole_length) = (a.text.len() + b.text.len(), whole.text.len());
        return parts.abs_diff(whole_length) <= 3
            && a.text.as_bytes().first() == whole.text.as_bytes().first()
            && a.text.chars().next() == whole.text.chars().next();
    }
    // Characters and syllables are joined by how they are spelled.
    if joins_syllables(a) || joins_syllables(whole) {
        return a.script == b.script && a.script != whole.script;
    }
    if a.sound.len() < 2 || b.sound.is_empty() || whole.sound.len() < 3 {
        return false;
    }
    let units = a.sound.len() + b.sound.len() - 2;
    let meets = a.sound[0] & whole.sound[0] & class::MASK != 0;
    units.abs_diff(whole.sound.len() - 1) <= 2 && meets
}

/// How alike two words are to one that may be both; what stays below `least` may be answered as anything
/// below it.
fn joined_similarity(a: &TokenRef<'_>, b: &TokenRef<'_>, whole: &TokenRef<'_>, least: u16) -> u16 {
    if a.script == b.script
        && let Some(spelled) = joined_across(*a, *b, *whole, least + JOIN_COST)
    {
        return spelled.saturating_sub(JOIN_COST);
    }
    let least = least + JOIN_COST;
    let sound = match (a.sound.split_last(), b.sound.split_first()) {
        (Some((end, head)), Some((start, tail))) => {
            let mut joined: SmallVec<[u32; 64]> = SmallVec::from_slice(head);
            joined.push(start | end & !class::MASK);
            joined.extend_from_slice(tail);
            Heard::of(&joined)
                .similarity(Heard::of(whole.sound), least)
                .min(970)
        }
        _ => 0,
    };
    let one_script = a.script == whole.script && b.script == whole.script;
    if !one_script {
        return sound.saturating_sub(JOIN_COST);
    }
    let letters = if whole.text.strip_prefix(a.text) == Some(b.text) {
        1000
    } else {
        let text = [a.text, b.text].concat();
        // What sounds right must be borne out by the letters, however few: then they are counted in any case.
        let least = if sound < least { least } else { 0 };
        Letters::of(&text).similarity(&text, &Letters::of(whole.text), whole.text, least)
    };
    // Within one script the letters must bear out what is heard.
    let sound = if letters == 0 {
        sound
    } else {
        sound.min(letters + 150)
    };
    letters.max(sound).saturating_sub(JOIN_COST)
}

/// How alike a token with a *bin* glued to its front is to a name that has the *bin* apart.
pub(crate) fn glued_nasab(glued: &TokenRef<'_>, plain: &NameTokenRef<'_>) -> u16 {
    if plain.flags & NameToken::AFTER_NASAB == 0 || glued.sound.len() < 4 {
        return 0;
    }
    let fronts: &[&str] = match glued.script {
        Script::Latin => &["bin", "ben"],
        Script::Arabic => &["\u{628}\u{646}"],
        _ => return 0,
    };
    let Some(rest) = fronts
        .iter()
        .find_map(|front| glued.text.strip_prefix(front))
    else {
        return 0;
    };
    // Binalshibh: an article behind it.
    let article = match glued.script {
        Script::Latin => "al",
        _ => "\u{627}\u{644}",
    };
    let name = rest
        .strip_prefix(article)
        .filter(|name| name.chars().count() > 2)
        .unwrap_or(rest);
    let token = TokenRef {
        text: name,
        sound: &sound(name, glued.script),
        ..*glued
    };
    token_similarity(token, plain.token)
        .thousandths
        .min(960)
        .saturating_sub(JOIN_COST)
}
