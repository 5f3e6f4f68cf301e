//! One listed person, entity or ship of the UK, from fields under the names of the UK Sanctions List's XML.

use crate::mapping::dates;
use crate::sheet::{At, Sheet, note};
use crate::{countries, numbers, un};
use kashf_core::ProblemKind;
use kashf_ftm::EntityBuilder;
use std::collections::{BTreeMap, BTreeSet};

const AUTHORITY: &str = "Foreign, Commonwealth & Development Office";
const OFSI: &str = "Office of Financial Sanctions Implementation, HM Treasury";
const SOURCE_URL: &str = "https://www.gov.uk/government/publications/the-uk-sanctions-list";
const OFSI_URL: &str =
    "https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets";

/// Values that stand together, with their names.
pub(super) struct Fields<'a>(pub(super) Vec<(&'a str, String)>);

impl Fields<'_> {
    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, text)| text)
    }

    fn joined(&self, names: &[&str], by: &str) -> String {
        let parts = names
            .iter()
            .map(|name| self.get(name).trim_matches([',', ' ']));
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(by)
    }
}

const NAMES: [&str; 6] = ["Name1", "Name2", "Name3", "Name4", "Name5", "Name6"];
const ADDRESS: [&str; 8] = [
    "AddressLine1",
    "AddressLine2",
    "AddressLine3",
    "AddressLine4",
    "AddressLine5",
    "AddressLine6",
    "AddressPostalCode",
    "AddressCountry",
];

/// A record on its way.
pub(super) struct Party {
    id: String,
    person: bool,
    ofsi: bool,
    builder: EntityBuilder,
    sanction: EntityBuilder,
    papers: Vec<EntityBuilder>,
    taken: BTreeMap<String, u32>,
    papers_seen: BTreeSet<String>,
    measures: Vec<String>,
}

impl Party {
    /// `None` when the kind is not known.
    pub(super) fn new(id: &str, kind: &str, sheet: &Sheet) -> Option<Self> {
        let schema = match kind.to_lowercase().as_str() {
            "individual" => "Person",
            "entity" => "Organization",
            "ship" => "Vessel",
            _ => return None,
        };
        Some(Self {
            id: id.to_owned(),
            person: schema == "Person",
            ofsi: id.starts_with("uk-ofsi-"),
            builder: sheet.entity(id, schema),
            sanction: sheet.entity(&format!("{id}-sanction"), "Sanction"),
            papers: Vec::new(),
            taken: BTreeMap::new(),
            papers_seen: BTreeSet::new(),
            measures: Vec::new(),
        })
    }

    /// Reads fields that belong together.
    pub(super) fn read(&mut self, fields: &Fields<'_>, sheet: &mut Sheet, at: At<'_>) {
        self.read_name(fields, sheet, at);
        self.read_address(fields, sheet, at);
        self.read_birth(fields, sheet, at);
        self.read_paper(fields, "Passport", sheet, at);
        self.read_paper(fields, "NationalIdentifier", sheet, at);
        for (name, text) in &fields.0 {
            self.read_field(name, text, sheet, at);
        }
    }

    fn read_name(&mut self, fields: &Fields<'_>, sheet: &mut Sheet, at: At<'_>) {
        let whole = fields.joined(&NAMES, " ");
        let kind = fields.get("NameType").to_lowercase();
        let weak = fields.get("AliasStrength").to_lowercase().contains("low");
        let primary = matches!(kind.as_str(), "primary name" | "prime alias" | "primary") && !weak;
        let prop = match kind.as_str() {
            _ if weak => "weakAlias",
            _ if primary => "name",
            "fka" | "f.k.a." | "former name" | "formerly known as" => "previousName",
            "" if whole.is_empty() => "name",
            _ => "alias",
        };
        if !whole.is_empty() {
            sheet.see_name(&whole, "Name1..Name6", at);
            sheet.add(&mut self.builder, prop, &whole, "Name1..Name6", at);
        }
        if primary && self.person {
            let props = [
                "firstName",
                "secondName",
                "middleName",
                "middleName",
                "middleName",
                "lastName",
            ];
            for (field, prop) in NAMES.iter().zip(props) {
                sheet.add(&mut self.builder, prop, fields.get(field), field, at);
            }
        }
        let original = fields.get("NameNonLatinScript");
        if !original.is_empty() {
            sheet.see_name(original, "NameNonLatinScript", at);
            sheet.add(&mut self.builder, prop, original, "NameNonLatinScript", at);
        }
    }

