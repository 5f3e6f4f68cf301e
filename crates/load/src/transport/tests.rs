//! Indices and checksum files as publishers write them, against whole, cut and renamed lists.

use super::*;
use proptest::prelude::*;
use sha1::Digest;

const LIST: &[u8] =
    b"{\"id\":\"ex-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Layla Example\"]}}\n";

fn file(name: &str, bytes: &[u8]) -> SourceFile {
    SourceFile::from_bytes(name, bytes.to_vec())
}

/// As `data.opensanctions.org` writes it: over several lines, with many more fields.
fn index(size: usize, checksum: &str, entities: u64) -> SourceFile {
    let json = serde_json::json!({
        "name": "invented", "title": "Invented", "version": "20260102000000-abc",
        "entity_count": entities, "target_count": 1, "things": {"total": 1},
        "resources": [
            {"name": "names.txt", "url": "https://data.example/names.txt", "checksum": "0".repeat(40), "size": 1},
            {"name": "entities.ftm.json", "path": "entities.ftm.json", "url": "https://data.example/entities.ftm.json",
             "checksum": checksum, "mime_type": "application/json+ftm", "size": size}
        ]
    });
    file(
        "index.json",
        serde_json::to_string_pretty(&json).unwrap().as_bytes(),
    )
}

fn sha1_of(bytes: &[u8]) -> String {
    hex(&sha1::Sha1::digest(bytes))
}

