//! Loading what publishers have: several at once, each on its own.
//!
//! Up to four are fetched side by side. Whatever has come is judged and published while others are still on
//! their way, so a slow publisher, one that is down and one whose list is refused hold up nobody. Before anything
//! is published nothing that is live is touched; a failure is a refusal with its reason, never an empty list.

use super::{LoadOutcome, LoadRefusal, LoadRequest, Unchanged};
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::gate::RefusalCause;
use crate::group::group_files;
use crate::network::{Config, ConfigSource, Fetched, Origin, Unreachable, fetch, name_of};
use crate::progress::Progress;
use crate::renew::is_current;
use kashf_fetch::Body;
use kashf_load::mapping::read_mapping;
use kashf_load::transport::check;
use kashf_load::{LoadError, SourceFile, catalogue, read_inputs, unpack_bytes};
use kashf_store::SegmentEntry;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

/// Publishers that are asked at once.
const AT_ONCE: usize = 4;

impl Kashf {
    /// Fetches, judges and publishes; what becomes of each dataset is in the outcome.
    pub(crate) fn load_fetched(
        &self,
        sources: &[ConfigSource],
        config: &Config,
        request: &LoadRequest,
        progress: &dyn Progress,
        outcome: &mut LoadOutcome,
    ) -> Result<(), KashfError> {
        outcome.fetched = true;
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE.min(sources.len()) {
                let sender = sender.clone();
                let (next, stop) = (&next, &stop);
                scope.spawn(move || {
                    while let Some(source) = sources.get(next.fetch_add(1, Ordering::SeqCst)) {
                        if stop.load(Ordering::SeqCst) {
                            return;
                        }
                        let fetched = self.fetch_one(source, config, request, progress);
                        if sender.send((source, fetched)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            while let Ok(first) = receiver.recv() {
                let mut batch = vec![first];
                batch.extend(receiver.try_iter());
                // An error here is one of the data directory, not of a list: it ends the load.
                if let Err(error) = self.settle(batch, request, progress, outcome) {
                    stop.store(true, Ordering::SeqCst);
                    return Err(error);
                }
            }
            Ok(())
        })?;
        outcome
            .reports
            .sort_by(|a, b| a.loaded.dataset.cmp(&b.loaded.dataset));
        outcome.unchanged.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        outcome.refusals.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        Ok(())
    }

    /// Fetches one dataset, asking for news only where what is known is of the version that is live.
    fn fetch_one(
        &self,
        source: &ConfigSource,
        config: &Config,
        request: &LoadRequest,
        progress: &dyn Progress,
    ) -> Result<Fetched, KashfError> {
        let live = self.data.live_id()?;
        let live = live.map(|id| self.data.manifest(&id)).transpose()?;
        let live = live.as_ref().and_then(|live| live.segment(&source.dataset));
        let state = self.fetch_state(&source.dataset)?;
        let state = state.filter(|state| {
            // An index of another program's version must be compiled anew, which only a load does.
            let sound = |live: &SegmentEntry| {
                live.version == state.version
                    && self
                        .data
                        .open_segment(live)
                        .is_ok_and(|segment| is_current(&segment))
            };
            state.is_network() && live.is_some_and(sound)
        });
        Ok(fetch(
            source,
            state.as_ref(),
            config,
            &request.network,
            progress,
        ))
    }

    /// What is done with datasets that have come, or have not.
    fn settle(
        &self,
        batch: Vec<(&ConfigSource, Result<Fetched, KashfError>)>,
        request: &LoadRequest,
        progress: &dyn Progress,
        outcome: &mut LoadOutcome,
    ) -> Result<(), KashfError> {
        let mut read = Vec::new();
        for (source, fetched) in batch {
            match fetched? {
                Fetched::Unchanged(origin) => {
                    self.confirm(source, &origin, request, outcome)?;
                }
                Fetched::Nothing(reasons, advice) => {
                    let error = self.unreachable(source, reasons, advice, &request.now)?;
                    outcome.refusals.push(LoadRefusal {
                        dataset: Some(source.dataset.clone()),
                        error,
                    });
                }
                Fetched::Files(origin, bodies) => match source_files(source, &origin, bodies) {
                    Ok(files) => read.push((source, origin, files)),
                    Err(error) => self.refuse(source, error.into(), request, outcome)?,
                },
            }
        }
        let mut groups = Vec::new();
        for (source, origin, files) in &read {
            let known = catalogue::find(&source.dataset).map(|info| info.name);
            let own = known.is_none().then_some(source.dataset.as_str());
            let known: Vec<&'static str> = known.into_iter().collect();
            match group_files(files, &known, own) {
                Ok(found) => groups.extend(found.into_iter().map(|mut group| {
                    group.origin = origin.clone();
                    group
                })),
                Err(error) => self.refuse(source, error, request, outcome)?,
            }
        }
        if !groups.is_empty() {
            progress.begin("reading", None);
            self.take(groups, request, progress, outcome)?;
        }
        if outcome.snapshot.is_none() {
            outcome.snapshot = self.data.live_id()?;
        }
        Ok(())
    }

    fn refuse(
        &self,
        source: &ConfigSource,
        error: KashfError,
        request: &LoadRequest,
        outcome: &mut LoadOutcome,
    ) -> Result<(), KashfError> {
        let cause = match error {
            KashfError::Load(error) => RefusalCause::Load(error),
            error => RefusalCause::NotOfIt {
                problem: error.to_string(),
            },
        };
        let lock = self.data.lock()?;
        let live = self.data.live_id()?;
        let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
        let live = manifest
            .as_ref()
            .and_then(|manifest| manifest.segment(&source.dataset));
        let error = self.refusal(&lock, &source.dataset, cause, live, &request.now)?;
        outcome.refusals.push(LoadRefusal {
            dataset: Some(source.dataset.clone()),
            error,
        });
        Ok(())
    }

    /// The publisher has what is live.
    fn confirm(
        &self,
        source: &ConfigSource,
        origin: &Origin,
        request: &LoadRequest,
        outcome: &mut LoadOutcome,
    ) -> Result<(), KashfError> {
        let lock = self.data.lock()?;
        let state = self.fetch_state(&source.dataset)?;
        let live = self.data.live_id()?;
        let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
        let entry = manifest
            .as_ref()
            .and_then(|manifest| manifest.segment(&source.dataset));
        // Another process may have published meanwhile; the next poll then asks again.
        if let Some(entry) = entry
            && state.is_some_and(|state| state.version == entry.version)
        {
            self.note_confirmed(&lock, &source.dataset, &entry.version, origin, &request.now)?;
            outcome.unchanged.push(Unchanged {
                dataset: source.dataset.clone(),
                version: entry.version.clone(),
                as_of: entry.as_of.clone(),
                by_mirror: matches!(origin, Origin::Network { mirror: true, .. }),
            });
        }
        Ok(())
    }

    /// Puts on record that a dataset could not be fetched, and says what still serves.
    fn unreachable(
        &self,
        source: &ConfigSource,
        reasons: Vec<String>,
        advice: Option<String>,
        now: &str,
    ) -> Result<KashfError, KashfError> {
        let live = self.data.live_id()?;
        let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
        let entry = manifest
            .as_ref()
            .and_then(|manifest| manifest.segment(&source.dataset));
        let live = entry.map(|entry| self.live_version(entry)).transpose()?;
        let unreachable = Unreachable {
            dataset: source.dataset.clone(),
            alias: source.alias.clone(),
            urls: source.origins.first().map_or_else(Vec::new, |urls| {
                // The catalogue's addresses are public as they stand; a user's own may hold a key.
                let shown = |url: &kashf_fetch::Address| match source.configured {
                    true => url.shown(),
                    false => url.full(),
                };
                urls.iter().map(shown).collect()
            }),
            reasons,
            advice,
            serving: crate::gate::serving(&source.dataset, live.as_ref()),
        };
        // The failure itself is what the user must hear of, whether or not it could be written down.
        if let Ok(lock) = self.data.lock() {
            let _ = self.note_failure(&lock, &source.dataset, &unreachable.reason(), now);
        }
        Ok(KashfError::Unreachable(Box::new(unreachable)))
    }
}

/// The files as the readers want them, named by their addresses, unpacked within the readers' bounds, compared
/// with the checksums among them, and with the mapping that the configuration names.
fn source_files(
    source: &ConfigSource,
    origin: &Origin,
    bodies: Vec<Body>,
) -> Result<Vec<SourceFile>, LoadError> {
    let Origin::Network { files: fetched, .. } = origin else {
        return Ok(Vec::new());
    };
    let mut files: Vec<SourceFile> = Vec::new();
    for (fetched, body) in fetched.iter().zip(bodies) {
        files.extend(unpack_bytes(name_of(&fetched.url), body.bytes)?);
    }
    check(&mut files)?;
    if let Some(path) = &source.mapping {
        for file in read_inputs(std::slice::from_ref(path))? {
            // Says what is wrong with it before any table is blamed.
            read_mapping(&file)?;
            files.push(file);
        }
    }
    Ok(files)
}
