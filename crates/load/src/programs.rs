//! OpenSanctions' ids of programmes for the publishers' own words, where the two are certainly the same.
//!
//! SOURCE: the lookups `sanction.program` and the file names of `meta/programs` in OpenSanctions' repository
//! (read 2026-11-22; facts, no text). The publisher's word stays as `program` beside it; a word that is
//! not in a table has no id, and nothing is guessed. Statements made from these tables have the origin
//! [`ORIGIN`].

/// Origin of statements that these tables make.
pub(crate) const ORIGIN: &str = "kashf: table of programmes";

/// Words of Australia's `Committees`.
const AU: &[(&str, &str)] = &[
    ("Autonomous (Afghanistan)", "AU-AFGHANISTAN"),
    ("Autonomous (DPRK)", "AU-DPRK"),
    ("Autonomous (FFRY)", "AU-YUGO"),
    ("Autonomous (Iran)", "AU-IRAN"),
    ("Autonomous (Libya)", "AU-LIBYA"),
    ("Autonomous (Myanmar)", "AU-MYANMAR"),
    ("Autonomous (Russia)", "AU-RUSSIA"),
    ("Autonomous (Syria)", "AU-SYRIA"),
    ("Autonomous (Thematic - Corruption)", "AU-CRP"),
    ("Autonomous (Thematic - Cyber)", "AU-CYB"),
    ("Autonomous (Thematic - Human Rights)", "AU-HUMAN"),
    ("Autonomous (Ukraine)", "AU-UKRAINE"),
    ("Autonomous (Vessels)", "AU-VESSELS"),
    ("Autonomous (Zimbabwe)", "AU-ZIM"),
    ("1267/1989/2253 (ISIL (Da'esh) and Al-Qaida)", "UN-SCISIL"),
    ("1373 (2001)", "AU-UNSC1373"),
    ("1518 (Iraq)", "UN-SC1518"),
    ("1533 (Democratic Republic of the Congo)", "UN-SC1533"),
    ("1591 (Sudan)", "UN-SC1591"),
    ("1718 (DPRK)", "UN-SC1718"),
    ("1718 Committee (DPRK)", "UN-SC1718"),
    ("1737 (Iran)", "UN-SC1737"),
    ("1970 (Libya)", "UN-SC1970"),
    ("1970 (Libya) 1973 (Libya)", "UN-SC1970"),
    ("1973 (Libya)", "UN-SC1970"),
    ("1988 (Taliban)", "UN-SC1988"),
    ("2048 (Guinea-Bissau)", "UN-SC2048"),
    ("2127 (Central African Republic)", "UN-SC2127"),
    ("2140 (Yemen)", "UN-SC2140"),
    ("2206 (South Sudan)", "UN-SC2206"),
    ("2653 (Haiti)", "UN-SC2653"),
    ("2713 (Al-Shabaab)", "UN-SC2713"),
];

/// Numbers of Swiss ordinances in the classified compilation (SR, RS).
const CH: &[(&str, &str)] = &[
    ("946.203", "SECO-AFGH"),
    ("946.206", "SECO-IRAQ"),
    ("946.207", "SECO-YUGO"),
    ("946.209.2", "SECO-ZIM"),
    ("946.231.116.9", "SECO-BRUS"),
    ("946.231.12", "SECO-DRC"),
    ("946.231.121.8", "SECO-BURUNDI"),
    ("946.231.123.6", "SECO-CAR"),
    ("946.231.127.6", "SECO-NORTHKOREA"),
    ("946.231.13", "SECO-CDI"),
    ("946.231.138.1", "SECO-GUINEA"),
    ("946.231.138.3", "SECO-BISSAU"),
    ("946.231.139.4", "SECO-HAITI"),
    ("946.231.143.6", "SECO-IRAN"),
    ("946.231.149.82", "SECO-LIBYA"),
    ("946.231.154.1", "SECO-MALI"),
    ("946.231.156.5", "SECO-MOLDOVA"),
    ("946.231.157.5", "SECO-MYANMAR"),
    ("946.231.158.5", "SECO-NICARAGUA"),
    ("946.231.16", "SECO-LIBERIA"),
    ("946.231.169.4", "SECO-SOMALIA"),
    ("946.231.169.9", "SECO-SOUTHSUDAN"),
    ("946.231.172.7", "SECO-SYRIA"),
    ("946.231.176.72", "SECO-UKRAINE"),
    ("946.231.178.5", "SECO-VEN"),
    ("946.231.179.8", "SECO-YEMEN"),
    ("946.231.18", "SECO-SUDAN"),
];

