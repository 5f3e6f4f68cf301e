//! One clause of OFAC's remarks: what kind of thing it says.
//!
//! Remarks are prose with a grammar: clauses between semicolons, each with a label. This module
//! only reads; what a fact becomes is decided in `party.rs`.

use super::papers::{self, Paper};

/// What a clause says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fact<'a> {
    /// A value for a property of the party, under a name for the count.
    Value {
        prop: &'static str,
        value: &'a str,
        label: &'static str,
    },
    /// A value for a property of the sanction.
    Sanction {
        prop: &'static str,
        value: &'a str,
        label: &'static str,
    },
    /// Place of birth.
    BirthPlace(&'a str),
    /// Another name; `weak` when it stands in quotes.
    Name {
        former: bool,
        weak: bool,
        name: &'a str,
    },
    /// A numbered paper or register entry.
    Paper(Paper<'a>),
    /// A wallet.
    Wallet { currency: &'a str, address: &'a str },
    /// Another party by name.
    Link { kind: Link, name: &'a str },
    /// Nothing that is understood.
    Other,
}

/// How the other party stands to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// "Linked To".
    Linked,
    /// "Aircraft Operator", "Vessel Operator".
    Operator,
    /// "Vessel Owner".
    Owner,
}

/// Clauses of a whole remark, without the full stop at its end.
pub(super) fn split(remarks: &str) -> impl Iterator<Item = &str> {
    let text = remarks.trim();
    let text = text.strip_suffix('.').unwrap_or(text);
    text.split(';')
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
}

/// Labels whose rest is a value of one property. Longer labels stand before their beginnings.
const VALUES: &[(&str, &str)] = &[
    ("DOB ", "birthDate"),
    ("nationality ", "nationality"),
    ("citizen ", "citizenship"),
    ("Nationality of Registration ", "jurisdiction"),
    ("Gender ", "gender"),
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
const PROVISIONS: &[&str] = &[
    "Additional Sanctions Information",
    "Secondary sanctions risk:",
    "Transactions Prohibited For",
    "Executive Order ",
    "CAATSA Section 235 Information:",
    "IFCA Determination",
    "Purchase/Sales For Divestment Date",
];

/// Labels with dates and links of the sanction.
const SANCTION_VALUES: &[(&str, &str)] = &[
    ("Listing Date (", "listingDate"),
    ("Effective Date (", "startDate"),
];

/// Reads one clause.
pub(super) fn read(clause: &str) -> Fact<'_> {
    let clause = without_alt(clause);
    if let Some(place) = clause.strip_prefix("POB ") {
        return Fact::BirthPlace(place.trim());
    }
    if let Some(name) = clause.strip_prefix("Linked To:") {
        return Fact::Link {
            kind: Link::Linked,
            name: name.trim(),
        };
    }
    for (label, kind) in [
        ("Aircraft Operator ", Link::Operator),
        ("Vessel Operator ", Link::Operator),
        ("Vessel Owner ", Link::Owner),
    ] {
        if let Some(name) = clause.strip_prefix(label) {
            return Fact::Link {
                kind,
                name: name.trim(),
            };
        }
    }
    if let Some(fact) = read_name(clause).or_else(|| read_wallet(clause)) {
        return fact;
    }
    if PROVISIONS.iter().any(|label| clause.starts_with(label)) {
        return Fact::Sanction {
            prop: "provisions",
            value: clause,
            label: "what the listing does",
        };
    }
    for (label, prop) in SANCTION_VALUES {
        if let Some((_, date)) = clause
            .strip_prefix(label)
            .and_then(|rest| rest.split_once(')'))
        {
            let value = date.trim_start_matches([':', ' ']);
            return Fact::Sanction {
                prop,
                value,
                label: "date of the listing",
            };
        }
    }
    if clause
        .get(..20)
        .is_some_and(|start| start.eq_ignore_ascii_case("for more information"))
        && let Some(at) = clause.find("http")
    {
        let value = clause[at..].trim_end_matches('.');
        return Fact::Sanction {
            prop: "programUrl",
            value,
            label: "link for more information",
        };
    }
    for (label, prop) in VALUES {
        if let Some(value) = clause.strip_prefix(label) {
            return Fact::Value {
                prop,
                value: value.trim(),
                label: label.trim_end_matches([' ', ':']),
            };
        }
    }
    papers::read(clause).map_or(Fact::Other, Fact::Paper)
}

fn without_alt(clause: &str) -> &str {
    let mut clause = clause.trim();
    while let Some(rest) = clause
        .strip_prefix("alt. ")
        .or_else(|| clause.strip_prefix("Alt. "))
    {
        clause = rest.trim_start();
    }
    clause
}

fn read_name(clause: &str) -> Option<Fact<'_>> {
    let (former, rest) = clause
        .strip_prefix("a.k.a. ")
        .or_else(|| clause.strip_prefix("n.k.a. "))
        .map(|rest| (false, rest))
        .or_else(|| clause.strip_prefix("f.k.a. ").map(|rest| (true, rest)))?;
    let rest = rest.trim();
    let quoted = rest
        .strip_prefix('\'')
        .and_then(|inner| inner.strip_suffix('\''));
    let name = quoted.unwrap_or(rest).trim();
    (!name.is_empty()).then_some(Fact::Name {
        former,
        weak: quoted.is_some(),
        name,
    })
}

fn read_wallet(clause: &str) -> Option<Fact<'_>> {
    let rest = clause.strip_prefix("Digital Currency Address")?;
    let rest = rest.trim_start_matches([' ', '-', ':']);
    let (currency, address) = rest.split_once(' ')?;
    let address = address.trim();
    let plausible = address.len() >= 16
        && address
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b':');
    plausible.then_some(Fact::Wallet { currency, address })
}

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
    "deputy",
    "director",
    "employee",
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
    "president",
    "prosecutor",
    "rector",
    "representative",
    "secretary",
    "speaker",
    "treasurer",
    "vice",
    "vice-chairperson",
    "vice-chairman",
];

/// True when a clause without a label reads as an office or a rank.
pub(super) fn is_office(clause: &str) -> bool {
    clause
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''))
        .any(|word| OFFICES.contains(&word.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_told_apart() {
        assert_eq!(split("DOB 1962; POB Town, Land; a.k.a. 'X Y'.").count(), 3);
        assert_eq!(
            read("alt. DOB circa 1962"),
            Fact::Value {
                prop: "birthDate",
                value: "circa 1962",
                label: "DOB"
            }
        );
        assert_eq!(
            read("a.k.a. 'X, Y'"),
            Fact::Name {
                former: false,
                weak: true,
                name: "X, Y"
            }
        );
        assert_eq!(
            read("f.k.a. STAR"),
            Fact::Name {
                former: true,
                weak: false,
                name: "STAR"
            }
        );
        assert_eq!(
            read("alt. Digital Currency Address - XBT 1ExampleExampleExample"),
            Fact::Wallet {
                currency: "XBT",
                address: "1ExampleExampleExample"
            }
        );
        assert_eq!(
            read("Linked To: EXAMPLE, Layla"),
            Fact::Link {
                kind: Link::Linked,
                name: "EXAMPLE, Layla"
            }
        );
        assert!(matches!(
            read("Company Number IMO 1234567"),
            Fact::Value {
                prop: "imoNumber",
                ..
            }
        ));
        assert!(matches!(
            read("Company Number 1234567 (Malta)"),
            Fact::Paper(_)
        ));
        assert_eq!(read("all offices worldwide"), Fact::Other);
        assert!(is_office("First Deputy Chief of Staff") && !is_office("all offices worldwide"));
    }
}
