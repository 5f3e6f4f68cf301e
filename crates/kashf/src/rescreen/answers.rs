//! The answers of an earlier run, as bytes: where each begins, whom it names, and the same with another
//! snapshot.
//!
//! Answers are not read as a whole and written again: the few bytes that name the snapshot change, and all
//! others stay those that the run wrote.

use crate::batch::Tally;
use crate::output::Format;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::borrow::Cow;
use std::io::{self, BufRead, Read};
use std::ops::Range;

/// Columns of the CSV form: `crate::output`'s, in their order.
const STATUS: usize = 1;
const PROBLEM: usize = 2;
const RANK: usize = 3;
const MATCH_ID: usize = 4;
const IS_MATCH: usize = 9;
const SNAPSHOT: usize = 14;
const STALE: usize = 16;

/// Where the answers of a file stand.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// First byte of each record's answer, and at the end the length of the file.
    pub(super) starts: Vec<u64>,
    /// BLAKE3 of the whole.
    pub(super) blake3: String,
}

/// Finds the answers of a file.
pub(super) fn places_of(file: impl Read, format: Format) -> io::Result<Places> {
    let mut file = io::BufReader::with_capacity(1 << 20, file);
    let mut hasher = blake3::Hasher::new();
    let mut starts = Vec::new();
    let (mut at, mut quoted, mut fresh) = (0_u64, false, true);
    let (mut column, mut rank, mut line_start, mut header) = (0, Vec::new(), 0, true);
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        hasher.update(buffer);
        let length = buffer.len();
        if format == Format::Csv {
            for (offset, &byte) in buffer.iter().enumerate() {
                if fresh {
                    (column, line_start, fresh) = (0, at + offset as u64, false);
                    rank.clear();
                }
                match byte {
                    b'"' => quoted = !quoted,
                    b',' if !quoted => column += 1,
                    b'\n' if !quoted => {
                        // A record begins with its best match, or with a row without one.
                        if !header && matches!(&rank[..], b"" | b"1") {
                            starts.push(line_start);
                        }
                        (header, fresh) = (false, true);
                    }
                    _ if column == RANK => rank.push(byte),
                    _ => {}
                }
            }
        } else {
            let mut rest = 0;
            while let Some(end) = buffer[rest..].iter().position(|byte| *byte == b'\n') {
                if fresh {
                    starts.push(at + rest as u64);
                }
                rest += end + 1;
                fresh = true;
            }
            if rest < length {
                if fresh {
                    starts.push(at + rest as u64);
                }
                fresh = false;
            }
        }
        at += length as u64;
        file.consume(length);
    }
    starts.push(at);
    Ok(Places {
        starts,
        blake3: hasher.finalize().to_hex().to_string(),
    })
}

/// What an earlier answer says, as far as it matters here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) problem: Option<String>,
    /// It names an entry that has changed.
    pub(super) touched: bool,
    pub(super) has_match: bool,
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    problem: Option<Cow<'a, str>>,
    #[serde(borrow)]
    matches: Vec<Found<'a>>,
}

#[derive(Deserialize)]
struct Found<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(rename = "match")]
    is_match: bool,
}

/// Reads an answer; `None` when it is not one of ours.
pub(super) fn said(answer: &[u8], format: Format, changed: &FxHashSet<String>) -> Option<Said> {
    if format == Format::Csv {
        return said_in_csv(answer, changed);
    }
    let line: Line<'_> = serde_json::from_slice(answer).ok()?;
    Some(Said {
        id: line.id.into_owned(),
        status: line.status.into_owned(),
        problem: line.problem.map(Cow::into_owned),
        touched: line
            .matches
            .iter()
            .any(|found| changed.contains(&*found.id)),
        has_match: line.matches.iter().any(|found| found.is_match),
    })
}

fn said_in_csv(answer: &[u8], changed: &FxHashSet<String>) -> Option<Said> {
    let mut said = Said::default();
    for row in csv_rows(answer) {
        let cells = cells_of(&answer[row.clone()]);
        let cell = |at: usize| -> Option<Cow<'_, str>> {
            let cell = &answer[row.clone()][cells.get(at)?.clone()];
            let text = std::str::from_utf8(cell).ok()?;
            let inner = text
                .strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'));
            Some(inner.map_or(Cow::Borrowed(text), |inner| {
                inner.replace("\"\"", "\"").into()
            }))
        };
        said.id = cell(0)?.into_owned();
        said.status = cell(STATUS)?.into_owned();
        said.problem = Some(cell(PROBLEM)?.into_owned()).filter(|text| !text.is_empty());
        said.touched |= changed.contains(&*cell(MATCH_ID)?);
        said.has_match |= cell(IS_MATCH)? == "true";
    }
    Some(said)
}

/// The rows of an answer in the CSV form, with their line breaks.
fn csv_rows(answer: &[u8]) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, &byte) in answer.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                rows.push(start..at + 1);
                start = at + 1;
            }
            _ => {}
        }
    }
    rows
}

/// The cells of a row, as they stand there.
fn cells_of(row: &[u8]) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, &byte) in row.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' | b'\n' if !quoted => {
                cells.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    cells
}

/// What the lines of a run say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) snapshot: String,
    pub(super) stale: bool,
}

/// Appends an answer with another stamp; false when it does not bear the one that it should.
pub(super) fn restamp(
    answer: &[u8],
    format: Format,
    (before, now): (&Stamp, &Stamp),
    out: &mut Vec<u8>,
) -> bool {
    if format == Format::Csv {
        let whole = csv_rows(answer);
        return whole.last().is_some_and(|row| row.end == answer.len())
            && whole.into_iter().all(|row| {
                let row = &answer[row];
                let cells = cells_of(row);
                let (Some(snapshot), Some(stale)) = (cells.get(SNAPSHOT), cells.get(STALE)) else {
                    return false;
                };
                let bears = &row[snapshot.clone()] == before.snapshot.as_bytes()
                    && &row[stale.clone()] == before.stale.to_string().as_bytes();
                out.extend(&row[..snapshot.start]);
                out.extend(now.snapshot.as_bytes());
                out.extend(&row[snapshot.end..stale.start]);
                out.extend(now.stale.to_string().as_bytes());
                out.extend(&row[stale.end..]);
                bears
            });
    }
    // A quote inside a text is escaped, so what follows a bare comma and a bare quote is a key.
    const KEY: &[u8] = b",\"snapshot\":\"";
    const STALE_KEY: &[u8] = b"\",\"stale\":";
    let find = |from: usize, what: &[u8]| {
        let places = answer.get(from..)?.windows(what.len());
        let at = places.into_iter().position(|place| place == what)?;
        Some(from + at + what.len())
    };
    let Some(id) = find(0, KEY) else {
        return false;
    };
    let id_end = id + before.snapshot.len();
    let Some(stale) = find(id_end, STALE_KEY) else {
        return false;
    };
    let stale_end = stale + before.stale.to_string().len();
    let bears = answer.get(id..id_end) == Some(before.snapshot.as_bytes())
        && answer.get(stale..stale_end) == Some(before.stale.to_string().as_bytes());
    if bears {
        out.extend(&answer[..id]);
        out.extend(now.snapshot.as_bytes());
        out.extend(&answer[id_end..stale]);
        out.extend(now.stale.to_string().as_bytes());
        out.extend(&answer[stale_end..]);
    }
    bears
}

impl Said {
    /// Counts the answer.
    pub(super) fn count(&self, tally: &mut Tally) {
        tally.count(&self.status, self.has_match);
    }
}
