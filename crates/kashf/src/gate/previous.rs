//! The version that is live, as the next one is compared with it.
//!
//! It is read from its segment. When its readers were older than ours, its kept source is read anew, so
//! that a change of our own is not taken for one of the publisher's.

use super::held::{self, HeldRow};
use crate::directory::Kashf;
use crate::error::KashfError;
use kashf_core::Statement;
use kashf_load::{Loaded, READERS_VERSION, SourceFile, load, read_inputs};
use kashf_store::statements::{StatementRef, Statements};
use kashf_store::{Segment, SegmentDraft, SegmentEntry, StoreError};
use rustc_hash::FxHashSet;
use std::path::PathBuf;

/// The version before.
pub(crate) struct Previous {
    /// What the manifest says of it.
    pub(crate) entry: SegmentEntry,
    /// Ids of the publisher's records in his order.
    pub(crate) records: Vec<String>,
    /// What was held then.
    pub(crate) held: Vec<HeldRow>,
    /// Why it cannot be compared with, when it cannot.
    pub(crate) unreadable: Option<String>,
    /// The segment on disk.
    segment: Option<Segment>,
    /// The source read anew, where that is what must be compared.
    anew: Option<Segment>,
}

impl Previous {
    /// Opens the version before. Where its segment is damaged its source is read anew, so that its successor
    /// can go live; but what it held beyond its source would be lost, and is not let go unseen.
    pub(crate) fn open(kashf: &Kashf, entry: &SegmentEntry) -> Self {
        let mut previous = Self {
            entry: entry.clone(),
            records: Vec::new(),
            held: Vec::new(),
            unreadable: None,
            segment: None,
            anew: None,
        };
        let read = kashf
            .data
            .open_segment(entry)
            .and_then(|segment| previous.read(segment));
        let reader = previous
            .segment
            .as_ref()
            .and_then(|segment| segment.table(held::READER));
        if read.is_ok() && reader == Some(READERS_VERSION.as_bytes()) {
            return previous;
        }
        let holds = ["removal_held", "names_held"]
            .iter()
            .any(|count| entry.counts.get(*count).is_some_and(|held| *held > 0));
        match read_anew(kashf, entry) {
            Ok(_) if holds && read.is_err() => {
                let problem = read.err().map(|error| error.to_string());
                previous.unreadable = problem;
            }
            Ok((records, segment)) => {
                previous.records = records;
                previous.anew = Some(segment);
            }
            // What an older program wrote is compared as it stands.
            Err(_) if read.is_ok() => {}
            Err(anew) => {
                let problem = read.err().map(|error| error.to_string());
                let problem = problem.unwrap_or_default();
                previous.unreadable = Some(format!("{problem}; and its source: {anew}"));
            }
        }
        previous
    }

    fn read(&mut self, segment: Segment) -> Result<(), StoreError> {
        {
            let statements = Statements::open(&segment)?;
            self.records = match segment.table(held::RECORDS) {
                Some(json) => parse(&segment, held::RECORDS, json)?,
                None => listed(&statements),
            };
        }
        self.held = held_rows(&segment)?;
        self.segment = Some(segment);
        Ok(())
    }

    /// The publisher's statements, and in a segment on disk those that were held then.
    pub(crate) fn compared(&self) -> Option<Statements<'_>> {
        let segment = self.anew.as_ref().or(self.segment.as_ref())?;
        Statements::open(segment).ok()
    }

    /// All statements: the publisher's, and those that were held beyond them.
    pub(super) fn all_statements(&self) -> impl Iterator<Item = Statement> {
        let segments = [self.segment.as_ref(), self.anew.as_ref()];
        let tables = segments.into_iter().flatten();
        tables
            .filter_map(|segment| Statements::open(segment).ok())
            .flat_map(|statements| {
                let all = statements.iter().map(|statement| statement.to_statement());
                all.collect::<Vec<_>>()
            })
    }

    /// The statements behind held rows.
    pub(super) fn statements_of(&self, rows: &[HeldRow]) -> Vec<Statement> {
        let mut found = Vec::new();
        let segments = [self.segment.as_ref(), self.anew.as_ref()];
        let sources: Vec<Statements<'_>> = segments
            .into_iter()
            .flatten()
            .filter_map(|segment| Statements::open(segment).ok())
            .collect();
        let mut done = FxHashSet::default();
        for row in rows {
            if row.name.is_none() && !done.insert(row.entity.as_str()) {
                continue;
            }
            let wanted = |statement: &StatementRef<'_>| {
                row.name.as_ref().is_none_or(|name| {
                    statement.value() == name && super::compare::is_name(statement.prop())
                })
            };
            let of_row = sources.iter().find_map(|source| {
                let entity = source.find(&row.entity)?;
                let statements: Vec<Statement> = source
                    .statements(entity)
                    .filter(wanted)
                    .map(|statement| statement.to_statement())
                    .collect();
                (!statements.is_empty()).then_some(statements)
            });
            found.extend(of_row.unwrap_or_default());
        }
        found
    }
}

