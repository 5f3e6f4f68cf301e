//! What a typology finds: the movements themselves, in order, and what they have in common.

use crate::{Amount, Currency, Flow, Link, MoveNo, Party};

/// One step of a finding: a movement, or a link along which control runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hop {
    /// Money or goods moved.
    Move(MoveNo),
    /// A link, walked from the one who holds to what is held.
    Held(Link),
    /// A link, walked from what is held to the one who holds it.
    Holder(Link),
}

/// What a typology says of a finding beside its movements: `("hub", party)`, `("threshold", amount)` ...
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A party and its part: `hub`, `source`, `target`, `middle`.
    Party(&'static str, Party),
    /// A number.
    Number(&'static str, i64),
    /// An amount.
    Amount(&'static str, Amount),
    /// Words of the typology's own.
    Word(&'static str, &'static str),
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which typology: `cycle`, `fan-in`, `scatter-gather` ... as in its file.
    pub typology: &'static str,
    /// Steps, in the order in which they are to be read.
    pub hops: Vec<Hop>,
    /// Parties, each once; along a path in its order, else the hub first and the rest in the order of numbers.
    pub parties: Vec<Party>,
    /// What it amounts to (what is preserved along a path, what is gathered or scattered by a hub); none when currencies differ.
    pub amount: Option<Amount>,
    /// Whether a limit cut the search: there may be more, and the best were kept.
    pub capped: bool,
    /// What the typology says beside.
    pub facts: Vec<Fact>,
}

impl Finding {
    /// Its movements, in the order of its hops.
    pub fn moves(&self) -> impl Iterator<Item = MoveNo> {
        self.hops.iter().filter_map(|hop| match hop {
            Hop::Move(number) => Some(*number),
            Hop::Held(_) | Hop::Holder(_) => None,
        })
    }

    /// First and last time of its movements, in seconds since 1970.
    #[must_use]
    pub fn span(&self, flow: &Flow) -> Option<(i64, i64)> {
        let mut times = self.moves().map(|number| flow.time(number));
        let first = times.next()?;
        Some(times.fold((first, first), |(start, end), time| {
            (start.min(time), end.max(time))
        }))
    }

    /// A finding of movements alone, in the order of time.
    #[must_use]
    pub fn of_moves(
        typology: &'static str,
        moves: impl IntoIterator<Item = MoveNo>,
        parties: Vec<Party>,
    ) -> Self {
        Self {
            typology,
            hops: moves.into_iter().map(Hop::Move).collect(),
            parties,
            amount: None,
            capped: false,
            facts: Vec::new(),
        }
    }
}

/// The sum of movements; none when currencies differ, or it does not fit.
#[must_use]
pub fn sum_of(flow: &Flow, mut moves: impl Iterator<Item = MoveNo>) -> Option<Amount> {
    let first = flow.amount(moves.next()?);
    moves.try_fold(first, |sum, number| {
        let amount = flow.amount(number);
        let minor = sum.minor.checked_add(amount.minor)?;
        (amount.currency == sum.currency).then_some(Amount { minor, ..sum })
    })
}

/// The smallest of movements; none when currencies differ.
#[must_use]
pub fn least_of(flow: &Flow, mut moves: impl Iterator<Item = MoveNo>) -> Option<Amount> {
    let first = flow.amount(moves.next()?);
    moves.try_fold(first, |least, number| {
        let amount = flow.amount(number);
        (amount.currency == least.currency).then_some(least.min(amount))
    })
}

/// All that a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// In the order of their first movement, then of all their fields.
    pub findings: Vec<Finding>,
    /// Whether a limit cut the search anywhere.
    pub capped: bool,
    /// Parties that were passed over as hubs ([`crate::Hubs`]), sorted.
    pub hubs: Vec<Party>,
    /// The currencies met, where they matter.
    pub currencies: Vec<Currency>,
}

impl Found {
    /// Puts findings into their order: first movement, typology, movements, parties.
    pub fn sort(&mut self) {
        let first = |finding: &Finding| finding.moves().min();
        self.findings.sort_by_cached_key(first);
        for tied in self
            .findings
            .chunk_by_mut(|one, other| first(one) == first(other))
        {
            tied.sort_by(|one, other| {
                one.typology
                    .cmp(other.typology)
                    .then_with(|| one.hops.cmp(&other.hops))
                    .then_with(|| one.parties.cmp(&other.parties))
            });
        }
        self.capped |= self.findings.iter().any(|finding| finding.capped);
        self.hubs.sort_unstable();
        self.hubs.dedup();
        self.currencies.sort_unstable();
        self.currencies.dedup();
    }
}
