//! Containers by content, bounds, and cuts.

use super::*;
use std::io::Write;

const TEXT: &[u8] =
    b"{\"id\":\"ex-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Layla Example\"]}}\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn containers_are_told_by_content_and_not_by_name() {
    let zstd = zstd::encode_all(TEXT, 3).unwrap();
    for received in [TEXT.to_vec(), gzip(TEXT), zstd] {
        let files = unpack_bytes("list.bin", received.clone()).unwrap();
        assert_eq!(
            (files[0].bytes.as_slice(), files[0].as_received()),
            (TEXT, received.as_slice())
        );
        assert_eq!(files[0].received_bytes, received.len() as u64);
    }
    let two = zipped(&[
        ("b/two.csv", b"2"),
        ("a/one.csv", b"1"),
        ("__MACOSX/x", b"no"),
        (".hidden", b"no"),
    ]);
    let files = unpack_bytes("l.zip", two).unwrap();
    let names: Vec<&str> = files.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["l.zip/one.csv", "l.zip/two.csv"]);
    assert!(files[0].received_bytes > 0 && files[1].received_bytes == 0);
}

#[test]
fn a_cut_container_is_refused_and_named() {
    // Random-looking text, so that every cut is inside data.
    let text: Vec<u8> = (0..4000u32)
        .flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let zstd = zstd::encode_all(text.as_slice(), 3).unwrap();
    for whole in [gzip(&text), zstd, zipped(&[("a", &text)])] {
        for percent in [20, 50, 90, 99] {
            let cut = whole[..whole.len() * percent / 100].to_vec();
            let error = unpack_bytes("list.gz", cut).unwrap_err();
            assert!(error.to_string().contains("`list.gz"), "{error}");
            assert!(
                matches!(error, LoadError::Cut { .. } | LoadError::Container { .. }),
                "{error:?}"
            );
        }
    }
    let mut cut = gzip(&text);
    cut.truncate(cut.len() - 4);
    assert!(
        matches!(unpack_bytes("x", cut), Err(LoadError::Cut { .. })),
        "a missing checksum"
    );
}

#[test]
fn bombs_and_nests_are_refused() {
    let zeros = vec![b'0'; 64 << 20];
    for bomb in [
        gzip(&zeros),
        zstd::encode_all(zeros.as_slice(), 3).unwrap(),
        zipped(&[("z", &zeros)]),
    ] {
        let error = unpack_bytes("bomb", bomb).unwrap_err();
        assert!(matches!(error, LoadError::TooLarge { .. }), "{error:?}");
    }
    assert!(matches!(
        unpack_bytes("n", gzip(&gzip(TEXT))),
        Err(LoadError::Container { .. })
    ));
    assert!(matches!(
        unpack_bytes("n", zipped(&[("x.zip", &zipped(&[("y", TEXT)]))])),
        Err(LoadError::Container { .. })
    ));
    assert!(matches!(
        unpack_bytes("p", b"%PDF-1.7".to_vec()),
        Err(LoadError::Unsupported { .. })
    ));
}

#[test]
fn directories_are_walked_in_order() {
    let folder = tempfile::tempdir().unwrap();
    fs_err::create_dir(folder.path().join("sub")).unwrap();
    for (name, bytes) in [
        ("b.csv", b"b"),
        ("a.csv", b"a"),
        (".c", b"c"),
        ("sub/d.csv", b"d"),
    ] {
        fs_err::write(folder.path().join(name), bytes).unwrap();
    }
    let files = read_inputs(&[folder.path().to_owned()]).unwrap();
    let names: Vec<&str> = files.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["a.csv", "b.csv", "d.csv"]);
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(
        read_inputs(&[empty.path().to_owned()]),
        Err(LoadError::NoFiles { .. })
    ));
    assert!(matches!(
        read_inputs(&[empty.path().join("no")]),
        Err(LoadError::Read { .. })
    ));
    assert!(matches!(read_inputs(&[]), Err(LoadError::NoFiles { .. })));
}
