//! The words of OFAC's remarks: labels with the property that they fill, and words without a label.
//!
//! From the clauses of the real files of 2019 to 2025; what is not here stays a note.

/// Labels whose rest is a value of one property. Longer labels stand before their beginnings.
pub(crate) const VALUES: &[(&str, &str)] = &[
    ("DOB ", "birthDate"),
    ("nationality:", "nationality"),
    ("nationality ", "nationality"),
    ("citizen ", "citizenship"),
    ("Nationality of Registration ", "jurisdiction"),
    ("Gender ", "gender"),
    ("Website:", "website"),
    ("Website ", "website"),
    ("Email Address ", "email"),
    ("Email:", "email"),
    ("Email ", "email"),
    ("Telephone Number:", "phone"),
    ("Telephone No.", "phone"),
    ("Telephone:", "phone"),
    ("Telephone ", "phone"),
    ("Phone Number ", "phone"),
    ("Phone No.", "phone"),
    ("PHONE ", "phone"),
    ("Fax No.", "phone"),
    ("Fax:", "phone"),
    ("Fax ", "phone"),
    ("FAX ", "phone"),
    ("SWIFT/BIC ", "swiftBic"),
    ("ISIN ", "isinCode"),
    ("BIK (RU) ", "bikCode"),
    ("Equity Ticker ", "ticker"),
    ("Issuer Name ", "alias"),
    ("Organization Established Date ", "incorporationDate"),
    ("Organization Type:", "sector"),
    ("Target Type ", "classification"),
    ("Vessel Registration Identification IMO ", "imoNumber"),
    ("Vessel Registration Identification ", "registrationNumber"),
    ("Company Number IMO ", "imoNumber"),
    ("Identification Number IMO ", "imoNumber"),
    ("Registration Number IMO ", "imoNumber"),
    ("MMSI ", "mmsi"),
    ("Former Vessel Flag ", "pastFlags"),
    ("Other Vessel Flag ", "flag"),
    ("Vessel Flag ", "flag"),
    ("Former Vessel Type ", "pastTypes"),
    ("Other Vessel Type ", "type"),
    ("Vessel Type ", "type"),
    ("Other Vessel Call Sign ", "callSign"),
    ("Vessel Call Sign ", "callSign"),
    ("Vessel Year of Build ", "buildDate"),
    ("Vessel Gross Registered Tonnage ", "grossRegisteredTonnage"),
    ("Vessel Gross Tonnage ", "grossRegisteredTonnage"),
    ("Vessel Tonnage ", "deadweightTonnage"),
    ("Vessel Deadweight Tonnage ", "deadweightTonnage"),
    (
        "Aircraft Construction Number (also called L/N or S/N or F/N) ",
        "serialNumber",
    ),
    (
        "Aircraft Manufacturer's Serial Number (MSN) ",
        "serialNumber",
    ),
    ("Aircraft Manufacture Date ", "buildDate"),
    ("Aircraft Model ", "model"),
    ("Aircraft Tail Number ", "registrationNumber"),
    ("Previous Aircraft Tail Number ", "registrationNumber"),
    ("Aircraft Mode S Transponder Code ", "icaoCode"),
];

/// Labels of what a listing does; the whole clause is the value.
pub(crate) const PROVISIONS: &[&str] = &[
    "Additional Sanctions Information",
    "Secondary sanctions risk:",
    "Transactions Prohibited For",
    "Executive Order ",
    "CAATSA Section 235 Information:",
    "IFCA Determination",
    "PEESA Information:",
    "Purchase/Sales For Divestment Date",
];

/// Labels with dates and links of the sanction.
pub(crate) const SANCTION_VALUES: &[(&str, &str)] = &[
    ("Listing Date (", "listingDate"),
    ("Effective Date (", "startDate"),
];

/// Words by which a clause without a label is taken as an office that a person holds. From the
/// clauses of the real files; everything else without a label stays a note.
const OFFICES: &[&str] = &[
    "adviser",
    "advisor",
    "aide",
    "ambassador",
    "assistant",
    "chairman",
    "chairperson",
    "chief",
    "colonel",
    "commander",
    "commissioner",
    "constituent",
    "coordinator",
    "deputy",
    "director",
    "employee",
    "founder",
    "general",
    "governor",
    "head",
    "judge",
    "leader",
    "lieutenant",
    "magistrate",
    "manager",
    "marshal",
    "mayor",
    "member",
    "minister",
    "official",
    "officer",
    "ombudsman",
    "president",
    "prosecutor",
    "rector",
    "representative",
    "secretary",
    "speaker",
    "treasurer",
    "vice",
];

/// First words of clauses about somebody else: "son of the President" holds no office.
const KIN: &[&str] = &[
    "brother", "brothers", "child", "children", "cousin", "daughter", "father", "half", "husband",
    "mother", "nephew", "niece", "sister", "son", "spouse", "stepson", "widow", "wife",
];

/// Clauses that are a form of address and nothing else.
const TITLES: &[&str] = &[
    "alhaj",
    "ayatollah",
    "doctor",
    "dr",
    "haji",
    "hajji",
    "hojjatoleslam",
    "maulana",
    "maulavi",
    "maulawi",
    "mufti",
    "mullah",
    "professor",
    "qari",
    "shaykh",
    "sheikh",
    "ustad",
    "ustadz",
];

/// True when a clause without a label reads as an office or a rank.
pub(crate) fn is_office(clause: &str) -> bool {
    let mut words = clause
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .peekable();
    let of_kin = words
        .peek()
        .is_some_and(|first| KIN.contains(&first.as_str()));
    !of_kin && words.any(|word| OFFICES.contains(&word.as_str()))
}

/// True when a clause is only a form of address.
pub(crate) fn is_title(clause: &str) -> bool {
    let word = clause.trim_end_matches('.').to_ascii_lowercase();
    TITLES.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_hides_another() {
        for (ix, (label, _)) in VALUES.iter().enumerate() {
            let first = VALUES
                .iter()
                .position(|(other, _)| label.starts_with(other));
            assert_eq!(first, Some(ix), "`{label}` is never reached");
        }
    }

    #[test]
    fn offices_titles_and_kin() {
        assert!(is_office("First Vice-Chairman") && !is_office("all offices worldwide"));
        assert!(!is_office("son of the President"));
        assert!(is_title("Haji") && !is_title("Haji Example"));
    }
}
