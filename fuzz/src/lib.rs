//! What the fuzzers run, as plain functions: bytes in, a panic when a law is broken.
//!
//! Two things call them: the targets in `fuzz/fuzz_targets` (libFuzzer, nightly) and the test
//! `xtask/tests/replay.rs`, which includes this very file and runs the seeds, cut and altered, on
//! stable with every `cargo test`. The laws stand here, so both check the same.
//!
//! The functions bound nothing by themselves: if an input makes them slow or large, the crate under
//! test is to blame.

mod disk;
mod lists;
mod people;
mod search;
mod trace;
mod values;

/// A target: its name, which is also the name of its folder in `fuzz/seeds`, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, by name.
pub const TARGETS: &[Target] = &[
    ("au", lists::au),
    ("ca_xml", lists::ca_xml),
    ("ch_xml", lists::ch_xml),
    ("customers", people::customers),
    ("deltas", lists::deltas),
    ("eu_csv", lists::eu_csv),
    ("eu_xml", lists::eu_xml),
    ("ftm_clean", values::clean),
    ("ftm_json", lists::ftm_json),
    ("index", disk::index),
    ("inputs", lists::inputs),
    ("manifest", disk::manifest),
    ("mapping", lists::mapping),
    ("names", values::names),
    ("ofac_advanced", lists::ofac_advanced),
    ("ofac_csv", lists::ofac_csv),
    ("ofac_xml", lists::ofac_xml),
    ("policy", people::policy),
    ("resolver", people::resolver),
    ("search", search::search),
    ("segment", disk::segment),
    ("statements_csv", lists::statements_csv),
    ("targets", lists::targets),
    ("trace", trace::trace),
    ("uk", lists::uk),
    ("un_xml", lists::un_xml),
];

/// Runs one target.
///
/// # Panics
/// When there is no such target, or when the input breaks one of its laws: that is the finding.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.0 == name);
    let (_, function) = target.expect("the name of a target");
    function(data);
}
