//! What was screened, and the row that it becomes.

use super::LogContext;
use crate::access::now_millis;
use kashf::{Answer, Example, Record, ScreeningLine, Status};
use kashf_records::{Marks, Screening};
use std::sync::Arc;

/// Properties that hold whole names.
const NAMES: [&str; 4] = ["name", "alias", "weakAlias", "previousName"];

/// Names of one screening that are marked, at most.
const MAX_NAMES: usize = 50;

/// What one request has screened, on one snapshot.
#[derive(Clone, Debug)]
pub(crate) struct Screenings {
    pub(crate) snapshot: Arc<str>,
    pub(crate) policy: Arc<str>,
    pub(crate) items: Vec<Screened>,
}

/// One screening.
#[derive(Clone, Debug)]
pub(crate) struct Screened {
    record: Option<String>,
    schema: String,
    values: Vec<(String, String)>,
    status: &'static str,
    matches: Vec<(String, u16)>,
}

impl Screenings {
    /// Of a snapshot under a policy.
    pub(crate) fn of(snapshot: &str, policy: &str) -> Self {
        Self {
            snapshot: snapshot.into(),
            policy: policy.into(),
            items: Vec::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn rows(self, context: &LogContext, marks: &Marks, names: bool) -> Vec<Screening> {
        let now = now_millis();
        let rows = self.items.into_iter().map(|item| {
            let spelled: Vec<&str> = item.names().collect();
            Screening {
                id: 0,
                at: now,
                request: context.request.0.to_string(),
                caller: context.caller.to_string(),
                route: context.route.to_string(),
                snapshot: self.snapshot.to_string(),
                policy: self.policy.to_string(),
                status: item.status.to_owned(),
                query: Some(marks.of_query(&item.schema, &item.values)),
                record: item.record.as_deref().map(|id| marks.of_record(id)),
                names: spelled.iter().map(|name| marks.of_name(name)).collect(),
                spelled: names
                    .then(|| serde_json::to_string(&spelled).ok())
                    .flatten(),
                matches: serde_json::to_string(&item.matches).ok(),
                record_id: item.record.filter(|_| names),
                erased_at: None,
            }
        });
        rows.collect()
    }
}

impl Screened {
    /// A query of this schema (or of none) with these properties and values.
    pub(crate) fn new<P: Into<String>, V: Into<String>>(
        schema: &str,
        values: impl IntoIterator<Item = (P, V)>,
    ) -> Self {
        Self {
            record: None,
            schema: schema.to_owned(),
            values: values
                .into_iter()
                .map(|(property, value)| (property.into(), value.into()))
                .collect(),
            status: "screened",
            matches: Vec::new(),
        }
    }

    /// Of a record and the line that answers it.
    pub(crate) fn of_record(record: &Record, line: &ScreeningLine) -> Self {
        let said = match &record.entity {
            Ok(entity) => {
                let properties = entity.properties.iter();
                let values = properties.flat_map(|(name, values)| {
                    values
                        .iter()
                        .map(move |value| (name.as_str(), value.as_str()))
                });
                Self::new(&entity.schema, values)
            }
            Err(_) => Self::new::<String, String>("", []),
        };
        said.record(&record.id).answered(line)
    }

    /// Of an example and its answer.
    pub(crate) fn of_example(example: &Example, answer: &Answer) -> Self {
        let values = example.properties().iter();
        let values = values
            .flat_map(|(name, values)| values.iter().map(move |value| (*name, value.as_str())));
        let status = match answer.status {
            Status::Screened => "screened",
            Status::Partial => "partial",
            Status::NotScreened => "not_screened",
        };
        let said = Self::new(example.schema(), values).status(status);
        answer.matches.iter().fold(said, |said, found| {
            said.found(&found.id, found.score.thousandths())
        })
    }

    /// The id that the client gave its record.
    pub(crate) fn record(mut self, id: &str) -> Self {
        self.record = (!id.is_empty()).then(|| id.to_owned());
        self
    }

    /// `screened`, `partial` or `not_screened`.
    pub(crate) fn status(mut self, status: &str) -> Self {
        self.status = match status {
            "screened" => "screened",
            "partial" => "partial",
            _ => "not_screened",
        };
        self
    }

    /// An entity that was answered, with its score in thousandths.
    pub(crate) fn found(mut self, id: &str, thousandths: u16) -> Self {
        self.matches.push((id.to_owned(), thousandths));
        self
    }

    /// Status and matches of a line.
    pub(crate) fn answered(self, line: &ScreeningLine) -> Self {
        let said = self.status(&line.status);
        line.matches.iter().fold(said, |said, found| {
            let thousandths = (found.score * 1000.0).round().clamp(0.0, 1000.0);
            // Between 0 and 1000, whole.
            said.found(&found.id, thousandths as u16)
        })
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.values
            .iter()
            .filter(|(property, _)| NAMES.contains(&property.as_str()))
            .map(|(_, value)| value.as_str())
            .take(MAX_NAMES)
    }
}
