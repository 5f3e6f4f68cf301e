//! Tracing: files of payments, cash, goods and links into a network, its parties joined with each other and with the lists,
//! searched, and the findings as lines.
//!
//! What finds is `kashf_trace`, which reads no file and knows no list. Here are the readers ([`Reading`]), the
//! joins ([`Joins`]), the searches by name ([`Search`]) and the output ([`write_line`]). A row that could not be used is
//! counted and shown by file and line ([`Problems`]); what is left out makes the answer incomplete, and says so.
//!
//! ```
//! use kashf::trace::{JoinPlan, Mapping, Reading, TraceInput};
//!
//! let text = "id,src,dst,ts,amount\n1,a,b,10,5.00\n2,b,a,20,4.90\n3,b,b,30,1.00\n";
//! let input = TraceInput {
//!     mapping: Mapping::read("time=ts")?,
//!     ..TraceInput::at(1_700_000_000)
//! };
//! let reading = Reading::of_stream(Box::new(text.as_bytes()), "x.csv", &input, &kashf::NoProgress)?;
//! let traced = reading.join(&JoinPlan::default(), &kashf::NoProgress)?;
//! assert_eq!(traced.network.flow().len(), 2);
//! assert_eq!(traced.problems.left_out(), 1);
//! # Ok::<(), kashf::trace::TracingError>(())
//! ```

mod arrow;
mod ask;
mod card;
mod columns;
mod error;
mod export;
mod fill;
mod fill_links;
mod ftm;
mod joins;
mod line;
mod moment;
mod places;
mod problems;
mod read;
mod read_columns;
mod reading;
mod search;
mod seen;
mod table;
mod words;

pub use columns::{Field, Mapping};
pub use error::TracingError;
pub use export::export;
pub use joins::{JoinLine, Joins};
pub use line::{link_word, write_csv_header, write_csv_line, write_line};
pub use moment::{TimeForm, last_second, seconds_of};
pub use problems::{Problems, RowNote, RowProblem};
pub use read::FileRead;
pub use reading::{JoinPlan, Reading};
pub use search::{Question, Search};
// What asks and answers is kashf-trace's; whoever uses this library need not name that crate.
pub use kashf_trace::{
    Amount, Currency, Finding, Found, Hop, Hubs, MoveKind, Network, Options, Party, TraceError,
    evidence, typologies,
};

use crate::Screener;
use crate::entities::Entities;
use crate::ownership::SnapshotLinks;
use places::Places;
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// What is to be read, and how.
#[derive(Clone, Debug, Default)]
pub struct TraceInput {
    /// Files or directories; `-` is stdin.
    pub files: Vec<PathBuf>,
    /// Which column means what.
    pub mapping: Mapping,
    /// The time now, in seconds since 1970: what is later has not happened.
    pub now: i64,
    /// The last second that is asked about.
    pub as_of: Option<i64>,
}

/// The live lists.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'l> {
    /// What screens names.
    pub screener: &'l Screener,
    /// What the lists say.
    pub entities: &'l Entities,
}

impl TraceInput {
    /// Nothing yet, read at this time (seconds since 1970).
    #[must_use]
    pub fn at(now: i64) -> Self {
        Self {
            now,
            ..Self::default()
        }
    }
}

/// What the lists say of a party of the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedParty {
    /// Id of its entry.
    pub id: String,
    /// What it is called there.
    pub caption: String,
    /// Its schema.
    pub schema: String,
    /// The lists on which it stands.
    pub datasets: Vec<String>,
    /// Whether it is designated itself, rather than mentioned beside one that is.
    pub target: bool,
}

/// A network with all that leads back from it.
#[derive(Debug, Default)]
pub struct Traced {
    /// Parties, movements, links.
    pub network: Network,
    /// The files, in their order.
    pub files: Vec<FileRead>,
    /// What was wrong with rows.
    pub problems: Problems,
    /// How times are written.
    pub form: TimeForm,
    /// Which references are one party.
    pub joins: Joins,
    /// Rows read, with those that were left out.
    pub rows: u64,
    /// What the lists say of parties.
    pub listed: std::collections::BTreeMap<Party, ListedParty>,
    /// Whether the input has amounts.
    pub has_amounts: bool,
    names: FxHashMap<Party, String>,
    places: Places,
    link_places: Places,
    snapshot_links: SnapshotLinks,
}

impl Traced {
    /// Finds the entries of parties whose reference is an id of the lists.
    fn look_up(&mut self, entities: &Entities) {
        let reader = entities.reader();
        let parties = self.network.parties();
        // It fits: parties are numbered by 32 bits.
        for party in 0..parties.len() as Party {
            let reference = parties.reference(party);
            // Plain numbers are account numbers: ids of lists have letters.
            if !reference.bytes().any(|byte| byte.is_ascii_alphabetic()) {
                continue;
            }
            let Some(number) = reader.find(reference) else {
                continue;
            };
            let view = reader.view(number);
            let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            self.listed.insert(
                party,
                ListedParty {
                    id: view.id.to_owned(),
                    caption: view.caption.to_string(),
                    schema: view.schema.to_owned(),
                    datasets: texts(&view.lists),
                    target: view.target,
                },
            );
        }
    }

    /// Whether links come from entities of FollowTheMoney, of the input or the lists, rather than from tables.
    pub(crate) fn has_statements(&self) -> bool {
        let entities = self
            .files
            .iter()
            .any(|file| file.form == "JSON Lines" && file.columns.is_empty());
        entities || !self.snapshot_links.is_empty()
    }

    /// The parties that are designated, in the order of their numbers.
    #[must_use]
    pub fn designated(&self) -> Vec<Party> {
        let designated = self.listed.iter().filter(|(_, listed)| listed.target);
        designated.map(|(party, _)| *party).collect()
    }

    /// A party by a reference of the input, an id of the lists, or any reference that was joined.
    #[must_use]
    pub fn party(&self, reference: &str) -> Option<Party> {
        let parties = self.network.parties();
        parties
            .find(self.joins.resolve(reference))
            .or_else(|| parties.find(reference))
    }

    /// What a party is called: as on the lists, else as in the input; nothing where only its reference is known.
    #[must_use]
    pub fn caption(&self, party: Party) -> &str {
        let listed = self
            .listed
            .get(&party)
            .map(|listed| listed.caption.as_str());
        listed
            .or_else(|| self.names.get(&party).map(String::as_str))
            .unwrap_or("")
    }

    /// File and line of a movement, by its row.
    #[must_use]
    pub fn place(&self, row: u32) -> Option<(&str, u64)> {
        self.places.of(row)
    }

    /// File and line of a link, by its source; none for one that stands on a list.
    #[must_use]
    pub fn link_place(&self, source: u32) -> Option<(&str, u64)> {
        if self.link_statement(source).is_some() {
            return None;
        }
        self.link_places.of(source)
    }

    /// List and id of the entity that a link of the lists is, by its source.
    #[must_use]
    pub fn link_statement(&self, source: u32) -> Option<(&str, &str)> {
        self.snapshot_links.statement(source)
    }
}

#[cfg(test)]
mod tests;
