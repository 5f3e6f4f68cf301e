//! The second look: two names that nearly agree, with one damage that explains all the rest.
//!
//! The first look measures words one by one and rightly keeps *Kony* from *Lony*. Here the question is
//! about the whole name: is it the other name, with one slip of a key, without its vowels, cut off at
//! the end of a line, with words glued or split, with a nickname? A damage is accepted only where
//! everything else agrees, which is why it costs hardly an innocent name (figures: decision 0012).

use crate::judge::judge;
use crate::known::is_known;
use crate::slips::{is_bare, is_cut, is_inflected, is_own_name, is_stripped, skeleton, slip};
use crate::tables::legal_form;
use crate::types::{Alignment, How, NameKind, NameToken, NameTokenRef, TokenClass, TokenPair};

/// Notes: message keys of what was found.
pub(crate) mod note {
    pub(crate) const SLIP: &str = "one-slip";
    pub(crate) const NO_VOWELS: &str = "vowels-dropped";
    pub(crate) const CUT: &str = "cut-off";
    pub(crate) const GLUED: &str = "glued-or-split";
    pub(crate) const NICKNAME: &str = "short-form";
}

/// Pairs less alike than this may be something else.
const WEAK: u16 = 870;
/// What a pair is worth that one slip explains: less than any true spelling of a name.
const SLIPPED: u16 = 880;
/// A pet name and its full form.
const NICKNAMED: u16 = 920;
/// *Salam* for *Abdul Salam*.
const PART: u16 = 840;
/// The same words in another order, compounds taken apart by it.
const REORDERED: u16 = 900;
/// Endings of one family name.
const INFLECTED: u16 = 950;
/// A word without its vowels; the second for two consonants, which are many words.
const STRIPPED: (u16, u16) = (900, 860);
/// Words that are the same once joined.
const GLUED: u16 = 970;
/// A compound whose parts stand apart, or whose first part is an initial.
const SCATTERED: u16 = 930;
/// Consonants that a name without vowels must have in all: fewer are anybody's.
const LEAST_CONSONANTS: usize = 5;
/// Letters that a cut name must have kept; the fields that cut names are 20 and 35 wide.
const LEAST_KEPT: usize = 12;
/// What a cut name can reach.
const CUT_OFF: u16 = 880;
/// Tokens up to this weight carry no name.
const LIGHT: u16 = 40;
/// Names with more words are not looked at twice.
const MOST: usize = 12;

type Names<'n> = &'n [NameTokenRef<'n>];

/// Replaces the alignment when one damage explains the names better.
pub(crate) fn reconsider(
    query: Names<'_>,
    candidate: Names<'_>,
    kind: NameKind,
    alignment: &mut Alignment,
) {
    if alignment.similarity >= crate::DEFAULT_SIMILARITY_THRESHOLD
        || kind == NameKind::Vessel
        || query.is_empty()
        || candidate.is_empty()
        || query.len() > MOST
        || candidate.len() > MOST
    {
        return;
    }
    let agreed = alignment
        .pairs
        .iter()
        .filter(|pair| pair.thousandths >= WEAK)
        .count();
    // Only a lost part of a compound is looked for where no word agrees.
    let agrees =
        agreed > 0 || (query.len().min(candidate.len()) == 1 && !alignment.pairs.is_empty());
    // More that differs than agrees is two names.
    let open = query.len().max(candidate.len()) - agreed.min(query.len());
    let mut found: Vec<Alignment> = Vec::new();
    if agrees {
        if open <= agreed + 2 {
            found.extend(repaired(query, candidate, kind, alignment));
        }
        if kind == NameKind::Person {
            found.extend(cut(query, candidate, kind));
        }
    }
    let length = |name: Names<'_>| {
        name.iter()
            .map(|token| token.token.text.len())
            .sum::<usize>()
    };
    let longer = length(query).abs_diff(length(candidate));
    if longer < 2 {
        found.extend(glued(query, candidate, kind));
    }
    if kind == NameKind::Person {
        if longer == 0 {
            found.extend(reordered(query, candidate, alignment));
        }
        found.extend(stripped(query, candidate, kind));
    }
    if let Some(best) = found.into_iter().max_by_key(|found| found.similarity)
        && best.similarity > alignment.similarity
    {
        *alignment = best;
    }
}

