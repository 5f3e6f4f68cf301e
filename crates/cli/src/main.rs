//! The binary `kashf`: arguments, configuration, exit codes, progress. What it does is in the library `kashf`.
//!
//! stdout carries data, stderr the rest. Exit codes: 0 done, 3 done but some records were not screened
//! in full, 2 failed, 1 "hits found" with `--exit-code`. A reader of stdout that goes away is no failure.

mod args;
mod commands;
mod error;
mod progress;
mod settings;
mod show;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The default message of a panic may quote a name that is being screened; its place is enough.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        commands::note(&format!(
            "error: a defect of the program at {place}; please report it"
        ));
    }));
    // A panic that nobody caught is a failure like any other, with the exit code of one.
    std::panic::catch_unwind(run).unwrap_or(ExitCode::from(2))
}

fn run() -> ExitCode {
    let arguments = match args::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => return error::usage(&usage),
    };
    match commands::run(arguments) {
        Ok(outcome) => outcome.code(),
        Err(failure) if error::is_broken_pipe(&failure) => ExitCode::SUCCESS,
        Err(failure) => {
            error::print(&failure);
            ExitCode::from(2)
        }
    }
}
