//! Rows to entities: ids, grouping, values.

use super::Mapping;
use super::plan::{EntityPlan, Plan, PropertyPlan, hold};
use super::spec::AsOf;
use super::table::Rows;
use super::values::{add, date_of, hash_of, prefix_of, raw_values, slug};
use crate::LoadError;
use crate::sheet::{At, Sheet, shown};
use crate::structure::Tally;
use csv::StringRecord;
use kashf_core::ProblemKind;
use kashf_ftm::{EntityBuilder, PropertyType};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Entities of one load.
const MAX_ENTITIES: usize = 10_000_000;

/// All entities of a load, by id, in the order in which they first appeared.
pub(super) struct Stock<'m> {
    mapping: &'m Mapping,
    prefix: String,
    found: Vec<Found>,
    by_id: FxHashMap<String, usize>,
    rows_seen: FxHashSet<[u8; 32]>,
    rows: u64,
    tally: Tally,
    lost: u64,
    as_of: Option<String>,
}

struct Found {
    builder: EntityBuilder,
    record: bool,
    line: u64,
    file: String,
}

impl<'m> Stock<'m> {
    pub(super) fn new(mapping: &'m Mapping, dataset: &str) -> Self {
        Self {
            mapping,
            prefix: prefix_of(mapping.spec.prefix.as_deref().unwrap_or(dataset)),
            found: Vec::new(),
            by_id: FxHashMap::default(),
            rows_seen: FxHashSet::default(),
            rows: 0,
            tally: Tally::default(),
            lost: 0,
            as_of: match &mapping.spec.as_of {
                Some(AsOf::Literal(date)) => Some(date.clone()),
                _ => None,
            },
        }
    }

    /// Reads one table.
    pub(super) fn read(
        &mut self,
        plan: &Plan<'_>,
        rows: &Rows,
        file: &str,
        sheet: &mut Sheet,
    ) -> Result<(), LoadError> {
        for (line, row) in &rows.rows {
            let at = At {
                file,
                line: Some(*line),
                record: "",
            };
            let extra = row
                .iter()
                .skip(rows.width)
                .any(|cell| !cell.trim().is_empty());
            if row.len() < rows.width || extra {
                let why = format!(
                    "the row has {} cells, the table {} columns",
                    row.len(),
                    rows.width
                );
                self.lose(sheet, at, None, &why);
                continue;
            }
            if !plan.takes(row) {
                sheet.count("rows left out by the filters");
                continue;
            }
            self.rows += 1;
            if let Some(column) = plan
                .required
                .iter()
                .find(|column| plan.value(row, **column).is_empty())
            {
                let name = rows.names.get(*column).map(String::as_str);
                self.lose(sheet, at, name, "the row leaves a required column empty");
                continue;
            }
            let hash = hash_of(row);
            if !self.rows_seen.insert(hash) {
                sheet.count("rows that stand twice");
                continue;
            }
            self.date(plan, row, at, sheet);
            for (column, what) in &plan.unused {
                let value = plan.value(row, *column);
                if !value.is_empty() {
                    sheet.not_held(what, value, at);
                }
            }
            self.read_row(plan, row, &hash, at, sheet)?;
        }
        Ok(())
    }

    fn lose(&mut self, sheet: &mut Sheet, at: At<'_>, field: Option<&str>, why: &str) {
        self.lost += 1;
        self.tally.lost(sheet, at, field, why);
    }

    fn date(&mut self, plan: &Plan<'_>, row: &StringRecord, at: At<'_>, sheet: &mut Sheet) {
        let Some((column, formats)) = plan.as_of else {
            return;
        };
        let text = plan.value(row, column);
        if text.is_empty() {
            return;
        }
        match date_of(text, formats) {
            Some(date) if self.as_of.as_ref().is_none_or(|known| *known < date) => {
                self.as_of = Some(date)
            }
            Some(_) => {}
            None => {
                let message = format!("`{}` is no date of the list", shown(text));
                sheet.problem(ProblemKind::Doubtful, at, Some("as_of"), message);
            }
        }
    }

