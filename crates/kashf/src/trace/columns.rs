//! Which column of a file means what: as the user says with `--columns`, else by its everyday name.
//!
//! Nothing is guessed from values. A column that is needed and neither named nor recognised is an error that shows the
//! columns which are there.

use super::TracingError;
use std::sync::LazyLock;

/// What a column of movements or links holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    /// Who gives, or holds.
    From = 0,
    /// Who receives, or is held.
    To,
    /// When.
    Time,
    /// How much.
    Amount,
    /// Of which currency.
    Currency,
    /// The id of the movement.
    Id,
    /// What moved, or what the link says.
    Kind,
    /// The name of who gives.
    FromName,
    /// The name of who receives.
    ToName,
    /// Of a link: the share held, in percent.
    Share,
    /// Of a link: its first day.
    Since,
    /// Of a link: its last day.
    Until,
    /// The country of who gives, by two letters.
    FromCountry,
    /// The country of who receives, by two letters.
    ToCountry,
}

/// Fields, in the order of their numbers, with the word of `--columns` and the headers by which each is recognised (letters and
/// digits in lower case), the likeliest first: `data/movement_headers.tsv`.
static FIELDS: LazyLock<Vec<(Field, &str, Vec<&str>)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/movement_headers.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    let read = |(field, line): (Field, &'static str)| {
        let mut cells = line.split('\t');
        (field, cells.next().unwrap_or_default(), cells.collect())
    };
    ORDER.into_iter().zip(rows).map(read).collect()
});

/// Fields in the order of their numbers, which is that of the table.
const ORDER: [Field; COUNT] = [
    Field::From,
    Field::To,
    Field::Time,
    Field::Amount,
    Field::Currency,
    Field::Id,
    Field::Kind,
    Field::FromName,
    Field::ToName,
    Field::Share,
    Field::Since,
    Field::Until,
    Field::FromCountry,
    Field::ToCountry,
];

/// How many fields there are.
pub(crate) const COUNT: usize = 14;

/// The columns that a user names.
///
/// ```
/// use kashf::trace::{Field, Mapping};
/// let mapping = Mapping::read("src=payer,dst=payee,currency=EUR!")?;
/// assert_eq!(mapping.column(Field::From), Some("payer"));
/// assert_eq!(mapping.constant(Field::Currency), Some("EUR"));
/// # Ok::<(), kashf::trace::TracingError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    named: [Option<String>; COUNT],
}

impl Mapping {
    /// Reads `src=payer,dst=payee,time=ts`. The value is the column's header; several joined by `+` are one value with `:`
    /// between (`src=From Bank+Account`); `Account.1` is the second column of one name, `#3` the third of the file, and
    /// `currency=EUR!` is a value for all rows. A field without a value (`id=`) is recognised by its header.
    ///
    /// # Errors
    /// A field that does not exist, or is named twice.
    pub fn read(text: &str) -> Result<Self, TracingError> {
        let mut mapping = Self::default();
        for part in text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let refuse = |problem: String| TracingError::Columns { problem };
            let (name, column) = part
                .split_once('=')
                .ok_or_else(|| refuse(format!("`{part}` has no `=`")))?;
            let field = field_of(name.trim())
                .ok_or_else(|| refuse(format!("there is no field `{}`", name.trim())))?;
            let place = &mut mapping.named[field as usize];
            if place.is_some() {
                return Err(refuse(format!("`{}` is named twice", name.trim())));
            }
            let column = column.trim();
            if !column.is_empty() {
                *place = Some(column.to_owned());
            }
        }
        Ok(mapping)
    }

    /// The column that is named for a field; none when it is to be recognised, or is a constant.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<&str> {
        self.named[field as usize]
            .as_deref()
            .filter(|name| !name.ends_with('!'))
    }

    /// The value that is given for all rows.
    #[must_use]
    pub fn constant(&self, field: Field) -> Option<&str> {
        self.named[field as usize].as_deref()?.strip_suffix('!')
    }

    /// Where the fields stand among these headers, and what was recognised.
    ///
    /// # Errors
    /// A named column that is not there; no column for `src`, `dst`, or `time` of movements.
    pub(crate) fn place(&self, file: &str, headers: &[String]) -> Result<Placed, TracingError> {
        let mut placed = Placed::default();
        let missing = |problem: String| TracingError::Header {
            file: file.to_owned(),
            problem,
            columns: headers.iter().take(40).cloned().collect(),
        };
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let mut taken = vec![false; headers.len()];
        for (field, word, _) in FIELDS.iter() {
            placed.constants[*field as usize] = self.constant(*field).map(str::to_owned);
            let Some(named) = self.column(*field) else {
                continue;
            };
            let at = match find(named, headers) {
                Some(at) => vec![at],
                None => named
                    .split('+')
                    .map(|part| find(part.trim(), headers))
                    .collect::<Option<Vec<_>>>()
                    .ok_or_else(|| missing(format!("no column `{named}` for `{word}`")))?,
            };
            at.iter().for_each(|at| taken[*at] = true);
            placed.said.push((*word, named.to_owned(), false));
            placed.at[*field as usize] = at;
        }
        for (field, word, known) in FIELDS.iter() {
            let place = &mut placed.at[*field as usize];
            if !place.is_empty() || placed.constants[*field as usize].is_some() {
                continue;
            }
            let found = known
                .iter()
                .find_map(|name| (0..headers.len()).find(|at| !taken[*at] && folded[*at] == *name));
            if let Some(at) = found {
                taken[at] = true;
                *place = vec![at];
                placed.said.push((*word, headers[at].clone(), true));
            }
        }
        for (field, word) in [(Field::From, "src"), (Field::To, "dst")] {
            if placed.at[field as usize].is_empty() {
                return Err(missing(format!("no column for `{word}`")));
            }
        }
        let is_table_of_links = !placed.has(Field::Time) && placed.has(Field::Share);
        if !placed.has(Field::Time) && !is_table_of_links && !placed.has(Field::Kind) {
            return Err(missing("no column for `time`".to_owned()));
        }
        let unused = headers.iter().zip(&taken).filter(|(_, taken)| !**taken);
        placed.unused = unused.map(|(header, _)| header.clone()).collect();
        Ok(placed)
    }
}

