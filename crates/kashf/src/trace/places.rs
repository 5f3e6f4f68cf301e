//! Where a movement or link stands: file and line of its row, in the space of the exceptions.
//!
//! Rows are numbered as they are taken in. Most often the next row is the next line of the same file; only where it is
//! not, a mark is kept.

/// File and line by row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    files: Vec<String>,
    /// Row from which on rows stand on successive lines: number of the file, first line.
    marks: Vec<(u32, u32, u64)>,
    next: Option<(u32, u64)>,
}

impl Places {
    /// Begins a file; rows that follow are its.
    pub(crate) fn begin(&mut self, file: &str) {
        self.files.push(file.to_owned());
        self.next = None;
    }

    /// Notes where a row stands; rows come in order.
    pub(crate) fn note(&mut self, row: u32, line: u64) {
        if self.next != Some((row, line)) {
            // It fits: files are named on a command line.
            let file = u32::try_from(self.files.len())
                .unwrap_or(u32::MAX)
                .saturating_sub(1);
            self.marks.push((row, file, line));
        }
        self.next = Some((row.saturating_add(1), line + 1));
    }

    /// File and line of a row.
    pub(crate) fn of(&self, row: u32) -> Option<(&str, u64)> {
        let after = self.marks.partition_point(|(first, _, _)| *first <= row);
        let (first, file, line) = self.marks[..after].last()?;
        let file = self.files.get(*file as usize)?;
        Some((file, line + u64::from(row - first)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again() {
        let mut places = Places::default();
        places.begin("a.csv");
        for (row, line) in [(0, 2), (1, 3), (2, 7), (3, 8)] {
            places.note(row, line);
        }
        places.begin("b.csv");
        places.note(4, 9);
        let of: Vec<_> = (0..5).filter_map(|row| places.of(row)).collect();
        assert_eq!(
            of,
            [
                ("a.csv", 2),
                ("a.csv", 3),
                ("a.csv", 7),
                ("a.csv", 8),
                ("b.csv", 9)
            ]
        );
        assert_eq!(places.marks.len(), 3);
    }
}
