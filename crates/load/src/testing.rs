//! For tests: where the real lists are, if they are here.

use std::path::PathBuf;

/// A file of `../shared`, or of `KASHF_SHARED`; says loudly when it is absent.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("KASHF_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let file = root.join(path);
    if file.exists() {
        return Some(file);
    }
    // Past the capture of test output: a skipped test must be seen.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), b"SKIPPED: ../shared is absent\n");
    None
}

/// Values of a property, each with its original after `<-` when there is one.
pub(crate) fn values(loaded: &crate::Loaded, id: &str, prop: &str) -> Vec<String> {
    let statements = loaded
        .statements
        .iter()
        .filter(|s| s.entity_id == id && s.prop == prop);
    statements
        .map(|s| match &s.original_value {
            Some(original) => format!("{} <- {original}", s.value),
            None => s.value.clone(),
        })
        .collect()
}

/// Values of a property, as cleaned.
pub(crate) fn cleaned(loaded: &crate::Loaded, id: &str, prop: &str) -> Vec<String> {
    let statements = loaded.statements.iter();
    statements
        .filter(|s| s.entity_id == id && s.prop == prop)
        .map(|s| s.value.clone())
        .collect()
}

/// A list with other bytes from a place on.
pub(crate) fn garbled(list: &str, at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut garbled = list.as_bytes().to_vec();
    for (place, byte) in garbled.iter_mut().skip(at).zip(bytes) {
        *place = *byte;
    }
    garbled
}

/// The invented records of `fixtures/`, as OFAC publishes its CSV.
pub(crate) fn ofac_csv() -> crate::Loaded {
    let file = |name: &str, text: &str| {
        let text = format!("{}\u{1a}", text.replace('\n', "\r\n"));
        crate::SourceFile::from_bytes(name, text.into_bytes())
    };
    let files = [
        file("sdn.csv", include_str!("../fixtures/sdn.csv")),
        file("alt.csv", include_str!("../fixtures/alt.csv")),
        file("add.csv", include_str!("../fixtures/add.csv")),
    ];
    crate::load(&files, None).expect("the CSV fixture is good")
}
