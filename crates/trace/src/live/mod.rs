//! Findings as movements come in: in any order, late, many at a time or one by one.
//!
//! [`Live`] holds movements in segments of time. When asked ([`Live::settle`]) it makes a [`Network`] of the window that the
//! new ones can reach, lets each typology search what closes there, and tells what is new and what is withdrawn:
//! a late movement may make a finding wider, or push one over a limit. What it has told, less what it has withdrawn, is
//! what the search over all movements at once would find, byte for byte, for any size of batch and order of arrival.
//!
//! **Why networks are made anew.** A network of a window is sorted columns and two counted adjacencies: tens of
//! nanoseconds a movement, less than one look-up of a party by its reference. Lists that grow in place would spare that and cost
//! every search its packed adjacency. Made once for some thousand new movements it is a tenth of the work; asked after every
//! single one, it is all of it. Whoever cannot wait decides by how often he asks.
//!
//! **What it holds.** Movements from the latest time back to the allowed lateness and the windows that findings depend on, and the
//! findings that may still change. What arrives later than allowed is not taken and not lost: the caller is told at once
//! ([`Taken::TooLate`]), and may search it with its own time's movements. Without a limit everything is held.
//!
//! Hubs ([`crate::Hubs::Around`]) are those of the windows that a finding depends on; a typology that asks all movements who is a
//! hub is answered from those windows alone.
//!
//! A movement dated in the future moves time forward for all: whoever fills this refuses such rows first.

mod names;
mod rows;
mod search;
#[cfg(test)]
mod tests;

use crate::network::Network;
use crate::typologies::{FindWithin, Typology};
use crate::{Amount, Fact, MoveKind, Options, TraceError};
use names::{Local, Names};
use rows::Segments;
pub use rows::{Row, RowId};
use search::{Search, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A typology as it is asked here.
#[derive(Clone, Copy, Debug)]
pub struct Streamed {
    /// Finds what closes in a range of movements.
    pub find_within: FindWithin,
    /// On how many windows before its last movement a finding depends.
    pub before: u32,
    /// And on how many after it: it is told once they have passed.
    pub after: u32,
}

impl Streamed {
    /// A typology as it is; none when it finds nothing by windows.
    #[must_use]
    pub fn of(typology: &Typology) -> Option<Self> {
        Some(Self {
            find_within: typology.find_within?,
            before: typology.reach.before,
            after: typology.reach.after,
        })
    }
}

/// Something that was found, with its movements: it stays true when the network in which it was found is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which typology.
    pub typology: &'static str,
    /// The movements, in the order of [`crate::Finding::hops`].
    pub rows: Vec<Row>,
    /// The parties, as numbers of [`Live::reference`].
    pub parties: Vec<u32>,
    /// See [`crate::Finding::amount`].
    pub amount: Option<Amount>,
    /// See [`crate::Finding::capped`].
    pub capped: bool,
    /// See [`crate::Finding::facts`]; parties are numbers of [`Live::reference`].
    pub facts: Vec<Fact>,
}

/// What changed.
#[derive(Debug, Default)]
pub struct News {
    /// Findings that are new.
    pub found: Vec<Arc<Seen>>,
    /// Findings told before that do not stand any more.
    pub withdrawn: Vec<Arc<Seen>>,
    /// Whether a limit cut a search.
    pub capped: bool,
    /// Parties passed over as hubs.
    pub hubs: BTreeSet<u32>,
}

/// What became of a movement; its number by arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is held.
    Held(u32),
    /// It is earlier than the allowed lateness, and was not taken.
    TooLate(u32),
}

/// Movements of a stream, and what was found in them.
///
/// ```
/// use kashf_trace::live::{Live, Streamed};
/// use kashf_trace::{Amount, Currency, MoveKind, Options, typologies::cycle};
///
/// let cycles = Streamed::of(&cycle::TYPOLOGY).unwrap();
/// let mut live = Live::new(Options::default(), None, &[cycles])?;
/// let amount = Amount { minor: 100, currency: Currency::NONE };
/// live.push(("a", "b"), 10, amount, MoveKind::Payment, "1")?;
/// live.push(("c", "a"), 30, amount, MoveKind::Payment, "3")?;
/// assert!(live.settle().found.is_empty());
/// live.push(("b", "c"), 20, amount, MoveKind::Payment, "2")?; // late
/// let news = live.settle();
/// let ids: Vec<String> = news.found[0].rows.iter().map(|row| row.id.to_string()).collect();
/// assert_eq!(ids, ["1", "2", "3"]);
/// # Ok::<(), kashf_trace::TraceError>(())
/// ```
#[derive(Debug)]
pub struct Live {
    options: Options,
    lateness: Option<u32>,
    searches: Vec<Search>,
    names: Names,
    local: Local,
    segments: Segments,
    /// Arrived since the last time.
    new: Vec<Row>,
    /// First and latest time of all that were taken.
    span: Option<(i64, i64)>,
    rows: u32,
    too_late: u64,
}

