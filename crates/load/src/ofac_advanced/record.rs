//! One `DistinctParty` with what the tables say of it.

use super::listings::{Listing, Relation};
use super::names::{self, Rank};
use super::tables::{Place, Tables};
use super::{Seen, dates, unknown_below};
use crate::ofac::clauses::Link;
use crate::ofac::entry::Entry;
use crate::ofac::party::{COMPANY_LABELS, Context, Kind, Party};
use crate::sheet::{At, Sheet, note};
use crate::xml::tree::Node;
use kashf_core::ProblemKind;

/// The party's number.
pub(super) fn number_of(node: &Node<'_>) -> Option<u64> {
    node.attribute("FixedRef").parse().ok()
}

/// Labels of features that OFAC's other formats have in fields of their own.
const FIELDS: [(&str, &str); 7] = [
    ("vessel call sign", "callSign"),
    ("vessel type", "type"),
    ("vessel tonnage", "deadweightTonnage"),
    ("tonnage", "deadweightTonnage"),
    ("vessel gross registered tonnage", "grossRegisteredTonnage"),
    ("gross registered tonnage", "grossRegisteredTonnage"),
    ("vessel flag", "flag"),
];

/// Labels of features that the CSV's remarks call otherwise.
const CLAUSES: [(&str, &str); 7] = [
    ("birthdate", "DOB"),
    ("date of birth", "DOB"),
    ("place of birth", "POB"),
    ("nationality country", "nationality"),
    ("nationality", "nationality"),
    ("citizenship country", "citizen"),
    ("citizenship", "citizen"),
];

/// Reads one party; one without a number, or with one that was seen, is lost.
pub(super) fn read(
    node: &Node<'_>,
    line: u64,
    context: &Context<'_>,
    tables: &mut Tables,
    seen: &mut Seen,
    sheet: &mut Sheet,
) {
    seen.records += 1;
    let written = node.attribute("FixedRef");
    let at = At {
        file: context.file,
        line: Some(line),
        record: &written,
    };
    let Some(number) = number_of(node) else {
        let why = "the party has no number (`FixedRef`), so it has no id";
        seen.tally.lost(sheet, at, Some("FixedRef"), why);
        return;
    };
    if !seen.numbers.insert(number) {
        let why = "a second party with the same number; the first is used";
        seen.tally.lost(sheet, at, Some("FixedRef"), why);
        return;
    }
    unknown_below(node, &["Comment", "Profile"], sheet, at);
    let profiles: Vec<&Node<'_>> = node.all("Profile").collect();
    if profiles.len() > 1 {
        let message = "a party with several profiles; they are read as one";
        sheet.problem(ProblemKind::Doubtful, at, Some("Profile"), message);
    }
    let subtype = profiles
        .first()
        .map(|profile| profile.attribute("PartySubTypeID"));
    let word = tables.kind_of(&subtype.unwrap_or_default()).to_owned();
    let kind = match word.as_str() {
        "Individual" => Some(Kind::Person),
        "Entity" => Some(Kind::Organization),
        "Vessel" => Some(Kind::Vessel),
        "Aircraft" => Some(Kind::Aircraft),
        _ => None,
    };
    let features: Vec<Feature> = profiles
        .iter()
        .flat_map(|profile| profile.all("Feature"))
        .flat_map(|feature| features_of(feature, tables, sheet, at))
        .collect();
    let company = features.iter().any(|feature| {
        COMPANY_LABELS
            .iter()
            .any(|label| label.trim_end() == feature.label)
    });
    let party_kind = kind.unwrap_or(Kind::Organization);
    let mut party = Party::new(number, party_kind, company, context, sheet);
    let mut named = false;
    let mut listings = Vec::new();
    for profile in &profiles {
        named |= read_names(profile, &mut party, tables, sheet, at);
        listings.extend(
            tables
                .listings
                .remove(&profile.attribute("ID"))
                .unwrap_or_default(),
        );
    }
    if !named {
        seen.tally
            .lacks(sheet, at, "Alias", "the party has no name");
    } else if kind.is_none() {
        let word = crate::sheet::shown(&word);
        let why = format!("the type `{word}` is not known; taken as an organisation");
        seen.tally.lacks(sheet, at, "PartySubTypeID", &why);
    } else if listings.is_empty() {
        seen.tally.lacks(
            sheet,
            at,
            "SanctionsEntry",
            "the party has no sanctions entry",
        );
    }
    for listing in &listings {
        read_listing(listing, &mut party, sheet, at);
    }
    for feature in &features {
        read_feature(feature, &mut party, sheet, at);
    }
    for profile in &profiles {
        read_documents(profile, &mut party, tables, sheet, at);
        let relations = tables.relations.remove(&profile.attribute("ID"));
        for relation in relations.unwrap_or_default() {
            read_relation(&relation, &mut party, tables, sheet, at);
        }
    }
    party.origin = "Comment";
    party.read_remarks(&node.text_of("Comment"), false, sheet, at);
    party.finish(sheet, at);
}

