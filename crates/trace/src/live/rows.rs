//! Movements as they came, kept in segments of time: late ones go to the segment where they belong.

use super::names::{Local, Names};
use crate::flow::Columns;
use crate::ids::number_of;
use crate::{Amount, Flow, Ids, MoveKind};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The id of a movement, as the input writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowId {
    /// A decimal number without leading zeros.
    Number(u64),
    /// Any text.
    Text(Box<str>),
}

impl RowId {
    pub(super) fn of(text: &str) -> Self {
        number_of(text).map_or_else(|| Self::Text(text.into()), Self::Number)
    }
}

impl std::fmt::Display for RowId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// A movement as it came. Its parties are numbers of [`super::Live::reference`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who gave.
    pub from: u32,
    /// Who received.
    pub to: u32,
    /// Seconds since 1970 (UTC).
    pub time: i64,
    /// How much, of which currency.
    pub amount: Amount,
    /// What kind.
    pub kind: MoveKind,
    /// Its number by arrival, from zero.
    pub row: u32,
    /// Its id.
    pub id: RowId,
}

impl Row {
    /// The order of [`Flow`].
    fn compare(&self, other: &Self, names: &Names) -> Ordering {
        let key = |row: &Self| {
            (
                names.rank_of(row.from),
                names.rank_of(row.to),
                row.amount.minor,
                row.amount.currency,
                row.kind,
            )
        };
        self.time
            .cmp(&other.time)
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.id.cmp(&other.id))
    }
}

/// Puts rows in order; those that came in the order of time need it only within a second.
fn sort(rows: &mut [Row], names: &Names) {
    if rows.is_sorted_by_key(|row| row.time) {
        for second in rows.chunk_by_mut(|one, other| one.time == other.time) {
            if second.len() > 1 {
                second.sort_unstable_by(|one, other| one.compare(other, names));
            }
        }
    } else {
        rows.sort_unstable_by(|one, other| one.compare(other, names));
    }
}

/// Segments of equal length in time, each in order.
#[derive(Debug)]
pub(super) struct Segments {
    length: i64,
    segments: BTreeMap<i64, Vec<Row>>,
    held: usize,
}

impl Segments {
    pub(super) fn new(length: u32) -> Self {
        Self {
            length: i64::from(length.max(1)),
            segments: BTreeMap::new(),
            held: 0,
        }
    }

    pub(super) fn held(&self) -> usize {
        self.held
    }

    /// Takes rows in, emptying `rows`.
    pub(super) fn insert(&mut self, rows: &mut Vec<Row>, names: &Names) {
        self.held += rows.len();
        sort(rows, names);
        let mut rows = rows.drain(..).peekable();
        while let Some(row) = rows.next() {
            let place = row.time.div_euclid(self.length);
            let segment = self.segments.entry(place).or_default();
            let whole = segment.len();
            segment.push(row);
            while let Some(row) = rows.next_if(|row| row.time.div_euclid(self.length) == place) {
                segment.push(row);
            }
            let in_order = |one: &Row, other: &Row| one.compare(other, names) != Ordering::Greater;
            if whole > 0 && !in_order(&segment[whole - 1], &segment[whole]) {
                // Two runs: a stable sort merges them.
                let kept = segment.partition_point(|row| row.time < segment[whole].time);
                segment[kept..].sort_by(|one, other| one.compare(other, names));
            }
        }
    }

    /// Lets go of segments that end before `time`.
    pub(super) fn forget_before(&mut self, time: i64) {
        let place = time.div_euclid(self.length);
        while let Some(first) = self.segments.first_entry() {
            if *first.key() >= place {
                break;
            }
            self.held -= first.remove().len();
        }
    }

    /// The rows of a span of time, in order, piece by piece.
    pub(super) fn within(&self, span: &RangeInclusive<i64>) -> Slices<'_> {
        let (first, last) = (*span.start(), *span.end());
        let mut slices = Slices::default();
        if first > last {
            return slices;
        }
        let places = first.div_euclid(self.length)..=last.div_euclid(self.length);
        for (_, segment) in self.segments.range(places) {
            let start = segment.partition_point(|row| row.time < first);
            let end = segment.partition_point(|row| row.time <= last);
            slices.push(&segment[start..end]);
        }
        slices
    }
}

/// Rows in order, piece by piece, numbered as one.
#[derive(Debug, Default)]
pub(super) struct Slices<'s> {
    slices: Vec<&'s [Row]>,
    ends: Vec<usize>,
}

impl<'s> Slices<'s> {
    fn push(&mut self, slice: &'s [Row]) {
        if !slice.is_empty() {
            self.ends.push(self.len() + slice.len());
            self.slices.push(slice);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    pub(super) fn get(&self, at: usize) -> &'s Row {
        let slice = self.ends.partition_point(|end| *end <= at);
        let start = if slice == 0 { 0 } else { self.ends[slice - 1] };
        &self.slices[slice][at - start]
    }

    /// How many rows are earlier than `time`.
    pub(super) fn before(&self, time: i64) -> usize {
        let slice = self
            .slices
            .partition_point(|slice| slice[slice.len() - 1].time < time);
        let start = if slice == 0 { 0 } else { self.ends[slice - 1] };
        let within = self.slices.get(slice);
        start + within.map_or(0, |rows| rows.partition_point(|row| row.time < time))
    }

    /// The flow of these rows, among the parties that `local` is set to.
    pub(super) fn flow(&self, local: &mut Local, names: &Names) -> Flow {
        let count = self.len();
        let mut columns = Columns {
            epoch: self.slices.first().map_or(0, |slice| slice[0].time),
            from: Vec::with_capacity(count),
            to: Vec::with_capacity(count),
            clock: Vec::with_capacity(count),
            minor: Vec::with_capacity(count),
            currency: Vec::with_capacity(count),
            kind: Vec::with_capacity(count),
            row: Vec::with_capacity(count),
            ids: Ids::numbers(count as u32),
        };
        let epoch = columns.epoch;
        for slice in &self.slices {
            let column = &mut columns;
            column
                .from
                .extend(slice.iter().map(|row| names.rank_of(row.from)));
            column
                .to
                .extend(slice.iter().map(|row| names.rank_of(row.to)));
            // It fits: `Live::push` refuses times farther apart.
            column
                .clock
                .extend(slice.iter().map(|row| (row.time - epoch) as u32));
            column
                .minor
                .extend(slice.iter().map(|row| row.amount.minor));
            column
                .currency
                .extend(slice.iter().map(|row| row.amount.currency));
            column.kind.extend(slice.iter().map(|row| row.kind));
            column.row.extend(slice.iter().map(|row| row.row));
        }
        local.choose(names, columns.from.iter().chain(&columns.to).copied());
        for rank in columns.from.iter_mut().chain(&mut columns.to) {
            *rank = local.party(*rank);
        }
        columns.in_order(local.numbers.len() as u32)
    }
}
