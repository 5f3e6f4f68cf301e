//! The second look: two names that nearly agree, with one damage that explains all the rest.
//!
//! The first look measures words one by one and rightly keeps *Tolv* from *Rolv*. Here the question is
//! about the whole name: is it the other name, with one slip of a key, without its vowels, cut off at
//! the end of a line, with words glued or split, with a nickname? A damage is accepted only where
//! everything else agrees, which is why it costs hardly an innocent name (figures: decision 0012).

mod letters;
mod parts;
mod spelled;

pub(crate) use letters::acronym_letters;
use letters::{acronym, backwards, initials_of};
use parts::{doubled, glued, glued_form, part, reordered, scattered};
use spelled::{cut, stripped};

use smallvec::SmallVec;

use crate::align::extras;
use crate::assign::one;
use crate::judge::judge;
use crate::slips::{is_inflected, slip};
use crate::together::runs_together;
use crate::types::{Alignment, How, NameKind, NameTokenRef, Places, TokenClass, TokenPair};

/// Notes: message keys of what was found.
pub(crate) mod note {
    pub(crate) const SLIP: &str = "one-slip";
    pub(crate) const NO_VOWELS: &str = "vowels-dropped";
    pub(crate) const CUT: &str = "cut-off";
    pub(crate) const GLUED: &str = "glued-or-split";
    pub(crate) const NICKNAME: &str = "short-form";
    pub(crate) const ACRONYM: &str = "acronym";
    pub(crate) const BACKWARDS: &str = "written-backwards";
}

/// Pairs less alike than this may be something else.
const WEAK: u16 = 870;
/// What a pair is worth that one slip explains: less than any true spelling of a name.
const SLIPPED: u16 = 880;
/// A pet name and its full form.
const NICKNAMED: u16 = 920;
/// Endings of one family name.
const INFLECTED: u16 = 950;
/// Words that are the same once joined.
const GLUED: u16 = 970;
/// Tokens up to this weight carry no name.
const LIGHT: u16 = 40;
/// Letters of a name of one word that a slip is read through.
const LEAST_LONE: usize = 8;
/// Names with more words are not looked at twice.
const MOST: usize = 12;

type Names<'n> = &'n [NameTokenRef<'n>];
/// Places of tokens that found no partner, or a poor one.
type Open = SmallVec<[usize; 8]>;

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
    {
        return;
    }
    if query.len().max(candidate.len()) > MOST {
        // Letters apart make many words of a name.
        if let Some(found) = glued(query, candidate, kind)
            && found.similarity > alignment.similarity
        {
            *alignment = found;
        }
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
    // One word may be damaged, two beside two that agree; more is another name, and costs time.
    let open = query.len().min(candidate.len()).saturating_sub(agreed);
    let mut best: Option<Alignment> = None;
    let mut take = |found: Option<Alignment>| {
        // Of equals the one that was looked for last.
        if let Some(found) = found
            && best
                .as_ref()
                .is_none_or(|best| found.similarity >= best.similarity)
        {
            best = Some(found);
        }
    };
    if agrees {
        if open < 2 || (open == 2 && agreed > 1) {
            take(repaired(query, candidate, kind, alignment));
        }
        if kind == NameKind::Person {
            take(cut(query, candidate, kind));
        }
    }
    let length = |name: Names<'_>| {
        name.iter()
            .map(|token| token.token.text.len())
            .sum::<usize>()
    };
    let longer = length(query).abs_diff(length(candidate));
    if runs_together(query, candidate) {
        let all = |name: Names<'_>| (0..name.len()).collect::<Places>();
        let pair = pair(all(query), all(candidate), GLUED, How::Joined);
        take(Some(judged(
            query,
            candidate,
            kind,
            vec![pair],
            note::GLUED,
        )));
    }
    if longer < 3 {
        take(glued(query, candidate, kind));
    }
    if longer == 0 {
        take(backwards(query, candidate, alignment));
    }
    if kind == NameKind::Organization && agreed == 0 {
        take(acronym(query, candidate));
    }
    if kind == NameKind::Person {
        if longer == 0 {
            take(reordered(query, candidate, alignment));
        }
        take(stripped(query, candidate, kind));
        take(doubled(query, candidate, alignment));
    }
    if let Some(best) = best
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
    let (extra_query, extra_candidate) = extras(query, candidate, &pairs);
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

fn pair(query: Places, candidate: Places, thousandths: u16, how: How) -> TokenPair {
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
    let weak = |pair: &&TokenPair| pair.thousandths < WEAK;
    let open = |extra: &[usize], of: fn(&TokenPair) -> &Places| -> Open {
        let weak = first.pairs.iter().filter(weak).flat_map(of);
        let mut open: Open = weak.chain(extra).copied().collect();
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
    let agreed = first.pairs.iter().filter(|pair| !weak(pair)).count();
    // What is found; that which agrees comes before it at the end.
    let mut pairs: Vec<TokenPair> = Vec::new();
    let mut note = note::SLIP;
    if kind == NameKind::Person {
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
        if !pairs.is_empty() {
            note = note::GLUED;
        }
    }
    if kind == NameKind::Person && agreed > 0 {
        for swapped in [false, true] {
            initials_of(
                query,
                candidate,
                &mut open_query,
                &mut open_candidate,
                &mut pairs,
                swapped,
            );
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
            if !is_word(a) || !is_word(b) {
                continue;
            }
            let (thousandths, how) = if kind == NameKind::Person
                && crate::nicknames::is_same_name(a.token.text, b.token.text)
            {
                note = note::NICKNAME;
                (NICKNAMED, How::Attested)
            } else if a.token.script != b.token.script {
                continue;
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
                open_query.retain(|at| query[*at].token.text != form);
                open_candidate.retain(|at| candidate[*at].token.text != form);
                forms = 1;
                (GLUED, How::Joined)
            } else if slips == 0 && (may_slip(a, b, agreed) || lone_slip(query, candidate)) {
                slips += 1;
                (SLIPPED, How::Letters)
            } else {
                continue;
            };
            pairs.push(pair(one(i), one(j), thousandths, how));
            open_query.retain(|at| *at != i);
            open_candidate.retain(|at| *at != j);
        }
    }
    if pairs.is_empty() {
        return None;
    }
    // One slip explains a name or it explains nothing: a word left over beside it is another name,
    // unless two words agree.
    let left_over =
        |name: Names<'_>, open: &[usize]| open.iter().any(|&at| name[at].token.weight > LIGHT);
    if slips > 0
        && agreed < 2
        && (left_over(query, &open_query) || left_over(candidate, &open_candidate))
    {
        return None;
    }
    // What was poorly paired before and is still free stays so.
    let stays = |pair: &&TokenPair| {
        pair.thousandths >= WEAK
            || (pair.query.iter().all(|at| open_query.contains(at))
                && pair.candidate.iter().all(|at| open_candidate.contains(at)))
    };
    pairs.extend(first.pairs.iter().filter(stays).cloned());
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
    enough && slip(a.token.text, b.token.text, agreed).is_some()
}

/// Two names of one long word each: *Abu Rusfan*, *Abu Rusdan*.
fn lone_slip(query: Names<'_>, candidate: Names<'_>) -> bool {
    let ([a], [b]) = (query, candidate) else {
        return false;
    };
    let long = |token: &NameTokenRef<'_>| token.token.text.len() >= LEAST_LONE;
    long(a) && long(b) && slip(a.token.text, b.token.text, 0).is_some()
}
