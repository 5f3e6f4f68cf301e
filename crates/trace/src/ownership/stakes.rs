//! Stakes on a day: links of ownership in the form that closures go through, and links of control beside them.

use crate::{Link, LinkKind, Links, Party, Share};
use std::borrow::Cow;

/// What several links of ownership between the same two parties mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Repeats {
    /// Lots of one table of holders: they add up.
    Lots,
    /// Statements of several sources about one stake: what all of them allow, and where they contradict each other, all
    /// that any of them says.
    #[default]
    Statements,
}

/// What an owner holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stake {
    /// The one who is held.
    pub owned: Party,
    /// How much.
    pub share: Share,
}

/// Links of ownership and control that stand on a day.
#[derive(Clone, Debug)]
pub struct Stakes<'l> {
    links: Cow<'l, Links>,
    day: i32,
    repeats: Repeats,
    stakes: Vec<Stake>,
    /// Where each owner's stakes begin; one more than parties.
    starts: Vec<u32>,
    exact: bool,
}

impl Stakes<'static> {
    /// The same with links of its own, for whoever keeps it.
    #[must_use]
    pub fn keeping(parties: Party, links: Links, day: i32, repeats: Repeats) -> Self {
        Self::of(parties, Cow::Owned(links), day, repeats)
    }
}

impl<'l> Stakes<'l> {
    /// Stakes among so many parties on a day (days since 1970). A link without dates stands on every day.
    #[must_use]
    pub fn new(parties: Party, links: &'l Links, day: i32, repeats: Repeats) -> Self {
        Self::of(parties, Cow::Borrowed(links), day, repeats)
    }

    fn of(parties: Party, links: Cow<'l, Links>, day: i32, repeats: Repeats) -> Self {
        let all = links.all();
        let mut stakes: Vec<Stake> = Vec::with_capacity(links.len());
        let mut starts = Vec::with_capacity(parties as usize + 1);
        let mut exact = true;
        let mut at = 0;
        for owner in 0..parties {
            // It fits: links are counted by 32 bits.
            starts.push(stakes.len() as u32);
            // Links stand in the order of owner and owned: those of a pair are neighbours.
            while all.get(at).is_some_and(|link| link.from == owner) {
                let owned = all[at].to;
                let mut end = at + 1;
                while all
                    .get(end)
                    .is_some_and(|link| link.from == owner && link.to == owned)
                {
                    end += 1;
                }
                if let Some(share) = together(&all[at..end], day, repeats) {
                    exact &= share.least == share.most;
                    stakes.push(Stake { owned, share });
                }
                at = end;
            }
        }
        starts.push(stakes.len() as u32);
        Self {
            links,
            day,
            repeats,
            stakes,
            starts,
            exact,
        }
    }

    fn stake_at(&self, (owner, owned): (Party, Party)) -> Option<usize> {
        let start = self.starts[owner as usize] as usize;
        let end = self.starts[owner as usize + 1] as usize;
        let place = self.stakes[start..end].binary_search_by_key(&owned, |stake| stake.owned);
        place.ok().map(|place| start + place)
    }

    /// The links.
    #[must_use]
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// The day.
    #[must_use]
    pub fn day(&self) -> i32 {
        self.day
    }

    /// What repeats mean.
    #[must_use]
    pub fn repeats(&self) -> Repeats {
        self.repeats
    }

    /// How many parties.
    #[must_use]
    pub fn parties(&self) -> Party {
        // It fits: it was made of this number.
        (self.starts.len() - 1) as Party
    }

    /// How many stakes stand on the day.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stakes.len()
    }

    /// Whether nobody holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stakes.is_empty()
    }

    /// Whether every share is exactly known: then nothing is "possibly" for a share's sake.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// What a party holds, by who is held.
    #[must_use]
    pub fn held_by(&self, owner: Party) -> &[Stake] {
        let at = owner as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => &self.stakes[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// How much of a party is held for certain, by anybody: a bound on what the rest can hold.
    pub(super) fn held_for_certain(&self, owned: Party) -> u32 {
        let holders = self.holders_of(owned);
        let least = holders.iter().map(|(_, share)| u32::from(share.least));
        least.fold(0, u32::saturating_add)
    }

    /// All stakes with their owners.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Party, Stake)> + '_ {
        (0..self.parties())
            .flat_map(|owner| self.held_by(owner).iter().map(move |stake| (owner, *stake)))
    }

    /// Who holds a party, and how much, in the order of owners.
    #[must_use]
    pub fn holders_of(&self, owned: Party) -> Vec<(Party, Share)> {
        let mut holders: Vec<Party> = self
            .links
            .holders_of(owned)
            .filter(|link| is_stake(link, self.day))
            .map(|link| link.from)
            .collect();
        holders.sort_unstable();
        holders.dedup();
        holders
            .into_iter()
            .filter_map(|owner| Some((owner, self.share(owner, owned)?)))
            .collect()
    }

    /// How much an owner holds of a party.
    #[must_use]
    pub fn share(&self, owner: Party, owned: Party) -> Option<Share> {
        if owner >= self.parties() {
            return None;
        }
        let place = self.stake_at((owner, owned))?;
        Some(self.stakes[place].share)
    }

    /// Numbers of the links (in [`Links::all`]) of one of these kinds from one party to another that stand on the day.
    #[must_use]
    pub fn links_between(&self, owner: Party, owned: Party, kinds: &[LinkKind]) -> Vec<u32> {
        let all = self.links.all();
        let start = all.partition_point(|link| (link.from, link.to) < (owner, owned));
        (start..all.len())
            .take_while(|at| (all[*at].from, all[*at].to) == (owner, owned))
            .filter(|at| kinds.contains(&all[*at].kind) && all[*at].stands_on(self.day))
            // It fits: links are counted by 32 bits.
            .map(|at| at as u32)
            .collect()
    }

    /// Links of other kinds that a party holds on the day.
    pub(crate) fn others_of<'s>(
        &'s self,
        holder: Party,
        kinds: &'s [LinkKind],
    ) -> impl Iterator<Item = Party> + 's {
        let held = if kinds.is_empty() {
            &[]
        } else {
            self.links.held_by(holder)
        };
        held.iter()
            .filter(|link| kinds.contains(&link.kind) && link.stands_on(self.day))
            .filter(move |link| link.to != holder)
            .map(|link| link.to)
    }
}

/// Whether a link is a stake on a day. A company's own shares give nobody anything.
pub(super) fn is_stake(link: &Link, day: i32) -> bool {
    link.kind == LinkKind::Ownership && link.from != link.to && link.stands_on(day)
}

/// What links of one pair say together on a day; none when none of them is a stake.
pub(super) fn together(links: &[Link], day: i32, repeats: Repeats) -> Option<Share> {
    let mut shares = links
        .iter()
        .filter(|link| is_stake(link, day))
        .map(|link| link.share);
    let first = shares.next()?;
    if repeats == Repeats::Lots {
        return Some(shares.fold(first, added));
    }
    let (mut all, mut any) = (first, first);
    for share in shares {
        all = Share {
            least: all.least.max(share.least),
            most: all.most.min(share.most),
        };
        any = Share {
            least: any.least.min(share.least),
            most: any.most.max(share.most),
        };
    }
    Some(if all.least <= all.most { all } else { any })
}

/// Two shares together. More than all stays more than all: whoever reads sees that the figures cannot be right.
pub(super) fn added(one: Share, other: Share) -> Share {
    Share {
        least: one.least.saturating_add(other.least),
        most: one.most.saturating_add(other.most),
    }
}
