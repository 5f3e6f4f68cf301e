//! Invented parties as OFAC's legacy CSV: primary names, alternate names, addresses.
//!
//! SOURCE: the set of 2021-07: 12, 5 and 6 columns without a header, `-0- ` for null, CR LF, a last
//! byte 0x1A in each file, birth, nationality, papers and weak aliases as clauses of the remarks, and an
//! address line for every record.

use super::Shape;
use super::document::{Document, Piece};
use super::people::{Kind, Party, Role};
use std::fmt::Write as _;

const NULL: &str = "-0- ";

/// The list of these parties; the format has no date.
pub(crate) fn document(parties: &[Party]) -> Document {
    Document {
        shape: Shape::Ofac,
        date: None,
        glue: vec![String::new(), "\u{1a}".to_owned()],
        pieces: parties.iter().map(piece).collect(),
    }
}

fn piece(party: &Party) -> Piece {
    let person = party.kind == Kind::Person;
    let number = party.number;
    let quoted = |text: &str| format!("\"{text}\"");
    let kind = match party.kind {
        Kind::Person => quoted("individual"),
        Kind::Vessel => quoted("vessel"),
        Kind::Organization => NULL.to_owned(),
    };
    let title = if person {
        quoted("Invented treasurer")
    } else {
        NULL.to_owned()
    };
    let vessel_type = if party.kind == Kind::Vessel {
        quoted("Bulk Cargo")
    } else {
        NULL.to_owned()
    };
    let primary = format!(
        "{number},{},{kind},{},{title},{NULL},{vessel_type},{NULL},{NULL},{NULL},{NULL},{}\r\n",
        quoted(&published(&party.name, person)),
        quoted(programme(party)),
        quoted(&remarks(party)),
    );
    let mut alternates = String::new();
    let mut aliases = Vec::new();
    for (ix, (words, role)) in party.aliases.iter().enumerate() {
        let word = match role {
            Role::Strong => "aka",
            Role::Former => "fka",
            Role::Weak => continue,
        };
        let _ = write!(
            alternates,
            "{number},{},\"{word}\",{},{NULL}\r\n",
            number * 10 + ix,
            quoted(&published(words, person))
        );
        aliases.push(words.join(" "));
    }
    let address = format!(
        "{number},{},{NULL},{},{},{NULL}\r\n",
        number * 10,
        quoted(&party.city),
        quoted(party.country.0)
    );
    Piece {
        ids: vec![format!("us-sdn-{number}")],
        section: 0,
        parts: [primary, alternates, address],
        names: vec![party.full_name()],
        aliases,
        kind: match party.kind {
            Kind::Person => "person",
            Kind::Vessel => "vessel",
            Kind::Organization => "organization",
        },
    }
}

/// `SURNAME, Given` for persons, capitals for others.
fn published(words: &[String], person: bool) -> String {
    match words.split_last() {
        Some((family, given)) if person && !given.is_empty() => {
            format!("{}, {}", family.to_uppercase(), given.join(" "))
        }
        _ => words.join(" ").to_uppercase(),
    }
}

fn programme(party: &Party) -> &'static str {
    match party.programme {
        "Iraq" => "IRAQ2",
        "Libya" => "LIBYA2",
        _ => "SDGT",
    }
}

fn remarks(party: &Party) -> String {
    let mut clauses = Vec::new();
    if let Some(day) = &party.birth {
        clauses.push(format!("DOB {}", spelled(day)));
    }
    if let Some(city) = &party.birth_place {
        clauses.push(format!("POB {city}, {}", party.country.0));
    }
    if party.kind == Kind::Person {
        clauses.push(format!("nationality {}", party.country.0));
        clauses.push("Gender Male".to_owned());
    }
    for (words, role) in &party.aliases {
        if *role == Role::Weak {
            clauses.push(format!("a.k.a. '{}'", words.join(" ").to_uppercase()));
        }
    }
    if let Some(number) = &party.passport {
        clauses.push(format!("Passport {number} ({})", party.country.0));
    }
    clauses.push(party.comment.trim_end_matches('.').to_owned());
    format!("{}.", clauses.join("; "))
}

/// `1961-05-04` as `04 May 1961`.
fn spelled(day: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| month.parse::<usize>().ok());
    let month = month.and_then(|month| MONTHS.get(month - 1));
    format!(
        "{} {} {}",
        day.unwrap_or_default(),
        month.unwrap_or(&""),
        year.unwrap_or_default()
    )
}
