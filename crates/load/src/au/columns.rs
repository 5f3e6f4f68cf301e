//! Columns and words of the Australian table, and how its cells come apart.

use crate::mapping::dates;

/// A column that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Reference,
    Name,
    Type,
    NameType,
    Strength,
    Birth,
    BirthPlace,
    Citizenship,
    Address,
    Information,
    Listing,
    Imo,
    Committees,
    ControlDate,
    Instrument,
    /// A measure, by what it does.
    Measure(&'static str),
}

/// Names of columns: letters and digits in lower case.
const FIELDS: &[(&str, Field)] = &[
    ("reference", Field::Reference),
    ("nameofindividualorentity", Field::Name),
    ("type", Field::Type),
    ("nametype", Field::NameType),
    ("aliasstrength", Field::Strength),
    ("dateofbirth", Field::Birth),
    ("placeofbirth", Field::BirthPlace),
    ("citizenship", Field::Citizenship),
    ("address", Field::Address),
    ("additionalinformation", Field::Information),
    ("listinginformation", Field::Listing),
    ("imonumber", Field::Imo),
    ("committees", Field::Committees),
    ("controldate", Field::ControlDate),
    ("instrumentofdesignation", Field::Instrument),
    ("targetedfinancialsanction", Field::Measure("asset freeze")),
    ("targetedfinancialsanctions", Field::Measure("asset freeze")),
    ("travelban", Field::Measure("travel ban")),
    ("armsembargo", Field::Measure("arms embargo")),
    (
        "maritimerestriction",
        Field::Measure("maritime restriction"),
    ),
];

pub(super) fn find(name: &str) -> Option<Field> {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let key: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    let field = FIELDS.iter().find(|(known, _)| *known == key);
    field.map(|(_, field)| *field)
}

/// True when the columns without which nothing can be read are there.
pub(super) fn is_header<'c>(columns: impl IntoIterator<Item = &'c str>) -> bool {
    let found: Vec<Field> = columns.into_iter().filter_map(find).collect();
    [
        Field::Reference,
        Field::Name,
        Field::NameType,
        Field::ControlDate,
    ]
    .iter()
    .all(|field| found.contains(field))
}

/// A cell without Excel's escaped carriage returns and the white space around it.
pub(super) fn text_of(cell: &str) -> String {
    cell.replace("_x000D_", "")
        .replace('\r', "")
        .replace('\u{a0}', " ")
        .trim()
        .to_owned()
}

/// "101a" is 101 and a.
pub(super) fn number_of(reference: &str) -> Option<(&str, &str)> {
    let end = reference.find(|c: char| !c.is_ascii_digit());
    let (number, letters) = reference.split_at(end.unwrap_or(reference.len()));
    let letters = letters.trim();
    let is_number = (1..=12).contains(&number.len());
    (is_number && letters.chars().all(|c| c.is_ascii_alphanumeric())).then_some((number, letters))
}

pub(super) fn is_primary(name_type: &str) -> bool {
    name_type.to_ascii_lowercase().starts_with("primary")
}

/// The property of a name; `None` for a kind that is not known.
pub(super) fn name_property(name_type: &str, strength: &str) -> Option<&'static str> {
    let lower = name_type.to_ascii_lowercase();
    let weak = strength.eq_ignore_ascii_case("weak");
    Some(match lower.as_str() {
        _ if is_primary(&lower) => "name",
        "original script" if !weak => "name",
        "aka" | "a.k.a." | "alias" | "original script" if weak => "weakAlias",
        "aka" | "a.k.a." | "alias" => "alias",
        "fka" | "f.k.a." | "formerly known as" | "previous name" => "previousName",
        _ => return None,
    })
}

/// The parts of "a) .. b) .."; a text without such marks is one.
pub(super) fn parts_of(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut from = 0;
    for letter in 'a'..='z' {
        let mark = format!("{letter}) ");
        let place = rest[from..]
            .match_indices(&mark)
            .map(|(at, _)| at + from)
            .find(|at| {
                let before = rest[..*at].chars().next_back();
                before.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';'))
            });
        let Some(at) = place else { break };
        parts.push(&rest[..at]);
        rest = &rest[at + mark.len()..];
        from = 0;
    }
    parts.push(rest);
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let parts = parts.into_iter().map(|part| part.trim_matches(ends));
    parts.filter(|part| !part.is_empty()).collect()
}

/// The dates of a cell, each with what was written; ranges and words stay one part for the cleaner.
pub(super) fn dates_of(text: &str) -> Vec<(String, &str)> {
    let lower = text.to_ascii_lowercase();
    let is_range = lower.contains("between") || lower.contains(" to ");
    let mut dates = Vec::new();
    for part in parts_of(text) {
        let pieces: Vec<&str> = if is_range {
            vec![part]
        } else {
            part.split([',', ';', '\n'])
                .flat_map(|piece| piece.split(" and "))
                .flat_map(|piece| piece.split(" or "))
                .map(str::trim)
                .filter(|piece| !piece.is_empty())
                .collect()
        };
        dates.extend(pieces.into_iter().map(|piece| (day_of(piece), piece)));
    }
    dates
}

/// ISO 8601 of a date with the day before the month; any other text as it is.
pub(super) fn day_of(text: &str) -> String {
    let bare = text.strip_suffix("T00:00:00").unwrap_or(text);
    let words = ["approximately", "circa", "c.", "about"];
    let lower = bare.to_ascii_lowercase();
    let bare = words
        .iter()
        .find(|word| lower.starts_with(*word))
        .map_or(bare, |word| bare[word.len()..].trim());
    let read = ["%d/%m/%Y", "%m/%Y", "%d.%m.%Y"]
        .iter()
        .find_map(|format| dates::read(bare, format));
    read.unwrap_or_else(|| bare.to_owned())
}

/// True when a cell of a measure says that it applies; `None` when it says something else.
pub(super) fn applies(cell: &str) -> Option<bool> {
    match cell.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "x" => Some(true),
        "false" | "no" | "n" | "0" | "n/a" => Some(false),
        _ => None,
    }
}
