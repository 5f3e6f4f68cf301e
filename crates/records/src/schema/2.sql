-- Schema 2: what was screened, and files that are being screened.

-- Hashes are keyed (kashf.key), 16 bytes each; `names` holds one after another. `spelled` and `record_id` only where
-- retention of names is switched on. An erased row keeps when, by whom and on which lists, and nothing of the subject.
CREATE TABLE screenings (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  request   TEXT NOT NULL,
  caller    TEXT NOT NULL,
  route     TEXT NOT NULL,
  snapshot  TEXT NOT NULL,
  policy    TEXT NOT NULL,
  status    TEXT NOT NULL,
  query     BLOB,
  record    BLOB,
  names     BLOB,
  record_id TEXT,
  spelled   TEXT,
  matches   TEXT,
  erased_at INTEGER
) STRICT;
CREATE INDEX screenings_by_time ON screenings (at);

-- That something was erased, when, by whom, by what kind of mark, how many rows.
CREATE TABLE erasures (
  id     INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  caller TEXT NOT NULL,
  kind   TEXT NOT NULL,
  rows   INTEGER NOT NULL
) STRICT;

CREATE TABLE jobs (
  id          TEXT PRIMARY KEY,
  caller      TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  state       TEXT NOT NULL,
  bytes       INTEGER NOT NULL,
  options     TEXT NOT NULL,
  snapshot    TEXT,
  policy      TEXT,
  stale       INTEGER NOT NULL DEFAULT 0,
  restarts    INTEGER NOT NULL DEFAULT 0,
  started_at  INTEGER,
  finished_at INTEGER,
  tally       TEXT,
  problem     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_by_time ON jobs (created_at);
