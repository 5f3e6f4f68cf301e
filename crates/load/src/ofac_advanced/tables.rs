//! The tables that the parties point to, by number.

use super::listings::{Listing, Relation};
use super::{dates, names, record};
use crate::ofac::entry::Entry;
use crate::ofac::links::NameIndex;
use crate::sheet::{At, Sheet};
use crate::xml::tree::Node;
use crate::{LoadError, SourceFile};
use kashf_core::ProblemKind;
use rustc_hash::FxHashMap;

/// Bytes of a text that others point to: each of them repeats it.
const MAX_SHARED_BYTES: usize = 4 << 10;

/// A place, its parts in the order of an address.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) parts: Vec<String>,
    pub(super) country: String,
}

/// A numbered paper or register entry.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) kind: String,
    pub(super) number: String,
    pub(super) country: String,
    pub(super) issued: String,
    pub(super) expires: String,
    /// What has no place on the paper.
    pub(super) remarks: Vec<String>,
}

impl Document {
    pub(super) fn entry(&self) -> Entry<'_> {
        Entry {
            kind: &self.kind,
            number: &self.number,
            country: &self.country,
            issued: &self.issued,
            expires: &self.expires,
        }
    }
}

/// A party as others see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) number: u64,
    pub(super) person: bool,
}

/// Everything but the parties.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) as_of: Option<String>,
    pub(super) index: NameIndex,
    /// Texts by kind and number, such as `Country` and `11082`.
    texts: FxHashMap<String, FxHashMap<String, String>>,
    pub(super) places: FxHashMap<String, Place>,
    pub(super) documents: FxHashMap<String, Vec<Document>>,
    pub(super) listings: FxHashMap<String, Vec<Listing>>,
    pub(super) relations: FxHashMap<String, Vec<Relation>>,
    /// Parties by their profiles' numbers.
    pub(super) parties: FxHashMap<String, Known>,
}

impl Tables {
    /// The text of a reference; empty when there is none.
    pub(super) fn text(&self, kind: &str, number: &str) -> &str {
        let text = self.texts.get(kind).and_then(|texts| texts.get(number));
        text.map_or("", String::as_str)
    }

    /// Takes one element of a part of the document.
    pub(super) fn take(
        &mut self,
        section: &str,
        node: &Node<'_>,
        file: &SourceFile,
        line: u64,
        sheet: &mut Sheet,
    ) -> Result<(), LoadError> {
        let number = node.attribute("ID");
        let at = At {
            file: &file.name,
            line: Some(line),
            record: &number,
        };
        match (section, node.name) {
            ("DateOfIssue", _) => self.as_of = dates::iso(node),
            ("ReferenceValueSets", _) => self.take_texts(node, at)?,
            ("Locations", "Location") => self.take_place(node, sheet, at)?,
            ("IDRegDocuments", "IDRegDocument") => self.take_document(node, sheet, at),
            ("DistinctParties", _) => self.take_party(node),
            ("SanctionsEntries", "SanctionsEntry") => {
                let listing = Listing::read(node, self, sheet, at);
                let profile = node.attribute("ProfileID");
                self.listings.entry(profile).or_default().push(listing);
            }
            ("ProfileRelationships", "ProfileRelationship") => {
                let relation = Relation::read(node, self, sheet, at);
                let profile = node.attribute("From-ProfileID");
                self.relations.entry(profile).or_default().push(relation);
            }
            (section, name) => {
                let (section, name) = (crate::sheet::shown(section), crate::sheet::shown(name));
                sheet.not_held(&format!("element {section}/{name}"), &number, at);
            }
        }
        Ok(())
    }

    fn take_texts(&mut self, set: &Node<'_>, at: At<'_>) -> Result<(), LoadError> {
        for value in &set.children {
            let mut text = value.line();
            if value.name == "Country" && text.is_empty() {
                text = value.attribute("ISO2");
            }
            // Parties without a subtype of their own are of their type.
            if value.name == "PartySubType" && (text.is_empty() || text == "Unknown") {
                text = format!("\u{1}{}", value.attribute("PartyTypeID"));
            }
            check_size(&text, at)?;
            let texts = self.texts.entry(value.name.to_owned()).or_default();
            texts.insert(value.attribute("ID"), text);
        }
        Ok(())
    }

    /// `Individual`, `Entity`, `Vessel`, `Aircraft`.
    pub(super) fn kind_of(&self, subtype: &str) -> &str {
        let text = self.text("PartySubType", subtype);
        match text.strip_prefix('\u{1}') {
            Some(kind) => self.text("PartyType", kind),
            None => text,
        }
    }

