//! What a request to load means, and the files that it names.

use super::LoadRequest;
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::network::{Config, ConfigSource};
use kashf_load::delta::{self, Applied};
use kashf_load::mapping::{is_mapping, read_mapping};
use kashf_load::transport::{check_chosen, is_companion};
use kashf_load::{LoadError, SourceFile, catalogue, read_inputs};
use kashf_store::Manifest;
use std::path::{Path, PathBuf};

/// What a request means.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) known: Vec<&'static str>,
    pub(super) paths: Vec<PathBuf>,
    pub(super) name: Option<String>,
    /// Which columns mean what.
    pub(super) mapping: Option<PathBuf>,
    /// What is fetched from the network.
    pub(super) fetch: Vec<ConfigSource>,
    /// A dataset that only an index beside the files can know.
    pub(super) chosen: Option<String>,
}

impl Asked {
    /// The one dataset that is meant, when the user named exactly one.
    pub(super) fn only_dataset(&self) -> Option<&str> {
        match (&self.name, &self.known[..]) {
            (Some(name), _) => Some(name),
            (None, [one]) => Some(one),
            (None, _) => self.chosen.as_deref(),
        }
    }

    /// The dataset of an index that is meant: what stands in front of `--file`, else `--as`.
    fn of_index(&self) -> Option<&str> {
        let known = match &self.known[..] {
            [one] => Some(*one),
            _ => None,
        };
        let chosen = self.chosen.as_deref().or(known);
        chosen.or(self.name.as_deref())
    }
}

impl Kashf {
    /// The known datasets that were asked for, and the paths to read.
    pub(super) fn resolve(
        &self,
        request: &LoadRequest,
        config: &Config,
    ) -> Result<Asked, KashfError> {
        let name = request.name.as_deref().map(|name| {
            catalogue::find(name)
                .map_or(name, |info| info.name)
                .to_owned()
        });
        let mut asked = Asked {
            name,
            ..Asked::default()
        };
        for source in &request.sources {
            let known = catalogue::find(source);
            let own = config.source(source).filter(|_| known.is_none());
            if known.is_some() && !request.files.is_empty() {
                asked.known.extend(known.map(|known| known.name));
            } else if let (Some(own), [_]) = (own, &request.sources[..])
                && !request.files.is_empty()
                && asked.name.is_none()
            {
                // A copy of a list of the user's own, read as its files from the network are.
                asked.name = Some(own.dataset);
                asked.mapping = own.mapping;
            } else if request.accept.is_some() && !Path::new(source).exists() {
                // What is live is accepted as it stands, from its kept source.
                let dataset = known.map_or(source.as_str(), |known| known.name);
                asked.paths.extend(self.live_files(dataset)?);
                match known {
                    Some(known) => asked.known.push(known.name),
                    None if request.sources.len() == 1 => asked.name = Some(dataset.to_owned()),
                    None => return Err(unknown_source(source)),
                }
            } else if matches!(source.as_str(), "all" | "default") {
                let all = self.all_polled(config)?;
                asked.fetch.extend(all);
            } else if let Some(found) = config.source(source).filter(|_| request.files.is_empty()) {
                asked.fetch.push(found);
            } else if let Some(known) = known {
                return Err(KashfError::NotReadable {
                    dataset: known.name.to_owned(),
                });
            } else if Path::new(source).exists() {
                asked.paths.push(PathBuf::from(source));
            } else if !request.files.is_empty() && request.sources.len() == 1 {
                asked.chosen = Some(source.clone());
            } else {
                return Err(unknown_source(source));
            }
        }
        asked.paths.extend(request.files.iter().cloned());
        asked.mapping = request.mapping.clone().or(asked.mapping);
        asked.fetch.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        asked.fetch.dedup();
        if !asked.fetch.is_empty() && (request.name.is_some() || request.mapping.is_some()) {
            return Err(KashfError::ForFilesOnly);
        }
        Ok(asked)
    }

