//! What a rule says of all parties.

use super::closure::{End, Scratch, closure, most_of};
use super::proof::prove;
use super::{Aggregation, Proof, Rule, Stakes};
use crate::{Party, Share};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::sync::OnceLock;

/// What a rule says of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Neither owned nor controlled, whatever the unknown shares are: as far as the links go.
    Not,
    /// Depends on shares that are not known, or there is only a sign of control.
    Possibly,
    /// Owned, or controlled, whatever the unknown shares are.
    Owned,
    /// One of those who were given as listed.
    Listed,
}

impl Standing {
    /// As answers write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Not => "not",
            Self::Possibly => "possibly",
            Self::Owned => "owned",
            Self::Listed => "listed",
        }
    }
}

/// What one rule says of every party on one day.
///
/// ```
/// use kashf_trace::ownership::{Owned, Repeats, Rule, Stakes, Standing};
/// use kashf_trace::{LinkKind, NetworkBuilder, Share};
///
/// let mut builder = NetworkBuilder::default();
/// let half = Share::exactly(5_000);
/// builder.link(("listed", "holding"), LinkKind::Ownership, half, (None, None), 0)?;
/// builder.link(("holding", "front"), LinkKind::Ownership, half, (None, None), 1)?;
/// let network = builder.finish();
/// let parties = network.parties();
/// let listed = [parties.find("listed").unwrap()];
/// let front = parties.find("front").unwrap();
///
/// let day = 20_000;
/// let stakes = Stakes::new(3, network.links(), day, Repeats::Statements);
/// let ofac = Owned::find(&stakes, &listed, Rule::on("ofac_50", day).unwrap());
/// assert_eq!(ofac.standing(front), Standing::Owned, "half of the half counts in full");
/// let proof = ofac.proof(&stakes, front).unwrap();
/// assert_eq!(proof.steps.len(), 2);
/// proof.check(network.links(), |party| listed.contains(&party))?;
///
/// let uk = Owned::find(&stakes, &listed, Rule::on("uk", day).unwrap());
/// assert_eq!(uk.standing(front), Standing::Not, "half is not more than half");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Owned {
    rule: &'static Rule,
    /// Sorted, each once.
    listed: Vec<Party>,
    found: Vec<Entry>,
    /// The closures, where all stakes count together; where each person's count alone they are made again when asked for.
    closures: Option<Closures>,
}

/// A party that is owned or possibly owned; and for a rule that lets each person's stakes count alone, by which person.
/// Sorted by party, `Owned` before `Possibly`.
type Entry = (Party, Standing, Option<Party>);

impl Owned {
    /// Who is owned by the listed.
    #[must_use]
    pub fn find(stakes: &Stakes<'_>, listed: &[Party], rule: &'static Rule) -> Self {
        let mut listed: Vec<Party> = listed
            .iter()
            .copied()
            .filter(|party| *party < stakes.parties())
            .collect();
        listed.sort_unstable();
        listed.dedup();
        let mut scratch = Scratch::new(stakes);
        let mut found = Vec::new();
        let closures = match rule.aggregation {
            Aggregation::Together => {
                let closures = Closures::new(stakes, &listed, rule, &mut scratch);
                closures.entries(stakes, rule, None, &mut found);
                Some(closures)
            }
            Aggregation::Alone => {
                for person in &listed {
                    let closures = Closures::new(stakes, &[*person], rule, &mut scratch);
                    closures.entries(stakes, rule, Some(*person), &mut found);
                }
                None
            }
        };
        found.retain(|(party, _, _)| listed.binary_search(party).is_err());
        found.sort_unstable_by_key(|(party, standing, whose)| (*party, *whose, Reverse(*standing)));
        // What is certain is possible as well: said once.
        found.dedup_by_key(|(party, _, whose)| (*party, *whose));
        found.sort_unstable_by_key(|(party, standing, whose)| (*party, Reverse(*standing), *whose));
        Self {
            rule,
            listed,
            found,
            closures,
        }
    }

    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// The listed, in order.
    #[must_use]
    pub fn listed(&self) -> &[Party] {
        &self.listed
    }

    /// What it says of a party.
    #[must_use]
    pub fn standing(&self, party: Party) -> Standing {
        if self.listed.binary_search(&party).is_ok() {
            return Standing::Listed;
        }
        let first = self.of(party).first();
        first.map_or(Standing::Not, |(_, standing, _)| *standing)
    }

