//! One `sdnEntry`, element by element.

use super::Seen;
use crate::ofac::clauses::Link;
use crate::ofac::entry::Entry;
use crate::ofac::links::NameIndex;
use crate::ofac::party::{COMPANY_LABELS, Context, Kind, Party};
use crate::sheet::{At, Sheet};
use crate::xml::tree::Node;
use kashf_core::ProblemKind;

/// Blocks that hold items: block, item, what an item may have.
const BLOCKS: [(&str, &str, &[&str]); 7] = [
    (
        "idList",
        "id",
        &[
            "uid",
            "idType",
            "idNumber",
            "idCountry",
            "issueDate",
            "expirationDate",
        ],
    ),
    (
        "akaList",
        "aka",
        &["uid", "type", "category", "lastName", "firstName"],
    ),
    (
        "addressList",
        "address",
        &[
            "uid",
            "address1",
            "address2",
            "address3",
            "city",
            "stateOrProvince",
            "postalCode",
            "country",
            "region",
        ],
    ),
    (
        "nationalityList",
        "nationality",
        &["uid", "country", "mainEntry"],
    ),
    (
        "citizenshipList",
        "citizenship",
        &["uid", "country", "mainEntry"],
    ),
    (
        "dateOfBirthList",
        "dateOfBirthItem",
        &["uid", "dateOfBirth", "mainEntry"],
    ),
    (
        "placeOfBirthList",
        "placeOfBirthItem",
        &["uid", "placeOfBirth", "mainEntry"],
    ),
];

/// Fields of `vesselInfo`.
const VESSEL: [(&str, &str); 5] = [
    ("callSign", "callSign"),
    ("vesselType", "type"),
    ("tonnage", "deadweightTonnage"),
    ("grossRegisteredTonnage", "grossRegisteredTonnage"),
    ("vesselFlag", "flag"),
];

/// The record's number.
fn number_of(node: &Node<'_>) -> Option<u64> {
    node.text_of("uid").parse().ok()
}

/// The type in lower case, so that a change of OFAC's capitals loses nothing.
fn kind_of(node: &Node<'_>) -> Option<Kind> {
    Some(
        match node.text_of("sdnType").to_ascii_lowercase().as_str() {
            "individual" => Kind::Person,
            "entity" => Kind::Organization,
            "vessel" => Kind::Vessel,
            "aircraft" => Kind::Aircraft,
            _ => return None,
        },
    )
}

/// A name in the form of OFAC's CSV: persons "SURNAME, Given", all others in reading order.
fn name_of(node: &Node<'_>, person: bool) -> String {
    let (first, last) = (node.text_of("firstName"), node.text_of("lastName"));
    match (first.is_empty(), last.is_empty()) {
        (true, _) => last,
        (_, true) => first,
        _ if person => format!("{last}, {first}"),
        _ => format!("{first} {last}"),
    }
}

/// Items of a block, the main ones first.
fn items<'n, 'a>(node: &'n Node<'a>, block: &str) -> Vec<&'n Node<'a>> {
    let found = BLOCKS.iter().find(|(name, _, _)| *name == block);
    let item = found.map_or("", |(_, item, _)| item);
    let blocks = node.children.iter().filter(|child| child.name == block);
    let mut items: Vec<&Node<'_>> = blocks.flat_map(|block| block.all(item)).collect();
    items.sort_by_key(|item| item.text_of("mainEntry") == "false");
    items
}

/// Notes the names of a record for the links of others.
pub(super) fn index(node: &Node<'_>, index: &mut NameIndex) {
    let Some(number) = number_of(node) else {
        return;
    };
    let person = kind_of(node) == Some(Kind::Person);
    index.add_primary(&name_of(node, person), number);
    for alias in items(node, "akaList") {
        // As from CSV, where weak names stand in the remarks.
        if alias.text_of("category") != "weak" {
            index.add_alternate(&name_of(alias, person), number);
        }
    }
}

