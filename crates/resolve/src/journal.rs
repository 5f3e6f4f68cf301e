//! The journal of judgements: one JSON object a line, only ever appended to.
//!
//! `{"a","b","outcome","score","who","user","when","evidence"}`; `score` and `user` may be null. A line without its line
//! end is what a crash left of a judgement that was never acknowledged: it is told apart, and not believed. Any other
//! line that does not read is damage, and nothing is guessed.

use kashf_core::Score;
use serde::{Deserialize, Serialize};

use crate::{Judgement, Verdict, Who};

/// Longest line that is read.
pub const MAX_LINE_BYTES: usize = 64 << 10;

/// Longest id that is kept, as in nomenklatura's own table.
pub const MAX_ID_CHARS: usize = 512;

/// Longest evidence, user or name that is kept.
const MAX_TEXT_CHARS: usize = 4096;

/// A journal, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// In the order of the file, numbered from 1.
    pub judgements: Vec<Judgement>,
    /// Bytes of whole lines; what stands behind them is torn.
    pub whole: u64,
    /// True when something torn stands at the end.
    pub torn: bool,
}

/// What is wrong with a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct JournalError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    a: String,
    b: String,
    outcome: String,
    score: Option<u16>,
    who: String,
    user: Option<String>,
    when: String,
    evidence: String,
}

/// Reads a journal.
///
/// # Errors
/// A line, other than a torn one at the end, that is no judgement.
///
/// ```
/// use kashf_resolve::{Judgement, Verdict, Who, journal};
/// let who = Who::Person("Layla".to_owned());
/// let mut judgement = Judgement::new("un-1", "eu-7", Verdict::Same, who, "2026-01-01T00:00:00Z").unwrap();
/// let mut bytes = journal::line(&judgement).into_bytes();
/// bytes.extend(b"{\"a\":\"un-");
/// let read = journal::read(&bytes)?;
/// judgement.number = 1;
/// assert_eq!(read.judgements, [judgement]);
/// assert!(read.torn);
/// # Ok::<(), journal::JournalError>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Journal, JournalError> {
    let mut journal = Journal::default();
    for (line, text) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        let Some(text) = text.strip_suffix(b"\n") else {
            journal.torn = true;
            break;
        };
        let wrong = |problem: String| JournalError { line, problem };
        if text.len() > MAX_LINE_BYTES {
            return Err(wrong(format!("is longer than {MAX_LINE_BYTES} bytes")));
        }
        let mut judgement = judgement_of(text).map_err(wrong)?;
        judgement.number = line;
        journal.judgements.push(judgement);
        journal.whole += text.len() as u64 + 1;
    }
    Ok(journal)
}

fn judgement_of(text: &[u8]) -> Result<Judgement, String> {
    let line: Line =
        serde_json::from_slice(text).map_err(|error| format!("is no judgement: {error}"))?;
    let verdict = Verdict::from_word(&line.outcome)
        .ok_or("`outcome` must be same, different, look or withdrawn")?;
    let who = Who::from_text(&line.who)
        .ok_or("`who` must be `person:NAME`, `import:FILE`, `list:DATASET` or `kashf POLICY`")?;
    if line.score.is_some_and(|score| score > 1000) {
        return Err("`score` must be 0 to 1000 thousandths".to_owned());
    }
    check_id(&line.a)?;
    check_id(&line.b)?;
    let judgement = Judgement::new(&line.a, &line.b, verdict, who, &line.when)
        .ok_or("an id cannot be judged against itself")?;
    if judgement.a != line.a {
        return Err("`a` must sort before `b`".to_owned());
    }
    Ok(Judgement {
        score: line.score.map(Score::from_thousandths),
        user: line.user,
        evidence: line.evidence,
        ..judgement
    })
}

/// Refuses what cannot be the id of an entity.
pub(crate) fn check_id(id: &str) -> Result<(), String> {
    if id.trim().is_empty() {
        return Err("an id is empty".to_owned());
    }
    if id.chars().count() > MAX_ID_CHARS {
        return Err(format!("an id is longer than {MAX_ID_CHARS} characters"));
    }
    if id.chars().any(char::is_control) {
        return Err("an id holds control characters".to_owned());
    }
    Ok(())
}

/// The line of a judgement, with its line end.
#[must_use]
pub fn line(judgement: &Judgement) -> String {
    let short = |text: &str| text.chars().take(MAX_TEXT_CHARS).collect::<String>();
    let line = Line {
        a: judgement.a.clone(),
        b: judgement.b.clone(),
        outcome: judgement.verdict.word().to_owned(),
        score: judgement.score.map(Score::thousandths),
        who: short(&judgement.who.to_string()),
        user: judgement.user.as_deref().map(short),
        when: short(&judgement.when),
        evidence: short(&judgement.evidence),
    };
    let mut text = serde_json::to_string(&line).unwrap_or_default();
    text.push('\n');
    text
}
