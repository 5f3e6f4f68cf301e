//! One clause of OFAC's remarks: what kind of thing it says.
//!
//! Remarks are prose with a grammar: clauses between semicolons, each with a label. This module
//! only reads; what a fact becomes is decided in `party.rs`.

use super::labels::{PROVISIONS, SANCTION_VALUES, VALUES};
use super::papers::{self, Paper};

/// What a clause says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fact<'a> {
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
pub(crate) enum Link {
    /// "Linked To".
    Linked,
    /// "Aircraft Operator", "Vessel Operator".
    Operator,
    /// "Vessel Owner".
    Owner,
}

/// Clauses of a whole remark, without the full stop at its end.
pub(crate) fn split(remarks: &str) -> impl Iterator<Item = &str> {
    let text = remarks.trim();
    let text = text.strip_suffix('.').unwrap_or(text);
    text.split(';')
        .map(|clause| without_brackets(clause.trim()))
        .filter(|clause| !clause.is_empty())
}

/// The XML writes "(Linked To: X)" where the CSV writes "Linked To: X".
fn without_brackets(clause: &str) -> &str {
    let inner = clause
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    match inner {
        Some(inner) if inner.starts_with("Linked To:") => inner,
        _ => clause,
    }
}

/// Reads one clause.
pub(crate) fn read(clause: &str) -> Fact<'_> {
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
    if let Some(paper) = papers::read(clause) {
        return Fact::Paper(paper);
    }
    read_address_of_the_net(clause).unwrap_or(Fact::Other)
}

/// A web or e-mail address without a label: "www.x.com", "info@x.org (email)".
fn read_address_of_the_net(clause: &str) -> Option<Fact<'_>> {
    let word = clause.split(' ').next().unwrap_or_default();
    let rest = clause[word.len()..].trim();
    if !matches!(rest, "" | "(website)" | "(email)" | "(email).") {
        return None;
    }
    let web = ["www.", "http://", "https://"]
        .iter()
        .any(|start| word.starts_with(start));
    let mail = word.contains('@');
    let (prop, label) = match (web, mail) {
        (true, false) => ("website", "Website"),
        (false, true) => ("email", "Email Address"),
        _ => return None,
    };
    Some(Fact::Value {
        prop,
        value: word,
        label,
    })
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
        .or_else(|| clause.strip_prefix("d.b.a. "))
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
        assert!(matches!(
            read("www.invented.example"),
            Fact::Value {
                prop: "website",
                ..
            }
        ));
        assert!(matches!(
            read("two@invented.example (email)"),
            Fact::Value { prop: "email", .. }
        ));
    }
}
