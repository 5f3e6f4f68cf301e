//! A table whose columns stay straight with Arabic, Chinese and Latin in them.

use super::{Look, fit, width};

/// Which side a column is flush with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// Words.
    Start,
    /// Numbers.
    End,
}

/// Rows under a header.
#[derive(Debug)]
pub(crate) struct Table {
    header: Vec<String>,
    align: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub(crate) fn new(columns: &[(&str, Align)]) -> Self {
        Self {
            header: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            align: columns.iter().map(|(_, align)| *align).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; cells may carry isolates and colour.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table as text, the last column cut to the width that is left.
    pub(crate) fn render(&self, look: &Look, indent: usize) -> String {
        let mut widths: Vec<usize> = self.header.iter().map(|cell| width(cell)).collect();
        for row in &self.rows {
            for (at, cell) in row.iter().enumerate() {
                widths[at] = widths[at].max(width(cell));
            }
        }
        let mut text = String::new();
        if self.header.iter().any(|cell| !cell.is_empty()) {
            let header: Vec<String> = self.header.iter().map(|cell| look.faint(cell)).collect();
            self.line(&mut text, &header, &widths, look, indent);
        }
        for row in &self.rows {
            self.line(&mut text, row, &widths, look, indent);
        }
        text
    }

    fn line(
        &self,
        text: &mut String,
        cells: &[String],
        widths: &[usize],
        look: &Look,
        indent: usize,
    ) {
        let mut line = " ".repeat(indent);
        for (at, cell) in cells.iter().enumerate() {
            let last = at + 1 == cells.len();
            let room = look.width.saturating_sub(width(&line)).max(8);
            let cell = if last && !cell.contains('\u{1b}') {
                fit(cell, room)
            } else {
                cell.clone()
            };
            let padding = " ".repeat(widths[at].saturating_sub(width(&cell)));
            match self.align[at] {
                Align::Start => {
                    line.push_str(&cell);
                    if !last {
                        line.push_str(&padding);
                    }
                }
                Align::End => {
                    line.push_str(&padding);
                    line.push_str(&cell);
                }
            }
            if !last {
                line.push_str("  ");
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_straight_with_arabic_in_them() {
        let look = Look {
            colour: false,
            isolate: true,
            width: 80,
        };
        let mut table = Table::new(&[("name", Align::Start), ("n", Align::End)]);
        table.row(vec![look.foreign("\u{643}\u{634}\u{641}"), "7".to_owned()]);
        table.row(vec!["kashf".to_owned(), "12".to_owned()]);
        let text = table.render(&look, 2);
        let ends: Vec<usize> = text.lines().map(width).collect();
        assert_eq!(ends, [11, 11, 11], "{text}");
    }
}
