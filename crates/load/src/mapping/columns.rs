//! Columns by name or number, found in the header of one table.

use super::Mapping;
use super::spec::Column;
use super::suggest::suggest;
use super::table::Rows;
use crate::LoadError;
use crate::sheet::shown;
use csv::StringRecord;

/// Finds columns, and remembers which were used.
pub(super) struct Finder<'m> {
    mapping: &'m Mapping,
    file: &'m str,
    rows: &'m Rows,
    pub(super) used: Vec<bool>,
}

impl<'m> Finder<'m> {
    pub(super) fn new(mapping: &'m Mapping, file: &'m str, rows: &'m Rows) -> Self {
        Self {
            mapping,
            file,
            rows,
            used: vec![false; rows.width],
        }
    }

    /// The place of a column; `key` is where the mapping names it.
    pub(super) fn find(&mut self, column: &Column, key: &str) -> Result<usize, LoadError> {
        let width = self.rows.width;
        let at = match column {
            Column::Number(number) => match number.checked_sub(1) {
                Some(at) if at < width => at,
                _ => {
                    let problem = format!("`{}` has no column {number}", shown(self.file));
                    let remedy = format!("columns count from 1; the table has {width}");
                    return Err(self.mapping.error(key, problem, remedy));
                }
            },
            Column::Name(name) => self.named(name, key)?,
        };
        self.used[at] = true;
        Ok(at)
    }

    /// As [`Finder::find`], for a column that stands as a key of TOML: a number in quotes counts, too.
    pub(super) fn find_key(&mut self, name: &str, key: &str) -> Result<usize, LoadError> {
        let known = self.rows.names.iter().any(|known| known == name.trim());
        match name.parse::<usize>() {
            Ok(number) if !known => self.find(&Column::Number(number), key),
            _ => self.find(&Column::Name(name.to_owned()), key),
        }
    }

    fn named(&self, name: &str, key: &str) -> Result<usize, LoadError> {
        let names = &self.rows.names;
        let name = name.trim();
        let mut found = (0..names.len()).filter(|at| names[*at] == name);
        match (found.next(), found.next()) {
            (Some(at), None) => Ok(at),
            (Some(at), Some(again)) => {
                let problem = format!("`{}` has two columns `{}`", shown(self.file), shown(name));
                let remedy = format!("name it by its number: {} or {}", at + 1, again + 1);
                Err(self.mapping.error(key, problem, remedy))
            }
            (None, _) => {
                let problem = format!("`{}` has no column `{}`", shown(self.file), shown(name));
                let remedy = if names.is_empty() {
                    String::from(
                        "the table has no header: use numbers, or name them in `source.columns`",
                    )
                } else {
                    suggest(name, names.iter().map(String::as_str))
                };
                Err(self.mapping.error(key, problem, remedy))
            }
        }
    }
}

/// The cell at a place, without white space around it.
pub(super) fn cell(row: &StringRecord, at: usize) -> &str {
    row.get(at).unwrap_or_default().trim()
}
