//! Loads a mutation and says whether what came of it is what had to come.
//!
//! The version that is live is loaded once and its data directory copied for each mutation, so that
//! none sees what another did. Only the load is timed; the screening that looks for witnesses is not.

use super::{Class, Mutation, Place, Subject, Witness, witness};
use kashf::{Kashf, KashfError, LoadOutcome, LoadRequest, NoProgress};
use kashf_screen::Options;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;
use tempfile::TempDir;

/// The name under which lists are loaded that have no floor.
const DATASET: &str = "corpus";

/// Why a bench could not be prepared. What a mutation does is never an error.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The file system.
    #[error("failed to prepare a directory")]
    Files(#[from] std::io::Error),
    /// The good version was not taken.
    #[error("`{label}`: the version that should be live was not loaded: {problem}")]
    Good {
        /// The subject.
        label: String,
        /// What was said.
        problem: String,
    },
    /// The library.
    #[error(transparent)]
    Kashf(#[from] KashfError),
}

/// Tells how much heap was used; [`NoMeter`] where nobody counts.
pub trait Meter {
    /// Begins to count.
    fn start(&mut self) {}

    /// The most bytes that were in use at once since the start, less what was in use then.
    fn peak_bytes(&mut self) -> u64 {
        0
    }
}

/// Counts nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMeter;

impl Meter for NoMeter {}

/// What the gate did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing went live; the reason.
    Refused(String),
    /// It is live, and so many entries and names are held.
    Held(u64),
    /// It is live, nothing is held.
    Accepted,
    /// It crashed.
    Crashed,
}

/// What came of a mutation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What the gate did.
    pub outcome: Outcome,
    /// What is wrong about that; `None` when nothing is.
    pub wrong: Option<String>,
    /// Wall time of the load.
    pub millis: u64,
    /// Peak of the heap during the load, when it was counted.
    pub peak_bytes: u64,
}

/// A subject made ready: its good version loaded.
#[derive(Debug)]
pub struct Bench {
    root: TempDir,
    good_id: String,
    good: Vec<Witness>,
    accept: Option<String>,
}

impl Bench {
    /// Loads the good version.
    ///
    /// # Errors
    /// When it is not taken, or files cannot be written.
    pub fn new(subject: &Subject) -> Result<Self, BenchError> {
        let root = scratch()?;
        let paths = write_files(&root.path().join("good-files"), &subject.base.files())?;
        let kashf = Kashf::open(root.path().join("good"))?;
        let outcome = kashf.load(&request(DATASET, paths), &NoProgress)?;
        let refused = |problem: String| BenchError::Good {
            label: subject.label.clone(),
            problem,
        };
        if let Some(refusal) = outcome.refusals.first() {
            return Err(refused(refusal.error.to_string()));
        }
        let good_id = outcome
            .snapshot
            .ok_or_else(|| refused("no snapshot".to_owned()))?;
        let good = subject.base.pieces.iter().filter_map(witness);
        let bench = Self {
            root,
            good_id,
            good: good.collect(),
            accept: None,
        };
        for witness in bench.some_of_the_good(0) {
            if let Some(problem) = look_for(&kashf, &witness, Some(false))? {
                return Err(refused(problem));
            }
        }
        Ok(bench)
    }

    /// The same bench with a gate that lets everything pass that it may: whoever judges must notice.
    #[must_use]
    pub fn with_open_gate(mut self) -> Self {
        self.accept = Some("opened on purpose".to_owned());
        self
    }

    /// Entries of the good version: the first, the last and one between.
    fn some_of_the_good(&self, salt: usize) -> Vec<Witness> {
        let count = self.good.len();
        let places = [0, salt * 31 % count.max(1), count.saturating_sub(1)];
        let found = places.iter().filter_map(|ix| self.good.get(*ix));
        found.cloned().collect()
    }