/// An alignment of these pairs, judged.
fn judged(
    query: Names<'_>,
    candidate: Names<'_>,
    kind: NameKind,
    mut pairs: Vec<TokenPair>,
    note: &'static str,
) -> Alignment {
    pairs.sort_by(|a, b| a.query.cmp(&b.query));
    let free = |count: usize, taken: fn(&TokenPair) -> &Vec<usize>| -> Vec<usize> {
        (0..count)
            .filter(|at| !pairs.iter().any(|pair| taken(pair).contains(at)))
            .collect()
    };
    let (extra_query, extra_candidate) = (
        free(query.len(), |pair| &pair.query),
        free(candidate.len(), |pair| &pair.candidate),
    );
    let mut alignment = Alignment {
        similarity: 0,
        pairs,
        extra_query,
        extra_candidate,
        notes: vec![note],
    };
    judge(query, candidate, kind, &mut alignment);
    alignment
}

fn pair(query: Vec<usize>, candidate: Vec<usize>, thousandths: u16, how: How) -> TokenPair {
    TokenPair {
        query,
        candidate,
        thousandths,
        how,
    }
}

fn is_word(token: NameTokenRef<'_>) -> bool {
    matches!(token.token.class, TokenClass::Word | TokenClass::Generic)
}

/// Puts right what found no partner or a poor one: compounds in parts, pet names, endings, and one
/// slip, if the rest agrees.
fn repaired(
    query: Names<'_>,
    candidate: Names<'_>,
    kind: NameKind,
    first: &Alignment,
) -> Option<Alignment> {
    let (mut pairs, weak): (Vec<TokenPair>, Vec<TokenPair>) = first
        .pairs
        .iter()
        .cloned()
        .partition(|pair| pair.thousandths >= WEAK);
    let open = |extra: &[usize], of: fn(&TokenPair) -> &Vec<usize>| -> Vec<usize> {
        let mut open: Vec<usize> = weak.iter().flat_map(of).chain(extra).copied().collect();
        open.sort_unstable();
        open
    };
    let mut open_query = open(&first.extra_query, |pair| &pair.query);
    let mut open_candidate = open(&first.extra_candidate, |pair| &pair.candidate);
    if open_query.is_empty()
        || open_candidate.is_empty()
        || open_query.len() + open_candidate.len() > 8
    {
        return None;
    }
    let agreed = pairs.len();
    let mut note = note::SLIP;
    if kind == NameKind::Person {
        let before = pairs.len();
        for swapped in [false, true] {
            scattered(
                query,
                candidate,
                &mut open_query,
                &mut open_candidate,
                &mut pairs,
                swapped,
            );
        }
        if pairs.len() > before {
            note = note::GLUED;
        }
    }
    // One word a side is left: nothing else stands for what was left out.
    let alone = open_query.len() == 1 && open_candidate.len() == 1;
    let (mut slips, mut forms) = (0, 0);
    for i in open_query.clone() {
        for j in open_candidate.clone() {
            if !open_query.contains(&i) || !open_candidate.contains(&j) {
                continue;
            }
            let (a, b) = (query[i], candidate[j]);
            if !is_word(a) || !is_word(b) || a.token.script != b.token.script {
                continue;
            }
            let (thousandths, how) = if kind == NameKind::Person
                && crate::nicknames::is_same_name(a.token.text, b.token.text)
            {
                note = note::NICKNAME;
                (NICKNAMED, How::Attested)
            } else if kind == NameKind::Person && is_inflected(a.token.text, b.token.text) {
                (INFLECTED, How::Attested)
            } else if let Some(thousandths) =
                part(a, b, agreed).filter(|_| alone && kind == NameKind::Person)
            {
                note = note::GLUED;
                (thousandths, How::Joined)
            } else if let Some(form) = glued_form(a, b, query, candidate) {
                note = note::GLUED;
                // The form itself is in the word now; it need not stand without a partner.
                open_query.retain(|&at| query[at].token.text != form);
                open_candidate.retain(|&at| candidate[at].token.text != form);
                forms = 1;
                (GLUED, How::Joined)
            } else if slips == 0 && may_slip(a, b, agreed) {
                slips += 1;
                (SLIPPED, How::Letters)
            } else {
                continue;
            };
            pairs.push(pair(vec![i], vec![j], thousandths, how));
            open_query.retain(|&at| at != i);
            open_candidate.retain(|&at| at != j);
        }
    }
    if pairs.len() == agreed {
        return None;
    }
    // What was poorly paired before and is still free stays so.
    pairs.extend(weak.into_iter().filter(|pair| {
        pair.query.iter().all(|at| open_query.contains(at))
            && pair.candidate.iter().all(|at| open_candidate.contains(at))
    }));
    let mut found = judged(query, candidate, kind, pairs, note);
    if forms > 0 {
        // Judged with the form on one side only; it is on both.
        found.similarity = found.similarity.max(GLUED).min(found.similarity + 60);
    }
    Some(found)
}