    fn read_address(&mut self, fields: &Fields<'_>, sheet: &mut Sheet, at: At<'_>) {
        let whole = fields.joined(&ADDRESS, ", ");
        let country = fields.get("AddressCountry");
        if whole != country {
            sheet.add(&mut self.builder, "address", &whole, "Address", at);
        }
        if country.is_empty() {
            return;
        }
        // "Pakistan (location as at May 2008)"
        let bare = country.split(" (").next().unwrap_or(country);
        let known = countries::add(&mut self.builder, "country", country, "AddressCountry")
            || Sheet::try_add_as(
                &mut self.builder,
                "country",
                bare,
                country,
                "AddressCountry",
            );
        if !known {
            sheet.unread_country(country, "AddressCountry", at);
            Sheet::try_add(&mut self.builder, "address", &whole, "Address");
        }
    }

    fn read_birth(&mut self, fields: &Fields<'_>, sheet: &mut Sheet, at: At<'_>) {
        let place = fields.joined(&["TownOfBirth", "CountryOfBirth"], ", ");
        self.put("birthPlace", &place, "TownOfBirth", sheet, at);
        let country = fields.get("CountryOfBirth");
        if !country.is_empty()
            && !countries::add(&mut self.builder, "birthCountry", country, "CountryOfBirth")
        {
            sheet.unread_country(country, "CountryOfBirth", at);
        }
    }

    /// `Passport` or `NationalIdentifier`: the number on the holder, the paper as an entity.
    fn read_paper(&mut self, fields: &Fields<'_>, kind: &str, sheet: &mut Sheet, at: At<'_>) {
        let (number_field, info_field) = (
            format!("{kind}Number"),
            format!("{kind}AdditionalInformation"),
        );
        let (number, info) = (fields.get(&number_field), fields.get(&info_field));
        if number.is_empty() && info.is_empty() {
            return;
        }
        let (schema, word, prop) = if kind == "Passport" {
            ("Passport", "passport", "passportNumber")
        } else {
            ("Identification", "id", "idNumber")
        };
        // A row of a CSV says the same paper again.
        if !self.papers_seen.insert(format!("{kind}\n{number}\n{info}")) {
            return;
        }
        let bare = numbers::bare(number);
        if !number.is_empty()
            && !Sheet::try_add_as(&mut self.builder, prop, bare, number, &number_field)
        {
            self.put(prop, number, &number_field, sheet, at);
        }
        let id = un::unique_id(&self.id, word, bare, &mut self.taken);
        let mut paper = sheet.entity(&id, schema);
        sheet.add(&mut paper, "holder", &self.id, &number_field, at);
        if !Sheet::try_add_as(&mut paper, "number", bare, number, &number_field) {
            sheet.add(&mut paper, "number", number, &number_field, at);
        }
        sheet.add(&mut paper, "summary", info, &info_field, at);
        self.papers.push(paper);
    }

    fn read_field(&mut self, name: &str, text: &str, sheet: &mut Sheet, at: At<'_>) {
        match name {
            // Read together, or as what the record is.
            "UniqueID"
            | "IndividualEntityShip"
            | "NameType"
            | "AliasStrength"
            | "NameNonLatinScript"
            | "TownOfBirth"
            | "CountryOfBirth"
            | "PassportNumber"
            | "PassportAdditionalInformation"
            | "NationalIdentifierNumber"
            | "NationalIdentifierAdditionalInformation" => {}
            _ if NAMES.contains(&name) || ADDRESS.contains(&name) => {}
            "Title" => self.put("title", text, name, sheet, at),
            "Position" => self.put("position", text, name, sheet, at),
            "Gender" => self.put("gender", text, name, sheet, at),
            "DOB" => {
                let known = text
                    .to_lowercase()
                    .replace("dd/", "00/")
                    .replace("mm/", "00/");
                match dates::read(&known, "%d/%m/%Y") {
                    Some(date)
                        if Sheet::try_add_as(&mut self.builder, "birthDate", &date, text, name) => {
                    }
                    _ => self.put("birthDate", text, name, sheet, at),
                }
            }
            "Nationality" => {
                if !countries::add(&mut self.builder, "nationality", text, name) {
                    self.put("nationality", text, name, sheet, at);
                }
            }
            "PhoneNumber" => self.put("phone", text, name, sheet, at),
            "EmailAddress" => {
                for part in text.split([';', ' ']).filter(|part| !part.is_empty()) {
                    self.put("email", part, name, sheet, at);
                }
            }
            "Website" => self.put("website", text, name, sheet, at),
            "TypeOfEntity" => self.put("classification", text, name, sheet, at),
            "BusinessRegistrationNumber" => self.put("registrationNumber", text, name, sheet, at),
            "HullIdentificationNumber" => self.put("registrationNumber", text, name, sheet, at),
            "IMONumber" => self.put("imoNumber", text, name, sheet, at),
            "CurrentBelievedFlagOfShip" => self.put("flag", text, name, sheet, at),
            "PreviousFlag" => self.put("pastFlags", text, name, sheet, at),
            "TypeOfShip" => self.put("type", text, name, sheet, at),
            "TonnageOfShip" => self.put("tonnage", text, name, sheet, at),
            "YearBuilt" => self.put("buildDate", text, name, sheet, at),
            "ParentCompany"
            | "Subsidiary"
            | "CurrentOwnerOperator"
            | "PreviousOwnerOperator"
            | "LengthOfShip" => note(&mut self.builder, &format!("{name}: {text}"), name),
            "OtherInformation" => note(&mut self.builder, text, name),
            "RegimeName" => _ = sheet.add(&mut self.sanction, "program", text, name, at),
            "UNReferenceNumber" => _ = sheet.add(&mut self.sanction, "unscId", text, name, at),
            "OFSIGroupID" => _ = sheet.add(&mut self.sanction, "recordId", text, name, at),
            "DesignationSource" => {
                let text = format!("{name}: {text}");
                sheet.add(&mut self.sanction, "summary", &text, name, at);
            }
            "UKStatementofReasons" => _ = sheet.add(&mut self.sanction, "reason", text, name, at),
            "SanctionsImposed" => {
                for measure in text.split('|').map(str::trim) {
                    self.measure(measure, sheet, at);
                }
            }
            "DateDesignated" => {
                for prop in ["listingDate", "startDate"] {
                    add_day(&mut self.sanction, prop, text, name, sheet, at);
                }
                add_day(&mut self.builder, "createdAt", text, name, sheet, at);
            }
            "LastUpdated" => {
                add_day(&mut self.sanction, "modifiedAt", text, name, sheet, at);
                add_day(&mut self.builder, "modifiedAt", text, name, sheet, at);
            }
            other => sheet.not_held(&format!("field {}", crate::sheet::shown(other)), text, at),
        }
    }

