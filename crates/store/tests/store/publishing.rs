//! Publishing, rolling back, pruning, and readers that go on reading meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::common::{draft, folder, publish, quick, read};
use kashf_store::{DataDir, Manifest, StoreError};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Publish(u8, u32),
    RollBack(prop::sample::Index),
    Prune(usize),
    PruneCiting(usize, prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_u8..3, 0_u32..4).prop_map(|(list, version)| Step::Publish(list, version)),
        2 => any::<prop::sample::Index>().prop_map(Step::RollBack),
        1 => (0_usize..4).prop_map(Step::Prune),
        1 => (0_usize..3, any::<prop::sample::Index>()).prop_map(|(n, at)| Step::PruneCiting(n, at)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Against a model: a history of ids with what each says, and a live one.
    #[test]
    fn any_sequence_keeps_what_it_says(steps in proptest::collection::vec(step(), 1..14)) {
        let folder = folder();
        let data = quick(folder.path().join("data"));
        let mut says: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        let mut history: Vec<String> = Vec::new();
        let mut live: Option<String> = None;
        for step in steps {
            match step {
                Step::Publish(list, version) => {
                    let dataset = format!("list{list}");
                    let id = publish(&data, &dataset, version).unwrap();
                    let mut now = live.as_ref().map(|id| says[id].clone()).unwrap_or_default();
                    now.insert(dataset, version);
                    if let Some(known) = says.insert(id.clone(), now.clone()) {
                        prop_assert_eq!(known, now, "an id means one content");
                    }
                    history.retain(|known| *known != id);
                    history.push(id.clone());
                    live = Some(id);
                }
                Step::RollBack(which) if !history.is_empty() => {
                    let id = which.get(&history).clone();
                    let lock = data.lock().unwrap();
                    prop_assert_eq!(&data.roll_back(&lock, &id[..12]).unwrap(), &id);
                    live = Some(id);
                }
                Step::Prune(keep) => {
                    let pruned = data.prune(&data.lock().unwrap(), keep).unwrap();
                    history.retain(|id| !pruned.snapshots.contains(id));
                    prop_assert!(history.len() <= keep.max(1));
                }
                Step::PruneCiting(keep, which) if !history.is_empty() => {
                    let cited = BTreeSet::from([which.get(&history).clone()]);
                    let lock = data.lock().unwrap();
                    let pruned = data.prune_except(&lock, keep, &cited).unwrap();
                    history.retain(|id| !pruned.snapshots.contains(id));
                    prop_assert!(cited.is_subset(&history.iter().cloned().collect()));
                }
                Step::RollBack(_) | Step::PruneCiting(..) => {}
            }
            prop_assert_eq!(&data.live_id().unwrap(), &live);
            let listed = data.snapshots().unwrap();
            let ids: Vec<&String> = listed.iter().rev().map(|summary| &summary.id).collect();
            prop_assert_eq!(ids, history.iter().collect::<Vec<_>>());
            prop_assert!(listed.iter().all(|s| s.live == (live.as_ref() == Some(&s.id))));
            for id in &history {
                let expected: Vec<String> =
                    says[id].iter().map(|(dataset, version)| format!("{dataset} {version}")).collect();
                prop_assert_eq!(read(&data.open_snapshot(id).unwrap()), expected);
            }
            let report = data.verify();
            prop_assert!(report.findings.is_empty(), "{:?}", report);
            prop_assert_eq!(report.snapshots, history.len() as u64);
        }
    }
}

#[test]
fn a_hundred_swaps_lose_no_reader() {
    let folder = folder();
    let data = quick(folder.path().join("data"));
    publish(&data, "un", 0).unwrap();
    let first = data.open_live().unwrap().unwrap();
    let (done, reads) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Acquire) {
                    let snapshot = data.open_live().unwrap().expect("one is always live");
                    let said = read(&snapshot);
                    let version: u32 = said[0].strip_prefix("un ").unwrap().parse().unwrap();
                    assert!(version >= last, "went back from {last} to {version}");
                    last = version;
                    reads.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for version in 1..=100 {
            publish(&data, "un", version).unwrap();
            // The hardest for readers: nothing but the live snapshot is kept.
            data.prune(&data.lock().unwrap(), 1).unwrap();
        }
        done.store(true, Ordering::Release);
    });
    assert!(reads.load(Ordering::Relaxed) >= 3);
    assert_eq!(read(&first), ["un 0"], "a reader keeps what it has opened");
    assert_eq!(read(&data.open_live().unwrap().unwrap()), ["un 100"]);
    assert_eq!(data.snapshots().unwrap().len(), 1);
}

#[test]
fn there_is_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::open(folder.path().join("data")).unwrap();
    let other = DataDir::open(folder.path().join("other")).unwrap();
    let lock = data.lock().unwrap();
    assert!(matches!(data.lock(), Err(StoreError::Locked { .. })));
    let same = DataDir::open(folder.path().join("data")).unwrap();
    assert!(matches!(same.lock(), Err(StoreError::Locked { .. })));
    let refused = other.write_segment(&lock, draft("un", 1));
    assert!(matches!(refused, Err(StoreError::ForeignLock { .. })));
    let refused = other.publish(&lock, &Manifest::new(Vec::new()));
    assert!(matches!(refused, Err(StoreError::ForeignLock { .. })));
    drop(lock);
    assert!(same.lock().is_ok());
}

