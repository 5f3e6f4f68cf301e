//! The command line (DESIGN section 5). Each doc comment is the help of its flag.

mod records;
mod trace;

pub(crate) use records::{KeysCommand, LogCommand, UsersCommand, Whom};
pub(crate) use trace::{TraceArguments, TraceLanguage, TraceSearch};

use clap::{Args, Parser, Subcommand, ValueEnum};
use kashf_core::Score;
use std::path::PathBuf;

/// Finds out who on your files may be on a sanctions list, why, and according to whom.
///
/// A match is a reason to look, never a verdict: nothing here decides about a person.
#[derive(Debug, Parser)]
#[command(
    name = "kashf",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(
    after_help = "To begin:\n  kashf demo                          see it work on invented data\n  \
    kashf load un us_sdn                fetch lists from their publishers\n  \
    kashf load un --file consolidated.xml\n  kashf screen --in customers.csv --out hits.jsonl\n\n\
    Exit codes: 0 done, 3 done but some records were not screened in full, 2 failed,\n\
    1 hits found (only with --exit-code)."
)]
pub(crate) struct Arguments {
    /// Data directory [env: KASHF_DATA] [default: the platform's data directory; see `kashf config`]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The invented network, from loading to screening: embedded data, works in an empty directory
    Demo,
    /// Load lists: a known dataset or alias (fetched from its publisher, or read with --file), or a path that is recognised by content
    Load(LoadArguments),
    /// What is loaded: datasets with version, date, counts
    Lists {
        /// JSON Lines, one a dataset (with --changes one an entry that changed)
        #[arg(long)]
        json: bool,
        /// What changed in this dataset with its live version, and which removals are held
        #[arg(long, value_name = "DATASET")]
        changes: Option<String>,
    },
    /// Screen a name, or every record of a file
    Screen(ScreenArguments),
    /// Score pairs of names from a CSV file; needs no list
    Pairs(PairsArguments),
    /// The alignment of two names, token by token
    Explain(ExplainArguments),
    /// Trace channels: money, goods and control from party to party, with the evidence
    Trace(Box<TraceArguments>),
    /// Who is one party across the lists: judged pairs, parties, a queue for people, resolver files
    Xref(XrefArguments),
    /// Answer over HTTP: yente's routes for its clients, own routes under /v1
    Serve(ServeArguments),
    /// Keys of programs that ask the server
    #[command(subcommand)]
    Keys(KeysCommand),
    /// People who ask the server
    #[command(subcommand)]
    Users(UsersCommand),
    /// What is asked of a match
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Measure how fast the loaded lists answer on this machine
    Bench(BenchArguments),
    /// The screening log of the server
    #[command(subcommand)]
    Log(LogCommand),
    /// Copy the data directory while it is in use, and verify the copy
    Backup {
        /// Directory of the copy; it must not exist
        #[arg(value_name = "DIR")]
        to: PathBuf,
    },
    /// Check every file of the data directory against its hash
    Verify,
    /// List, roll back or prune snapshots
    Snapshots {
        #[command(subcommand)]
        command: Option<SnapshotsCommand>,
    },
    /// Licences and attributions of the lists and of Kashf
    Licences,
    /// Settings with their values and where each comes from
    Config,
    /// A completion script for your shell
    Completions {
        /// Shell
        shell: clap_complete::Shell,
    },
}

