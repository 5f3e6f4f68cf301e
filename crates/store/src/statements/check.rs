//! Looking at every reference of the statement tables once.
//!
//! Hashes tell whether a table is what was published; this tells whether it makes sense.

use zerocopy::little_endian::U32;

use super::layout::{BY_ID, ENTITIES, HISTORIES, NONE, ORIGINALS, ROWS, RUNS, SHAPES, TEXT_IDS};
use super::read::Statements;
use crate::StoreError;

impl Statements<'_> {
    /// Reads everything once and looks at every reference.
    ///
    /// # Errors
    /// Names the first table that refers to what is not there.
    pub fn check(&self) -> Result<(), StoreError> {
        let wrong =
            |table: &str, problem: String| Err(StoreError::damaged(self.place(table), problem));
        let mut before = None;
        for (index, row) in self.entities.iter().enumerate() {
            let first = row.first.get();
            if self.string(row.id).is_none() {
                return wrong(ENTITIES, format!("record {index}: its id is not a string"));
            }
            // Every entity has a statement, the first entity the first one.
            if before.map_or(first != 0, |before| first <= before)
                || first >= self.statement_count()
            {
                return wrong(ENTITIES, format!("record {index}: is out of order"));
            }
            before = Some(first);
        }
        let ids = || self.by_id.iter().map(|entity| entity.get());
        if ids().any(|entity| entity >= self.entity_count())
            || !ids()
                .zip(ids().skip(1))
                .all(|(a, b)| self.entity_id(a) < self.entity_id(b))
        {
            return wrong(BY_ID, "is not sorted by entity id".to_owned());
        }
        for (table, records, optional, limit) in [
            (RUNS, self.runs, false, Some(self.histories.len())),
            (ORIGINALS, self.originals, false, None),
            (TEXT_IDS, self.text_ids, false, None),
        ] {
            for (index, record) in records.iter().enumerate() {
                let there = match limit {
                    Some(limit) => (record.what.get() as usize) < limit,
                    None => self.readable(record.what, optional),
                };
                let ordered = index == 0 || records[index - 1].at.get() < record.at.get();
                if !there || !ordered || record.at.get() >= self.statement_count() {
                    return wrong(table, format!("record {index}: is wrong"));
                }
            }
        }
        for (index, shape) in self.shapes.iter().enumerate() {
            let names = [shape.schema, shape.prop, shape.dataset];
            let extras = [shape.lang, shape.origin];
            if !names.iter().all(|&text| self.readable(text, false))
                || !extras.iter().all(|&text| self.readable(text, true))
                || shape.external.get() > 1
            {
                return wrong(SHAPES, format!("record {index}: is wrong"));
            }
        }
        for (index, history) in self.histories.iter().enumerate() {
            let texts = [history.canonical, history.first_seen, history.last_seen];
            if !texts.iter().all(|&text| self.readable(text, true)) {
                return wrong(HISTORIES, format!("record {index}: is wrong"));
            }
        }
        if self.runs.first().is_some_and(|run| run.at.get() != 0)
            || self.runs.is_empty() != self.rows.is_empty()
        {
            return wrong(RUNS, "does not begin with the first statement".to_owned());
        }
        for (index, row) in self.rows.iter().enumerate() {
            if !self.readable(row.value, false) || row.shape.get() as usize >= self.shapes.len() {
                return wrong(ROWS, format!("record {index}: is wrong"));
            }
        }
        if self.entities.is_empty() && !self.rows.is_empty() {
            return wrong(ENTITIES, "is empty, but there are statements".to_owned());
        }
        Ok(())
    }

    fn readable(&self, place: U32, optional: bool) -> bool {
        optional && place.get() == NONE || self.string(place).is_some()
    }
}
