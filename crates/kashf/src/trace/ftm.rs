//! JSON Lines: entities of FollowTheMoney (payments become movements; ownership, directorship and other edges become
//! links; the rest are parties with their names), or plain objects whose keys are columns.

use super::TracingError;
use super::columns::{COUNT, Field, Mapping, Placed};
use super::fill::{Filler, RawRow};
use super::read::FileRead;
use crate::input::{InputError, Lines, MAX_LINE_BYTES};
use crate::ownership::edges_of;
use kashf_core::Entity;
use kashf_ftm::model;
use serde_json::{Map, Value};
use std::io::BufRead;

/// Reads a file of JSON Lines.
pub(crate) fn lines(
    reader: Box<dyn BufRead>,
    name: &str,
    mapping: &Mapping,
    filler: &mut Filler,
    tell: &dyn Fn(&Filler),
) -> Result<FileRead, TracingError> {
    let failed = |source| {
        TracingError::Input(InputError::Io {
            file: name.to_owned(),
            source,
        })
    };
    filler.begin(name);
    let before = filler.rows;
    let mut read = FileRead {
        file: name.to_owned(),
        form: "JSON Lines",
        ..FileRead::default()
    };
    let mut keys = Keys::default();
    let mut lines = Lines::new(reader, 0, 0);
    while let Some(line) = lines.next().map_err(failed)? {
        if line.too_long {
            filler.broken(
                line.number,
                format!("the line is longer than {MAX_LINE_BYTES} bytes"),
            );
            continue;
        }
        let text = line
            .bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(&line.bytes);
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let object = std::str::from_utf8(text)
            .map_err(|_| "not UTF-8".to_owned())
            .and_then(|text| {
                serde_json::from_str::<Map<String, Value>>(text)
                    .map(|object| (text, object))
                    .map_err(|_| "not a JSON object".to_owned())
            });
        match object {
            Err(problem) => filler.broken(line.number, problem),
            Ok((text, object)) if object.get("properties").is_some_and(Value::is_object) => {
                match kashf_ftm::json::read_entity(text) {
                    Ok(entity) => self::entity(&entity, line.number, filler)?,
                    Err(error) => filler.broken(line.number, error.to_string()),
                }
            }
            Ok((_, object)) => {
                keys.row(&object, (name, line.number), mapping, filler, &mut read)?
            }
        }
        tell(filler);
    }
    read.rows = filler.rows - before;
    read.fractions = filler.end()?;
    Ok(read)
}

/// The keys of plain objects, placed once for each set of keys.
#[derive(Default)]
struct Keys {
    headers: Vec<String>,
    placed: Option<Placed>,
}

impl Keys {
    fn row(
        &mut self,
        object: &Map<String, Value>,
        (name, line): (&str, u64),
        mapping: &Mapping,
        filler: &mut Filler,
        read: &mut FileRead,
    ) -> Result<(), TracingError> {
        if self.placed.is_none() || !self.headers.iter().eq(object.keys()) {
            self.headers = object.keys().cloned().collect();
            match mapping.place(name, &self.headers) {
                Ok(placed) => {
                    if read.columns.is_empty() {
                        read.columns = placed.said.clone();
                        read.unused = placed.unused.clone();
                    }
                    self.placed = Some(placed);
                }
                // The first row says what the file is; a later one may be broken.
                Err(error) if read.columns.is_empty() => return Err(error),
                Err(error) => {
                    self.placed = None;
                    filler.broken(line, error.to_string());
                    return Ok(());
                }
            }
        }
        let Some(placed) = &self.placed else {
            return Ok(());
        };
        let texts: Vec<String> = object.values().map(text_of).collect();
        let mut row = RawRow {
            cells: [""; COUNT],
            has: [false; COUNT],
            line,
        };
        let mut rooms: [String; COUNT] = Default::default();
        for ((at, room), cell) in rooms.iter_mut().enumerate().zip(&mut row.cells) {
            let columns = &placed.at[at];
            row.has[at] = !columns.is_empty() || placed.constants[at].is_some();
            if !columns.is_empty() {
                let value = |at: usize| texts.get(at).map_or("", String::as_str);
                *cell = super::table::joined(columns, value, room);
            } else if let Some(constant) = &placed.constants[at] {
                *cell = constant;
            }
        }
        filler.row(&row)
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(values) => values.first().map(text_of).unwrap_or_default(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// Takes an entity in: a movement, a link, or a party.
fn entity(entity: &Entity, line: u64, filler: &mut Filler) -> Result<(), TracingError> {
    let Some(schema) = model().schema(&entity.schema) else {
        filler.broken(
            line,
            format!(
                "unknown schema `{}`",
                entity.schema.chars().take(40).collect::<String>()
            ),
        );
        return Ok(());
    };
    if schema.is_a("Payment") {
        return payment(entity, line, filler);
    }
    let edges = edges_of(entity);
    if !edges.is_empty() {
        return filler.edges(&edges, line);
    }
    if schema.edge.is_some() || !schema.is_a("Thing") {
        // Addresses of parties, sanctions, occupancies: nothing runs along them.
        return Ok(());
    }
    filler.party(entity)
}

/// A payment: from the payer, or its account, to the beneficiary, or its account.
fn payment(entity: &Entity, line: u64, filler: &mut Filler) -> Result<(), TracingError> {
    let first = |properties: &[&str]| -> String {
        let found = properties
            .iter()
            .find_map(|property| entity.first(property));
        found.unwrap_or_default().to_owned()
    };
    let texts = [
        (Field::From, first(&["payer", "payerAccount"])),
        (Field::To, first(&["beneficiary", "beneficiaryAccount"])),
        (Field::Time, first(&["date", "startDate", "endDate"])),
        (Field::Amount, first(&["amount", "amountEur", "amountUsd"])),
        (Field::Currency, payment_currency(entity)),
        (Field::Id, entity.id.clone()),
    ];
    let mut row = RawRow {
        cells: [""; COUNT],
        has: [false; COUNT],
        line,
    };
    for (field, text) in &texts {
        row.cells[*field as usize] = text;
        row.has[*field as usize] = !text.is_empty();
    }
    row.has[Field::Time as usize] = true;
    filler.row(&row)
}

/// The currency of the amount that is read: that of `amount`, else the one that the property's name says.
fn payment_currency(entity: &Entity) -> String {
    let named = |property: &str| entity.first(property).is_some();
    if named("amount") {
        entity.first("currency").unwrap_or_default().to_owned()
    } else if named("amountEur") {
        "EUR".to_owned()
    } else if named("amountUsd") {
        "USD".to_owned()
    } else {
        String::new()
    }
}
