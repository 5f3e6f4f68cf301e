//! Reading files into rows of a network, and joining their parties: the two steps to a [`Traced`].

use super::fill::Filler;
use super::read::{self, FileRead, Meter};
use super::{Joins, Lists, Mapping, RowProblem, TraceInput, Traced, TracingError, joins};
use crate::Progress;
use crate::ownership::{SnapshotLinks, of_snapshot};
use kashf_trace::Party;
use rustc_hash::FxHashMap;
use std::io::Read;

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
    /// Whether links of the lists belong into the network: see [`crate::trace::Search::needs_links`].
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