    /// What `all` means: every live list that came from the network.
    fn all_polled(&self, config: &Config) -> Result<Vec<ConfigSource>, KashfError> {
        let live = self.data.live_id()?;
        let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
        let mut all = Vec::new();
        for segment in manifest.iter().flat_map(Manifest::lists) {
            if self.age(segment)?.confirmed_at.is_some() {
                all.push(config.source_or_none(&segment.dataset));
            }
        }
        if all.is_empty() {
            return Err(KashfError::NothingPolled);
        }
        Ok(all)
    }

    /// The list of a dataset's live version as it was kept, when that is one file.
    pub(super) fn live_list(&self, dataset: &str) -> Option<SourceFile> {
        let live = self.data.live_id().ok()??;
        let manifest = self.data.manifest(&live).ok()?;
        let version = &manifest.segment(dataset)?.version;
        let mut files = self.kept_sources(dataset, version).ok()?;
        let file = files.pop()?;
        files.is_empty().then_some(file)
    }

    /// The kept files of a dataset's live version.
    fn live_files(&self, dataset: &str) -> Result<Vec<PathBuf>, KashfError> {
        let live = self.data.live_id()?;
        let manifest = live.map(|id| self.data.manifest(&id)).transpose()?;
        let entry = manifest
            .as_ref()
            .and_then(|manifest| manifest.segment(dataset))
            .ok_or_else(|| KashfError::NothingToAccept {
                name: dataset.to_owned(),
            })?;
        self.kept_files(dataset, &entry.version)
    }
}

fn unknown_source(source: &str) -> KashfError {
    KashfError::UnknownSource {
        name: source.to_owned(),
    }
}

/// The files of all paths, compared with the sizes and checksums that their publisher gives beside them. What a directory holds beside lists (a README) is ignored and named; a file
/// that was named itself must be a list, and a file that is a list but broken is never ignored.
///
/// A mapping stands among the files as one of them. With one, all other files are tables that it speaks of.
pub(super) fn read_files(
    asked: &Asked,
    mapping: Option<&Path>,
    kept: &dyn Fn(&str) -> Option<SourceFile>,
    ignored: &mut Vec<String>,
) -> Result<(Vec<SourceFile>, Option<Applied>), KashfError> {
    let paths = &asked.paths;
    let mut files = Vec::new();
    for path in paths {
        let found = read_inputs(std::slice::from_ref(path))?;
        let mapped = mapping.is_some() || found.iter().any(is_mapping);
        if mapped || !path.is_dir() {
            files.extend(found);
            continue;
        }
        for file in found {
            if is_companion(&file) || delta::is_part(&file) {
                files.push(file);
                continue;
            }
            match kashf_load::recognise(&file) {
                Err(error @ LoadError::Unrecognised { .. }) => ignored.push(error.to_string()),
                Ok(_) | Err(_) => files.push(file),
            }
        }
    }
    let applied = if mapping.is_none() {
        delta::apply(&mut files, asked.of_index(), kept, ignored)?
    } else {
        None
    };
    check_chosen(&mut files, asked.of_index(), ignored)?;
    if let Some(name) = &asked.chosen {
        let is_chosen = |file: &SourceFile| {
            let published = file.published.as_ref();
            published.is_some_and(|published| published.dataset == *name)
        };
        if !files.iter().any(is_chosen) {
            return Err(unknown_source(name));
        }
        files.retain(is_chosen);
    }
    if let Some(path) = mapping {
        for file in read_inputs(&[path.to_owned()])? {
            // Says what is wrong with it before any table is blamed.
            read_mapping(&file)?;
            files.push(file);
        }
    }
    if files.is_empty() {
        let place = paths
            .first()
            .map_or_else(String::new, |path| path.display().to_string());
        return Err(LoadError::NoFiles { place }.into());
    }
    Ok((files, applied))
}
