//! The resolver file of OpenSanctions' tools: `[target, source, judgement, score, user, created_at]`, a JSON array a line.
//!
//! Judgements are `positive`, `negative`, `unsure` and `no_judgement` (a suggestion that nobody has judged). The target is
//! the stronger id of the two: Wikidata's before a resolver's before any other, then the greater in byte order. A later
//! line takes the place of an earlier one on the same pair; a seventh field, when it is not null, says that the line was
//! deleted. nomenklatura gives a cluster its canonical id only through edges to an id that looks like one, so clusters
//! are written as a star around their name.
//!
//! Source: `nomenklatura/resolver/{edge,identifier,resolver}.py`, version 4.17.4.

use std::collections::BTreeMap;

use kashf_core::Score;
use serde_json::Value;

use crate::canonical::by_weight;
use crate::force::in_force;
use crate::journal::check_id;
use crate::{Judgement, Named, Verdict, Who};

/// Longest line that is read; real ones have 200 bytes.
pub const MAX_LINE_BYTES: usize = 16 << 10;

/// Lines that are read at most: as many as a journal of 1 GiB holds.
pub const MAX_LINES: u64 = 3_000_000;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct LineError {
    /// What is wrong.
    pub problem: String,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Somebody judged.
    Judged(Judgement),
    /// Nobody judged this pair: a suggestion.
    Suggested(Judgement),
    /// The judgement was deleted again.
    Deleted,
}

/// Reads a line; `who` is the import.
///
/// # Errors
/// Not such an array, an unknown judgement, an id with itself, a score that is no number.
///
/// ```
/// use kashf_resolve::{Verdict, Who, nomenklatura::{Edge, read_line}};
/// let line = r#"["Q42", "un-1", "positive", null, "layla", "2021-03-04T05:06:07"]"#;
/// let Edge::Judged(judgement) = read_line(line, &Who::Import("x.ijson".to_owned()))? else { panic!() };
/// assert_eq!((judgement.verdict, judgement.user.as_deref()), (Verdict::Same, Some("layla")));
/// # Ok::<(), kashf_resolve::nomenklatura::LineError>(())
/// ```
pub fn read_line(line: &str, who: &Who) -> Result<Edge, LineError> {
    let wrong = |problem: String| LineError { problem };
    if line.len() > MAX_LINE_BYTES {
        return Err(wrong(format!("is longer than {MAX_LINE_BYTES} bytes")));
    }
    let row: Vec<Value> = serde_json::from_str(line).map_err(|error| {
        wrong(format!(
            "is no JSON array [target, source, judgement, score, user, created_at]: {error}"
        ))
    })?;
    if !(6..=7).contains(&row.len()) {
        return Err(wrong(format!("has {} fields, not 6", row.len())));
    }
    let text = |at: usize, name: &str| {
        let text = row[at].as_str();
        text.ok_or_else(|| wrong(format!("its {name} is no text")))
    };
    let optional = |at: usize, name: &str| match &row[at] {
        Value::Null => Ok(None),
        Value::String(text) if text.len() <= 4096 => Ok(Some(text.clone())),
        _ => Err(wrong(format!("its {name} is no text"))),
    };
    let (target, source) = (text(0, "target")?, text(1, "source")?);
    check_id(target).map_err(wrong)?;
    check_id(source).map_err(wrong)?;
    let verdict = match text(2, "judgement")? {
        "positive" => Verdict::Same,
        "negative" => Verdict::Different,
        "unsure" => Verdict::Look,
        "no_judgement" => Verdict::Withdrawn,
        other => {
            let other: String = other
                .chars()
                .take(40)
                .flat_map(char::escape_debug)
                .collect();
            return Err(wrong(format!(
                "`{other}` is no judgement (positive, negative, unsure, no_judgement)"
            )));
        }
    };
    let score = match &row[3] {
        Value::Null => None,
        Value::Number(number) => score_of(number),
        _ => return Err(wrong("its score is no number".to_owned())),
    };
    let created = optional(5, "created_at")?.unwrap_or_default();
    let user = optional(4, "user")?;
    if row.get(6).is_some_and(|deleted| !deleted.is_null()) {
        return Ok(Edge::Deleted);
    }
    let judgement = Judgement::new(target, source, verdict, who.clone(), &created)
        .ok_or_else(|| wrong("judges an id against itself".to_owned()))?;
    let judgement = Judgement {
        score,
        user,
        ..judgement
    };
    Ok(match verdict {
        Verdict::Withdrawn => Edge::Suggested(judgement),
        Verdict::Same | Verdict::Different | Verdict::Look => Edge::Judged(judgement),
    })
}

