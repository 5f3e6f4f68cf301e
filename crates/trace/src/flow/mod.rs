//! What moved between parties: payments, cash, goods, each at a time, in the order of time, with adjacency both ways.
//!
//! **Layout.** Columns in the order of (time, from, to, amount, currency, kind, id), so that a movement's number grows with time
//! and a window of time is a range of numbers. Adjacency holds the other party and the number: eight bytes a movement and
//! direction, no time of its own. In all 43 bytes a movement with small numeric ids (columns 27, adjacency 16), and 12
//! to 20 a party; 300 million movements are 13 GB.
//!
//! Times are whole seconds. What happened in one second has no order in time: a path that respects time passes from one
//! movement to another only when the second is strictly later ([`Flow::later_than`]).

mod build;

use crate::{Amount, Currency, Id, Ids, MoveNo, Party};
use std::ops::Range;

pub(crate) use build::Columns;

/// What kind of movement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum MoveKind {
    /// Money by transfer.
    #[default]
    Payment = 0,
    /// Money by hand: deposits, withdrawals, couriers, money changers.
    Cash = 1,
    /// Virtual assets.
    Crypto = 2,
    /// Goods: cargo, oil, antiquities; the amount is their declared value.
    Goods = 3,
}

impl MoveKind {
    /// The word of the input and the output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Cash => "cash",
            Self::Crypto => "crypto",
            Self::Goods => "goods",
        }
    }

    /// By its word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Payment, Self::Cash, Self::Crypto, Self::Goods]
            .into_iter()
            .find(|kind| word.eq_ignore_ascii_case(kind.word()))
    }
}

/// A movement, with all that is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Who gave.
    pub from: Party,
    /// Who received.
    pub to: Party,
    /// Seconds since 1970 (UTC).
    pub time: i64,
    /// How much, of which currency.
    pub amount: Amount,
    /// What kind.
    pub kind: MoveKind,
    /// Where it stands: number of the input's row over all files, counted from zero.
    pub row: u32,
}

/// A neighbour in the adjacency of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The party at the other end.
    pub party: Party,
    /// Through which movement.
    pub number: MoveNo,
}

/// Movements between the parties of a network.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    columns: Columns,
    leaving: Adjacency,
    arriving: Adjacency,
    /// Whether all movements are of one currency.
    one_currency: bool,
}

/// For each party its steps in the order of their numbers, hence of time.
#[derive(Clone, Debug, Default)]
struct Adjacency {
    /// Where the steps of each party begin; one more than parties.
    starts: Vec<u32>,
    steps: Vec<Step>,
}

impl Adjacency {
    #[inline]
    fn of(&self, party: Party) -> &[Step] {
        let at = party as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => &self.steps[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// The steps whose numbers lie in a range.
#[inline]
fn within(steps: &[Step], numbers: &Range<MoveNo>) -> Range<usize> {
    let start = steps.partition_point(|step| step.number < numbers.start);
    let length = steps[start..].partition_point(|step| step.number < numbers.end);
    start..start + length
}

impl Flow {
    /// How many movements.
    #[must_use]
    pub fn len(&self) -> MoveNo {
        // It fits: the builder refuses more.
        self.columns.from.len() as MoveNo
    }

    /// Whether nothing moved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.from.is_empty()
    }

    /// How many parties the network has.
    #[must_use]
    pub fn parties(&self) -> Party {
        // It fits: parties are numbered by 32 bits.
        self.leaving.starts.len().saturating_sub(1) as Party
    }

    /// All of a movement.
    #[must_use]
    pub fn get(&self, number: MoveNo) -> Move {
        self.columns.get(number)
    }

    /// Who gave.
    #[must_use]
    #[inline]
    pub fn from(&self, number: MoveNo) -> Party {
        self.columns.from[number as usize]
    }

    /// Who received.
    #[must_use]
    #[inline]
    pub fn to(&self, number: MoveNo) -> Party {
        self.columns.to[number as usize]
    }

    /// When, in seconds since 1970 (UTC).
    #[must_use]
    pub fn time(&self, number: MoveNo) -> i64 {
        self.columns.epoch + i64::from(self.columns.clock[number as usize])
    }

    /// How much.
    #[must_use]
    #[inline]
    pub fn amount(&self, number: MoveNo) -> Amount {
        Amount {
            minor: self.columns.minor[number as usize],
            currency: self.currency(number),
        }
    }

    /// Of which currency.
    #[must_use]
    #[inline]
    pub fn currency(&self, number: MoveNo) -> Currency {
        self.columns.currency[number as usize]
    }

    /// Whether two movements are of one currency: their amounts can be compared. Costs no look at the column where all are.
    #[must_use]
    pub fn same_currency(&self, one: MoveNo, other: MoveNo) -> bool {
        self.one_currency || self.currency(one) == self.currency(other)
    }

    /// Minor units of a movement, whatever their currency.
    #[must_use]
    pub fn minor(&self, number: MoveNo) -> i64 {
        self.columns.minor[number as usize]
    }

    /// What kind.
    #[must_use]
    #[inline]
    pub fn kind(&self, number: MoveNo) -> MoveKind {
        self.columns.kind[number as usize]
    }

    /// Its id, as the input writes it.
    #[must_use]
    pub fn id(&self, number: MoveNo) -> Id<'_> {
        self.columns.ids.get(number as usize)
    }

    /// All ids, by number.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.columns.ids
    }

