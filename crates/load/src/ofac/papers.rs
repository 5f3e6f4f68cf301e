//! Numbered papers and registers in OFAC's remarks: "Cedula No. 123 (Colombia) issued 1 Jan 2001".
//!
//! The table names every kind that the real files of 2019 to 2025 hold more than twice, with the
//! property that fits it; a kind that is not in it is still read when it looks like one (a word such
//! as "No." or "Number", then something with a digit).

/// What a label means for the party that holds the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The label as published, without "No." where OFAC varies it.
    pub(crate) label: &'static str,
    /// Property of a person or organisation; always an identifier.
    pub(crate) prop: &'static str,
    /// A stricter property that is tried as well: its check digits decide.
    pub(crate) also: &'static [&'static str],
}

const fn kind(label: &'static str, prop: &'static str) -> Kind {
    Kind {
        label,
        prop,
        also: &[],
    }
}

const fn with(label: &'static str, prop: &'static str, also: &'static [&'static str]) -> Kind {
    Kind { label, prop, also }
}

const ID: &str = "idNumber";
const TAX: &str = "taxNumber";
const REGISTER: &str = "registrationNumber";
const RUSSIAN: &[&str] = &["ogrnCode", "innCode"];

/// Longer labels stand before their own beginnings.
const KINDS: &[Kind] = &[
    kind(
        "Afghan Money Service Provider License Number",
        "licenseNumber",
    ),
    kind("Birth Certificate Number", ID),
    kind("Branch Unit Number", REGISTER),
    kind("Business Number", REGISTER),
    kind("Business Registration Document #", REGISTER),
    with("Business Registration Number", REGISTER, RUSSIAN),
    kind("C.I.F.", TAX),
    kind("C.R. No.", REGISTER),
    kind("C.U.I.P.", ID),
    kind("C.U.I.T.", TAX),
    kind("C.U.I.", ID),
    kind("C.U.R.P.", ID),
    kind("Cartilla de Servicio Militar Nacional", ID),
    kind("Cedula No.", ID),
    kind("Central Registration System Number", REGISTER),
    kind("Certificate of Incorporation Number", REGISTER),
    kind("Chamber of Commerce Number", REGISTER),
    kind("Citizen's Card Number", ID),
    kind("Commercial Registry Number", REGISTER),
    kind("Company Number", REGISTER),
    kind("Credencial electoral", ID),
    kind("D-U-N-S Number", "dunsCode"),
    kind("D.N.I.", ID),
    kind("Driver's License No.", ID),
    kind("Dubai Chamber of Commerce Membership No.", REGISTER),
    kind("Economic Register Number (CBLS)", REGISTER),
    kind("Electoral Registry No.", ID),
    kind("Enterprise Number", REGISTER),
    kind("File Number", REGISTER),
    kind("Folio Mercantil No.", REGISTER),
    with("Government Gazette Number", REGISTER, &["okpoCode"]),
    kind("I.F.E.", ID),
    kind("Identification Number", ID),
    kind("Immigration No.", ID),
    kind("Italian Fiscal Code", TAX),
    kind("Kenyan ID No.", ID),
    kind("LE Number", ID),
    with("Legal Entity Number", REGISTER, &["leiCode"]),
    kind("License", "licenseNumber"),
    kind("Matricula Mercantil No", REGISTER),
    kind("NIT", TAX),
    kind("National Foreign ID Number", ID),
    kind("National ID No.", ID),
    kind("Numero Unico de Identificacao Tributaria (NUIT)", TAX),
    kind("Numero de Identidad", ID),
    kind("Personal ID Card", ID),
    kind("Pilot License Number", ID),
    kind("Public Registration Number", REGISTER),
    kind("Public Security and Immigration No.", ID),
    kind("R.F.C.", TAX),
    kind("RFC", TAX),
    kind("RIF", TAX),
    kind("RTN", TAX),
    kind("RUC", TAX),
    kind("Refugee ID Card", ID),
    kind("Registered Charity No.", REGISTER),
    with("Registration ID", REGISTER, RUSSIAN),
    with("Registration Number", REGISTER, RUSSIAN),
    kind("Residency Number", ID),
    kind("SRE Permit No.", ID),
    kind("SSN", "socialSecurityNumber"),
    kind("Serial No.", ID),
    with("Tax ID No.", TAX, &["innCode"]),
    kind("Tazkira National ID Card", ID),
    kind("Trade License No.", REGISTER),
    kind("Travel Document Number", ID),
    kind("Turkish Identification Number", ID),
    kind("Turkish Identificiation Number", ID),
    kind("UK Company Number", REGISTER),
    kind("US FEIN", TAX),
    with("Unified Social Credit Code (USCC)", REGISTER, &["uscCode"]),
    with(
        "United Social Credit Code Certificate (USCCC)",
        REGISTER,
        &["uscCode"],
    ),
    with("V.A.T. Number", TAX, &["vatCode"]),
    kind("VisaNumberID", ID),
];

/// A paper that a clause speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paper<'a> {
    /// The kind as published, such as `Cedula No.`.
    pub(crate) label: &'a str,
    pub(crate) passport: bool,
    pub(crate) prop: &'static str,
    pub(crate) also: &'static [&'static str],
    pub(crate) number: &'a str,
    /// Bracketed words after the number: country, sometimes a province before it.
    pub(crate) places: Vec<&'a str>,
    pub(crate) issued: Option<&'a str>,
    pub(crate) expires: Option<&'a str>,
}

