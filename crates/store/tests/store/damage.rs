//! Cut, grown, altered, missing and foreign files are found and named.

use std::path::{Path, PathBuf};

use crate::common::{draft, folder, publish, quick, read};
use kashf_store::{DataDir, FORMAT, Finding, FindingKind, Manifest, StoreError};
use proptest::prelude::*;

fn two_versions() -> (tempfile::TempDir, DataDir, String) {
    let folder = folder();
    let data = quick(folder.path().join("data"));
    publish(&data, "un", 1).unwrap();
    let live = publish(&data, "un", 2).unwrap();
    (folder, data, live)
}

/// The files of the live snapshot's segment, relative to the data directory, with their sizes.
fn table_files(data: &DataDir, live: &str) -> Vec<(String, u64)> {
    let manifest = data.manifest(live).unwrap();
    let entry = &manifest.segments[0];
    let files = entry.files.iter();
    files
        .map(|(name, file)| (format!("segments/{}/{name}", entry.hash), file.bytes))
        .collect()
}

fn only_finding(data: &DataDir) -> Finding {
    let findings = data.verify().findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings[0].clone()
}

#[test]
fn a_cut_or_grown_table_is_refused_by_name() {
    let (_folder, data, live) = two_versions();
    for (file, size) in table_files(&data, &live) {
        let path = data.path().join(&file);
        let whole = fs_err::read(&path).unwrap();
        let mut grown = whole.clone();
        grown.push(0);
        let mut wrong = vec![(grown, "longer")];
        if size > 0 {
            wrong.push((whole[..whole.len() - 1].to_vec(), "shorter"));
            wrong.push((Vec::new(), "shorter"));
        }
        for (bytes, how) in wrong {
            fs_err::write(&path, bytes).unwrap();
            let error = data.open_live().unwrap_err();
            assert!(error.to_string().contains(&file), "{error}");
            assert!(error.to_string().contains(how), "{error}");
            assert!(error.hint().is_some());
            let finding = only_finding(&data);
            assert_eq!(
                (finding.file.as_str(), finding.kind),
                (&*file, FindingKind::Damaged)
            );
            assert!(finding.problem.contains(how), "{finding}");
        }
        fs_err::write(&path, whole).unwrap();
    }
    assert!(data.verify().findings.is_empty());
}

