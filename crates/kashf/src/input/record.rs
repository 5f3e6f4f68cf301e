//! From a row or a JSON object to the entity that is screened.
//!
//! Values stay as the user wrote them: `kashf_screen::Query` cleans them, on this side as on the
//! list's. What cannot be used is named in `problems`, never dropped in silence.

use super::headers::{Column, column_of, schema_of};
use super::text::MAX_LINE_BYTES;
use kashf_core::Entity;
use kashf_ftm::Schema;
use serde_json::Value;

/// Schema of a row that does not say what it is: every kind of listed entity is compared with it.
pub(crate) const ANY_KIND: &str = "";

/// Properties whose text may hold `;` for reasons of its own.
const FREE_TEXT: [&str; 6] = [
    "address",
    "notes",
    "position",
    "birthPlace",
    "summary",
    "description",
];

/// Properties that a composed name is made of, in their order.
const NAME_PARTS: [&str; 5] = [
    "firstName",
    "secondName",
    "middleName",
    "fatherName",
    "lastName",
];

/// One record of the input, ready to be screened or with the reason why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The record's own id, or its number in the file when it has none.
    pub id: String,
    /// The entity, or why the record cannot be read.
    pub entity: Result<Entity, String>,
    /// What was not used, and why.
    pub problems: Vec<String>,
    /// Fields whose names are not known (JSON only; a CSV file says so once, in its header).
    pub unknown: Vec<String>,
}

impl Record {
    /// The record that a JSON object holds, as it would stand in a line of a JSON Lines file; `place` is
    /// named where it cannot be read, `default_schema` is its kind when it does not say one.
    ///
    /// ```
    /// let object = serde_json::json!({"full_name": "Nadir Example", "dob": 1970});
    /// let record = kashf::Record::of_json(&object, "record 1", 1, None);
    /// assert_eq!(record.entity.map(|entity| entity.schema), Ok("Person".to_owned()));
    /// ```
    #[must_use]
    pub fn of_json(value: &Value, place: &str, number: u64, default_schema: Option<&str>) -> Self {
        match read_json(value) {
            Ok(draft) => draft.finish(number, default_schema),
            Err(message) => Self::unreadable(number.to_string(), format!("{place}: {message}")),
        }
    }

    /// The record of one line of JSON Lines that came from elsewhere than a file.
    #[must_use]
    pub fn of_line(line: &[u8], at: u64, number: u64, default_schema: Option<&str>) -> Self {
        let bad =
            |message: &str| Self::unreadable(number.to_string(), format!("line {at}: {message}"));
        if line.len() > MAX_LINE_BYTES {
            return bad(&format!("the line is longer than {MAX_LINE_BYTES} bytes"));
        }
        match std::str::from_utf8(line) {
            Ok(text) => from_json(text, at, number, default_schema),
            Err(_) => bad("not UTF-8"),
        }
    }

    /// A record that cannot be read.
    pub(crate) fn unreadable(id: String, problem: String) -> Self {
        Self {
            id,
            entity: Err(problem),
            problems: Vec::new(),
            unknown: Vec::new(),
        }
    }
}

/// Values with the columns that they stand in, to be joined into an entity.
#[derive(Debug, Default)]
pub(crate) struct Draft<'a> {
    id: Option<String>,
    schema: Option<&'a str>,
    soft_schema: Option<&'a str>,
    values: Vec<(Column, String)>,
    unknown: Vec<String>,
}

