//! The files of one dataset: all of one origin, or none.

use super::config::{Config, ConfigSource};
use super::origin::{FetchedFile, Origin, Unreachable};
use super::settings::NetworkSettings;
use super::state::FetchState;
use crate::progress::Progress;
use kashf_fetch::{Address, Answer, Body, Client, FetchError, Request};

/// What fetching one dataset gave.
#[derive(Debug)]
pub(crate) enum Fetched {
    /// What is live is what the publisher has.
    Unchanged(Origin),
    /// Files, as received, in the order of the origin's.
    Files(Origin, Vec<Body>),
    /// Nothing, with the reasons and perhaps an advice.
    Nothing(Vec<String>, Option<String>),
}

/// Fetches a dataset. `state` is what is known of the version that is live, when that came from the network.
pub(crate) fn fetch(
    source: &ConfigSource,
    state: Option<&FetchState>,
    config: &Config,
    settings: &NetworkSettings,
    progress: &dyn Progress,
) -> Fetched {
    let offline = settings.offline.clone();
    let offline = offline.or_else(|| {
        config
            .offline
            .then(|| "`offline = true` in config.toml".to_owned())
    });
    if let Some(why) = offline {
        return Fetched::Nothing(vec![format!("fetching is switched off ({why})")], None);
    }
    let proxy = match &config.proxy {
        Some(of_the_file) => of_the_file.as_ref(),
        None => settings.proxy.as_ref(),
    };
    let client = match Client::new(config.limits, proxy) {
        Ok(client) => client,
        Err(cause) => return Fetched::Nothing(vec![format!("the proxy: {cause}")], None),
    };
    let mut reasons = Vec::new();
    let mut advice = None;
    if source.origins.is_empty() {
        reasons.push("config.toml does not say any more where it is fetched from".to_owned());
    }
    for (at, urls) in source.origins.iter().enumerate() {
        let fetching = Fetching {
            client: &client,
            source,
            urls,
            mirror: at > 0,
            reading: reading_of(source),
            progress,
        };
        let result = fetching.run(state);
        progress.part_end(&source.dataset);
        match result {
            Ok(fetched) => return fetched,
            Err(error) => {
                advice = advice.or(error.cause.hint().map(str::to_owned));
                reasons.push(Unreachable::reason_of(&error, at > 0));
            }
        }
    }
    Fetched::Nothing(reasons, advice)
}

struct Fetching<'a> {
    client: &'a Client,
    source: &'a ConfigSource,
    urls: &'a [Address],
    mirror: bool,
    reading: String,
    progress: &'a dyn Progress,
}

impl Fetching<'_> {
    fn run(&self, state: Option<&FetchState>) -> Result<Fetched, FetchError> {
        // Only who had exactly these files, and read them as they are read now, can be told that nothing changed.
        let known = state.filter(|state| state.reading == self.reading);
        let known = known.filter(|state| {
            let known = state.files.iter().map(|file| &file.address);
            known.eq(&self.urls.iter().map(key_of).collect::<Vec<_>>())
        });
        let Some(state) = known else {
            return self.whole();
        };
        let mut answers = Vec::new();
        for (url, file) in self.urls.iter().zip(&state.files) {
            answers.push(self.get(url, Some(file))?);
        }
        if answers.iter().all(|answer| *answer == Answer::NotModified) {
            return Ok(Fetched::Unchanged(Origin::Network {
                mirror: self.mirror,
                reading: self.reading.clone(),
                files: state.files.clone(),
            }));
        }
        // All files together are one version: those that did not change are needed as well.
        let mut bodies = Vec::new();
        for (url, answer) in self.urls.iter().zip(answers) {
            match answer {
                Answer::Body(body) => bodies.push(body),
                Answer::NotModified => bodies.push(self.body(url)?),
            }
        }
        Ok(self.files(bodies))
    }

    fn whole(&self) -> Result<Fetched, FetchError> {
        let bodies = self.urls.iter().map(|url| self.body(url));
        Ok(self.files(bodies.collect::<Result<_, _>>()?))
    }

    fn body(&self, url: &Address) -> Result<Body, FetchError> {
        match self.get(url, None)? {
            Answer::Body(body) => Ok(body),
            Answer::NotModified => Err(FetchError {
                place: url.shown(),
                cause: kashf_fetch::Cause::NotAsked,
                tries: 1,
            }),
        }
    }

    fn get(&self, url: &Address, known: Option<&FetchedFile>) -> Result<Answer, FetchError> {
        let validators = known.map(FetchedFile::validators);
        let request = Request {
            address: url,
            validators: validators.as_ref(),
            allow_private: self.source.allow_private,
        };
        self.client.get(&request, &|done, total| {
            self.progress.part(&self.source.dataset, done, total);
        })
    }

    fn files(&self, bodies: Vec<Body>) -> Fetched {
        let described = self
            .urls
            .iter()
            .zip(&bodies)
            .map(|(url, body)| FetchedFile {
                url: url.shown(),
                address: key_of(url),
                via: body.via.clone(),
                etag: body.validators.etag.clone(),
                last_modified: body.validators.last_modified.clone(),
            });
        let origin = Origin::Network {
            mirror: self.mirror,
            reading: self.reading.clone(),
            files: described.collect(),
        };
        Fetched::Files(origin, bodies)
    }
}

fn key_of(url: &Address) -> String {
    blake3::hash(url.full().as_bytes()).to_hex().to_string()
}

/// Which readers, and which mapping, make statements of the files.
fn reading_of(source: &ConfigSource) -> String {
    let readers = kashf_load::READERS_VERSION;
    match &source.mapping {
        None => readers.to_owned(),
        Some(path) => {
            // A mapping that cannot be read is refused when the files are there.
            let bytes = fs_err::read(path).unwrap_or_default();
            format!("{readers} {}", blake3::hash(&bytes).to_hex())
        }
    }
}
