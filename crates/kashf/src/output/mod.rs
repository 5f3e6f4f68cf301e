//! Screening output: JSON Lines, CSV and Parquet.
//!
//! JSON Lines is the full form. CSV and Parquet are flat: one row a match, and one row with empty match
//! fields for a record without a match, so that no record is missing from the file.

mod alignment;
mod flat;
mod line;
mod listing;
mod parquet_file;
#[cfg(test)]
mod tests;

pub use alignment::{AlignmentLine, PairLine, TokenLine, TokenPairLine};
pub use line::{MatchLine, ReasonLine, ScreeningLine};
pub use listing::{ExemptionLine, ListingLine, MeasureLine, freeze_heading};
pub use parquet_file::ParquetOutput;
pub(crate) use parquet_file::RECORDS_A_GROUP;

use std::path::Path;

/// A form of screening output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line; the full form.
    JsonLines,
    /// One row a match.
    Csv,
    /// The rows of the CSV form in columns.
    Parquet,
}

impl Format {
    /// The format that a file name asks for; JSON Lines when its extension says nothing.
    ///
    /// ```
    /// use kashf::Format;
    /// assert_eq!(Format::of_path("hits.csv".as_ref()), Format::Csv);
    /// assert_eq!(Format::of_path("hits".as_ref()), Format::JsonLines);
    /// ```
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        match extension.as_str() {
            "csv" => Self::Csv,
            "parquet" | "pq" => Self::Parquet,
            _ => Self::JsonLines,
        }
    }

    /// The name used on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    /// The bytes that stand before the first record.
    #[must_use]
    pub(crate) fn header(self) -> Vec<u8> {
        match self {
            Self::Csv => flat::csv_rows([flat::COLUMNS.map(str::to_owned)]),
            Self::JsonLines | Self::Parquet => Vec::new(),
        }
    }

    /// The bytes of one record. Parquet is written through JSON Lines, which can be resumed.
    #[must_use]
    pub(crate) fn render(self, line: &ScreeningLine) -> Vec<u8> {
        match self {
            Self::JsonLines | Self::Parquet => {
                let mut bytes = serde_json::to_vec(line)
                    .expect("a screening line is strings, finite numbers and lists");
                bytes.push(b'\n');
                bytes
            }
            Self::Csv => flat::csv_rows(flat::rows(line).iter().map(flat::Row::cells)),
        }
    }
}
