//! Fields of a record, found in its text: elements of XML, columns of CSV, properties of JSON.
//!
//! Simple on purpose: it serves lists that were written here, and the two real ones that are damaged.

use crate::corpus::{Piece, Shape};
use serde_json::Value;

/// Something a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Births,
    Aliases,
    Originals,
    Papers,
    Nationalities,
    Addresses,
    Programmes,
    Names,
    Ids,
}

/// Fields that ten or more records of every list have, by format.
pub(super) fn fields_of(shape: Shape) -> &'static [Field] {
    use Field::{
        Addresses, Aliases, Births, Ids, Names, Nationalities, Originals, Papers, Programmes,
    };
    match shape {
        Shape::Ofac => &[
            Births,
            Aliases,
            Papers,
            Nationalities,
            Addresses,
            Programmes,
            Names,
            Ids,
        ],
        _ => &[
            Births,
            Aliases,
            Originals,
            Papers,
            Nationalities,
            Addresses,
            Programmes,
            Names,
            Ids,
        ],
    }
}

/// Takes a field out of a record.
pub(super) fn remove(shape: Shape, field: Field, piece: &mut Piece) {
    match shape {
        Shape::Un => {
            for element in elements(field) {
                piece.parts[0] = without_element(&piece.parts[0], element);
            }
        }
        Shape::Ofac => remove_from_table(field, piece),
        Shape::Ftm => piece.parts[0] = remove_from_json(field, &piece.parts[0]),
        Shape::Statements => piece.parts[0] = remove_statements(field, &piece.parts[0]),
    }
}

fn elements(field: Field) -> &'static [&'static str] {
    match field {
        Field::Births => &["INDIVIDUAL_DATE_OF_BIRTH"],
        Field::Aliases => &["INDIVIDUAL_ALIAS", "ENTITY_ALIAS"],
        Field::Originals => &["NAME_ORIGINAL_SCRIPT"],
        Field::Papers => &["INDIVIDUAL_DOCUMENT"],
        Field::Nationalities => &["NATIONALITY"],
        Field::Addresses => &["INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"],
        Field::Programmes => &["UN_LIST_TYPE"],
        Field::Names => &["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"],
        Field::Ids => &["DATAID"],
    }
}

/// Text without any element of that name.
fn without_element(text: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once(&open) {
        let Some((_, behind)) = after.split_once(&close) else {
            break;
        };
        kept.push_str(before.trim_end_matches([' ', '\n']));
        rest = behind;
    }
    kept.push_str(rest);
    kept.replace(&format!("<{name}/>"), "")
}

/// The rows of a CSV text.
pub(super) fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.records().flatten();
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

/// A row as OFAC writes it: numbers and nulls bare, all else in quotes.
pub(super) fn ofac_row(fields: &[String]) -> String {
    let field = |(ix, text): (usize, &String)| match text.trim() {
        "-0-" => "-0- ".to_owned(),
        number if ix < 2 && number.bytes().all(|b| b.is_ascii_digit()) => number.to_owned(),
        _ => format!("\"{}\"", text.replace('"', "\"\"")),
    };
    let fields: Vec<String> = fields.iter().enumerate().map(field).collect();
    fields.join(",") + "\r\n"
}

fn statement_row(fields: &[String]) -> String {
    let quoted = fields
        .iter()
        .map(|text| format!("\"{}\"", text.replace('"', "\"\"")));
    quoted.collect::<Vec<_>>().join(",") + "\n"
}

fn each_row(
    text: &str,
    write: impl Fn(&[String]) -> String,
    mut change: impl FnMut(&mut Vec<String>),
) -> String {
    let mut written = String::with_capacity(text.len());
    for mut row in rows(text) {
        change(&mut row);
        written.push_str(&write(&row));
    }
    written
}

fn remove_from_table(field: Field, piece: &mut Piece) {
    const NULL: &str = "-0- ";
    let [primary, alternates, addresses] = &mut piece.parts;
    let set = |text: &str, columns: &[usize], value: &str| {
        each_row(text, ofac_row, |row| {
            for column in columns {
                if let Some(cell) = row.get_mut(*column) {
                    value.clone_into(cell);
                }
            }
        })
    };
    let clauses: &[&str] = match field {
        Field::Births => &["DOB"],
        Field::Aliases => {
            alternates.clear();
            &["a.k.a.", "f.k.a.", "n.k.a."]
        }
        Field::Papers => &["Passport", "Diplomatic Passport"],
        Field::Nationalities => &["nationality", "citizen"],
        Field::Addresses => {
            *addresses = set(addresses, &[2, 3, 4], NULL);
            return;
        }
        Field::Programmes => {
            *primary = set(primary, &[3], NULL);
            return;
        }
        Field::Names => {
            *primary = set(primary, &[1], NULL);
            return;
        }
        Field::Ids => {
            *primary = set(primary, &[0], "");
            return;
        }
        Field::Originals => return,
    };
    *primary = each_row(primary, ofac_row, |row| {
        if let Some(remarks) = row.get_mut(11) {
            let kept = remarks.trim_end_matches('.').split("; ");
            let kept = kept.filter(|clause| {
                let clause = clause.trim_start_matches("alt. ");
                !clauses.iter().any(|begin| clause.starts_with(begin))
            });
            let kept: Vec<&str> = kept.collect();
            *remarks = if kept.is_empty() || kept == ["-0- "] {
                NULL.to_owned()
            } else {
                kept.join("; ") + "."
            };
        }
    });
}

