//! Readers of list files: whatever comes, they answer; what they accept keeps its laws.

use kashf_core::{Place, StatementView};
use kashf_load::{Format, Loaded, SourceFile};

/// Between the files of one input.
const SEPARATOR: &[u8] = b"\n%%%\n";

/// The UN's XML.
pub(crate) fn un_xml(data: &[u8]) {
    whole_xml(data, "un.xml", Format::UnXml);
}

/// OFAC's `sdn.xml`.
pub(crate) fn ofac_xml(data: &[u8]) {
    whole_xml(data, "sdn.xml", Format::OfacSdnXml);
}

/// OFAC's `SDN_ADVANCED.xml`.
pub(crate) fn ofac_advanced(data: &[u8]) {
    whole_xml(data, "sdn_advanced.xml", Format::OfacAdvancedXml);
}

/// Canada's XML.
pub(crate) fn ca_xml(data: &[u8]) {
    whole_xml(data, "ca.xml", Format::CaXml);
}

/// Switzerland's XML.
pub(crate) fn ch_xml(data: &[u8]) {
    whole_xml(data, "ch.xml", Format::ChXml);
}

/// The EU's XML.
pub(crate) fn eu_xml(data: &[u8]) {
    whole_xml(data, "eu.xml", Format::EuXml);
}

/// A whole document that loads must not load without its last byte.
fn whole_xml(data: &[u8], name: &str, wanted: Format) {
    let file = SourceFile::from_bytes(name, data.to_vec());
    if kashf_load::recognise(&file).is_ok_and(|format| format == wanted)
        && let Ok(loaded) = kashf_load::load(&[file], None)
    {
        check(&loaded);
        let whole = data.trim_ascii_end();
        let cut = SourceFile::from_bytes(name, whole[..whole.len() - 1].to_vec());
        assert!(
            kashf_load::load(&[cut], None).is_err(),
            "a cut document must be refused"
        );
    }
}

/// The EU's CSV, as published and as a spreadsheet wraps it.
pub(crate) fn eu_csv(data: &[u8]) {
    let file = SourceFile::from_bytes("eu.csv", data.to_vec());
    if let Ok(loaded) = kashf_load::load(&[file], Some("fuzz")) {
        check(&loaded);
        assert!(
            loaded.records <= data.len() as u64,
            "records come from rows"
        );
    }
}

/// The UK's lists: XML, and CSV of both publishers.
pub(crate) fn uk(data: &[u8]) {
    let file = SourceFile::from_bytes("uk", data.to_vec());
    let Ok(format @ (Format::UkXml | Format::UkCsv | Format::UkConList)) =
        kashf_load::recognise(&file)
    else {
        return;
    };
    if let Ok(loaded) = kashf_load::load(&[file], None) {
        check(&loaded);
        if format == Format::UkXml {
            let whole = data.trim_ascii_end();
            let cut = SourceFile::from_bytes("uk", whole[..whole.len() - 1].to_vec());
            assert!(
                kashf_load::load(&[cut], None).is_err(),
                "a cut document must be refused"
            );
        }
    }
}

/// OFAC's files: SDN, ALT, ADD and COMMENTS in one input, with a line `%%%` between them.
pub(crate) fn ofac_csv(data: &[u8]) {
    let names = ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"];
    let files: Vec<SourceFile> = split(data)
        .into_iter()
        .zip(names)
        .map(|(part, name)| SourceFile::from_bytes(name, part.to_vec()))
        .collect();
    for dataset in [None, Some("us_ofac_cons")] {
        if let Ok(loaded) = kashf_load::load(&files, dataset) {
            check(&loaded);
        }
    }
}

