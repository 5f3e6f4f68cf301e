//! Every operation of a publication fails once, and the old snapshot does not notice.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use crate::common::{draft, folder, publish, quick, read};
use crate::faulty::{Failure, Fault, FaultyFiles};
use kashf_store::{DataDir, Manifest};

/// Publishes version 2 over version 1 with a fault; returns how many operations there were, and
/// whether the publication was acknowledged.
fn publish_with_fault(root: &Path, at: u64, fault: Fault) -> (u64, bool) {
    let files = FaultyFiles::new(at, fault);
    let acknowledged = DataDir::open_with(root, Arc::new(files.clone()))
        .and_then(|data| publish(&data, "un", 2))
        .is_ok();
    (files.count(), acknowledged)
}

/// Version 1 or version 2 is live, whole; the old snapshot opens; publishing again succeeds.
fn check_after_fault(root: &Path, old: &str, acknowledged: bool) {
    let data = quick(root);
    let live = read(&data.open_live().unwrap().unwrap());
    let expected = if acknowledged {
        vec!["un 2"]
    } else {
        vec!["un 1", "un 2"]
    };
    assert!(live.len() == 1 && expected.contains(&&*live[0]), "{live:?}");
    assert_eq!(read(&data.open_snapshot(old).unwrap()), ["un 1"]);
    let report = data.verify();
    assert!(report.is_sound(), "{report:?}");

    let new = publish(&data, "un", 2).unwrap();
    assert_eq!(read(&data.open_live().unwrap().unwrap()), ["un 2"]);
    let report = data.verify();
    assert!(report.findings.is_empty(), "{report:?}");
    assert_eq!(report.snapshots, 2);
    let ids: Vec<String> = data
        .snapshots()
        .unwrap()
        .into_iter()
        .map(|s| s.id)
        .collect();
    assert_eq!(ids, [new, old.to_owned()]);
}

fn at_every_operation(fault: impl Fn() -> Fault) {
    let mut at = 0;
    loop {
        let folder = folder();
        let root = folder.path().join("data");
        let old = publish(&quick(&root), "un", 1).unwrap();
        let (count, acknowledged) = publish_with_fault(&root, at, fault());
        check_after_fault(&root, &old, acknowledged);
        if at >= count {
            assert!(acknowledged, "without a fault it succeeds");
            break;
        }
        at += 1;
    }
    // 11 tables, each created, written and synced, and what surrounds them.
    assert!(at > 45, "only {at} operations were tried");
}

#[test]
fn a_full_disk_at_any_operation_spares_the_old_snapshot() {
    at_every_operation(|| Fault::Once(Failure::DiskFull));
}

#[test]
fn a_failing_disk_at_any_operation_spares_the_old_snapshot() {
    at_every_operation(|| Fault::Once(Failure::DiskBroken));
}

#[test]
fn a_disk_that_goes_at_any_operation_spares_the_old_snapshot() {
    at_every_operation(|| Fault::FromThenOn);
}

/// Going back and pruning with a fault at every operation: what is live is whole, and so is all that
/// is still named.
#[test]
fn a_fault_while_rolling_back_or_pruning_spares_what_is_live() {
    for fault in [
        Fault::Once(Failure::DiskFull),
        Fault::Once(Failure::DiskBroken),
        Fault::FromThenOn,
    ] {
        let mut at = 0;
        loop {
            let folder = folder();
            let root = folder.path().join("data");
            let old = publish(&quick(&root), "un", 1).unwrap();
            publish(&quick(&root), "eu", 1).unwrap();
            publish(&quick(&root), "un", 2).unwrap();
            // As after a restore: there is also something to stamp.
            for segment in fs_err::read_dir(root.join("segments")).unwrap() {
                fs_err::remove_file(segment.unwrap().path().join(".stamps")).unwrap();
            }
            let files = FaultyFiles::new(at, fault);
            let data = DataDir::open_with(&root, Arc::new(files.clone())).unwrap();
            let tidy = || data.roll_back(&data.lock()?, &old);
            let done = tidy().and_then(|_| data.prune(&data.lock()?, 1));

            let after = quick(&root);
            let live = read(&after.open_live().unwrap().unwrap());
            let whole = [&["un 1"][..], &["eu 1", "un 2"][..]];
            assert!(whole.iter().any(|lists| live == *lists), "{live:?}");
            assert!(done.is_err() || live == ["un 1"]);
            let report = after.verify();
            assert!(report.is_sound(), "operation {at}: {report:?}");
            for snapshot in after.snapshots().unwrap() {
                read(&after.open_snapshot(&snapshot.id).unwrap());
            }
            after.roll_back(&after.lock().unwrap(), &old).unwrap();
            after.prune(&after.lock().unwrap(), 1).unwrap();
            assert_eq!(read(&after.open_live().unwrap().unwrap()), ["un 1"]);
            assert!(after.verify().findings.is_empty());
            if at >= files.count() {
                assert!(done.is_ok());
                break;
            }
            at += 1;
        }
        assert!(at > 30, "only {at} operations were tried");
    }
}

