//! How alike names must be for their entity to be shown at all, with what else the two may share.
//!
//! Most names that share a word with the query stay far below; they need not be compared to the end. It leaves out
//! nothing that the judge would show: what a birth date gives is looked up, what the other features give is
//! taken at its most.

use kashf_core::{DateSpan, Points, Score};

use crate::engine::Options;
use crate::features::birth_date;
use crate::index::{Facts, Tables};
use crate::{Policy, ScreenError};

/// The least similarity of names, by what the other features give.
pub(crate) struct Needed<'q> {
    policy: &'q Policy,
    facts: &'q Facts,
    show_from: Score,
    /// Points that features beside names and birth dates give at most.
    others: Points,
    /// What every entity needs, whatever it shares.
    at_least: u16,
    /// What an entity needs whose birth date is not known.
    at_most: u16,
    known: Vec<(Points, u16)>,
}

impl<'q> Needed<'q> {
    /// For a query with these facts.
    pub(crate) fn new(policy: &'q Policy, facts: &'q Facts, options: &Options) -> Self {
        let show_from = options.show_from(policy);
        let points = &policy.points;
        let country = !facts.countries.belongs.is_empty() || !facts.countries.other.is_empty();
        let gains = [
            (country, points.country_same),
            (!facts.genders.is_empty(), points.gender_same),
            (!facts.addresses.is_empty(), points.address_same),
        ];
        let gains = gains.iter().filter(|(given, _)| *given);
        let mut needed = Self {
            policy,
            facts,
            show_from,
            others: gains.map(|(_, points)| (*points).max(0)).sum(),
            at_least: 0,
            at_most: 0,
            known: Vec::new(),
        };
        let birth = if facts.birth_dates.is_empty() {
            0
        } else {
            points.most_of_birth_date()
        };
        needed.at_least = needed.with(birth);
        needed.at_most = needed.with(0);
        needed
    }

    /// Whether entries are asked for that are not shown as a rule.
    pub(crate) fn is_wide(&self) -> bool {
        self.show_from < self.policy.thresholds.show_from
    }

    /// What is enough for an entity whose birth date is not known.
    pub(crate) const fn at_most(&self) -> u16 {
        self.at_most
    }

    /// Whether an entity of a list is shown, as far as its names can say, with so much similarity.
    pub(crate) fn is_met(
        &mut self,
        similarity: u16,
        tables: &Tables<'_>,
        entity: u32,
    ) -> Result<bool, ScreenError> {
        Ok(similarity >= self.at_most
            || (similarity >= self.at_least
                && similarity >= self.of_births(&tables.birth_dates(entity)?)))
    }

    /// The same for an entity with these birth dates.
    pub(crate) fn is_met_with(&mut self, similarity: u16, births: &[DateSpan]) -> bool {
        similarity >= self.at_most
            || (similarity >= self.at_least && similarity >= self.of_births(births))
    }

    /// What an entity with these birth dates needs.
    fn of_births(&mut self, births: &[DateSpan]) -> u16 {
        let policy = self.policy;
        let gained = birth_date::points_of(&self.facts.birth_dates, births, &policy.points);
        // A contradiction takes nothing here: a namesake is shown by its name alone.
        self.with(gained.max(0))
    }

    /// The least similarity that is shown with so many points for the birth date.
    fn with(&mut self, birth: Points) -> u16 {
        if let Some((_, least)) = self.known.iter().find(|(points, _)| *points == birth) {
            return *least;
        }
        let (mut low, mut high) = (0_u16, 1000_u16);
        while low < high {
            let middle = u16::midpoint(low, high);
            let points = self.policy.points_of_name(middle) + birth + self.others;
            // Points for rarity are for names above the threshold only.
            if self.policy.score_of(points) >= self.show_from {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        self.known.push((birth, low));
        low
    }
}