    /// What a party gave, in the order of numbers.
    #[must_use]
    #[inline]
    pub fn leaving(&self, party: Party) -> &[Step] {
        self.leaving.of(party)
    }

    /// What a party received, in the order of numbers.
    #[must_use]
    #[inline]
    pub fn arriving(&self, party: Party) -> &[Step] {
        self.arriving.of(party)
    }

    /// What a party gave, of these numbers.
    #[must_use]
    #[inline]
    pub fn leaving_within(&self, party: Party, numbers: Range<MoveNo>) -> &[Step] {
        let steps = self.leaving.of(party);
        &steps[within(steps, &numbers)]
    }

    /// What a party received, of these numbers.
    #[must_use]
    #[inline]
    pub fn arriving_within(&self, party: Party, numbers: Range<MoveNo>) -> &[Step] {
        let steps = self.arriving.of(party);
        &steps[within(steps, &numbers)]
    }

    /// The first movement at this time or later; [`Flow::len`] when there is none.
    #[must_use]
    pub fn first_at(&self, time: i64) -> MoveNo {
        let clock = &self.columns.clock;
        clock.partition_point(|second| self.columns.epoch + i64::from(*second) < time) as MoveNo
    }

    /// The first movement of the same second: what is strictly earlier than `number` lies before it.
    #[must_use]
    #[inline]
    pub fn earlier_than(&self, number: MoveNo) -> MoveNo {
        let clock = &self.columns.clock;
        let at = number as usize;
        // Few share a second: most often the neighbour answers.
        let (second, mut low, mut step) = (clock[at], at, 1);
        while low > 0 && clock[low - 1] == second {
            low = low.saturating_sub(step);
            if clock[low] != second {
                low += clock[low..at].partition_point(|other| *other < second);
                break;
            }
            step *= 2;
        }
        low as MoveNo
    }

    /// The first movement that is strictly later than `number`; [`Flow::len`] when there is none.
    #[must_use]
    #[inline]
    pub fn later_than(&self, number: MoveNo) -> MoveNo {
        let clock = &self.columns.clock;
        let (second, mut end, mut step) = (clock[number as usize], number as usize + 1, 1);
        while end < clock.len() && clock[end] == second {
            let next = (end + step).min(clock.len());
            if clock[next - 1] != second {
                end += clock[end..next].partition_point(|other| *other == second);
                break;
            }
            end = next;
            step *= 2;
        }
        end as MoveNo
    }

    /// The first movement at most `seconds` before `number`: a span of exactly `seconds` still counts.
    #[must_use]
    pub fn window_start(&self, number: MoveNo, seconds: u32) -> MoveNo {
        let clock = &self.columns.clock;
        let first = clock[number as usize].saturating_sub(seconds);
        clock[..number as usize].partition_point(|second| *second < first) as MoveNo
    }

    /// The first movement more than `seconds` after `number`: a span of exactly `seconds` still counts.
    #[must_use]
    pub fn window_end(&self, number: MoveNo, seconds: u32) -> MoveNo {
        let clock = &self.columns.clock;
        let last = clock[number as usize].saturating_add(seconds);
        let at = number as usize;
        (at + clock[at..].partition_point(|second| *second <= last)) as MoveNo
    }

    /// Seconds since the first movement.
    #[must_use]
    #[inline]
    pub fn clock(&self, number: MoveNo) -> u32 {
        self.columns.clock[number as usize]
    }
}