/// Short words have many neighbours: they need two words that agree beside them.
fn may_slip(a: NameTokenRef<'_>, b: NameTokenRef<'_>, agreed: usize) -> bool {
    let shorter = a
        .token
        .text
        .chars()
        .count()
        .min(b.token.text.chars().count());
    let enough = if shorter > 2 { agreed > 0 } else { agreed > 1 };
    enough && slip(a.token.text, b.token.text, agreed > 1).is_some()
}

/// The family of the legal form that is glued to one of two words: *Qandilgmbh* beside *Qandil GmbH*.
fn glued_form<'n>(
    a: NameTokenRef<'_>,
    b: NameTokenRef<'_>,
    query: Names<'n>,
    candidate: Names<'n>,
) -> Option<&'static str> {
    let one = |glued: NameTokenRef<'_>, plain: NameTokenRef<'_>, beside: Names<'_>| {
        let form = glued.token.text.strip_prefix(plain.token.text)?;
        let family = legal_form(form)
            .filter(|_| plain.token.text.len() > 2)?
            .family;
        let stands = |token: &NameTokenRef<'_>| {
            token.token.class == TokenClass::LegalForm && token.token.text == family
        };
        beside.iter().any(stands).then_some(family)
    };
    one(a, b, candidate).or_else(|| one(b, a, query))
}

/// What a word is to another beside which so many agree: an article glued to it, or *Abdul* left out,
/// which bearers do (*Abdul Salam*, *Salam*) and which alone makes another name.
fn part(a: NameTokenRef<'_>, b: NameTokenRef<'_>, agreed: usize) -> Option<u16> {
    let one = |glued: NameTokenRef<'_>, plain: NameTokenRef<'_>| {
        let text = glued.token.text;
        let article = ["al", "el"]
            .iter()
            .any(|al| text.strip_prefix(al) == Some(plain.token.text));
        if article && plain.flags & NameToken::ARTICLE != 0 {
            return Some(INFLECTED);
        }
        let left_out = (agreed > 1 && text.strip_prefix("abd") == Some(plain.token.text))
            || (agreed > 2 && text.strip_prefix("abu") == Some(plain.token.text));
        left_out.then_some(PART)
    };
    one(a, b).or_else(|| one(b, a))
}

