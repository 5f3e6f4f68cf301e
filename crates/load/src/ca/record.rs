//! One record of the Canadian list, element by element.

use super::{aliases, regime};
use crate::sheet::{At, Sheet, shown};
use crate::structure::Tally;
use crate::un::is_placeholder;
use crate::xml::tree::Node;
use kashf_core::{DateSpan, ProblemKind};
use kashf_ftm::EntityBuilder;
use std::collections::BTreeSet;

const AUTHORITY: &str = "Global Affairs Canada";
const SOURCE_URL: &str = "https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/consolidated-consolide.aspx?lang=eng";
/// Longest part of an id; the longest of the real file has 90.
const MAX_SLUG: usize = 120;

/// What the list's records had so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    ids: BTreeSet<String>,
    pub(super) tally: Tally,
}

/// Elements that are read, older names behind newer ones.
const KNOWN: &[&str] = &[
    "Country",
    "LastName",
    "GivenName",
    "EntityOrShip",
    "Entity",
    "Aliases",
    "DateOfBirthOrShipBuildDate",
    "DateOfBirth",
    "TitleOrShip",
    "ShipIMONumber",
    "Schedule",
    "Item",
    "DateOfListing",
];

/// The fields of a record, with white space runs as one space and placeholders empty.
struct Fields {
    country: String,
    schedule: String,
    item: String,
    family: String,
    given: String,
    entity: String,
}

/// Reads one record into the sheet; one without regime or item, or a second of the same, is lost.
pub(super) fn read(node: &Node<'_>, file: &str, line: u64, seen: &mut Seen, sheet: &mut Sheet) {
    let fields = Fields {
        country: text(node, &["Country"]),
        schedule: text(node, &["Schedule"]),
        item: text(node, &["Item"]),
        family: text(node, &["LastName"]),
        given: text(node, &["GivenName"]),
        entity: text(node, &["EntityOrShip", "Entity"]),
    };
    let schema = schema_of(node, &fields);
    sheet.count_record(match schema {
        "Person" => "person",
        "Vessel" => "ship",
        _ => "entity",
    });
    let label = format!("{} {} {}", fields.country, fields.schedule, fields.item);
    let at = At {
        file,
        line: Some(line),
        record: &label,
    };
    for (field, value) in [("Country", &fields.country), ("Item", &fields.item)] {
        if value.is_empty() {
            let why = "the record does not say where it stands in the regulations, so it has no id";
            seen.tally.lost(sheet, at, Some(field), why);
            return;
        }
    }
    let Some(id) = id_of(&fields, &mut seen.ids) else {
        let why = "a second record of the same regime, schedule, item and name; the first is used";
        seen.tally.lost(sheet, at, Some("Item"), why);
        return;
    };
    sheet.note_record_id(&id);
    let mut party = sheet.entity(&id, schema);
    if !read_names(&fields, schema, &mut party, sheet, at) {
        let field = if schema == "Person" {
            "LastName"
        } else {
            "EntityOrShip"
        };
        seen.tally.lacks(sheet, at, field, "the record has no name");
    }
    let aliases = text(node, &["Aliases"]);
    for alias in aliases::split(&aliases, schema == "Person") {
        add_name(&mut party, "alias", &alias, &aliases, "Aliases", sheet, at);
    }
    read_details(node, schema, &mut party, sheet, at);
    sheet.add(&mut party, "topics", "sanction", "record", at);
    let mut sanction = sheet.entity(&format!("{id}-sanction"), "Sanction");
    read_listing(node, &fields, &mut party, &mut sanction, sheet, at);
    count_unknown(node, sheet, at);
    sheet.emit(party);
    sheet.emit(sanction);
}

/// The first of these elements that says something.
fn text(node: &Node<'_>, names: &[&str]) -> String {
    let mut values = names.iter().map(|name| node.text_of(name));
    values
        .find(|value| !is_placeholder(value))
        .unwrap_or_default()
}

fn schema_of(node: &Node<'_>, fields: &Fields) -> &'static str {
    if !text(node, &["ShipIMONumber"]).is_empty() || fields.schedule == "1.1" {
        "Vessel"
    } else if !fields.family.is_empty() || !fields.given.is_empty() {
        "Person"
    } else {
        "Organization"
    }
}

/// See the module's documentation; `None` when there is one of the same name under it.
fn id_of(fields: &Fields, ids: &mut BTreeSet<String>) -> Option<String> {
    let regime = fields.country.split(" / ").next().unwrap_or_default();
    let parts = [slug(regime), slug(&fields.schedule), slug(&fields.item)];
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let id = format!("ca-{}", parts.join("-"));
    if ids.insert(id.clone()) {
        return Some(id);
    }
    let name = format!("{}\n{}\n{}", fields.family, fields.given, fields.entity);
    let hash = blake3::hash(name.as_bytes()).to_hex();
    let id = format!("{id}-{}", &hash.as_str()[..8]);
    ids.insert(id.clone()).then_some(id)
}

/// Lower-case letters and digits, one hyphen for whatever stands between them.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.chars().flat_map(char::to_lowercase).take(MAX_SLUG) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn read_names(
    fields: &Fields,
    schema: &str,
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) -> bool {
    let mut named = false;
    if schema == "Person" {
        sheet.add(party, "firstName", &fields.given, "GivenName", at);
        sheet.add(party, "lastName", &fields.family, "LastName", at);
        let whole = format!("{} {}", fields.given, fields.family);
        let whole = whole.trim();
        if !whole.is_empty() {
            let origin = "GivenName, LastName";
            sheet.see_name(whole, origin, at);
            named |= sheet.add(party, "name", whole, origin, at);
        }
    }
    for name in aliases::names(&fields.entity) {
        let prop = if name.alias { "alias" } else { "name" };
        named |= add_name(
            party,
            prop,
            &name,
            &fields.entity,
            "EntityOrShip",
            sheet,
            at,
        );
    }
    named
}