impl<'a> Draft<'a> {
    /// Adds the text of a cell.
    pub(crate) fn add(&mut self, column: &Column, cell: &'a str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        match column {
            Column::Id if self.id.is_none() => self.id = Some(cell.to_owned()),
            Column::Id => {}
            Column::Schema { soft: false } => self.schema = Some(cell),
            Column::Schema { soft: true } => self.soft_schema = Some(cell),
            Column::Property(targets) => {
                let free = targets.iter().any(|t| FREE_TEXT.contains(&t.as_str()));
                let breaks: &[char] = if free { &['|'] } else { &[';', '|'] };
                for value in cell.split(breaks).map(str::trim) {
                    if !is_empty_word(value, targets) {
                        self.values.push((column.clone(), value.to_owned()));
                    }
                }
            }
        }
    }

    fn add_json(&mut self, key: &'a str, value: &'a Value) -> Result<(), String> {
        let Some(column) = column_of(key) else {
            if !value.is_null() {
                self.unknown.push(key.to_owned());
            }
            return Ok(());
        };
        let one = |value: &'a Value| -> Result<Option<String>, String> {
            match value {
                Value::Null => Ok(None),
                Value::String(text) => Ok(Some(text.trim().to_owned())),
                Value::Number(number) => Ok(Some(number.to_string())),
                Value::Bool(flag) => Ok(Some(flag.to_string())),
                Value::Array(_) | Value::Object(_) => {
                    Err(format!("field `{key}` must hold text or a list of texts"))
                }
            }
        };
        let values = match value {
            Value::Array(items) => items.iter().map(one).collect::<Result<Vec<_>, _>>()?,
            single => vec![one(single)?],
        };
        for text in values.into_iter().flatten().filter(|text| !text.is_empty()) {
            match (&column, value) {
                (Column::Id, _) => self.id = Some(text),
                (Column::Schema { soft: false }, Value::String(name)) => self.schema = Some(name),
                (Column::Schema { soft: true }, Value::String(name)) => {
                    self.soft_schema = Some(name);
                }
                (Column::Schema { .. }, _) => {}
                (Column::Property(_), _) => self.values.push((column.clone(), text)),
            }
        }
        Ok(())
    }

    /// The record; `number` names it when it has no id, `default_schema` when it says no kind.
    pub(crate) fn finish(self, number: u64, default_schema: Option<&str>) -> Record {
        let mut problems = Vec::new();
        let mut schema: Option<&Schema> = None;
        if let Some(named) = self.schema {
            schema = schema_of(named);
            if schema.is_none() {
                problems.push("the schema is not known: screened as any kind".to_owned());
            }
        } else if let Some(named) = self.soft_schema {
            schema = schema_of(named);
        }
        let named_badly = !problems.is_empty();
        if schema.is_none() && !named_badly {
            schema = default_schema.and_then(schema_of).or_else(|| {
                let person = self.values.iter().any(|(column, _)| {
                    matches!(column, Column::Property(targets)
                        if targets[0] == "birthDate" || targets[0] == "gender")
                });
                person.then(|| schema_of("Person")).flatten()
            });
        }
        // A `Thing` is anything: the same as not to know.
        let schema = schema.filter(|schema| schema.name != "Thing");
        let id = self.id.unwrap_or_else(|| number.to_string());
        let mut entity = Entity::new(&id, schema.map_or(ANY_KIND, |schema| schema.name));
        for (column, value) in &self.values {
            let Column::Property(targets) = column else {
                continue;
            };
            match schema {
                None => entity.add(&targets[0], value),
                Some(schema) => {
                    // A property that the schema does not have is still compared: the query looks
                    // for a schema that has it.
                    let target = targets
                        .iter()
                        .find(|target| schema.property(target).is_some());
                    entity.add(target.unwrap_or(&targets[0]), value);
                }
            }
        }
        Record {
            id,
            entity: Ok(entity),
            problems,
            unknown: self.unknown,
        }
    }
}

/// A record from one line of JSON: a FollowTheMoney entity, or a flat object with column names as keys.
pub(crate) fn from_json(line: &str, at: u64, number: u64, default_schema: Option<&str>) -> Record {
    let place = format!("line {at}");
    match serde_json::from_str(line) {
        Ok(value) => Record::of_json(&value, &place, number, default_schema),
        // The parser's own message quotes nothing of the text; its column helps to find the place.
        Err(error) => Record::unreadable(
            number.to_string(),
            format!("{place}: not JSON (column {})", error.column()),
        ),
    }
}

/// What an object says, in either shape.
fn read_json(value: &Value) -> Result<Draft<'_>, String> {
    let Value::Object(object) = value else {
        return Err("expected a JSON object".to_owned());
    };
    let mut draft = Draft::default();
    match object.get("properties") {
        Some(Value::Object(properties)) => ["id", "schema"]
            .iter()
            .filter_map(|key| object.get_key_value(*key))
            .chain(properties.iter())
            .try_for_each(|(key, value)| draft.add_json(key, value))?,
        Some(_) => return Err("`properties` must be an object".to_owned()),
        None => object
            .iter()
            .try_for_each(|(key, value)| draft.add_json(key, value))?,
    }
    Ok(draft)
}