/// Neither the writer nor its lock has to be thrown away after a failure, even when cleaning up
/// failed as well.
#[test]
fn the_same_writer_succeeds_when_the_fault_has_passed() {
    let mut at = 0;
    loop {
        let folder = folder();
        let files = FaultyFiles::new(at, Fault::Some(4));
        let data = DataDir::open_with(folder.path(), Arc::new(files.clone())).unwrap();
        let lock = data.lock().unwrap();
        let write = || {
            let entry = data.write_segment(&lock, draft("un", 1))?;
            data.publish(&lock, &Manifest::new(vec![entry]))
        };
        let mut tries = 1;
        while let Err(error) = write() {
            // What the failed try has left behind is never the reason.
            let cause = std::error::Error::source(&error).unwrap().to_string();
            assert_eq!(cause, "the disk is busy", "operation {at}");
            tries += 1;
        }
        assert_eq!(read(&data.open_live().unwrap().unwrap()), ["un 1"]);
        let report = data.verify();
        assert!(report.findings.is_empty(), "operation {at}: {report:?}");
        if at >= files.count() {
            assert_eq!(tries, 1);
            break;
        }
        at += 1;
    }
    assert!(at > 45, "only {at} operations were tried");
}

#[test]
fn a_full_disk_is_told_with_a_remedy() {
    let folder = folder();
    let files = FaultyFiles::new(9, Fault::Once(Failure::DiskFull));
    let data = DataDir::open_with(folder.path(), Arc::new(files)).unwrap();
    let error = publish(&data, "un", 1).unwrap_err();
    assert!(error.to_string().contains("segments"), "{error}");
    assert!(error.hint().unwrap().contains("free some space"));
}

#[test]
fn a_failing_disk_is_told_with_a_remedy() {
    let folder = folder();
    let files = FaultyFiles::new(9, Fault::Once(Failure::DiskBroken));
    let data = DataDir::open_with(folder.path(), Arc::new(files)).unwrap();
    let error = publish(&data, "un", 1).unwrap_err();
    assert!(error.to_string().contains("segments"), "{error}");
    let hint = error.hint().unwrap();
    assert!(hint.contains("look at the disk"), "{hint}");
}

/// Not a test by itself: the process that `a_death_at_any_operation_spares_the_old_snapshot` kills.
#[test]
fn dying_writer() {
    let (Ok(root), Ok(at)) = (std::env::var("DYING_ROOT"), std::env::var("DYING_AT")) else {
        return;
    };
    publish_with_fault(Path::new(&root), at.parse().unwrap(), Fault::Abort);
}

#[test]
fn a_death_at_any_operation_spares_the_old_snapshot() {
    let mut at = 0;
    loop {
        let folder = folder();
        let root = folder.path().join("data");
        let old = publish(&quick(&root), "un", 1).unwrap();
        let survived = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "faults::dying_writer"])
            .env("DYING_ROOT", &root)
            .env("DYING_AT", at.to_string())
            .output()
            .unwrap()
            .status
            .success();
        check_after_fault(&root, &old, survived);
        if survived {
            break;
        }
        at += 1;
    }
    assert!(at > 45, "only {at} operations were tried");
}
