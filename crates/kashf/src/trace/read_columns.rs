//! Files of columns into a network: Parquet and Arrow, of which only the columns that mean something are read.

use super::TracingError;
use super::arrow::{self, Batches};
use super::columns::{COUNT, Mapping, Placed};
use super::fill::Filler;
use super::read::{FileRead, Meter, STEP, begin, raw};
use crate::input::ParquetRows;
use fs_err::File;
use std::sync::atomic::Ordering;

pub(super) fn parquet(
    file: File,
    name: &str,
    mapping: &Mapping,
    filler: &mut Filler,
    meter: &Meter<'_>,
) -> Result<FileRead, TracingError> {
    let mut placed = Placed::default();
    let before_bytes = meter.bytes.load(Ordering::Relaxed);
    let choose = |headers: &[String]| -> Result<Vec<bool>, TracingError> {
        placed = mapping.place(name, headers)?;
        Ok((0..headers.len())
            .map(|at| placed.at.iter().any(|columns| columns.contains(&at)))
            .collect())
    };
    let (mut rows, _) = ParquetRows::open_choosing(file, name, choose, true)?;
    // Only chosen columns are in a row, in their order.
    let mut chosen: Vec<usize> = placed.at.iter().flatten().copied().collect();
    chosen.sort_unstable();
    chosen.dedup();
    for columns in &mut placed.at {
        for at in columns {
            *at = chosen.binary_search(at).unwrap_or(0);
        }
    }
    let (mut read, has) = begin(filler, &placed, name, "Parquet");
    let before = filler.rows;
    let mut rooms: [String; COUNT] = Default::default();
    let mut line = 0;
    while let Some(row) = rows.next()? {
        line += 1;
        match row {
            Err(problem) => filler.broken(line, problem),
            Ok(cells) => {
                let texts: Result<Vec<&str>, _> =
                    cells.iter().map(|cell| std::str::from_utf8(cell)).collect();
                match texts {
                    Err(_) => filler.broken(line, "not UTF-8".to_owned()),
                    Ok(texts) => {
                        let cell = |at: usize| texts.get(at).copied().unwrap_or("");
                        filler.row(&raw(&placed, has, &mut rooms, line, cell))?;
                    }
                }
            }
        }
        if filler.rows.is_multiple_of(STEP) {
            meter
                .bytes
                .store(before_bytes + rows.offset(), Ordering::Relaxed);
        }
        meter.tell(filler);
    }
    read.rows = filler.rows - before;
    read.fractions = filler.end()?;
    Ok(read)
}

pub(super) fn batches(
    mut batches: Batches,
    name: &str,
    mapping: &Mapping,
    filler: &mut Filler,
    meter: &Meter<'_>,
) -> Result<FileRead, TracingError> {
    let headers = batches.headers();
    let placed = mapping.place(name, &headers)?;
    let mut needed: Vec<usize> = placed.at.iter().flatten().copied().collect();
    needed.sort_unstable();
    needed.dedup();
    batches.check(&needed)?;
    let (mut read, has) = begin(filler, &placed, name, "Arrow");
    let before = filler.rows;
    let mut rooms: [String; COUNT] = Default::default();
    let mut texts = vec![String::new(); headers.len()];
    let mut line = 0;
    while let Some(batch) = batches.next()? {
        let columns: Vec<(usize, arrow::Column)> = needed
            .iter()
            .map(|at| (*at, arrow::Column::of(&batch, *at)))
            .collect();
        for row in 0..batch.num_rows() {
            line += 1;
            for (at, column) in &columns {
                column.cell(row, &mut texts[*at]);
            }
            let cell = |at: usize| texts.get(at).map_or("", String::as_str);
            filler.row(&raw(&placed, has, &mut rooms, line, cell))?;
            meter.tell(filler);
        }
    }
    read.rows = filler.rows - before;
    read.fractions = filler.end()?;
    Ok(read)
}
