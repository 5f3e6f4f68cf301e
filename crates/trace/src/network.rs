//! A network: parties, what moved between them, what binds them.

use crate::flow::Columns;
use crate::parties::PartiesBuilder;
use crate::{
    Amount, Flow, Ids, Link, LinkKind, Links, Move, MoveKind, Parties, Party, Share, TraceError,
};
use std::collections::BTreeMap;

/// Parties with their movements and links.
#[derive(Clone, Debug, Default)]
pub struct Network {
    parties: Parties,
    flow: Flow,
    links: Links,
    countries: BTreeMap<Party, [u8; 2]>,
}

impl Network {
    /// A network of movements alone; its parties have numbers but no references.
    pub(crate) fn of_flow(flow: Flow) -> Self {
        Self {
            flow,
            ..Self::default()
        }
    }

    /// The country of a party (two letters, ISO 3166-1), where the input says one.
    #[must_use]
    pub fn country(&self, party: Party) -> Option<[u8; 2]> {
        self.countries.get(&party).copied()
    }

    /// The parties.
    #[must_use]
    pub fn parties(&self) -> &Parties {
        &self.parties
    }

    /// What moved.
    #[must_use]
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// What binds.
    #[must_use]
    pub fn links(&self) -> &Links {
        &self.links
    }
}

/// Gathers rows in any order.
///
/// ```
/// use kashf_trace::{Amount, Currency, MoveKind, NetworkBuilder};
///
/// let mut builder = NetworkBuilder::default();
/// let amount = Amount::read("250.00", Currency::of("EUR").unwrap())?;
/// builder.movement(("acc-2", "acc-1"), 1_700_000_060, amount, MoveKind::Payment, "t2")?;
/// builder.movement(("acc-1", "acc-2"), 1_700_000_000, amount, MoveKind::Payment, "t1")?;
/// let network = builder.finish();
/// let flow = network.flow();
/// assert_eq!((flow.len(), flow.id(0).to_string().as_str()), (2, "t1"));
/// assert_eq!(network.parties().reference(flow.to(0)), "acc-2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct NetworkBuilder {
    parties: PartiesBuilder,
    columns: Columns,
    links: Vec<Link>,
    countries: BTreeMap<u32, [u8; 2]>,
}

impl NetworkBuilder {
    /// Appends a movement between two references; returns the number of its row. Its time is in seconds since 1970.
    ///
    /// # Errors
    /// More parties or movements than 32 bits count; times more than 136 years apart.
    pub fn movement(
        &mut self,
        (from, to): (&str, &str),
        time: i64,
        amount: Amount,
        kind: MoveKind,
        id: &str,
    ) -> Result<u32, TraceError> {
        let ends = (self.parties.number(from)?, self.parties.number(to)?);
        self.movement_between(ends, time, amount, kind, id)
    }

    /// The number by arrival of a reference: see [`NetworkBuilder::finish_joined`].
    ///
    /// # Errors
    /// More parties than 32 bits count.
    pub fn number(&mut self, reference: &str) -> Result<u32, TraceError> {
        self.parties.number(reference)
    }

    /// Whether a reference was met.
    #[must_use]
    pub fn knows(&self, reference: &str) -> bool {
        self.parties.find(reference).is_some()
    }

    /// The reference of a number by arrival.
    #[must_use]
    pub fn reference(&self, number: u32) -> &str {
        self.parties.text_of(number)
    }

    /// How many references there are so far: numbers by arrival are below.
    #[must_use]
    pub fn references(&self) -> usize {
        self.parties.len()
    }

    /// A movement so far, by its row; its parties are numbers by arrival.
    #[must_use]
    pub fn get(&self, row: u32) -> Move {
        self.columns.get(row)
    }