/// `kashf load`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  kashf load un us_sdn eu                        fetched from their publishers\n  \
    kashf load all                                 asks again for all lists that were fetched\n  \
    kashf load un --file consolidated.xml          a local copy; without an age limit\n\n\
    Addresses, mirrors, age limits and the proxy stand in config.toml of the data directory (`kashf config`);\n\
    KASHF_OFFLINE=1 forbids fetching."
)]
pub(crate) struct LoadArguments {
    /// A known dataset (un_sc_sanctions, us_ofac_sdn, us_ofac_cons ...), its alias (un, us_sdn, us_cons), one of config.toml, `all` (every list that came from the network), a path, or with --file a dataset of the index.json beside it
    #[arg(value_name = "SOURCE", required_unless_present = "file")]
    pub(crate) source: Vec<String>,
    /// Local copy to read instead of the URL: a file or a directory; plain, gzip, zstd or zip. Such a list is pinned: it has no age limit
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Vec<PathBuf>,
    /// Name of the dataset, for files that do not tell (default: what an index.json beside it says, else the file's name)
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Read the files as tables (CSV, XLSX) whose columns this file explains; see docs/formats.md
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Take removals as real, for this reason: entries that vanished from the list are no longer held
    #[arg(long, value_name = "REASON")]
    pub(crate) accept: Option<String>,
    /// Print every problem, not only the first ten
    #[arg(long)]
    pub(crate) verbose: bool,
}

/// `kashf serve`.
#[derive(Args, Debug)]
#[command(
    after_help = "Limits, times and polling stand under [serve] in config.toml of the data directory; docs/deploying.md explains them.\n\
    SIGTERM or Ctrl-C ends it when requests that have begun are answered, a second one at once.\n\
    KASHF_UPDATE_TOKEN is what POST /updatez?token= must say; without it that route is refused."
)]
pub(crate) struct ServeArguments {
    /// Where to listen; an address that other machines reach needs authentication [default: 127.0.0.1:8000]
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<std::net::SocketAddr>,
    /// Ask the publishers of lists that came from the network every ten minutes, and take what passes the list gate
    #[arg(long)]
    pub(crate) poll: bool,
    /// Requests worked on at the same time [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) workers: Option<u16>,
    /// Write no line for each request
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// `kashf screen`.
#[derive(Args, Debug)]
pub(crate) struct ScreenArguments {
    /// A name of a person, organisation, ship ...
    #[arg(
        value_name = "NAME",
        required_unless_present = "input",
        conflicts_with = "input"
    )]
    pub(crate) name: Option<String>,
    /// File of records: CSV (any separator), JSON Lines or Parquet; `-` is stdin, which cannot be Parquet
    #[arg(long = "in", value_name = "FILE", id = "input")]
    pub(crate) input: Option<PathBuf>,
    /// File for the answers; its extension gives the format (jsonl, csv, parquet). An interrupted run goes on where it stopped
    #[arg(long = "out", value_name = "FILE", id = "output")]
    pub(crate) output: Option<PathBuf>,
    /// Bring the answers in --out to the live lists: only what changed is screened, and the bytes are those of a full run. The first run is a full one; it leaves FILE.book beside the answers
    #[arg(
        long,
        requires = "input",
        requires = "output",
        conflicts_with = "as_of"
    )]
    pub(crate) rescreen: bool,
    /// Format of the answers on stdout
    #[arg(long, value_enum, value_name = "F", conflicts_with = "output")]
    pub(crate) format: Option<OutputFormat>,
    /// Datasets or aliases to compare with [default: all that are loaded]
    #[arg(long, value_name = "D,...", value_delimiter = ',')]
    pub(crate) dataset: Vec<String>,
    /// Answer from the versions of the lists that stood on this date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Score from which an entry is a match, 0 to 1 [default: the policy's]
    #[arg(long, value_name = "X")]
    pub(crate) threshold: Option<Score>,
    /// Entries a record, at most
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) limit: u16,
    /// Kind of what is screened (Person, Company, Vessel ...), for the name and for rows that do not say theirs
    #[arg(long, value_name = "S")]
    pub(crate) schema: Option<String>,
    /// Show the alignment token by token, and the reasons in Arabic too
    #[arg(long)]
    pub(crate) explain: bool,
    /// JSON Lines
    #[arg(long, conflicts_with_all = ["format", "explain"])]
    pub(crate) json: bool,
    /// Exit with 1 when an entry reaches the threshold (3 when something was not screened in full)
    #[arg(long)]
    pub(crate) exit_code: bool,
}

/// Formats of screening output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// JSON Lines
    #[value(alias = "json")]
    Jsonl,
    /// One row a match, and one for a record without
    Csv,
    /// The rows of the CSV form in columns
    Parquet,
}

