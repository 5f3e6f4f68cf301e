//! Statements in columns in memory: what a loader gives and a segment keeps.

use kashf_core::{Statement, StatementView};

use super::encode::Encoder;
use super::read::Statements;

/// The statement tables of a list, not yet in a segment.
///
/// ```
/// use kashf_core::Statement;
/// use kashf_store::statements::Encoded;
///
/// let list: Encoded = [Statement::new("x-1", "Person", "name", "Layla Example", "example")].into_iter().collect();
/// assert_eq!(list.len(), 1);
/// assert_eq!(list.to_vec()[0].value, "Layla Example");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Encoded {
    tables: Vec<(&'static str, Vec<u8>)>,
}

impl Encoded {
    pub(super) fn of(tables: impl Into<Vec<(&'static str, Vec<u8>)>>) -> Self {
        Self {
            tables: tables.into(),
        }
    }

    /// The statements in place.
    #[must_use]
    pub fn view(&self) -> Statements<'_> {
        Statements::over(
            |name| {
                let mut tables = self.tables.iter();
                tables
                    .find(|(known, _)| *known == name)
                    .map(|(_, bytes)| bytes.as_slice())
            },
            None,
        )
        .expect("only an encoder makes these tables, and they fit each other")
    }

    /// All statements in place, entity by entity.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = StatementView<'_>> {
        self.view().iter().map(|statement| statement.view())
    }

    /// How many statements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.view().statement_count() as usize
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An owned copy of every statement: for short lists and tests.
    #[must_use]
    pub fn to_vec(&self) -> Vec<Statement> {
        let all = self.view().iter();
        all.map(|statement| statement.to_statement()).collect()
    }

    /// The tables, for a [`crate::SegmentDraft`].
    #[must_use]
    pub fn into_tables(self) -> Vec<(String, Vec<u8>)> {
        let named = |(name, bytes): (&str, Vec<u8>)| (name.to_owned(), bytes);
        self.tables.into_iter().map(named).collect()
    }
}

impl Default for Encoded {
    fn default() -> Self {
        Encoder::default().finish()
    }
}

impl std::fmt::Debug for Encoded {
    /// Counts only: the tables hold names and are long.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.view().fmt(f)
    }
}

impl<'s> FromIterator<&'s Statement> for Encoded {
    fn from_iter<T: IntoIterator<Item = &'s Statement>>(statements: T) -> Self {
        let mut encoder = Encoder::default();
        encoder.extend(statements);
        encoder.finish()
    }
}

impl FromIterator<Statement> for Encoded {
    fn from_iter<T: IntoIterator<Item = Statement>>(statements: T) -> Self {
        let mut encoder = Encoder::default();
        encoder.extend(statements);
        encoder.finish()
    }
}
