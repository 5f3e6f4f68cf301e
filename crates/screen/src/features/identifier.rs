//! Identifiers: passport, IMO number, LEI, wallet address, tax number, telephone, e-mail.
//!
//! What it finds: a number in common, whatever the names say; or two different numbers of a kind
//! that a thing has only once. Why it matters: an identifier is the strongest evidence there is, and
//! a ship keeps its IMO number through every renaming.
//! Example: `IMO 9990002` against `9990002`. False alarms: numbers shorter than five characters are
//! not compared; the same digits under another kind count for less.
//! Source: Wolfsberg Guidance on Sanctions Screening (2019); IMO resolution A.1117(30).

use kashf_core::Points;

use super::{Finding, finding};
use crate::index::{Facts, Identifier};
use crate::policy::PointTable;

/// Kinds that a thing has exactly once, so that two different ones contradict.
const UNIQUE: [&str; 3] = ["imoNumber", "leiCode", "publicKey"];

/// Compares the identifiers and contacts of both sides.
pub(crate) fn compare(query: &Facts, candidate: &Facts, points: &PointTable) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some((q, c)) = agreeing(&query.identifiers, &candidate.identifiers) {
        findings.push(if q.prop == c.prop {
            numbers(q, c, 1000, points.identifier_same, "identifier-same")
        } else {
            let points = points.identifier_other_kind;
            numbers(q, c, 850, points, "identifier-other-kind")
        });
    } else if let Some((q, c)) = contradicting(&query.identifiers, &candidate.identifiers) {
        let points = points.identifier_differs;
        findings.push(numbers(q, c, 0, points, "identifier-differs"));
    }
    if let Some(shared) = query
        .contacts
        .iter()
        .find(|value| candidate.contacts.contains(value))
    {
        let both = Some(shared.clone());
        findings.push(finding(
            "contact",
            1000,
            points.contact_same,
            "contact-same",
            both.clone(),
            both,
        ));
    }
    findings
}

/// A finding about two numbers, with the kind that the list gives.
fn numbers(
    query: &Identifier,
    candidate: &Identifier,
    agreement: u16,
    points: Points,
    key: &'static str,
) -> Finding {
    let (q, c) = (Some(query.value.clone()), Some(candidate.value.clone()));
    let mut found = finding("identifier", agreement, points, key, q, c);
    let kind = ("kind", candidate.prop.clone());
    found.reason.evidence.arguments.push(kind);
    found
}

fn agreeing<'a>(
    query: &'a [Identifier],
    candidate: &'a [Identifier],
) -> Option<(&'a Identifier, &'a Identifier)> {
    let pairs = query
        .iter()
        .flat_map(|q| candidate.iter().map(move |c| (q, c)));
    pairs
        .filter(|(q, c)| q.value == c.value)
        .max_by_key(|(q, c)| q.prop == c.prop)
}

fn contradicting<'a>(
    query: &'a [Identifier],
    candidate: &'a [Identifier],
) -> Option<(&'a Identifier, &'a Identifier)> {
    UNIQUE.iter().find_map(|kind| {
        let q = query.iter().find(|id| id.prop == *kind)?;
        let c = candidate.iter().find(|id| id.prop == *kind)?;
        Some((q, c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    fn side(prop: &str, value: &str) -> Facts {
        let identifier = Identifier {
            prop: prop.to_owned(),
            value: value.to_owned(),
        };
        Facts {
            identifiers: vec![identifier],
            ..Facts::default()
        }
    }

    fn key(query: &Facts, candidate: &Facts) -> Option<&'static str> {
        let findings = compare(query, candidate, &Policy::built_in().points);
        findings.first().map(|found| found.reason.evidence.key)
    }

    #[test]
    fn same_number_same_kind_is_strongest() {
        let passport = side("passportNumber", "A1234567");
        assert_eq!(key(&passport, &passport), Some("identifier-same"));
        assert_eq!(
            key(&passport, &side("idNumber", "A1234567")),
            Some("identifier-other-kind")
        );
        assert_eq!(key(&passport, &side("passportNumber", "B7654321")), None);
    }

    #[test]
    fn two_imo_numbers_contradict() {
        let (one, other) = (
            side("imoNumber", "IMO9990002"),
            side("imoNumber", "IMO9990014"),
        );
        assert_eq!(key(&one, &other), Some("identifier-differs"));
    }
}
