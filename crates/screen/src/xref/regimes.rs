//! Regimes: which programmes of different publishers list parties on the same ground.
//!
//! `data/xref/regimes.tsv` names the programmes of each; one may belong to several (OFAC's `SDGT` lists those of the
//! Al-Qaida and the Taliban lists of the Security Council, and others). A programme that it does not know belongs to none, which says
//! nothing.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// A set of regimes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Regimes(u64);

impl Regimes {
    /// True when no programme is known.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True when a regime stands in both.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The regimes of these programmes.
pub(super) fn regimes_of(programmes: &[String]) -> Regimes {
    let table = table();
    let of = |programme: &String| table.get(programme.trim()).map_or(0, |regimes| regimes.0);
    Regimes(programmes.iter().map(of).fold(0, |all, one| all | one))
}

fn table() -> &'static FxHashMap<&'static str, Regimes> {
    static TABLE: OnceLock<FxHashMap<&'static str, Regimes>> = OnceLock::new();
    TABLE.get_or_init(|| read(include_str!("../../../../data/xref/regimes.tsv")))
}

fn read(text: &'static str) -> FxHashMap<&'static str, Regimes> {
    let mut table: FxHashMap<&'static str, Regimes> = FxHashMap::default();
    let rows = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    for (number, row) in rows.enumerate() {
        let programmes = row
            .split_once('\t')
            .map_or("", |(_, programmes)| programmes);
        for programme in programmes.split('|').map(str::trim) {
            table.entry(programme).or_default().0 |= 1 << number.min(63);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_a_regime_with_programmes() {
        let rows: Vec<&str> = include_str!("../../../../data/xref/regimes.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!((20..64).contains(&rows.len()));
        for row in rows {
            let (regime, programmes) = row.split_once('\t').unwrap();
            assert!(
                !regime.is_empty() && !programmes.split('|').any(|one| one.trim().is_empty()),
                "{row}"
            );
        }
    }

    #[test]
    fn programmes_of_two_publishers_meet() {
        let of = |programme: &str| regimes_of(&[programme.to_owned()]);
        assert!(of("Al-Qaida").meets(of("SDGT")));
        assert!(!of("DPRK").meets(of("SDGT")));
        assert!(of("no such programme").is_empty());
    }
}