/// *Latif ... Abdul*, `A. Latif`, *Dad Allah* in another order, beside the compound written as one; and
/// *Abdul Nyazi* for *Abdul X Nyazi*.
fn scattered(
    query: Names<'_>,
    candidate: Names<'_>,
    open_query: &mut Vec<usize>,
    open_candidate: &mut Vec<usize>,
    pairs: &mut Vec<TokenPair>,
    swapped: bool,
) {
    let (parts, whole) = if swapped {
        (candidate, query)
    } else {
        (query, candidate)
    };
    let (open_parts, open_whole) = if swapped {
        (&mut *open_candidate, &mut *open_query)
    } else {
        (&mut *open_query, &mut *open_candidate)
    };
    for j in open_whole.clone() {
        let text = whole[j].token.text;
        let mut found = None;
        for &i in open_parts.iter() {
            for &k in open_parts.iter() {
                if i == k || parts[i].token.script != whole[j].token.script {
                    continue;
                }
                let (front, back) = (parts[i].token, parts[k].token);
                let joined = text.strip_suffix(back.text).is_some_and(|head| {
                    !back.text.is_empty()
                        && (head == front.text
                            || (front.class == TokenClass::Initial
                                && back.class == TokenClass::Word
                                && i + 1 == k
                                && matches!(head, "abd" | "abu")
                                && front.text == "a"))
                });
                // Abdul Nyazi: its own name is lost, and what follows stands for it.
                let lost = back.weight > LIGHT
                    && back.class == TokenClass::Word
                    && front.text.starts_with("abd")
                    && !is_known(text)
                    && text.strip_prefix("abd") == Some(back.text)
                    && back.text.len() > 2
                    && i < k;
                if joined || lost {
                    found = Some((i, k, if joined { SCATTERED } else { SLIPPED }));
                }
            }
        }
        if let Some((i, k, thousandths)) = found {
            let split = vec![i.min(k), i.max(k)];
            pairs.push(if swapped {
                pair(vec![j], split, thousandths, How::Joined)
            } else {
                pair(split, vec![j], thousandths, How::Joined)
            });
            open_parts.retain(|&at| at != i && at != k);
            open_whole.retain(|&at| at != j);
        }
    }
}

/// The same letters in the same order, with blanks elsewhere: what is left between a common beginning
/// and a common end is joined on both sides.
fn glued(query: Names<'_>, candidate: Names<'_>, kind: NameKind) -> Option<Alignment> {
    let same = |a: &NameTokenRef<'_>, b: &NameTokenRef<'_>| {
        a.token.text == b.token.text && a.token.class == b.token.class
    };
    let front = query
        .iter()
        .zip(candidate)
        .take_while(|(a, b)| same(a, b))
        .count();
    let (rest_query, rest_candidate) = (&query[front..], &candidate[front..]);
    let back = rest_query
        .iter()
        .rev()
        .zip(rest_candidate.iter().rev())
        .take_while(|(a, b)| same(a, b))
        .count();
    let middle_query = &rest_query[..rest_query.len() - back];
    let middle_candidate = &rest_candidate[..rest_candidate.len() - back];
    if middle_query.len() == middle_candidate.len()
        || middle_query.is_empty()
        || middle_candidate.is_empty()
    {
        return None;
    }
    let readable = |tokens: Names<'_>| {
        tokens.iter().all(|token| {
            matches!(
                token.token.class,
                TokenClass::Word | TokenClass::Generic | TokenClass::Initial
            )
        })
    };
    if !readable(middle_query) || !readable(middle_candidate) {
        return None;
    }
    let length = |tokens: Names<'_>| {
        tokens
            .iter()
            .map(|token| token.token.text.len())
            .sum::<usize>()
    };
    let (long, short) = (length(middle_query), length(middle_candidate));
    if long.abs_diff(short) > 1 || long < 4 {
        return None;
    }
    let text = |tokens: Names<'_>| {
        tokens
            .iter()
            .map(|token| token.token.text)
            .collect::<String>()
    };
    let (a, b) = (text(middle_query), text(middle_candidate));
    let thousandths = if a == b {
        GLUED
    } else if long > 7 && slip(&a, &b, false).is_some() {
        SLIPPED
    } else {
        return None;
    };
    let ends = |at: usize, count: usize, other: usize| {
        (0..count).map(move |n| pair(vec![at + n], vec![other + n], 1000, How::Same))
    };
    let mut pairs: Vec<TokenPair> = ends(0, front, 0).collect();
    pairs.extend(ends(query.len() - back, back, candidate.len() - back));
    pairs.push(pair(
        (front..query.len() - back).collect(),
        (front..candidate.len() - back).collect(),
        thousandths,
        How::Joined,
    ));
    Some(judged(query, candidate, kind, pairs, note::GLUED))
}

