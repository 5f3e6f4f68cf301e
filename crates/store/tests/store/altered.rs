//! A table file that is not the one that was published is refused on opening, whatever its size and
//! its times say; one that is, opens, also when no stamp vouches for it.

use std::collections::BTreeMap;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::common::{draft, folder, publish, quick, read};
use kashf_store::{DataDir, FindingKind, Manifest, SegmentDraft, Snapshot};
use proptest::prelude::*;

/// A published list and the table files of its segment that have bytes.
fn published() -> (tempfile::TempDir, DataDir, Vec<PathBuf>) {
    let folder = folder();
    let data = quick(folder.path().join("data"));
    publish(&data, "un", 1).unwrap();
    let tables = tables(&data);
    (folder, data, tables)
}

fn segment_of(data: &DataDir) -> PathBuf {
    let live = data.live_id().unwrap().unwrap();
    let hash = &data.manifest(&live).unwrap().segments[0].hash;
    data.path().join("segments").join(hash)
}

fn tables(data: &DataDir) -> Vec<PathBuf> {
    let live = data.live_id().unwrap().unwrap();
    let manifest = data.manifest(&live).unwrap();
    let files = manifest.segments[0].files.iter();
    files
        .filter(|(_, file)| file.bytes > 0)
        .map(|(name, _)| segment_of(data).join(name))
        .collect()
}

fn stamps(data: &DataDir) -> PathBuf {
    segment_of(data).join(".stamps")
}

fn live(data: &DataDir) -> Snapshot {
    data.open_live().unwrap().unwrap()
}

fn hashed(data: &DataDir) -> usize {
    live(data).segments.iter().map(|s| s.hashed()).sum()
}

/// Changes one byte where it lies: same file, same size.
fn alter(path: &Path, at: u64) {
    let mut byte = [fs_err::read(path).unwrap()[usize::try_from(at).unwrap()]];
    byte[0] ^= 1;
    let mut file = fs_err::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&byte).unwrap();
}

/// Opening refuses and names the file and a remedy; so does verification.
fn check_refused(data: &DataDir, path: &Path) {
    let file = path.strip_prefix(data.path()).unwrap();
    let file = file.to_str().unwrap();
    let error = data.open_live().unwrap_err();
    assert!(error.to_string().contains(file), "{error}");
    assert!(error.to_string().contains("BLAKE3"), "{error}");
    let hint = error.hint().unwrap();
    assert!(hint.contains("load the dataset again"), "{hint}");
    let report = data.verify();
    let found = |kind| move |f: &&kashf_store::Finding| f.kind == kind;
    let mut damaged = report.findings.iter().filter(found(FindingKind::Damaged));
    assert!(damaged.any(|f| f.file == file), "{report:?}");
    assert!(!report.is_sound());
}

#[test]
fn one_byte_in_any_table_is_refused_at_once() {
    let (_folder, data, tables) = published();
    assert!(tables.len() > 5);
    for path in tables {
        let whole = fs_err::read(&path).unwrap();
        // In the same tick of the clock in which it was published or mended, if need be.
        for at in [0, whole.len() as u64 - 1] {
            alter(&path, at);
            check_refused(&data, &path);
            publish(&data, "un", 1).unwrap();
            assert_eq!(read(&live(&data)), ["un 1"]);
        }
    }
    assert!(data.verify().findings.is_empty());
}

#[test]
fn the_moment_after_publishing_is_no_gap() {
    for _ in 0..50 {
        let (_folder, data, tables) = published();
        alter(&tables[0], 0);
        check_refused(&data, &tables[0]);
    }
}

/// Programs can set the time of the content, not that of the inode.
#[cfg(unix)]
#[test]
fn times_that_are_set_back_do_not_help() {
    let (_folder, data, tables) = published();
    for path in tables {
        let before = fs_err::metadata(&path).unwrap().modified().unwrap();
        alter(&path, 0);
        let file = fs_err::OpenOptions::new().write(true).open(&path).unwrap();
        file.file().set_modified(before).unwrap();
        assert_eq!(fs_err::metadata(&path).unwrap().modified().unwrap(), before);
        check_refused(&data, &path);
        alter(&path, 0);
    }
    assert_eq!(read(&live(&data)), ["un 1"]);
}

