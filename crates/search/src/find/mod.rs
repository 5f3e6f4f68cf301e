//! From a query to entities: who fits, in what order, and the counts beside them.

mod facets;
mod filters;
mod order;
mod place;
mod scored;
mod values;
mod words;

pub use facets::FacetValue;
pub use filters::Filters;
pub use order::Sort;

use crate::bits::Bits;
use crate::index::Index;
use crate::pattern::{Near, Pattern, compile};
use crate::query::{Bound, Group, Node, auto_edits};
use crate::words::{plain_word, words as words_of};
use place::Place;
use scored::{Scored, both, constant, either, raised, without};
use std::cell::RefCell;

/// Most words that a pattern may stand for.
const MAX_WORDS: usize = 100_000;

/// Most words that a fuzzy word stands for, the nearest first. As in Elasticsearch.
const MAX_NEAR: usize = 50;

/// What an entity counts that fits because everything does.
const ALL: u32 = 1_000;

/// What is asked of an index.
#[derive(Clone, Debug)]
pub struct Search<'s> {
    /// The condition.
    pub query: &'s Node,
    /// True when a `~` without a number allows differences by the word's length; else it allows none.
    pub fuzzy: bool,
    /// What else must hold; it adds nothing to the relevance.
    pub filters: Filters<'s>,
    /// Fields whose values are counted over all who fit.
    pub facets: &'s [&'s str],
    /// Order; relevance comes last, then the id.
    pub sort: &'s [Sort],
    /// Entities left out at the beginning.
    pub offset: usize,
    /// Entities given at most.
    pub limit: usize,
    /// True when entities of which much is known come before others of the same relevance.
    pub prefer_large: bool,
}

impl<'s> Search<'s> {
    /// The ten best for this query, without filters or facets.
    #[must_use]
    pub fn of(query: &'s Node) -> Self {
        Self {
            query,
            fuzzy: false,
            filters: Filters::default(),
            facets: &[],
            sort: &[],
            offset: 0,
            limit: 10,
            prefer_large: true,
        }
    }
}

/// What an index answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many fit.
    pub total: usize,
    /// The caller's numbers of those asked for, in order.
    pub numbers: Vec<u32>,
    /// The values of each facet asked for, the most frequent first.
    pub facets: Vec<Vec<FacetValue>>,
}

/// Why a search is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// A pattern stands for too many words.
    #[error("a pattern of the query fits more than {MAX_WORDS} words: say more of its beginning")]
    TooBroad,
    /// There is no order by that field.
    #[error("entities cannot be sorted by one of the fields named in `sort`")]
    NoOrder,
    /// A filter on a field that is true or false says neither.
    #[error("a filter on `target` must say `true` or `false`")]
    NeitherTrueNorFalse,
}

impl Index {
    /// Answers a search.
    ///
    /// # Errors
    /// When a pattern is too broad, or an order or a filter makes no sense.
    pub fn search(&self, search: &Search<'_>) -> Result<Found, SearchError> {
        let allowed = self.allowed(&search.filters)?;
        let mut found = self.eval(search.query, search.fuzzy)?;
        found.retain(|(entity, _)| allowed.contains(*entity));
        let facets = self.facets(search.facets, &found);
        let total = found.len();
        let numbers = self.ordered(found, search)?;
        Ok(Found {
            total,
            numbers,
            facets,
        })
    }