/// OFAC's codes on the SDN list; the others are not among the `aliases` that were read.
const US: &[(&str, &str)] = &[
    ("BELARUS", "US-BRUS"),
    ("BELARUS-EO14038", "US-BRUS"),
    ("GLOMAG", "US-GLOMAG"),
    ("ILLICIT-DRUGS-EO14059", "US-NARCO"),
    ("PEESA-EO14039", "US-RUSHAR"),
    ("RUSSIA-EO14024", "US-RUSHAR"),
    ("RUSSIA-EO14065", "US-UKRRUS-REL"),
    ("SDGT", "US-TERR"),
    ("SDNT", "US-NARCO"),
    ("SDNTK", "US-NARCO"),
    ("SYRIA", "US-SYR"),
    ("SYRIA-CAESAR", "US-SYR"),
    ("UKRAINE-EO13660", "US-UKRRUS-REL"),
    ("UKRAINE-EO13661", "US-UKRRUS-REL"),
    ("UKRAINE-EO13662", "US-UKRRUS-REL"),
    ("UKRAINE-EO13685", "US-UKRRUS-REL"),
];

/// OFAC's codes on the non-SDN list, which blocks nobody: the same word can be another programme there.
const US_CONS: &[(&str, &str)] = &[
    ("CMIC-EO13959", "US-NS-CMIC"),
    ("NS-PLC", "US-NS-PLC"),
    ("UKRAINE-EO13662", "US-SSI"),
];

/// The EU's codes whose id is `EU-` and the code.
const EU: &[&str] = &[
    "AFG", "BDI", "BLR", "CAF", "CHEM", "COD", "CYB", "GIN", "GNB", "GTM", "HAM", "HR", "HTI",
    "IRN", "IRQ", "LBY", "MDA", "MLI", "MMR", "NIC", "PRK", "RUS", "RUSDA", "SDN", "SDNZ", "SOM",
    "SSD", "SYR", "TERR", "TUN", "TUR", "UKR", "UNLI", "VEN", "YEM", "ZWE",
];

fn find(table: &'static [(&str, &str)], word: &str) -> Option<&'static str> {
    let found = table
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word));
    found.map(|(_, id)| *id)
}

/// Of Australia's `Committees`.
pub(crate) fn au(committee: &str) -> Option<&'static str> {
    // DFAT writes the dash in two lengths.
    find(AU, &committee.trim().replace('\u{2013}', "-"))
}

/// Of a Swiss programme's name, by the number of its ordinance.
pub(crate) fn ch(name: &str) -> Option<&'static str> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let mut numbers = name
        .split(|c: char| !is_part(c))
        .map(|n| n.trim_matches('.'));
    numbers.find_map(|number| find(CH, number))
}

/// Of OFAC's programme code, on the SDN or the non-SDN list.
pub(crate) fn us(code: &str, consolidated: bool) -> Option<&'static str> {
    find(if consolidated { US_CONS } else { US }, code.trim())
}

/// Of the EU's `programme`.
pub(crate) fn eu(code: &str) -> Option<String> {
    let code = code.trim();
    match code {
        "TAQA" | "EUAQ" => Some(String::from("EU-TAQA-EUAQ")),
        _ => EU.contains(&code).then(|| format!("EU-{code}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_have_ids() {
        assert_eq!(
            au("Autonomous (Thematic \u{2013} Corruption)"),
            Some("AU-CRP")
        );
        assert_eq!(au("Autonomous (Atlantis)"), None);
        assert_eq!(
            ch("Ordinance of 1900 on measures (SR 946.231.12), annex 1"),
            Some("SECO-DRC")
        );
        assert_eq!(
            ch("Ordinance on measures (RS 946.231.121.8)."),
            Some("SECO-BURUNDI")
        );
        assert_eq!(ch("Ordinance on measures (SR 946.231)"), None);
        assert_eq!(eu("TAQA").as_deref(), Some("EU-TAQA-EUAQ"));
        assert_eq!(eu("UKR").as_deref(), Some("EU-UKR"));
        assert_eq!(eu("LBN"), None);
        assert_eq!(us("SDGT", false), Some("US-TERR"));
        assert_eq!(us("SDGT", true), None);
        assert_eq!(us("UKRAINE-EO13662", true), Some("US-SSI"));
        assert_eq!(us("CUBA", false), None);
    }

    /// The words of the copy at hand; those of 1992 to 2013 that OpenSanctions has no id for stay without.
    #[test]
    fn the_words_of_the_real_list_are_known() {
        let Some(path) =
            crate::testing::shared("data/sanctions/au/aus_Australia_parsed.2025-05.csv.gz")
        else {
            return;
        };
        let files = crate::read_inputs(&[path]).unwrap();
        let mut rows = csv::Reader::from_reader(files[0].bytes.as_slice());
        let column = rows
            .headers()
            .unwrap()
            .iter()
            .position(|name| name == "Sanction Type")
            .unwrap();
        let words: std::collections::BTreeSet<String> = rows
            .records()
            .map(|row| row.unwrap()[column].to_owned())
            .collect();
        let without: Vec<&String> = words.iter().filter(|word| au(word).is_none()).collect();
        assert_eq!(words.len(), 28);
        assert_eq!(without, ["2093 (2013)", "751 (Somalia and Eritrea)"]);
    }
}