/// A score is only carried along; nothing is decided by it.
fn score_of(number: &serde_json::Number) -> Option<Score> {
    let score = number
        .as_f64()
        .filter(|score| (0.0..=1.0).contains(score))?;
    format!("{score:.3}").parse().ok()
}

/// A pair that is to be suggested, with its score.
#[derive(Clone, Copy, Debug)]
pub struct Suggestion<'s> {
    /// One id.
    pub a: &'s str,
    /// The other.
    pub b: &'s str,
    /// How alike.
    pub score: Score,
}

/// The lines of a file that says what holds here: clusters as stars, what humans judged different or could not say, and
/// the pairs that nobody has judged. `automatic` is the user under whose name the engine's clusters stand.
#[must_use]
pub fn write(
    clusters: &[Named],
    judgements: &[Judgement],
    suggestions: &[Suggestion<'_>],
    automatic: &str,
) -> Vec<String> {
    let held = in_force(judgements);
    let places: BTreeMap<&str, usize> = clusters
        .iter()
        .enumerate()
        .flat_map(|(at, cluster)| cluster.ids.iter().map(move |id| (id.as_str(), at)))
        .collect();
    // Who last called a member the same as another of its cluster.
    let mut said: BTreeMap<&str, &Judgement> = BTreeMap::new();
    for ((a, b), judgement) in &held {
        if judgement.verdict == Verdict::Same && places.get(a) == places.get(b) {
            for id in [a, b] {
                let known = said.entry(id).or_insert(judgement);
                let rank = |of: &Judgement| (of.who.rank(), of.number);
                if rank(judgement) > rank(known) {
                    *known = judgement;
                }
            }
        }
    }
    let mut lines = Vec::new();
    for cluster in clusters {
        let ids = cluster.ids.iter().map(|id| (id, said.get(id.as_str())));
        let former = cluster.former.iter().map(|name| (name, None));
        for (id, judgement) in ids.chain(former) {
            if *id != cluster.canonical {
                let pair = (cluster.canonical.as_str(), id.as_str());
                lines.push(line(pair, "positive", None, judgement.copied(), automatic));
            }
        }
    }
    for ((a, b), judgement) in &held {
        let word = match judgement.verdict {
            Verdict::Different => "negative",
            Verdict::Look => "unsure",
            Verdict::Same | Verdict::Withdrawn => continue,
        };
        // What is one cluster for other reasons cannot be told apart in their file.
        if places.get(a).is_none_or(|at| places.get(b) != Some(at)) {
            lines.push(line(
                (a, b),
                word,
                judgement.score,
                Some(judgement),
                automatic,
            ));
        }
    }
    for pair in suggestions {
        if !held.contains_key(&(pair.a.min(pair.b), pair.a.max(pair.b))) {
            lines.push(line(
                (pair.a, pair.b),
                "no_judgement",
                Some(pair.score),
                None,
                automatic,
            ));
        }
    }
    lines
}

fn line(
    (one, other): (&str, &str),
    word: &str,
    score: Option<Score>,
    judgement: Option<&Judgement>,
    automatic: &str,
) -> String {
    let (target, source) = if by_weight(one) > by_weight(other) {
        (one, other)
    } else {
        (other, one)
    };
    let user = match judgement {
        Some(Judgement {
            user: Some(user), ..
        }) => user.clone(),
        Some(Judgement {
            who: Who::Person(name),
            ..
        }) => name.clone(),
        Some(judgement) => judgement.who.to_string(),
        None => automatic.to_owned(),
    };
    let when = judgement.map(|judgement| judgement.when.as_str());
    let when = when.filter(|when| !when.is_empty());
    let row = serde_json::json!([target, source, word, score.map(Score::as_f64), user, when]);
    // With the spaces of Python's json.dumps, so that the files compare line by line.
    let mut text = String::new();
    let cells = row.as_array().into_iter().flatten();
    for (at, cell) in cells.enumerate() {
        text.push_str(if at == 0 { "[" } else { ", " });
        text.push_str(&cell.to_string());
    }
    text.push(']');
    text
}
