//! Swaps under readers: no failed answer, none of two snapshots, and old maps stay readable.

use crate::versions::{Versions, answers, folder, quick, tables};
use kashf::{Kashf, Live, NoProgress};
use kashf_screen::Policy;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A data directory in which version 1 was loaded over version 0.
fn both(versions: &Versions, root: &Path) -> Kashf {
    let kashf = quick(root);
    for which in 0..2 {
        kashf.load(&versions.request(which), &NoProgress).unwrap();
    }
    kashf
}

#[test]
fn a_hundred_swaps_fail_no_answer_and_mix_none() {
    let versions = Versions::new();
    let folder = folder();
    let kashf = both(&versions, &folder.path().join("data"));
    let live = Live::new(kashf.clone()).unwrap();
    let first = live.current();
    let (done, screened) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for reader in 0..3 {
            let (live, versions, done, screened) = (&live, &versions, &done, &screened);
            scope.spawn(move || {
                while !done.load(Ordering::Acquire) {
                    let screener = live.current();
                    // Checks every answer against the snapshot that its id names.
                    versions.said(&screener);
                    screened.fetch_add(1, Ordering::Relaxed);
                    if reader == 0 {
                        // Readers may look for themselves, at the same moment as others.
                        live.refresh().unwrap();
                    }
                }
            });
        }
        for swap in 0..100 {
            let next = swap % 2;
            if swap % 3 == 2 && swap % 10 != 0 {
                kashf.roll_back(&versions.id(next)).unwrap();
            } else {
                let outcome = kashf.load(&versions.request(next), &NoProgress).unwrap();
                assert!(outcome.refusals.is_empty(), "{:?}", outcome.refusals);
            }
            live.refresh().unwrap();
            assert_eq!(versions.said(&live.current()), next);
            if swap % 10 == 8 {
                // The hardest for readers: nothing but the live snapshot is kept.
                assert_eq!(kashf.prune(1).unwrap().snapshots.len(), 1);
                assert_eq!(kashf.snapshots().unwrap().len(), 1);
                // Pruned, and readable as before.
                kashf
                    .load(&versions.request(1 - next), &NoProgress)
                    .unwrap();
                kashf.roll_back(&versions.id(next)).unwrap();
            }
        }
        done.store(true, Ordering::Release);
    });
    assert!(screened.load(Ordering::Relaxed) > 100);
    assert_eq!(versions.said(&first), 1);
    assert!(kashf.verify().findings.is_empty());
}

#[test]
fn what_is_held_stays_readable_after_its_files_are_gone() {
    let versions = Versions::new();
    let folder = folder();
    let root = folder.path().join("data");
    let kashf = both(&versions, &root);
    let live = Live::new(kashf.clone()).unwrap();
    let old = live.current();
    kashf.load(&versions.request(0), &NoProgress).unwrap();
    let pruned = kashf.prune(1).unwrap();
    assert_eq!(
        (pruned.snapshots, pruned.segments.len()),
        (vec![versions.id(1)], 1)
    );
    assert!(live.refresh().unwrap());
    assert_eq!(versions.said(&live.current()), 0);
    assert_eq!(versions.said(&old), 1);
    assert_eq!(Arc::strong_count(&old), 1, "nobody else holds it any more");
}

#[test]
fn a_refresh_that_fails_keeps_what_answered() {
    let versions = Versions::new();
    let folder = folder();
    let root = folder.path().join("data");
    let kashf = both(&versions, &root);
    let live = Live::new(kashf.clone()).unwrap();
    assert!(!live.refresh().unwrap());
    let current = fs_err::read(root.join("CURRENT")).unwrap();

    let wrong = [
        b"no id\n".to_vec(),
        format!("{}\n", "0".repeat(64)).into_bytes(),
    ];
    for bytes in wrong {
        fs_err::write(root.join("CURRENT"), bytes).unwrap();
        assert!(live.refresh().unwrap_err().hint().is_some());
        assert_eq!(versions.said(&live.current()), 1);
    }
    fs_err::remove_file(root.join("CURRENT")).unwrap();
    live.refresh().unwrap_err();
    assert_eq!(versions.said(&live.current()), 1);
    fs_err::write(root.join("CURRENT"), current).unwrap();
    assert!(!live.refresh().unwrap());

    // A damaged new snapshot is not taken either.
    kashf.roll_back(&versions.id(0)).unwrap();
    for path in tables(&root) {
        let mut bytes = fs_err::read(&path).unwrap();
        bytes[0] ^= 1;
        // Beside and renamed: what is mapped stays as it was.
        fs_err::write(path.with_extension("new"), bytes).unwrap();
        fs_err::rename(path.with_extension("new"), path).unwrap();
    }
    live.refresh().unwrap_err();
    assert_eq!(versions.said(&live.current()), 1);
}

#[test]
fn a_changed_policy_is_taken_and_a_wrong_one_is_not() {
    let versions = Versions::new();
    let folder = folder();
    let root = folder.path().join("data");
    let live = Live::new(both(&versions, &root)).unwrap();
    let before = live.current();
    fs_err::write(root.join("policy.toml"), "no = policy").unwrap();
    live.refresh().unwrap_err();
    assert_eq!(live.current().policy_id(), before.policy_id());

    let text = Policy::built_in().to_toml();
    let changed = text.replacen("match = 0.7", "match = 0.75", 1);
    assert_ne!(text, changed);
    fs_err::write(root.join("policy.toml"), changed).unwrap();
    assert!(live.refresh().unwrap());
    assert_ne!(live.current().policy_id(), before.policy_id());
    assert_eq!(answers(&before).len(), 3);
    fs_err::remove_file(root.join("policy.toml")).unwrap();
    assert!(live.refresh().unwrap());
    assert_eq!(versions.said(&live.current()), 1);
}
