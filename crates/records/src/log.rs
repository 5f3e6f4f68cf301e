//! The screening log: one row a screening, with hashes in place of names (promise P14).

use crate::marks::Mark;
use crate::{Millis, Records, RecordsError};
use rusqlite::types::{ToSql, Value};
use rusqlite::{Row, params};

/// Rows that one answer holds at most.
const MAX_ROWS: u32 = 1000;

/// Rows removed at a time: a longer transaction would keep others from writing.
const PRUNED_AT_A_TIME: u32 = 5_000;

/// One screening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screening {
    /// Number of the row; 0 of one that is not written yet.
    pub id: i64,
    /// When.
    pub at: Millis,
    /// Id of the request, as in its answer's `x-request-id`.
    pub request: String,
    /// `key:ID`, `user:NAME` or `open`.
    pub caller: String,
    /// The route as the API writes it, such as `/match/{dataset}`.
    pub route: String,
    /// Snapshot that answered.
    pub snapshot: String,
    /// Policy that judged.
    pub policy: String,
    /// `screened`, `partial`, `not_screened`.
    pub status: String,
    /// Of the whole query.
    pub query: Option<Mark>,
    /// Of the record's id, where the client gave one.
    pub record: Option<Mark>,
    /// Of each name.
    pub names: Vec<Mark>,
    /// The record's id, where names are kept.
    pub record_id: Option<String>,
    /// The names as JSON, where names are kept.
    pub spelled: Option<String>,
    /// Ids of entities with scores in thousandths, as JSON.
    pub matches: Option<String>,
    /// When the subject was erased.
    pub erased_at: Option<Millis>,
}

/// Which rows.
#[derive(Clone, Debug, Default)]
pub struct LogFilter {
    /// From this time on.
    pub since: Option<Millis>,
    /// Before this time.
    pub until: Option<Millis>,
    /// Of this caller.
    pub caller: Option<String>,
    /// Of this request.
    pub request: Option<String>,
    /// Of this subject.
    pub subject: Option<Subject>,
    /// Behind this row.
    pub after: i64,
    /// So many at most; 1000 is the most.
    pub limit: u32,
}

/// Whose rows: by the mark of a name, a record or a whole query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Of one of its names.
    Name(Mark),
    /// Of its record's id.
    Record(Mark),
    /// Of the query.
    Query(Mark),
}

impl Subject {
    const fn parts(self) -> (&'static str, &'static str, Mark) {
        match self {
            // A mark is 16 random-looking bytes: one that begins inside another is not to be expected.
            Self::Name(mark) => ("name", "instr(names, ?) > 0", mark),
            Self::Record(mark) => ("record", "record = ?", mark),
            Self::Query(mark) => ("query", "query = ?", mark),
        }
    }
}

/// That something was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// When.
    pub at: Millis,
    /// By whom.
    pub caller: String,
    /// `name`, `record`, `query`, or `age` for what retention removed.
    pub kind: String,
    /// How many rows.
    pub rows: u64,
}

impl Screening {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let mark = |name: &str| -> rusqlite::Result<Option<Mark>> {
            Ok(row.get::<_, Option<[u8; 16]>>(name)?.map(Mark))
        };
        let names: Option<Vec<u8>> = row.get("names")?;
        let names = names.unwrap_or_default();
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            request: row.get("request")?,
            caller: row.get("caller")?,
            route: row.get("route")?,
            snapshot: row.get("snapshot")?,
            policy: row.get("policy")?,
            status: row.get("status")?,
            query: mark("query")?,
            record: mark("record")?,
            names: names
                .chunks_exact(16)
                .filter_map(|mark| mark.try_into().ok().map(Mark))
                .collect(),
            record_id: row.get("record_id")?,
            spelled: row.get("spelled")?,
            matches: row.get("matches")?,
            erased_at: row.get("erased_at")?,
        })
    }
}

