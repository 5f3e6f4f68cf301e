//! Records in a body: one, or an array of them, each bounded before it is understood.

use super::take::{too_large, unreadable};
use crate::error::ApiError;
use kashf::{MAX_LINE_BYTES, Record};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Most records in one array.
pub(crate) const MAX_RECORDS: usize = 1000;

/// The one record of a body.
pub(crate) fn one(body: &[u8], schema: Option<&str>) -> Result<Record, ApiError> {
    if body.len() > MAX_LINE_BYTES {
        return Err(too_large(format!(
            "a record must not be longer than {MAX_LINE_BYTES} bytes"
        )));
    }
    // The parser's own message quotes nothing of the text, but it is not ours: only the place is passed on.
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        unreadable(format!(
            "the body is not JSON (line {line}, column {column})"
        ))
    })?;
    let record = Record::of_json(&value, "the body", 1, schema);
    match &record.entity {
        Ok(_) => Ok(record),
        Err(problem) => Err(unreadable(problem.clone())),
    }
}

/// The records of an array, not understood yet.
pub(crate) fn many(body: &[u8]) -> Result<Vec<Box<RawValue>>, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = reader.deserialize_seq(Bounded);
    let read = read.and_then(|records| reader.end().map(|()| records));
    let records = read.map_err(|error| {
        let (line, column) = (error.line(), error.column());
        unreadable(format!(
            "the body is not a JSON array (line {line}, column {column})"
        ))
    })?;
    records.ok_or_else(|| {
        too_large(format!(
            "more than {MAX_RECORDS} records; none of them was screened"
        ))
    })
}

/// The record at a place of an array, counted from 1.
pub(crate) fn at(raw: &RawValue, number: u64, schema: Option<&str>) -> Record {
    let place = format!("record {number}");
    if raw.get().len() > MAX_LINE_BYTES {
        // As a record that cannot be read: no object stands in its place.
        return Record::of_line(&vec![b' '; MAX_LINE_BYTES + 1], number, number, schema);
    }
    match serde_json::from_str(raw.get()) {
        Ok(value) => Record::of_json(&value, &place, number, schema),
        Err(_) => Record::of_json(&Value::Null, &place, number, schema),
    }
}

/// Reads an array and stops at the bound, whatever comes after; `None` when there is more.
struct Bounded;

impl<'de> Visitor<'de> for Bounded {
    type Value = Option<Vec<Box<RawValue>>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut records = Vec::new();
        while let Some(record) = items.next_element()? {
            if records.len() == MAX_RECORDS {
                // The rest is read over, and not kept.
                while items.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                return Ok(None);
            }
            records.push(record);
        }
        Ok(Some(records))
    }
}

/// What a record looks like; only for the document.
#[derive(Debug)]
pub(crate) struct RecordBody;

impl ToSchema for RecordBody {
    fn name() -> std::borrow::Cow<'static, str> {
        "Record".into()
    }
}

impl PartialSchema for RecordBody {
    fn schema() -> RefOr<Schema> {
        let schema = serde_json::from_str(include_str!("record.schema.json"))
            .expect("a schema that stands beside this file and is read by every test");
        RefOr::T(schema)
    }
}

/// An array of records; only for the document.
#[derive(Debug, ToSchema)]
#[schema(as = RecordList, max_items = 1000, min_items = 0)]
pub(crate) struct RecordList(
    #[expect(dead_code, reason = "the type is only described")] Vec<RecordBody>,
);
