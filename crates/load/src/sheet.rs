//! What a reader fills in while it reads: statements, problems and counts, all bounded.
//!
//! Readers say what they found in the publisher's words; this module cleans through
//! [`kashf_ftm::EntityBuilder`], keeps what was rejected as a note on the entity, and counts what
//! has no place in the model. Nothing leaves a source without being a statement, a problem, or a count.

use kashf_core::{Place, Problem, ProblemKind};
use kashf_ftm::EntityBuilder;
use kashf_store::statements::Encoder;
use std::collections::BTreeMap;

/// Problems kept with their place; beyond that they are only counted.
pub const MAX_PROBLEMS: usize = 10_000;
/// Kinds of things that are not held; names in a source are the source's, and can be endless.
const MAX_KINDS: usize = 1_000;
/// What is counted beyond them.
const OTHER_KINDS: &str = "further kinds";
/// Samples of one kind of thing that is not held; the count goes on.
const MAX_SAMPLES: u64 = 5;
/// Longest part of a foreign value in a message.
const SHOWN_CHARACTERS: usize = 80;

/// Where a value stands, while its record is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: Option<u64>,
    pub(crate) record: &'a str,
}

impl At<'_> {
    /// The place for a problem or an error, safe to print.
    pub(crate) fn place(&self, field: Option<&str>) -> Place {
        Place {
            file: self.file.to_owned(),
            line: self.line,
            record: (!self.record.is_empty()).then(|| shown(self.record)),
            field: field.map(str::to_owned),
        }
    }
}

/// The growing result of one load.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) dataset: String,
    pub(crate) statements: Encoder,
    pub(crate) problems: Vec<Problem>,
    pub(crate) problem_counts: BTreeMap<ProblemKind, u64>,
    pub(crate) not_held: BTreeMap<String, u64>,
    pub(crate) records: u64,
    pub(crate) records_by_type: BTreeMap<String, u64>,
    pub(crate) record_ids: Vec<String>,
    pub(crate) referents: Vec<(String, String)>,
    pub(crate) given: crate::Given,
    pub(crate) held: BTreeMap<String, u64>,
    pub(crate) as_of: Option<String>,
    pub(crate) census: crate::garbled::Census,
}

impl Sheet {
    pub(crate) fn new(dataset: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            ..Self::default()
        }
    }

    /// Starts an entity of this dataset.
    pub(crate) fn entity(&self, id: &str, schema: &str) -> EntityBuilder {
        EntityBuilder::new(&self.dataset, id, schema)
    }

    /// Ends an entity.
    pub(crate) fn emit(&mut self, builder: EntityBuilder) {
        self.statements.extend(builder.finish());
    }

    /// Counts a record of the publisher.
    pub(crate) fn count_record(&mut self, kind: &str) {
        self.records += 1;
        add_one(&mut self.records_by_type, kind);
    }

    /// Notes which entity a record became; records are noted in the publisher's order.
    pub(crate) fn note_record_id(&mut self, id: &str) {
        self.record_ids.push(id.to_owned());
    }

    /// Adds a value in the publisher's words. What cannot be cleaned becomes a note and a problem.
    pub(crate) fn add(
        &mut self,
        builder: &mut EntityBuilder,
        prop: &str,
        raw: &str,
        origin: &str,
        at: At<'_>,
    ) -> bool {
        let raw = raw.trim();
        if raw.is_empty() {
            return true;
        }
        match builder.add_with(prop, raw, Some(origin), None) {
            Ok(()) => true,
            Err(rejected) => {
                let message = format!(
                    "`{prop}` rejected `{}`: {}; kept as a note",
                    shown(raw),
                    rejected.reason
                );
                self.problem(ProblemKind::ValueRejected, at, Some(origin), message);
                note(builder, &format!("{origin}: {raw}"), origin);
                false
            }
        }
    }

    /// Adds a value only if it cleans; what is lost is also held elsewhere, so it is no problem.
    pub(crate) fn try_add(
        builder: &mut EntityBuilder,
        prop: &str,
        raw: &str,
        origin: &str,
    ) -> bool {
        builder
            .add_with(prop, raw.trim(), Some(origin), None)
            .is_ok()
    }

    /// Adds what a value means, with what was written as the original.
    pub(crate) fn try_add_as(
        builder: &mut EntityBuilder,
        prop: &str,
        meant: &str,
        written: &str,
        origin: &str,
    ) -> bool {
        let Some(property) = builder.schema().and_then(|schema| schema.property(prop)) else {
            return false;
        };
        let Ok(values) = kashf_ftm::clean(property, meant) else {
            return false;
        };
        for cleaned in &values {
            builder.add_as(prop, &cleaned.value, Some(written), Some(origin), None);
        }
        !values.is_empty()
    }

    /// Records a problem.
    pub(crate) fn problem(
        &mut self,
        kind: ProblemKind,
        at: At<'_>,
        field: Option<&str>,
        message: impl Into<String>,
    ) {
        *self.problem_counts.entry(kind).or_default() += 1;
        if self.problems.len() < MAX_PROBLEMS {
            let place = at.place(field);
            self.problems.push(Problem {
                kind,
                place,
                message: message.into(),
            });
        }
    }

    /// Counts something that the model has no place for, with the first few as problems.
    pub(crate) fn not_held(&mut self, what: &str, sample: &str, at: At<'_>) {
        let known = self.not_held.len() < MAX_KINDS || self.not_held.contains_key(what);
        let what = if known { what } else { OTHER_KINDS };
        let count = add_one(&mut self.not_held, what);
        if count <= MAX_SAMPLES {
            let message = format!("no place for {what}: `{}`", shown(sample));
            self.problem(ProblemKind::NotHeld, at, None, message);
        } else {
            *self.problem_counts.entry(ProblemKind::NotHeld).or_default() += 1;
        }
    }

    /// A country that the cleaner does not know; its text is kept by the caller.
    pub(crate) fn unread_country(&mut self, country: &str, field: &str, at: At<'_>) {
        let message = format!(
            "`{}` is not a known country; its text is kept",
            shown(country)
        );
        self.problem(ProblemKind::Doubtful, at, Some(field), message);
    }

    /// Counts something that was understood, for the share in the load's report.
    pub(crate) fn count(&mut self, what: &str) {
        add_one(&mut self.held, what);
    }
}

/// Adds a note to an entity; every schema that we build has `notes` or, on edges, `summary`.
pub(crate) fn note(builder: &mut EntityBuilder, text: &str, origin: &str) {
    if !Sheet::try_add(builder, "notes", text, origin) {
        Sheet::try_add(builder, "summary", text, origin);
    }
}

fn add_one(counts: &mut BTreeMap<String, u64>, what: &str) -> u64 {
    if let Some(count) = counts.get_mut(what) {
        *count += 1;
        return *count;
    }
    counts.insert(what.to_owned(), 1);
    1
}

/// A foreign value for a message: one line, bounded.
pub(crate) fn shown(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(SHOWN_CHARACTERS)
        .collect();
    if text.chars().nth(SHOWN_CHARACTERS).is_some() {
        format!("{line}...")
    } else {
        line
    }
}

/// The beginning of a foreign word, for a place.
pub(crate) fn brief(text: &str) -> &str {
    text.char_indices()
        .nth(32)
        .map_or(text, |(end, _)| &text[..end])
}