    fn read_row(
        &mut self,
        plan: &Plan<'_>,
        row: &StringRecord,
        hash: &[u8; 32],
        at: At<'_>,
        sheet: &mut Sheet,
    ) -> Result<(), LoadError> {
        // Ids first: properties of one entity may name another.
        let mut ids: BTreeMap<&str, String> = BTreeMap::new();
        for entity in plan
            .entities
            .iter()
            .filter(|entity| hold(&entity.when, row))
        {
            let filled = |property: &PropertyPlan<'_>| {
                let spec = property.spec;
                !spec.required
                    || spec.entity.is_some()
                    || !raw_values(plan, property, row).is_empty()
            };
            if !entity.properties.iter().all(filled) {
                continue;
            }
            match self.id_of(plan, entity, row, hash) {
                Some(id) => drop(ids.insert(entity.name, id)),
                None if entity.record => {
                    self.lose(sheet, at, None, "the columns of its id are empty")
                }
                None => {}
            }
        }
        for entity in &plan.entities {
            let Some(id) = ids.get(entity.name) else {
                continue;
            };
            let needs = |property: &PropertyPlan<'_>| {
                let other = property.spec.entity.as_deref();
                !property.spec.required || other.is_none_or(|other| ids.contains_key(other))
            };
            if !entity.properties.iter().all(needs) {
                continue;
            }
            let at = At { record: id, ..at };
            let index = self.start(id, entity, plan, row, at, sheet);
            if self.found.len() > MAX_ENTITIES {
                let reason = format!("more than {MAX_ENTITIES} entities");
                return Err(LoadError::TooLarge {
                    file: at.file.to_owned(),
                    reason,
                });
            }
            let builder = &mut self.found[index].builder;
            for property in entity
                .properties
                .iter()
                .filter(|property| hold(&property.when, row))
            {
                if let Some(other) = &property.spec.entity {
                    if let Some(other) = ids.get(other.as_str()) {
                        add(builder, property, other, None, at, sheet);
                    }
                    continue;
                }
                for (value, whole) in raw_values(plan, property, row) {
                    add(builder, property, &value, whole.as_deref(), at, sheet);
                }
            }
        }
        Ok(())
    }

    /// The entity of that id, begun if it is new.
    fn start(
        &mut self,
        id: &str,
        entity: &EntityPlan<'_>,
        plan: &Plan<'_>,
        row: &StringRecord,
        at: At<'_>,
        sheet: &mut Sheet,
    ) -> usize {
        let mut schema = entity.spec.schema.as_str();
        if let Some((column, values)) = entity.schema_from {
            let value = plan.value(row, column);
            match values.get(value) {
                Some(known) => schema = known,
                None => sheet.count(&format!(
                    "records whose kind `{}` the mapping does not name",
                    shown(value)
                )),
            }
        }
        if let Some(index) = self.by_id.get(id).copied() {
            let found = &mut self.found[index];
            found.record |= entity.record;
            let known = found.builder.schema().map_or("", |schema| schema.name);
            if known != schema {
                let common = kashf_ftm::model().common_schema(known, schema);
                match common.map(|schema| schema.name) {
                    Some(common) if common != known => found.builder.set_schema(common),
                    Some(_) => {}
                    None => {
                        let message = format!(
                            "it is a {known} elsewhere, here a {schema}; the first is kept"
                        );
                        sheet.problem(ProblemKind::Doubtful, at, None, message);
                    }
                }
            }
            return index;
        }
        let index = self.found.len();
        self.by_id.insert(id.to_owned(), index);
        self.found.push(Found {
            builder: sheet.entity(id, schema),
            record: entity.record,
            line: at.line.unwrap_or(0),
            file: at.file.to_owned(),
        });
        index
    }

    /// `PREFIX-ID`, or `PREFIX-` and twenty hex digits of a hash.
    fn id_of(
        &self,
        plan: &Plan<'_>,
        entity: &EntityPlan<'_>,
        row: &StringRecord,
        hash: &[u8; 32],
    ) -> Option<String> {
        let literal = entity.spec.key_literal.as_deref();
        if let Some(column) = entity.id_column {
            let value = plan.value(row, column);
            let literal = literal.map_or_else(String::new, |literal| format!("{}-", slug(literal)));
            return (!value.is_empty())
                .then(|| format!("{}-{literal}{}", self.prefix, slug(value)));
        }
        let mut hasher = blake3::Hasher::new();
        let mut part = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        part(literal.unwrap_or_default());
        if entity.keys.is_empty() {
            part(entity.name);
            hasher.update(hash);
        } else {
            let values = || entity.keys.iter().map(|column| plan.value(row, *column));
            if values().all(str::is_empty) {
                return None;
            }
            values().for_each(part);
        }
        let hash = hasher.finalize().to_hex();
        Some(format!("{}-{}", self.prefix, &hash.as_str()[..20]))
    }

    /// Hands over all entities, and refuses when too many records are lost or have no name.
    pub(super) fn finish(mut self, sheet: &mut Sheet) -> Result<(), LoadError> {
        sheet.as_of = self.as_of.take();
        for found in std::mem::take(&mut self.found) {
            let id = found.builder.entity_id().to_owned();
            if found.record {
                let at = At {
                    file: &found.file,
                    line: Some(found.line),
                    record: &id,
                };
                let schema = found.builder.schema();
                let findable = schema.is_some_and(|schema| {
                    let kinds = [PropertyType::Name, PropertyType::Identifier];
                    let mut properties = schema.properties();
                    properties.any(|p| kinds.contains(&p.kind) && found.builder.has(p.name))
                });
                if !findable {
                    self.lose(sheet, at, None, "the record has no name and no identifier");
                    continue;
                }
                sheet.count_record(schema.map_or("", |schema| schema.name));
                sheet.note_record_id(&id);
            }
            sheet.emit(found.builder);
        }
        if sheet.records == 0 && self.rows == 0 {
            let key = "filters";
            if !self.mapping.spec.filters.is_empty() || !self.mapping.spec.filters_not.is_empty() {
                return Err(self.mapping.error(
                    key,
                    "no row passes them",
                    "compare the values with the table's",
                ));
            }
        }
        self.tally.check(sheet.records + self.lost)
    }
}
