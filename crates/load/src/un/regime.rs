//! The UN's sanctions regimes: what a listing does, and under which resolution.
//!
//! The consolidated list names a regime only (`UN_LIST_TYPE`). A hit is not enough for whoever has to
//! act on it: this table says which measures the regime's resolutions impose on those listed. It is
//! our knowledge of the resolutions, not part of the file, and is marked so: its statements have the
//! origin [`ORIGIN`]. Nobody has yet checked it line by line against the committees' pages
//! (main.un.org/securitycouncil/en/sanctions/NUMBER). Programme ids are OpenSanctions'.
//! Resolution 2664 (2022) exempts humanitarian assistance from all UN asset freezes; resolution 2761
//! (2024) continues that for the 1267/1989/2253 regime.
//!
//! What it is not: legal advice, or the measures on one single name, which a committee can narrow.

/// Origin of statements that this table makes.
pub const ORIGIN: &str = "kashf: table of UN regimes";

const FREEZE: &str = "asset freeze";
const TRAVEL: &str = "travel ban";
const ARMS: &str = "arms embargo";
/// The humanitarian exemption, with the asset freeze.
pub const HUMANITARIAN: &str = "humanitarian exemption to the asset freeze: resolution 2664 (2022)";

/// One regime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regime {
    /// `UN_LIST_TYPE`.
    pub list_type: &'static str,
    /// The committee, by its founding resolutions.
    pub committee: &'static str,
    /// OpenSanctions' id of the programme.
    pub program_id: &'static str,
    /// Page of the committee, after `https://main.un.org/securitycouncil/en/sanctions/`.
    pub page: &'static str,
    /// Measures on those listed.
    pub measures: &'static [&'static str],
}

const fn regime(
    list_type: &'static str,
    committee: &'static str,
    program_id: &'static str,
    page: &'static str,
    measures: &'static [&'static str],
) -> Regime {
    Regime {
        list_type,
        committee,
        program_id,
        page,
        measures,
    }
}

/// Regimes by `UN_LIST_TYPE` as the files write it.
const REGIMES: &[Regime] = &[
    regime(
        "Al-Qaida",
        "1267/1989/2253 ISIL (Da'esh) and Al-Qaida Committee",
        "UN-SCISIL",
        "1267",
        &[FREEZE, TRAVEL, ARMS],
    ),
    regime(
        "Taliban",
        "1988 Committee",
        "UN-SC1988",
        "1988",
        &[FREEZE, TRAVEL, ARMS],
    ),
    regime(
        "Somalia",
        "2713 Al-Shabaab Committee",
        "UN-SC2713",
        "2713",
        &[FREEZE, TRAVEL, ARMS],
    ),
    regime("Iraq", "1518 Committee", "UN-SC1518", "1518", &[FREEZE]),
    regime(
        "DRC",
        "1533 Committee",
        "UN-SC1533",
        "1533",
        &[FREEZE, TRAVEL],
    ),
    regime(
        "Sudan",
        "1591 Committee",
        "UN-SC1591",
        "1591",
        &[FREEZE, TRAVEL],
    ),
    regime(
        "DPRK",
        "1718 Committee",
        "UN-SC1718",
        "1718",
        &[FREEZE, TRAVEL],
    ),
    regime(
        "Libya",
        "1970 Committee",
        "UN-SC1970",
        "1970",
        &[FREEZE, TRAVEL],
    ),
    regime(
        "GB",
        "2048 Committee (Guinea-Bissau)",
        "UN-SC2048",
        "2048",
        &[TRAVEL],
    ),
    regime(
        "CAR",
        "2745 Committee (Central African Republic)",
        "UN-SC2127",
        "2745",
        &[FREEZE, TRAVEL],
    ),
    regime(
        "Yemen",
        "2140 Committee",
        "UN-SC2140",
        "2140",
        &[FREEZE, TRAVEL, ARMS],
    ),
    regime(
        "SouthSudan",
        "2206 Committee",
        "UN-SC2206",
        "2206",
        &[FREEZE, TRAVEL],
    ),
    regime(
        "Haiti",
        "2653 Committee",
        "UN-SC2653",
        "2653",
        &[FREEZE, TRAVEL, ARMS],
    ),
    regime(
        "Iran",
        "1737 Committee and resolution 2231 (2015)",
        "UN-SC1737",
        "1737",
        &[FREEZE, TRAVEL],
    ),
    regime(
        "Mali",
        "2374 Committee (ended 2023)",
        "UN-SC2374",
        "2374",
        &[FREEZE, TRAVEL],
    ),
];

/// The regime of a `UN_LIST_TYPE`.
///
/// ```
/// let regime = kashf_load::un::regime::find("Taliban").unwrap();
/// assert!(regime.measures.contains(&"asset freeze"));
/// ```
#[must_use]
pub fn find(list_type: &str) -> Option<&'static Regime> {
    REGIMES
        .iter()
        .find(|regime| regime.list_type == list_type.trim())
}

impl Regime {
    /// Measures as they apply to a person, or to an organisation, which cannot travel; the
    /// humanitarian exemption follows an asset freeze.
    pub fn provisions(&self, person: bool) -> impl Iterator<Item = &'static str> {
        let freeze = self.measures.contains(&FREEZE);
        self.measures
            .iter()
            .copied()
            .filter(move |measure| person || *measure != TRAVEL)
            .chain(freeze.then_some(HUMANITARIAN))
    }

    /// Address of the committee's page.
    #[must_use]
    pub fn url(&self) -> String {
        format!(
            "https://main.un.org/securitycouncil/en/sanctions/{}",
            self.page
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_do_not_travel_and_exemptions_follow_freezes() {
        let taliban = find("Taliban").unwrap();
        assert!(taliban.provisions(true).any(|m| m == TRAVEL));
        assert!(taliban.provisions(false).all(|m| m != TRAVEL));
        assert!(taliban.provisions(false).any(|m| m == HUMANITARIAN));
        assert!(
            find("GB")
                .unwrap()
                .provisions(true)
                .all(|m| m != HUMANITARIAN)
        );
    }
}
