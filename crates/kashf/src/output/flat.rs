//! The flat form: one row a match, or one row with empty match fields for a record without one.

use super::listing::{blocking_word, legal_basis, measures_ar};
use super::{MatchLine, ScreeningLine};

/// Number of columns.
pub(crate) const WIDTH: usize = 24;

/// Column names, in order.
pub(crate) const COLUMNS: [&str; WIDTH] = [
    "id",
    "status",
    "problem",
    "rank",
    "match_id",
    "caption",
    "schema",
    "datasets",
    "score",
    "match",
    "points",
    "measures",
    "reasons",
    "reasons_ar",
    "snapshot",
    "policy",
    "stale",
    "removal_held",
    "delisted",
    "blocking",
    "measures_ar",
    "legal_basis",
    "canonical_id",
    "referents",
];

/// Between several values in one cell.
const BETWEEN: &str = " | ";

/// One row.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) line: &'a ScreeningLine,
    /// The match with its rank from 1; absent in the row of a record without a match.
    pub(crate) found: Option<(i32, &'a MatchLine)>,
}

/// The rows of a record; at least one.
pub(crate) fn rows(line: &ScreeningLine) -> Vec<Row<'_>> {
    if line.matches.is_empty() {
        return vec![Row { line, found: None }];
    }
    let ranked = (1..).zip(&line.matches);
    ranked
        .map(|found| Row {
            line,
            found: Some(found),
        })
        .collect()
}

impl Row<'_> {
    /// One cell, by its place in [`COLUMNS`].
    pub(crate) fn cell(&self, at: usize) -> String {
        let line = self.line;
        let of = |text: &dyn Fn(i32, &MatchLine) -> String| {
            self.found
                .map_or_else(String::new, |(rank, found)| text(rank, found))
        };
        match COLUMNS[at] {
            "id" => line.id.clone(),
            "status" => line.status.clone(),
            "problem" => line.problem.clone().unwrap_or_default(),
            "rank" => of(&|rank, _| rank.to_string()),
            "match_id" => of(&|_, found| found.id.clone()),
            "caption" => of(&|_, found| found.caption.clone()),
            "schema" => of(&|_, found| found.schema.clone()),
            "datasets" => of(&|_, found| found.datasets.join(BETWEEN)),
            "score" => of(&|_, found| format!("{:.3}", found.score)),
            "match" => of(&|_, found| found.is_match.to_string()),
            "points" => of(&|_, found| found.points.to_string()),
            "measures" => of(&|_, found| found.measures.join(BETWEEN)),
            "reasons" => of(&|_, found| joined(found, |reason| &reason.en)),
            "reasons_ar" => of(&|_, found| joined(found, |reason| &reason.ar)),
            "snapshot" => line.snapshot.clone(),
            "policy" => line.policy.clone(),
            "stale" => line.stale.to_string(),
            "removal_held" => of(&|_, found| found.removal_held.to_string()),
            "blocking" => of(&|_, found| blocking_word(&found.listing)),
            "measures_ar" => of(&|_, found| measures_ar(&found.listing).join(BETWEEN)),
            "legal_basis" => of(&|_, found| legal_basis(&found.listing).join(BETWEEN)),
            "canonical_id" => of(&|_, found| found.canonical_id.clone()),
            "referents" => of(&|_, found| found.referents.join(BETWEEN)),
            _ => of(&|_, found| found.delisted.to_string()),
        }
    }

    /// All cells, in the order of [`COLUMNS`].
    pub(crate) fn cells(&self) -> [String; WIDTH] {
        std::array::from_fn(|at| self.cell(at))
    }
}

/// The sentences of a match in one cell.
fn joined(found: &MatchLine, pick: impl Fn(&super::ReasonLine) -> &String) -> String {
    let sentences: Vec<&str> = found
        .reasons
        .iter()
        .map(|reason| pick(reason).as_str())
        .collect();
    sentences.join(BETWEEN)
}

/// Rows as CSV text.
pub(crate) fn csv_rows(rows: impl IntoIterator<Item = [String; WIDTH]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(&row)
            .expect("writing to memory, every row of the same length");
    }
    writer.into_inner().expect("flushing to memory")
}
