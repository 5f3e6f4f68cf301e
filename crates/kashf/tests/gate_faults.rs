//! A load that fails at any point, and swaps under readers (issue 3, promises P7, P11, P13): what
//! answers is one whole version, always.
#![expect(
    clippy::unwrap_used,
    reason = "clippy knows only functions marked as tests for tests, not what they share"
)]

#[path = "gate_faults/delisted.rs"]
mod delisted;
/// The file layer that fails when told to; the store's tests use the same file.
#[expect(dead_code, reason = "the store's tests use more of it")]
#[path = "../../store/tests/store/faulty.rs"]
mod faulty;
#[path = "gate_faults/live.rs"]
mod live;
#[path = "gate_faults/versions.rs"]
mod versions;

use faulty::{Failure, Fault, FaultyFiles};
use kashf::{Kashf, KashfError, NoProgress};
use kashf_store::{DataDir, StoreError};
use std::path::Path;
use std::sync::Arc;
use versions::{Versions, copy, folder, quick};

/// Loads with a fault. Gives how many operations there were and whether the load was acknowledged; an
/// error must name a place below the data directory and a remedy.
fn load_with_fault(
    versions: &Versions,
    which: usize,
    root: &Path,
    at: u64,
    fault: Fault,
) -> (u64, bool) {
    let files = FaultyFiles::new(at, fault);
    let loaded = Kashf::open_with(root, Arc::new(files.clone()))
        .and_then(|kashf| kashf.load(&versions.request(which), &NoProgress));
    let acknowledged = match loaded {
        Ok(outcome) => {
            assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
            assert!(outcome.published);
            true
        }
        Err(error) => {
            let text = error.to_string();
            // The data directory itself, or the one above in which it was to be created.
            let place = root.parent().unwrap();
            assert!(
                matches!(error, KashfError::Store(StoreError::Io { .. })),
                "{error:?}"
            );
            assert!(
                text.contains(place.to_str().unwrap()),
                "operation {at}: {text}"
            );
            assert!(error.hint().is_some(), "operation {at}: {text}");
            false
        }
    };
    (files.count(), acknowledged)
}

/// One whole version answers: one of `allowed`, where `None` stands for "nothing is loaded".
fn check_after_fault(versions: &Versions, root: &Path, at: u64, allowed: &[Option<usize>]) {
    let kashf = quick(root);
    let live = versions.live(&kashf);
    assert!(
        allowed.contains(&live),
        "operation {at}: {live:?} is live, not one of {allowed:?}"
    );
    let report = kashf.verify();
    let mut wrong = report
        .findings
        .iter()
        .filter(|f| f.kind != kashf_store::FindingKind::Leftover);
    // Before a first publication has got through there may be a manifest and no CURRENT yet.
    let sound = wrong.all(|f| live.is_none() && f.file == "CURRENT");
    assert!(sound, "operation {at}: {report:?}");

    let outcome = kashf.load(&versions.request(1), &NoProgress).unwrap();
    assert!(
        outcome.refusals.is_empty(),
        "operation {at}: {:?}",
        outcome.refusals
    );
    assert_eq!(versions.live(&kashf), Some(1), "operation {at}");
    let report = kashf.verify();
    assert!(report.is_sound(), "operation {at}: {report:?}");
}

/// Loads version 2 over version 1 (or into an empty directory) with a fault at every operation.
fn at_every_operation(fault: Fault, over_a_first: bool) {
    let versions = Versions::new();
    let mut at = 0;
    loop {
        let folder = folder();
        let root = folder.path().join("data");
        let before = over_a_first.then_some(0);
        if over_a_first {
            copy(&versions.data(0), &root);
        }
        let (count, acknowledged) = load_with_fault(&versions, 1, &root, at, fault);
        let allowed = if acknowledged {
            vec![Some(1)]
        } else {
            vec![before, Some(1)]
        };
        check_after_fault(&versions, &root, at, &allowed);
        if at >= count {
            assert!(acknowledged, "without a fault it succeeds");
            break;
        }
        at += 1;
    }
    // 26 tables, each created, written and synced, and what surrounds them.
    assert!(at > 90, "only {at} operations were tried");
}

