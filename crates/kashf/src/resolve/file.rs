//! Resolver files of OpenSanctions' tools, taken in and given out.
//!
//! A file is taken as a whole or not at all: a broken line refuses it, with its number. Taking the same file twice adds
//! nothing.

use super::publish::Resolved;
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::progress::Progress;
use kashf_resolve::nomenklatura::{self, Edge, LineError, MAX_LINE_BYTES, MAX_LINES, Suggestion};
use kashf_resolve::{Judgement, Named, Outcome, Verdict, Who, in_force};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// What taking a file in did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Lines of the file.
    pub lines: u64,
    /// Judgements that were added.
    pub added: u64,
    /// Judgements that stood here already, as this file says them.
    pub known: u64,
    /// Pairs that nobody had judged (`no_judgement`), left out.
    pub suggestions: u64,
    /// Lines that were marked as deleted, left out.
    pub deleted: u64,
    /// The snapshot that is live now, and what resolving again did, when it changed anything.
    pub resolved: Option<(String, Resolved)>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Parties.
    pub parties: usize,
    /// Lines.
    pub lines: usize,
}

impl Kashf {
    /// Takes in a resolver file: JSON arrays `[target, source, judgement, score, user, created_at]`, one a line.
    ///
    /// # Errors
    /// A file that cannot be read, or a line that is none (nothing of the file is then taken); another writer.
    pub fn import_resolver(
        &self,
        path: &Path,
        progress: &dyn Progress,
    ) -> Result<ImportReport, KashfError> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let who = Who::Import(name);
        let mut report = ImportReport::default();
        let edges = read_edges(path, &who, &mut report, progress)?;
        let lock = self.data.lock()?;
        let record = self.record()?.journal.judgements;
        // The last line on a pair holds, in a file as in the record.
        let imported = |all: Vec<Judgement>| -> Vec<Judgement> {
            all.into_iter()
                .filter(|one| matches!(one.who, Who::Import(_)))
                .collect()
        };
        let before = imported(record);
        let before = in_force(&before);
        let edges = numbered(edges);
        let mut added: Vec<&Judgement> = Vec::new();
        for (pair, judgement) in last_of_each(&edges) {
            let known = before.get(&pair);
            let alike = known.is_some_and(|known| {
                (known.verdict, &known.user, &known.when)
                    == (judgement.verdict, &judgement.user, &judgement.when)
            });
            match (judgement.verdict, known) {
                (Verdict::Withdrawn, None) => report.suggestions += 1,
                _ if alike => report.known += 1,
                _ => added.push(judgement),
            }
        }
        added.sort_by_key(|judgement| judgement.number);
        report.added = added.len() as u64;
        let added: Vec<Judgement> = added.into_iter().cloned().collect();
        self.note_judged(&lock, &added)?;
        drop(lock);
        if self.data.live_id()?.is_some() {
            report.resolved = self.resolve_again(progress)?;
        }
        Ok(report)
    }

    /// Writes what holds here as a resolver file.
    ///
    /// # Errors
    /// Nothing is loaded, or the file cannot be written.
    pub fn export_resolver(
        &self,
        path: &Path,
        progress: &dyn Progress,
    ) -> Result<ExportReport, KashfError> {
        let standing = self.standing(progress)?;
        let held = in_force(&standing.judgements);
        let named: Vec<Named> = standing.parties.iter().map(|party| party.named()).collect();
        let open = standing
            .pairs
            .iter()
            .filter(|pair| standing.outcome(pair, &held) == Outcome::Look);
        let suggestions: Vec<Suggestion<'_>> = open
            .map(|pair| Suggestion {
                a: &pair.a,
                b: &pair.b,
                score: pair.score(),
            })
            .collect();
        let user = Who::Kashf(self.policy()?.policy.id()).to_string();
        let lines = nomenklatura::write(&named, &standing.judgements, &suggestions, &user);
        let failed = |source| KashfError::ResolverFile {
            file: path.display().to_string(),
            source,
        };
        let part = crate::batch::with_suffix(path, ".part");
        let write = || -> std::io::Result<()> {
            let mut file = std::io::BufWriter::new(fs_err::File::create(&part)?);
            for line in &lines {
                writeln!(file, "{line}")?;
            }
            file.flush()?;
            file.get_ref().sync_all()?;
            fs_err::rename(&part, path)
        };
        write().map_err(failed)?;
        Ok(ExportReport {
            parties: named.len(),
            lines: lines.len(),
        })
    }
}

fn read_edges(
    path: &Path,
    who: &Who,
    report: &mut ImportReport,
    progress: &dyn Progress,
) -> Result<Vec<Judgement>, KashfError> {
    let file = path.display().to_string();
    let failed = |source| KashfError::ResolverFile {
        file: file.clone(),
        source,
    };
    let opened = fs_err::File::open(path).map_err(failed)?;
    progress.begin(
        "reading judgements",
        opened.metadata().map(|m| m.len()).ok(),
    );
    let mut reader = BufReader::with_capacity(1 << 18, opened);
    let (mut edges, mut bytes, mut done) = (Vec::new(), Vec::new(), 0);
    loop {
        bytes.clear();
        let most = MAX_LINE_BYTES as u64 + 2;
        (&mut reader)
            .take(most)
            .read_until(b'\n', &mut bytes)
            .map_err(failed)?;
        if bytes.is_empty() {
            break;
        }
        done += bytes.len() as u64;
        progress.at(done);
        report.lines += 1;
        let line = report.lines;
        let wrong = |problem: String| KashfError::ResolverLine {
            file: file.clone(),
            line,
            problem,
        };
        if line > MAX_LINES {
            return Err(wrong(format!("has more than {MAX_LINES} lines")));
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| wrong("is not UTF-8".to_owned()))?;
        if text.trim().is_empty() {
            continue;
        }
        match nomenklatura::read_line(text.trim_end(), who)
            .map_err(|LineError { problem }| wrong(problem))?
        {
            Edge::Judged(judgement) | Edge::Suggested(judgement) => edges.push(judgement),
            Edge::Deleted => report.deleted += 1,
        }
    }
    progress.end();
    Ok(edges)
}

fn numbered(edges: Vec<Judgement>) -> Vec<Judgement> {
    let numbered = (1..).zip(edges);
    numbered
        .map(|(number, edge)| Judgement { number, ..edge })
        .collect()
}

fn last_of_each(edges: &[Judgement]) -> std::collections::BTreeMap<(&str, &str), &Judgement> {
    edges
        .iter()
        .map(|edge| ((edge.a.as_str(), edge.b.as_str()), edge))
        .collect()
}
