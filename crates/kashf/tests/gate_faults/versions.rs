//! Two versions of an invented list, and what each answers.

use crate::faulty::QuickFiles;
use kashf::{Kashf, KashfError, LoadRequest, NoProgress, Screener, ScreeningLine};
use kashf_screen::{Options, Status};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The first version's name of an entry. Nothing is delisted: what went would be remembered, and a way back to the
/// first version would not give its snapshot again.
const OLD: &str = "Zubayr Oldfellow";
/// The second version's name of the same entry.
const NEW: &str = "Wahida Newcomer";
/// Is in both; the second gives a longer name.
const KEPT: &str = "Talut Bothman";

const FIRST: [&str; 6] = ["Hamdun", "Sabira", "Ghayth", "Lubna", "Tariq", "Nuhad"];
const LAST: [&str; 6] = [
    "Qasbari", "Delwani", "Marzuqi", "Fakhuri", "Yamuti", "Sunbuli",
];

/// The versions, loaded one after the other into directories of their own.
pub(crate) struct Versions {
    folder: tempfile::TempDir,
    /// By version: the id of its snapshot, its dataset version, and its answers.
    says: Vec<(String, String, Vec<ScreeningLine>)>,
}

impl Versions {
    pub(crate) fn new() -> Self {
        let mut versions = Self {
            folder: folder(),
            says: Vec::new(),
        };
        for which in 0..2 {
            let file = versions.file(which);
            fs_err::create_dir_all(file.parent().unwrap()).unwrap();
            fs_err::write(file, list(which)).unwrap();
            let kashf = quick(versions.data(which));
            if which == 1 {
                kashf.load(&versions.request(0), &NoProgress).unwrap();
            }
            let outcome = kashf.load(&versions.request(which), &NoProgress).unwrap();
            assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
            let screener = kashf.screener().unwrap();
            let id = screener.snapshot_id().to_owned();
            let version = outcome.reports[0].segment.version.clone();
            versions.says.push((id, version, answers(&screener)));
        }
        let (old, new) = (&versions.says[0].2, &versions.says[1].2);
        // Each query alone tells the versions apart.
        assert!(old.iter().zip(new).all(|(old, new)| old != new));
        versions
    }

    fn file(&self, which: usize) -> PathBuf {
        // One name, so that it is one dataset.
        self.folder
            .path()
            .join(format!("v{which}/example_list.ftm.json"))
    }

    /// A data directory in which this version is live.
    pub(crate) fn data(&self, which: usize) -> PathBuf {
        self.folder.path().join(format!("data{which}"))
    }

    pub(crate) fn request(&self, which: usize) -> LoadRequest {
        LoadRequest {
            sources: vec![self.file(which).display().to_string()],
            now: "2026-01-01T00:00:00Z".to_owned(),
            ..LoadRequest::default()
        }
    }

    /// Id of the snapshot of this version.
    pub(crate) fn id(&self, which: usize) -> String {
        self.says[which].0.clone()
    }

    /// Which version answers, after checking that all of it does; `None` when nothing is loaded.
    pub(crate) fn live(&self, kashf: &Kashf) -> Option<usize> {
        let screener = match kashf.screener() {
            Err(KashfError::NoList { .. }) => return None,
            screener => screener.unwrap(),
        };
        let which = self.said(&screener);
        let lists = kashf.lists().unwrap();
        assert_eq!(lists.len(), 1);
        assert_eq!(lists[0].version, self.says[which].1);
        assert!(lists[0].loaded_at.is_some(), "its receipt is there");
        Some(which)
    }

    /// Which version this is, after checking every answer.
    pub(crate) fn said(&self, screener: &Screener) -> usize {
        let id = screener.snapshot_id();
        let which = self.says.iter().position(|(known, ..)| known == id);
        let which = which.unwrap_or_else(|| panic!("{id} is no version that was published"));
        assert_eq!(answers(screener), self.says[which].2);
        which
    }
}

/// What is said of a name of the first version, of one of the second, and of one of both; without
/// the id of the snapshot, by which they are found.
pub(crate) fn answers(screener: &Screener) -> Vec<ScreeningLine> {
    let answer = |name: &str| {
        let answer = screener.name(name, Some("Person"), &Options::default());
        assert!(matches!(answer.status, Status::Screened), "{answer:?}");
        let mut line = screener.line_of("q", &answer);
        line.snapshot = String::new();
        line
    };
    [OLD, NEW, KEPT].map(answer).into()
}

fn list(which: usize) -> String {
    let mut entities: Vec<(String, String)> = Vec::new();
    for (a, first) in FIRST.iter().enumerate() {
        for (b, last) in LAST.iter().enumerate() {
            entities.push((format!("x-{a}{b}"), format!("{first} {last}")));
        }
    }
    let (turned, kept) = if which == 0 {
        (OLD, KEPT.to_owned())
    } else {
        (NEW, format!("{KEPT} Ibrahim"))
    };
    entities.insert(10, ("x-turned".to_owned(), turned.to_owned()));
    entities.insert(20, ("x-kept".to_owned(), kept));
    let mut lines = String::new();
    for (id, name) in entities {
        let properties = format!(r#"{{"name":["{name}"]}}"#);
        let line = format!(r#"{{"id":"{id}","schema":"Person","properties":{properties}}}"#);
        writeln!(lines, "{line}").unwrap();
    }
    lines
}

/// A data directory that does not wait for the disk.
pub(crate) fn quick(path: impl AsRef<Path>) -> Kashf {
    Kashf::open_with(path, Arc::new(QuickFiles)).unwrap()
}

/// A scratch directory, in memory where the machine has such a place.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// Copies a directory.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs_err::create_dir_all(to).unwrap();
    for entry in fs_err::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs_err::copy(from, to).unwrap();
        }
    }
}

/// The table files that have bytes, of all segments.
pub(crate) fn tables(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for segment in fs_err::read_dir(root.join("segments")).unwrap() {
        for table in fs_err::read_dir(segment.unwrap().path()).unwrap() {
            let table = table.unwrap();
            let is_stamps = table.file_name() == ".stamps";
            if !is_stamps && table.metadata().unwrap().len() > 0 {
                found.push(table.path());
            }
        }
    }
    found.sort();
    found
}
