//! FollowTheMoney's statements as CSV: a row a statement, many rows an entity.
//!
//! Rows come from [`kashf_ftm::statements_csv`]; this module checks that the table is whole, counts
//! entities that are lost or cannot be found, and groups the rows of an entity.

use super::{NO_NAME, NO_SCHEMA, Stock, doubts, keep_latest};
use crate::sheet::{At, Sheet};
use crate::structure::Tally;
use crate::text::{check_last_line, check_rows, count, text_of};
use crate::{LoadError, MAX_TOKEN_BYTES, SourceFile};
use kashf_core::Statement;
use kashf_ftm::statements_csv::{CsvError, Reader};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn read(
    file: &SourceFile,
    stock: &mut Stock<'_>,
    sheet: &mut Sheet,
) -> Result<(), LoadError> {
    let refused = |error: &CsvError| LoadError::NotWellFormed {
        file: file.name.clone(),
        line: line_of(error).unwrap_or(1),
        reason: error.to_string(),
    };
    check_last_line(file)?;
    let text = text_of(file)?;
    check_rows(file, text)?;
    let mut rows = Reader::new(text.as_bytes()).map_err(|e| refused(&e))?;
    // An entity has several rows, so no table has more entities than lines.
    let at_most = count(text.as_bytes(), b'\n');
    for row in rows.by_ref() {
        match row {
            Ok(statement) => {
                if statement.value.len() > MAX_TOKEN_BYTES {
                    let before = text.find(&statement.value).unwrap_or_default();
                    return Err(LoadError::Refused {
                        file: file.name.clone(),
                        line: 1 + count(&text.as_bytes()[..before], b'\n'),
                        reason: format!("a value longer than {MAX_TOKEN_BYTES} bytes"),
                    });
                }
                if !doubts::check_statement(&statement, &file.name, sheet) {
                    let named = doubts::is_name(&statement.prop);
                    *stock.unknown.entry(statement.canonical_id).or_default() |= named;
                    continue;
                }
                stock.datasets.insert(statement.dataset.clone());
                stock.statements.push(statement);
            }
            // Shifted values are worse than lost ones.
            Err(error @ CsvError::Width { .. }) => return Err(refused(&error)),
            Err(error) => {
                stock.left_out += 1;
                let at = At {
                    file: &file.name,
                    line: line_of(&error),
                    record: "",
                };
                stock.tally.lost(sheet, at, None, &error.to_string());
                // A reader that cannot go on would say the same for ever.
                if stock.tally.exceeds(at_most) {
                    return stock.tally.check(at_most);
                }
            }
        }
    }
    let at = At {
        file: &file.name,
        line: Some(1),
        record: "",
    };
    for column in rows.unknown_columns() {
        let what = format!("column {}", crate::sheet::shown(&column.name));
        for _ in 0..column.filled {
            sheet.not_held(&what, &column.first, at);
        }
    }
    for (id, named) in std::mem::take(&mut stock.unknown) {
        stock.left_out += 1;
        if named {
            let at = At {
                file: &file.name,
                line: None,
                record: crate::sheet::brief(&id),
            };
            stock.tally.lost(sheet, at, Some("schema"), NO_SCHEMA);
        }
    }
    Ok(())
}

fn line_of(error: &CsvError) -> Option<u64> {
    match error {
        CsvError::NoColumn(_) => Some(1),
        CsvError::NoValue { line, .. }
        | CsvError::Width { line, .. }
        | CsvError::Malformed { line, .. }
            if *line > 0 =>
        {
            Some(*line)
        }
        _ => None,
    }
}

/// Groups statements by entity, in the order in which entities first appear.
pub(super) fn emit(statements: Vec<Statement>, file: &str, tally: &mut Tally, sheet: &mut Sheet) {
    let mut order: BTreeMap<usize, Vec<Statement>> = BTreeMap::new();
    let mut by_id: FxHashMap<String, usize> = FxHashMap::default();
    let mut said_by: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mut statement in statements {
        keep_latest(&mut sheet.as_of, statement.last_seen.as_deref());
        let sources = said_by.entry(statement.entity_id.clone()).or_default();
        if !sources.contains(&statement.dataset) {
            sources.insert(statement.dataset.clone());
        }
        if statement.dataset != sheet.dataset {
            let said_by = std::mem::replace(&mut statement.dataset, sheet.dataset.clone());
            statement.origin.get_or_insert(said_by);
            statement.id = kashf_ftm::statement_id(&statement);
        }
        let next = by_id.len();
        let ix = match by_id.get(&statement.canonical_id) {
            Some(ix) => *ix,
            None => *by_id.entry(statement.canonical_id.clone()).or_insert(next),
        };
        if statement.entity_id != statement.canonical_id {
            let merged = (statement.canonical_id.clone(), statement.entity_id.clone());
            sheet.referents.push(merged);
        }
        order.entry(ix).or_default().push(statement);
    }
    for (id, sources) in &said_by {
        let sources = crate::given::foreign(sources, &sheet.dataset);
        sheet.given.note(id, sources, None);
    }
    for (_, group) in order {
        let schema = group
            .first()
            .map(|first| first.schema.clone())
            .unwrap_or_default();
        sheet.count_record(&schema);
        if let Some(first) = group.first() {
            sheet.note_record_id(&first.entity_id);
            if !doubts::can_be_found(&schema, group.iter().map(|s| s.prop.as_str())) {
                let at = At {
                    file,
                    line: None,
                    record: crate::sheet::brief(&first.entity_id),
                };
                tally.lacks(sheet, at, "name", NO_NAME);
            }
        }
        sheet.statements.extend(group);
    }
}