    /// One measure, as the list words it or as its element is called; each once.
    pub(super) fn measure(&mut self, measure: &str, sheet: &mut Sheet, at: At<'_>) {
        let key: String = measure
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if key.is_empty() || self.measures.contains(&key) {
            return;
        }
        self.measures.push(key);
        let mut words = String::new();
        for letter in measure.chars() {
            // `TravelBan` is the element's name, "Travel Ban" what the list says.
            if letter.is_uppercase() && words.ends_with(|c: char| c.is_lowercase()) {
                words.push(' ');
            }
            words.push(letter);
        }
        sheet.add(
            &mut self.sanction,
            "provisions",
            &words,
            "SanctionsImposed",
            at,
        );
    }

    /// A value of the party; what its schema has no place for is a note.
    fn put(&mut self, prop: &str, text: &str, name: &str, sheet: &mut Sheet, at: At<'_>) {
        let has = self
            .builder
            .schema()
            .is_some_and(|schema| schema.property(prop).is_some());
        if has {
            sheet.add(&mut self.builder, prop, text, name, at);
        } else if !text.trim().is_empty() {
            note(&mut self.builder, &format!("{name}: {text}"), name);
        }
    }

    /// Hands over all entities; false when the record has no name.
    pub(super) fn finish(mut self, sheet: &mut Sheet, at: At<'_>) -> bool {
        sheet.note_record_id(&self.id);
        let names = ["name", "alias", "previousName", "weakAlias"];
        let named = names.iter().any(|prop| self.builder.has(prop));
        sheet.add(&mut self.builder, "topics", "sanction", "publisher", at);
        if self.ofsi {
            self.measure("asset freeze", sheet, at);
        } else if self.measures.is_empty() {
            let message = "the list does not say what the listing does";
            sheet.problem(ProblemKind::Doubtful, at, Some("SanctionsImposed"), message);
        }
        let (authority, url) = if self.ofsi {
            (OFSI, OFSI_URL)
        } else {
            (AUTHORITY, SOURCE_URL)
        };
        let number = at.record;
        for (prop, value) in [
            ("entity", self.id.as_str()),
            ("authority", authority),
            ("sourceUrl", url),
            ("authorityId", number),
        ] {
            sheet.add(&mut self.sanction, prop, value, "publisher", at);
        }
        sheet.emit(self.builder);
        sheet.emit(self.sanction);
        for paper in self.papers {
            sheet.emit(paper);
        }
        named
    }
}

fn add_day(
    builder: &mut EntityBuilder,
    prop: &str,
    text: &str,
    name: &str,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    match super::day_of(text) {
        Some(day) if Sheet::try_add_as(builder, prop, &day, text, name) => {}
        _ => _ = sheet.add(builder, prop, text, name, at),
    }
}
