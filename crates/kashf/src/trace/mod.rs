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
mod card;
mod columns;
mod error;
mod export;
mod fill;
mod ftm;
mod joins;
mod line;
mod moment;
mod places;
mod problems;
mod read;
mod search;
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
pub use search::{Question, Search};
// What asks and answers is kashf-trace's; whoever uses this library need not name that crate.
pub use kashf_trace::{
    Amount, Currency, Finding, Found, Hop, Hubs, MoveKind, Network, Options, Party, TraceError,
    evidence, typologies,
};

use crate::entities::Entities;
use crate::ownership::{SnapshotLinks, of_snapshot};
use crate::{Progress, Screener};
use fill::Filler;
use places::Places;
use read::Meter;
use rustc_hash::FxHashMap;
use std::io::Read;
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

/// Rows that were read, before their parties are joined.
#[derive(Debug)]
pub struct Reading {
    filler: Filler,
    files: Vec<FileRead>,
}

/// How parties are joined.
#[derive(Clone, Debug, Default)]
pub struct JoinPlan<'l> {
    /// Joins that hold, and no others; without, they are looked for.
    pub given: Option<Joins>,
    /// The lists with which parties are joined.
    pub lists: Option<Lists<'l>>,
    /// How many names are held against the lists; without, 200,000.
    pub most_names: Option<usize>,
    /// Whether links of the lists belong into the network: see [`Search::needs_links`].
    pub links: bool,
}

impl Reading {
    /// Reads files.
    ///
    /// # Errors
    /// A file that cannot be read as a whole, or more than fits a network.
    pub fn of_files(input: &TraceInput, progress: &dyn Progress) -> Result<Self, TracingError> {
        let files = read::files_of(&input.files)?;
        let sizes = files
            .iter()
            .map(|file| fs_err::metadata(file).map_or(0, |data| data.len()));
        let bytes: u64 = sizes.sum();
        progress.begin("reading", (bytes > 0).then_some(bytes));
        let meter = Meter::new(progress);
        let mut filler = Filler::new(input.now, input.as_of);
        let mut reads = Vec::new();
        for file in &files {
            reads.push(read::path(file, &input.mapping, &mut filler, &meter)?);
        }
        progress.end();
        Ok(Self {
            filler,
            files: reads,
        })
    }

    /// Reads one stream.
    ///
    /// # Errors
    /// As [`Reading::of_files`].
    pub fn of_stream(
        inner: Box<dyn Read>,
        name: &str,
        input: &TraceInput,
        progress: &dyn Progress,
    ) -> Result<Self, TracingError> {
        let mut reading = Self {
            filler: Filler::new(input.now, input.as_of),
            files: Vec::new(),
        };
        reading.add(inner, name, &input.mapping, progress)?;
        Ok(reading)
    }

    /// Reads another stream.
    ///
    /// # Errors
    /// As [`Reading::of_files`].
    pub fn add(
        &mut self,
        inner: Box<dyn Read>,
        name: &str,
        mapping: &Mapping,
        progress: &dyn Progress,
    ) -> Result<(), TracingError> {
        let read = read::stream(
            inner,
            name,
            mapping,
            &mut self.filler,
            &Meter::new(progress),
        )?;
        self.files.push(read);
        Ok(())
    }

    /// Whether any reference could be a name, an identifier or an id of the lists; plain account numbers are none.
    #[must_use]
    pub fn asks_lists(&self) -> bool {
        let builder = &self.filler.builder;
        // It fits: parties are numbered by 32 bits.
        let mut numbers = 0..builder.references() as u32;
        !self.filler.names.is_empty()
            || !self.filler.parties.is_empty()
            || numbers.any(|number| builder.reference(number).chars().any(char::is_alphabetic))
    }

    /// Joins parties: the network.
    ///
    /// # Errors
    /// More parties than fit a network.
    pub fn join(
        self,
        plan: &JoinPlan<'_>,
        progress: &dyn Progress,
    ) -> Result<Traced, TracingError> {
        let Self { mut filler, files } = self;
        let joins = match &plan.given {
            Some(joins) => joins.clone(),
            None => {
                progress.begin("joining parties", None);
                let lists = plan.lists.map(|lists| (lists.screener, lists.entities));
                let joins = Joins::find(
                    &filler,
                    lists,
                    plan.most_names.unwrap_or(joins::MAX_SCREENED),
                );
                progress.end();
                joins
            }
        };
        let mut snapshot_links = SnapshotLinks::default();
        if let Some(lists) = plan.lists.filter(|_| plan.links) {
            let first = filler.links;
            snapshot_links = of_snapshot(lists.screener, &mut filler.builder, first)
                .map_err(|error| TracingError::Lists(Box::new(error)))?;
        }
        let joined = joins.numbers(&mut filler)?;
        let Filler {
            builder,
            places,
            link_places,
            mut problems,
            form,
            names: by_number,
            rows,
            has_amounts,
            ..
        } = filler;
        let texts: Vec<(String, String)> = by_number
            .into_iter()
            .map(|(number, name)| (joins.resolve(builder.reference(number)).to_owned(), name))
            .collect();
        let (network, within) = builder.finish_joined(&joined);
        problems.count(RowProblem::Within, u64::from(within));
        let mut names: FxHashMap<Party, String> = FxHashMap::default();
        for (reference, name) in texts {
            if let Some(party) = network.parties().find(&reference) {
                let kept = names.entry(party).or_insert_with(|| name.clone());
                if name < *kept {
                    *kept = name;
                }
            }
        }
        let mut traced = Traced {
            network,
            files,
            problems,
            form,
            joins,
            rows,
            has_amounts,
            listed: Default::default(),
            names,
            places,
            link_places,
            snapshot_links,
        };
        if let Some(lists) = plan.lists {
            traced.look_up(lists.entities);
        }
        Ok(traced)
    }
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