fn properties(field: Field) -> &'static [&'static str] {
    match field {
        Field::Births => &["birthDate"],
        Field::Aliases => &["alias", "previousName", "weakAlias"],
        Field::Papers => &["passportNumber"],
        Field::Nationalities => &["nationality"],
        Field::Addresses => &["address"],
        Field::Programmes => &["program"],
        Field::Names => &["name"],
        Field::Originals | Field::Ids => &[],
    }
}

/// True for a name in another script than Latin.
fn is_original(name: &str) -> bool {
    name.chars().any(|letter| letter >= '\u{400}')
}

fn remove_from_json(field: Field, text: &str) -> String {
    each_line(text, |entity| {
        if field == Field::Ids {
            // The party itself; a sanction without one is a record of its own.
            entity.remove("id");
        }
        let Some(Value::Object(values)) = entity.get_mut("properties") else {
            return;
        };
        for property in properties(field) {
            values.remove(*property);
        }
        if field == Field::Originals
            && let Some(Value::Array(names)) = values.get_mut("name")
        {
            names.retain(|name| !name.as_str().is_some_and(is_original));
        }
    })
}

fn each_line(text: &str, mut change: impl FnMut(&mut serde_json::Map<String, Value>)) -> String {
    let mut written = String::with_capacity(text.len());
    for line in text.lines() {
        match serde_json::from_str(line) {
            Ok(Value::Object(mut entity)) => {
                change(&mut entity);
                written.push_str(&Value::Object(entity).to_string());
            }
            _ => written.push_str(line),
        }
        written.push('\n');
    }
    written
}

fn remove_statements(field: Field, text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for mut row in rows(text) {
        let property = row.get(2).cloned().unwrap_or_default();
        let original = row.get(5).is_some_and(|value| is_original(value));
        if properties(field).contains(&property.as_str())
            || (field == Field::Originals && property == "name" && original)
        {
            continue;
        }
        if field == Field::Ids {
            for cell in row.iter_mut().take(2) {
                cell.clear();
            }
        }
        written.push_str(&statement_row(&row));
    }
    written
}

/// Changes every name of a record, its own and its others.
pub(super) fn each_name(shape: Shape, piece: &mut Piece, change: &mut dyn FnMut(&str) -> String) {
    match shape {
        Shape::Un => {
            for element in elements(Field::Names)
                .iter()
                .chain(&["NAME_ORIGINAL_SCRIPT", "ALIAS_NAME"])
            {
                piece.parts[0] = each_element(&piece.parts[0], element, change);
            }
        }
        Shape::Ofac => {
            for (part, column) in [(0, 1), (1, 3)] {
                piece.parts[part] = each_row(&piece.parts[part], ofac_row, |row| {
                    if let Some(cell) = row.get_mut(column) {
                        *cell = change(cell);
                    }
                });
            }
        }
        Shape::Ftm => {
            piece.parts[0] = each_line(&piece.parts[0], |entity| {
                let Some(Value::Object(values)) = entity.get_mut("properties") else {
                    return;
                };
                for (property, names) in values {
                    if let (true, Value::Array(names)) = (is_name(property), names) {
                        for name in names {
                            *name = Value::String(change(name.as_str().unwrap_or_default()));
                        }
                    }
                }
            });
        }
        Shape::Statements => {
            piece.parts[0] = each_row(&piece.parts[0], statement_row, |row| {
                if row.get(2).is_some_and(|property| is_name(property))
                    && let Some(cell) = row.get_mut(5)
                {
                    *cell = change(cell);
                }
            });
        }
    }
}

/// Calls a person an organization, all else as it was. A UN list tells it by the section.
pub(super) fn retyped(shape: Shape, piece: &mut Piece) {
    let (person, organization) = match shape {
        Shape::Un => return,
        Shape::Ofac => (",\"individual\",", ",-0- ,"),
        Shape::Ftm => ("\"schema\":\"Person\"", "\"schema\":\"Organization\""),
        Shape::Statements => (",Person,", ",Organization,"),
    };
    piece.parts[0] = piece.parts[0]
        .replace(person, organization)
        .replace("\"Person\"", "\"Organization\"");
}

fn is_name(property: &str) -> bool {
    property == "name" || properties(Field::Aliases).contains(&property)
}

fn each_element(text: &str, name: &str, change: &mut dyn FnMut(&str) -> String) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = text;
    let mut written = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once(&open) {
        let Some((content, behind)) = after.split_once(&close) else {
            break;
        };
        for part in [before, &open, &change(content), &close] {
            written.push_str(part);
        }
        rest = behind;
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Subject;

    #[test]
    fn a_field_that_is_removed_is_gone_and_the_rest_is_not() {
        for shape in Shape::ALL {
            let subject = Subject::invented(shape, 120);
            for field in fields_of(shape) {
                let before: usize = subject.next.texts().iter().map(String::len).sum();
                let after = subject.next.each(|_, piece| remove(shape, *field, piece));
                let after: usize = after.texts().iter().map(String::len).sum();
                assert!(
                    after < before && after * 2 > before,
                    "{shape} {field:?}: {before} to {after}"
                );
            }
        }
    }

    #[test]
    fn names_are_changed_where_they_stand() {
        for shape in Shape::ALL {
            let subject = Subject::invented(shape, 120);
            let mut names = 0;
            let same = subject.next.each(|_, piece| {
                each_name(shape, piece, &mut |name| {
                    names += 1;
                    name.to_owned()
                });
            });
            assert!(names > 100, "{shape}: {names}");
            assert_eq!(same.texts(), subject.next.texts(), "{shape}");
        }
    }
}