/// `kashf pairs`.
#[derive(Args, Debug)]
pub(crate) struct PairsArguments {
    /// Columns schema,name1,name2[,is_match]; all columns are kept and `score` is added
    #[arg(value_name = "FILE.csv")]
    pub(crate) file: PathBuf,
    /// Where to write [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// `kashf explain`.
#[derive(Args, Debug)]
pub(crate) struct ExplainArguments {
    /// The name that you have
    pub(crate) name1: String,
    /// The name on the list
    pub(crate) name2: String,
    /// Kind of what is named: Person, Company, Vessel ... [default: any]
    #[arg(long, value_name = "S")]
    pub(crate) schema: Option<String>,
}

/// `kashf xref`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  kashf xref --json                        every judged pair, a line each\n  \
    kashf xref review --by Layla             pairs that wait for a human, side by side\n  \
    kashf xref show un-110001                one party, its entries, and who judged what\n  \
    kashf xref split eu-42 --reason \"another father's name\"\n  \
    kashf xref import resolver.ijson         judgements of OpenSanctions' tools; export writes them\n\n\
    Lists are resolved when they are loaded, by the section [xref] of the policy; docs/xref.md says how."
)]
pub(crate) struct XrefArguments {
    /// JSON Lines: {"a","b","outcome":"same"|"different"|"look","score","reasons"}
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Option<XrefCommand>,
}

/// What to do with parties.
#[derive(Debug, Subcommand)]
pub(crate) enum XrefCommand {
    /// Take an entry out of its party (the name of a party takes the whole party apart); recorded as your judgement
    Split {
        /// Id of an entry, or the name of a party
        id: String,
        /// Why; it goes on record
        #[arg(long, value_name = "REASON", default_value = "split")]
        reason: String,
        /// Who judges [default: the user of this machine]
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Judge the pairs that wait for a human, both entries side by side: s same, d different, u unsure, k skip, q quit
    ///
    /// Each decision is kept at once; what is left waits for the next time.
    Review {
        /// Who judges [default: the user of this machine]
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// Ask again what somebody was unsure of
        #[arg(long)]
        unsure: bool,
    },
    /// Take in a resolver file of OpenSanctions' tools (JSON arrays [target, source, judgement, score, user, created_at])
    Import {
        /// The file
        file: PathBuf,
    },
    /// Write what holds here as such a file
    Export {
        /// The file
        file: PathBuf,
    },
    /// The party that an id stands for: an entry, a referent, the name of a party or one that it bore
    Show {
        /// The id
        id: String,
    },
}

/// `kashf bench`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  kashf bench                              queries made from the loaded lists\n  \
    kashf bench --in customers.csv --json    your own records, figures as JSON\n\n\
    A query is timed from its raw values to its answer with reasons; reading and writing files is not in it."
)]
pub(crate) struct BenchArguments {
    /// File of records to ask, CSV or JSON Lines [default: queries made from the lists]
    #[arg(long = "in", value_name = "FILE", id = "input")]
    pub(crate) input: Option<PathBuf>,
    /// Queries, at most
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) queries: u32,
    /// Seconds that each part is measured for, at most
    #[arg(long, value_name = "S", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub(crate) seconds: u16,
    /// Threads of the second run [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Leave out the hard cases
    #[arg(long)]
    pub(crate) no_worst: bool,
    /// Leave out the pairs of names
    #[arg(long)]
    pub(crate) no_pairs: bool,
    /// One JSON object; times in nanoseconds
    #[arg(long)]
    pub(crate) json: bool,
}

/// `kashf policy`.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Print the policy in force and its id
    Show,
}

/// `kashf snapshots`.
#[derive(Debug, Subcommand)]
pub(crate) enum SnapshotsCommand {
    /// List the snapshots
    List,
    /// Make an earlier snapshot the live one
    RollBack {
        /// Snapshot id, or its first digits
        id: String,
    },
    /// Remove old snapshots and what only they use
    Prune {
        /// Snapshots to keep, the live one included
        #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
        keep: u16,
    },
}
