//! Invented parties, format apart: what a list of any publisher says of them.
//!
//! [`base`] is a version of a list and [`next`] the version after it: three parties gone from the
//! middle, eight new ones (some of them last), four amended. That is the step every mutation damages.

use super::names::{Word, accented, word};
use super::prng::Prng;

/// Parties that the next version adds: more than OFAC's files may disagree by (5, or one in 200), so
/// that a companion file of the other date shows.
pub(crate) const ADDED: usize = 8;
/// Parties that the next version no longer has: below the five that are always allowed.
pub(crate) const REMOVED: usize = 3;
const AMENDED: usize = 4;

/// What kind of party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    Organization,
    Vessel,
}

/// How an alias counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Strong,
    Former,
    Weak,
}

/// One invented party.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) number: usize,
    pub(crate) kind: Kind,
    /// Given names first, the family name last; of others the words of the name.
    pub(crate) name: Vec<String>,
    /// The name in its own script.
    pub(crate) original: Option<String>,
    pub(crate) aliases: Vec<(Vec<String>, Role)>,
    pub(crate) birth: Option<String>,
    pub(crate) birth_place: Option<String>,
    /// English name and code of the country.
    pub(crate) country: (&'static str, &'static str),
    pub(crate) city: String,
    pub(crate) passport: Option<String>,
    pub(crate) programme: &'static str,
    pub(crate) listed: String,
    pub(crate) comment: String,
}

impl Party {
    /// The name in one text.
    pub(crate) fn full_name(&self) -> String {
        self.name.join(" ")
    }
}

const COUNTRIES: [(&str, &str); 6] = [
    ("Iraq", "iq"),
    ("Mali", "ml"),
    ("Yemen", "ye"),
    ("Libya", "ly"),
    ("Somalia", "so"),
    ("Chad", "td"),
];
const PROGRAMMES: [&str; 4] = ["Al-Qaida", "Taliban", "Iraq", "Libya"];

/// A version of a list with so many parties, numbered from `first` on.
pub(crate) fn base(words: &str, count: usize, first: usize) -> Vec<Party> {
    let mut prng = Prng::of(&["parties", words], 0);
    (0..count)
        .map(|ix| party(&mut prng, first + 3 * ix))
        .collect()
}

/// The version after it.
pub(crate) fn next(base: &[Party]) -> Vec<Party> {
    let mut prng = Prng::of(&["the next version"], base.len() as u64);
    let mut parties = base.to_vec();
    for place in places_of_persons(&parties, &mut prng, AMENDED) {
        let amended = &mut parties[place];
        amended
            .aliases
            .push((words(&mut prng, 3, false), Role::Strong));
        amended.comment.push_str(" Amended.");
    }
    // From the middle: a removal at the end of a list cannot be told from a cut.
    for place in places_of_persons(&parties, &mut prng, REMOVED)
        .into_iter()
        .rev()
    {
        parties.remove(place);
    }
    let last = base.iter().map(|party| party.number).max().unwrap_or(0);
    for ix in 0..ADDED {
        let mut added = party(&mut prng, last + 3 + 3 * ix);
        // Of both sections of a UN list, and of each something at its very end.
        added.kind = if ix % 2 == 0 {
            Kind::Person
        } else {
            Kind::Organization
        };
        if added.kind == Kind::Organization {
            added.birth = None;
            added.birth_place = None;
            added.passport = None;
        }
        if ix < 4 {
            let place = prng.within(parties.len() / 10, parties.len() * 8 / 10);
            parties.insert(place, added);
        } else {
            parties.push(added);
        }
    }
    parties
}

/// Places in the middle half of the list that hold persons.
fn places_of_persons(parties: &[Party], prng: &mut Prng, count: usize) -> Vec<usize> {
    let (from, to) = (parties.len() / 4, parties.len() / 2);
    let persons: Vec<usize> = (from..to)
        .filter(|ix| parties[*ix].kind == Kind::Person)
        .collect();
    let chosen = prng.places(persons.len(), count);
    chosen.into_iter().map(|ix| persons[ix]).collect()
}

fn words(prng: &mut Prng, count: usize, accents: bool) -> Vec<String> {
    let spelled = |word: Word| {
        if accents {
            accented(&word.latin)
        } else {
            word.latin
        }
    };
    (0..count).map(|_| spelled(word(prng))).collect()
}

fn party(prng: &mut Prng, number: usize) -> Party {
    let kind = match prng.below(100) {
        0..70 => Kind::Person,
        70..95 => Kind::Organization,
        _ => Kind::Vessel,
    };
    let parts: Vec<Word> = (0..prng.within(2, 3)).map(|_| word(prng)).collect();
    let accents = prng.percent(25);
    let mut name: Vec<String> = parts.iter().map(|word| word.latin.clone()).collect();
    if accents {
        name = name.iter().map(|word| accented(word)).collect();
    }
    let original: Vec<&str> = match prng.below(100) {
        0..40 => parts.iter().map(|word| word.arabic.as_str()).collect(),
        40..52 => parts.iter().map(|word| word.cyrillic.as_str()).collect(),
        _ => Vec::new(),
    };
    let mut aliases = Vec::new();
    // The UN list has four names a record, the SDN list a little over two.
    for _ in 0..prng.within(0, 4) {
        let role = if prng.percent(20) {
            Role::Former
        } else {
            Role::Strong
        };
        let count = prng.within(2, 3);
        let accents = prng.percent(15);
        aliases.push((words(prng, count, accents), role));
    }
    if prng.percent(15) {
        aliases.push((words(prng, 1, false), Role::Weak));
    }
    let person = kind == Kind::Person;
    let birth = format!(
        "{}-{:02}-{:02}",
        prng.within(1940, 1999),
        prng.within(1, 12),
        prng.within(1, 28)
    );
    let born = person && prng.percent(85);
    let city = word(prng).latin;
    let passport = format!("Q{:07}", prng.below(9_999_999));
    let has_passport = person && prng.percent(35);
    let comment_word = word(prng).latin;
    Party {
        number,
        kind,
        name,
        original: (!original.is_empty()).then(|| original.join(" ")),
        aliases,
        birth: born.then_some(birth),
        birth_place: born.then(|| city.clone()),
        country: *prng.pick(&COUNTRIES),
        city,
        passport: has_passport.then_some(passport),
        programme: prng.pick::<&str>(&PROGRAMMES),
        listed: format!(
            "{}-0{}-1{}",
            prng.within(2001, 2024),
            prng.within(1, 9),
            prng.below(9)
        ),
        // A typographic apostrophe: what the real broken copy of the UN list died of.
        comment: format!("Said to be one of {comment_word}\u{2019}s invented circle."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_next_version_is_the_step_that_is_described() {
        let base = base("test", 300, 1);
        let next = next(&base);
        let numbers = |parties: &[Party]| -> BTreeSet<usize> {
            parties.iter().map(|party| party.number).collect()
        };
        let (old, new) = (numbers(&base), numbers(&next));
        assert_eq!(old.len(), 300);
        assert_eq!(old.difference(&new).count(), REMOVED);
        assert_eq!(new.difference(&old).count(), ADDED);
        let names: BTreeSet<String> = next.iter().map(Party::full_name).collect();
        assert_eq!(names.len(), next.len(), "two parties share a name");
    }
}
