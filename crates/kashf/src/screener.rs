//! Answers for records: one snapshot, one policy, any number of threads.

use crate::entities::GIVEN;
use crate::error::KashfError;
use crate::input::Record;
use crate::output::ScreeningLine;
use crate::ownership::{OwnedLine, Said};
use crate::resolve::{clusters_of, referents_table};
use kashf_core::Entity;
use kashf_load::{Loaded, catalogue};
use kashf_screen::{Answer, Engine, HeldMarks, Match, Options, Policy, Query, compile_with};
use kashf_store::{Segment, SegmentDraft, SegmentEntry, Snapshot};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Answers queries from a snapshot.
#[derive(Debug)]
pub struct Screener {
    engine: Engine,
    snapshot_id: String,
    policy_id: String,
    segments: Vec<SegmentEntry>,
    snapshot: Snapshot,
    stale: AtomicBool,
    /// Who is owned by listed persons; found when a match first asks.
    owned: OnceLock<Option<Said>>,
}

impl Screener {
    /// A screener of this snapshot.
    ///
    /// # Errors
    /// When a segment is damaged or was compiled by another version.
    pub fn new(snapshot: &Snapshot, policy: Policy) -> Result<Self, KashfError> {
        let policy_id = policy.id();
        Ok(Self {
            engine: Engine::new(snapshot, policy)?.with_clusters(clusters_of(snapshot)?),
            snapshot_id: snapshot.id.clone(),
            policy_id,
            segments: snapshot.manifest.lists().cloned().collect(),
            snapshot: snapshot.clone(),
            stale: AtomicBool::new(false),
            owned: OnceLock::new(),
        })
    }

    /// A screener of lists in memory, for a demonstration or a test; nothing is written.
    ///
    /// # Errors
    /// When a dataset's name cannot stand.
    pub fn in_memory(lists: &[Loaded], policy: Policy) -> Result<Self, KashfError> {
        let segments = lists
            .iter()
            .map(|loaded| Segment::in_memory(draft_of(&mut loaded.clone(), &HeldMarks::default())))
            .collect::<Result<Vec<_>, _>>()?;
        Self::new(&Snapshot::in_memory(segments), policy)
    }

    /// Id of the snapshot that answers.
    #[must_use]
    pub fn snapshot_id(&self) -> &str {
        &self.snapshot_id
    }

    /// Id of the policy that judges.
    #[must_use]
    pub fn policy_id(&self) -> &str {
        &self.policy_id
    }

    /// The snapshot that answers.
    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// What answers.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The query of a record, or why the record cannot be read.
    pub(crate) fn query(record: &Record) -> Result<Query, &String> {
        let mut query = Query::new(record.entity.as_ref()?);
        query.problems.splice(0..0, record.problems.iter().cloned());
        Ok(query)
    }

