//! The file of customers as it is now, and how its rows relate to those of the last run.

use super::keep::Identity;
use super::rows::{RowPlace, Rows, rows_of};
use super::run::Rescreen;
use super::work::read_at;
use crate::batch::hash_of;
use crate::error::KashfError;
use crate::input::{Alone, InputError, InputReader, Record};
use fs_err::File;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::io;
use std::ops::{DerefMut, Range};

/// No row of the last run.
const NEW: u32 = u32::MAX;

/// The file of customers.
pub(super) struct Input {
    pub(super) rows: Vec<RowPlace>,
    /// The row of the last run with the same bytes, unless the file is the same.
    old: Option<Vec<u32>>,
    lines: Vec<u64>,
    bad: BTreeMap<usize, String>,
    pub(super) hash: String,
    alone: Alone,
    pub(super) unknown_columns: Vec<String>,
}

impl Input {
    /// Opens a file of which no row is known.
    pub(super) fn fresh(job: &Rescreen<'_>) -> Result<(Self, String), KashfError> {
        let Rows {
            rows,
            lines,
            bad,
            head,
        } = rows_of(job.run.input)?;
        let (hash, alone, unknown_columns) = opened(job)?;
        let input = Self {
            old: Some(vec![NEW; rows.len()]),
            rows,
            lines,
            bad,
            hash,
            alone,
            unknown_columns,
        };
        Ok((input, head))
    }

    /// Opens a file, some rows of which the last run had; `None` when its columns are others.
    pub(super) fn again(
        job: &Rescreen<'_>,
        identity: &Identity,
        kept: Vec<RowPlace>,
        is_never: impl Fn(u32) -> bool,
    ) -> Result<Option<Self>, KashfError> {
        let (hash, alone, unknown_columns) = opened(job)?;
        if hash == identity.input {
            return Ok(Some(Self {
                rows: kept,
                old: None,
                lines: Vec::new(),
                bad: BTreeMap::new(),
                hash,
                alone,
                unknown_columns,
            }));
        }
        let (mut input, head) = Self::fresh(job)?;
        if head != identity.head {
            return Ok(None);
        }
        let mut known: FxHashMap<[u8; 16], u32> = FxHashMap::default();
        for (at, row) in kept.iter().enumerate() {
            // What is said of a row that cannot be read names its line.
            if !is_never(row.record) {
                known.insert(row.print, u32::try_from(at).unwrap_or(NEW));
            }
        }
        let mut old = Vec::with_capacity(input.rows.len());
        for row in &mut input.rows {
            let before = known.get(&row.print).copied().unwrap_or(NEW);
            row.record = kept.get(before as usize).map_or(NEW, |row| row.record);
            old.push(before);
        }
        input.old = Some(old);
        Ok(Some(input))
    }

    /// The row of the last run that a row is.
    pub(super) fn old(&self, at: usize) -> Option<usize> {
        match &self.old {
            None => Some(at),
            Some(old) => old
                .get(at)
                .filter(|old| **old != NEW)
                .map(|old| *old as usize),
        }
    }

    /// The rows of the last run that these are, when they followed each other there, too.
    pub(super) fn is_in_order(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.old(range.start)?;
        let mut rows = range.clone().zip(first..);
        rows.all(|(at, old)| self.old(at) == Some(old))
            .then(|| first..first + range.len())
    }

    /// Rows that are new or other than before.
    pub(super) fn new_rows(&self) -> u64 {
        let old = self.old.iter().flatten();
        old.filter(|old| **old == NEW).count() as u64
    }

    /// A record without an id is named by its number, which may be another one now.
    pub(super) fn is_named_alike(&self, at: usize, id: &str) -> bool {
        match self.old(at) {
            Some(old) if old != at => id != (old + 1).to_string(),
            _ => true,
        }
    }

    /// The bytes of a row.
    pub(super) fn bytes(
        &self,
        at: usize,
        mut file: impl DerefMut<Target = File>,
    ) -> io::Result<Vec<u8>> {
        let row = self.rows[at];
        read_at(&mut file, row.start, u64::from(row.bytes))
    }

    /// The record of a row.
    pub(super) fn record(
        &self,
        at: usize,
        bytes: &[u8],
        default_schema: Option<&str>,
    ) -> io::Result<Record> {
        let line = self.lines.get(at).copied().unwrap_or(0);
        let place = (at as u64 + 1, line);
        let bad = self.bad.get(&at).map(String::as_str);
        self.alone.record(bytes, place, bad, default_schema)
    }
}

fn opened(job: &Rescreen<'_>) -> Result<(String, Alone, Vec<String>), KashfError> {
    let file = job.run.input.display().to_string();
    let failed = |source| InputError::Io {
        file: file.clone(),
        source,
    };
    let open = || File::open(job.run.input).map_err(failed);
    let (_, hash) = hash_of(open()?, None).map_err(failed)?;
    let reader = InputReader::open(open()?, &file)?;
    Ok((hash, reader.alone(), reader.unknown_columns()))
}