#[test]
fn a_full_disk_at_any_operation_of_a_load() {
    at_every_operation(Fault::Once(Failure::DiskFull), true);
}

#[test]
fn a_failing_disk_at_any_operation_of_a_load() {
    at_every_operation(Fault::Once(Failure::DiskBroken), true);
}

#[test]
fn a_disk_that_goes_at_any_operation_of_a_load() {
    at_every_operation(Fault::FromThenOn, true);
}

#[test]
fn a_full_disk_at_any_operation_of_a_first_load() {
    at_every_operation(Fault::Once(Failure::DiskFull), false);
}

#[test]
fn a_failing_disk_at_any_operation_of_a_first_load() {
    at_every_operation(Fault::Once(Failure::DiskBroken), false);
}

#[test]
fn a_second_writer_is_told_who_is_at_work() {
    let versions = Versions::new();
    let folder = folder();
    let root = folder.path().join("data");
    copy(&versions.data(0), &root);
    let kashf = quick(&root);
    let first = DataDir::open(&root).unwrap().lock().unwrap();
    let refused = [
        kashf
            .load(&versions.request(1), &NoProgress)
            .map(drop)
            .unwrap_err(),
        kashf.prune(1).map(drop).unwrap_err(),
        kashf.roll_back(&versions.id(0)).map(drop).unwrap_err(),
    ];
    for error in refused {
        let text = error.to_string();
        let process = format!(
            "held by another writer (process {} on host ",
            std::process::id()
        );
        assert!(
            text.contains(&process) && text.contains(" since 20"),
            "{text}"
        );
        assert!(text.contains("LOCK"), "{text}");
        assert!(error.hint().unwrap().contains("wait until it has finished"));
    }
    assert_eq!(versions.live(&kashf), Some(0), "readers need no lock");
    drop(first);
    kashf.load(&versions.request(1), &NoProgress).unwrap();
    assert_eq!(versions.live(&kashf), Some(1));
}

/// Changes a bit in the middle of a file.
fn alter(path: &Path) {
    let mut bytes = fs_err::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs_err::write(path, bytes).unwrap();
}

/// An altered table does not answer; loading the same list again mends it, the next version replaces it.
#[test]
fn an_altered_segment_never_answers_and_is_mended_by_loading_again() {
    let versions = Versions::new();
    let folder = folder();
    let root = folder.path().join("data");
    copy(&versions.data(0), &root);
    let kashf = quick(&root);
    kashf.load(&versions.request(0), &NoProgress).unwrap();
    let tables = versions::tables(&root);
    assert!(tables.len() > 20);
    for table in tables {
        alter(&table);
        let file = table.strip_prefix(&root).unwrap().to_str().unwrap();
        let error = kashf.screener().unwrap_err();
        assert!(error.to_string().contains(file), "{error}");
        assert!(error.hint().unwrap().contains("kashf verify"));
        assert!(kashf.verify().findings.iter().any(|f| f.file == file));

        let outcome = kashf.load(&versions.request(0), &NoProgress).unwrap();
        assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
        assert_eq!(versions.live(&kashf), Some(0));
        assert!(kashf.verify().is_sound());

        // The next version is compared with the kept source, and makes whole what is live.
        alter(&table);
        kashf.screener().unwrap_err();
        let outcome = kashf.load(&versions.request(1), &NoProgress).unwrap();
        assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
        assert_eq!(versions.live(&kashf), Some(1));
        // Whoever wants to go back is told that it is damaged; loading mends it.
        let error = kashf.roll_back(&versions.id(0)).unwrap_err();
        assert!(error.to_string().contains(file), "{error}");
        assert_eq!(versions.live(&kashf), Some(1));
        let outcome = kashf.load(&versions.request(0), &NoProgress).unwrap();
        assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
        assert!(kashf.verify().is_sound());
    }
}
