//! A copy of a data directory while it is in use.
//!
//! Segments and manifests never change, so they are copied as they stand, without the lock: a load may run meanwhile. What a
//! writer publishes during the copy is in the next one. `CURRENT` is written last, the copy is verified file by file, and
//! only then it gets its name: a backup that is there is whole. Work in hand (jobs' files, unfinished writes, the lock)
//! is left out; `kashf.sqlite` is copied by whoever has it open, since its file alone is not consistent.

use crate::directory::Kashf;
use crate::error::KashfError;
use fs_err as fs;
use kashf_store::{Manifest, durable};
use std::io;
use std::path::{Path, PathBuf};

/// How often the live snapshot may be pruned under our hands.
const TRIES: u32 = 5;

/// What belongs to a running process, to the database, or is written here by ourselves.
const LEFT_OUT: [&str; 5] = ["LOCK", "CURRENT", "jobs", "segments", "snapshots"];

/// Adds what is not the library's to the folder of a copy.
pub type Rest<'a> = dyn Fn(&Path) -> Result<(), Box<dyn std::error::Error + Send + Sync>> + 'a;

/// A backup that was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// Something is there already.
    #[error("`{}`: is there already", to.display())]
    Exists {
        /// Where the copy was to go.
        to: PathBuf,
    },
    /// The copy would hold itself.
    #[error("`{}`: lies inside the data directory", to.display())]
    Inside {
        /// Where the copy was to go.
        to: PathBuf,
    },
    /// A file cannot be copied.
    #[error(transparent)]
    File(#[from] io::Error),
    /// The data directory cannot be read.
    #[error(transparent)]
    Kashf(#[from] KashfError),
    /// The live snapshot was replaced and pruned again and again.
    #[error("the live snapshot was removed while it was copied")]
    Restless,
    /// The copy is not as its manifests say.
    #[error("the copy is not sound: {0}")]
    NotSound(String),
    /// What else belongs into the copy failed.
    #[error(transparent)]
    Rest(Box<dyn std::error::Error + Send + Sync>),
}

impl BackupError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Exists { .. } => {
                Some("name a directory that does not exist, such as one of today's date".to_owned())
            }
            Self::Inside { .. } => {
                Some("name a directory elsewhere, best on another disk".to_owned())
            }
            Self::Kashf(error) => error.hint(),
            Self::NotSound(_) => Some("run `kashf verify` on the data directory itself".to_owned()),
            Self::Restless => Some("try again when no list is being loaded".to_owned()),
            Self::File(_) | Self::Rest(_) => None,
        }
    }
}

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupReport {
    /// The live snapshot of the copy; `None` where nothing is loaded.
    pub live: Option<String>,
    /// Snapshots.
    pub snapshots: u64,
    /// Files.
    pub files: u64,
    /// Bytes.
    pub bytes: u64,
}

impl Kashf {
    /// Copies this data directory to a directory that does not exist. `rest` adds what is not the library's, to the folder
    /// that it is given.
    ///
    /// # Errors
    /// When the place is taken or lies inside, a file cannot be copied, or the copy does not verify. Nothing is left then.
    pub fn back_up(&self, to: &Path, rest: &Rest<'_>) -> Result<BackupReport, BackupError> {
        if to.exists() {
            return Err(BackupError::Exists { to: to.to_owned() });
        }
        let data = fs::canonicalize(self.path())?;
        let parent = match to.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => fs::canonicalize(parent)?,
            _ => fs::canonicalize(".")?,
        };
        if parent.starts_with(&data) {
            return Err(BackupError::Inside { to: to.to_owned() });
        }
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let beside = parent.join(format!("{}{name}", durable::TEMPORARY));
        if beside.exists() {
            // A copy that was interrupted.
            fs::remove_dir_all(&beside)?;
        }
        let made = self.fill(&beside, rest).and_then(|report| {
            fs::rename(&beside, to)?;
            sync_folder(&parent)?;
            Ok(report)
        });
        if made.is_err() && beside.exists() {
            // What stays is removed by the next try.
            let _ = fs::remove_dir_all(&beside);
        }
        made
    }

    fn fill(&self, to: &Path, rest: &Rest<'_>) -> Result<BackupReport, BackupError> {
        let mut report = BackupReport::default();
        folder(to)?;
        rest(to).map_err(BackupError::Rest)?;
        self.copy_snapshots(to, &mut report)?;
        // After the snapshots, so that it holds the sources of each.
        for entry in fs::read_dir(self.path())? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let database = name.starts_with("kashf.sqlite");
            if !database && !LEFT_OUT.contains(&name.as_str()) {
                copy_tree(&entry.path(), &to.join(&name), &mut report)?;
            }
        }
        let Some(live) = &report.live else {
            return Ok(report);
        };
        write(&to.join("CURRENT"), format!("{live}\n").as_bytes())?;
        let checked = Self::open(to)?.verify();
        if !checked.is_sound() {
            let first = checked.findings.first().map(ToString::to_string);
            return Err(BackupError::NotSound(first.unwrap_or_default()));
        }
        Ok(report)
    }

    /// The snapshots, each after its segments; one that is pruned meanwhile is left out, the live one is tried again.
    fn copy_snapshots(&self, to: &Path, report: &mut BackupReport) -> Result<(), BackupError> {
        folder(&to.join("snapshots"))?;
        folder(&to.join("segments"))?;
        for _ in 0..TRIES {
            let Some(live) = self.live_id()? else {
                return Ok(());
            };
            let mut copied = Vec::new();
            for snapshot in self.snapshots()?.into_iter().rev() {
                let Ok(manifest) = &snapshot.manifest else {
                    continue;
                };
                match self.copy_snapshot(&snapshot.id, manifest, to, report) {
                    Ok(()) => copied.push(snapshot.id),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error.into()),
                }
            }
            if copied.contains(&live) {
                let history: String = copied.iter().map(|id| format!("{id}\n")).collect();
                write(&to.join("snapshots").join("HISTORY"), history.as_bytes())?;
                report.snapshots = copied.len() as u64;
                report.live = Some(live);
                return Ok(());
            }
        }
        Err(BackupError::Restless)
    }

    fn copy_snapshot(
        &self,
        id: &str,
        manifest: &Manifest,
        to: &Path,
        report: &mut BackupReport,
    ) -> io::Result<()> {
        for entry in manifest.entries() {
            let (from, to) = (
                self.path().join("segments").join(&entry.hash),
                to.join("segments").join(&entry.hash),
            );
            if to.exists() {
                continue;
            }
            let part = to.with_extension("part");
            folder(&part)?;
            let copied = entry
                .files
                .keys()
                .try_for_each(|name| copy(&from.join(name), &part.join(name), report));
            if let Err(error) = copied {
                fs::remove_dir_all(&part)?;
                return Err(error);
            }
            sync_folder(&part)?;
            fs::rename(part, to)?;
        }
        let name = format!("{id}.json");
        let (from, to) = (self.path().join("snapshots"), to.join("snapshots"));
        copy(&from.join(&name), &to.join(&name), report)
    }
}

