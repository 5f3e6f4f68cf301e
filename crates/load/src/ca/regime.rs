//! Canada's regimes: the regulations behind a listing and what it does.
//!
//! The list names a regime only (`Country`). The titles are those of the regulations under the Special
//! Economic Measures Act (SEMA) and the Justice for Victims of Corrupt Foreign Officials Act (JVCFOA).
//! Measures are our knowledge of them and nobody has yet checked them line by line: a listing forbids
//! dealing in the listed one's property (a freeze); Schedules 2 and 3 of the Russia regulations are no
//! freeze but forbid new debt and equity; ships of Schedule 1.1 may not be served. Statements made from
//! this table have the origin [`ORIGIN`]. Programme ids are OpenSanctions'.

/// Origin of statements that this table makes.
pub(super) const ORIGIN: &str = "kashf: table of Canadian regulations";

const FREEZE: &str = "asset freeze";
const DEBT: &str = "prohibition on new debt and equity (no asset freeze)";
const SHIP: &str = "prohibition on services to the ship";

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

impl Regime {
    /// What a listing in that schedule does; nothing where we do not know.
    pub(super) fn provisions(&self, schedule: &str, schema: &str) -> &'static [&'static str] {
        let russia = self.country == "Russia";
        if schema == "Vessel" {
            return if schedule == "1.1" {
                &[SHIP]
            } else {
                &[FREEZE]
            };
        }
        match schedule {
            "2" | "3" if russia => &[DEBT],
            "" => &[FREEZE],
            first if first.starts_with("1,") || first.starts_with("Part") => &[FREEZE],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_non_blocking_schedule_is_no_freeze() {
        let of = |country, schedule, schema| {
            find(country).map(|regime| regime.provisions(schedule, schema))
        };
        assert_eq!(
            of("Russia / Russie", "3", "Organization"),
            Some(&[DEBT][..])
        );
        assert_eq!(
            of("Russia / Russie", "1, Part 2", "Organization"),
            Some(&[FREEZE][..])
        );
        assert_eq!(of("Russia / Russie", "1.1", "Vessel"), Some(&[SHIP][..]));
        assert_eq!(of("Iran", "7", "Person"), Some(&[][..]));
        assert_eq!(of("Atlantis", "", "Person"), None);
        assert_eq!(
            find("South Sudan / Soudan du sud")
                .unwrap()
                .regulations
                .find("South"),
            Some(27)
        );
    }
}
