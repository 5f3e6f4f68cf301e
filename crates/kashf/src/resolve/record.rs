//! The journal: what people and imported files judged, and what lists say of their own entries' former ids.

use super::artifact::damaged;
use crate::directory::Kashf;
use crate::error::KashfError;
use kashf_resolve::journal::{self, Journal};
use kashf_resolve::{Judgement, Verdict, Who};
use kashf_store::{Finding, FindingKind, Segment, Snapshot, WriterLock};

/// The table of a list's segment that holds former ids: `ID TAB FORMER ID` a line.
pub(crate) const REFERENTS: &str = "referents";

/// The name of the journal.
const JOURNAL: &str = "resolver.jsonl";

/// The journal as it stands.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) journal: Journal,
    /// BLAKE3 of its whole lines.
    pub(crate) hash: String,
}

impl Kashf {
    /// Reads the journal.
    ///
    /// # Errors
    /// A damaged line: what somebody judged is never passed over.
    pub(crate) fn record(&self) -> Result<Record, KashfError> {
        let bytes = self.data.journal()?;
        let journal = journal::read(&bytes).map_err(|source| KashfError::Journal { source })?;
        let whole = usize::try_from(journal.whole).unwrap_or(bytes.len());
        let hash = blake3::hash(&bytes[..whole.min(bytes.len())]);
        Ok(Record {
            hash: hash.to_hex().to_string(),
            journal,
        })
    }

    /// What people and imports judged, in the order of the record.
    ///
    /// # Errors
    /// A damaged journal.
    pub fn resolver_judgements(&self) -> Result<Vec<Judgement>, KashfError> {
        Ok(self.record()?.journal.judgements)
    }

    /// Adds judgements to the journal, durably. They count from the next publication.
    pub(crate) fn note_judged(
        &self,
        lock: &WriterLock,
        judgements: &[Judgement],
    ) -> Result<(), KashfError> {
        if judgements.is_empty() {
            return Ok(());
        }
        let record = self.record()?;
        let lines: String = judgements.iter().map(journal::line).collect();
        self.data
            .append_journal(lock, record.journal.whole, lines.as_bytes())?;
        Ok(())
    }
}

/// What the lists of a snapshot say of the former ids of their entries.
pub(crate) fn said_by_lists(snapshot: &Snapshot) -> Result<Vec<Judgement>, KashfError> {
    let mut said = Vec::new();
    for segment in &snapshot.segments {
        let who = Who::List(segment.dataset().to_owned());
        for (id, former) in referents_of(segment)? {
            let made = Judgement::new(id, former, Verdict::Same, who.clone(), "");
            said.extend(made.map(|made| made.on("`referents` of the list")));
        }
    }
    Ok(said)
}

fn referents_of(segment: &Segment) -> Result<Vec<(&str, &str)>, KashfError> {
    let damaged = || damaged(segment.place(REFERENTS), "is no table of referents");
    let bytes = segment.table(REFERENTS).unwrap_or_default();
    let text = std::str::from_utf8(bytes).map_err(|_| damaged())?;
    let rows = text.lines().map(|line| line.split_once('\t'));
    rows.collect::<Option<_>>().ok_or_else(damaged)
}

/// The table of a list's former ids; none when it gives none.
pub(crate) fn referents_table(referents: &[(String, String)]) -> Option<(String, Vec<u8>)> {
    let mut rows: Vec<String> = referents
        .iter()
        .filter(|(id, former)| !(id.contains(['\t', '\n']) || former.contains(['\t', '\n'])))
        .map(|(id, former)| format!("{id}\t{former}\n"))
        .collect();
    rows.sort();
    rows.dedup();
    (!rows.is_empty()).then(|| (REFERENTS.to_owned(), rows.concat().into_bytes()))
}

/// What verification finds of the journal.
pub(crate) fn journal_findings(kashf: &Kashf) -> Vec<Finding> {
    let finding = |kind, problem: String| {
        vec![Finding {
            file: JOURNAL.to_owned(),
            kind,
            problem,
        }]
    };
    match kashf.record() {
        Ok(record) if record.journal.torn => finding(
            FindingKind::Leftover,
            "ends in a torn line: a judgement that was never acknowledged; the next one takes its place"
                .to_owned(),
        ),
        Ok(_) => Vec::new(),
        Err(error) => finding(FindingKind::Damaged, error.to_string()),
    }
}
