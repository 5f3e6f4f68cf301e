//! Answers as of a date: from the versions that stood then.
//!
//! A version stands from the day that it says (or, where a list says none, from the day that it was loaded) until
//! the next one. Of each dataset the latest version of or before the day answers: its segment, where
//! a snapshot still names one, else its kept source, compiled anew in memory. A dataset without such a
//! version is an error: an answer without it would read as "not on that list".

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate;
use crate::renew::is_current;
use crate::screener::{Screener, draft_of};
use kashf_core::{Date, DateSpan};
use kashf_load::load;
use kashf_screen::HeldMarks;
use kashf_store::{Manifest, Segment, SegmentEntry, Snapshot};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A version that is kept here, by the day from which it stands.
#[derive(Clone, Debug)]
struct Kept {
    day: Date,
    /// Breaks ties between versions of one day: what the publisher or, failing that, the clock said in full.
    time: String,
    version: String,
    segment: Option<SegmentEntry>,
}

impl Kashf {
    /// What answers as of a day (`YYYY-MM-DD`) for these datasets (all that are live when `None`); `now` is
    /// ISO 8601.
    ///
    /// # Errors
    /// Not a day, a day to come, or a dataset of which no version of that day or before is kept.
    pub fn screener_as_of(
        &self,
        datasets: Option<&[String]>,
        date: &str,
        now: &str,
    ) -> Result<Screener, KashfError> {
        let wrong = |problem: String| KashfError::AsOf {
            date: date.to_owned(),
            problem,
        };
        let asked = day(date).filter(|_| date.len() == 10);
        let asked = asked.ok_or_else(|| wrong("not a day (must be YYYY-MM-DD)".to_owned()))?;
        if day(now).is_some_and(|today| asked > today) {
            return Err(wrong("that day has not come".to_owned()));
        }
        let live = self.live_id()?.ok_or_else(|| KashfError::NoList {
            data: self.path().to_owned(),
        })?;
        let manifest = self.data.manifest(&live)?;
        let mut segments = Vec::new();
        for entry in manifest.lists() {
            if datasets.is_some_and(|chosen| !chosen.contains(&entry.dataset)) {
                continue;
            }
            let versions = self.kept_versions(entry)?;
            let standing = versions.iter().rfind(|version| version.day <= asked);
            let Some(standing) = standing else {
                let first = versions.first().map_or_else(
                    || format!("no date of `{}` is known", entry.dataset),
                    |first| {
                        format!(
                            "the earliest version of `{}` here is of {}",
                            entry.dataset, first.day
                        )
                    },
                );
                return Err(wrong(first));
            };
            segments.push(self.standing_segment(&entry.dataset, standing)?);
            segments.extend(self.delisted_then(&entry.dataset, &standing.version)?);
        }
        let entries = segments.iter().map(|segment| segment.entry().clone());
        let manifest = Manifest::new(entries.collect());
        segments.sort_by(|a, b| a.dataset().cmp(b.dataset()));
        let snapshot = Snapshot {
            id: manifest.id(),
            manifest,
            segments: segments.into_iter().map(Arc::new).collect(),
            resolution: None,
        };
        Screener::new(&snapshot, self.policy()?.policy)
    }

    /// What was remembered of delisted entries when this version stood, where a snapshot still names it.
    fn delisted_then(&self, dataset: &str, version: &str) -> Result<Option<Segment>, KashfError> {
        for snapshot in self.data.snapshots()? {
            let Ok(manifest) = snapshot.manifest else {
                continue;
            };
            if let Some(entry) = manifest.delisted(dataset)
                && entry.version == version
                && let Ok(segment) = self.data.open_segment(entry)
                && is_current(&segment)
            {
                return Ok(Some(segment));
            }
        }
        Ok(None)
    }

    /// All versions of a dataset that can answer, by day: those that a snapshot names and those whose source is
    /// kept. Refused versions leave neither.
    fn kept_versions(&self, live: &SegmentEntry) -> Result<Vec<Kept>, KashfError> {
        let mut segments: BTreeMap<String, SegmentEntry> = BTreeMap::new();
        segments.insert(live.version.clone(), live.clone());
        // Newest first: of several segments of one version the last that was published answers.
        for snapshot in self.data.snapshots()? {
            let Ok(manifest) = snapshot.manifest else {
                continue;
            };
            if let Some(entry) = manifest.segment(&live.dataset) {
                let known = segments.entry(entry.version.clone());
                known.or_insert_with(|| entry.clone());
            }
        }
        let mut names = self.data.source_versions(&live.dataset)?;
        names.extend(segments.keys().cloned());
        names.sort();
        names.dedup();
        let mut versions = Vec::new();
        for version in names {
            let receipt = self.receipt(&live.dataset, &version)?;
            let segment = segments.remove(&version);
            let as_of = segment.as_ref().and_then(|segment| segment.as_of.clone());
            let as_of =
                as_of.or_else(|| receipt.as_ref().and_then(|receipt| receipt.as_of.clone()));
            let time = as_of.or_else(|| receipt.map(|receipt| receipt.loaded_at));
            if let Some(time) = time
                && let Some(day) = day(&time)
            {
                versions.push(Kept {
                    day,
                    time,
                    version,
                    segment,
                });
            }
        }
        versions.sort_by(|a, b| (a.day, &a.time).cmp(&(b.day, &b.time)));
        Ok(versions)
    }

    /// The segment of a version; one that is gone, damaged or of an older program is made anew from the source.
    fn standing_segment(&self, dataset: &str, version: &Kept) -> Result<Segment, KashfError> {
        let on_disk = version.segment.as_ref();
        let on_disk = on_disk.and_then(|entry| self.data.open_segment(entry).ok());
        if let Some(segment) = on_disk.filter(is_current) {
            return Ok(segment);
        }
        let files = self.kept_sources(dataset, &version.version)?;
        let mut loaded = load(&files, Some(dataset))?;
        let mut draft = draft_of(&mut loaded, &HeldMarks::default());
        // With the gate's tables of a version that holds nothing it is the segment that stood, byte for byte.
        draft.tables.extend(gate::tables(&loaded.record_ids, &[]));
        Ok(Segment::in_memory(draft)?)
    }
}

fn day(text: &str) -> Option<Date> {
    // A time counts by its day.
    let text = text.get(..10).unwrap_or(text);
    text.parse::<DateSpan>().ok().and_then(|span| span.as_day())
}
