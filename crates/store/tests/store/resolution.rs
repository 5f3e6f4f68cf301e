//! What a snapshot says of who is one party, and the journal of those who judged.

use crate::common::{folder, publish, quick};
use crate::faulty::{Failure, Fault, FaultyFiles};
use kashf_store::{DataDir, Manifest, SegmentDraft};
use std::sync::Arc;

fn resolution(text: &str) -> SegmentDraft {
    SegmentDraft {
        dataset: "kashf.xref".to_owned(),
        version: "1".to_owned(),
        tables: vec![("clusters".to_owned(), text.as_bytes().to_vec())],
        ..SegmentDraft::default()
    }
}

fn resolve(data: &DataDir, text: &str) -> String {
    let lock = data.lock().unwrap();
    let live = data.manifest(&data.live_id().unwrap().unwrap()).unwrap();
    let entry = data.write_segment(&lock, resolution(text)).unwrap();
    data.publish(&lock, &live.resolved(Some(entry))).unwrap()
}

fn said(data: &DataDir) -> Option<Vec<u8>> {
    let snapshot = data.open_live().unwrap().unwrap();
    assert!(snapshot.segments.iter().all(|s| s.dataset() == "un"));
    let resolution = snapshot.resolution?;
    resolution.table("clusters").map(<[u8]>::to_vec)
}

#[test]
fn a_snapshot_keeps_its_own_and_one_without_still_opens() {
    let folder = folder();
    let data = quick(folder.path().join("data"));
    let without = publish(&data, "un", 1).unwrap();
    assert_eq!(said(&data), None);
    let first = resolve(&data, "a");
    let second = resolve(&data, "b");
    assert_eq!(said(&data), Some(b"b".to_vec()));
    assert_ne!(first, second, "what is one party is part of what answers");
    data.roll_back(&data.lock().unwrap(), &first).unwrap();
    assert_eq!(said(&data), Some(b"a".to_vec()));
    assert!(data.verify().findings.is_empty(), "{:?}", data.verify());

    // A list that changes takes it away: it was of other segments.
    publish(&data, "un", 2).unwrap();
    assert_eq!(said(&data), None);
    data.roll_back(&data.lock().unwrap(), &without).unwrap();
    assert_eq!(said(&data), None);
    data.roll_back(&data.lock().unwrap(), &second).unwrap();
    let pruned = data.prune(&data.lock().unwrap(), 1).unwrap();
    assert_eq!(pruned.snapshots.len(), 3);
    assert_eq!(
        said(&data),
        Some(b"b".to_vec()),
        "pruning leaves what the live one names"
    );
    assert!(data.verify().findings.is_empty());

    let manifest = data.manifest(&second).unwrap();
    let read = Manifest::from_json("x", &manifest.to_json()).unwrap();
    assert_eq!(read, manifest);
    let hash = manifest.resolution.unwrap().hash;
    let file = data.path().join(format!("segments/{hash}/clusters"));
    fs_err::write(file, "c").unwrap();
    assert!(data.open_live().is_err(), "an altered one is not believed");
    assert!(!data.verify().is_sound());
}

#[test]
fn a_judgement_that_was_acknowledged_survives_every_failure() {
    for failure in [Failure::DiskFull, Failure::DiskBroken] {
        for at in 0.. {
            let folder = folder();
            let root = folder.path().join("data");
            let data = quick(&root);
            let append = |data: &DataDir, line: &[u8]| {
                let keep = data.journal()?;
                let whole = keep
                    .iter()
                    .rposition(|byte| *byte == b'\n')
                    .map_or(0, |at| at + 1);
                data.append_journal(&data.lock()?, whole as u64, line)
            };
            append(&data, b"one\n").unwrap();
            let files = FaultyFiles::new(at, Fault::Once(failure));
            let faulty = DataDir::open_with(&root, Arc::new(files.clone())).unwrap();
            let done = append(&faulty, b"two\n").is_ok();
            let through = files.count() <= at;
            let kept = data.journal().unwrap();
            assert!(kept.starts_with(if done { b"one\ntwo\n" } else { b"one\n" }));
            append(&data, b"three\n").unwrap();
            let kept = data.journal().unwrap();
            let lines: Vec<&str> = std::str::from_utf8(&kept).unwrap().lines().collect();
            assert!(lines == ["one", "two", "three"] || !done && lines == ["one", "three"]);
            if through {
                break;
            }
        }
    }
    let folder = folder();
    let data = quick(folder.path().join("data"));
    publish(&data, "un", 1).unwrap();
    assert_eq!(data.journal().unwrap(), b"");
}