/// One name without its vowels: every word of it agrees in all consonants with a word of the other.
fn stripped(query: Names<'_>, candidate: Names<'_>, kind: NameKind) -> Option<Alignment> {
    let bare = |tokens: Names<'_>| {
        tokens
            .iter()
            .any(|token| token.token.text.len() > 2 && is_bare(token.token.text))
    };
    if bare(query)
        && let Some(pairs) = strip(query, candidate)
    {
        return Some(judged(query, candidate, kind, pairs, note::NO_VOWELS));
    }
    if bare(candidate)
        && let Some(mut pairs) = strip(candidate, query)
    {
        for pair in &mut pairs {
            std::mem::swap(&mut pair.query, &mut pair.candidate);
        }
        return Some(judged(query, candidate, kind, pairs, note::NO_VOWELS));
    }
    None
}

fn strip(bare: Names<'_>, full: Names<'_>) -> Option<Vec<TokenPair>> {
    let mut pairs: Vec<TokenPair> = Vec::with_capacity(bare.len());
    let (mut consonants, mut words) = (0, 0);
    for (i, token) in bare.iter().enumerate() {
        let text = token.token.text;
        let free = |j: &usize| !pairs.iter().any(|pair| pair.candidate.contains(j));
        let same = |j: &usize| full[*j].token.text == text;
        let full_form = |j: &usize| is_bare(text) && is_stripped(text, full[*j].token.text);
        let equal = (0..full.len()).find(|j| free(j) && same(j));
        let found = equal.or_else(|| (0..full.len()).find(|j| free(j) && full_form(j)));
        let Some(j) = found else {
            if token.token.weight <= LIGHT {
                continue;
            }
            return None;
        };
        let length = skeleton(text).len();
        consonants += length;
        let (thousandths, how) = if equal.is_some() {
            (1000, How::Same)
        } else {
            words += usize::from(!is_own_name(text));
            let worth = if length > 2 { STRIPPED.0 } else { STRIPPED.1 };
            (worth, How::Letters)
        };
        pairs.push(pair(vec![i], vec![j], thousandths, how));
    }
    (words > 0 && consonants >= LEAST_CONSONANTS).then_some(pairs)
}

/// One name is the beginning of the other, its last word cut: what a field of 20 or 35 letters leaves.
fn cut(query: Names<'_>, candidate: Names<'_>, kind: NameKind) -> Option<Alignment> {
    let query_is_cut = match cut_at(query, candidate) {
        Some(whole) => Some((false, whole)),
        None => cut_at(candidate, query).map(|whole| (true, whole)),
    };
    let (swapped, words) = query_is_cut?;
    let (short, long) = if swapped {
        (candidate, query)
    } else {
        (query, candidate)
    };
    let mut pairs: Vec<TokenPair> = (0..words)
        .map(|at| pair(vec![at], vec![at], 1000, How::Same))
        .collect();
    if words + 1 == short.len() && is_cut(short[words].token.text, long[words].token.text) {
        pairs.push(pair(vec![words], vec![words], SLIPPED, How::Letters));
    }
    let kept = pairs.len();
    // What the field had no room for says nothing against it: judged on what is there.
    let mut judged_part = judged(&query[..kept], &candidate[..kept], kind, pairs, note::CUT);
    judged_part.similarity = judged_part.similarity.min(CUT_OFF);
    judged_part.extra_query = (kept..query.len()).collect();
    judged_part.extra_candidate = (kept..candidate.len()).collect();
    Some(judged_part)
}

