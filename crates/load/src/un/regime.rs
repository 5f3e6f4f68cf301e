//! The UN's sanctions regimes: which committee stands behind a `UN_LIST_TYPE`.
//!
//! The consolidated list names a regime only. Its programme id and the committee's page are our knowledge of
//! it, not part of the file; their statements have the origin [`ORIGIN`]. Programme ids are OpenSanctions'.
//! What a listing does, and under which resolution, stands in `data/measures/programmes_un.tsv` and is no
//! statement: a correction of that table is not a change of the list.

/// Origin of statements that this table makes.
pub const ORIGIN: &str = "kashf: table of UN regimes";

/// One regime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Regime {
    /// `UN_LIST_TYPE`.
    pub list_type: &'static str,
    /// OpenSanctions' id of the programme.
    pub program_id: &'static str,
    /// Page of the committee, after `https://main.un.org/securitycouncil/en/sanctions/`.
    pub page: &'static str,
}

const fn regime(list_type: &'static str, program_id: &'static str, page: &'static str) -> Regime {
    Regime {
        list_type,
        program_id,
        page,
    }
}

/// Regimes by `UN_LIST_TYPE` as the files write it.
const REGIMES: &[Regime] = &[
    regime("Al-Qaida", "UN-SCISIL", "1267"),
    regime("Taliban", "UN-SC1988", "1988"),
    regime("Somalia", "UN-SC2713", "2713"),
    regime("Iraq", "UN-SC1518", "1518"),
    regime("DRC", "UN-SC1533", "1533"),
    regime("Sudan", "UN-SC1591", "1591"),
    regime("DPRK", "UN-SC1718", "1718"),
    regime("Libya", "UN-SC1970", "1970"),
    regime("GB", "UN-SC2048", "2048"),
    regime("CAR", "UN-SC2127", "2745"),
    regime("Yemen", "UN-SC2140", "2140"),
    regime("SouthSudan", "UN-SC2206", "2206"),
    regime("Haiti", "UN-SC2653", "2653"),
    regime("Iran", "UN-SC1737", "1737"),
    regime("Mali", "UN-SC2374", "2374"),
];

/// The regime of a `UN_LIST_TYPE`.
///
/// ```
/// let regime = kashf_load::un::regime::find("Taliban").unwrap();
/// assert_eq!(regime.program_id, "UN-SC1988");
/// ```
#[must_use]
pub fn find(list_type: &str) -> Option<&'static Regime> {
    REGIMES
        .iter()
        .find(|regime| regime.list_type == list_type.trim())
}

impl Regime {
    /// Address of the committee's page.
    #[must_use]
    pub fn url(&self) -> String {
        format!(
            "https://main.un.org/securitycouncil/en/sanctions/{}",
            self.page
        )
    }
}
