//! The most that two names can reach, from how alike their words are at most.
//!
//! Of the names that share a word with a query one in a hundred is shown. What the weights of the words alone rule
//! out need not be laid side by side: *Parveen Eguia* and *Parveen Khan* contradict each other, whatever else is said of them.
//! Each word takes its best partner, were it another's, too; what only lowers a similarity (order, crowds) is left out.
//!
//! What it is not: a proof. A pair that is hardly alike lowers a name, where the judge may leave both words without a
//! partner; and whoever asks says which words a damage may make alike.

use crate::judge::{GENERIC_APART, HEAVY, costs, credit, evidence, middle_names};
use crate::types::{NameKind, TokenClass};

/// Tokens less alike than this are never laid together.
const LEAST_PAIR: u16 = crate::assign::LEAST_PAIR;

/// A word and its best partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partnered {
    /// The weight of the word, as in [`crate::TokenRef`].
    pub weight: u16,
    /// Its class.
    pub class: TokenClass,
    /// How alike the most alike word of the other name is, at most, in thousandths. An initial and what it may stand
    /// for weigh little, so they count as the same.
    pub best: u16,
}

/// The most that the similarity of two names can be, in thousandths.
///
/// ```
/// use kashf_text::{NameKind, Partnered, TokenClass, most_alike};
/// let word = |best| Partnered { weight: 100, class: TokenClass::Word, best };
/// // One of two words agrees, the others contradict each other.
/// assert!(most_alike(&[word(1000), word(0)], &[word(1000), word(0)], NameKind::Person) < 450);
/// assert!(most_alike(&[word(1000), word(0)], &[word(1000)], NameKind::Person) > 550);
/// ```
#[must_use]
pub fn most_alike(query: &[Partnered], candidate: &[Partnered], kind: NameKind) -> u16 {
    let organization =
        |word: &Partnered| matches!(word.class, TokenClass::LegalForm | TokenClass::Generic);
    let kind = match kind {
        NameKind::Unknown if query.iter().chain(candidate).any(organization) => {
            NameKind::Organization
        }
        NameKind::Unknown => NameKind::Person,
        known => known,
    };
    let costs = costs(kind);
    let (mut total, mut weight) = (0_u64, 0_u64);
    let (mut extra, mut apart) = ([0_u64; 2], [0_u64; 2]);
    for (side, words) in [query, candidate].into_iter().enumerate() {
        for word in words {
            if word.best < LEAST_PAIR {
                let (alone, against) = without_partner(word, kind);
                extra[side] += alone;
                apart[side] += against;
            } else {
                let (own, credit) = (u64::from(word.weight), credit(word.best));
                total += own * credit;
                weight += own + own * (costs.both_sides - 100) * (1000 - credit) / 100_000;
            }
        }
    }
    if weight == 0 {
        return 0;
    }
    let person = kind == NameKind::Person;
    let known = total / 2000;
    let one = extra[0].abs_diff(extra[1]);
    let one_sided = if person {
        middle_names(known)
    } else {
        costs.one_sided
    };
    let both = apart[0].min(apart[1]);
    let missing = (both * 2 * costs.both_sides + one * one_sided) / 100;
    let mut similarity = total / (weight + missing);
    if person && one >= HEAVY {
        similarity = similarity * evidence(known) / 100;
    }
    similarity.min(1000) as u16
}

/// What a word counts at least that has no partner: by itself, and against one of the other side.
fn without_partner(word: &Partnered, kind: NameKind) -> (u64, u64) {
    let weight = u64::from(word.weight);
    let alone = match word.class {
        TokenClass::Initial => weight * 2,
        TokenClass::Number if kind != NameKind::Person => weight * 2,
        // It may be the father's name.
        TokenClass::Word => weight * 3 / 4,
        _ => weight,
    };
    let against = match word.class {
        TokenClass::Word if word.weight > 50 => alone.max(100),
        TokenClass::Generic => alone.max(GENERIC_APART),
        _ => alone,
    };
    (alone, against)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{How, NameTokenRef, PreparedName, compare, prepare, token_similarity};

    /// Every word with its best partner; what may be damaged is taken as nearly the same.
    fn partnered(name: &PreparedName, other: &PreparedName) -> Vec<Partnered> {
        let (ours, theirs): (Vec<NameTokenRef<'_>>, _) = (name.token_refs(), other.token_refs());
        let best = |word: &NameTokenRef<'_>| {
            let scores = theirs.iter().map(|other| {
                let score = token_similarity(word.token, other.token);
                if score.how == How::Initial {
                    1000
                } else {
                    score.thousandths
                }
            });
            scores.max().unwrap_or(0)
        };
        ours.iter()
            .map(|word| Partnered {
                weight: word.token.weight,
                class: word.token.class,
                best: best(word),
            })
            .collect()
    }

    #[test]
    fn names_that_are_judged_alike_are_not_ruled_out() {
        let names = [
            "Tarik Qandil",
            "Tareq Kandil Mansouri",
            "Qandil, Tarik",
            "T. Qandil",
            "Abd al-Rahman Qandil",
            "Tarik",
            "Samir Zaytun Haddad",
            "Samir Haddad",
            "\u{637}\u{627}\u{631}\u{642} \u{642}\u{646}\u{62F}\u{64A}\u{644}",
        ];
        for a in names {
            for b in names {
                let (a, b) = (prepare(a, NameKind::Person), prepare(b, NameKind::Person));
                let found = compare(&a.token_refs(), &b.token_refs(), NameKind::Person);
                // A second look finds damages that words alone do not show.
                if found.notes.is_empty() && found.similarity < 995 {
                    let most = most_alike(&partnered(&a, &b), &partnered(&b, &a), NameKind::Person);
                    assert!(most >= found.similarity, "{most} {found:?}");
                }
            }
        }
    }

    #[test]
    fn words_that_contradict_rule_out() {
        let word = |weight, best| Partnered {
            weight,
            class: TokenClass::Word,
            best,
        };
        let most =
            |ours: &[Partnered], theirs: &[Partnered]| most_alike(ours, theirs, NameKind::Unknown);
        assert!(
            most(
                &[word(100, 1000), word(100, 440)],
                &[word(100, 1000), word(90, 440)]
            ) < 500
        );
        assert_eq!(most(&[word(100, 0)], &[word(100, 0)]), 0);
        assert_eq!(most(&[], &[]), 0);
        assert_eq!(most(&[word(80, 1000)], &[word(80, 1000)]), 1000);
    }
}