/// How many words agree before the cut one; none when `short` is not `long` cut off.
fn cut_at(short: Names<'_>, long: Names<'_>) -> Option<usize> {
    let words = short.len().checked_sub(1)?;
    if words == 0 || long.len() <= words {
        return None;
    }
    let same = |at: usize| short[at].token.text == long[at].token.text;
    if !(0..words).all(same)
        || short[0].flags & NameToken::FAMILY != long[0].flags & NameToken::FAMILY
    {
        return None;
    }
    let kept: usize = short.iter().map(|token| token.token.text.len() + 1).sum();
    let (last, next) = (short[words].token, long[words]);
    let set_apart = NameToken::FAMILY | NameToken::AFTER_NASAB;
    if short[words].flags & set_apart != next.flags & set_apart && last.text.len() > 3 {
        return None;
    }
    if kept < LEAST_KEPT || last.script != next.token.script {
        return None;
    }
    // `BE` of *bin*, `A` of *al*: the small word in front of the next name.
    let small = |flag: u8, words: &[&str]| {
        next.flags & flag != 0 && words.iter().any(|word| word.starts_with(last.text))
    };
    let particle = small(NameToken::AFTER_NASAB, &["bin", "ben", "ibn"])
        || small(NameToken::ARTICLE, &["al", "el"]);
    if words > 1 && (particle || last.text == "abd" && next.token.text.starts_with("abd")) {
        return Some(words);
    }
    let long_enough = words > 1 || last.text.len() > 3;
    let beginning =
        is_cut(last.text, next.token.text) && (last.text.len() < 3 || !is_own_name(last.text));
    (long_enough && beginning).then_some(words)
}

/// The same words in another order: a compound whose parts another order has torn apart is the same
/// compound (*Latif ... Abdul*, *Bakr Abu*). Where *bin* says who is whose father only the exact
/// reverse of at least four words is read so: nobody's forefathers are called that way round.
fn reordered(query: Names<'_>, candidate: Names<'_>, first: &Alignment) -> Option<Alignment> {
    let compound = |token: &NameTokenRef<'_>| {
        let text = token.token.text;
        text.starts_with("ab") || text.ends_with("lah") || text.ends_with("din")
    };
    let nasab = |name: Names<'_>| {
        name.iter()
            .any(|token| token.flags & NameToken::AFTER_NASAB != 0)
    };
    let nasab = nasab(query) || nasab(candidate);
    if !nasab && !query.iter().chain(candidate).any(compound) {
        return None;
    }
    let (mut a, mut b) = (atoms(query), atoms(candidate));
    if a.len() != b.len() || a.len() < 2 || (nasab && a.len() < 4) {
        return None;
    }
    let same = if nasab {
        a.iter().eq(b.iter().rev())
    } else {
        a.sort_unstable();
        b.sort_unstable();
        a == b
    };
    same.then(|| Alignment {
        similarity: REORDERED,
        notes: vec![crate::relatives::note::OTHER_ORDER],
        ..first.clone()
    })
}

/// The words of a name with compounds taken apart.
fn atoms<'n>(name: Names<'n>) -> Vec<&'n str> {
    let mut atoms = Vec::with_capacity(name.len() + 2);
    for token in name {
        let mut text = token.token.text;
        let mut tails = Vec::new();
        while let Some((head, tail)) = ["abd", "abu"]
            .iter()
            .find_map(|front| Some((*front, text.strip_prefix(front)?)))
            .filter(|(_, rest)| !rest.is_empty())
        {
            atoms.push(head);
            text = tail;
        }
        while let Some((head, tail)) = ["lah", "din"]
            .iter()
            .find_map(|end| Some((text.strip_suffix(end)?, *end)))
            .filter(|(rest, _)| !rest.is_empty())
        {
            tails.push(tail);
            text = head;
        }
        atoms.push(text);
        atoms.extend(tails.into_iter().rev());
    }
    atoms
}
