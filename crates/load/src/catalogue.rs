//! The datasets known by name: who publishes them, under which terms, and where.
//!
//! Names are OpenSanctions' (`us_ofac_sdn`), so that ids and configuration carry over; the short
//! aliases are ours. An entry here does not mean that the format is read yet: see
//! [`DatasetInfo::readable`]. Licences and attributions are printed at every load.

/// What is known of a dataset before any file is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatasetInfo {
    /// OpenSanctions' name.
    pub name: &'static str,
    /// Short alias for the command line and URLs.
    pub alias: &'static str,
    /// Title in English.
    pub title: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// Licence or terms, in a few words.
    pub licence: &'static str,
    /// Where the terms stand; empty when the publisher states none.
    pub licence_url: &'static str,
    /// The sentence that travels with the data.
    pub attribution: &'static str,
    /// Addresses of the files; all of them together are one version.
    pub urls: &'static [&'static str],
    /// True when this version reads the format.
    pub readable: bool,
    /// Since when its publisher keeps it no longer, and what took its place; told at every load.
    pub closed: Option<&'static str>,
    /// Counts below which a file is no version of this list, whatever it says (promise P2).
    pub floors: &'static [Floor],
}

/// The least of something that a version of a list must have.
///
/// Set from data: four fifths of the smallest real version at hand, rounded down. A list can shrink by
/// delistings (the UN's by a seventh between 2020 and 2025), so a floor is no forecast: it stands against
/// half a file, a page of results, another list under this one's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// What is counted, in the words of a segment's counts: `records`, `schema:Person`, `script:Arabic`.
    pub count: &'static str,
    /// Fewer than this are refused.
    pub at_least: u64,
    /// The version that set it, with its own count.
    pub source: &'static str,
}

// OFAC: the documented download address of its Sanctions List Service (`GET /api/download/{filename}`, confirmed by
// opensanctions issue 5238 of July 2026, which also says that the older addresses at treasury.gov lead there).
// SDN.XML and CONSOLIDATED.XML rather than the four CSV files of each list: one file is one version, and it says
// its date and its record count, by which the gate knows an older or a shortened one.
const US_TERMS: &str = "https://www.usa.gov/government-copyright";
const OFAC: &str = "Office of Foreign Assets Control, U.S. Department of the Treasury";

const fn floor(count: &'static str, at_least: u64, source: &'static str) -> Floor {
    Floor {
        count,
        at_least,
        source,
    }
}

