//! The verb *pairs*: a CSV file of name pairs in, the same rows with a score out. Needs no list.
//!
//! Every row of the input is a row of the output, in the same order, with all its columns, and
//! `score` is always a number: a row without two names scores 0.000. With a label column it also
//! says how often policy and label agree.

use crate::progress::Progress;
use csv::ByteRecord;
use kashf_screen::{Policy, score_pair};
use rayon::prelude::*;
use std::io::{self, Read, Write};

/// Rows scored between two writes.
const CHUNK_ROWS: usize = 4096;

/// Why a file of pairs cannot be scored.
#[derive(Debug, thiserror::Error)]
pub enum PairsError {
    /// A column is missing.
    #[error("`{file}` line 1: no column `{column}`")]
    NoColumn {
        /// The file.
        file: String,
        /// The column.
        column: &'static str,
    },
    /// The input cannot be read.
    #[error("failed to read `{file}`")]
    Read {
        /// The file.
        file: String,
        /// What the reader said.
        #[source]
        source: csv::Error,
    },
    /// The output cannot be written.
    #[error("failed to write the scored pairs")]
    Write(#[source] io::Error),
}

impl PairsError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        matches!(self, Self::NoColumn { .. }).then(|| {
            "the first line must name the columns: schema,name1,name2[,is_match]".to_owned()
        })
    }
}

/// How policy and labels agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Rows in the file.
    pub rows: u64,
    /// Labelled a match, judged a match.
    pub true_positives: u64,
    /// Labelled no match, judged a match.
    pub false_positives: u64,
    /// Labelled a match, judged none.
    pub false_negatives: u64,
    /// Labelled no match, judged none.
    pub true_negatives: u64,
}

impl Agreement {
    /// Rows that carry a label.
    #[must_use]
    pub fn labelled(&self) -> u64 {
        self.true_positives + self.false_positives + self.false_negatives + self.true_negatives
    }

    /// Of the pairs judged a match, how many are labelled one; in ten-thousandths.
    #[must_use]
    pub fn precision(&self) -> u64 {
        share(
            self.true_positives,
            self.true_positives + self.false_positives,
        )
    }

    /// Of the pairs labelled a match, how many are judged one; in ten-thousandths.
    #[must_use]
    pub fn recall(&self) -> u64 {
        share(
            self.true_positives,
            self.true_positives + self.false_negatives,
        )
    }

    /// The harmonic mean of both, in ten-thousandths.
    ///
    /// ```
    /// let agreement = kashf::Agreement { true_positives: 3, false_positives: 1, false_negatives: 1, ..Default::default() };
    /// assert_eq!((agreement.precision(), agreement.recall(), agreement.f1()), (7500, 7500, 7500));
    /// ```
    #[must_use]
    pub fn f1(&self) -> u64 {
        share(
            2 * self.true_positives,
            2 * self.true_positives + self.false_positives + self.false_negatives,
        )
    }

    fn add(&mut self, label: Option<bool>, judged: bool) {
        self.rows += 1;
        match (label, judged) {
            (Some(true), true) => self.true_positives += 1,
            (Some(false), true) => self.false_positives += 1,
            (Some(true), false) => self.false_negatives += 1,
            (Some(false), false) => self.true_negatives += 1,
            (None, _) => {}
        }
    }
}

/// Rounded ten-thousandths; 0 of 0 is 0.
fn share(part: u64, whole: u64) -> u64 {
    (part * 10_000 + whole / 2).checked_div(whole).unwrap_or(0)
}

/// Scores all pairs of `input`.
///
/// # Errors
/// When a name column is missing, or reading or writing fails.
pub fn score_pairs<R: Read, W: Write>(
    input: R,
    file: &str,
    output: W,
    policy: &Policy,
    progress: &dyn Progress,
) -> Result<Agreement, PairsError> {
    let read = |source| PairsError::Read {
        file: file.to_owned(),
        source,
    };
    let write = |error: csv::Error| PairsError::Write(error.into());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(input);
    let mut header = ByteRecord::new();
    reader.read_byte_record(&mut header).map_err(read)?;
    let columns = Columns::of(&header, file)?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(output);
    header.push_field(b"score");
    writer.write_byte_record(&header).map_err(write)?;
    let width = header.len() - 1;
    let mut agreement = Agreement::default();
    let mut rows = reader.into_byte_records();
    loop {
        let chunk: Vec<ByteRecord> = rows
            .by_ref()
            .take(CHUNK_ROWS)
            .collect::<Result<_, _>>()
            .map_err(read)?;
        let Some(last) = chunk.last() else { break };
        let done = last.position().map_or(0, csv::Position::byte);
        let scored: Vec<_> = chunk
            .par_iter()
            .map(|row| columns.score(row, policy))
            .collect();
        for (mut row, (score, judged, label)) in chunk.into_iter().zip(scored) {
            agreement.add(label, judged);
            while row.len() < width {
                row.push_field(b"");
            }
            row.push_field(score.as_bytes());
            writer.write_byte_record(&row).map_err(write)?;
        }
        progress.at(done);
    }
    writer.flush().map_err(PairsError::Write)?;
    Ok(agreement)
}

/// Where the columns stand.
struct Columns {
    name1: usize,
    name2: usize,
    schema: Option<usize>,
    label: Option<usize>,
}

impl Columns {
    fn of(header: &ByteRecord, file: &str) -> Result<Self, PairsError> {
        let find = |name: &str| {
            header.iter().position(|cell| {
                let text = String::from_utf8_lossy(cell);
                text.trim_start_matches('\u{feff}')
                    .trim()
                    .eq_ignore_ascii_case(name)
            })
        };
        let required = |column| {
            find(column).ok_or_else(|| PairsError::NoColumn {
                file: file.to_owned(),
                column,
            })
        };
        Ok(Self {
            name1: required("name1")?,
            name2: required("name2")?,
            schema: find("schema"),
            label: find("is_match"),
        })
    }

    /// The score as text, whether it is a match, and the label.
    fn score(&self, row: &ByteRecord, policy: &Policy) -> (String, bool, Option<bool>) {
        let cell = |at: usize| {
            String::from_utf8_lossy(row.get(at).unwrap_or_default())
                .trim()
                .to_owned()
        };
        let (name1, name2) = (cell(self.name1), cell(self.name2));
        let schema = self.schema.map(cell).unwrap_or_default();
        let label = match self
            .label
            .map(cell)
            .unwrap_or_default()
            .to_lowercase()
            .as_str()
        {
            "true" | "1" | "yes" | "t" | "y" => Some(true),
            "false" | "0" | "no" | "f" | "n" => Some(false),
            _ => None,
        };
        let scored = score_pair(&schema, &name1, &name2, policy);
        (scored.score.to_string(), scored.is_match, label)
    }
}