/// Names, and what stands in a profile beside them; false when there is no name.
fn read_names(
    profile: &Node<'_>,
    party: &mut Party<'_, '_>,
    tables: &Tables,
    sheet: &mut Sheet,
    at: At<'_>,
) -> bool {
    unknown_below(
        profile,
        &["Comment", "Identity", "Feature", "SanctionsEntryReference"],
        sheet,
        at,
    );
    let comment = profile.text_of("Comment");
    if !comment.is_empty() {
        note(&mut party.builder, &comment, "Profile/Comment");
    }
    let mut named = false;
    for (ix, identity) in profile.all("Identity").enumerate() {
        unknown_below(identity, &["Comment", "Alias", "NamePartGroups"], sheet, at);
        if ix > 0 {
            let message = "a profile with several identities; the names of all are the party's";
            sheet.problem(ProblemKind::Doubtful, at, Some("Identity"), message);
        }
        let mut doubts = Vec::new();
        let names = names::of(identity, party.person(), tables, &mut |doubt| {
            doubts.push(doubt)
        });
        for message in doubts {
            names::doubt(message, sheet, at);
        }
        for name in names {
            match name.rank {
                Rank::Primary if ix == 0 => {
                    party.add_name(&name.published, "Alias", sheet, at);
                    named = true;
                }
                Rank::Primary => {
                    party.add_alternate(false, false, &name.published, "Alias", sheet, at)
                }
                Rank::Other { former, weak } => {
                    party.add_alternate(former, weak, &name.published, "Alias", sheet, at);
                }
            }
        }
    }
    named
}

fn read_listing(listing: &Listing, party: &mut Party<'_, '_>, sheet: &mut Sheet, at: At<'_>) {
    for program in &listing.programs {
        party.add_program(program, "SanctionsMeasure", sheet, at);
    }
    let mut add = |prop: &str, values: &[String], origin: &str| {
        for value in values {
            sheet.add(&mut party.sanction, prop, value, origin, at);
        }
    };
    add("provisions", &listing.measures, "SanctionsMeasure");
    add("listingDate", &listing.dates, "EntryEvent/Date");
    add("reason", &listing.reasons, "EntryEvent/LegalBasis");
    add("summary", &listing.summaries, "EntryEvent/Comment");
    if !matches!(listing.list.as_str(), "SDN List" | "Consolidated List") {
        add("summary", std::slice::from_ref(&listing.list), "List");
    }
}

/// A feature with one value.
#[derive(Debug)]
struct Feature {
    label: String,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Text(String),
    Place(Place),
    Comment(String),
}

/// The values of a feature, one each of its versions.
fn features_of(feature: &Node<'_>, tables: &Tables, sheet: &mut Sheet, at: At<'_>) -> Vec<Feature> {
    unknown_below(
        feature,
        &["Comment", "FeatureVersion", "IdentityReference"],
        sheet,
        at,
    );
    let label = tables.text("FeatureType", &feature.attribute("FeatureTypeID"));
    // OFAC's typographic apostrophe ("Manufacturer's") is plain in its other formats.
    let label = label.trim().replace('\u{2019}', "'");
    let mut values = Vec::new();
    let comments = |node: &Node<'_>| Some(node.text_of("Comment")).filter(|text| !text.is_empty());
    values.extend(comments(feature).map(Value::Comment));
    for version in feature.all("FeatureVersion") {
        let known = [
            "Comment",
            "DatePeriod",
            "VersionDetail",
            "VersionLocation",
            "IdentityReference",
        ];
        unknown_below(version, &known, sheet, at);
        values.extend(comments(version).map(Value::Comment));
        let period = version.all("DatePeriod").filter_map(dates::words);
        values.extend(period.map(Value::Text));
        for place in version.all("VersionLocation") {
            match tables.places.get(&place.attribute("LocationID")) {
                Some(place) => values.push(Value::Place(place.clone())),
                None => {
                    let message = "a location that is in no table";
                    sheet.problem(ProblemKind::Doubtful, at, Some("LocationID"), message);
                }
            }
        }
        for detail in version.all("VersionDetail") {
            let reference = tables.text("DetailReference", &detail.attribute("DetailReferenceID"));
            let text = if reference.is_empty() {
                detail.line()
            } else {
                reference.to_owned()
            };
            if !text.is_empty() {
                values.push(Value::Text(text));
            }
        }
    }
    let feature = |value| Feature {
        label: label.clone(),
        value,
    };
    values.into_iter().map(feature).collect()
}