/// Reads a clause as a paper, if it is one.
pub(crate) fn read(clause: &str) -> Option<Paper<'_>> {
    if let Some(paper) = read_passport(clause) {
        return Some(paper);
    }
    let found = KINDS.iter().find_map(|kind| {
        let rest = clause.strip_prefix(kind.label)?;
        rest.starts_with([' ', '#', ':']).then_some((kind, rest))
    });
    let (label, rest, prop, also) = match found {
        Some((kind, rest)) => (kind.label, rest, kind.prop, kind.also),
        None => {
            let (label, rest) = unknown_label(clause)?;
            (label, rest, ID, &[][..])
        }
    };
    let paper = body(label, rest, prop, also);
    paper
        .number
        .bytes()
        .any(|b| b.is_ascii_digit())
        .then_some(paper)
}

fn read_passport(clause: &str) -> Option<Paper<'_>> {
    let at = clause.find("Passport")?;
    // "Diplomatic Passport", "Stateless Person Passport": at most three words before it.
    if clause[..at].split_whitespace().count() > 3 || clause[..at].contains(['(', '.', ',']) {
        return None;
    }
    let end = at + "Passport".len();
    let rest = &clause[end..];
    let rest_words = ["Booklet:", "Booklet", "Number", "No.", "#"];
    let trimmed = rest.trim_start();
    let word = rest_words.iter().find(|word| trimmed.starts_with(**word));
    let rest = word.map_or(rest, |word| &trimmed[word.len()..]);
    let label = &clause[..end];
    let paper = Paper {
        passport: true,
        ..body(label, rest, "passportNumber", &[])
    };
    paper
        .number
        .bytes()
        .any(|b| b.is_ascii_digit())
        .then_some(paper)
}

/// "Some Kind of Number 12/34": the words up to the one that announces a number.
fn unknown_label(clause: &str) -> Option<(&str, &str)> {
    const ANNOUNCES: [&str; 12] = [
        "No.",
        "No",
        "Number",
        "Number:",
        "#",
        "ID",
        "Code",
        "Card",
        "Certificate",
        "License",
        "Registration",
        "Permit",
    ];
    let mut offset = 0;
    let mut words = 0;
    for word in clause.split(' ') {
        let end = offset + word.len();
        words += 1;
        if words > 8 || word.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let rest = clause.get(end..)?;
        let next = rest.trim_start().split(' ').next().unwrap_or_default();
        if ANNOUNCES.contains(&word) && next.bytes().any(|b| b.is_ascii_digit()) {
            return Some((&clause[..end], rest));
        }
        offset = end + 1;
    }
    None
}

fn body<'a>(
    label: &'a str,
    rest: &'a str,
    prop: &'static str,
    also: &'static [&'static str],
) -> Paper<'a> {
    let mut rest = rest.trim_start_matches([' ', '#', ':']).trim();
    let mut expires = None;
    let mut issued = None;
    // From the end: expiry, then issue, then brackets.
    if let Some((before, date)) = rest.rsplit_once(" expires ") {
        expires = Some(date.trim());
        rest = before.trim_end();
    }
    if let Some((before, date)) = rest.rsplit_once(" issued ") {
        issued = Some(date.trim());
        rest = before.trim_end();
    }
    let mut places = Vec::new();
    while let Some((before, bracket)) = rest
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('))
    {
        places.push(bracket.trim());
        rest = before.trim_end();
    }
    places.reverse();
    Paper {
        label,
        passport: false,
        prop,
        also,
        number: rest,
        places,
        issued,
        expires,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_taken_apart() {
        let paper =
            read("Cedula No. 12-34 (Jalisco) (Mexico) issued 14 Dec 2005 expires 2010").unwrap();
        assert_eq!(
            (paper.label, paper.number, paper.prop),
            ("Cedula No.", "12-34", "idNumber")
        );
        assert_eq!(paper.places, ["Jalisco", "Mexico"]);
        assert_eq!(
            (paper.issued, paper.expires),
            (Some("14 Dec 2005"), Some("2010"))
        );
        let paper = read("Diplomatic Passport A0 12 (Korea, North) expires 01 Jan 2020").unwrap();
        assert!(paper.passport && paper.number == "A0 12" && paper.places == ["Korea, North"]);
        let paper = read("NIT # 800-1 (Colombia)").unwrap();
        assert_eq!((paper.label, paper.number), ("NIT", "800-1"));
        assert_eq!(
            read("Harbour Permit No. 77 (Malta)").unwrap().label,
            "Harbour Permit No."
        );
        assert_eq!(read("Licensed to trade 3 times"), None);
        assert_eq!(read("Passport"), None);
        assert_eq!(read("Member of the 13th Assembly"), None);
    }

    #[test]
    fn no_label_hides_another() {
        for (ix, kind) in KINDS.iter().enumerate() {
            let first = KINDS
                .iter()
                .position(|k| kind.label.starts_with(k.label))
                .unwrap();
            let free = |k: &Kind| kind.label[k.label.len()..].starts_with([' ', '#', ':']);
            assert!(
                first == ix || !free(&KINDS[first]),
                "{} hides {}",
                KINDS[first].label,
                kind.label
            );
        }
    }
}
