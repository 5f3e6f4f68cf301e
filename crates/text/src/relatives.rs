//! The order of names, and what it tells: father and son in each other's place, parents and
//! children, brothers, other families.

use smallvec::SmallVec;

use crate::classic::is_same_classic;
use crate::types::{Alignment, NameKind, NameToken, NameTokenRef, TokenClass};

/// Notes: message keys of the rules here.
pub(crate) mod note {
    pub(crate) const FATHER_SWAPPED: &str = "given-name-and-father-swapped";
    pub(crate) const OTHER_ORDER: &str = "other-order";
    pub(crate) const GENERATION: &str = "perhaps-parent-and-child";
    pub(crate) const SIBLINGS: &str = "given-names-differ";
    pub(crate) const FAMILIES: &str = "family-names-differ";
}

/// Tokens up to this weight are titles and particles.
const LIGHT: u16 = 20;

/// *Petrovich*, *Petrovna*, in Latin and Cyrillic letters: the father's name, never the family's.
pub(crate) fn is_patronymic(text: &str) -> bool {
    const ENDINGS: [&str; 10] = [
        "ovich",
        "evich",
        "ovych",
        "ovna",
        "evna",
        "ivna",
        // -ovich, -evich, -ovna, -evna.
        "\u{43E}\u{432}\u{438}\u{447}",
        "\u{435}\u{432}\u{438}\u{447}",
        "\u{43E}\u{432}\u{43D}\u{430}",
        "\u{435}\u{432}\u{43D}\u{430}",
    ];
    // Bytes that the endings end with: h, a, che, a.
    matches!(text.as_bytes().last(), Some(b'h' | b'a' | 0x87 | 0xB0))
        && ENDINGS.iter().any(|end| text.ends_with(end))
        && text.chars().count() > 6
}

/// One name in the order it is spoken: a family name before a comma goes to the end.
struct Side<'n> {
    tokens: &'n [NameTokenRef<'n>],
    extra: &'n [usize],
}

impl<'n> Side<'n> {
    fn has(&self, at: usize, flag: u8) -> bool {
        self.tokens[at].flags & flag != 0
    }

    /// The place of a token in the spoken order.
    fn rank(&self, at: usize) -> (bool, usize) {
        (self.has(at, NameToken::FAMILY), at)
    }

    fn tells_family(&self) -> bool {
        self.tokens
            .iter()
            .any(|token| token.flags & NameToken::FAMILY != 0)
    }

    /// The given name: the first spoken word that is neither title nor particle.
    fn given(&self) -> Option<usize> {
        let heavy = |&at: &usize| self.tokens[at].token.weight > LIGHT;
        (0..self.tokens.len())
            .filter(heavy)
            .min_by_key(|&at| self.rank(at))
    }

    /// Extra words that are neither title nor particle.
    fn own(&self) -> impl Iterator<Item = usize> + '_ {
        self.extra
            .iter()
            .copied()
            .filter(|&at| self.tokens[at].token.weight > LIGHT)
    }
}

/// The marks of a name: *bin* or an article before it, or an article glued to it that its partner lacks.
fn marks(side: &Side<'_>, at: usize, other: &Side<'_>, partner: usize) -> u8 {
    let token = &side.tokens[at];
    let glued = ["al", "el"].iter().any(|article| {
        token.token.text.strip_prefix(article) == Some(other.tokens[partner].token.text)
    });
    let article = if glued { NameToken::ARTICLE } else { 0 };
    token.flags & (NameToken::AFTER_NASAB | NameToken::ARTICLE) | article
}

/// The order of both names.
pub(crate) struct Order<'n> {
    query: Side<'n>,
    candidate: Side<'n>,
    /// Tokens that belong together, in the spoken order of the query.
    places: SmallVec<[(usize, usize); 6]>,
}