fn read_feature(feature: &Feature, party: &mut Party<'_, '_>, sheet: &mut Sheet, at: At<'_>) {
    let label = feature.label.to_ascii_lowercase();
    let of = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(name, _)| *name == label)
            .map(|(_, meant)| *meant)
    };
    party.origin = "Feature";
    let text = match &feature.value {
        Value::Comment(text) => {
            let text = format!("{}: {text}", feature.label);
            return note(&mut party.builder, &text, "Feature/Comment");
        }
        Value::Place(place) if matches!(label.as_str(), "location" | "address") => {
            let parts: Vec<&str> = place.parts.iter().map(String::as_str).collect();
            return party.add_address(&parts, &place.country, "Location", sheet, at);
        }
        Value::Place(place) => {
            let parts = place.parts.iter().chain([&place.country]);
            let parts: Vec<&str> = parts
                .map(String::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            parts.join(", ")
        }
        Value::Text(text) => text.clone(),
    };
    match label.as_str() {
        "location" | "address" => party.add_address(&[&text], "", "Location", sheet, at),
        "title" => party.add_title(&text, "Title", sheet, at),
        "vessel owner" => party.read_link(Link::Owner, &text, "Vessel Owner", sheet, at),
        _ => {
            if let Some(prop) = of(&FIELDS) {
                party.add_craft_value(prop, &text, &feature.label, sheet, at);
            } else if let Some(clause) = of(&CLAUSES) {
                party.read_clause(&format!("{clause} {text}"), sheet, at);
            } else {
                let entry = Entry {
                    kind: &feature.label,
                    number: &text,
                    ..Entry::default()
                };
                party.read_entry(entry, sheet, at);
            }
        }
    }
}

fn read_documents(
    profile: &Node<'_>,
    party: &mut Party<'_, '_>,
    tables: &mut Tables,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    party.origin = "IDRegDocument";
    for identity in profile.all("Identity") {
        let documents = tables.documents.remove(&identity.attribute("ID"));
        for document in documents.unwrap_or_default() {
            party.read_entry(document.entry(), sheet, at);
            for remark in &document.remarks {
                let text = format!("{} {}: {remark}", document.kind, document.number);
                note(&mut party.builder, &text, "IDRegDocument");
            }
        }
    }
}

/// A relation as an edge. Its id is that of "Linked To" in the CSV, so that the same words in the remarks
/// make no second edge.
fn read_relation(
    relation: &Relation,
    party: &mut Party<'_, '_>,
    tables: &Tables,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let role = if relation.former {
        format!("{} (former)", relation.kind)
    } else {
        relation.kind.clone()
    };
    let Some(other) = tables.parties.get(&relation.to) else {
        let text = format!("{role}: profile {}", relation.to);
        sheet.not_held("a relation to a profile that is not in the file", &text, at);
        return note(&mut party.builder, &text, "ProfileRelationship");
    };
    let target = format!("{}-{}", party.context.prefix, other.number);
    let base = format!("{}-link-{target}", party.id);
    let count = party.taken.entry(base.clone()).or_default();
    *count += 1;
    let id = if *count == 1 {
        base
    } else {
        format!("{base}-{count}")
    };
    let (schema, from, to, word) = match relation.kind.to_ascii_lowercase().as_str() {
        "family member of" if party.person() && other.person => {
            ("Family", "person", "relative", "relationship")
        }
        "leader or official of" if party.person() && !other.person => {
            ("Directorship", "director", "organization", "role")
        }
        _ => ("UnknownLink", "subject", "object", "role"),
    };
    let mut edge = sheet.entity(&id, schema);
    let origin = "ProfileRelationship";
    sheet.add(&mut edge, from, &party.id, origin, at);
    sheet.add(&mut edge, to, &target, origin, at);
    sheet.add(&mut edge, word, &role, origin, at);
    sheet.add(&mut edge, "summary", &relation.comment, origin, at);
    party.others.push(edge);
}
