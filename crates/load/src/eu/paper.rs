//! Identification documents of an entity on the EU's list: the number on the holder, the paper as an
//! entity of its own with the EU's warnings (false, lost, expired, revoked).

use super::details::add_country;
use super::entity::{leftover, origin_of, remarks};
use crate::numbers;
use crate::sheet::{At, Sheet};
use crate::un::{is_placeholder, unique_id};
use crate::xml::tree::Node;
use kashf_ftm::EntityBuilder;
use std::collections::BTreeMap;

/// Flags, and what they say when set.
const FLAGS: [(&str, &str); 5] = [
    ("diplomatic", "diplomatic"),
    ("knownExpired", "known to be expired"),
    ("knownFalse", "known to be false"),
    ("reportedLost", "reported lost"),
    ("revokedByIssuer", "revoked by the issuer"),
];

/// Reads one document; `taken` keeps ids unique within the record.
pub(super) fn read(
    node: &Node<'_>,
    holder_id: &str,
    holder: &mut EntityBuilder,
    taken: &mut BTreeMap<String, u32>,
    sheet: &mut Sheet,
    at: At<'_>,
) -> EntityBuilder {
    let origin = origin_of(node);
    let origin = origin.as_str();
    let code = node.attribute("identificationTypeCode");
    let passport = code == "passport";
    let prop = match code.as_str() {
        "passport" => "passportNumber",
        "swiftbic" => "swiftBic",
        "imo" => "imoNumber",
        "regnumber" => "registrationNumber",
        "fiscalcode" => "taxNumber",
        _ => "idNumber",
    };
    let numbers: Vec<String> = ["number", "latinNumber"]
        .map(|name| node.attribute(name))
        .into_iter()
        .filter(|number| !is_placeholder(number))
        .collect();
    for number in &numbers {
        let bare = numbers::bare(number);
        // A ship's or a company's number on a person, and one that is none, is still a number of theirs.
        let held = Sheet::try_add_as(holder, prop, bare, number, origin)
            || Sheet::try_add_as(holder, "idNumber", bare, number, origin);
        if !held {
            sheet.add(holder, prop, number, origin, at);
        }
    }
    let (schema, kind) = if passport {
        ("Passport", "passport")
    } else {
        ("Identification", "id")
    };
    let first = numbers.first().map(String::as_str).unwrap_or_default();
    let id = unique_id(holder_id, kind, numbers::bare(first), taken);
    let mut paper = sheet.entity(&id, schema);
    sheet.add(&mut paper, "holder", holder_id, origin, at);
    let described = node.attribute("identificationTypeDescription");
    let kind = if described.is_empty() {
        &code
    } else {
        &described
    };
    sheet.add(&mut paper, "type", kind, origin, at);
    for number in &numbers {
        if !Sheet::try_add_as(&mut paper, "number", numbers::bare(number), number, origin) {
            sheet.add(&mut paper, "number", number, origin, at);
        }
    }
    add_country(node, "country", &mut paper, sheet, at);
    let issued = node.attribute("issueDate");
    let from = node.attribute("validFrom");
    for (value, prop) in [
        (&issued, "startDate"),
        (&from, "startDate"),
        (&node.attribute("validTo"), "endDate"),
        (&node.attribute("issuedBy"), "authority"),
    ] {
        if !is_placeholder(value) {
            sheet.add(&mut paper, prop, value, origin, at);
        }
    }
    for (flag, words) in FLAGS {
        if matches!(node.attribute(flag).as_str(), "true" | "1") {
            sheet.add(&mut paper, "summary", words, origin, at);
        }
    }
    for (name, words) in [
        ("nameOnDocument", "name on the document"),
        ("region", "region"),
    ] {
        let value = node.attribute(name);
        if !is_placeholder(&value) {
            sheet.add(
                &mut paper,
                "summary",
                &format!("{words}: {value}"),
                origin,
                at,
            );
        }
    }
    remarks(node, "", &mut paper);
    let known = [
        "diplomatic",
        "knownExpired",
        "knownFalse",
        "reportedLost",
        "revokedByIssuer",
        "issueDate",
        "issuedBy",
        "latinNumber",
        "nameOnDocument",
        "number",
        "validFrom",
        "validTo",
        "identificationTypeCode",
        "identificationTypeDescription",
        "region",
        "countryIso2Code",
        "countryDescription",
    ];
    leftover(node, &known, Some(&[]), sheet, at);
    paper
}