    /// Parties of which a name has these words one after another, the last one begun, at most `slop` out of place.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub fn begun(
        &self,
        text: &str,
        slop: u32,
        filters: &Filters<'_>,
        limit: usize,
    ) -> Result<Vec<u32>, SearchError> {
        let allowed = self.allowed(filters)?;
        let mut slots: Vec<Vec<usize>> = Vec::new();
        let words = words_of(text);
        let Some((last, before)) = words.split_last() else {
            return Ok(Vec::new());
        };
        for word in before {
            slots.push(self.words.find(word.as_bytes()).into_iter().collect());
        }
        // Fifty, as Elasticsearch; but the word itself is the first of them.
        let begun = self.words.beginning(last.as_bytes()).take(MAX_NEAR);
        slots.push(begun.collect());
        let names = Place::Words(Some(self.mask("names")));
        let mut found = self.phrase(&slots, slop, &names);
        found.retain(|(entity, _)| allowed.contains(*entity));
        let search = Search {
            limit,
            ..Search::of(&Node::All)
        };
        self.ordered(found, &search)
    }

    fn eval(&self, node: &Node, fuzzy: bool) -> Result<Scored, SearchError> {
        Ok(match node {
            Node::All => constant(&Bits::all(self.len()), ALL),
            Node::Exists(field) => self.exists(field),
            Node::Words(target, text) => self.words_or_value(target, text),
            Node::Phrase(target, text, slop) => match self.place(target) {
                place @ (Place::Default | Place::Words(_)) => {
                    let words = words_of(text);
                    if words.len() < 2 {
                        return Ok(self.all_words(&words, &place));
                    }
                    let term =
                        |word: &String| self.words.find(word.as_bytes()).into_iter().collect();
                    let slots: Vec<Vec<usize>> = words.iter().map(term).collect();
                    self.phrase(&slots, *slop, &place)
                }
                _ => self.words_or_value(target, text),
            },
            Node::Pattern(target, pieces) => match self.place(target) {
                Place::Values(fields, _) => {
                    let pattern = Pattern::of_values(pieces);
                    constant(&self.holding(&fields, |value| pattern.fits(value)), ALL)
                }
                place @ (Place::Default | Place::Words(_)) => {
                    let pattern = Pattern::new(pieces, plain_word);
                    let range = self.words.beginning(pattern.prefix().as_bytes());
                    let prefix = pattern.is_prefix();
                    self.fitting(range, |word| prefix || pattern.fits(word), &place)?
                }
                Place::Target | Place::Nowhere => Scored::new(),
            },
            Node::Regex(target, pattern) => {
                let Some(regex) = compile(pattern) else {
                    return Ok(Scored::new());
                };
                match self.place(target) {
                    Place::Values(fields, _) => {
                        constant(&self.holding(&fields, |value| regex.is_match(value)), ALL)
                    }
                    place @ (Place::Default | Place::Words(_)) => {
                        self.fitting(0..self.words.len(), |word| regex.is_match(word), &place)?
                    }
                    Place::Target | Place::Nowhere => Scored::new(),
                }
            }
            Node::Fuzzy(target, text, edits) => match self.place(target) {
                place @ (Place::Default | Place::Words(_)) => {
                    let mut found: Option<Scored> = None;
                    for word in words_of(text) {
                        let next = self.near(&word, *edits, fuzzy, &place);
                        found =
                            Some(found.map_or_else(|| next.clone(), |before| both(&before, &next)));
                    }
                    found.unwrap_or_default()
                }
                Place::Values(fields, _) => {
                    let plain = crate::words::plain_value(text);
                    let edits = allowed_edits(&plain, *edits, fuzzy);
                    // Values come in order, so that each shares rows with the one before.
                    let near = RefCell::new(Near::new(&plain, edits));
                    let fits =
                        |value: &str| near.borrow_mut().distance(value).is_ok_and(|d| d.is_some());
                    constant(&self.holding(&fields, fits), ALL)
                }
                Place::Target | Place::Nowhere => Scored::new(),
            },
            Node::Range(target, from, to) => self.range(target, from, to)?,
            Node::Group(group) => self.group(group, fuzzy)?,
            Node::Boost(node, boost) => {
                let mut found = self.eval(node, fuzzy)?;
                for (_, score) in &mut found {
                    let boosted = u64::from(*score) * u64::from(*boost) / 1000;
                    *score = u32::try_from(boosted).unwrap_or(u32::MAX);
                }
                found
            }
        })
    }

    fn words_or_value(&self, target: &Option<String>, text: &str) -> Scored {
        match self.place(target) {
            place @ (Place::Default | Place::Words(_)) => self.all_words(&words_of(text), &place),
            Place::Values(fields, how) => self.by_value(&self.equal(&fields, text, how)),
            Place::Target => constant(&self.targets(text.trim() == "true"), ALL),
            Place::Nowhere => Scored::new(),
        }
    }

    fn exists(&self, field: &str) -> Scored {
        let mut having = Bits::none(self.len());
        match self.place(&Some(field.to_owned())) {
            Place::Default | Place::Target | Place::Words(None) => having = Bits::all(self.len()),
            Place::Words(Some(mask)) => {
                for (field, _) in (0_u16..).zip(mask).filter(|(_, looked_at)| *looked_at) {
                    self.having(field, &mut having);
                }
            }
            Place::Values(fields, _) => fields
                .iter()
                .for_each(|field| self.having(*field, &mut having)),
            Place::Nowhere => {}
        }
        constant(&having, ALL)
    }

    fn range(
        &self,
        target: &Option<String>,
        from: &Bound,
        to: &Bound,
    ) -> Result<Scored, SearchError> {
        if (from, to) == (&Bound::Open, &Bound::Open)
            && let Some(field) = target
        {
            return Ok(self.exists(field));
        }
        let plain = |bound: &Bound| match bound {
            Bound::Open => Bound::Open,
            Bound::Included(value) => Bound::Included(plain_word(value)),
            Bound::Excluded(value) => Bound::Excluded(plain_word(value)),
        };
        Ok(match self.place(target) {
            Place::Values(fields, how) => constant(&self.between(&fields, how, from, to), ALL),
            place @ (Place::Default | Place::Words(_)) => {
                let start = match plain(from) {
                    Bound::Open => 0,
                    Bound::Included(word) => self.words.from(word.as_bytes()),
                    Bound::Excluded(word) => self.words.first(0, |key| key > word.as_bytes()),
                };
                let end = match plain(to) {
                    Bound::Open => self.words.len(),
                    Bound::Included(word) => self.words.first(start, |key| key > word.as_bytes()),
                    Bound::Excluded(word) => self.words.first(start, |key| key >= word.as_bytes()),
                };
                self.fitting(start..end, |_| true, &place)?
            }
            Place::Target | Place::Nowhere => Scored::new(),
        })
    }

    /// Who has a word of this range of the dictionary for which this holds.
    fn fitting(
        &self,
        range: std::ops::Range<usize>,
        fits: impl Fn(&str) -> bool,
        place: &Place,
    ) -> Result<Scored, SearchError> {
        let word = |term: &usize| std::str::from_utf8(self.words.key(*term)).unwrap_or_default();
        let terms: Vec<usize> = range
            .filter(|term| fits(word(term)))
            .take(MAX_WORDS + 1)
            .collect();
        if terms.len() > MAX_WORDS {
            return Err(SearchError::TooBroad);
        }
        Ok(self.any_word(terms.into_iter(), place))
    }

    /// Who has a word that differs in a letter or two.
    fn near(&self, word: &str, edits: Option<u8>, fuzzy: bool, place: &Place) -> Scored {
        let edits = allowed_edits(word, edits, fuzzy);
        let letters = u32::try_from(word.chars().count())
            .unwrap_or(u32::MAX)
            .max(1);
        let mut near = Near::new(word, edits);
        let mut terms: Vec<(u8, usize)> = Vec::new();
        let mut term = 0;
        while term < self.words.len() {
            let other = std::str::from_utf8(self.words.key(term)).unwrap_or_default();
            match near.distance(other) {
                Ok(distance) => {
                    terms.extend(distance.map(|distance| (distance, term)));
                    term += 1;
                }
                Err(shared) => {
                    let end = other
                        .char_indices()
                        .nth(shared)
                        .map_or(other.len(), |(at, _)| at);
                    let prefix = &other.as_bytes()[..end];
                    term = self.words.first(term + 1, |key| !key.starts_with(prefix));
                }
            }
        }
        terms.sort_unstable();
        terms.truncate(MAX_NEAR);
        let mut found = Scored::new();
        for (distance, term) in terms {
            let mut next = self.one_word(term, place);
            for (_, score) in &mut next {
                *score -=
                    u32::try_from(u64::from(*score) * u64::from(distance) / u64::from(letters))
                        .unwrap_or(0)
                        .min(*score);
            }
            found = either(found, &next, Ord::max);
        }
        found
    }

    fn group(&self, group: &Group, fuzzy: bool) -> Result<Scored, SearchError> {
        let mut found: Option<Scored> = None;
        for node in &group.must {
            let next = self.eval(node, fuzzy)?;
            found = Some(found.map_or_else(|| next.clone(), |before| both(&before, &next)));
        }
        let mut optional: Option<Scored> = None;
        for node in &group.should {
            let next = self.eval(node, fuzzy)?;
            optional = Some(match optional {
                None => next,
                Some(before) => either(before, &next, u32::saturating_add),
            });
        }
        let mut found = match (found, optional) {
            (Some(found), Some(optional)) => raised(found, &optional),
            (Some(found), None) | (None, Some(found)) => found,
            (None, None) => constant(&Bits::all(self.len()), ALL),
        };
        for node in &group.not {
            found = without(found, &self.eval(node, fuzzy)?);
        }
        Ok(found)
    }
}

fn allowed_edits(word: &str, edits: Option<u8>, fuzzy: bool) -> u8 {
    match edits {
        Some(edits) => edits.min(2),
        None if fuzzy => auto_edits(word.chars().count()),
        None => 0,
    }
}
