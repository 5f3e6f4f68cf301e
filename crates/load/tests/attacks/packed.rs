//! Containers that attack: bombs, cuts, nests, and what stands after the end.

use crate::catalogue::{Attack, RECORD, list};
use std::io::Write;

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes every byte");
    encoder.finish().expect("memory takes every byte")
}

/// So many mebibytes that compress to a thousandth, without ever holding them.
fn gzip_zeros(mebibytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..mebibytes {
        encoder.write_all(&zeros).expect("memory takes every byte");
    }
    encoder.finish().expect("memory takes every byte")
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    archive(&[name.to_owned()], bytes)
}

fn archive(names: &[String], bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in names {
        writer
            .start_file(name.as_str(), options)
            .expect("memory takes every byte");
        writer.write_all(bytes).expect("memory takes every byte");
    }
    writer
        .finish()
        .expect("memory takes every byte")
        .into_inner()
}

pub(crate) fn containers() -> Vec<Attack> {
    let whole = gzip(list("", RECORD).as_bytes());
    let zstd = zstd::encode_all(list("", RECORD).as_bytes(), 3).expect("memory takes every byte");
    // Numbers that do not compress well, 100 KB packed.
    let large: String = (0..20_000u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_string() + "\n")
        .collect();
    let large = gzip(large.as_bytes());
    let joined = |a: &[u8], b: &[u8]| [a, b].concat();
    let mut attacks = vec![
        (
            "a gzip bomb",
            gzip_zeros(64),
            "swells to more than 40 times",
        ),
        (
            "a large gzip bomb",
            gzip_zeros(1024),
            "swells to more than 40 times",
        ),
        (
            "a bomb behind a good list",
            joined(&whole, &gzip_zeros(1).repeat(345)),
            "swells",
        ),
        (
            "a bomb behind a large good list",
            joined(&large, &gzip_zeros(1).repeat(345)),
            "swells",
        ),
        (
            "a zip of many small bombs",
            archive(
                &(0..900).map(|n| format!("{n}.csv")).collect::<Vec<_>>(),
                &vec![b' '; 1 << 20],
            ),
            "swells",
        ),
        (
            "a zip bomb of a moderate size",
            zipped("x", &vec![b' '; 57 << 20]),
            "swells",
        ),
        (
            "a zstd bomb",
            zstd::encode_all(vec![0; 64 << 20].as_slice(), 1).expect("memory takes every byte"),
            "swells",
        ),
        ("a zip bomb", zipped("x", &vec![0; 64 << 20]), "swells"),
        (
            "garbage after gzip",
            joined(&whole, b"garbage garbage"),
            "failed to decompress",
        ),
        (
            "NUL after gzip",
            joined(&whole, &[0; 512]),
            "failed to decompress",
        ),
        (
            "half a member after gzip",
            joined(&whole, &whole[..12]),
            "too early",
        ),
        (
            "garbage after zstd",
            joined(&zstd, b"garbage"),
            "failed to decompress",
        ),
        ("gzip in gzip", gzip(&whole), "inside a compressed file"),
        (
            "zip in gzip",
            gzip(&zipped("x", b"y")),
            "inside a compressed file",
        ),
        (
            "gzip in zip",
            zipped("x", &whole),
            "inside a compressed file",
        ),
        (
            "a changed byte in gzip",
            {
                let mut bytes = whole.clone();
                let at = bytes.len() - 6;
                bytes[at] ^= 1;
                bytes
            },
            "failed to decompress",
        ),
    ];
    for percent in [0, 5, 10, 50, 90, 99] {
        let cut = whole[..(whole.len() * percent / 100).max(2)].to_vec();
        attacks.push(("a cut gzip", cut, "too early"));
    }
    for less in 1..=8 {
        attacks.push((
            "a gzip without its checksum",
            whole[..whole.len() - less].to_vec(),
            "too early",
        ));
    }
    attacks
}
