//! What a name may reach at most, before it is compared: most names that share a word with a query end here.
//!
//! Known are the words that resemble each other; of the others a glance says whether a slip, a cut or a short form may make
//! one of the other. Screening and rescreening ask here, each with its own way to know that.
//!
//! What it is not: a proof ([`kashf_text::most_alike`]); what it loses is measured (`bench/speed`, part `loss`).

use kashf_text::{NameKind, NameToken, Partnered, PreparedName, TokenClass, most_alike};
use smallvec::SmallVec;

/// Names of fewer words are never long.
const LONG: usize = 8;
/// What a word of a listed name weighs at most.
const HEAVIEST: u16 = 300;

/// Words less alike than this may be one word with a damage.
const WEAK: u16 = 880;
/// What a word can be worth that a damage explains.
const DAMAGED: u16 = 950;
/// What words can be worth that one side writes as one.
const JOINED: u16 = 970;

/// A word of a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) weight: u16,
    pub(crate) class: TokenClass,
    pub(crate) flags: u8,
}

/// What was counted for a name beyond its single words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beyond {
    /// Nothing.
    Nothing,
    /// Words that one side writes as one; with how many of the query's at most.
    Joined { ours: usize },
    /// Something that words do not show: an acronym.
    More,
}

/// Two names whose words are known to resemble each other or not.
pub(crate) struct Side<'a> {
    pub(crate) ours: &'a [Word],
    pub(crate) theirs: &'a [Word],
    pub(crate) kind: NameKind,
    /// How alike the words are that are known to resemble each other, in thousandths, row by row of ours; 0 for others.
    pub(crate) known: &'a [u16],
    pub(crate) beyond: Beyond,
}

impl Side<'_> {
    /// The most that the names can reach in similarity: 0 when one word agrees, or none, and nothing explains the others;
    /// anything from `enough` on where they reach that. `may_be_damaged` says whether a damage may make one word of the other.
    pub(crate) fn reach(
        &self,
        enough: u16,
        mut may_be_damaged: impl FnMut(usize, usize) -> bool,
    ) -> u16 {
        if self.beyond == Beyond::More {
            return 1000;
        }
        let mut query = partnered(self.ours);
        let mut candidate = partnered(self.theirs);
        for (i, our) in query.iter_mut().enumerate() {
            for (j, their) in candidate.iter_mut().enumerate() {
                let score = match self.known(i, j) {
                    0 => 0,
                    // An initial says little, whatever it stands for.
                    _ if initial(our.class) || initial(their.class) => 1000,
                    score => score,
                };
                our.best = our.best.max(score);
                their.best = their.best.max(score);
            }
        }
        // One word of several agrees: another must be explained by a damage.
        let telling = |words: &[Word]| {
            let telling = words.iter().filter(|word| word.tells());
            telling.count()
        };
        let hit = self.ours.iter().zip(&query);
        let hit = hit.filter(|(word, partner)| word.tells() && partner.best > 0);
        let explain = self.beyond == Beyond::Nothing
            && hit.count() < 2
            && telling(self.ours) > 1
            && telling(self.theirs) > 1;
        if let Beyond::Joined { ours } = self.beyond {
            lift(&mut query, ours);
            lift(&mut candidate, 2);
        }
        let most = most_alike(&query, &candidate, self.kind);
        if most >= enough && !explain {
            return most;
        }
        let open = |word: &Word, partner: &Partnered| partner.best == 0 && word.tells();
        let (before, beside) = (query.clone(), candidate.clone());
        let mut explained = false;
        for i in 0..query.len() {
            for j in 0..candidate.len() {
                let strong = before[i].best >= WEAK && beside[j].best >= WEAK;
                if strong || self.known(i, j) >= WEAK || !may_be_damaged(i, j) {
                    continue;
                }
                explained |= open(&self.ours[i], &before[i]) && open(&self.theirs[j], &beside[j]);
                query[i].best = query[i].best.max(DAMAGED);
                candidate[j].best = candidate[j].best.max(DAMAGED);
            }
        }
        if explain && !explained {
            return 0;
        }
        most_alike(&query, &candidate, self.kind)
    }

    fn known(&self, i: usize, j: usize) -> u16 {
        self.known[i * self.theirs.len() + j]
    }
}

impl Word {
    fn tells(&self) -> bool {
        tells(self.class, self.flags)
    }
}

/// Whether a word tells one party from another.
pub(crate) fn tells(class: TokenClass, flags: u8) -> bool {
    class != TokenClass::LegalForm && flags & NameToken::TITLE == 0
}

