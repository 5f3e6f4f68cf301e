//! Replays the seeds of the fuzz targets on stable, as they are, cut, and altered.
//!
//! The laws are those of the fuzz targets themselves: this file includes their source. It is no
//! fuzzing: the alterations are few and always the same. Findings of the fuzzers become seeds, so a
//! defect that was mended stays mended.

#[path = "../../fuzz/src/lib.rs"]
#[expect(
    unreachable_pub,
    reason = "it is a library's root where the fuzzers use it"
)]
mod targets;

use std::path::PathBuf;

/// Alterations of each seed; the whole test stays within seconds.
const ALTERATIONS: u32 = 24;
/// Cuts of each seed.
const CUTS: usize = 12;

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = format!("{}/../fuzz/seeds/{target}", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = fs_err::read_dir(folder)
        .expect("every target has a folder of seeds")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let bytes = fs_err::read(&path).expect("a seed can be read");
            (path, bytes)
        })
        .collect()
}

/// The next number of a plain linear congruence: the same on every machine.
fn next(state: &mut u32) -> usize {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*state >> 8) as usize
}

fn alter(seed: &[u8], state: &mut u32) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=next(state) % 3 {
        let length = bytes.len();
        let place = next(state) % length.max(1);
        match next(state) % 4 {
            0 if length > 0 => bytes[place] ^= 1 << (next(state) % 8),
            1 => bytes.insert(place.min(length), b"\"<>,;{}\n"[next(state) % 8]),
            2 if length > 0 => drop(bytes.remove(place)),
            _ => {
                let end = (place + next(state) % 64).min(length);
                let part = bytes[place.min(end)..end].to_vec();
                bytes.extend(part);
            }
        }
    }
    bytes
}

#[expect(
    clippy::print_stdout,
    reason = "the harness shows it when the seed breaks a law"
)]
fn replay(target: &str) {
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "`fuzz/seeds/{target}` holds no seed");
    for (path, seed) in seeds {
        println!("{}", path.display());
        targets::run(target, &seed);
        for part in 0..CUTS {
            targets::run(target, &seed[..seed.len() * part / CUTS]);
        }
        let mut state = u32::try_from(seed.len()).expect("seeds are small");
        for _ in 0..ALTERATIONS {
            targets::run(target, &alter(&seed, &mut state));
        }
    }
}

macro_rules! replays {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                replay(stringify!($name));
            }
        )*

        #[test]
        fn every_target_is_replayed_and_can_be_fuzzed() {
            let names: Vec<&str> = targets::TARGETS.iter().map(|target| target.0).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
            for name in names {
                let file = format!("{}/../fuzz/fuzz_targets/{name}.rs", env!("CARGO_MANIFEST_DIR"));
                let text = fs_err::read_to_string(file).expect("every target has a shim");
                assert!(text.contains(&format!("run(\"{name}\"")));
            }
        }
    };
}

replays! {
    au
    ca_xml
    ch_xml
    customers
    deltas
    eu_csv
    eu_xml
    ftm_clean
    ftm_json
    index
    inputs
    manifest
    mapping
    names
    ofac_advanced
    ofac_csv
    ofac_xml
    policy
    resolver
    search
    segment
    statements_csv
    targets
    trace
    uk
    un_xml
}
