//! One module a command. Each takes its arguments and says how it went.

mod about;
mod backup;
mod bench;
mod changes;
mod config_network;
mod demo;
mod demo_channel;
mod explain;
mod keys;
mod lists;
mod load;
mod load_report;
mod log;
mod pairs;
mod password;
mod screen;
mod screen_file;
mod serve;
mod snapshots;
mod trace;
mod trace_out;
mod trace_show;
mod users;
mod xref;
mod xref_review;

use crate::args::{Arguments, Command, PolicyCommand};
use crate::settings;
use anyhow::Result;
use kashf::{Kashf, StaleList};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// How a command went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All done.
    Done,
    /// Done, but some records were not screened in full, or rows left out.
    Incomplete,
    /// Hits were found, and the user asked for a code that says so.
    Hits,
    /// Failed in part; what failed has been said.
    Failed,
}

impl Outcome {
    /// The exit code (DESIGN section 5).
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Hits => 1,
            Self::Failed => 2,
            Self::Incomplete => 3,
        })
    }
}

/// Runs the command.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome> {
    let data = || settings::data_dir(arguments.data.clone());
    let open = || -> Result<Kashf> {
        let kashf = Kashf::open_existing(data()?.value)?;
        warn(&kashf);
        Ok(kashf)
    };
    match arguments.command {
        Command::Demo => demo::run(),
        Command::Load(load) => {
            let (request, verbose) = load::request(load);
            let kashf = Kashf::open(data()?.value)?;
            warn(&kashf);
            load::run(&kashf, &request, verbose)
        }
        Command::Lists {
            json,
            changes: Some(dataset),
        } => changes::run(&open()?, &dataset, json),
        Command::Lists {
            json,
            changes: None,
        } => lists::run(&data()?.value, json),
        Command::Screen(screen) => screen::run(&open()?, &screen),
        Command::Pairs(pairs) => pairs::run(&data()?.value, &pairs),
        Command::Explain(explain) => explain::run(&data()?.value, &explain),
        Command::Trace(trace) => trace::run(&data()?, &trace),
        Command::Xref(xref) => xref::run(&open()?, &xref),
        Command::Serve(serve) => serve::run(open()?, &serve),
        Command::Keys(keys) => keys::run(&Kashf::open(data()?.value)?, &keys),
        Command::Users(users) => users::run(&Kashf::open(data()?.value)?, &users),
        Command::Policy(PolicyCommand::Show) => about::policy(&data()?.value),
        Command::Bench(bench) => bench::run(&open()?, &bench),
        Command::Log(log) => log::run(&open()?, &log),
        Command::Backup { to } => backup::run(&open()?, &to),
        Command::Verify => snapshots::verify(&open()?),
        Command::Snapshots { command } => snapshots::run(&open()?, command.as_ref()),
        Command::Licences => about::licences(&data()?.value),
        Command::Config => about::config(&data()?),
        Command::Completions { shell } => about::completions(shell),
    }
}

/// Says on stderr what the owner of a data directory should know.
fn warn(kashf: &Kashf) {
    for warning in kashf.warnings() {
        note(&format!("warning: {warning}"));
    }
}

/// Names the lists past their age limits; every answer says `stale` as well.
fn warn_stale(stale: &[StaleList]) {
    for list in stale {
        let failure = match &list.last_failure {
            Some(reason) => format!("; the last try failed: {reason}"),
            None => String::new(),
        };
        note(&format!(
            "warning: {} is stale: last confirmed {}, and its limit is {}{failure}",
            list.dataset,
            list.confirmed_at,
            in_words(list.max_age)
        ));
    }
    if !stale.is_empty() {
        note("hint: `kashf load all` asks the publishers again");
    }
}

/// `3 days`, `36 hours`, `90 minutes`.
fn in_words(time: Duration) -> String {
    let seconds = time.as_secs();
    let (count, unit) = match seconds {
        s if s % 86_400 == 0 => (s / 86_400, "day"),
        s if s % 3_600 == 0 => (s / 3_600, "hour"),
        s if s % 60 == 0 => (s / 60, "minute"),
        s => (s, "second"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// A line on stderr, foreign text made safe.
pub(crate) fn note(text: &str) {
    // Nothing is left to do when stderr is closed.
    let _ = writeln!(io::stderr(), "kashf: {}", crate::show::safe(text));
}

/// Where a file is written until it is whole.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Writes text to stdout in one piece.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
