//! What changed from one version of a list to the next, as far as the gate asks.
//!
//! Records are compared by id, fields by whether an entry still has any value of them, names by their letters
//! and digits. Only fields that screening compares or shows
//! are looked at: a publisher may drop his notes.

use super::held::HeldRow;
use super::previous::Previous;
use super::problem::GateProblem;
use kashf_core::StatementView;
use kashf_ftm::PropertyType;
use kashf_load::Loaded;
use kashf_store::statements::Statements;
use kashf_text::script_of;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that fewer entries had are too rare for a judgement.
const FIELD_FROM: u64 = 10;
/// Fewer than one in so many of the entries that had a field still have it: it was emptied.
const EMPTIED: u64 = 10;

/// The change from the version before.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Records before.
    pub(super) before: usize,
    /// Of these, records that are still there.
    pub(super) kept: usize,
    /// Ids of those that are not, in the order of the version before.
    pub(super) missing: Vec<String>,
    /// How many records at the very end of the version before are missing without a gap.
    pub(super) trailing: usize,
    /// Entities that belong to missing records and vanished with them.
    pub(super) parts: Vec<String>,
    /// Ids of records that were neither there before nor held.
    pub(super) added: Vec<String>,
    /// True when an addition stands behind the last record that was kept.
    pub(super) goes_on: bool,
    /// Names that the kept records had.
    pub(super) names_before: usize,
    /// Of these, names that they no longer have: entry, name.
    pub(super) lost_names: Vec<(String, String)>,
    fields: BTreeMap<String, (u64, u64)>,
    records: FxHashSet<String>,
    /// What was held and is there again: the entity itself, or the record that it belongs to.
    relisted: FxHashSet<String>,
    names_of_held: BTreeMap<String, BTreeSet<String>>,
}

/// As many may vanish as plain delistings: two in a hundred, or five.
pub(super) fn allowance(of: usize) -> usize {
    (of / 50).max(5)
}

/// True for the properties by which an entry is found by name.
pub(super) fn is_name(prop: &str) -> bool {
    matches!(prop, "name" | "alias" | "previousName" | "weakAlias")
}

impl Comparison {
    /// True when what was held is on the list again.
    pub(super) fn is_listed(&self, row: &HeldRow) -> bool {
        match &row.name {
            None => self.relisted.contains(&row.entity),
            Some(name) => self
                .names_of_held
                .get(&row.entity)
                .is_some_and(|names| names.contains(&folded(name))),
        }
    }

    /// The fields that are gone from nearly all entries that had them.
    pub(super) fn emptied(&self) -> Vec<GateProblem> {
        self.fields
            .iter()
            .filter(|(_, (before, now))| *before >= FIELD_FROM && now * EMPTIED < *before)
            .map(|(field, (before, now))| GateProblem::Emptied {
                field: field.clone(),
                before: *before,
                now: *now,
            })
            .collect()
    }

    /// The fields that clearly fewer entries have than before.
    pub(super) fn thinned(&self) -> Vec<(String, u64, u64)> {
        let fewer = self.fields.iter().filter(|(_, (before, now))| {
            let lost = before.saturating_sub(*now);
            *before >= FIELD_FROM && lost > allowance(*before as usize) as u64
        });
        fewer
            .map(|(field, (before, now))| (field.clone(), *before, *now))
            .collect()
    }
}