/// FollowTheMoney JSON: what is read and written is read again as the same.
pub(crate) fn ftm_json(data: &[u8]) {
    let file = SourceFile::from_bytes("list.ftm.json", data.to_vec());
    if let Ok(loaded) = kashf_load::load(&[file], Some("fuzz")) {
        check(&loaded);
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for line in text.lines() {
        if let Ok(entity) = kashf_ftm::json::read_entity(line) {
            let written = kashf_ftm::json::write_entity(&entity);
            let again = kashf_ftm::json::read_entity(&written).expect("what is written is read");
            assert_eq!(entity, again, "JSON must lose nothing");
            // A caption exists for every entity, however poor.
            let _ = kashf_ftm::caption(&entity);
        }
    }
}

/// FollowTheMoney statements in CSV.
pub(crate) fn statements_csv(data: &[u8]) {
    let file = SourceFile::from_bytes("statements.csv", data.to_vec());
    if let Ok(loaded) = kashf_load::load(&[file], Some("fuzz")) {
        check(&loaded);
    }
}

/// Australia's list, CSV or workbook. A table must not load without the end of its last line.
pub(crate) fn au(data: &[u8]) {
    let file = SourceFile::from_bytes("au", data.to_vec());
    let Ok(format @ (Format::AuCsv | Format::AuXlsx)) = kashf_load::recognise(&file) else {
        return;
    };
    if let Ok(loaded) = kashf_load::load(&[file], None) {
        check(&loaded);
        if format == Format::AuCsv {
            let cut = SourceFile::from_bytes("au", data[..data.len() - 1].to_vec());
            assert!(
                kashf_load::load(&[cut], None).is_err(),
                "a cut table must be refused"
            );
        }
    }
}

/// OpenSanctions' `targets.simple.csv`.
pub(crate) fn targets(data: &[u8]) {
    let file = SourceFile::from_bytes("targets.simple.csv", data.to_vec());
    if kashf_load::recognise(&file).is_ok_and(|format| format == Format::TargetsCsv)
        && let Ok(loaded) = kashf_load::load(&[file], Some("fuzz"))
    {
        check(&loaded);
        // A carriage return ends a row, too.
        let ends = data.iter().filter(|byte| matches!(byte, b'\n' | b'\r'));
        assert!(
            loaded.records < ends.count() as u64,
            "records come from rows"
        );
    }
}

/// An index, `delta.json`, a list and two deltas, with a line `%%%` between them. What a chain makes has
/// as many entities as its index says.
pub(crate) fn deltas(data: &[u8]) {
    let places = [
        ("", "index.json"),
        ("", "delta.json"),
        ("20260101000000-aaa", "entities.ftm.json"),
        ("20260102000000-bbb", "entities.delta.json"),
        ("20260103000000-ccc", "entities.delta.json"),
    ];
    let parts = split(data).into_iter().zip(places);
    let mut files: Vec<SourceFile> = parts
        .map(|(part, (folder, name))| SourceFile {
            folder: folder.to_owned(),
            // The separator takes the line end of the part before it.
            ..SourceFile::from_bytes(name, [part, b"\n"].concat())
        })
        .collect();
    let made = kashf_load::delta::apply(&mut files, None, &|_| None, &mut Vec::new());
    if let Ok(Some(applied)) = made {
        let lines = files[0].bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        assert_eq!(lines, applied.entities, "the index's count must come out");
        let _ = kashf_load::transport::check(&mut files);
        if let Ok(loaded) = kashf_load::load(&files[..1], Some("fuzz")) {
            check(&loaded);
        }
    }
}

/// A mapping and a table, with a line `%%%` between them; the table may be a workbook.
pub(crate) fn mapping(data: &[u8]) {
    let names = ["m.toml", "list.csv"];
    let files: Vec<SourceFile> = split(data)
        .into_iter()
        .zip(names)
        .map(|(part, name)| SourceFile::from_bytes(name, part.to_vec()))
        .collect();
    if let Ok(loaded) = kashf_load::load(&files, Some("fuzz")) {
        check(&loaded);
    }
}

/// Containers: gzip, zstd, zip. What comes out stays within the ratio and goes to recognition.
pub(crate) fn inputs(data: &[u8]) {
    if let Ok(files) = kashf_load::unpack_bytes("input", data.to_vec()) {
        let plain: usize = files.iter().map(|file| file.bytes.len()).sum();
        let most = (data.len() * 200).max(1 << 20) + (1 << 20);
        assert!(plain <= most, "{plain} bytes out of {}", data.len());
        for file in &files {
            let _ = kashf_load::recognise(file);
        }
    }
}

fn split(data: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = data;
    while let Some(at) = rest
        .windows(SEPARATOR.len())
        .position(|window| window == SEPARATOR)
    {
        parts.push(&rest[..at]);
        rest = &rest[at + SEPARATOR.len()..];
    }
    parts.push(rest);
    parts
}

/// What holds for every list that was accepted.
fn check(loaded: &Loaded) {
    assert!(
        loaded.problems.len() <= 10_000,
        "problems are counted beyond 10,000, not kept"
    );
    let kept = loaded.problems.len() as u64;
    let counted: u64 = loaded.problem_counts.values().sum();
    assert!(kept <= counted, "every problem is counted");
    for problem in &loaded.problems {
        assert_ne!(problem.place, Place::default(), "{problem}");
    }
    for StatementView {
        entity_id,
        schema,
        prop,
        ..
    } in loaded.statements.iter()
    {
        assert!(!entity_id.is_empty() && !prop.is_empty());
        // A schema that nobody knows is kept, and said.
        assert!(
            kashf_ftm::model().schema(schema).is_some() || counted > 0,
            "nobody is told of the schema `{schema}`"
        );
    }
}