/// What a segment holds; nothing in one of a program without a gate.
pub(super) fn held_rows(segment: &Segment) -> Result<Vec<HeldRow>, StoreError> {
    let json = segment.table(held::HELD);
    json.map_or(Ok(Vec::new()), |json| parse(segment, held::HELD, json))
}

fn parse<T: serde::de::DeserializeOwned>(
    segment: &Segment,
    table: &str,
    json: &[u8],
) -> Result<T, StoreError> {
    serde_json::from_slice(json).map_err(|error| StoreError::Damaged {
        place: segment.place(table),
        problem: error.to_string(),
    })
}

/// Entities that are parties, for segments of programs that kept no records table.
fn listed(statements: &Statements<'_>) -> Vec<String> {
    let model = kashf_ftm::model();
    (0..statements.entity_count())
        .filter(|entity| {
            let schema = statements.statements(*entity).next().map(|s| s.schema());
            let schema = schema.and_then(|name| model.schema(name));
            schema.is_some_and(|schema| schema.is_a("LegalEntity") || schema.is_a("Vehicle"))
        })
        .map(|entity| statements.entity_id(entity).to_owned())
        .collect()
}

/// Reads the kept source of a version with the readers of today.
fn read_anew(kashf: &Kashf, entry: &SegmentEntry) -> Result<(Vec<String>, Segment), KashfError> {
    let loaded = reread(kashf, &entry.dataset, &entry.version)?;
    let draft = SegmentDraft {
        dataset: loaded.dataset,
        version: loaded.version,
        tables: loaded.statements.into_tables(),
        ..SegmentDraft::default()
    };
    Ok((loaded.record_ids, Segment::in_memory(draft)?))
}

/// Reads the kept source of a version.
fn reread(kashf: &Kashf, dataset: &str, version: &str) -> Result<Loaded, KashfError> {
    let files = kashf.kept_sources(dataset, version)?;
    Ok(load(&files, Some(dataset))?)
}

impl Kashf {
    /// The files of a version as they were kept.
    pub(crate) fn kept_files(
        &self,
        dataset: &str,
        version: &str,
    ) -> Result<Vec<PathBuf>, KashfError> {
        let receipt = self.receipt(dataset, version)?;
        let folder = self.data.source_folder(dataset, version)?;
        let files = receipt.map(|receipt| receipt.files).unwrap_or_default();
        let kept: Vec<PathBuf> = files
            .iter()
            .filter_map(|file| file.kept_as.as_ref())
            .map(|name| folder.join(name))
            .collect();
        if kept.is_empty() {
            let place = folder.display().to_string();
            return Err(kashf_load::LoadError::NoFiles { place }.into());
        }
        Ok(kept)
    }

    /// The kept files of a version, unpacked: of an archive only the members that were loaded.
    pub(crate) fn kept_sources(
        &self,
        dataset: &str,
        version: &str,
    ) -> Result<Vec<SourceFile>, KashfError> {
        let mut files = read_inputs(&self.kept_files(dataset, version)?)?;
        if let Some(receipt) = self.receipt(dataset, version)? {
            let loaded = |file: &SourceFile| {
                let hash = blake3::hash(&file.bytes).to_hex();
                receipt
                    .files
                    .iter()
                    .any(|known| known.blake3 == hash.as_str())
            };
            files.retain(loaded);
            for file in &mut files {
                file.published.clone_from(&receipt.published_as());
            }
        }
        Ok(files)
    }
}
