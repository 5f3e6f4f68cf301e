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