impl Records {
    /// Writes rows, all or none; they are durable when this returns.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_screenings<'a>(
        &self,
        rows: impl IntoIterator<Item = &'a Screening>,
    ) -> Result<(), RecordsError> {
        let sql = "INSERT INTO screenings (at, request, caller, route, snapshot, policy, status, query, record, names,
                   record_id, spelled, matches) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let mut connection = self.connection();
        let write = || {
            let transaction = connection.transaction()?;
            {
                let mut insert = transaction.prepare(sql)?;
                for row in rows {
                    let names: Vec<u8> = row.names.iter().flat_map(|mark| mark.0).collect();
                    insert.execute(params![
                        row.at,
                        row.request,
                        row.caller,
                        row.route,
                        row.snapshot,
                        row.policy,
                        row.status,
                        row.query.map(|mark| mark.0),
                        row.record.map(|mark| mark.0),
                        (!names.is_empty()).then_some(names),
                        row.record_id,
                        row.spelled,
                        row.matches
                    ])?;
                }
            }
            transaction.commit()
        };
        write().map_err(self.wrong("writing the screening log"))
    }

    /// Rows in the order in which they were written.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn screenings(&self, filter: &LogFilter) -> Result<Vec<Screening>, RecordsError> {
        let mut sql = "SELECT * FROM screenings WHERE id > ?".to_owned();
        let mut values = vec![Value::from(filter.after)];
        let mut add = |condition: &str, value: Option<Value>| {
            if let Some(value) = value {
                sql.push_str(" AND ");
                sql.push_str(condition);
                values.push(value);
            }
        };
        add("at >= ?", filter.since.map(Value::from));
        add("at < ?", filter.until.map(Value::from));
        add("caller = ?", filter.caller.clone().map(Value::from));
        add("request = ?", filter.request.clone().map(Value::from));
        if let Some(subject) = filter.subject {
            let (_, condition, mark) = subject.parts();
            add(condition, Some(Value::Blob(mark.0.to_vec())));
        }
        sql.push_str(" ORDER BY id LIMIT ?");
        values.push(i64::from(filter.limit.clamp(1, MAX_ROWS)).into());
        let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<_>> {
            connection
                .prepare(&sql)?
                .query_map(values.as_slice(), Screening::from_row)?
                .collect()
        };
        read().map_err(self.wrong("reading the screening log"))
    }

    /// Erases a subject from the log: what tells who it was goes, that there was a screening stays. Gives the number of
    /// rows; that it was done is kept beside them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn erase(&self, subject: Subject, caller: &str, now: Millis) -> Result<u64, RecordsError> {
        let (kind, condition, mark) = subject.parts();
        let sql = format!(
            "UPDATE screenings SET query = NULL, record = NULL, names = NULL, record_id = NULL, spelled = NULL,
             matches = NULL, erased_at = ?1 WHERE {}",
            condition.replace('?', "?2")
        );
        let mut connection = self.connection();
        let mut write = || {
            let transaction = connection.transaction()?;
            let rows = transaction.execute(&sql, params![now, mark.0])?;
            note(&transaction, now, caller, kind, rows)?;
            transaction.commit()?;
            // What the write-ahead log still holds of it goes as well.
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(rows as u64)
        };
        write().map_err(self.wrong("erasing from the screening log"))
    }

    /// Removes rows of before a time; gives their number.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn prune_screenings(
        &self,
        before: Millis,
        caller: &str,
        now: Millis,
    ) -> Result<u64, RecordsError> {
        let sql =
            "DELETE FROM screenings WHERE id IN (SELECT id FROM screenings WHERE at < ?1 LIMIT ?2)";
        let mut removed = 0;
        loop {
            // Others may write between two portions.
            let mut connection = self.connection();
            let mut write = || {
                let transaction = connection.transaction()?;
                let rows = transaction.execute(sql, params![before, PRUNED_AT_A_TIME])?;
                if rows > 0 {
                    note(&transaction, now, caller, "age", rows)?;
                }
                transaction.commit()?;
                Ok(rows)
            };
            let rows = write().map_err(self.wrong("pruning the screening log"))?;
            removed += rows as u64;
            if rows < PRUNED_AT_A_TIME as usize {
                return Ok(removed);
            }
        }
    }

    /// What was erased, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn erasures(&self) -> Result<Vec<Erasure>, RecordsError> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<_>> {
            connection
                .prepare("SELECT at, caller, kind, rows FROM erasures ORDER BY id")?
                .query_map([], |row| {
                    let rows: i64 = row.get("rows")?;
                    Ok(Erasure {
                        at: row.get("at")?,
                        caller: row.get("caller")?,
                        kind: row.get("kind")?,
                        rows: u64::try_from(rows).unwrap_or_default(),
                    })
                })?
                .collect()
        };
        read().map_err(self.wrong("reading the screening log"))
    }
}

