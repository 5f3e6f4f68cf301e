//! The mutation corpus of the list gate: complete invented lists, damaged in every way we know of.
//!
//! A [`Subject`] is a list in two versions: the one that is live and the one that arrives. A
//! [`Mutation`] is the arriving one with one kind of damage, and with the answer that the promise
//! demands (P2, P3), written down when the damage is done and never taken from what the gate says.
//! [`judge`] loads it and compares.
//!
//! What it is not: a fuzzer. A fuzzer looks for crashes in bytes nobody thought of; this asks whether
//! damage that does happen (a cut transfer, a login page, a lost column) can shorten a list in silence.
//!
//! | class | what must happen |
//! |---|---|
//! | [`Class::MustRefuse`] | nothing of it goes live; the version before still answers |
//! | [`Class::MustHold`] | additions go live, what vanished keeps matching with `removal_held` |
//! | [`Class::MustLoad`] | harmless: it goes live and nothing is held, or users learn to override |
//! | [`Class::OutOfReach`] | cannot be told from a true change: any answer but a crash |

mod document;
pub mod judge;
mod make;
mod names;
mod oracle;
mod people;
mod prng;
pub mod real;
mod report;
mod write_ftm;
mod write_ofac;
mod write_un;

pub use document::{Document, File, Piece};
pub use oracle::Step;
pub use prng::Prng;
pub use report::{MAX_BYTES, MAX_MILLIS, Report};

use std::fmt;

/// A format that is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// UN consolidated XML.
    Un,
    /// OFAC's legacy CSV: primary names, alternate names, addresses.
    Ofac,
    /// FollowTheMoney entities as JSON lines.
    Ftm,
    /// FollowTheMoney statements as CSV.
    Statements,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Un, Self::Ofac, Self::Ftm, Self::Statements];

    /// The word in a mutation's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Un => "un",
            Self::Ofac => "ofac",
            Self::Ftm => "ftm",
            Self::Statements => "statements",
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the promise demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Nothing of it may go live.
    MustRefuse,
    /// What vanished must keep matching, marked.
    MustHold,
    /// It must go live with nothing held.
    MustLoad,
    /// Any answer but a crash.
    OutOfReach,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::MustRefuse,
        Self::MustHold,
        Self::MustLoad,
        Self::OutOfReach,
    ];

    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MustRefuse => "must-refuse",
            Self::MustHold => "must-hold",
            Self::MustLoad => "must-load",
            Self::OutOfReach => "out-of-reach",
        }
    }
}

/// Where the mutation is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Over the version before, which is live.
    OverGood,
    /// Into an empty data directory, as a list without a floor.
    Empty,
    /// Into an empty data directory as this known dataset, whose floors hold.
    As(&'static str),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OverGood => f.write_str("over the good version"),
            Self::Empty => f.write_str("into an empty directory"),
            Self::As(dataset) => write!(f, "into an empty directory as `{dataset}`"),
        }
    }
}

/// An entry that the judge looks for by a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Its id.
    pub id: String,
    /// A name of it.
    pub name: String,
}

/// A damaged list, with what must come of it.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// Kind of damage and its number: the same name gives the same bytes again.
    pub name: String,
    /// What was done, with its size.
    pub detail: String,
    /// What must come of it.
    pub class: Class,
    /// Where it is loaded.
    pub place: Place,
    /// What arrives.
    pub files: Vec<File>,
    /// Entries that must be found with the mark.
    pub held: Vec<Witness>,
    /// Entries that must be found without it.
    pub live: Vec<Witness>,
    /// With [`Class::MustHold`]: true when to refuse it all is as good.
    pub may_refuse: bool,
    /// With [`Class::MustHold`]: how many records vanished, where that is what was done; the list must
    /// count each of them as held, and no other.
    pub vanished: Option<u64>,
}

/// A list in two versions, and others to take for it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its format.
    pub shape: Shape,
    /// Word that its mutations' names begin with.
    pub label: String,
    /// The version that is live.
    pub base: Document,
    /// The version that arrives.
    pub next: Document,
    /// Another list of the same format.
    pub other: Document,
    /// The same parties in another format.
    pub foreign: Document,
    /// True for a publisher's own files: what comes of an unharmed step is then not known by construction.
    pub real: bool,
}

/// Days of the two versions.
const DAYS: [&str; 2] = ["2026-03-01", "2026-03-15"];

impl Subject {
    /// An invented list with about so many records of the publisher: a party is one in lists of
    /// governments, two in FollowTheMoney (itself and its sanction).
    #[must_use]
    pub fn invented(shape: Shape, records: usize) -> Self {
        let parties = match shape {
            Shape::Un | Shape::Ofac => records,
            Shape::Ftm | Shape::Statements => records / 2,
        };
        let base = people::base("list", parties, 7_000_001);
        let next = people::next(&base);
        let other = people::base("another list", parties, 8_000_001);
        let foreign = if shape == Shape::Un {
            Shape::Ofac
        } else {
            Shape::Un
        };
        Self {
            shape,
            label: shape.as_str().to_owned(),
            base: write(shape, &base, DAYS[0]),
            next: write(shape, &next, DAYS[1]),
            other: write(shape, &other, DAYS[1]),
            foreign: write(foreign, &next, DAYS[1]),
            real: false,
        }
    }

    /// Mutations, spread over all kinds; the same each time.
    pub fn mutations(&self, count: usize) -> impl Iterator<Item = Mutation> + '_ {
        make::plan(self.shape, count)
            .into_iter()
            .filter_map(|(kind, number)| self.mutation(kind, number))
    }

    /// One mutation by its kind and number; `None` when there is no such kind, or the list has no place
    /// for it.
    #[must_use]
    pub fn mutation(&self, kind: &str, number: u64) -> Option<Mutation> {
        make::mutation(self, kind, number)
    }

    /// Entries that the arriving version adds, as far as they are in `document`.
    fn additions(&self, document: &Document) -> Vec<Witness> {
        let old = self.base.ids();
        let new = document.pieces.iter();
        new.filter(|piece| !old.contains(piece.id()))
            .filter_map(witness)
            .collect()
    }
}

fn write(shape: Shape, parties: &[people::Party], day: &str) -> Document {
    match shape {
        Shape::Un => write_un::document(parties, day),
        Shape::Ofac => write_ofac::document(parties),
        Shape::Ftm => write_ftm::json(parties, day),
        Shape::Statements => write_ftm::statements(parties, day),
    }
}

/// An entry by its first name.
fn witness(piece: &Piece) -> Option<Witness> {
    let name = piece.names.first()?.clone();
    let id = piece.id().to_owned();
    Some(Witness { id, name })
}
