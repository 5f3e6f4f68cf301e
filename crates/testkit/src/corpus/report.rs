//! What a corpus found, counted: by format and class, with the slowest and the hungriest by name.

use super::judge::{Outcome, Verdict};
use super::{Class, Mutation};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The longest that a load of a corpus list may take.
pub const MAX_MILLIS: u64 = 1_000;
/// The most heap that it may use: 50 MB.
pub const MAX_BYTES: u64 = 50_000_000;

#[derive(Clone, Debug, Default)]
struct Row {
    count: u64,
    refused: u64,
    held: u64,
    accepted: u64,
    wrong: u64,
    millis: (u64, String),
    bytes: (u64, String),
}

/// Refused, held and accepted of a kind of damage.
type Answers = [u64; 3];

/// Counts of a corpus, or of several.
#[derive(Clone, Debug, Default)]
pub struct Report {
    rows: BTreeMap<(String, Class), Row>,
    kinds: BTreeMap<(String, String, Class), Answers>,
    wrong: Vec<Value>,
    over: Vec<Value>,
}

impl Report {
    /// Counts one verdict.
    pub fn add(&mut self, mutation: &Mutation, verdict: &Verdict) {
        let mut words = mutation.name.split('/').map(str::to_owned);
        let label = words.next().unwrap_or_default();
        let kind = words.next().unwrap_or_default();
        let answers = self
            .kinds
            .entry((label.clone(), kind, mutation.class))
            .or_default();
        let row = self.rows.entry((label.clone(), mutation.class));
        let row = row.or_default();
        row.count += 1;
        match verdict.outcome {
            Outcome::Refused(_) => {
                row.refused += 1;
                answers[0] += 1;
            }
            Outcome::Held(_) => {
                row.held += 1;
                answers[1] += 1;
            }
            Outcome::Accepted => {
                row.accepted += 1;
                answers[2] += 1;
            }
            Outcome::Crashed => {}
        }
        if verdict.millis >= row.millis.0 {
            row.millis = (verdict.millis, mutation.name.clone());
        }
        if verdict.peak_bytes >= row.bytes.0 {
            row.bytes = (verdict.peak_bytes, mutation.name.clone());
        }
        // Nine times as many records take what they take: the limits are for the corpus's own lists.
        let limited = !label.starts_with("real-");
        let said = json!({
            "name": mutation.name,
            "detail": mutation.detail,
            "place": mutation.place.to_string(),
            "class": mutation.class.as_str(),
            "wrong": verdict.wrong,
            "millis": verdict.millis,
            "peak_bytes": verdict.peak_bytes,
        });
        if verdict.wrong.is_some() {
            row.wrong += 1;
            self.wrong.push(said.clone());
        }
        if limited && (verdict.millis > MAX_MILLIS || verdict.peak_bytes > MAX_BYTES) {
            self.over.push(said);
        }
    }

    /// How many verdicts are wrong.
    #[must_use]
    pub fn wrong(&self) -> usize {
        self.wrong.len()
    }

    /// How many loads took longer or more than they may.
    #[must_use]
    pub fn over(&self) -> usize {
        self.over.len()
    }

    /// A table for a terminal.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = format!(
            "{:<12} {:<13} {:>6} {:>8} {:>6} {:>9} {:>6} {:>8} {:>8}\n",
            "list", "class", "count", "refused", "held", "accepted", "wrong", "max ms", "max MB"
        );
        for ((label, class), row) in &self.rows {
            let megabytes = row.bytes.0.div_ceil(100_000);
            let _ = writeln!(
                table,
                "{label:<12} {:<13} {:>6} {:>8} {:>6} {:>9} {:>6} {:>8} {:>6}.{}",
                class.as_str(),
                row.count,
                row.refused,
                row.held,
                row.accepted,
                row.wrong,
                row.millis.0,
                megabytes / 10,
                megabytes % 10,
            );
        }
        for (title, found) in [("WRONG", &self.wrong), ("OVER THE LIMITS", &self.over)] {
            for said in found {
                let text = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
                let _ = writeln!(
                    table,
                    "{title} {} ({}; {}; {}) {} [{} ms, {} bytes]",
                    text("name"),
                    text("class"),
                    text("detail"),
                    text("place"),
                    text("wrong"),
                    said["millis"],
                    said["peak_bytes"],
                );
            }
        }
        table
    }

    /// The same as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|((label, class), row)| {
                json!({
                    "list": label,
                    "class": class.as_str(),
                    "count": row.count,
                    "refused": row.refused,
                    "held": row.held,
                    "accepted": row.accepted,
                    "wrong": row.wrong,
                    "max_millis": row.millis.0,
                    "max_millis_of": row.millis.1,
                    "max_bytes": row.bytes.0,
                    "max_bytes_of": row.bytes.1,
                })
            })
            .collect();
        let kinds: Vec<Value> = self
            .kinds
            .iter()
            .map(|((label, kind, class), answers)| {
                json!({
                    "list": label,
                    "kind": kind,
                    "class": class.as_str(),
                    "refused": answers[0],
                    "held": answers[1],
                    "accepted": answers[2],
                })
            })
            .collect();
        json!({
            "limits": {"millis": MAX_MILLIS, "bytes": MAX_BYTES},
            "rows": rows,
            "kinds": kinds,
            "wrong": self.wrong,
            "over_the_limits": self.over,
        })
    }
}
