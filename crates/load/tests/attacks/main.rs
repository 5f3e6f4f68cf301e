//! Attacks and accidents, each refused within a second of CPU and with bounded memory.
//!
//! One test in one binary, so that the process's peak of memory is the attacks' own. What each is
//! refused *as* is part of the contract: an operator acts on the words.

mod catalogue;
mod packed;

use catalogue::{PERSON, RECORD, documents, list};
use kashf_load::{LoadError, load, transport, unpack_bytes};
use packed::{containers, gzip};
use std::time::{Duration, Instant};

/// As the issue asks, per attack.
const CPU_LIMIT: Duration = Duration::from_secs(1);
/// Above what the process had before and the attack's own bytes, which are held twice (as received, and plain).
const MEMORY_LIMIT_BYTES: u64 = 50 << 20;

/// CPU of this thread where the kernel tells it, so that a busy machine fails no test.
fn cpu() -> Option<Duration> {
    let text = fs_err::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

fn peak_memory_bytes() -> Option<u64> {
    let text = fs_err::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes << 10)
}

fn read(bytes: Vec<u8>) -> Result<u64, LoadError> {
    let mut files = unpack_bytes("list.bin", bytes)?;
    transport::check(&mut files)?;
    Ok(load(&files, Some("attacked"))?.records)
}

#[test]
fn every_attack_is_refused_by_name_quickly_and_in_bounded_memory() {
    assert_eq!(read(list("", RECORD).into_bytes()).unwrap(), 1);
    assert_eq!(read(gzip(PERSON.as_bytes())).unwrap(), 1);
    let mut failures = Vec::new();
    for (name, bytes, words) in documents().into_iter().chain(containers()) {
        let size = bytes.len() as u64;
        // The peak starts anew; where that is not allowed the older peak is allowed for.
        let _ = fs_err::write("/proc/self/clear_refs", "5");
        let before = peak_memory_bytes();
        let (start, cpu_start) = (Instant::now(), cpu());
        let error = read(bytes).expect_err(name);
        let took = match (cpu_start, cpu()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => start.elapsed(),
        };
        let message = error.to_string();
        let mut wrong = |why: &str| failures.push(format!("{name}: {why}: {message:?}"));
        if !message.contains(words) || !message.starts_with("`list.bin") {
            wrong("other words");
        }
        if message.contains(char::is_control) || error.hint().is_none() {
            wrong("a control character, or no hint");
        }
        if took >= CPU_LIMIT {
            wrong(&format!("{took:?}"));
        }
        if let (Some(before), Some(after)) = (before, peak_memory_bytes()) {
            let grew = after.saturating_sub(before + 2 * size);
            if grew >= MEMORY_LIMIT_BYTES {
                wrong(&format!("{grew} bytes"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