/// The most that a name of so many words (the place in the list) can reach beside a long one: twenty words are no name of
/// three, whatever these are. Words of the long one may be written as one in the other, two at a time. None for short names,
/// and where letters stand apart, which a second look reads as words.
pub(crate) fn ceilings(name: &PreparedName) -> Vec<u16> {
    let letters: usize = name.tokens.iter().map(|token| token.token.text.len()).sum();
    if name.tokens.len() < LONG || letters < 3 * name.tokens.len() {
        return Vec::new();
    }
    let mut ours: Vec<Partnered> = name
        .tokens
        .iter()
        .map(|token| Partnered {
            weight: token.token.weight,
            class: token.token.class,
            best: 0,
        })
        .collect();
    ours.sort_by_key(|word| std::cmp::Reverse(word.weight));
    let heavy = Partnered {
        weight: HEAVIEST,
        class: TokenClass::Word,
        best: 1000,
    };
    let most = (0..name.tokens.len() / 2).map(|words| {
        let pairs = ours.iter_mut().take(2 * words);
        pairs.for_each(|word| word.best = 1000);
        most_alike(&ours, &vec![heavy; words], name.kind)
    });
    most.collect()
}

/// Whether two words that do not resemble each other need not be measured where a glance finds no damage, either.
pub(crate) fn tell_at_a_glance(ours: TokenClass, theirs: TokenClass) -> bool {
    let word = |class| matches!(class, TokenClass::Word | TokenClass::Generic);
    word(ours) && word(theirs) && !(ours == TokenClass::Generic && theirs == TokenClass::Generic)
}

fn initial(class: TokenClass) -> bool {
    class == TokenClass::Initial
}

fn partnered(words: &[Word]) -> SmallVec<[Partnered; 8]> {
    let words = words.iter().map(|word| Partnered {
        // A former name, one of several: it may be left out.
        weight: if word.flags & NameToken::ALTERNATIVE == 0 {
            word.weight
        } else {
            0
        },
        class: word.class,
        best: 0,
    });
    words.collect()
}

/// Takes the heaviest words that agree least as written together on the other side.
fn lift(words: &mut [Partnered], count: usize) {
    for _ in 0..count {
        let open = words.iter_mut().filter(|word| word.best < JOINED);
        if let Some(word) = open.max_by_key(|word| word.weight) {
            word.best = JOINED;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn most(known: &[&[u16]], damaged: bool, beyond: Beyond) -> u16 {
        let word = Word {
            weight: 100,
            class: TokenClass::Word,
            flags: 0,
        };
        let side = Side {
            ours: &vec![word; known.len()],
            theirs: &vec![word; known[0].len()],
            kind: NameKind::Person,
            known: &known.concat(),
            beyond,
        };
        side.reach(1000, |_, _| damaged)
    }

    #[test]
    fn one_word_of_two_is_nothing_until_a_damage_explains_the_other() {
        assert_eq!(most(&[&[1000, 0], &[0, 0]], false, Beyond::Nothing), 0);
        assert!(most(&[&[1000, 0], &[0, 0]], true, Beyond::Nothing) > 900);
        assert!(most(&[&[1000, 0], &[0, 700]], false, Beyond::Nothing) > 500);
    }

    #[test]
    fn one_word_is_something_where_a_side_has_no_more() {
        assert!(most(&[&[1000], &[0]], false, Beyond::Nothing) > 500);
        assert!(most(&[&[1000, 0]], false, Beyond::Nothing) > 500);
    }

    #[test]
    fn twenty_words_are_no_name_of_three() {
        let name = kashf_text::prepare(&"Tarik Qandil ".repeat(10), NameKind::Person);
        let ceilings = ceilings(&name);
        assert!(
            ceilings[1] < 500 && ceilings[1] < ceilings[4],
            "{ceilings:?}"
        );
        let short = kashf_text::prepare("Tarik bin Samir Qandil", NameKind::Person);
        let apart = kashf_text::prepare("T a r i k S a m i r Q a n d i l", NameKind::Person);
        assert!(super::ceilings(&short).is_empty() && super::ceilings(&apart).is_empty());
    }

    #[test]
    fn what_is_written_as_one_counts_for_both_words() {
        let known: &[&[u16]] = &[&[0, 0, 0], &[0, 0, 1000]];
        assert!(most(known, false, Beyond::Joined { ours: 1 }) > 900);
        assert_eq!(most(known, false, Beyond::More), 1000);
    }
}