    /// Loads a mutation and judges what came of it.
    ///
    /// # Errors
    /// When the bench itself fails; never for what the mutation did.
    pub fn judge(&self, mutation: &Mutation, meter: &mut dyn Meter) -> Result<Verdict, BenchError> {
        let scratch = tempfile::tempdir_in(self.root.path())?;
        let paths = write_files(&scratch.path().join("arrived"), &mutation.files)?;
        let data = scratch.path().join("data");
        if mutation.place == Place::OverGood {
            copy_tree(&self.root.path().join("good"), &data)?;
        }
        let dataset = match mutation.place {
            Place::As(dataset) => dataset,
            Place::OverGood | Place::Empty => DATASET,
        };
        let kashf = Kashf::open(&data)?;
        let mut request = request(dataset, paths);
        request.accept.clone_from(&self.accept);
        meter.start();
        let start = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| kashf.load(&request, &NoProgress)));
        let millis = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let peak_bytes = meter.peak_bytes();
        let outcome = outcome_of(result);
        let wrong = self.wrong(&kashf, mutation, &outcome)?;
        Ok(Verdict {
            outcome,
            wrong,
            millis,
            peak_bytes,
        })
    }

    /// What is wrong with the outcome, seen from outside: what is live, and who is found.
    fn wrong(
        &self,
        kashf: &Kashf,
        mutation: &Mutation,
        outcome: &Outcome,
    ) -> Result<Option<String>, BenchError> {
        if *outcome == Outcome::Crashed {
            return Ok(Some("it crashed".to_owned()));
        }
        if let Outcome::Refused(reason) = outcome {
            return match mutation.class {
                Class::MustHold if !mutation.may_refuse => {
                    Ok(Some(format!("refused, additions wait: {reason}")))
                }
                Class::MustLoad => Ok(Some(format!("refused without need: {reason}"))),
                _ => self.still_good(kashf, mutation),
            };
        }
        match mutation.class {
            Class::MustRefuse => Ok(Some(format!("accepted: {outcome:?}"))),
            Class::MustHold => {
                let counted: u64 = kashf.lists()?.iter().map(|list| list.removal_held).sum();
                if let Some(vanished) = mutation.vanished
                    && counted != vanished
                {
                    return Ok(Some(format!(
                        "{vanished} records vanished, the list counts {counted} as held"
                    )));
                }
                if let Some(problem) = look_for_all(kashf, &mutation.held, true)? {
                    return Ok(Some(problem));
                }
                look_for_all(kashf, &mutation.live, false)
            }
            Class::MustLoad => {
                if let Outcome::Held(held) = outcome {
                    return Ok(Some(format!("{held} held without need")));
                }
                look_for_all(kashf, &mutation.live, false)
            }
            Class::OutOfReach => Ok(None),
        }
    }

    /// After a refusal: the snapshot that was live is, and its entries are found.
    fn still_good(&self, kashf: &Kashf, mutation: &Mutation) -> Result<Option<String>, BenchError> {
        let live = kashf.live_id()?;
        if mutation.place != Place::OverGood {
            return Ok(live.map(|id| format!("refused, yet snapshot {id} is live")));
        }
        if live.as_ref() != Some(&self.good_id) {
            return Ok(Some(format!(
                "refused, yet {live:?} is live, not the good one"
            )));
        }
        for witness in self.some_of_the_good(mutation.detail.len()) {
            if let Some(problem) = look_for(kashf, &witness, Some(false))? {
                return Ok(Some(problem));
            }
        }
        Ok(None)
    }
}

fn outcome_of(result: std::thread::Result<Result<LoadOutcome, KashfError>>) -> Outcome {
    let outcome = match result {
        Err(_) => return Outcome::Crashed,
        Ok(Err(error)) => return Outcome::Refused(told(&error)),
        Ok(Ok(outcome)) => outcome,
    };
    if let Some(refusal) = outcome.refusals.first() {
        return Outcome::Refused(told(&refusal.error));
    }
    let gates = outcome.reports.iter().map(|report| &report.gate);
    match gates.map(|gate| gate.held + gate.held_names).sum() {
        0 => Outcome::Accepted,
        held => Outcome::Held(held),
    }
}

/// In memory where the system has such a place: each load syncs some files, and what is asked here is
/// what goes live, not how fast the disk is.
fn scratch() -> Result<TempDir, std::io::Error> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return Ok(folder);
    }
    tempfile::tempdir()
}

/// The reason as an operator reads it, with what caused it.
fn told(error: &KashfError) -> String {
    let mut told = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        told.push_str(": ");
        told.push_str(&cause.to_string());
        source = cause.source();
    }
    told
}

fn request(dataset: &str, files: Vec<PathBuf>) -> LoadRequest {
    LoadRequest {
        files,
        name: Some(dataset.to_owned()),
        now: "2026-03-16T00:00:00Z".to_owned(),
        ..LoadRequest::default()
    }
}

fn look_for_all(
    kashf: &Kashf,
    witnesses: &[Witness],
    held: bool,
) -> Result<Option<String>, BenchError> {
    for witness in witnesses {
        if let Some(problem) = look_for(kashf, witness, Some(held))? {
            return Ok(Some(problem));
        }
    }
    Ok(None)
}

/// Screens a witness by its name; what is wrong when it is not found, or not marked as it should.
fn look_for(
    kashf: &Kashf,
    witness: &Witness,
    held: Option<bool>,
) -> Result<Option<String>, BenchError> {
    let options = Options {
        limit: usize::MAX,
        ..Options::default()
    };
    let answer = kashf.screener()?.name(&witness.name, None, &options);
    let Some(found) = answer.matches.iter().find(|found| found.id == witness.id) else {
        return Ok(Some(format!("`{}` is not found by its name", witness.id)));
    };
    if !found.is_match {
        return Ok(Some(format!(
            "`{}` is found by its name, but as no match",
            witness.id
        )));
    }
    Ok(match held {
        Some(held) if found.removal_held != held => {
            let word = if held { "without" } else { "with" };
            Some(format!(
                "`{}` is live {word} the mark `removal_held`",
                witness.id
            ))
        }
        _ => None,
    })
}

fn write_files(folder: &Path, files: &[super::File]) -> Result<Vec<PathBuf>, std::io::Error> {
    fs_err::create_dir_all(folder)?;
    let mut paths = Vec::new();
    for file in files {
        let path = folder.join(&file.name);
        fs_err::write(&path, &file.bytes)?;
        paths.push(path);
    }
    Ok(paths)
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), std::io::Error> {
    fs_err::create_dir_all(to)?;
    for entry in fs_err::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_tree(&path, &target)?;
        } else {
            fs_err::copy(&path, &target)?;
        }
    }
    Ok(())
}