impl<'n> Order<'n> {
    pub(crate) fn of(
        query: &'n [NameTokenRef<'n>],
        candidate: &'n [NameTokenRef<'n>],
        alignment: &'n Alignment,
    ) -> Self {
        let query = Side {
            tokens: query,
            extra: &alignment.extra_query,
        };
        let candidate = Side {
            tokens: candidate,
            extra: &alignment.extra_candidate,
        };
        let pairs = alignment.pairs.iter();
        let mut places: SmallVec<[(usize, usize); 6]> = pairs
            .filter_map(|pair| Some((*pair.query.first()?, *pair.candidate.first()?)))
            .collect();
        places.sort_by_key(|&(i, _)| query.rank(i));
        Self {
            query,
            candidate,
            places,
        }
    }

    /// True when the words that belong together stand in the same order on both sides.
    pub(crate) fn is_kept(&self) -> bool {
        let mut ranks = self.places.iter().map(|&(_, j)| self.candidate.rank(j));
        let mut last = ranks.next();
        ranks.all(|rank| {
            let after = Some(rank) > last;
            last = Some(rank);
            after
        })
    }

    /// What another order of the same words costs.
    pub(crate) fn cost(&self, kind: NameKind) -> Option<(u64, &'static str)> {
        if self.is_kept() {
            return None;
        }
        let person = kind == NameKind::Person;
        for (at, &(i, j)) in self.places.iter().enumerate() {
            for &(later, sooner) in &self.places[at + 1..] {
                let inverted = self.candidate.rank(sooner) < self.candidate.rank(j);
                if person && inverted && self.swapped((i, j), (later, sooner)) {
                    return Some((350, note::FATHER_SWAPPED));
                }
            }
        }
        // Where both say which name is the family's, the rest stands in another order for a reason.
        let cost = match (self.query.tells_family(), self.candidate.tells_family()) {
            (true, true) => 60,
            (false, false) => 12,
            _ => 6,
        };
        Some((cost, note::OTHER_ORDER))
    }

    /// True when two names stand in opposite orders and an article or *bin* on one side says that this is meant:
    /// *Adnan al-Ali* is not *Ali Adnan*, *Salim bin Ali* not *Ali Salim*. The same mark on both sides, or left
    /// over, would only say that the whole was turned round.
    pub(crate) fn contradicts(&self) -> bool {
        let [(a, b), (c, d)] = self.places[..] else {
            return false;
        };
        let titles = |side: &Side<'_>| side.own().next().is_none();
        if self.is_kept() || !titles(&self.query) || !titles(&self.candidate) {
            return false;
        }
        // What marks the second name of the query, and that of the candidate.
        let second = marks(&self.query, c, &self.candidate, d);
        let other = marks(&self.candidate, b, &self.query, a);
        let first =
            marks(&self.query, a, &self.candidate, b) | marks(&self.candidate, d, &self.query, c);
        first == 0
            && second != other
            && (second == 0 || self.candidate.given() == Some(d))
            && (other == 0 || self.query.given() == Some(a))
    }

    /// A name and the father's name in each other's place, where *bin* tells which is which.
    fn swapped(&self, (i, j): (usize, usize), (later, sooner): (usize, usize)) -> bool {
        let after = NameToken::AFTER_NASAB;
        // Later in the query stands the father; in the candidate he stands where the son stood.
        self.query.has(later, after)
            && self.candidate.has(j, after)
            && !self.query.has(i, after)
            && !self.candidate.has(sooner, after)
    }

    /// Rules that tell relatives from the person: per cent that is left, and a note.
    pub(crate) fn relatives(&self) -> Vec<(u64, &'static str)> {
        if self.places.len() < 2 {
            return Vec::new();
        }
        [self.generation(), self.siblings(), self.families()]
            .into_iter()
            .flatten()
            .collect()
    }

    /// *Ali Salim Hasan* beside *Salim Hasan*: the whole shorter name, in its order, is the end of
    /// the longer one, and the name in front is its own: a child beside its parent. Not when only
    /// two names follow and the one in front is Muhammad, which stands before many given names.
    fn generation(&self) -> Option<(u64, &'static str)> {
        let longer = match (self.query.own().count(), self.candidate.own().count()) {
            (1, 0) => &self.query,
            (0, 1) => &self.candidate,
            _ => return None,
        };
        let extra = longer.own().next()?;
        let first = longer.tokens[extra];
        let plain = longer.given() == Some(extra)
            && first.flags & NameToken::FAMILY == 0
            && first.token.class == TokenClass::Word
            && first.token.weight > 50
            && (self.places.len() > 2 || !is_same_classic(first.token.text, "muhammad"));
        // With three names behind it the chain of fathers is plain; with two it may be a middle name.
        let share = if self.places.len() > 2 { 74 } else { 88 };
        (plain && self.is_kept()).then_some((share, note::GENERATION))
    }

    /// *Ali Salim Hasan* beside *Umar Salim Hasan*: all agrees but the given name, which is the one
    /// that tells brothers apart.
    fn siblings(&self) -> Option<(u64, &'static str)> {
        let given_is_extra = |side: &Side<'_>| {
            side.given().is_some_and(|at| {
                side.tokens[at].token.class == TokenClass::Word
                    && !side.has(at, NameToken::FAMILY)
                    && side.extra.contains(&at)
            })
        };
        (given_is_extra(&self.query) && given_is_extra(&self.candidate))
            .then_some((92, note::SIBLINGS))
    }

    /// Both sides say which name is the family's, and those do not belong together.
    fn families(&self) -> Option<(u64, &'static str)> {
        let family = NameToken::FAMILY;
        let told = self.query.tells_family() && self.candidate.tells_family();
        let meet = self
            .places
            .iter()
            .any(|&(i, j)| self.query.has(i, family) && self.candidate.has(j, family));
        (told && !meet).then_some((86, note::FAMILIES))
    }
}