fn note(
    connection: &rusqlite::Connection,
    now: Millis,
    caller: &str,
    kind: &str,
    rows: usize,
) -> rusqlite::Result<usize> {
    connection.execute(
        "INSERT INTO erasures (at, caller, kind, rows) VALUES (?, ?, ?, ?)",
        params![now, caller, kind, i64::try_from(rows).unwrap_or(i64::MAX)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Marks;

    fn row(marks: &Marks, at: Millis, name: &str) -> Screening {
        Screening {
            at,
            request: format!("r{at}"),
            caller: "key:1".to_owned(),
            route: "/match/{dataset}".to_owned(),
            status: "screened".to_owned(),
            query: Some(marks.of_query("Person", &[("name".to_owned(), name.to_owned())])),
            record: Some(marks.of_record(&at.to_string())),
            names: vec![marks.of_name("another name"), marks.of_name(name)],
            spelled: Some(format!("[\"{name}\"]")),
            matches: Some("[[\"x-1\",900]]".to_owned()),
            ..Screening::default()
        }
    }

    #[test]
    fn erasing_leaves_that_there_was_a_screening_and_no_byte_of_whom() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::open(folder.path()).unwrap();
        let marks = Marks::new(records.log_key().unwrap());
        let rows: Vec<Screening> = (0..50)
            .map(|at| {
                row(
                    &marks,
                    at,
                    if at % 5 == 0 {
                        "Canary Exampleman"
                    } else {
                        "Somebody Else"
                    },
                )
            })
            .collect();
        records.add_screenings(&rows).unwrap();
        let subject = Subject::Name(marks.of_name("canary  exampleman"));
        let found = |subject| LogFilter {
            subject: Some(subject),
            limit: 100,
            ..LogFilter::default()
        };
        assert_eq!(records.screenings(&found(subject)).unwrap().len(), 10);
        assert_eq!(records.erase(subject, "user:layla", 99).unwrap(), 10);
        assert!(records.screenings(&found(subject)).unwrap().is_empty());
        let all = records
            .screenings(&LogFilter {
                limit: 100,
                ..LogFilter::default()
            })
            .unwrap();
        assert_eq!(all.len(), 50);
        assert_eq!(all[0].erased_at, Some(99));
        assert_eq!((all[0].matches.as_ref(), all[0].names.len()), (None, 0));
        assert!(all[1].spelled.is_some(), "others stay");
        let told = records.erasures().unwrap();
        assert_eq!((told[0].kind.as_str(), told[0].rows), ("name", 10));
        for file in fs_err::read_dir(folder.path()).unwrap() {
            let bytes = fs_err::read(file.unwrap().path()).unwrap();
            let held = bytes.windows(6).any(|window| window == b"Canary");
            assert!(!held, "a file still holds the name");
        }
    }

    #[test]
    fn what_is_too_old_goes_and_pages_come_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::open(folder.path()).unwrap();
        let marks = Marks::new([7; 32]);
        let rows: Vec<Screening> = (0..12_000).map(|at| row(&marks, at, "Somebody")).collect();
        records.add_screenings(&rows).unwrap();
        assert_eq!(
            records.prune_screenings(11_990, "retention", 1).unwrap(),
            11_990
        );
        let page = |after| {
            let filter = LogFilter {
                after,
                limit: 6,
                ..LogFilter::default()
            };
            records.screenings(&filter).unwrap()
        };
        let first = page(0);
        assert_eq!(first.len(), 6);
        let second = page(first[5].id);
        assert_eq!((second.len(), second[0].at), (4, 11_996));
        let record = Subject::Record(marks.of_record("11999"));
        assert_eq!(records.erase(record, "open", 5).unwrap(), 1);
    }
}
