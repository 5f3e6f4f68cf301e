//! The lock of the one writer.
//!
//! It is the operating system's lock on the file `LOCK`, so it ends with its process, however that
//! dies. The text inside only tells others who holds it. It protects writers from each other;
//! readers need none.

use std::fs::TryLockError;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::StoreError;

/// Proof that this process is the one writer; dropping it releases the lock.
#[derive(Debug)]
pub struct WriterLock {
    root: PathBuf,
    file: fs_err::File,
}

impl WriterLock {
    /// Takes the lock of the data directory at `root`, or says who has it.
    pub(crate) fn take(root: &Path) -> Result<Self, StoreError> {
        let path = root.join("LOCK");
        let mut options = fs_err::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        fs_err::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options
            .open(&path)
            .map_err(StoreError::io(&path, "opening"))?;
        match file.file().try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = holder(&mut file);
                return Err(StoreError::Locked {
                    place: path,
                    holder,
                });
            }
            Err(TryLockError::Error(error)) => {
                return Err(StoreError::io(&path, "locking")(error));
            }
        }
        let text = format!("process {} on host {}\n", std::process::id(), host());
        file.set_len(0)
            .and_then(|()| file.write_all(text.as_bytes()))
            .map_err(StoreError::io(&path, "writing"))?;
        Ok(Self {
            root: root.to_owned(),
            file,
        })
    }

    /// Refuses the lock of another data directory.
    pub(crate) fn covers(&self, root: &Path) -> Result<(), StoreError> {
        if self.root == root {
            return Ok(());
        }
        Err(StoreError::ForeignLock {
            place: root.to_owned(),
        })
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // So that nobody takes the text of a past writer for a present one.
        let _ = self.file.set_len(0);
        // Closing the file is not enough while a child process, just forked, has it open too.
        let _ = self.file.file().unlock();
    }
}

/// Who holds the lock, as far as the file says.
fn holder(file: &mut fs_err::File) -> String {
    let mut text = String::new();
    let read = file
        .seek(SeekFrom::Start(0))
        .and_then(|_| file.take(300).read_to_string(&mut text));
    let named: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    let mut holder = if read.is_err() || named.is_empty() {
        "a process that has not named itself".to_owned()
    } else {
        named
    };
    // The holder writes the file when it takes the lock: the file's own time says since when.
    let since = file.metadata().and_then(|metadata| metadata.modified());
    if let Some(seconds) = since
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map(|since| since.as_secs())
    {
        holder.push_str(" since ");
        holder.push_str(&utc(seconds));
    }
    holder
}

fn host() -> String {
    let named = fs_err::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").ok())
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .unwrap_or_default();
    let named: String = named
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(100)
        .collect();
    if named.is_empty() {
        "unknown".to_owned()
    } else {
        named
    }
}

/// Seconds since 1970 as `2026-02-27T08:30:00Z`.
///
/// SOURCE: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
fn utc(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_times() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_772_181_000, "2026-02-27T08:30:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
        ] {
            assert_eq!(utc(seconds), text);
        }
    }

    #[test]
    fn names_the_holder() {
        let folder = tempfile::tempdir().unwrap();
        let lock = WriterLock::take(folder.path()).unwrap();
        let refused = WriterLock::take(folder.path()).unwrap_err();
        let text = refused.to_string();
        assert!(text.contains("LOCK"), "{text}");
        assert!(
            text.contains(&format!("process {} on host ", std::process::id())),
            "{text}"
        );
        assert!(text.contains(" since 20"), "{text}");
        assert!(refused.hint().is_some());
        drop(lock);
        assert!(WriterLock::take(folder.path()).is_ok());
    }
}
