//! A mapping bound to one table: every column by its place.

use super::Mapping;
use super::columns::{Finder, cell};
use super::spec::{AsOf, Column, Entity, Filters, OneOrMany, Property};
use super::table::Rows;
use crate::LoadError;
use crate::sheet::shown;
use csv::StringRecord;
use kashf_ftm::PropertyType;
use std::collections::BTreeMap;

/// What to do with each row.
pub(super) struct Plan<'m> {
    pub(super) filters: Conditions<'m>,
    pub(super) filters_not: Conditions<'m>,
    pub(super) required: Vec<usize>,
    pub(super) empty: &'m [String],
    pub(super) as_of: Option<(usize, Option<&'m OneOrMany>)>,
    pub(super) entities: Vec<EntityPlan<'m>>,
    /// Columns that nobody uses and nobody ignores.
    pub(super) unused: Vec<(usize, String)>,
}

/// Columns with the values that they must have.
pub(super) type Conditions<'m> = Vec<(usize, &'m [String])>;

pub(super) struct EntityPlan<'m> {
    pub(super) name: &'m str,
    pub(super) spec: &'m Entity,
    pub(super) record: bool,
    pub(super) schema_from: Option<(usize, &'m BTreeMap<String, String>)>,
    pub(super) id_column: Option<usize>,
    pub(super) keys: Vec<usize>,
    pub(super) when: Conditions<'m>,
    pub(super) properties: Vec<PropertyPlan<'m>>,
}

pub(super) struct PropertyPlan<'m> {
    pub(super) prop: &'m str,
    pub(super) spec: &'m Property,
    /// True for countries, whose names hold commas: a whole cell that is one is not split.
    pub(super) country: bool,
    pub(super) origin: String,
    pub(super) columns: Vec<usize>,
    pub(super) template: Vec<Piece<'m>>,
    pub(super) without: Option<usize>,
    pub(super) when: Conditions<'m>,
}

/// A part of a template.
#[derive(Debug)]
pub(super) enum Piece<'m> {
    Text(&'m str),
    Cell(usize),
}

impl<'m> Plan<'m> {
    pub(super) fn new(
        mapping: &'m Mapping,
        file: &'m str,
        rows: &'m Rows,
    ) -> Result<Self, LoadError> {
        let spec = &mapping.spec;
        let mut finder = Finder::new(mapping, file, rows);
        let filters = conditions(&mut finder, &spec.filters, "filters")?;
        let filters_not = conditions(&mut finder, &spec.filters_not, "filters_not")?;
        let mut required = Vec::new();
        for column in &spec.source.required {
            required.push(finder.find(column, "source.required")?);
        }
        for column in &spec.source.ignore {
            finder.find(column, "source.ignore")?;
        }
        let as_of = match &spec.as_of {
            Some(AsOf::Latest(latest)) => {
                let at = finder.find(&latest.column, "as_of.column")?;
                Some((at, latest.format.as_ref()))
            }
            _ => None,
        };
        let mut entities = Vec::new();
        for (name, entity) in &spec.entities {
            entities.push(entity_plan(mapping, &mut finder, name, entity)?);
        }
        let unused = (0..rows.width).filter(|at| !finder.used[*at]);
        let name_of = |at: usize| match rows.names.get(at) {
            Some(name) if !name.is_empty() => format!("column {}", shown(name)),
            _ => format!("column {}", at + 1),
        };
        let unused = unused.map(|at| (at, name_of(at))).collect();
        Ok(Self {
            filters,
            filters_not,
            required,
            empty: &spec.source.empty,
            as_of,
            entities,
            unused,
        })
    }

    /// A cell, or nothing when it says nothing.
    pub(super) fn value<'r>(&self, row: &'r StringRecord, at: usize) -> &'r str {
        let value = cell(row, at);
        if self.empty.iter().any(|empty| empty == value) {
            ""
        } else {
            value
        }
    }

    /// True when the filters let the row pass.
    pub(super) fn takes(&self, row: &StringRecord) -> bool {
        hold(&self.filters, row)
            && !self
                .filters_not
                .iter()
                .any(|(at, values)| values.iter().any(|value| value.trim() == cell(row, *at)))
    }
}