    fn take_place(
        &mut self,
        node: &Node<'_>,
        sheet: &mut Sheet,
        at: At<'_>,
    ) -> Result<(), LoadError> {
        let known = [
            "LocationAreaCode",
            "LocationCountry",
            "LocationPart",
            "Comment",
        ];
        super::unknown_below(node, &known, sheet, at);
        let country = |code: &Node<'_>| {
            self.text("Country", &code.attribute("CountryID"))
                .to_owned()
        };
        let mut countries: Vec<String> = node.all("LocationCountry").map(country).collect();
        countries.retain(|country| !country.is_empty());
        if countries.is_empty() {
            let areas = node.all("LocationAreaCode");
            let area = |area: &Node<'_>| {
                self.text("AreaCode", &area.attribute("AreaCodeID"))
                    .to_owned()
            };
            // An area code is a country's code when nothing else says the country.
            countries.extend(
                areas
                    .map(area)
                    .filter(|code| kashf_ftm::clean_country(code).is_some()),
            );
        }
        let mut parts: Vec<(u8, String)> = Vec::new();
        for part in node.all("LocationPart") {
            let kind = self.text("LocPartType", &part.attribute("LocPartTypeID"));
            let order = order_of(kind);
            for value in part
                .all("LocationPartValue")
                .map(|value| value.text_of("Value"))
            {
                parts.push((order, value));
            }
        }
        parts.sort_by_key(|(order, _)| *order);
        let all = |order: u8| -> Vec<&str> {
            let parts = parts
                .iter()
                .filter(|part| part.0 == order && !part.1.is_empty());
            parts.map(|part| part.1.as_str()).collect()
        };
        // As in the CSV: "Town, State 12345" is one part.
        let town = [all(1), all(2)].concat().join(", ");
        let town = format!("{town} {}", all(3).join(" "));
        let region: Vec<String> = all(4)
            .iter()
            .map(|name| format!("Region: {name}"))
            .collect();
        let mut place = Place {
            parts: all(0).into_iter().map(str::to_owned).collect(),
            country: countries.join("/"),
        };
        place.parts.push(town.trim().to_owned());
        place.parts.extend(region);
        place.parts.extend(all(5).into_iter().map(str::to_owned));
        place.parts.retain(|part| !part.is_empty());
        check_size(&place.parts.join(", "), at)?;
        self.places.insert(node.attribute("ID"), place);
        Ok(())
    }

    fn take_document(&mut self, node: &Node<'_>, sheet: &mut Sheet, at: At<'_>) {
        let known = [
            "Comment",
            "IDRegistrationNo",
            "IssuingAuthority",
            "DocumentDate",
            "IssuedBy",
            "DocumentedNameReference",
        ];
        super::unknown_below(node, &known, sheet, at);
        let mut document = Document {
            kind: self
                .text("IDRegDocType", &node.attribute("IDRegDocTypeID"))
                .to_owned(),
            number: node.text_of("IDRegistrationNo"),
            country: self
                .text("Country", &node.attribute("IssuedBy-CountryID"))
                .to_owned(),
            issued: String::new(),
            expires: String::new(),
            remarks: Vec::new(),
        };
        if document.kind.is_empty() {
            let message = "a paper whose type is in no table; its number is kept";
            sheet.problem(ProblemKind::Doubtful, at, Some("IDRegDocTypeID"), message);
            document.kind = String::from("Identification Number");
        }
        for date in node.all("DocumentDate") {
            let kind = self.text("IDRegDocDateType", &date.attribute("IDRegDocDateTypeID"));
            let Some(words) = date.child("DatePeriod").and_then(dates::words) else {
                continue;
            };
            match kind {
                "Issue Date" => document.issued = words,
                "Expiration Date" | "Expiry Date" => document.expires = words,
                other => document.remarks.push(format!("{other} {words}")),
            }
        }
        for (element, words) in [("IssuingAuthority", "issued by "), ("Comment", "")] {
            let text = node.text_of(element);
            if !text.is_empty() {
                document.remarks.push(format!("{words}{text}"));
            }
        }
        let validity = self.text("Validity", &node.attribute("ValidityID"));
        if !matches!(validity, "" | "Valid" | "Unknown") {
            document.remarks.push(validity.to_owned());
        }
        self.documents
            .entry(node.attribute("IdentityID"))
            .or_default()
            .push(document);
    }

    fn take_party(&mut self, node: &Node<'_>) {
        let Some(number) = record::number_of(node) else {
            return;
        };
        for profile in node.all("Profile") {
            let person = self.kind_of(&profile.attribute("PartySubTypeID")) == "Individual";
            let known = Known { number, person };
            self.parties.entry(profile.attribute("ID")).or_insert(known);
            for identity in profile.all("Identity") {
                for name in names::of(identity, person, self, &mut |_| {}) {
                    match name.rank {
                        names::Rank::Primary => self.index.add_primary(&name.published, number),
                        // As from CSV, where weak names stand in the remarks.
                        names::Rank::Other { weak: true, .. } => {}
                        names::Rank::Other { .. } => {
                            self.index.add_alternate(&name.published, number)
                        }
                    }
                }
            }
        }
    }

    /// Says what points to parties that the file does not have.
    pub(super) fn say_unused(&self, file: &SourceFile, sheet: &mut Sheet) {
        let at = At {
            file: &file.name,
            line: None,
            record: "",
        };
        let counts = [
            (
                "papers",
                self.documents.values().map(Vec::len).sum::<usize>(),
            ),
            (
                "sanctions entries",
                self.listings.values().map(Vec::len).sum(),
            ),
            ("relations", self.relations.values().map(Vec::len).sum()),
        ];
        for (what, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let message = format!("{count} {what} belong to no party of the file; they are lost");
            sheet.problem(ProblemKind::RecordLost, at, None, message);
        }
    }
}

/// Where a part stands in an address: street, town, state, code, region, anything else.
fn order_of(kind: &str) -> u8 {
    match kind.to_ascii_lowercase().as_str() {
        kind if kind.starts_with("address") => 0,
        "city" => 1,
        "state/province" | "state or province" => 2,
        "postal code" => 3,
        "region" => 4,
        _ => 5,
    }
}

fn check_size(text: &str, at: At<'_>) -> Result<(), LoadError> {
    if text.len() <= MAX_SHARED_BYTES {
        return Ok(());
    }
    Err(LoadError::Refused {
        file: at.file.to_owned(),
        line: at.line.unwrap_or(1),
        reason: format!("a text that others point to is longer than {MAX_SHARED_BYTES} bytes"),
    })
}
