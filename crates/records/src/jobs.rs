//! Jobs: files that were uploaded to be screened. Their bytes lie beside the database; here is what is known of them.

use crate::secret::{hex, random};
use crate::{Millis, Records, RecordsError};
use rusqlite::{Row, params};

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It waits for its turn.
    Queued,
    /// It is being worked on, or was when the process ended.
    Running,
    /// Its answers are there.
    Done,
    /// It cannot be done; `problem` says why.
    Failed,
}

impl JobState {
    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "queued" => Self::Queued,
            "running" => Self::Running,
            "done" => Self::Done,
            _ => Self::Failed,
        }
    }

    /// True when nothing more will happen to it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// 32 random digits: nobody guesses one.
    pub id: String,
    /// Who uploaded it.
    pub caller: String,
    /// When.
    pub created_at: Millis,
    /// Where it stands.
    pub state: JobState,
    /// Bytes of the file.
    pub bytes: u64,
    /// How it is screened, as JSON.
    pub options: String,
    /// The snapshot on which it runs, wholly.
    pub snapshot: Option<String>,
    /// The policy that judges.
    pub policy: Option<String>,
    /// Whether a list was past its age limit when it began.
    pub stale: bool,
    /// How often it began anew because its snapshot or policy was gone.
    pub restarts: u32,
    /// When it began.
    pub started_at: Option<Millis>,
    /// When it was over.
    pub finished_at: Option<Millis>,
    /// What was counted, as JSON.
    pub tally: Option<String>,
    /// Why it failed.
    pub problem: Option<String>,
}

impl Job {
    /// A job that waits.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new(caller: &str, options: String, now: Millis) -> Result<Self, RecordsError> {
        Ok(Self {
            id: hex(&random::<16>()?),
            caller: caller.to_owned(),
            created_at: now,
            state: JobState::Queued,
            bytes: 0,
            options,
            snapshot: None,
            policy: None,
            stale: false,
            restarts: 0,
            started_at: None,
            finished_at: None,
            tally: None,
            problem: None,
        })
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let state: String = row.get("state")?;
        let bytes: i64 = row.get("bytes")?;
        Ok(Self {
            id: row.get("id")?,
            caller: row.get("caller")?,
            created_at: row.get("created_at")?,
            state: JobState::of(&state),
            bytes: u64::try_from(bytes).unwrap_or_default(),
            options: row.get("options")?,
            snapshot: row.get("snapshot")?,
            policy: row.get("policy")?,
            stale: row.get("stale")?,
            restarts: row.get("restarts")?,
            started_at: row.get("started_at")?,
            finished_at: row.get("finished_at")?,
            tally: row.get("tally")?,
            problem: row.get("problem")?,
        })
    }
}

impl Records {
    /// Writes a job, new or changed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_job(&self, job: &Job) -> Result<(), RecordsError> {
        let sql = "INSERT OR REPLACE INTO jobs (id, caller, created_at, state, bytes, options, snapshot, policy, stale,
                   restarts, started_at, finished_at, tally, problem)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let row = params![
            job.id,
            job.caller,
            job.created_at,
            job.state.as_str(),
            i64::try_from(job.bytes).unwrap_or(i64::MAX),
            job.options,
            job.snapshot,
            job.policy,
            job.stale,
            job.restarts,
            job.started_at,
            job.finished_at,
            job.tally,
            job.problem
        ];
        let written = self.connection().execute(sql, row);
        written.map(|_| ()).map_err(self.wrong("writing a job"))
    }

    /// All jobs of a caller, or of everybody, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn jobs(&self, caller: Option<&str>) -> Result<Vec<Job>, RecordsError> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<_>> {
            connection
                .prepare(
                    "SELECT * FROM jobs WHERE ?1 IS NULL OR caller = ?1 ORDER BY created_at, id",
                )?
                .query_map([caller], Job::from_row)?
                .collect()
        };
        read().map_err(self.wrong("reading the jobs"))
    }

    /// One job.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn job(&self, id: &str) -> Result<Option<Job>, RecordsError> {
        use rusqlite::OptionalExtension;
        let connection = self.connection();
        let row = connection.query_row("SELECT * FROM jobs WHERE id = ?", [id], Job::from_row);
        row.optional().map_err(self.wrong("reading a job"))
    }

    /// Forgets a job; false when there is none.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remove_job(&self, id: &str) -> Result<bool, RecordsError> {
        let removed = self
            .connection()
            .execute("DELETE FROM jobs WHERE id = ?", [id]);
        Ok(removed.map_err(self.wrong("removing a job"))? > 0)
    }
}