#[test]
fn a_missing_table_is_named() {
    let (_folder, data, live) = two_versions();
    let (file, _) = &table_files(&data, &live)[0];
    fs_err::remove_file(data.path().join(file)).unwrap();
    let error = data.open_live().unwrap_err();
    assert!(error.to_string().contains(file), "{error}");
    assert!(error.hint().unwrap().contains("load the dataset again"));
    let finding = only_finding(&data);
    assert_eq!((&finding.file, finding.kind), (file, FindingKind::Missing));
    assert!(!data.verify().is_sound());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any changed byte of any file of any snapshot.
    #[test]
    fn an_altered_byte_is_found(
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        flip in 1_u8..,
    ) {
        let (_folder, data, _) = two_versions();
        let mut files = files_below(data.path());
        files.retain(|file| {
            // An order of snapshots has no hash, it is not evidence; nor are stamps (`altered.rs`).
            !file.ends_with("HISTORY") && !file.ends_with(".stamps") && fs_err::metadata(file).unwrap().len() > 0
        });
        let path = which.get(&files);
        let mut bytes = fs_err::read(path).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= flip;
        fs_err::write(path, bytes).unwrap();
        let report = data.verify();
        prop_assert!(!report.is_sound());
        let name = path.strip_prefix(data.path()).unwrap().to_string_lossy().into_owned();
        prop_assert!(report.findings.iter().any(|finding| finding.file == name), "{report:?}");
        // What opens nevertheless says what it said.
        if let Ok(Some(snapshot)) = data.open_live() {
            prop_assert_eq!(read(&snapshot), ["un 2"]);
        }
        let _ = data.snapshots();
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs_err::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn a_damaged_segment_is_not_published_and_mends_when_loaded_again() {
    let (_folder, data, live) = two_versions();
    let snapshot = data.open_live().unwrap().unwrap();
    for (file, size) in table_files(&data, &live) {
        if size == 0 {
            continue;
        }
        let path = data.path().join(&file);
        let mut bytes = fs_err::read(&path).unwrap();
        bytes[0] ^= 1;
        // Beside and renamed, as a careless restore would do: what is mapped stays as it was.
        let beside = path.with_extension("restored");
        fs_err::write(&beside, bytes).unwrap();
        fs_err::rename(&beside, &path).unwrap();

        let lock = data.lock().unwrap();
        let manifest = data.manifest(&live).unwrap();
        let error = data.publish(&lock, &manifest).unwrap_err();
        assert!(error.to_string().contains(&file), "{error}");
        let error = data.roll_back(&lock, &live).unwrap_err();
        assert!(error.to_string().contains(&file), "{error}");
        drop(lock);
        assert_eq!(publish(&data, "un", 2).unwrap(), live);
        assert!(data.verify().findings.is_empty());
    }
    assert_eq!(read(&snapshot), ["un 2"]);
}

#[test]
fn leftovers_are_listed_and_cleaned_by_the_next_writer() {
    let (_folder, data, live) = two_versions();
    let segment = &data.manifest(&live).unwrap().segments[0].hash;
    let ours = [
        ".tmp-CURRENT".to_owned(),
        "segments/.tmp-abc/st_rows".to_owned(),
        format!("segments/{segment}/.tmp-st_rows"),
        "snapshots/.tmp-x.json".to_owned(),
    ];
    let foreign = [
        format!("segments/{segment}/notes.txt"),
        "snapshots/notes.txt".to_owned(),
    ];
    for file in ours.iter().chain(&foreign) {
        let path = data.path().join(file);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, "left").unwrap();
    }
    let kept = data.path().join("sources/un/1");
    fs_err::create_dir_all(&kept).unwrap();
    fs_err::write(kept.join(".tmp-list.xml"), "left").unwrap();

    let report = data.verify();
    assert!(report.is_sound());
    assert_eq!(report.findings.len(), 6, "{report:?}");
    assert!(
        report
            .findings
            .iter()
            .all(|f| f.kind == FindingKind::Leftover)
    );
    drop(data.lock().unwrap());
    let mut left: Vec<String> = data.verify().findings.into_iter().map(|f| f.file).collect();
    left.sort();
    assert_eq!(left, foreign);
    assert!(!kept.join(".tmp-list.xml").exists());
}

#[test]
fn other_formats_are_refused_with_what_they_need() {
    let (_folder, data, live) = two_versions();
    let place = data.path().join(format!("snapshots/{live}.json"));
    let text = String::from_utf8(fs_err::read(&place).unwrap()).unwrap();
    let now = format!("\"format\":{FORMAT},\"needs\":\"kashf 0.1\"");
    assert!(text.contains(&now), "{text}");

    fs_err::write(
        &place,
        text.replace(&now, "\"format\":99,\"needs\":\"kashf 7.2\""),
    )
    .unwrap();
    let error = data.open_live().unwrap_err();
    assert!(
        matches!(error, StoreError::NewerFormat { found: 99, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("kashf 7.2"), "{error}");
    assert!(error.hint().unwrap().contains("install kashf 7.2"));
    assert!(!data.verify().is_sound());
    // Neither replaced nor tidied away by this program.
    assert!(matches!(
        publish(&data, "un", 3),
        Err(StoreError::NewerFormat { .. })
    ));
    let lock = data.lock().unwrap();
    assert!(matches!(
        data.publish(&lock, &Manifest::new(Vec::new())),
        Err(StoreError::NewerFormat { .. })
    ));
    assert!(matches!(
        data.prune(&lock, 1),
        Err(StoreError::NewerFormat { .. })
    ));

    fs_err::write(
        &place,
        text.replace(&now, "\"format\":0,\"needs\":\"kashf 0.0\""),
    )
    .unwrap();
    let error = data.open_live().unwrap_err();
    assert!(
        matches!(error, StoreError::OlderFormat { found: 0, .. }),
        "{error}"
    );
    assert!(error.hint().unwrap().contains("load the lists again"));
}

#[test]
fn a_manifest_under_another_id_is_refused() {
    let (_folder, data, live) = two_versions();
    let older = data.snapshots().unwrap().pop().unwrap().id;
    let place = |id: &str| data.path().join(format!("snapshots/{id}.json"));
    fs_err::copy(place(&older), place(&live)).unwrap();
    let error = data.open_live().unwrap_err().to_string();
    assert!(error.contains(&live) && error.contains("BLAKE3"), "{error}");
    assert!(!data.verify().is_sound());
}

#[test]
fn names_cannot_leave_the_directory() {
    let folder = folder();
    let data = DataDir::open(folder.path().join("data")).unwrap();
    let lock = data.lock().unwrap();
    for name in [
        "",
        "..",
        ".hidden",
        "a/b",
        "a\\b",
        "\u{0643}",
        "a b",
        &"x".repeat(101),
    ] {
        let mut bad = draft("un", 1);
        bad.dataset = name.to_owned();
        assert!(matches!(
            data.write_segment(&lock, bad),
            Err(StoreError::BadName { .. })
        ));
        let mut bad = draft("un", 1);
        bad.version = name.to_owned();
        assert!(matches!(
            data.write_segment(&lock, bad),
            Err(StoreError::BadName { .. })
        ));
        let mut bad = draft("un", 1);
        bad.tables[0].0 = name.to_owned();
        assert!(matches!(
            data.write_segment(&lock, bad),
            Err(StoreError::BadName { .. })
        ));
        assert!(data.keep_source(&lock, name, "1", "x", b"").is_err());
        assert!(data.write_receipt(&lock, "un", name, b"").is_err());
        assert!(data.manifest(name).is_err());
    }
    assert!(matches!(
        data.manifest(&format!("../../{}", "0".repeat(58))),
        Err(StoreError::UnknownSnapshot { .. })
    ));
}

proptest! {
    #[test]
    fn any_bytes_are_a_manifest_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Manifest::from_json("x", &bytes).is_err());
    }

    #[test]
    fn a_manifest_comes_back_as_it_was(lists in proptest::collection::btree_map("[a-z]{1,4}", 0_u32..9, 0..4)) {
        let entries = lists
            .iter()
            .map(|(dataset, version)| kashf_store::SegmentEntry::describe(&draft(dataset, *version)).unwrap())
            .rev()
            .collect();
        let manifest = Manifest::new(entries);
        let json = manifest.to_json();
        prop_assert_eq!(&Manifest::from_json("x", &json).unwrap(), &manifest);
        // Any other spelling of the same is refused, because it has another id.
        let spaced = String::from_utf8(json).unwrap().replace(":", ": ");
        prop_assert!(Manifest::from_json("x", spaced.as_bytes()).is_err());
    }
}