    /// The policy that judges.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        self.engine.policy()
    }

    /// The lists that it answers from.
    #[must_use]
    pub fn segments(&self) -> &[SegmentEntry] {
        &self.segments
    }

    /// The loaded datasets that the names mean; `None` for all (`default`, `all`, or no name).
    ///
    /// # Errors
    /// When one is not loaded: an answer without it would read as "not on that list".
    pub fn datasets(&self, names: &[String]) -> Result<Option<Vec<String>>, KashfError> {
        let mut chosen = Vec::new();
        for name in names.iter().map(|name| name.trim()) {
            if name == "default" || name == "all" {
                return Ok(None);
            }
            let full = catalogue::find(name).map_or(name, |info| info.name);
            let Some(segment) = self.segments.iter().find(|segment| segment.dataset == full) else {
                let loaded = self.segments.iter().map(|s| s.dataset.clone()).collect();
                return Err(KashfError::NotLoaded {
                    name: name.to_owned(),
                    loaded,
                });
            };
            if !chosen.contains(&segment.dataset) {
                chosen.push(segment.dataset.clone());
            }
        }
        Ok((!chosen.is_empty()).then_some(chosen))
    }

    /// Screens one record.
    #[must_use]
    pub fn answer(&self, record: &Record, options: &Options) -> Answer {
        match Self::query(record) {
            Ok(query) => self.ask(&query, options),
            Err(problem) => Answer::not_screened(problem.clone()),
        }
    }

    /// Screens one record; the answer in the form that leaves the program.
    #[must_use]
    pub fn line(&self, record: &Record, options: &Options) -> ScreeningLine {
        self.line_of(&record.id, &self.answer(record, options))
    }

    /// The same among the entries that are kept; `keep` is asked before the limit cuts.
    #[must_use]
    pub fn line_kept(
        &self,
        record: &Record,
        options: &Options,
        keep: &dyn Fn(&Match) -> bool,
    ) -> ScreeningLine {
        let answer = match Self::query(record) {
            Ok(query) => self.ask_kept(&query, options, Some(keep)),
            Err(problem) => Answer::not_screened(problem.clone()),
        };
        self.line_of(&record.id, &answer)
    }

    /// Screens a name of a party of this schema; without one, of any kind.
    #[must_use]
    pub fn name(&self, name: &str, schema: Option<&str>, options: &Options) -> Answer {
        let query = match schema {
            None => Query::name(name),
            Some(schema) => {
                let mut entity = Entity::new("", schema);
                entity.add("name", name);
                Query::new(&entity)
            }
        };
        self.ask(&query, options)
    }

    /// Asks the engine. A defect that makes it panic costs this record, says so, and stops neither the
    /// batch nor its other answers (promise P13).
    fn ask(&self, query: &Query, options: &Options) -> Answer {
        self.ask_kept(query, options, None)
    }

    /// The same among the entries that are kept: see [`Engine::screen_kept`].
    pub(crate) fn ask_kept(
        &self,
        query: &Query,
        options: &Options,
        keep: Option<&dyn Fn(&Match) -> bool>,
    ) -> Answer {
        let screen = || self.engine.screen_kept(query, options, keep);
        let answer = catch_unwind(AssertUnwindSafe(screen));
        answer
            .unwrap_or_else(|_| Answer::not_screened("a defect of the program stopped this record"))
    }

    /// Says whether a list that answers is past its age limit: see [`Kashf::stale_lists`](crate::Kashf::stale_lists).
    /// It is the one thing in an answer that depends on the clock, so whoever reads the clock decides it, once a
    /// run; a process that stays, from time to time.
    pub fn set_stale(&self, stale: bool) {
        self.stale.store(stale, Ordering::Relaxed);
    }

    /// True when a list that answers is past its age limit.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale.load(Ordering::Relaxed)
    }

    /// The line of an answer.
    #[must_use]
    pub fn line_of(&self, id: &str, answer: &Answer) -> ScreeningLine {
        let mut line = ScreeningLine::new(
            id,
            answer,
            &self.snapshot_id,
            &self.policy_id,
            self.is_stale(),
        );
        for found in &mut line.matches {
            found.owned = self.owned(&found.canonical_id, &found.id);
        }
        line
    }

    /// What the policy's rules of ownership say of an entry by the id of its party and its own: whether listed persons own
    /// or control it, or possibly do, with the proof. Nothing for most, and for who is listed.
    #[must_use]
    pub fn owned(&self, canonical_id: &str, id: &str) -> Vec<OwnedLine> {
        self.ownership()
            .map_or_else(Vec::new, |said| said.lines([canonical_id, id]))
    }

    /// What the rules of ownership say of this snapshot; none where they have nothing to rest on.
    pub(crate) fn ownership(&self) -> Option<&Said> {
        // A table that is damaged was found when the engine opened it.
        let said = self
            .owned
            .get_or_init(|| Said::of(self).unwrap_or_default());
        said.as_ref()
    }
}

/// The segment of a dataset version: its statements, its index, its counts. The statements go into it.
pub(crate) fn draft_of(loaded: &mut Loaded, held: &HeldMarks) -> SegmentDraft {
    let statements = std::mem::take(&mut loaded.statements);
    let compiled = compile_with(statements.view(), held);
    let mut counts: BTreeMap<String, u64> = compiled.counts;
    counts.insert("records".to_owned(), loaded.records);
    counts.insert("statements".to_owned(), statements.len() as u64);
    let mut tables = statements.into_tables();
    tables.extend(compiled.tables);
    tables.extend(referents_table(&loaded.referents));
    let given = loaded.given.table();
    tables.extend(given.map(|table| (GIVEN.to_owned(), table)));
    let known = catalogue::find(&loaded.dataset);
    SegmentDraft {
        licence: known.map(|info| info.licence.to_owned()),
        attribution: known.map(|info| info.attribution.to_owned()),
        dataset: loaded.dataset.clone(),
        version: loaded.version.clone(),
        as_of: loaded.as_of.clone(),
        counts,
        tables,
    }
}