/// Reads one record; one without a number, or with one that was seen, is lost.
pub(super) fn read(
    node: &Node<'_>,
    line: u64,
    context: &Context<'_>,
    seen: &mut Seen,
    sheet: &mut Sheet,
) {
    seen.records += 1;
    let written = node.text_of("uid");
    let at = At {
        file: context.file,
        line: Some(line),
        record: &written,
    };
    let Some(number) = number_of(node) else {
        let why = "the record has no number (`uid`), so it has no id";
        seen.tally.lost(sheet, at, Some("uid"), why);
        return;
    };
    if !seen.numbers.insert(number) {
        let why = "a second record with the same number; the first is used";
        seen.tally.lost(sheet, at, Some("uid"), why);
        return;
    }
    let kind = kind_of(node);
    let name = name_of(node, kind == Some(Kind::Person));
    let programs: Vec<String> = node
        .all("programList")
        .flat_map(|list| list.all("program"))
        .map(Node::line)
        .filter(|program| !program.is_empty())
        .collect();
    if name.is_empty() {
        seen.tally
            .lacks(sheet, at, "lastName", "the record has no name");
    } else if kind.is_none() {
        let word = crate::sheet::shown(&node.text_of("sdnType"));
        let why = format!("the type `{word}` is not known; taken as an organisation");
        seen.tally.lacks(sheet, at, "sdnType", &why);
    } else if programs.is_empty() {
        seen.tally
            .lacks(sheet, at, "programList", "the record has no programme");
    }
    let ids = items(node, "idList");
    let company = ids.iter().any(|id| {
        let kind = id.text_of("idType");
        COMPANY_LABELS.iter().any(|label| label.trim_end() == kind)
    });
    let kind = kind.unwrap_or(Kind::Organization);
    let mut party = Party::new(number, kind, company, context, sheet);
    party.add_name(&name, "lastName", sheet, at);
    for program in &programs {
        party.add_program(program, "program", sheet, at);
    }
    party.add_title(&node.text_of("title"), "title", sheet, at);
    read_vessel(node, &mut party, sheet, at);
    read_names(node, &mut party, sheet, at);
    read_addresses(node, &mut party, sheet, at);
    read_birth_and_countries(node, &mut party, sheet, at);
    for id in ids {
        let [kind, number, country, issued, expires] = [
            "idType",
            "idNumber",
            "idCountry",
            "issueDate",
            "expirationDate",
        ]
        .map(|name| id.text_of(name));
        let entry = Entry {
            kind: &kind,
            number: &number,
            country: &country,
            issued: &issued,
            expires: &expires,
        };
        party.origin = "id";
        party.read_entry(entry, sheet, at);
    }
    party.origin = "remarks";
    party.read_remarks(&node.text_of("remarks"), false, sheet, at);
    see_unknown(node, sheet, at);
    party.finish(sheet, at);
}

fn read_vessel(node: &Node<'_>, party: &mut Party<'_, '_>, sheet: &mut Sheet, at: At<'_>) {
    for info in node.all("vesselInfo") {
        for (element, prop) in VESSEL {
            party.add_craft_value(prop, &info.text_of(element), element, sheet, at);
        }
        let owner = info.text_of("vesselOwner");
        if !owner.is_empty() {
            party.read_link(Link::Owner, &owner, "vesselOwner", sheet, at);
        }
    }
}

fn read_names(node: &Node<'_>, party: &mut Party<'_, '_>, sheet: &mut Sheet, at: At<'_>) {
    for alias in items(node, "akaList") {
        let doubtful = |sheet: &mut Sheet, field: &str, word: &str, taken: &str| {
            let word = crate::sheet::shown(word);
            let message = format!("the alias {field} `{word}` is not known; taken as {taken}");
            sheet.problem(ProblemKind::Doubtful, at, Some("aka"), message);
        };
        let kind = alias.text_of("type");
        let former = match kind.as_str() {
            "f.k.a." => true,
            "a.k.a." | "n.k.a." | "" => false,
            other => {
                doubtful(sheet, "type", other, "a.k.a.");
                false
            }
        };
        let category = alias.text_of("category");
        let weak = match category.as_str() {
            "weak" => true,
            "strong" | "" => false,
            other => {
                doubtful(sheet, "category", other, "strong");
                false
            }
        };
        let name = name_of(alias, party.person());
        let origin = format!("aka {kind} {category}");
        party.add_alternate(former, weak, &name, origin.trim_end(), sheet, at);
    }
}