    /// Who is owned or possibly owned, in the order of parties, each once; the listed themselves are not among them.
    pub fn all(&self) -> impl Iterator<Item = (Party, Standing)> + '_ {
        self.found
            .chunk_by(|one, other| one.0 == other.0)
            .filter_map(|of_one| of_one.first())
            .map(|(party, standing, _)| (*party, *standing))
    }

    /// By whom, for a rule that lets each person's stakes count alone: every such person, those for whom it is certain first.
    pub fn persons(&self, party: Party) -> impl Iterator<Item = (Party, Standing)> + '_ {
        let of = self.of(party).iter();
        of.filter_map(|(_, standing, whose)| Some(((*whose)?, *standing)))
    }

    fn of(&self, party: Party) -> &[Entry] {
        let start = self.found.partition_point(|(one, _, _)| *one < party);
        let end = self.found.partition_point(|(one, _, _)| *one <= party);
        &self.found[start..end]
    }

    /// Why a party is owned or possibly owned; for a rule that lets each person's stakes count alone, by the first of
    /// [`Owned::persons`]. None for who is neither, or listed.
    #[must_use]
    pub fn proof(&self, stakes: &Stakes<'_>, party: Party) -> Option<Proof> {
        self.of(party)
            .first()
            .map(|entry| self.proof_of(stakes, *entry))
    }

    /// Why a party is owned or possibly owned by one person alone.
    #[must_use]
    pub fn proof_by(&self, stakes: &Stakes<'_>, party: Party, person: Party) -> Option<Proof> {
        let mut of = self.of(party).iter();
        let entry = of.find(|(_, _, whose)| *whose == Some(person))?;
        Some(self.proof_of(stakes, *entry))
    }

    fn proof_of(&self, stakes: &Stakes<'_>, (party, standing, whose): Entry) -> Proof {
        let made;
        let closures = match (&self.closures, whose) {
            (Some(closures), _) => closures,
            (None, whose) => {
                let start: Vec<Party> = whose.into_iter().collect();
                let mut scratch = Scratch::new(stakes);
                made = Closures::new(stakes, &start, self.rule, &mut scratch);
                &made
            }
        };
        let members = match standing {
            Standing::Owned | Standing::Listed => &closures.certain,
            Standing::Possibly | Standing::Not => closures.possible(),
        };
        let share = closures.share(stakes, party);
        prove(stakes, self.rule, (party, standing, share), members)
    }
}

/// The members of a closure.
#[derive(Clone, Debug)]
pub(super) struct Members {
    /// In the order of joining.
    order: Vec<Party>,
    /// How many of them it began with.
    pub(super) begin: u32,
    places: OnceLock<FxHashMap<Party, u32>>,
}

impl Members {
    fn new(
        stakes: &Stakes<'_>,
        start: &[Party],
        (rule, end): (&Rule, End),
        scratch: &mut Scratch,
    ) -> Self {
        Self {
            order: closure(stakes, start, rule, end, scratch),
            // It fits: parties are numbered by 32 bits.
            begin: start.len() as u32,
            places: OnceLock::new(),
        }
    }

    /// When a party joined.
    pub(super) fn place(&self, party: Party) -> Option<u32> {
        let places = self
            .places
            .get_or_init(|| self.order.iter().copied().zip(0..).collect());
        places.get(&party).copied()
    }
}

/// Who joins for certain, and who may.
#[derive(Clone, Debug)]
struct Closures {
    certain: Members,
    /// None where every share is exactly known, and both are the same.
    possible: Option<Members>,
}

impl Closures {
    fn new(stakes: &Stakes<'_>, start: &[Party], rule: &Rule, scratch: &mut Scratch) -> Self {
        let possible = |scratch| Members::new(stakes, start, (rule, End::Most), scratch);
        Self {
            certain: Members::new(stakes, start, (rule, End::Least), scratch),
            possible: (!stakes.is_exact()).then(|| possible(scratch)),
        }
    }

    fn possible(&self) -> &Members {
        self.possible.as_ref().unwrap_or(&self.certain)
    }

    fn entries(
        &self,
        stakes: &Stakes<'_>,
        rule: &Rule,
        whose: Option<Party>,
        found: &mut Vec<Entry>,
    ) {
        let (start, certain) = self.certain.order.split_at(self.certain.begin as usize);
        found.extend(certain.iter().map(|party| (*party, Standing::Owned, whose)));
        let possible = self.possible.iter().flat_map(|members| &members.order);
        found.extend(possible.map(|party| (*party, Standing::Possibly, whose)));
        for holder in start {
            let signs = stakes.others_of(*holder, rule.signs);
            found.extend(signs.map(|party| (party, Standing::Possibly, whose)));
        }
    }

    /// What members hold of a party together: what certain members hold at least, and what possible ones may.
    fn share(&self, stakes: &Stakes<'_>, party: Party) -> Share {
        let (mut least, mut most, mut least_of_possible, mut held) = (0_u16, 0_u16, 0_u16, 0_u32);
        for (owner, share) in stakes.holders_of(party) {
            held = held.saturating_add(u32::from(share.least));
            if self.certain.place(owner).is_some() {
                least = least.saturating_add(share.least);
            }
            if self.possible().place(owner).is_some() {
                most = most.saturating_add(share.most);
                least_of_possible = least_of_possible.saturating_add(share.least);
            }
        }
        let most = most_of(least_of_possible, most, held);
        Share {
            least,
            most: most.max(least),
        }
    }
}