/// Compares a version with the one before.
pub(super) fn compare(previous: &Previous, loaded: &Loaded) -> Comparison {
    let mut comparison = Comparison {
        before: previous.records.len(),
        records: loaded.record_ids.iter().cloned().collect(),
        ..Comparison::default()
    };
    let before: FxHashSet<&str> = previous.records.iter().map(String::as_str).collect();
    let now = &comparison.records;
    for id in &previous.records {
        if now.contains(id) {
            comparison.trailing = 0;
            comparison.kept += 1;
        } else {
            comparison.trailing += 1;
            comparison.missing.push(id.clone());
        }
    }
    let held = previous.held.iter().filter(|row| row.is_entry());
    let held: FxHashSet<&str> = held.map(|row| row.entity.as_str()).collect();
    for id in &loaded.record_ids {
        if before.contains(id.as_str()) {
            comparison.goes_on = false;
        } else {
            comparison.goes_on = true;
            if !held.contains(id.as_str()) {
                comparison.added.push(id.clone());
            }
        }
    }
    let listed = loaded.statements.view();
    for row in previous.held.iter().filter(|row| row.name.is_none()) {
        if listed.find(&row.entity).is_some() {
            comparison.relisted.insert(row.entity.clone());
        }
    }
    for row in previous.held.iter().filter(|row| row.name.is_some()) {
        let names = listed.find(&row.entity).into_iter();
        let names = names
            .flat_map(|entity| listed.statements(entity))
            .filter(|said| is_name(said.prop()));
        comparison.names_of_held.insert(
            row.entity.clone(),
            names.map(|name| folded(name.value())).collect(),
        );
    }
    let held_names = previous.held.iter();
    let held_names = held_names
        .filter_map(|row| Some((row.entity.as_str(), row.name.as_deref()?)))
        .collect();
    if let Some(statements) = previous.compared() {
        let mut census = Census {
            held_names,
            fields: Fields::default(),
            before: &before,
            now: listed,
            comparison: &mut comparison,
        };
        census.take(&statements);
    }
    comparison
}

/// Counts fields and names, entity by entity.
struct Census<'a> {
    fields: Fields,
    /// Names that the version before held beyond the publisher's: entry, name.
    held_names: FxHashSet<(&'a str, &'a str)>,
    before: &'a FxHashSet<&'a str>,
    now: Statements<'a>,
    comparison: &'a mut Comparison,
}

impl Census<'_> {
    fn take(&mut self, statements: &Statements<'_>) {
        let mut linked = BTreeSet::new();
        for entity in 0..statements.entity_count() {
            let id = statements.entity_id(entity);
            let is_record = self.before.contains(id);
            let kept = self.comparison.records.contains(id);
            if is_record && kept {
                self.compare_entry(id, statements, entity);
            } else if is_record {
                // What a vanished record points to vanishes with it, unless another record has it too.
                linked.extend(statements.statements(entity).map(|s| s.value()));
            } else {
                self.compare_part(id, statements, entity);
            }
        }
        for id in linked {
            let gone = !self.before.contains(id) && self.now.find(id).is_none();
            if gone && statements.find(id).is_some() {
                self.comparison.parts.push(id.to_owned());
            }
        }
        for entity in 0..self.now.entity_count() {
            let said = || self.now.statements(entity);
            if !self.comparison.records.contains(self.now.entity_id(entity))
                && said().any(|s| self.before.contains(s.value()))
            {
                let mut fields = BTreeSet::new();
                let mut schema = "";
                for s in said() {
                    schema = if schema.is_empty() {
                        s.schema()
                    } else {
                        schema
                    };
                    self.fields
                        .note(s.schema(), s.prop(), s.value(), &mut fields);
                }
                self.count_part(schema, &fields, 0, 1);
            }
        }
        self.comparison.parts.sort();
        self.comparison.parts.dedup();
    }

    /// One entry that is in both versions.
    fn compare_entry(&mut self, id: &str, statements: &Statements<'_>, entity: u32) {
        let now: Vec<StatementView<'_>> = self
            .now
            .find(id)
            .into_iter()
            .flat_map(|entity| self.now.statements(entity))
            .map(|said| said.view())
            .collect();
        let mut had = BTreeSet::new();
        let mut has = BTreeSet::new();
        let mut names_now: Option<BTreeSet<String>> = None;
        for statement in statements.statements(entity) {
            let (prop, value) = (statement.prop(), statement.value());
            if self.held_names.contains(&(id, value)) {
                continue;
            }
            self.fields.note(statement.schema(), prop, value, &mut had);
            if !is_name(prop) {
                continue;
            }
            self.comparison.names_before += 1;
            if now.iter().any(|s| s.value == value && is_name(s.prop)) {
                continue;
            }
            let names_now = names_now.get_or_insert_with(|| {
                let names = now.iter().filter(|s| is_name(s.prop));
                names.map(|s| folded(s.value)).collect()
            });
            if !names_now.contains(&folded(value)) {
                let lost = (id.to_owned(), value.to_owned());
                self.comparison.lost_names.push(lost);
            }
        }
        for statement in &now {
            self.fields
                .note(statement.schema, statement.prop, statement.value, &mut has);
        }
        for field in had {
            let counts = self
                .comparison
                .fields
                .entry(self.fields.names[field].clone())
                .or_default();
            counts.0 += 1;
            counts.1 += u64::from(has.contains(&field));
        }
    }

    /// An entity that is no record: a sanction, a passport. It belongs to the record that it names.
    fn compare_part(&mut self, id: &str, statements: &Statements<'_>, entity: u32) {
        let mut of_kept = false;
        let mut of_missing = false;
        let mut schema = "";
        let mut fields = BTreeSet::new();
        for statement in statements.statements(entity) {
            schema = statement.schema();
            let value = statement.value();
            self.fields
                .note(schema, statement.prop(), value, &mut fields);
            if self.before.contains(value) {
                let kept = self.comparison.records.contains(value);
                of_kept |= kept;
                of_missing |= !kept;
            } else if self.comparison.records.contains(value) {
                // It was held with its record, which is listed again.
                self.comparison.relisted.insert(id.to_owned());
            }
        }
        if of_kept {
            self.count_part(schema, &fields, 1, 0);
        }
        if of_missing && self.now.find(id).is_none() {
            self.comparison.parts.push(id.to_owned());
        }
    }

    /// Counts an entity of one side and its fields: parts get other ids with other content, so that they
    /// are compared by number.
    fn count_part(&mut self, schema: &str, fields: &BTreeSet<usize>, before: u64, now: u64) {
        let names = fields.iter().map(|field| &self.fields.names[*field]);
        let names = names.map(|name| format!("{schema}.{name}"));
        for field in names.chain([format!("entities of the kind {schema}")]) {
            let counts = self.comparison.fields.entry(field).or_default();
            counts.0 += before;
            counts.1 += now;
        }
    }
}

