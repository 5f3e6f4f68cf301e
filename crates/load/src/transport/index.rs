//! `index.json` of OpenSanctions: one dataset with its resources, or a catalogue of datasets.
//!
//! Told by content, a JSON object with `resources` or `datasets`, because people rename downloads. Only
//! the fields that are checked are looked at; all others are the publisher's business.

use super::{Claim, base_of, without_suffix};
use crate::text::count;
use crate::{LoadError, Published, SourceFile, recognise};
use serde::Deserialize;

/// The resource whose entities stand one a line.
const ENTITIES: &str = "application/json+ftm";

/// Objects of an index; each becomes a few hundred bytes in memory. OpenSanctions' catalogue of 300
/// datasets with ten resources each has about 10,000.
const MAX_OBJECTS: u64 = 100_000;

/// A dataset, or a catalogue of datasets. Unknown fields are skipped without being held.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Dataset {
    name: Option<String>,
    title: Option<String>,
    version: Option<String>,
    entity_count: Option<u64>,
    resources: Vec<Resource>,
    datasets: Vec<Entry>,
}

/// A dataset of a catalogue; a collection only names its datasets.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Entry {
    Dataset(Box<Dataset>),
    #[expect(dead_code, reason = "told apart from a dataset, and not needed")]
    Name(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Resource {
    name: Option<String>,
    path: Option<String>,
    mime_type: Option<String>,
    checksum: Option<String>,
    size: Option<u64>,
}

/// One dataset as an index describes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Described {
    /// Absent in hand-made indices.
    pub(crate) published: Option<Published>,
    /// Entities in the list.
    pub(crate) entities: Option<u64>,
    /// Its files.
    pub(super) claims: Vec<Claim>,
}

/// An index that was read.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) datasets: Vec<Described>,
}

impl Index {
    /// Reads an index; `None` when the file is something else.
    pub(crate) fn read(file: &SourceFile) -> Result<Option<Self>, LoadError> {
        let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf");
        let bytes = bytes.unwrap_or(&file.bytes).trim_ascii();
        let named = without_suffix(base_of(&file.name)) == "index.json";
        // A file of entities begins like an index and can be long: it is not parsed as a whole.
        if !bytes.starts_with(b"{") || !named && recognise(file).is_ok() {
            return Ok(None);
        }
        if count(bytes, b'{') > MAX_OBJECTS {
            return match (named, file.name.clone()) {
                (false, _) => Ok(None),
                (true, file) => Err(LoadError::TooLarge {
                    file,
                    reason: format!("an index of more than {MAX_OBJECTS} objects"),
                }),
            };
        }
        let index: Dataset = match serde_json::from_slice(bytes) {
            Ok(index) => index,
            // An index that cannot be used must not read as none.
            Err(error) if named && has_resources(bytes) => {
                let file = file.name.clone();
                return Err(if error.is_eof() {
                    let reason = String::from("the index ends too early");
                    LoadError::Cut { file, reason }
                } else {
                    let line = error.line();
                    let reason = format!("its line {line} is not as in a dataset's index");
                    LoadError::Unverifiable { file, reason }
                });
            }
            Err(_) => return Ok(None),
        };
        let of_catalogue = index.datasets.iter().filter_map(|entry| match entry {
            Entry::Dataset(dataset) => Some(&**dataset),
            Entry::Name(_) => None,
        });
        let all = || of_catalogue.clone().chain([&index]);
        let is_index = all().any(|dataset| dataset.name.is_some() || dataset.title.is_some());
        let datasets: Vec<Described> = all().map(described).collect();
        let describes = datasets.iter().any(|dataset| !dataset.claims.is_empty());
        Ok((is_index && describes).then_some(Self { datasets }))
    }

    pub(super) fn into_claims(self) -> Vec<Claim> {
        let datasets = self.datasets.into_iter();
        datasets.flat_map(|dataset| dataset.claims).collect()
    }
}

impl Described {
    /// True when one of its files has that name.
    pub(crate) fn names(&self, file: &SourceFile) -> bool {
        let subject = super::Subject::new(file);
        self.claims.iter().any(|claim| claim.names(&subject))
    }

    /// What it says of a file of that name; `None` when it says nothing that can be checked.
    pub(crate) fn check(&self, file: &SourceFile) -> Option<Result<(), String>> {
        let subject = super::Subject::new(file);
        let named = self.claims.iter().find(|claim| claim.names(&subject))?;
        let known = named.is_strong() || named.size.is_some();
        known.then(|| named.check(&subject))
    }
}

fn described(dataset: &Dataset) -> Described {
    let published = dataset.name.clone().map(|name| Published {
        dataset: name,
        version: dataset.version.clone(),
    });
    let resources = dataset.resources.iter();
    let mut claims: Vec<Claim> = resources
        .filter_map(|resource| claim_of(resource, dataset.entity_count))
        .collect();
    for claim in &mut claims {
        claim.published.clone_from(&published);
    }
    Described {
        published,
        entities: dataset.entity_count,
        claims,
    }
}

fn has_resources(bytes: &[u8]) -> bool {
    const KEY: &[u8] = b"\"resources\"";
    bytes.windows(KEY.len()).any(|window| window == KEY)
}

fn claim_of(resource: &Resource, entities: Option<u64>) -> Option<Claim> {
    let names: Vec<String> = [&resource.name, &resource.path]
        .into_iter()
        .flatten()
        .map(|name| base_of(name).to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let of_entities = resource.mime_type.as_deref() == Some(ENTITIES)
        || names.iter().any(|name| name == "entities.ftm.json");
    let mut claim = Claim {
        size: resource.size,
        entities: entities.filter(|_| of_entities),
        names,
        ..Claim::default()
    };
    let checksum = resource.checksum.as_deref().unwrap_or_default();
    let checksum = checksum.to_ascii_lowercase();
    let checksum = checksum.rsplit(':').next().unwrap_or_default();
    if checksum.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        match checksum.len() {
            40 => claim.sha1 = Some(checksum.to_owned()),
            64 => claim.sha256 = Some(checksum.to_owned()),
            _ => {} // an older or unknown digest: the size still counts
        }
    }
    (!claim.names.is_empty()).then_some(claim)
}