impl Live {
    /// Begins with nothing. `lateness`: how many seconds behind the latest movement one may be that is still taken; none
    /// takes all, and holds all.
    ///
    /// # Errors
    /// An option outside its range.
    pub fn new(
        options: Options,
        lateness: Option<u32>,
        searches: &[Streamed],
    ) -> Result<Self, TraceError> {
        options.check()?;
        Ok(Self {
            options,
            lateness,
            searches: searches
                .iter()
                .map(|streamed| Search::new(*streamed, options.window))
                .collect(),
            names: Names::default(),
            local: Local::default(),
            segments: Segments::new(options.window / 4),
            new: Vec::new(),
            span: None,
            rows: 0,
            too_late: 0,
        })
    }

    /// Takes a movement: as [`crate::NetworkBuilder::movement`], in any order.
    ///
    /// # Errors
    /// More parties or movements than 32 bits count; times more than 136 years apart.
    pub fn push(
        &mut self,
        (from, to): (&str, &str),
        time: i64,
        amount: Amount,
        kind: MoveKind,
        id: &str,
    ) -> Result<Taken, TraceError> {
        let row = self.rows;
        if row == u32::MAX - 1 {
            return Err(TraceError::TooMany {
                what: "movements",
                count: u64::from(row) + 1,
                limit: u64::from(row),
            });
        }
        let (first, latest) = self.span.unwrap_or((time, time));
        if let Some(lateness) = self.lateness
            && time < latest.saturating_sub(i64::from(lateness))
        {
            self.rows += 1;
            self.too_late += 1;
            return Ok(Taken::TooLate(row));
        }
        let (first, latest) = (first.min(time), latest.max(time));
        let seconds = latest.saturating_sub(first);
        if seconds > i64::from(u32::MAX) {
            return Err(TraceError::Span {
                years: seconds / (365 * 86_400),
            });
        }
        let (from, to) = (self.names.number(from)?, self.names.number(to)?);
        self.rows += 1;
        self.span = Some((first, latest));
        self.new.push(Row {
            from,
            to,
            time,
            amount,
            kind,
            row,
            id: RowId::of(id),
        });
        Ok(Taken::Held(row))
    }

    /// Tells what changed, as far as it is settled: a finding that something later may still widen waits for it.
    pub fn settle(&mut self) -> News {
        self.ask(false)
    }

    /// Tells everything, as if nothing came any more; if something does, what it changes is withdrawn.
    pub fn finish(&mut self) -> News {
        self.ask(true)
    }

    /// The reference of a party by its number.
    #[must_use]
    pub fn reference(&self, party: u32) -> &str {
        self.names.reference(party)
    }

    /// How many movements are held.
    #[must_use]
    pub fn held(&self) -> usize {
        self.segments.held() + self.new.len()
    }

    /// How many movements came too late.
    #[must_use]
    pub fn too_late(&self) -> u64 {
        self.too_late
    }

    fn ask(&mut self, all: bool) -> News {
        let mut news = News::default();
        let Some((first, latest)) = self.span else {
            return news;
        };
        let mut times: Vec<i64> = self.new.iter().map(|row| row.time).collect();
        times.sort_unstable();
        self.names.rank();
        self.segments.insert(&mut self.new, &self.names);
        // Those that ask for the same share a network.
        let mut asks: Vec<(Span, Vec<usize>)> = Vec::new();
        for (at, search) in self.searches.iter_mut().enumerate() {
            search.touch(&times);
            for span in search.due(first, latest, all) {
                match asks.iter_mut().find(|(other, _)| *other == span) {
                    Some((_, who)) => who.push(at),
                    None => asks.push((span, vec![at])),
                }
            }
        }
        for (span, who) in asks {
            self.ask_within(&span, &who, &mut news);
        }
        self.forget(latest);
        news
    }

    fn ask_within(&mut self, span: &Span, who: &[usize], news: &mut News) {
        let most = |of: fn(&Search) -> i64| {
            who.iter()
                .map(|at| of(&self.searches[*at]))
                .max()
                .unwrap_or(0)
        };
        let (before, after) = (most(Search::before), most(Search::after));
        let context = span.start().saturating_sub(before)..=span.end().saturating_add(after);
        let slices = self.segments.within(&context);
        let flow = slices.flow(&mut self.local, &self.names);
        let network = Network::of_flow(flow);
        for at in who {
            let answer = (span, &slices, self.local.numbers.as_slice());
            self.searches[*at].ask(&network, &self.options, answer, news);
        }
    }

    fn forget(&mut self, latest: i64) {
        let Some(lateness) = self.lateness else {
            return;
        };
        let earliest = latest.saturating_sub(i64::from(lateness));
        let needed = self
            .searches
            .iter_mut()
            .map(|search| search.forget(earliest))
            .min();
        self.segments.forget_before(needed.unwrap_or(earliest));
    }
}
