//! A load that delists: whole or not at all under every fault, and a damaged memory delays nothing.

use crate::faulty::{Failure, Fault, FaultyFiles};
use crate::versions::{folder, quick, tables};
use kashf::{Kashf, LoadRequest, NoProgress};
use kashf_screen::Options;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const GONE: &str = "Zubayr Oldfellow";
const CAME: &str = "Wahida Newcomer";

/// Writes the list with one of the two in its middle.
fn list(folder: &Path, who: &str) -> PathBuf {
    let path = folder.join("example_list.ftm.json");
    let mut lines = String::new();
    for (number, last) in ["Qasbari", "Delwani", "Marzuqi", "Fakhuri"]
        .iter()
        .enumerate()
    {
        let middle = if number == 1 { who } else { "Nuhad Bothman" };
        for (id, name) in [
            (format!("x-{number}"), format!("Ghayth {last}")),
            (
                format!("x-{middle}-{number}").replace(' ', "-"),
                middle.to_owned(),
            ),
        ] {
            let properties = format!(r#"{{"name":["{name}"]}}"#);
            writeln!(
                lines,
                r#"{{"id":"{id}","schema":"Person","properties":{properties}}}"#
            )
            .unwrap();
        }
    }
    fs_err::write(&path, lines).unwrap();
    path
}

fn load(kashf: &Kashf, path: &Path) -> Result<(), kashf::KashfError> {
    let request = LoadRequest {
        sources: vec![path.display().to_string()],
        now: "2026-01-01T00:00:00Z".to_owned(),
        ..LoadRequest::default()
    };
    let outcome = kashf.load(&request, &NoProgress)?;
    assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
    Ok(())
}

/// (is a match, is delisted) of what is found first by this name.
fn standing(kashf: &Kashf, name: &str) -> Option<(bool, bool)> {
    let screener = kashf.screener().unwrap();
    let answer = screener.name(name, Some("Person"), &Options::default());
    let first = answer.matches.first();
    first.map(|found| (found.is_match, found.delisted))
}

#[test]
fn a_load_that_delists_is_whole_or_not_at_all() {
    let versions = folder();
    let mut at = 0;
    loop {
        let root = folder();
        let kashf = quick(root.path().join("data"));
        load(&kashf, &list(versions.path(), GONE)).unwrap();
        let files = FaultyFiles::new(at, Fault::Once(Failure::DiskFull));
        let faulty = Kashf::open_with(root.path().join("data"), Arc::new(files.clone()));
        let next = list(versions.path(), CAME);
        let done = faulty.and_then(|kashf| load(&kashf, &next)).is_ok();
        let seen = (standing(&kashf, GONE), standing(&kashf, CAME));
        let old = (Some((true, false)), None);
        let new = (Some((false, true)), Some((true, false)));
        assert!(
            seen == new || (seen == old && !done),
            "operation {at}: {seen:?}"
        );
        load(&kashf, &next).unwrap();
        assert_eq!(kashf.lists().unwrap()[0].delisted, 1, "operation {at}");
        assert!(kashf.verify().is_sound());
        if at >= files.count() {
            assert!(done, "without a fault it succeeds");
            break;
        }
        at += 1;
    }
    assert!(at > 120, "two segments are written: {at} operations");
}

#[test]
fn a_damaged_memory_of_the_delisted_delays_no_addition() {
    let versions = folder();
    let root = folder();
    let data = root.path().join("data");
    let kashf = quick(&data);
    load(&kashf, &list(versions.path(), GONE)).unwrap();
    let of_list = tables(&data);
    load(&kashf, &list(versions.path(), CAME)).unwrap();
    assert_eq!(kashf.lists().unwrap().len(), 1, "the companion is no list");
    let live = kashf.live_id().unwrap();
    // Listed again, by the same bytes as before: the segment of the list is the same.
    load(&kashf, &list(versions.path(), GONE)).unwrap();
    assert_eq!(standing(&kashf, GONE), Some((true, false)));
    assert_eq!(standing(&kashf, CAME), Some((false, true)));
    assert!(of_list.iter().all(|path| path.exists()));
    kashf.roll_back(&live.unwrap()).unwrap();
    assert_eq!(standing(&kashf, GONE), Some((false, true)));

    let companion = fs_err::read_dir(data.join("segments")).unwrap();
    let damaged = companion.map(|folder| folder.unwrap().path().join("gate_held"));
    for path in damaged {
        let bytes = fs_err::read(&path).unwrap();
        if bytes.windows(8).any(|word| word == b"delisted") {
            fs_err::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
    kashf.screener().unwrap_err();
    load(&kashf, &list(versions.path(), GONE)).unwrap();
    assert_eq!(standing(&kashf, GONE), Some((true, false)));
}