fn sha256_of(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

fn told(files: Vec<SourceFile>) -> Result<Vec<String>, String> {
    let mut files = files;
    check(&mut files).map_err(|error| error.to_string())?;
    Ok(files.into_iter().map(|file| file.name).collect())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn digests_are_those_of_the_standard() {
    assert_eq!(sha1_of(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert!(sha256_of(b"abc").starts_with("ba7816bf8f01cfea414140de5dae2223"));
}

#[test]
fn a_whole_list_passes_and_its_index_goes() {
    let good = || index(LIST.len(), &sha1_of(LIST), 1);
    let list = file("entities.ftm.json", LIST);
    assert_eq!(told(vec![good(), list]).unwrap(), ["entities.ftm.json"]);
    let renamed = file("mine.json", LIST);
    assert_eq!(told(vec![renamed, good()]).unwrap(), ["mine.json"]);
    for packed in ["entities.ftm.json.gz", "entities.ftm.json.zst"] {
        let list = SourceFile {
            received: gzip(LIST),
            ..file(packed, LIST)
        };
        assert_eq!(told(vec![good(), list]).unwrap(), [packed]);
    }
    let mut other = good();
    other.name = String::from("un.index.json");
    assert!(is_companion(&other));
    assert_eq!(told(vec![file("list.json", LIST)]).unwrap(), ["list.json"]);
}

#[test]
fn every_difference_is_told() {
    let list = || file("entities.ftm.json", LIST);
    let cases = [
        (
            index(LIST.len() + 9, &sha1_of(LIST), 1),
            "85 bytes instead of 94",
        ),
        (
            index(LIST.len(), &sha1_of(b""), 1),
            "another SHA-1 checksum",
        ),
        (
            index(LIST.len(), &sha256_of(b""), 1),
            "another SHA-256 checksum",
        ),
        (index(LIST.len(), "", 7), "1 entities instead of 7"),
    ];
    for (index, words) in cases {
        let words = words.replace("85", &LIST.len().to_string());
        let words = words.replace("94", &(LIST.len() + 9).to_string());
        let error = told(vec![index, list()]).unwrap_err();
        assert!(
            error.starts_with("`entities.ftm.json`: not the file"),
            "{error}"
        );
        assert!(error.contains(&words), "{error}");
    }
    let nothing = told(vec![index(1, &sha1_of(b""), 1), file("mine.json", LIST)]).unwrap_err();
    assert!(nothing.contains("`names.txt`"), "{nothing}");
    let alone = told(vec![index(1, "", 1)]).unwrap_err();
    assert!(alone.contains("none of the files"), "{alone}");
    let cut = index(1, "", 1);
    let cut = file("index.json", &cut.bytes[..cut.bytes.len() - 30]);
    assert!(told(vec![cut, list()]).unwrap_err().contains("cut"));
    let odd = br#"{"name":"invented","resources":[{"name":"entities.ftm.json","size":"84"}]}"#;
    let error = told(vec![file("index.json", odd), list()]).unwrap_err();
    assert!(error.contains("its line 1 is not as in"), "{error}");
}

#[test]
fn a_catalogue_and_two_folders_have_files_of_one_name() {
    let other = b"{\"id\":\"ex-2\",\"schema\":\"Person\",\"properties\":{}}\n";
    let dataset = |name: &str, list: &[u8]| {
        serde_json::json!({"name": name, "resources": [
            {"name": "entities.ftm.json", "size": list.len(), "checksum": sha1_of(list)}]})
    };
    let both = serde_json::json!({"datasets": [dataset("a", LIST), dataset("b", other)]});
    let catalogue = file("index.json", both.to_string().as_bytes());
    let lists = || {
        [
            file("entities.ftm.json", LIST),
            file("entities.ftm.json", other),
        ]
    };
    let mut files = lists().to_vec();
    files.push(catalogue);
    assert_eq!(told(files).unwrap().len(), 2);
    let mut files = lists().to_vec();
    files.push(file(
        "index.json",
        dataset("a", LIST).to_string().as_bytes(),
    ));
    files.push(file(
        "index.json",
        dataset("b", other).to_string().as_bytes(),
    ));
    assert_eq!(told(files.clone()).unwrap().len(), 2);
    files[0] = file("entities.ftm.json", &LIST[..20]);
    assert!(told(files).is_err());
}

#[test]
fn checksum_files_in_all_their_forms() {
    let sum = sha256_of(LIST);
    let upper = sum.to_uppercase();
    for text in [
        format!("{sum}  list.json\n"),
        format!("{sum} *dir/list.json\r\n"),
        sum.clone(),
        format!("{upper}\n"),
        format!("SHA256 (list.json) = {sum}\n"),
        format!("{}  other.json\n{sum}  list.json\n", sha256_of(b"x")),
    ] {
        let sums = file("list.json.sha256", text.as_bytes());
        assert_eq!(
            told(vec![sums.clone(), file("list.json", LIST)]).unwrap(),
            ["list.json"]
        );
        let error = told(vec![sums.clone(), file("list.json", &LIST[1..])]).unwrap_err();
        assert!(error.contains("another SHA-256"), "{error}");
        assert!(told(vec![sums, file("another.json", b"{}")]).is_err());
    }
    let packed = SourceFile {
        received: gzip(LIST),
        ..file("list.json.gz", LIST)
    };
    let sums = file("list.json.gz.sha1", sha1_of(&packed.received).as_bytes());
    assert_eq!(told(vec![packed, sums]).unwrap(), ["list.json.gz"]);
    for wrong in [
        &b""[..],
        b"<html>",
        b"d41d8cd98f00b204e9800998ecf8427e  list.json",
    ] {
        let error = told(vec![file("list.json.sha1", wrong), file("list.json", LIST)]).unwrap_err();
        assert!(error.contains("nothing can be checked"), "{error}");
    }
}

#[test]
fn what_an_archive_received_stays_with_its_list() {
    let whole = index(LIST.len(), &sha1_of(LIST), 1);
    let first = SourceFile {
        name: String::from("all.zip/index.json"),
        received: b"PK".to_vec(),
        received_bytes: 2,
        ..whole
    };
    let second = SourceFile {
        name: String::from("all.zip/entities.ftm.json"),
        bytes: LIST.to_vec(),
        ..SourceFile::default()
    };
    let mut files = vec![first, second];
    check(&mut files).unwrap();
    assert_eq!((files.len(), files[0].received.as_slice()), (1, &b"PK"[..]));
}

#[test]
fn other_files_are_left_alone() {
    for bytes in [
        LIST,
        b"{\"resources\":[]}",
        b"{\"resources\":[{\"name\":\"x\"}]}",
        b"{\"error\":\"unauthorized\"}",
        b"<html>",
        b"",
    ] {
        assert!(!is_companion(&file("x.json", bytes)));
    }
}

proptest! {
    #[test]
    fn any_changed_byte_is_found(at in 0..LIST.len(), change in 1u8..) {
        let mut changed = LIST.to_vec();
        changed[at] ^= change;
        let good = index(LIST.len(), &sha1_of(LIST), 1);
        prop_assert!(told(vec![good, file("entities.ftm.json", &changed)]).is_err());
    }

    #[test]
    fn never_panics(name in "(index.json|x.sha1|x.sha256|a)", text in "(\\{|\\}|\\[|\\]|\"resources\"|\"name\"|\"size\"|:|,|1|[a-f0-9]{40}| |\\(|\\)|=|\n){0,30}") {
        let _ = told(vec![file(&name, text.as_bytes()), file("x", b"y")]);
    }
}
