//! What opening the live snapshot costs: `cargo run -p kashf-store --example open -- DATA`.
//!
//! Works on a copy, so that DATA stays as it is. The files are in the page cache; the figures are
//! medians of 25 openings. Decision 0002 quotes them.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement for a developer"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use kashf_store::DataDir;

fn main() {
    let from = std::env::args().nth(1).expect("the data directory");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("data");
    for part in ["segments", "snapshots", "CURRENT"] {
        copy(&Path::new(&from).join(part), &root.join(part));
    }
    let data = DataDir::open(&root).unwrap();
    let (without, files, bytes) = open(&data);
    println!("without stamps: {without:?} for {files} files, {bytes} bytes");
    let begin = Instant::now();
    drop(data.lock().unwrap());
    println!("lock, which stamps them: {:?}", begin.elapsed());
    let (with, files, _) = open(&data);
    println!("with stamps: {with:?} ({files} files hashed)");
}

/// The median time of an opening, how many files were hashed, and the bytes of the snapshot.
fn open(data: &DataDir) -> (Duration, usize, u64) {
    let mut times = Vec::new();
    let (mut hashed, mut bytes) = (0, 0);
    for _ in 0..25 {
        let begin = Instant::now();
        let snapshot = data.open_live().unwrap().expect("a live snapshot");
        times.push(begin.elapsed());
        hashed = snapshot.segments.iter().map(|s| s.hashed()).sum();
        let files = snapshot
            .segments
            .iter()
            .flat_map(|s| s.entry().files.values());
        bytes = files.map(|file| file.bytes).sum();
    }
    times.sort();
    (times[times.len() / 2], hashed, bytes)
}

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs_err::create_dir_all(to.parent().unwrap()).unwrap();
        fs_err::copy(from, to).unwrap();
        return;
    }
    for entry in fs_err::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}