#[test]
fn a_file_of_another_segment_is_refused() {
    let folder = folder();
    let data = quick(folder.path().join("data"));
    publish(&data, "un", 1).unwrap();
    let old = segment_of(&data);
    publish(&data, "un", 2).unwrap();
    let mut same_size = 0;
    for path in tables(&data) {
        let other = old.join(path.file_name().unwrap());
        let (mine, others) = (fs_err::read(&path).unwrap(), fs_err::read(&other).unwrap());
        if mine.len() != others.len() || mine == others {
            continue;
        }
        same_size += 1;
        fs_err::rename(&path, path.with_extension("mine")).unwrap();
        fs_err::hard_link(&other, &path).unwrap();
        check_refused(&data, &path);
        fs_err::rename(path.with_extension("mine"), &path).unwrap();
    }
    assert!(same_size > 0, "the versions differ in one digit");
    assert_eq!(read(&live(&data)), ["un 2"]);
}

#[test]
fn a_segment_under_the_name_of_another_is_refused() {
    let folder = folder();
    let data = quick(folder.path().join("data"));
    publish(&data, "un", 1).unwrap();
    let old = segment_of(&data);
    publish(&data, "un", 2).unwrap();
    let new = segment_of(&data);
    let aside = data.path().join("aside");
    // Stamps go along, and the files inside do not notice.
    fs_err::rename(&old, &aside).unwrap();
    fs_err::rename(&new, &old).unwrap();
    fs_err::rename(&aside, &new).unwrap();
    let error = data.open_live().unwrap_err().to_string();
    assert!(error.contains("BLAKE3"), "{error}");
    assert!(!data.verify().is_sound());
}

#[test]
fn two_tables_that_change_places_are_refused() {
    let folder = folder();
    let data = quick(folder.path().join("data"));
    let lock = data.lock().unwrap();
    let draft = SegmentDraft {
        tables: vec![("a".to_owned(), vec![1; 64]), ("b".to_owned(), vec![2; 64])],
        ..draft("un", 1)
    };
    let entry = data.write_segment(&lock, draft).unwrap();
    data.publish(&lock, &Manifest::new(vec![entry])).unwrap();
    let segment = segment_of(&data);
    assert_eq!(hashed(&data), 0);
    fs_err::rename(segment.join("a"), segment.join("c")).unwrap();
    fs_err::rename(segment.join("b"), segment.join("a")).unwrap();
    fs_err::rename(segment.join("c"), segment.join("b")).unwrap();
    check_refused(&data, &segment.join("a"));
}

/// Copies what a backup would hold, times and stamps included.
fn copy(from: &Path, to: &Path) {
    fs_err::create_dir_all(to).unwrap();
    for entry in fs_err::read_dir(from).unwrap() {
        let (from, to) = (
            entry.as_ref().unwrap().path(),
            to.join(entry.unwrap().file_name()),
        );
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs_err::copy(&from, &to).unwrap();
            let modified = fs_err::metadata(&from).unwrap().modified().unwrap();
            let file = fs_err::OpenOptions::new().write(true).open(&to).unwrap();
            file.file().set_modified(modified).unwrap();
        }
    }
}

#[cfg(unix)]
#[test]
fn a_restored_backup_is_hashed_until_the_next_writer() {
    let (folder, data, _) = published();
    assert_eq!(hashed(&data), 0, "a published file is known");
    let files = live(&data).manifest.segments[0].files.len();
    let root = folder.path().join("restored");
    copy(data.path(), &root);
    let restored = quick(&root);
    for _ in 0..2 {
        assert_eq!(hashed(&restored), files, "opening never writes");
    }
    assert_eq!(read(&live(&restored)), ["un 1"]);
    drop(restored.lock().unwrap());
    assert_eq!(hashed(&restored), 0, "the next writer stamps what is right");
    assert!(restored.verify().findings.is_empty());

    // And what was altered before it came back is found, and gets no stamp from any writer.
    let root = folder.path().join("altered");
    copy(data.path(), &root);
    let altered = quick(&root);
    let table = &tables(&altered)[0];
    alter(table, 0);
    check_refused(&altered, table);
    drop(altered.lock().unwrap());
    check_refused(&altered, table);
    publish(&altered, "un", 1).unwrap();
    assert_eq!(
        (read(&live(&altered)), hashed(&altered)),
        (vec!["un 1".to_owned()], 0)
    );
}

