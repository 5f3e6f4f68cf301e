//! What makes an input unreadable as a whole; a bad row is a record instead.

use std::io;

/// Why an input cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file could not be read.
    #[error("failed to read `{file}`")]
    Io {
        /// File name as given.
        file: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file is in a form that is not read.
    #[error("`{file}`: {what}")]
    Form {
        /// File name as given.
        file: String,
        /// What it is instead.
        what: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// A Parquet file whose pages or directory cannot be read.
    #[error("`{file}`: the Parquet file is damaged: {problem}")]
    Parquet {
        /// File name as given.
        file: String,
        /// What is wrong, without any value.
        problem: String,
    },
    /// A column that would be used has values that are no text, number or date.
    #[error("`{file}`: column `{column}` {what}")]
    Column {
        /// File name as given.
        file: String,
        /// Its name.
        column: String,
        /// What it is.
        what: String,
        /// What to do.
        hint: &'static str,
    },
    /// No column can be screened.
    #[error("`{file}` line 1: none of its {columns} columns holds a name or an identifier")]
    NoColumns {
        /// File name as given.
        file: String,
        /// How many columns it has.
        columns: usize,
    },
}

impl InputError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Io { .. } => None,
            Self::Parquet { .. } => Some("write the file again, or as CSV".to_owned()),
            Self::Form { hint, .. } | Self::Column { hint, .. } => Some((*hint).to_owned()),
            Self::NoColumns { .. } => Some(
                "the first line must name the columns, such as `id,schema,name,birthDate,country`"
                    .to_owned(),
            ),
        }
    }
}