const DATASETS: &[DatasetInfo] = &[
    DatasetInfo {
        name: "un_sc_sanctions",
        alias: "un",
        title: "UN Security Council Consolidated Sanctions",
        publisher: "United Nations Security Council",
        licence: "published for implementation by Member States; no open licence stated",
        licence_url: "https://www.un.org/en/about-us/terms-of-use",
        attribution: "United Nations Security Council Consolidated List, United Nations",
        urls: &["https://scsanctions.un.org/resources/xml/en/consolidated.xml"],
        readable: true,
        closed: None,
        floors: &[
            floor("records", 700, "UN of 2025-04-19: 877"),
            floor("schema:Person", 540, "UN of 2025-04-19: 684 individuals"),
            floor("schema:Organization", 150, "UN of 2025-04-19: 193 entities"),
            floor("names", 3_200, "UN of 2025-04-19: 4,037 names and aliases"),
            floor(
                "script:Arabic",
                310,
                "UN of 2026-02-27: 399 names in Arabic script",
            ),
        ],
    },
    DatasetInfo {
        name: "us_ofac_sdn",
        alias: "us_sdn",
        title: "US OFAC Specially Designated Nationals and Blocked Persons List",
        publisher: OFAC,
        licence: "US public domain",
        licence_url: US_TERMS,
        attribution: "SDN List, Office of Foreign Assets Control, U.S. Department of the Treasury",
        urls: &["https://sanctionslistservice.ofac.treas.gov/api/download/SDN.XML"],
        readable: true,
        closed: None,
        floors: &[
            floor("records", 5_900, "SDN of 2019-01-15: 7,379"),
            floor(
                "schema:Person",
                3_000,
                "SDN of 2019-01-15: 3,845 individuals",
            ),
            // Beside 9 to 76 that their remarks make companies.
            floor("schema:Organization", 2_300, "SDN of 2019-01-15: 2,985"),
            floor("schema:Vessel", 250, "SDN of 2019-01-15: 323"),
            floor("schema:Airplane", 170, "SDN of 2019-01-15: 217"),
        ],
    },
    DatasetInfo {
        name: "us_ofac_cons",
        alias: "us_cons",
        title: "US OFAC Consolidated (non-SDN) List",
        publisher: OFAC,
        licence: "US public domain",
        licence_url: US_TERMS,
        attribution: "Consolidated Sanctions List, Office of Foreign Assets Control, U.S. Department of the Treasury",
        urls: &["https://sanctionslistservice.ofac.treas.gov/api/download/CONSOLIDATED.XML"],
        readable: true,
        closed: None,
        floors: &[
            floor("records", 350, "non-SDN list of 2025-12-19: 442"),
            floor(
                "schema:Person",
                60,
                "non-SDN list of 2025-12-19: 79 individuals",
            ),
            floor(
                "schema:Organization",
                240,
                "non-SDN list of 2025-12-19: 305",
            ),
        ],
    },
    DatasetInfo {
        name: "eu_fsf",
        alias: "eu",
        title: "EU Financial Sanctions Files",
        publisher: "European Commission",
        licence: "Commission Decision 2011/833/EU on reuse",
        licence_url: "https://eur-lex.europa.eu/eli/dec/2011/833/oj",
        attribution: "Consolidated list of persons, groups and entities subject to EU financial sanctions, European Union",
        // The public link of the Commission's page of financial sanctions files, as OpenSanctions uses it
        // (`eu_fsf.yml`, 2025); the token is part of the link.
        urls: &[
            "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",
        ],
        readable: true,
        closed: None,
        // No whole file is at hand; the derived copy has one row a record.
        floors: &[
            floor("records", 4_200, "EU of 2025-05, a derived copy: 5,316"),
            floor(
                "schema:Person",
                3_200,
                "EU of 2025-05, a derived copy: 4,110 persons",
            ),
            floor(
                "schema:Organization",
                960,
                "EU of 2025-05, a derived copy: 1,206 enterprises",
            ),
        ],
    },
    DatasetInfo {
        name: "gb_fcdo_sanctions",
        alias: "uk",
        title: "UK Sanctions List",
        publisher: "Foreign, Commonwealth & Development Office",
        licence: "Open Government Licence v3.0",
        licence_url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        attribution: "Contains public sector information licensed under the Open Government Licence v3.0",
        // As the list's page on gov.uk links it since January 2026.
        urls: &["https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml"],
        readable: true,
        closed: None,
        floors: &[floor(
            "records",
            2_000,
            "UK of 2025-05, a derived copy: 2,524",
        )],
    },
    DatasetInfo {
        name: "gb_hmt_sanctions",
        alias: "uk_ofsi",
        title: "UK OFSI Consolidated List of Financial Sanctions Targets",
        publisher: "Office of Financial Sanctions Implementation, HM Treasury",
        licence: "Open Government Licence v3.0",
        licence_url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        attribution: "Contains public sector information licensed under the Open Government Licence v3.0",
        urls: &[],
        readable: true,
        closed: Some(
            "closed on 28 January 2026: no longer kept by its publisher, the UK Sanctions List (`uk`) took its place",
        ),
        // An excerpt of six groups is all that is at hand: no honest floor.
        floors: &[],
    },
    DatasetInfo {
        name: "ca_dfatd_sema_sanctions",
        alias: "ca",
        title: "Consolidated Canadian Autonomous Sanctions List",
        publisher: "Global Affairs Canada",
        licence: "Open Government Licence - Canada",
        licence_url: "https://open.canada.ca/en/open-government-licence-canada",
        attribution: "Contains information licensed under the Open Government Licence - Canada",
        // As OpenSanctions fetches it (`ca_dfatd_sema_sanctions.yml`, 2026).
        urls: &[
            "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml",
        ],
        readable: true,
        closed: None,
        floors: &[
            floor("records", 3_800, "Canada of 2025-03-20: 4,759"),
            floor(
                "schema:Person",
                2_600,
                "Canada of 2025-03-20: 3,334 persons",
            ),
            floor(
                "schema:Organization",
                1_000,
                "Canada of 2025-03-20: 1,316 entities",
            ),
            floor("schema:Vessel", 87, "Canada of 2025-03-20: 109 ships"),
            floor(
                "names",
                6_800,
                "Canada of 2025-03-20: 8,518 names and aliases",
            ),
        ],
    },
    DatasetInfo {
        name: "au_dfat_sanctions",
        alias: "au",
        title: "Australian Sanctions Consolidated List",
        publisher: "Department of Foreign Affairs and Trade",
        licence: "CC BY",
        licence_url: "https://www.dfat.gov.au/about-us/about-this-website/copyright",
        attribution: "Consolidated List, Australian Government Department of Foreign Affairs and Trade",
        // As OpenSanctions fetches it (`au_dfat_sanctions.yml`, 2026).
        urls: &[
            "https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx",
        ],
        readable: true,
        closed: None,
        // The one copy at hand has a row a name and does not tell records apart.
        floors: &[
            floor(
                "names",
                7_900,
                "Australia of 2025-05, a derived copy: 9,894 names",
            ),
            floor(
                "script:Arabic",
                330,
                "Australia of 2025-05, a derived copy: 421 names in Arabic script",
            ),
        ],
    },
    DatasetInfo {
        name: "ch_seco_sanctions",
        alias: "ch",
        title: "Swiss SECO Sanctions",
        publisher: "State Secretariat for Economic Affairs",
        licence: "published for implementation; no open licence stated",
        licence_url: "",
        attribution: "Consolidated list of sanctions, State Secretariat for Economic Affairs (SECO)",
        // As OpenSanctions fetches it (`ch_seco_sanctions.yml`, 2025).
        urls: &[
            "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction",
        ],
        readable: true,
        closed: None,
        // A format example of one programme is all that is at hand: no honest floor yet.
        floors: &[],
    },
];

/// The dataset of that name or alias, in any case.
///
/// ```
/// use kashf_load::catalogue;
/// assert_eq!(catalogue::find("un").map(|d| d.name), Some("un_sc_sanctions"));
/// assert_eq!(catalogue::find("US_OFAC_SDN").map(|d| d.alias), Some("us_sdn"));
/// assert!(catalogue::find("moon").is_none());
/// ```
#[must_use]
pub fn find(name_or_alias: &str) -> Option<&'static DatasetInfo> {
    DATASETS.iter().find(|dataset| {
        dataset.name.eq_ignore_ascii_case(name_or_alias)
            || dataset.alias.eq_ignore_ascii_case(name_or_alias)
    })
}

/// All known datasets, in the order of `DESIGN.md`.
#[must_use]
pub fn all() -> &'static [DatasetInfo] {
    DATASETS
}

#[cfg(test)]
mod tests;