fn read_addresses(node: &Node<'_>, party: &mut Party<'_, '_>, sheet: &mut Sheet, at: At<'_>) {
    for address in items(node, "addressList") {
        let text = |name| address.text_of(name);
        // As in the CSV: "Town, State 12345" is one field.
        let mut town = [text("city"), text("stateOrProvince")].join(", ");
        town = town.trim_matches([',', ' ']).to_owned();
        let town = format!("{town} {}", text("postalCode"));
        let (a1, a2, a3) = (text("address1"), text("address2"), text("address3"));
        let region = text("region");
        let region = match region.as_str() {
            "" => String::new(),
            name => format!("Region: {name}"),
        };
        let place = [&a1[..], &a2, &a3, town.trim(), &region];
        party.add_address(&place, &text("country"), "address", sheet, at);
    }
}

fn read_birth_and_countries(
    node: &Node<'_>,
    party: &mut Party<'_, '_>,
    sheet: &mut Sheet,
    at: At<'_>,
) {
    // The labels are those of the CSV's remarks.
    for (block, element, label) in [
        ("dateOfBirthList", "dateOfBirth", "DOB"),
        ("placeOfBirthList", "placeOfBirth", "POB"),
        ("nationalityList", "country", "nationality"),
        ("citizenshipList", "country", "citizen"),
    ] {
        for item in items(node, block) {
            let value = item.text_of(element);
            if !value.is_empty() {
                party.read_clause(&format!("{label} {value}"), sheet, at);
            }
        }
    }
}

/// Elements of a record that nobody reads.
fn see_unknown(node: &Node<'_>, sheet: &mut Sheet, at: At<'_>) {
    for child in node.children.iter().filter(|child| !child.is_blank()) {
        if let Some((_, item, below)) = BLOCKS.iter().find(|(name, _, _)| *name == child.name) {
            unknown_below(child, &[item], sheet, at);
            for item in child.all(item) {
                unknown_below(item, below, sheet, at);
            }
            continue;
        }
        match child.name {
            "uid" | "firstName" | "lastName" | "title" | "sdnType" | "remarks" => {
                unknown_below_text(child, sheet, at);
            }
            "programList" => unknown_below(child, &["program"], sheet, at),
            "vesselInfo" => {
                let mut known = VESSEL.map(|(element, _)| element).to_vec();
                known.push("vesselOwner");
                unknown_below(child, &known, sheet, at);
            }
            other => {
                let what = format!("element {}", crate::sheet::shown(other));
                sheet.not_held(&what, &child.line(), at);
            }
        }
    }
}

fn unknown_below_text(node: &Node<'_>, sheet: &mut Sheet, at: At<'_>) {
    for child in node.children.iter().filter(|child| !child.is_blank()) {
        let (name, below) = (
            crate::sheet::shown(node.name),
            crate::sheet::shown(child.name),
        );
        sheet.not_held(&format!("element {name}/{below}"), &child.line(), at);
    }
}

/// Elements below a block that its reader does not look at, and text where elements belong.
pub(crate) fn unknown_below(node: &Node<'_>, known: &[&str], sheet: &mut Sheet, at: At<'_>) {
    let name = crate::sheet::shown(node.name);
    for child in node.children.iter().filter(|child| !child.is_blank()) {
        if !known.contains(&child.name) {
            let below = crate::sheet::shown(child.name);
            sheet.not_held(&format!("element {name}/{below}"), &child.line(), at);
        }
    }
    if !node.text.trim().is_empty() {
        sheet.not_held(&format!("text directly in {name}"), &node.line(), at);
    }
}