/// Copies a file or a folder, without unfinished writes; what goes meanwhile was not needed.
fn copy_tree(from: &Path, to: &Path, report: &mut BackupReport) -> io::Result<()> {
    let name = from
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if name.starts_with(durable::TEMPORARY) {
        return Ok(());
    }
    let copied = (|| {
        let kind = fs::symlink_metadata(from)?.file_type();
        if kind.is_file() {
            return copy(from, to, report);
        }
        if kind.is_dir() {
            folder(to)?;
            for entry in fs::read_dir(from)? {
                let entry = entry?;
                copy_tree(&entry.path(), &to.join(entry.file_name()), report)?;
            }
            return sync_folder(to);
        }
        // A link leads out of the directory: what it names is not ours.
        Ok(())
    })();
    match copied {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        copied => copied,
    }
}

fn copy(from: &Path, to: &Path, report: &mut BackupReport) -> io::Result<()> {
    // The mode goes with the bytes.
    let bytes = fs::copy(from, to)?;
    fs::OpenOptions::new().write(true).open(to)?.sync_all()?;
    report.files += 1;
    report.bytes += bytes;
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)?;
    fs::File::open(path)?.sync_all()
}

/// A folder for its owner only.
fn folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes names durable where folders can be synced.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(path)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LoadRequest, NoProgress};

    fn load(kashf: &Kashf, at: &Path, number: u32) {
        let file = at.join("example_list.ftm.json");
        let line = format!(
            "{{\"id\":\"x-1\",\"schema\":\"Person\",\"properties\":{{\"name\":[\"Nadir Exampleman {number}\"]}}}}"
        );
        fs::write(&file, line).unwrap();
        let request = LoadRequest {
            sources: vec![file.display().to_string()],
            now: "2026-01-01T00:00:00Z".to_owned(),
            ..LoadRequest::default()
        };
        kashf.load(&request, &NoProgress).unwrap();
    }

    #[test]
    fn a_copy_made_while_lists_are_loaded_and_pruned_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let kashf = Kashf::open(folder.path().join("data")).unwrap();
        load(&kashf, folder.path(), 0);
        let stop = std::sync::atomic::AtomicBool::new(false);
        let copies = std::thread::scope(|scope| {
            scope.spawn(|| {
                for number in 1.. {
                    if stop.load(std::sync::atomic::Ordering::Relaxed) {
                        return;
                    }
                    load(&kashf, folder.path(), number);
                    kashf.prune(1).unwrap();
                }
            });
            let copies: Vec<PathBuf> = (0..4)
                .map(|number| {
                    let to = folder.path().join(format!("copy-{number}"));
                    kashf.back_up(&to, &|_| Ok(())).unwrap();
                    to
                })
                .collect();
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
            copies
        });
        for to in copies {
            let copy = Kashf::open_existing(&to).unwrap();
            assert!(copy.verify().is_sound(), "{:?}", copy.verify());
            assert!(copy.warnings().is_empty(), "{:?}", copy.warnings());
            let answer =
                copy.screener()
                    .unwrap()
                    .name("Nadir Exampleman", None, &Default::default());
            assert_eq!(answer.matches[0].id, "x-1");
            // A copy can be worked with as with any data directory.
            load(&copy, folder.path(), 1_000_000);
        }
    }

    #[test]
    fn a_place_that_is_taken_or_inside_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let kashf = Kashf::open(folder.path().join("data")).unwrap();
        let none = |_: &Path| Ok(());
        let taken = kashf.back_up(folder.path(), &none).unwrap_err();
        assert!(matches!(taken, BackupError::Exists { .. }), "{taken}");
        let inside = kashf
            .back_up(&folder.path().join("data/copy"), &none)
            .unwrap_err();
        assert!(matches!(inside, BackupError::Inside { .. }), "{inside}");
        let failing = |_: &Path| Err("no".into());
        let to = folder.path().join("copy");
        assert!(kashf.back_up(&to, &failing).is_err());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left"
        );
    }
}
