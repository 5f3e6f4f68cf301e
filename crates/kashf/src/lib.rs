//! The library people use: opens a data directory and joins the verbs.
//!
//! [`Kashf`] is a data directory; [`Kashf::load`] makes a snapshot of publishers' files, from this machine or
//! fetched, [`Kashf::poll`] asks one publisher for news, and
//! [`Kashf::screener`] answers from it. Around them: [`InputReader`] reads customer files,
//! [`screen_file`] and [`screen_stream`] screen them in constant memory, [`score_pairs`] scores name
//! pairs, [`Kashf::rescreen`] brings earlier answers to the live lists, [`Entities`] shows what lists say of a party, and [`Live`] follows the live snapshot in a process that stays. Plain data in, plain data
//! out; nothing is printed here, and times are passed in.
//!
//! It is not the command line (`kashf-cli`) and decides nothing about a person: a match is a reason
//! to look.
//!
//! ```
//! use kashf::{Kashf, LoadRequest, NoProgress};
//!
//! # let folder = tempfile::tempdir()?;
//! # let list = folder.path().join("example_list.ftm.json");
//! # fs_err::write(&list, r#"{"id":"x-1","schema":"Person","properties":{"name":["Nadir Exampleman"]}}"#)?;
//! let kashf = Kashf::open(folder.path().join("data"))?;
//! let request = LoadRequest {
//!     sources: vec![list.display().to_string()],
//!     now: "2026-01-01T00:00:00Z".to_owned(),
//!     ..LoadRequest::default()
//! };
//! let outcome = kashf.load(&request, &NoProgress)?;
//! assert_eq!(outcome.reports[0].loaded.records, 1);
//!
//! let answer = kashf.screener()?.name("Nadir Exampleman", None, &Default::default());
//! assert_eq!(answer.matches[0].id, "x-1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod as_of;
mod backup;
mod batch;
mod bench;
mod changes;
mod changes_since;
mod directory;
mod entities;
mod error;
mod gate;
mod group;
mod input;
mod lists;
mod live;
mod load;
mod network;
mod output;
mod ownership;
mod pairs;
mod progress;
mod receipt;
mod renew;
mod rescreen;
mod resolve;
mod screener;
pub mod trace;
mod xref;

pub use backup::{BackupError, BackupReport, Rest};
pub use batch::{
    Batch, BatchError, CHUNK_RECORDS, FileOutcome, FileRun, StreamOutcome, Tally, is_same_file,
    screen_file, screen_stream,
};
pub use bench::{BenchPlan, BenchReport, Memory, PairSpeed, Timing, WorstCase};
pub use changes::{Change, Changes, VersionName};
pub use changes_since::{ChangedList, ChangesSince};
pub use directory::{Kashf, PolicyInForce, policy_of};
pub use entities::{
    Entities, EntityReader, EntityView, Example, ExampleError, Reference, SourceLine, StatementLine,
};
pub use error::KashfError;
pub use gate::{GateEvent, GateProblem, GateReport, LiveVersion, RefusalCause, Refused};
pub use input::schema_named;
pub use input::{
    InputError, InputReader, Interpreter, MAX_LINE_BYTES, Position, RawRecord, Record,
};
pub use kashf_core::Score;
pub use kashf_fetch::ProxySettings;
pub use kashf_ftm::{Property, PropertyType, Schema, TypeInfo, country_label, model};
pub use kashf_resolve::{Judgement, Verdict, Who};
pub use kashf_screen::{
    ALGORITHM, Answer, Language, Match, Options, Policy, Status, index_version, sentence,
};
pub use lists::{ListInfo, Refusal, dataset_title};
pub use live::Live;
pub use load::{LoadOutcome, LoadRefusal, LoadReport, LoadRequest, Unchanged};
pub use network::{
    Config, ConfigSource, DEFAULT_MAX_AGE, JobsConfig, LogConfig, NetworkSettings, PollOutcome,
    ServeConfig, StaleList, Unreachable,
};
pub use output::{
    AlignmentLine, ExemptionLine, Format, ListingLine, MatchLine, MeasureLine, PairLine,
    ParquetOutput, ReasonLine, ScreeningLine, TokenLine, TokenPairLine, freeze_heading,
};
pub use ownership::{
    OwnedLine, OwnedStatement, OwnedStep, ShareLine, SnapshotLinks, of_snapshot, step_sentence,
};
pub use pairs::{Agreement, PairsError, score_pairs};
pub use progress::{NoProgress, Progress};
pub use receipt::{Receipt, ReceivedFile, problem_word};
pub use rescreen::{Rescreen, RescreenOutcome, Rescreened};
pub use resolve::{
    EntityCard, ExportReport, ImportReport, Party, PartyView, QueueItem, Resolved, Review, Said,
    SplitReport, StoredPair, StoredReason, XrefLine, XrefReason,
};
pub use screener::Screener;
pub use xref::{XrefPlan, judge_all, judge_changed};
