//! The publisher's files as they were received, with a receipt, under `sources/DATASET/VERSION/`.
//!
//! They are the end of every chain of evidence. Pruning snapshots leaves them alone. What a receipt
//! says is decided by those who load; here it is bytes.

use std::path::{Path, PathBuf};

use crate::check::check_file;
use crate::manifest::check_name;
use crate::{DataDir, FileEntry, StoreError, WriterLock, durable};

const RECEIPT: &str = "receipt.json";

impl DataDir {
    /// Keeps a file of a source as received, and returns where it stands.
    ///
    /// Characters that do not belong in a file name become `_`. Evidence is never overwritten: when
    /// other bytes stand under that name already, the new file gets a number before its name.
    ///
    /// # Errors
    /// A dataset or version that cannot be a file name, or the file system refuses.
    pub fn keep_source(
        &self,
        lock: &WriterLock,
        dataset: &str,
        version: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<PathBuf, StoreError> {
        lock.covers(self.path())?;
        let folder = self.source_folder(dataset, version)?;
        durable::ensure_dir(self.layer(), &folder)?;
        let name = file_name(name);
        let known = FileEntry::of(bytes);
        let mut path = folder.join(&name);
        let mut number = 1;
        // Ends at the latest when the number is higher than the directory has files.
        while fs_err::symlink_metadata(&path).is_ok() {
            if check_file(&path, &known).is_ok() {
                durable::sync_dir(self.layer(), &folder)?;
                return Ok(path);
            }
            number += 1;
            path = folder.join(format!("{number}-{name}"));
        }
        durable::replace(self.layer(), &path, bytes)?;
        Ok(path)
    }

    /// Writes the receipt of a source. Write it last: it says that the files are complete.
    ///
    /// # Errors
    /// As [`DataDir::keep_source`].
    pub fn write_receipt(
        &self,
        lock: &WriterLock,
        dataset: &str,
        version: &str,
        json: &[u8],
    ) -> Result<(), StoreError> {
        lock.covers(self.path())?;
        let folder = self.source_folder(dataset, version)?;
        durable::ensure_dir(self.layer(), &folder)?;
        durable::replace(self.layer(), &folder.join(RECEIPT), json)
    }

    /// The receipt of a source; `None` when there is none.
    ///
    /// # Errors
    /// A dataset or version that cannot be a file name, or the file cannot be read.
    pub fn receipt(&self, dataset: &str, version: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read_optional(&self.source_folder(dataset, version)?.join(RECEIPT))
    }

    /// The versions of a dataset whose sources are kept, sorted.
    ///
    /// # Errors
    /// A dataset that cannot be a file name, or the directory cannot be listed.
    pub fn source_versions(&self, dataset: &str) -> Result<Vec<String>, StoreError> {
        check_name("dataset", dataset)?;
        let mut versions = self.names_in(&self.folder("sources").join(dataset))?;
        versions.retain(|version| check_name("version", version).is_ok());
        Ok(versions)
    }

    /// Where the files of a version stand, whether or not they are there.
    ///
    /// # Errors
    /// A dataset or version that cannot be a file name.
    pub fn source_folder(&self, dataset: &str, version: &str) -> Result<PathBuf, StoreError> {
        check_name("dataset", dataset)?;
        check_name("version", version)?;
        Ok(self.folder("sources").join(dataset).join(version))
    }

    /// Removes unfinished files of sources.
    pub(crate) fn clean_sources(&self) -> Result<(), StoreError> {
        let sources = self.folder("sources");
        for dataset in self.names_in(&sources)? {
            let dataset = sources.join(dataset);
            for version in self.names_in(&dataset)? {
                durable::remove_temporaries(self.layer(), &dataset.join(version))?;
            }
        }
        Ok(())
    }

    /// The names in a directory, sorted; none when it is absent or not a directory.
    pub(crate) fn names_in(&self, folder: &Path) -> Result<Vec<String>, StoreError> {
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for entry in fs_err::read_dir(folder).map_err(StoreError::io(folder, "listing"))? {
            let entry = entry.map_err(StoreError::io(folder, "listing"))?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }
}

/// A file name from whatever the file was called where it came from.
fn file_name(name: &str) -> String {
    let mut safe: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "_-.".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    if safe.is_empty() || safe.starts_with('.') || safe == RECEIPT {
        safe.insert(0, '_');
    }
    // File systems allow 255 bytes, and the temporary name is longer; the ending says the format.
    while safe.len() > 200 {
        safe.remove(0);
    }
    if safe.starts_with('.') {
        safe.insert(0, '_');
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_file_names() {
        for (name, expected) in [
            ("sdn.csv", "sdn.csv"),
            ("a/b\\c d.xml", "a_b_c_d.xml"),
            ("../../etc/passwd", "_.._.._etc_passwd"),
            ("", "_"),
            ("receipt.json", "_receipt.json"),
            ("nul\0\n", "nul__"),
        ] {
            assert_eq!(file_name(name), expected);
        }
        let long = file_name(&format!("{}.csv.gz", "\u{0643}".repeat(500)));
        assert!(long.len() <= 201 && long.ends_with(".csv.gz"));
    }
}