/// True when every column has one of its values.
pub(super) fn hold(conditions: &Conditions<'_>, row: &StringRecord) -> bool {
    conditions
        .iter()
        .all(|(at, values)| values.iter().any(|value| value.trim() == cell(row, *at)))
}

fn conditions<'m>(
    finder: &mut Finder<'m>,
    filters: &'m Filters,
    key: &str,
) -> Result<Conditions<'m>, LoadError> {
    let mut found = Vec::with_capacity(filters.len());
    for (column, values) in filters {
        found.push((
            finder.find_key(column, &format!("{key}.{column}"))?,
            values.all(),
        ));
    }
    Ok(found)
}

fn entity_plan<'m>(
    mapping: &'m Mapping,
    finder: &mut Finder<'m>,
    name: &'m str,
    spec: &'m Entity,
) -> Result<EntityPlan<'m>, LoadError> {
    let base = format!("entities.{name}");
    let schema_from = match &spec.schema_from {
        Some(from) => {
            let at = finder.find(&from.column, &format!("{base}.schema_from.column"))?;
            Some((at, &from.values))
        }
        None => None,
    };
    let id_column = match &spec.id_column {
        Some(column) => Some(finder.find(column, &format!("{base}.id_column"))?),
        None => None,
    };
    let mut keys = Vec::new();
    for column in spec.all_keys() {
        keys.push(finder.find(column, &format!("{base}.keys"))?);
    }
    let when = conditions(finder, &spec.when, &format!("{base}.when"))?;
    let mut properties = Vec::new();
    for (prop, made_of) in &spec.properties {
        let key = format!("{base}.properties.{prop}");
        for property in &made_of.0 {
            let mut plan = property_plan(finder, prop, property, &key)?;
            plan.country = spec.schemas().any(|schema| is_country(schema, prop));
            properties.push(plan);
        }
    }
    Ok(EntityPlan {
        name,
        spec,
        record: mapping.is_record(spec),
        schema_from,
        id_column,
        keys,
        when,
        properties,
    })
}

fn is_country(schema: &str, prop: &str) -> bool {
    let schema = kashf_ftm::model().schema(schema);
    let property = schema.and_then(|schema| schema.property(prop));
    property.is_some_and(|property| property.kind == PropertyType::Country)
}

fn property_plan<'m>(
    finder: &mut Finder<'m>,
    prop: &'m str,
    spec: &'m Property,
    key: &str,
) -> Result<PropertyPlan<'m>, LoadError> {
    let mut columns = Vec::new();
    let mut origins: Vec<String> = Vec::new();
    for column in spec.column.iter().chain(&spec.columns) {
        columns.push(finder.find(column, key)?);
        origins.push(match column {
            Column::Name(name) => name.trim().to_owned(),
            Column::Number(number) => format!("column {number}"),
        });
    }
    let without = match &spec.without {
        Some(column) => Some(finder.find(column, &format!("{key}.without"))?),
        None => None,
    };
    let template = match &spec.template {
        Some(template) => pieces(finder, template, key)?,
        None => Vec::new(),
    };
    let when = conditions(finder, &spec.when, &format!("{key}.when"))?;
    let origin = if origins.is_empty() {
        String::from("mapping")
    } else {
        origins.join("+")
    };
    Ok(PropertyPlan {
        prop,
        spec,
        country: false,
        origin,
        columns,
        template,
        without,
        when,
    })
}

/// "{{a}}, {{b}}" as texts and columns.
fn pieces<'m>(
    finder: &mut Finder<'m>,
    template: &'m str,
    key: &str,
) -> Result<Vec<Piece<'m>>, LoadError> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        if !before.is_empty() {
            found.push(Piece::Text(before));
        }
        found.push(Piece::Cell(finder.find_key(name.trim(), key)?));
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    Ok(found)
}
