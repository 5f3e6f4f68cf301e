//! Reads the embedded table: one line a type, value, schema or property, cells split by tabs.
//!
//! The table is ours and is checked by tests, so a cell that is missing reads as empty instead of
//! being an error; nothing foreign comes this way.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edge, Model, Property, PropertyType, Schema, TypeInfo};

pub(super) fn parse(table: &'static str) -> Model {
    let mut model = Model {
        version: "",
        schemata: Vec::new(),
        types: Vec::new(),
        values: BTreeMap::new(),
        aliases: BTreeMap::new(),
        identifiers: BTreeSet::new(),
    };
    let mut own: Vec<Property> = Vec::new();
    for line in table.lines() {
        let mut cells = Cells(line.split('\t'));
        match cells.text() {
            "version" => model.version = cells.text(),
            "type" => model.types.extend(type_info(cells)),
            "value" => {
                if let Some(kind) = PropertyType::from_name(cells.text()) {
                    let (code, label) = (cells.text(), cells.text());
                    model.values.insert((kind, code), (code, label));
                }
            }
            "alias" => {
                if let Some(kind) = PropertyType::from_name(cells.text()) {
                    model.aliases.insert((kind, cells.text()), cells.text());
                }
            }
            "schema" => model.schemata.push(schema(cells)),
            "prop" => {
                if let Some(schema) = model.schemata.last() {
                    own.extend(property(schema.name, cells));
                }
            }
            _ => {}
        }
    }
    let of_kind = |property: &&Property| property.kind == PropertyType::Identifier;
    model.identifiers = own
        .iter()
        .filter(of_kind)
        .map(|property| property.name)
        .collect();
    model.schemata.sort_by_key(|schema| schema.name);
    // Read once and never dropped: every schema that inherits a property points at the same one.
    inherit(&mut model.schemata, Vec::leak(own));
    model
}

/// The cells of a line, empty when there are no more.
struct Cells(std::str::Split<'static, char>);

impl Cells {
    fn text(&mut self) -> &'static str {
        self.0.next().unwrap_or_default()
    }

    fn optional(&mut self) -> Option<&'static str> {
        Some(self.text()).filter(|text| !text.is_empty())
    }

    fn number(&mut self) -> usize {
        self.text().parse().unwrap_or_default()
    }

    fn list(&mut self) -> Vec<&'static str> {
        split_list(self.text())
    }
}

fn split_list(text: &'static str) -> Vec<&'static str> {
    text.split(',').filter(|name| !name.is_empty()).collect()
}

fn type_info(mut cells: Cells) -> Option<TypeInfo> {
    let kind = PropertyType::from_name(cells.text())?;
    let (label, plural, group) = (cells.text(), cells.text(), cells.optional());
    let (max_length, flags) = (cells.number(), cells.text());
    Some(TypeInfo {
        kind,
        label,
        plural,
        group,
        max_length,
        matchable: flags.contains('m'),
        pivot: flags.contains('p'),
    })
}

fn schema(mut cells: Cells) -> Schema {
    let (name, label, plural) = (cells.text(), cells.text(), cells.text());
    let (extends, flags) = (cells.list(), cells.text());
    let (featured, required, caption) = (cells.list(), cells.list(), cells.list());
    let edge = cells.optional().map(edge);
    Schema {
        name,
        label,
        plural,
        extends,
        matchable: flags.contains('m'),
        abstract_: flags.contains('a'),
        hidden: flags.contains('h'),
        generated: flags.contains('g'),
        deprecated: flags.contains('d'),
        edge,
        featured,
        required,
        caption,
        temporal_start: cells.list(),
        temporal_end: cells.list(),
        lineage: Vec::new(),
        matches: Vec::new(),
        properties: Vec::new(),
    }
}

fn edge(cell: &'static str) -> Edge {
    let mut parts = cell.split('|');
    let mut part = || parts.next().unwrap_or_default();
    Edge {
        source: part(),
        target: part(),
        caption: split_list(part()),
        label: part(),
        directed: part() == "directed",
    }
}

fn property(schema: &'static str, mut cells: Cells) -> Option<Property> {
    let (name, label) = (cells.text(), cells.text());
    let kind = PropertyType::from_name(cells.text())?;
    let (max_length, flags) = (cells.number(), cells.text());
    Some(Property {
        name,
        schema,
        label,
        kind,
        range: cells.optional(),
        reverse: cells.optional(),
        stub: flags.contains('s'),
        matchable: flags.contains('m'),
        hidden: flags.contains('h'),
        deprecated: flags.contains('d'),
        max_length,
        format: cells.optional(),
    })
}

/// Fills in lineage, inherited properties and the schemata that each one can match.
fn inherit(schemata: &mut [Schema], properties: &'static [Property]) {
    let parents: BTreeMap<&str, Vec<&'static str>> = schemata
        .iter()
        .map(|schema| (schema.name, schema.extends.clone()))
        .collect();
    let own: BTreeMap<&str, &'static [Property]> = properties
        .chunk_by(|one, other| one.schema == other.schema)
        .filter_map(|group| Some((group.first()?.schema, group)))
        .collect();
    let matchable: BTreeSet<&str> = schemata
        .iter()
        .filter(|schema| schema.matchable)
        .map(|schema| schema.name)
        .collect();
    for schema in schemata.iter_mut() {
        // Nearest first, so that the narrower definition of a property wins.
        let mut line = vec![schema.name];
        let mut next = 0;
        while let Some(name) = line.get(next).copied() {
            for parent in parents.get(name).into_iter().flatten() {
                if !line.contains(parent) {
                    line.push(parent);
                }
            }
            next += 1;
        }
        let groups = line.iter().filter_map(|name| own.get(name).copied());
        schema.properties = groups.flatten().collect();
        // The sort is stable, so the nearest definition stands first.
        schema.properties.sort_by_key(|property| property.name);
        schema.properties.dedup_by_key(|property| property.name);
        line.sort_unstable();
        schema.lineage = line;
    }
    let lineages: Vec<(&'static str, Vec<&'static str>)> = schemata
        .iter()
        .map(|schema| (schema.name, schema.lineage.clone()))
        .collect();
    for schema in schemata.iter_mut().filter(|schema| schema.matchable) {
        schema.matches = lineages
            .iter()
            .filter(|(name, lineage)| {
                matchable.contains(name)
                    && (schema.lineage.contains(name) || lineage.contains(&schema.name))
            })
            .map(|(name, _)| *name)
            .collect();
    }
}
