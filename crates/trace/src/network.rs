//! A network: parties, what moved between them, what binds them.

use crate::flow::Columns;
use crate::parties::PartiesBuilder;
use crate::{Amount, Flow, Link, LinkKind, Links, MoveKind, Parties, Party, Share, TraceError};
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
        let (parties, became) = self.parties.finish();
        // It fits: parties are numbered by 32 bits.
        let count = parties.len() as u32;
        let flow = self.columns.finish(count, &became);
        let mut links = self.links;
        for link in &mut links {
            link.from = became[link.from as usize];
            link.to = became[link.to as usize];
        }
        // It fits: `link` refuses more.
        let links = Links::new(count, links).unwrap_or_default();
        let countries = self
            .countries
            .into_iter()
            .map(|(number, code)| (became[number as usize], code))
            .collect();
        Network {
            parties,
            flow,
            links,
            countries,
        }
    }
}