    /// Ids of the movements so far, by row.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.columns.ids
    }

    /// Appends a movement between two numbers by arrival ([`NetworkBuilder::number`]); else as [`NetworkBuilder::movement`].
    ///
    /// # Errors
    /// More movements than 32 bits count; times more than 136 years apart.
    pub fn movement_between(
        &mut self,
        ends: (u32, u32),
        time: i64,
        amount: Amount,
        kind: MoveKind,
        id: &str,
    ) -> Result<u32, TraceError> {
        // It fits: `push` refuses more.
        let row = self.columns.from.len() as u32;
        self.columns.push(ends, time, amount, kind, (id, row))?;
        Ok(row)
    }

    /// Appends a link between two references; `source` is whatever number leads its filler back to the statement.
    ///
    /// # Errors
    /// More parties or links than 32 bits count.
    pub fn link(
        &mut self,
        (from, to): (&str, &str),
        kind: LinkKind,
        share: Share,
        (since, until): (Option<i32>, Option<i32>),
        source: u32,
    ) -> Result<(), TraceError> {
        if self.links.len() >= u32::MAX as usize {
            return Err(TraceError::TooMany {
                what: "links",
                count: self.links.len() as u64 + 1,
                limit: u64::from(u32::MAX),
            });
        }
        let (from, to) = (self.parties.number(from)?, self.parties.number(to)?);
        self.links.push(Link {
            from,
            to,
            kind,
            share,
            since: since.unwrap_or(i32::MIN),
            until: until.unwrap_or(i32::MAX),
            source,
        });
        Ok(())
    }

    /// A party without movements or links: one that is asked about.
    ///
    /// # Errors
    /// More parties than 32 bits count.
    pub fn party(&mut self, reference: &str) -> Result<(), TraceError> {
        self.parties.number(reference).map(|_| ())
    }

    /// Says the country of a party by two letters (ISO 3166-1); other texts say nothing. Of several the first in the order of
    /// the alphabet stands, whatever came first.
    ///
    /// # Errors
    /// More parties than 32 bits count.
    pub fn country(&mut self, reference: &str, code: &str) -> Result<(), TraceError> {
        let upper = code.trim().to_ascii_uppercase();
        if let Ok(code) = <[u8; 2]>::try_from(upper.as_bytes())
            && code.iter().all(u8::is_ascii_uppercase)
        {
            let party = self.parties.number(reference)?;
            let country = self.countries.entry(party).or_insert(code);
            *country = code.min(*country);
        }
        Ok(())
    }

    /// Movements so far.
    #[must_use]
    pub fn movements(&self) -> usize {
        self.columns.from.len()
    }

    /// The network.
    #[must_use]
    pub fn finish(self) -> Network {
        self.finish_joined(&[]).0
    }

    /// The network with references joined: `joined` says for a number by arrival ([`NetworkBuilder::number`]) which other
    /// it is one party with, most often itself; numbers beyond it are themselves. What moved between references of one
    /// party is left out, and counted in the second value.
    #[must_use]
    pub fn finish_joined(self, joined: &[u32]) -> (Network, u32) {
        let (parties, mut became) = self.parties.finish();
        let own = became.clone();
        for (party, with) in became.iter_mut().zip(joined) {
            *party = own[*with as usize];
        }
        // It fits: parties are numbered by 32 bits.
        let count = parties.len() as u32;
        let before = self.columns.from.len();
        let joins = !joined.is_empty();
        let flow = self.columns.finish(count, &became, joins);
        // It fits: movements are numbered by 32 bits.
        let within = (before - flow.len() as usize) as u32;
        let mut links = self.links;
        for link in &mut links {
            link.from = became[link.from as usize];
            link.to = became[link.to as usize];
        }
        if joins {
            links.retain(|link| link.from != link.to);
        }
        // It fits: `link` refuses more.
        let links = Links::new(count, links).unwrap_or_default();
        let mut countries = BTreeMap::new();
        for (number, code) in self.countries {
            let country = countries.entry(became[number as usize]).or_insert(code);
            *country = code.min(*country);
        }
        let network = Network {
            parties,
            flow,
            links,
            countries,
        };
        (network, within)
    }
}
