//! Compressed lists: whole, cut, garbled, and bombs.

use super::{Draft, any_file, changed, percent_of};
use crate::corpus::{Class, File, Prng, Subject};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    gzip_at(bytes, Compression::fast())
}

fn gzip_at(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), level);
    packer
        .write_all(bytes)
        .expect("writing to memory does not fail");
    packer.finish().expect("writing to memory does not fail")
}

fn zip_of(files: &[File]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let fast = SimpleFileOptions::default().compression_level(Some(1));
    for file in files {
        let started = archive.start_file(file.name.as_str(), fast);
        started.expect("writing to memory does not fail");
        let written = archive.write_all(&file.bytes);
        written.expect("writing to memory does not fail");
    }
    let sink = archive.finish().expect("writing to memory does not fail");
    sink.into_inner()
}

fn archive(bytes: Vec<u8>) -> Vec<File> {
    vec![File {
        name: "list.zip".to_owned(),
        bytes,
    }]
}

/// Packed and whole.
pub(super) fn whole(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let plain = subject.next.files();
    let (detail, files) = match number % 3 {
        0 => ("each file as gzip", plain.into_iter().map(packed).collect()),
        1 => ("all files in a zip", archive(zip_of(&plain))),
        // As `cat a.gz b.gz` makes it.
        _ => (
            "each file as gzip in two members",
            plain.into_iter().map(packed_twice).collect(),
        ),
    };
    let mut draft = Draft::new(Class::MustLoad, detail, files);
    draft.live = subject.additions(&subject.next);
    Some(draft)
}

fn packed(file: File) -> File {
    File {
        name: format!("{}.gz", file.name),
        bytes: gzip(&file.bytes),
    }
}

fn packed_twice(file: File) -> File {
    let (first, second) = file.bytes.split_at(file.bytes.len() / 2);
    File {
        name: format!("{}.gz", file.name),
        bytes: [gzip(first), gzip(second)].concat(),
    }
}

/// A gzip file cut at a percent.
pub(super) fn gzip_cut(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let percent = percent_of(number);
    let mut at = 0;
    let files = changed(subject, file, |bytes| {
        let mut bytes = gzip(&bytes);
        at = bytes.len() * percent / 100;
        // The last bytes hold sum and length: some cuts fall among them.
        if percent == 99 {
            at = bytes.len() - prng.within(1, 8);
        }
        bytes.truncate(at);
        bytes
    });
    let detail = format!("gzip cut at {percent} %, byte {at}");
    Some(Draft::refused(detail, files, number))
}

/// Bits of a gzip file flipped, in its data or its sum.
pub(super) fn gzip_garbled(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    // An odd number: flips of the same bit undo each other.
    let count = 1 + 2 * prng.below(10);
    let files = changed(subject, file, |bytes| {
        let mut bytes = gzip(&bytes);
        for _ in 0..count {
            // Not the header, where a flipped bit may be another date; nor the last byte of the data,
            // which ends with bits that say nothing.
            let data = bytes.len() - 20;
            let at = match prng.below(10) {
                0 => bytes.len() - 1 - prng.below(8),
                _ => prng.within(10, data),
            };
            bytes[at] ^= 1 << prng.below(8);
        }
        bytes
    });
    let detail = format!("{count} bits of the gzip flipped");
    Some(Draft::refused(detail, files, number))
}

/// A zip archive cut at a percent.
pub(super) fn zip_cut(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let mut bytes = zip_of(&subject.next.files());
    let percent = percent_of(number);
    bytes.truncate(bytes.len() * percent / 100);
    let detail = format!("zip cut at {percent} %, byte {}", bytes.len());
    Some(Draft::refused(detail, archive(bytes), number))
}

/// A zstd file cut at a percent.
pub(super) fn zstd_cut(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let file = any_file(subject, prng);
    let percent = percent_of(number);
    let files = changed(subject, file, |bytes| {
        let mut bytes =
            zstd::encode_all(bytes.as_slice(), 1).expect("writing to memory does not fail");
        bytes.truncate(bytes.len() * percent / 100);
        bytes
    });
    Some(Draft::refused(
        format!("zstd cut at {percent} %"),
        files,
        number,
    ))
}

/// A small file that swells: far beyond the ratio, behind a good list, in many members.
pub(super) fn bomb(subject: &Subject, prng: &mut Prng, number: u64) -> Option<Draft> {
    let mebibyte = vec![b' '; 1 << 20];
    let size = prng.within(24, 60);
    let (detail, file) = match number % 4 {
        0 => {
            let bytes = gzip_at(&mebibyte.repeat(size), Compression::best());
            (format!("gzip of {size} MiB of spaces"), bytes)
        }
        1 => {
            let good = gzip(&subject.next.files()[0].bytes);
            // A kilobyte each, so that the whole stays far beyond 200 times its size.
            let member = gzip_at(&mebibyte, Compression::best());
            let members = member.repeat(300 + size);
            let detail = format!("a good gzip and {} MiB behind it", 300 + size);
            (detail, [good, members].concat())
        }
        2 => {
            let file = File {
                name: "list.xml".to_owned(),
                bytes: mebibyte.repeat(size),
            };
            let bytes = zip_of(&[file]);
            return Some(Draft::refused(
                format!("zip of {size} MiB of spaces"),
                archive(bytes),
                number / 4,
            ));
        }
        _ => {
            let member = gzip_at(&mebibyte, Compression::best());
            let count = 100 + size * 5;
            (
                format!("{count} gzip members of a MiB"),
                member.repeat(count),
            )
        }
    };
    let files = changed(subject, 0, |_| file);
    Some(Draft::refused(detail, files, number / 4))
}

/// A compressed file in a compressed file.
pub(super) fn nested(subject: &Subject, _prng: &mut Prng, number: u64) -> Option<Draft> {
    let plain = subject.next.files();
    let (detail, files) = match number % 3 {
        0 => (
            "gzip in gzip",
            changed(subject, 0, |bytes| gzip(&gzip(&bytes))),
        ),
        1 => {
            let packed: Vec<File> = plain.into_iter().map(packed).collect();
            ("gzip in zip", archive(zip_of(&packed)))
        }
        _ => {
            let inner = archive(zip_of(&plain));
            ("zip in zip", archive(zip_of(&inner)))
        }
    };
    Some(Draft::refused(detail, files, number / 3))
}
