//! Canada's regimes: the regulations behind a listing.
//!
//! The list names a regime only (`Country`). The titles are those of the regulations under the Special
//! Economic Measures Act (SEMA) and the Justice for Victims of Corrupt Foreign Officials Act (JVCFOA).
//! Statements made from this table have the origin [`ORIGIN`]. Programme ids are OpenSanctions'. What a listing
//! in a schedule does stands in `data/measures/programmes_ca.tsv` and is no statement.

/// Origin of statements that this table makes.
pub(super) const ORIGIN: &str = "kashf: table of Canadian regulations";

/// One regime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Regime {
    /// How `Country` begins.
    country: &'static str,
    /// OpenSanctions' id of the programme.
    pub(super) program_id: &'static str,
    /// Title of the regulations.
    pub(super) regulations: &'static str,
}

const fn sema(country: &'static str, regulations: &'static str) -> Regime {
    Regime {
        country,
        program_id: "CA-SEMA",
        regulations,
    }
}

const REGIMES: &[Regime] = &[
    sema("Belarus", "Special Economic Measures (Belarus) Regulations"),
    sema(
        "China",
        "Special Economic Measures (People's Republic of China) Regulations",
    ),
    sema(
        "Extremist Settler Violence",
        "Special Economic Measures (Extremist Settler Violence) Regulations",
    ),
    sema(
        "Guatemala",
        "Special Economic Measures (Guatemala) Regulations",
    ),
    sema("Haiti", "Special Economic Measures (Haiti) Regulations"),
    sema(
        "Hamas Terrorist Attacks",
        "Special Economic Measures (Hamas Terrorist Attacks) Regulations",
    ),
    sema("Iran", "Special Economic Measures (Iran) Regulations"),
    sema("Moldova", "Special Economic Measures (Moldova) Regulations"),
    sema(
        "Myanmar (Burma)",
        "Special Economic Measures (Burma) Regulations",
    ),
    sema(
        "Nicaragua",
        "Special Economic Measures (Nicaragua) Regulations",
    ),
    sema("Russia", "Special Economic Measures (Russia) Regulations"),
    sema(
        "South Sudan",
        "Special Economic Measures (South Sudan) Regulations",
    ),
    sema(
        "Sri Lanka",
        "Special Economic Measures (Sri Lanka) Regulations",
    ),
    sema("Sudan", "Special Economic Measures (Sudan) Regulations"),
    sema("Syria", "Special Economic Measures (Syria) Regulations"),
    sema("Ukraine", "Special Economic Measures (Ukraine) Regulations"),
    sema(
        "Venezuela",
        "Special Economic Measures (Venezuela) Regulations",
    ),
    sema(
        "Zimbabwe",
        "Special Economic Measures (Zimbabwe) Regulations",
    ),
    Regime {
        country: "Justice for Victims of Corrupt Foreign Officials Regulations (JVCFOR)",
        program_id: "CA-JVCFOA",
        regulations: "Justice for Victims of Corrupt Foreign Officials Regulations",
    },
];

/// The regime of a `Country` text, by its English side.
pub(super) fn find(country: &str) -> Option<&'static Regime> {
    let english = country.split(" / ").next().unwrap_or_default().trim();
    REGIMES.iter().find(|regime| regime.country == english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regime_is_found_by_its_english_side() {
        assert_eq!(find("Atlantis"), None);
        let sudan = find("South Sudan / Soudan du sud").unwrap();
        assert_eq!(sudan.regulations.find("South"), Some(27));
    }
}