/// Adds a name with its language and, when it is a part of the field, the field as original.
fn add_name(
    party: &mut EntityBuilder,
    prop: &str,
    name: &aliases::Name,
    field: &str,
    origin: &str,
    sheet: &mut Sheet,
    at: At<'_>,
) -> bool {
    sheet.see_name(&name.text, origin, at);
    let property = party.schema().and_then(|schema| schema.property(prop));
    let cleaned = property.and_then(|property| kashf_ftm::clean(property, &name.text).ok());
    let Some(values) = cleaned.filter(|values| !values.is_empty()) else {
        return sheet.add(party, prop, &name.text, origin, at);
    };
    for value in &values {
        let written = (value.value != field).then_some(field);
        party.add_as(prop, &value.value, written, Some(origin), name.lang);
    }
    true
}

fn read_details(
    node: &Node<'_>,
    schema: &str,
    party: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    let date = text(node, &["DateOfBirthOrShipBuildDate", "DateOfBirth"]);
    let prop = match schema {
        "Person" => "birthDate",
        "Vessel" => "buildDate",
        _ => "incorporationDate",
    };
    sheet.add(party, prop, &date, "DateOfBirthOrShipBuildDate", at);
    let title = text(node, &["TitleOrShip"]);
    match schema {
        "Vessel" => _ = sheet.add(party, "type", &title, "TitleOrShip", at),
        "Person" => {
            for part in title.split('/').map(str::trim) {
                Sheet::try_add_as(party, "title", part, &title, "TitleOrShip");
            }
        }
        _ if title.is_empty() => {}
        _ => crate::sheet::note(party, &format!("TitleOrShip: {title}"), "TitleOrShip"),
    }
    let number = text(node, &["ShipIMONumber"]);
    sheet.add(party, "imoNumber", &number, "ShipIMONumber", at);
}

fn read_listing(
    node: &Node<'_>,
    fields: &Fields,
    party: &mut EntityBuilder,
    sanction: &mut EntityBuilder,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    sheet.add(sanction, "entity", party.entity_id(), "record", at);
    sheet.add(sanction, "authority", AUTHORITY, "publisher", at);
    sheet.add(sanction, "sourceUrl", SOURCE_URL, "publisher", at);
    sheet.add(sanction, "program", &fields.country, "Country", at);
    let place = match fields.schedule.as_str() {
        "" => format!("item {}", fields.item),
        numbered if numbered.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("Schedule {numbered}, item {}", fields.item)
        }
        part => format!("Schedule, {part}, item {}", fields.item),
    };
    sheet.add(sanction, "reason", &place, "Schedule, Item", at);
    match regime::find(&fields.country) {
        Some(regime) => {
            sheet.add(sanction, "programId", regime.program_id, regime::ORIGIN, at);
            sheet.add(sanction, "summary", regime.regulations, regime::ORIGIN, at);
        }
        None => {
            let message = format!(
                "the regime `{}` is not in the table of regulations",
                shown(&fields.country)
            );
            sheet.problem(ProblemKind::Doubtful, at, Some("Country"), message);
        }
    }
    let listed = text(node, &["DateOfListing"]);
    let known = sheet.add(sanction, "listingDate", &listed, "DateOfListing", at);
    if known {
        sheet.add(sanction, "startDate", &listed, "DateOfListing", at);
        sheet.add(party, "createdAt", &listed, "DateOfListing", at);
    }
    let span = listed.parse::<DateSpan>();
    if span.is_ok_and(|span| span.as_day().is_some())
        && sheet.as_of.as_ref().is_none_or(|latest| *latest < listed)
    {
        sheet.as_of = Some(listed);
    }
}

fn count_unknown(node: &Node<'_>, sheet: &mut Sheet, at: At<'_>) {
    for child in node.children.iter().filter(|child| !child.is_blank()) {
        if !KNOWN.contains(&child.name) {
            let what = format!("element {}", shown(child.name));
            sheet.not_held(&what, &child.line(), at);
        }
        for below in &child.children {
            let what = format!("element {}/{}", shown(child.name), shown(below.name));
            sheet.not_held(&what, &below.line(), at);
        }
    }
    let repeated = KNOWN.iter().filter(|name| node.all(name).count() > 1);
    for name in repeated {
        let what = format!("a second {name}");
        sheet.not_held(&what, &node.text_of(name), at);
    }
    let attributes = node.children.iter().flat_map(|child| &child.attributes);
    for (name, value) in attributes.chain(&node.attributes) {
        if !name.starts_with("xmlns") && !name.starts_with("xsi:") {
            sheet.not_held(&format!("attribute {}", shown(name)), value, at);
        }
    }
}
