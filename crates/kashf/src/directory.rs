//! A data directory in use: what the verbs start from.

use crate::error::KashfError;
use crate::resolve::journal_findings;
use crate::screener::Screener;
use kashf_screen::Policy;
use kashf_store::durable::FileLayer;
use kashf_store::{DataDir, Pruned, SnapshotSummary, VerifyReport};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An opened data directory.
#[derive(Clone, Debug)]
pub struct Kashf {
    pub(crate) data: DataDir,
}

/// The policy that judges, and where it comes from.
#[derive(Clone, Debug)]
pub struct PolicyInForce {
    /// The policy.
    pub policy: Policy,
    /// Its file; `None` for the built-in one.
    pub file: Option<PathBuf>,
}

impl Kashf {
    /// Opens a data directory for loading; a missing one is created, for its owner only.
    ///
    /// # Errors
    /// When it is no directory or cannot be created.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, KashfError> {
        Ok(Self {
            data: DataDir::open(path)?,
        })
    }

    /// As [`Kashf::open`], with writes that go through another file layer: for injecting faults.
    ///
    /// # Errors
    /// As [`Kashf::open`].
    pub fn open_with(
        path: impl AsRef<Path>,
        files: Arc<dyn FileLayer>,
    ) -> Result<Self, KashfError> {
        Ok(Self {
            data: DataDir::open_with(path, files)?,
        })
    }

    /// Opens a data directory for reading; creates nothing.
    ///
    /// # Errors
    /// [`KashfError::NoList`] when there is none.
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Self, KashfError> {
        if !path.as_ref().exists() {
            return Err(KashfError::NoList {
                data: path.as_ref().to_owned(),
            });
        }
        Self::open(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.data.path()
    }

    /// What its owner should know, such as that others can read it.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        self.data.warnings()
    }

    /// The policy of this directory: `policy.toml`, or the built-in one when there is no such file.
    ///
    /// # Errors
    /// When the file cannot be read or is wrong.
    pub fn policy(&self) -> Result<PolicyInForce, KashfError> {
        policy_of(self.path())
    }

    /// What answers queries from the live snapshot.
    ///
    /// # Errors
    /// [`KashfError::NoList`] when nothing is loaded; a damaged snapshot or policy.
    pub fn screener(&self) -> Result<Screener, KashfError> {
        let policy = self.policy()?.policy;
        let snapshot = self
            .data
            .open_live()?
            .filter(|snapshot| !snapshot.segments.is_empty());
        let snapshot = snapshot.ok_or_else(|| KashfError::NoList {
            data: self.path().to_owned(),
        })?;
        Screener::new(&snapshot, policy)
    }

    /// What answers queries from this snapshot (its whole id), live or not.
    ///
    /// # Errors
    /// When it is not there any more or damaged; a damaged policy.
    pub fn screener_at(&self, snapshot: &str) -> Result<Screener, KashfError> {
        let policy = self.policy()?.policy;
        Screener::new(&self.data.open_snapshot(snapshot)?, policy)
    }

    /// Checks every file against its hash.
    #[must_use]
    pub fn verify(&self) -> VerifyReport {
        let mut report = self.data.verify();
        report.findings.extend(journal_findings(self));
        report.findings.sort();
        report
    }

    /// Id of the live snapshot.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn live_id(&self) -> Result<Option<String>, KashfError> {
        Ok(self.data.live_id()?)
    }

    /// All snapshots, newest first.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn snapshots(&self) -> Result<Vec<SnapshotSummary>, KashfError> {
        Ok(self.data.snapshots()?)
    }

    /// Makes an earlier snapshot live again; a prefix of its id is enough. Gives the whole id.
    ///
    /// # Errors
    /// When it is not there or not whole, or another writer is at work.
    pub fn roll_back(&self, id: &str) -> Result<String, KashfError> {
        let lock = self.data.lock()?;
        Ok(self.data.roll_back(&lock, id)?)
    }

    /// Removes all but the newest `keep` snapshots (the live one always stays).
    ///
    /// # Errors
    /// When another writer is at work or the file system refuses.
    pub fn prune(&self, keep: usize) -> Result<Pruned, KashfError> {
        let lock = self.data.lock()?;
        Ok(self.data.prune(&lock, keep)?)
    }
}

/// The policy of a directory, whether or not the directory exists.
///
/// # Errors
/// When its `policy.toml` cannot be read or is wrong.
pub fn policy_of(data: &Path) -> Result<PolicyInForce, KashfError> {
    let path = data.join("policy.toml");
    let text = match fs_err::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(PolicyInForce {
                policy: Policy::built_in(),
                file: None,
            });
        }
        Err(error) => return Err(KashfError::PolicyFile(error)),
    };
    match Policy::from_toml(&text) {
        Ok(policy) => Ok(PolicyInForce {
            policy,
            file: Some(path),
        }),
        Err(source) => Err(KashfError::Policy { path, source }),
    }
}
