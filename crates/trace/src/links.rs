//! What binds parties beside what moves between them: who owns, directs, represents or is related to whom, since when,
//! until when, and on whose word.
//!
//! A link runs from the one who holds to what is held: owner to company, director to company, agent to the one
//! represented. FollowTheMoney's edges are read so (`Ownership`: `owner` to `asset`).

use crate::{Party, TraceError};

/// What a link says. FollowTheMoney's edge schemata, and "one party" for joins that stay visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum LinkKind {
    /// `Ownership`: owner to asset.
    Ownership = 0,
    /// `Directorship`: director to organization.
    Directorship = 1,
    /// `Membership`: member to organization.
    Membership = 2,
    /// `Employment`: employee to employer.
    Employment = 3,
    /// `Representation`: agent to client.
    Representation = 4,
    /// `Family`: person to relative.
    Family = 5,
    /// `Associate`: person to associate.
    Associate = 6,
    /// `UnknownLink`: subject to object.
    Unknown = 7,
    /// `Occupancy`, `Succession` and other edges of the model: source to target.
    Other = 8,
    /// Two references that were joined as one party.
    Same = 9,
    /// A right that is control by itself, as registers write it: to appoint or remove a majority of the board, a majority
    /// of votes, a dominant influence. Holder to organization.
    Control = 10,
}

/// A share in hundredths of a percent, as far as it is known: 0 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Share {
    /// At least.
    pub least: u16,
    /// At most.
    pub most: u16,
}

impl Share {
    /// Nothing known: none to all.
    pub const UNKNOWN: Self = Self {
        least: 0,
        most: 10_000,
    };

    /// Exactly known.
    #[must_use]
    pub fn exactly(hundredths: u16) -> Self {
        Self {
            least: hundredths,
            most: hundredths,
        }
    }
}

/// A link between two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Link {
    /// Who holds.
    pub from: Party,
    /// What or who is held.
    pub to: Party,
    /// What it says.
    pub kind: LinkKind,
    /// For ownership: the share.
    pub share: Share,
    /// First day, in days since 1970; `i32::MIN` when not known.
    pub since: i32,
    /// Last day; `i32::MAX` when not known or still standing.
    pub until: i32,
    /// Where it stands: the number that the network's filler gave to its source.
    pub source: u32,
}

impl Link {
    /// Whether it stands on a day.
    #[must_use]
    pub fn stands_on(&self, day: i32) -> bool {
        self.since <= day && day <= self.until
    }
}

/// Links by who holds and by who is held.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// In the order of [`Link`]'s fields.
    links: Vec<Link>,
    /// Where each holder's links begin; one more than parties.
    holders: Vec<u32>,
    /// Numbers of links by who is held.
    by_held: Vec<u32>,
    held: Vec<u32>,
}

impl Links {
    pub(crate) fn new(parties: Party, mut links: Vec<Link>) -> Result<Self, TraceError> {
        let count = u32::try_from(links.len()).map_err(|_| TraceError::TooMany {
            what: "links",
            count: links.len() as u64,
            limit: u64::from(u32::MAX),
        })?;
        links.sort_unstable();
        let starts = |key: &dyn Fn(&Link) -> Party| {
            let mut starts = vec![0_u32; parties as usize + 1];
            for link in &links {
                starts[key(link) as usize + 1] += 1;
            }
            for at in 1..starts.len() {
                starts[at] += starts[at - 1];
            }
            starts
        };
        let holders = starts(&|link| link.from);
        let held = starts(&|link| link.to);
        let mut places = held.clone();
        let mut by_held = vec![0; links.len()];
        for number in 0..count {
            let place = &mut places[links[number as usize].to as usize];
            by_held[*place as usize] = number;
            *place += 1;
        }
        Ok(Self {
            links,
            holders,
            by_held,
            held,
        })
    }

    /// All links.
    #[must_use]
    pub fn all(&self) -> &[Link] {
        &self.links
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// What a party holds.
    #[must_use]
    pub fn held_by(&self, party: Party) -> &[Link] {
        let at = party as usize;
        match (self.holders.get(at), self.holders.get(at + 1)) {
            (Some(start), Some(end)) => &self.links[*start as usize..*end as usize],
            _ => &[],
        }
    }

    /// Who holds a party.
    pub fn holders_of(&self, party: Party) -> impl ExactSizeIterator<Item = &Link> {
        let at = party as usize;
        let numbers = match (self.held.get(at), self.held.get(at + 1)) {
            (Some(start), Some(end)) => &self.by_held[*start as usize..*end as usize],
            _ => &[],
        };
        numbers.iter().map(|number| &self.links[*number as usize])
    }
}
