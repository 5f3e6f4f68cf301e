//! One list under its deltas: entities by id, in the order of the base, each a line of JSON.

use super::parts::lines_of;
use crate::sheet::shown;
use crate::{LoadError, SourceFile};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Id {
    id: String,
}

#[derive(Deserialize)]
struct Op<'l> {
    op: String,
    #[serde(borrow)]
    entity: &'l RawValue,
}

/// The growing list.
#[derive(Debug, Default)]
pub(super) struct Chain {
    /// `None` where an entity was deleted.
    lines: Vec<Option<Box<str>>>,
    by_id: FxHashMap<String, usize>,
}

impl Chain {
    pub(super) fn new(base: &SourceFile) -> Result<Self, LoadError> {
        let mut chain = Self::default();
        for (number, line) in lines_of(base)? {
            let id = serde_json::from_str::<Id>(line)
                .map_err(|_| broken(base, number, "it is no entity with an id"))?
                .id;
            if chain.by_id.contains_key(&id) {
                let reason = format!(
                    "a second line of `{}`: fragments have no deltas",
                    shown(&id)
                );
                return Err(broken(base, number, &reason));
            }
            chain.add(id, line);
        }
        Ok(chain)
    }

    fn add(&mut self, id: String, line: &str) {
        self.by_id.insert(id, self.lines.len());
        self.lines.push(Some(line.into()));
    }

    /// Entities that are there.
    pub(super) fn len(&self) -> u64 {
        self.by_id.len() as u64
    }

    /// Applies one delta; how many it added, modified and deleted.
    pub(super) fn step(&mut self, delta: &SourceFile) -> Result<[u64; 3], LoadError> {
        let mut done = [0; 3];
        for (number, line) in lines_of(delta)? {
            let op: Op<'_> = serde_json::from_str(line)
                .map_err(|_| broken(delta, number, "it is no `op` with an `entity`"))?;
            let body = op.entity.get();
            let id = serde_json::from_str::<Id>(body)
                .map_err(|_| broken(delta, number, "its entity has no id"))?
                .id;
            let place = self.by_id.get(&id).copied();
            let what = match (op.op.as_str(), place) {
                ("ADD", None) => {
                    self.add(id, body);
                    0
                }
                ("MOD", Some(at)) => {
                    self.put(at, Some(body));
                    1
                }
                ("DEL", Some(at)) => {
                    self.put(at, None);
                    self.by_id.remove(&id);
                    2
                }
                ("ADD", Some(_)) => {
                    let reason = format!("it adds `{}`, which is there already", shown(&id));
                    return Err(broken(delta, number, &reason));
                }
                (verb @ ("MOD" | "DEL"), None) => {
                    let verb = if verb == "MOD" { "modifies" } else { "deletes" };
                    let reason = format!("it {verb} `{}`, which is not there", shown(&id));
                    return Err(broken(delta, number, &reason));
                }
                (other, _) => {
                    let reason = format!("`{}` is no operation that is known", shown(other));
                    return Err(broken(delta, number, &reason));
                }
            };
            done[what] += 1;
        }
        Ok(done)
    }

    fn put(&mut self, at: usize, line: Option<&str>) {
        if let Some(slot) = self.lines.get_mut(at) {
            *slot = line.map(Into::into);
        }
    }

    /// The whole list, a line an entity.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for line in self.lines.into_iter().flatten() {
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
        bytes
    }
}

fn broken(file: &SourceFile, line: u64, reason: &str) -> LoadError {
    let folder = file.folder.as_str();
    let slash = if folder.is_empty() { "" } else { "/" };
    LoadError::Delta {
        file: format!("{folder}{slash}{}", file.name),
        reason: format!("line {line}: {reason}"),
    }
}
