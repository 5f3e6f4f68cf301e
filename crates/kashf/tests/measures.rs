//! How far the table of measures reaches on the real lists. Skips loudly when `../shared` is absent.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a file that cannot be read fails the test"
)]

mod shared;

use kashf_load::{Loaded, SourceFile};
use kashf_screen::measures::Coverage;
use shared::shared;

fn real(files: &[&str], dataset: &str, mapping: &str) -> Option<Loaded> {
    let paths = files
        .iter()
        .map(|file| shared(file))
        .collect::<Option<Vec<_>>>()?;
    let inputs = kashf_load::read_inputs(&paths).unwrap();
    if mapping.is_empty() {
        return Some(kashf_load::load(&inputs, Some(dataset)).unwrap());
    }
    let place = format!(
        "{}/../../data/mappings/{mapping}",
        env!("CARGO_MANIFEST_DIR")
    );
    let mapping = SourceFile::from_bytes(mapping, fs_err::read(place).unwrap());
    let mapping = kashf_load::mapping::read_mapping(&mapping).unwrap();
    Some(kashf_load::mapping::load_mapped(&inputs, dataset, &mapping).unwrap())
}

/// Files, dataset, mapping; entries with a known measure, of all; not blocked; programmes without a row.
type Expected<'a> = (&'a [&'a str], &'a str, &'a str, (u64, u64), u64, usize);

/// The figures of docs/measures.md: a programme that appears on a list must get a row, or be counted here.
#[test]
fn the_programmes_of_the_real_lists_have_rows_or_are_counted() {
    let lists: [Expected<'_>; 9] = [
        (
            &["un/UN_consolidated.2026-02-27.xml.gz"],
            "un_sc_sanctions",
            "",
            (1003, 1003),
            10,
            0,
        ),
        (
            &["un/consolidated.2020-11-30.xml.gz"],
            "un_sc_sanctions",
            "",
            (1018, 1018),
            10,
            0,
        ),
        (
            &["ofac/sdn.2021-07.csv.gz"],
            "us_ofac_sdn",
            "",
            (9056, 9056),
            0,
            0,
        ),
        (
            &["ofac/sdn.2019-01.csv.gz"],
            "us_ofac_sdn",
            "",
            (7381, 7381),
            0,
            0,
        ),
        (
            &[
                "ofac/cons_prim.2025-12.csv.gz",
                "ofac/cons_comments.2025-12.csv.gz",
            ],
            "us_ofac_cons",
            "",
            (442, 442),
            442,
            0,
        ),
        (
            &["ca/cannada.2025-03.xml.gz"],
            "ca_dfatd_sema_sanctions",
            "",
            (4759, 4759),
            113,
            0,
        ),
        (
            &["eu/eur_Europe_parsed.2025-05.csv.gz"],
            "eu_fsf",
            "eu_parsed.toml",
            (5316, 5316),
            0,
            0,
        ),
        (
            &["uk/uk_uk_parsed.2025-05.csv.gz"],
            "gb_fcdo_sanctions",
            "uk_parsed.toml",
            (0, 2490),
            0,
            0,
        ),
        (
            &["au/aus_Australia_parsed.2025-05.csv.gz"],
            "au_dfat_sanctions",
            "au_parsed.toml",
            (9934, 9934),
            0,
            0,
        ),
    ];
    let mut wrong = Vec::new();
    for (files, dataset, mapping, known, free, unknown) in lists {
        let Some(loaded) = real(files, dataset, mapping) else {
            return;
        };
        let found = Coverage::of(loaded.statements.view());
        println!("{files:?} {found:#?}");
        let not_blocked = found.blocking.get("no").copied().unwrap_or(0);
        let measured = (
            (found.known, found.entries),
            not_blocked,
            found.unknown_programmes.len(),
        );
        if measured != (known, free, unknown) {
            wrong.push(format!("{files:?}: {measured:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