#[test]
fn the_same_lists_make_the_same_id_anywhere() {
    let ids: BTreeSet<String> = (0..2)
        .map(|turn| {
            let folder = tempfile::tempdir().unwrap();
            let data = DataDir::open(folder.path().join("data")).unwrap();
            for list in if turn == 0 {
                ["un", "eu"]
            } else {
                ["eu", "un"]
            } {
                publish(&data, list, 7).unwrap();
            }
            data.live_id().unwrap().unwrap()
        })
        .collect();
    assert_eq!(ids.len(), 1);
}

#[test]
fn a_list_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::open(folder.path()).unwrap();
    let lock = data.lock().unwrap();
    let first = data.write_segment(&lock, draft("un", 1)).unwrap();
    let second = data.write_segment(&lock, draft("un", 2)).unwrap();
    let refused = data.publish(&lock, &Manifest::new(vec![first, second]));
    assert!(refused.unwrap_err().to_string().contains("`un` twice"));
    assert_eq!(data.live_id().unwrap(), None);
}

#[test]
fn unpublished_segments_go_when_pruning() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::open(folder.path()).unwrap();
    publish(&data, "un", 1).unwrap();
    let lock = data.lock().unwrap();
    let refused = data.write_segment(&lock, draft("un", 2)).unwrap();
    assert_eq!(data.verify().findings.len(), 1);
    let pruned = data.prune(&lock, 5).unwrap();
    assert_eq!(
        (pruned.snapshots.len(), pruned.segments),
        (0, vec![refused.hash])
    );
    assert!(data.verify().findings.is_empty());
}

#[test]
fn short_ids_must_be_plain() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::open(folder.path()).unwrap();
    let id = publish(&data, "un", 1).unwrap();
    assert_eq!(data.resolve(&id[..4]).unwrap(), id);
    for wrong in ["", &id[..3], "zzzz", &format!("{id}0")] {
        let error = data.resolve(wrong).unwrap_err();
        assert!(
            matches!(error, StoreError::UnknownSnapshot { .. }),
            "{error}"
        );
    }
}

#[test]
fn sources_and_receipts_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::open(folder.path()).unwrap();
    assert_eq!(data.receipt("un", "1").unwrap(), None);
    let lock = data.lock().unwrap();
    let kept = data
        .keep_source(&lock, "un", "1", "the list.xml", b"<x/>")
        .unwrap();
    assert_eq!(fs_err::read(&kept).unwrap(), b"<x/>");
    assert!(kept.ends_with("sources/un/1/the_list.xml"));
    let keep = |bytes| {
        data.keep_source(&lock, "un", "1", "the list.xml", bytes)
            .unwrap()
    };
    assert_eq!(keep(b"<x/>"), kept);
    assert!(keep(b"<y/>").ends_with("sources/un/1/2-the_list.xml"));
    let before = fs_err::read(&kept).unwrap();
    assert_eq!(before, b"<x/>", "evidence is never overwritten");
    data.write_receipt(&lock, "un", "1", b"{}").unwrap();
    assert_eq!(
        data.receipt("un", "1").unwrap().as_deref(),
        Some(&b"{}"[..])
    );
    assert_eq!(data.source_versions("un").unwrap(), ["1"]);
    assert_eq!(data.source_versions("eu").unwrap(), [""; 0]);
}

#[test]
fn an_unopened_directory_is_empty_and_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::open(folder.path().join("a/b/data")).unwrap();
    assert!(data.open_live().unwrap().is_none());
    assert!(data.snapshots().unwrap().is_empty());
    assert!(data.verify().findings.is_empty());
    assert!(data.warnings().is_empty());
    let file = folder.path().join("file");
    fs_err::write(&file, "x").unwrap();
    assert!(matches!(
        DataDir::open(file),
        Err(StoreError::NotADirectory { .. })
    ));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look() {
    use std::os::unix::fs::PermissionsExt;
    let mode =
        |path: &std::path::Path| fs_err::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::open(folder.path().join("data")).unwrap();
    publish(&data, "un", 1).unwrap();
    assert_eq!(mode(data.path()), 0o700);
    for folder in ["segments", "snapshots"] {
        assert_eq!(mode(&data.path().join(folder)), 0o700);
    }
    for file in ["CURRENT", "LOCK", "snapshots/HISTORY"] {
        assert_eq!(mode(&data.path().join(file)), 0o600);
    }
    fs_err::set_permissions(data.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let wide = DataDir::open(data.path()).unwrap();
    assert_eq!(wide.warnings().len(), 1);
    assert!(wide.warnings()[0].contains("0755"), "{:?}", wide.warnings());
}
