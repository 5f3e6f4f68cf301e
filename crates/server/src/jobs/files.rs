//! The folders of jobs: `DATA/jobs/ID` with the file as it came and its answers, for their owner only.

use fs_err as fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// An upload that was not finished is removed when nothing was written to it for so long.
const ABANDONED: Duration = Duration::from_secs(86_400);

/// What an upload is called until it is whole.
const PART: &str = ".part";

/// Where jobs have their files.
#[derive(Clone, Debug)]
pub(super) struct Files {
    root: PathBuf,
}

impl Files {
    pub(super) fn new(data: &Path) -> Self {
        Self {
            root: data.join("jobs"),
        }
    }

    /// The folder of a job.
    pub(super) fn folder(&self, id: &str) -> PathBuf {
        self.root.join(id)
    }

    /// The file as it came.
    pub(super) fn input(&self, id: &str) -> PathBuf {
        self.folder(id).join("input")
    }

    /// The answers, once they are whole.
    pub(super) fn answers(&self, id: &str) -> PathBuf {
        self.folder(id).join("answers")
    }

    /// A folder for an upload, and the file in it.
    pub(super) fn begin(&self, id: &str) -> io::Result<(PathBuf, fs::File)> {
        private_folder(&self.root)?;
        let folder = self.folder(&format!("{id}{PART}"));
        private_folder(&folder)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        fs::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(folder.join("input"))?;
        Ok((folder, file))
    }

    /// The upload is whole: it survives a crash from here on.
    pub(super) fn finish(&self, id: &str, part: &Path, file: &fs::File) -> io::Result<()> {
        file.sync_all()?;
        fs::rename(part, self.folder(id))?;
        fs::File::open(&self.root)?.sync_all()
    }

    /// Removes a job's files; what is not there is removed already.
    pub(super) fn remove(&self, id: &str) -> io::Result<()> {
        match fs::remove_dir_all(self.folder(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Bytes of all files.
    pub(super) fn bytes(&self) -> u64 {
        let folders = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let files = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten());
        let sizes = files.flatten().filter_map(|file| file.metadata().ok());
        sizes.map(|metadata| metadata.len()).sum()
    }

    /// Removes folders that belong to no job: of uploads that ended in the middle, and of jobs that were forgotten.
    pub(super) fn sweep(&self, is_known: impl Fn(&str) -> bool) {
        for folder in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let name = folder.file_name().to_string_lossy().into_owned();
            // A folder stands for a moment before its row does, also one of another process.
            let old = || is_old(&folder.path());
            if !is_known(&name) && old() {
                let _ = fs::remove_dir_all(folder.path());
            }
        }
    }
}

fn is_old(folder: &Path) -> bool {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let newest = files
        .filter_map(|file| file.metadata().ok()?.modified().ok())
        .max();
    let newest = newest.or_else(|| fs::metadata(folder).ok()?.modified().ok());
    let now = SystemTime::from(jiff::Timestamp::now());
    newest.is_some_and(|newest| now.duration_since(newest).is_ok_and(|age| age > ABANDONED))
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