#[test]
fn without_stamps_everything_is_hashed() {
    let (_folder, data, tables) = published();
    let files = live(&data).manifest.segments[0].files.len();
    let whole = fs_err::read(stamps(&data)).unwrap();
    let older = String::from_utf8(whole.clone()).unwrap();
    let older = older.replace("\"format\":1", "\"format\":2");
    for wrong in [
        None,
        Some(&b""[..]),
        Some(&whole[..whole.len() / 2]),
        Some(older.as_bytes()),
    ] {
        match wrong {
            None => fs_err::remove_file(stamps(&data)).unwrap(),
            Some(bytes) => fs_err::write(stamps(&data), bytes).unwrap(),
        }
        assert_eq!(hashed(&data), files);
        assert!(data.verify().findings.is_empty());
        alter(&tables[0], 0);
        check_refused(&data, &tables[0]);
        alter(&tables[0], 0);
        drop(data.lock().unwrap());
        assert_eq!(hashed(&data), 0);
    }
}

#[test]
fn opening_and_verifying_write_nothing() {
    let (_folder, data, _) = published();
    fs_err::remove_file(stamps(&data)).unwrap();
    let before = below(data.path());
    live(&data);
    assert!(data.verify().is_sound());
    assert_eq!(below(data.path()), before);
}

fn below(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let mut found = BTreeMap::new();
    for entry in fs_err::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let modified = fs_err::metadata(&path).unwrap().modified().unwrap();
        if path.is_dir() {
            found.extend(below(&path));
        }
        found.insert(path, modified);
    }
    found
}

#[test]
fn stamps_go_with_their_segment_and_a_writer_rewrites_none_in_vain() {
    let folder = folder();
    let data = quick(folder.path().join("data"));
    publish(&data, "un", 1).unwrap();
    let old = segment_of(&data);
    let written = fs_err::metadata(stamps(&data)).unwrap().modified().unwrap();
    publish(&data, "eu", 1).unwrap();
    let kept = fs_err::metadata(old.join(".stamps")).unwrap();
    assert_eq!(kept.modified().unwrap(), written);
    publish(&data, "un", 2).unwrap();
    data.prune(&data.lock().unwrap(), 1).unwrap();
    assert!(!old.exists());
    assert_eq!(hashed(&data), 0);
    assert!(data.verify().findings.is_empty());
}

#[test]
fn mending_stamps_without_publishing_and_damage_is_not_stamped_again_and_again() {
    let (_folder, data, tables) = published();
    alter(&tables[0], 0);
    drop(data.lock().unwrap());
    let written = fs_err::metadata(stamps(&data)).unwrap().modified().unwrap();
    drop(data.lock().unwrap());
    let again = fs_err::metadata(stamps(&data)).unwrap().modified().unwrap();
    assert_eq!(written, again);
    check_refused(&data, &tables[0]);
    // The list is loaded again, is the same, and so nothing is published.
    let lock = data.lock().unwrap();
    data.write_segment(&lock, draft("un", 1)).unwrap();
    assert_eq!(
        (read(&live(&data)), hashed(&data)),
        (vec!["un 1".to_owned()], 0)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No damage to the stamps, together with damage to a table, makes a wrong table open.
    #[test]
    fn damaged_stamps_vouch_for_nothing(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 1_u8..), 0..4),
        which in any::<prop::sample::Index>(),
        table in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let (_folder, data, tables) = published();
        let mut bytes = fs_err::read(stamps(&data)).unwrap();
        for (place, flip) in flips {
            let place = place.index(bytes.len());
            bytes[place] ^= flip;
        }
        fs_err::write(stamps(&data), bytes).unwrap();
        match table {
            None => prop_assert_eq!(read(&live(&data)), ["un 1"]),
            Some(at) => {
                let path = which.get(&tables);
                let size = fs_err::metadata(path).unwrap().len();
                alter(path, at.index(usize::try_from(size).unwrap()) as u64);
                check_refused(&data, path);
            }
        }
    }
}
