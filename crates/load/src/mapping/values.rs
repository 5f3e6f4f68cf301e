//! Cells to values: joined, split, filled into templates, read as dates; and what ids are made of.

use super::dates;
use super::plan::{Piece, Plan, PropertyPlan};
use super::spec::OneOrMany;
use crate::countries;
use crate::sheet::{At, Sheet};
use csv::StringRecord;
use kashf_ftm::{EntityBuilder, PropertyType};

/// Values that one cell may be split into.
const MAX_PARTS: usize = 10_000;

/// The values of a property in a row, each with the whole text when it is only a part of it.
pub(super) fn raw_values(
    plan: &Plan<'_>,
    property: &PropertyPlan<'_>,
    row: &StringRecord,
) -> Vec<(String, Option<String>)> {
    let spec = property.spec;
    let mut texts: Vec<String> = spec.literal.iter().chain(&spec.literals).cloned().collect();
    if !property.template.is_empty() {
        texts.extend(filled(plan, property, row));
    }
    let cells = property
        .columns
        .iter()
        .map(|column| plan.value(row, *column));
    let cells = cells.filter(|value| !value.is_empty());
    match &spec.join {
        Some(join) => {
            let cells: Vec<&str> = cells.collect();
            texts.push(cells.join(join));
        }
        None => texts.extend(cells.map(str::to_owned)),
    }
    let mut values = Vec::new();
    for text in texts.into_iter().filter(|text| !text.trim().is_empty()) {
        let whole_country = property.country && kashf_ftm::clean_country(&text).is_some();
        let Some(separators) = spec.split.as_ref().filter(|_| !whole_country) else {
            values.push((text, None));
            continue;
        };
        let rest = match property.without.map(|column| plan.value(row, column)) {
            Some(other) if !other.is_empty() => text.replacen(other, "", 1),
            _ => text.clone(),
        };
        for part in split(&rest, separators, &spec.keep_with)
            .into_iter()
            .take(MAX_PARTS)
        {
            let whole = (part != text).then(|| text.clone());
            values.push((part, whole));
        }
    }
    let empty = |value: &str| plan.empty.iter().any(|empty| empty == value);
    values.retain(|(value, _)| !empty(value.trim()));
    for (value, whole) in &mut values {
        if let Some(meant) = spec.values.get(value.trim()) {
            let written = std::mem::replace(value, meant.clone());
            whole.get_or_insert(written);
        }
    }
    values
}

/// The template with its columns; nothing when all of them are empty.
fn filled(plan: &Plan<'_>, property: &PropertyPlan<'_>, row: &StringRecord) -> Option<String> {
    let mut text = String::new();
    let mut any = false;
    for piece in &property.template {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Cell(column) => {
                let value = plan.value(row, *column);
                any |= !value.is_empty();
                text.push_str(value);
            }
        }
    }
    any.then(|| text.trim().to_owned())
}

fn split(text: &str, separators: &OneOrMany, keep_with: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    let mut mark = "";
    loop {
        // The separator that comes first; of two at one place the longer.
        let places = separators.all().iter();
        let places = places.filter_map(|s| rest.find(s.as_str()).map(|at| (at, s.as_str())));
        let next = places.min_by_key(|(at, s)| (*at, usize::MAX - s.len()));
        let part = next.map_or(rest, |(at, _)| &rest[..at]).trim();
        let kept = keep_with.iter().any(|tail| tail.eq_ignore_ascii_case(part));
        match found.last_mut() {
            _ if part.is_empty() => {}
            Some(before) if kept => {
                before.push_str(mark);
                before.push_str(part);
            }
            _ if kept => {}
            _ => found.push(part.to_owned()),
        }
        let Some((at, separator)) = next else {
            return found;
        };
        mark = separator;
        rest = &rest[at + separator.len()..];
    }
}

pub(super) fn date_of(text: &str, formats: Option<&OneOrMany>) -> Option<String> {
    match formats {
        Some(formats) => formats
            .all()
            .iter()
            .find_map(|format| dates::read(text, format)),
        None => text
            .parse::<kashf_core::DateSpan>()
            .is_ok()
            .then(|| text.to_owned()),
    }
}

/// Adds one value; `whole` is what stands in the table when the value is a part or a meaning of it.
pub(super) fn add(
    builder: &mut EntityBuilder,
    property: &PropertyPlan<'_>,
    value: &str,
    whole: Option<&str>,
    at: At<'_>,
    sheet: &mut Sheet,
) {
    let (prop, origin) = (property.prop, property.origin.as_str());
    let Some(known) = builder.schema().and_then(|schema| schema.property(prop)) else {
        let schema = builder.schema().map_or("", |schema| schema.name);
        sheet.not_held(&format!("{prop} of {schema}"), value, at);
        return;
    };
    if known.kind == PropertyType::Name {
        sheet.see_name(value, origin, at);
    }
    let formats = property
        .spec
        .format
        .as_ref()
        .filter(|_| known.kind == PropertyType::Date);
    if let Some(formats) = formats
        && let Some(date) = date_of(value, Some(formats))
    {
        Sheet::try_add_as(builder, prop, &date, whole.unwrap_or(value), origin);
        return;
    }
    let lang = property.spec.lang.as_deref();
    if lang.is_some() && builder.add_with(prop, value, Some(origin), lang).is_ok() {
        return;
    }
    if known.kind == PropertyType::Country
        && whole.is_none()
        && countries::add(builder, prop, value, origin)
    {
        return;
    }
    if let Some(whole) = whole
        && Sheet::try_add_as(builder, prop, value, whole, origin)
    {
        return;
    }
    sheet.add(builder, prop, value, origin, at);
}

/// All cells of a row; white space around them says nothing.
pub(super) fn hash_of(row: &StringRecord) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let filled = row
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.trim().is_empty());
    let width = filled.last().map_or(0, |(last, _)| last + 1);
    for cell in row.iter().take(width).map(str::trim) {
        hasher.update(&(cell.len() as u64).to_le_bytes());
        hasher.update(cell.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// What can stand in an id of FollowTheMoney: ASCII letters and digits, `.` and `-` between them. A hash of
/// the whole text keeps apart what would become the same (`A/1` and `A-1`).
pub(crate) fn slug(text: &str) -> String {
    let safe = |c: char| match c {
        '.' | '-' => c,
        c if c.is_ascii_alphanumeric() => c,
        _ => '-',
    };
    let slug: String = text.chars().map(safe).take(128).collect();
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if slug == text && ends(text.chars().next()) && ends(text.chars().last()) {
        return slug;
    }
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let slug = slug.trim_matches(['.', '-']);
    let dash = if slug.is_empty() { "" } else { "-" };
    format!("{slug}{dash}{}", &hash.as_str()[..8])
}

/// What ids of a dataset begin with: its short alias (`eu`), or its name with `-` for `_`.
pub(super) fn prefix_of(dataset: &str) -> String {
    let known = crate::catalogue::find(dataset).map(|known| known.alias);
    known
        .unwrap_or(dataset)
        .trim_matches(['_', '-'])
        .replace('_', "-")
}
