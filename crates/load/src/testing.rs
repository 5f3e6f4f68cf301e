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
    eprintln!("SKIPPED: ../shared is absent");
    None
}