/// Words that spreadsheets hold in place of nothing. A name is never taken for one, except a bare dash.
fn is_empty_word(value: &str, targets: &[String]) -> bool {
    if value.is_empty() || value.chars().all(|c| c == '-' || c == '.') {
        return true;
    }
    let named = targets
        .iter()
        .any(|t| t == "name" || t == "alias" || NAME_PARTS.contains(&t.as_str()));
    !named
        && ["n/a", "na", "null", "none", "nan", "unknown", "not available"]
            .iter()
            .any(|word| value.eq_ignore_ascii_case(word))
        // `NA` is Namibia where a country is meant.
        && !(value.eq_ignore_ascii_case("na") && targets.iter().any(|t| t == "country"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(&'static str, &'static str)]) -> Record {
        let mut draft = Draft::default();
        let columns: Vec<_> = cells.iter().map(|(h, _)| column_of(h)).collect();
        for ((_, cell), column) in cells.iter().zip(&columns) {
            draft.add(column.as_ref().unwrap(), cell);
        }
        draft.finish(7, None)
    }

    #[test]
    fn a_row_is_a_person_when_it_has_a_birth_date_or_gender() {
        let schema = |record: Record| record.entity.unwrap().schema;
        assert_eq!(
            schema(row(&[("name", "Nadir Example"), ("dob", "1970")])),
            "Person"
        );
        assert_eq!(
            schema(row(&[("name", "Nadir Example"), ("sex", "f")])),
            "Person"
        );
        assert_eq!(
            schema(row(&[("name", "Nadir Example"), ("dob", " ")])),
            ANY_KIND
        );
        assert_eq!(
            schema(row(&[("name", "Example Trading"), ("type", "company")])),
            "Company"
        );
        assert_eq!(
            schema(row(&[("name", "Example Trading"), ("type", "gold")])),
            ANY_KIND
        );
    }

    #[test]
    fn parts_of_a_name_stay_parts() {
        let record = row(&[
            ("last_name", "Example"),
            ("first_name", "Nadir"),
            ("middle_name", "Q."),
        ]);
        let entity = record.entity.unwrap();
        assert_eq!(entity.values("lastName"), ["Example"]);
        assert_eq!(kashf_screen::Query::new(&entity).problems, [""; 0]);
        assert_eq!(record.id, "7");
    }

    #[test]
    fn values_follow_the_kind_of_the_row() {
        let record = row(&[
            ("schema", "Company"),
            ("name", "Example Ltd"),
            ("dob", "1999-01-02"),
            ("nationality", "Jordan"),
        ]);
        let entity = record.entity.unwrap();
        assert_eq!(entity.values("incorporationDate"), ["1999-01-02"]);
        assert_eq!(entity.values("jurisdiction"), ["Jordan"]);
        let record = row(&[
            ("schema", "Person"),
            ("name", "Nadir Example"),
            ("wallet", "x"),
        ]);
        assert_eq!(record.entity.unwrap().values("publicKey"), ["x"]);
    }

    #[test]
    fn one_cell_may_hold_several_values_but_an_address_keeps_its_semicolon() {
        let record = row(&[
            ("name", "Nadir Example; Nader Exampel"),
            ("address", "1 Example St; floor 2"),
        ]);
        let entity = record.entity.unwrap();
        assert_eq!(entity.values("name").len(), 2);
        assert_eq!(entity.values("address").len(), 1);
    }

    #[test]
    fn an_unknown_schema_is_screened_as_any_kind_and_said() {
        let record = row(&[
            ("schema", "Persn"),
            ("name", "Nadir Example"),
            ("dob", "1970"),
        ]);
        assert_eq!(record.entity.unwrap().schema, ANY_KIND);
        assert_eq!(record.problems.len(), 1);
    }

    #[test]
    fn json_in_both_shapes_gives_the_same_entity() {
        let ftm = from_json(
            r#"{"id":"a","schema":"Person","properties":{"name":["Nadir Example"],"birthDate":["1970"]}}"#,
            1,
            1,
            None,
        );
        let flat = from_json(
            r#"{"id":"a","schema":"Person","full_name":"Nadir Example","dob":1970}"#,
            1,
            1,
            None,
        );
        assert_eq!(ftm, flat);
        assert!(ftm.entity.is_ok());
    }

    #[test]
    fn bad_json_names_its_line_and_quotes_nothing() {
        for text in [
            "{\"name\": \"Nadir",
            "[]",
            "{\"name\":{\"a\":1}}",
            "{\"properties\":3}",
        ] {
            let record = from_json(text, 12, 4, None);
            let problem = record.entity.unwrap_err();
            assert!(problem.starts_with("line 12: "), "{problem}");
            assert!(!problem.contains("Nadir"));
            assert_eq!(record.id, "4");
        }
    }
}