/// Where the fields stand in the rows of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Placed {
    /// Columns by field; several are joined.
    pub(crate) at: [Vec<usize>; COUNT],
    /// Values for all rows, by field.
    pub(crate) constants: [Option<String>; COUNT],
    /// Field, column, and whether it was recognised rather than named.
    pub(crate) said: Vec<(&'static str, String, bool)>,
    /// Columns that mean nothing here.
    pub(crate) unused: Vec<String>,
}

impl Placed {
    /// Whether rows have this field.
    pub(crate) fn has(&self, field: Field) -> bool {
        !self.at[field as usize].is_empty() || self.constants[field as usize].is_some()
    }
}

fn field_of(name: &str) -> Option<Field> {
    let folded = fold(name);
    FIELDS
        .iter()
        .find(|(_, word, _)| fold(word) == folded)
        .or_else(|| {
            FIELDS
                .iter()
                .find(|(_, _, known)| known.contains(&folded.as_str()))
        })
        .map(|(field, _, _)| *field)
}

/// The column of a name: as it stands, in another case, the n-th of one name (`Account.1`), or by its place (`#3`).
fn find(name: &str, headers: &[String]) -> Option<usize> {
    let exact = headers.iter().position(|header| header == name);
    let place = || {
        name.strip_prefix('#')?
            .parse::<usize>()
            .ok()?
            .checked_sub(1)
    };
    let nth = || {
        let (base, nth) = name.rsplit_once('.')?;
        let nth: usize = nth.parse().ok()?;
        let mut of_name = (0..headers.len()).filter(|at| headers[*at] == base);
        of_name.nth(nth)
    };
    let any_case = || {
        headers
            .iter()
            .position(|header| header.eq_ignore_ascii_case(name))
    };
    exact
        .or_else(|| place().filter(|at| *at < headers.len()))
        .or_else(nth)
        .or_else(any_case)
}

fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    fn at(mapping: &str, header: &str, field: Field) -> Vec<usize> {
        let mapping = Mapping::read(mapping).expect("it reads");
        let placed = mapping
            .place("x.csv", &headers(header))
            .expect("it is placed");
        placed.at[field as usize].clone()
    }

    #[test]
    fn the_table_has_every_field_in_its_place() {
        assert_eq!(FIELDS.len(), COUNT);
        for (nth, (field, word, known)) in FIELDS.iter().enumerate() {
            assert_eq!(*field as usize, nth);
            assert!(known.iter().all(|header| *header == fold(header)));
            assert_eq!(field_of(word), Some(*field));
        }
        assert_eq!(FIELDS[Field::Until as usize].1, "until");
    }

    #[test]
    fn everyday_headers_are_recognised() {
        for header in [
            "src,dst,time",
            "From Account,To Account,Timestamp",
            "nameOrig,nameDest,step",
            "sourceNodeId,targetNodeId,time",
            "payer,payee,date",
            "orig_acct,bene_acct,tran_timestamp",
        ] {
            assert_eq!(at("", header, Field::From), [0], "{header}");
            assert_eq!(at("", header, Field::To), [1], "{header}");
            assert_eq!(at("", header, Field::Time), [2], "{header}");
        }
    }

    #[test]
    fn columns_of_one_name_and_joined_columns_are_told_apart() {
        let ibm = "Timestamp,From Bank,Account,To Bank,Account,Amount Paid,Payment Currency";
        let mapping = "src=From Bank+Account,dst=To Bank+Account.1";
        assert_eq!(at(mapping, ibm, Field::From), [1, 2]);
        assert_eq!(at(mapping, ibm, Field::To), [3, 4]);
        assert_eq!(at(mapping, ibm, Field::Amount), [5]);
        assert_eq!(at("src=#3,dst=#5", ibm, Field::To), [4]);
    }

    #[test]
    fn what_is_missing_is_said_with_what_is_there() {
        let mapping = Mapping::read("src=payer").expect("it reads");
        let error = mapping
            .place("x.csv", &headers("a,b"))
            .expect_err("no payer");
        assert_eq!(error.to_string(), "`x.csv`: no column `payer` for `src`");
        assert!(error.hint().expect("there is one").contains("`a`, `b`"));
        assert!(Mapping::read("source").is_err());
        assert!(Mapping::read("src=a,src=b").is_err());
        assert!(Mapping::read("colour=a").is_err());
    }
}
