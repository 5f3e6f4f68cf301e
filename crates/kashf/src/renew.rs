//! Indexes that an older program compiled, made anew from the statements of the same segment.
//!
//! An index belongs to the version of the name tables that prepared its names, so a new program cannot read an
//! old one's. The statements beside it are still what the publisher said. Any load renews what it finds; what
//! is held stays held, nothing is judged anew, and the old snapshot stays where it is for a roll-back.

use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::{self, Refused};
use kashf_screen::{compile_with, index_version, measures};
use kashf_store::statements::Statements;
use kashf_store::{Manifest, Segment, SegmentDraft, SegmentEntry, StoreError, WriterLock};
use std::collections::BTreeMap;

/// Tables of the index begin so.
const INDEX: &str = "ix_";

impl Kashf {
    /// The manifest with every index of another program's version compiled anew. A segment that is damaged
    /// stays as it is: to mend it is not a renewal.
    pub(crate) fn renewed(
        &self,
        lock: &WriterLock,
        manifest: &Manifest,
    ) -> Result<Manifest, KashfError> {
        let mut renewed = manifest.clone();
        for entry in &manifest.segments {
            let Ok(segment) = self.data.open_segment(entry) else {
                continue;
            };
            if !is_current(&segment)
                && let Ok(draft) = compiled_anew(entry, &segment)
            {
                let anew = self.data.write_segment(lock, draft)?;
                let own = gate::find_own_names(self.data.open_segment(&anew)?)?;
                if let Some(problem) = gate::own_names_objection(&own) {
                    return Err(KashfError::Refused(Box::new(Refused {
                        dataset: entry.dataset.clone(),
                        cause: problem.into(),
                        live: Some(self.live_version(entry)?),
                    })));
                }
                renewed = renewed.with(anew);
            }
        }
        Ok(renewed)
    }
}

/// True when this program reads the index of the segment, and would say the same of its measures.
pub(crate) fn is_current(segment: &Segment) -> bool {
    segment.table("ix_version") == Some(index_version().as_bytes())
        && segment.table("ix_measures") == Some(measures::version().as_bytes())
}

fn compiled_anew(entry: &SegmentEntry, segment: &Segment) -> Result<SegmentDraft, StoreError> {
    let compiled = compile_with(Statements::open(segment)?, &gate::marks_of(segment)?);
    let mut counts: BTreeMap<String, u64> = entry.counts.clone();
    counts.retain(|name, _| !compiled.counts.contains_key(name) && !name.contains(':'));
    counts.extend(compiled.counts);
    let kept = entry.files.keys().filter(|name| !name.starts_with(INDEX));
    let mut tables: Vec<(String, Vec<u8>)> = kept
        .filter_map(|name| Some((name.clone(), segment.table(name)?.to_vec())))
        .collect();
    tables.extend(compiled.tables);
    Ok(SegmentDraft {
        dataset: entry.dataset.clone(),
        version: entry.version.clone(),
        as_of: entry.as_of.clone(),
        counts,
        licence: entry.licence.clone(),
        attribution: entry.attribution.clone(),
        tables,
    })
}