/// Fields by schema and property, each looked up in the model once.
#[derive(Default)]
struct Fields {
    names: Vec<String>,
    numbers: FxHashMap<String, usize>,
    compared: FxHashMap<String, FxHashMap<String, bool>>,
}

impl Fields {
    /// Notes that an entry has this field.
    fn note(&mut self, schema: &str, prop: &str, value: &str, fields: &mut BTreeSet<usize>) {
        if is_name(prop)
            && let Some(script) = script_of(value)
        {
            let field = self.number(&format!("names in {}", script.name()));
            fields.insert(field);
        }
        if self.is_compared(schema, prop) {
            let field = self.number(prop);
            fields.insert(field);
        }
    }

    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn is_compared(&mut self, schema: &str, prop: &str) -> bool {
        let known = self.compared.get(schema).and_then(|props| props.get(prop));
        if let Some(known) = known {
            return *known;
        }
        let compared = is_compared(schema, prop);
        let props = self.compared.entry(schema.to_owned()).or_default();
        props.insert(prop.to_owned(), compared);
        compared
    }
}

fn is_compared(schema: &str, prop: &str) -> bool {
    // What a listing does is part of every answer.
    if matches!(prop, "program" | "programId" | "provisions" | "topics") {
        return true;
    }
    let schema = kashf_ftm::model().schema(schema);
    let property = schema.and_then(|schema| schema.property(prop));
    match property.map(|property| property.kind) {
        Some(PropertyType::Date) => prop == "birthDate",
        Some(
            PropertyType::Name
            | PropertyType::Country
            | PropertyType::Gender
            | PropertyType::Identifier
            | PropertyType::Phone
            | PropertyType::Email
            | PropertyType::Address,
        ) => true,
        _ => false,
    }
}

/// Letters and digits of a name: a new comma or another case is not another name.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
