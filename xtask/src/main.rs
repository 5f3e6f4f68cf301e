//! `cargo xtask`: what other projects do in shell scripts.
//!
//! `gen` compiles the tables under `data/` from openly licensed sources, `tidy` checks the rules of
//! the house that no lint knows, `docs` and `session` keep documents true. None of it is part of the product:
//! no crate may depend on this one.

mod r#gen;
mod gen_names;
mod gen_spelling;
mod session;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Chores of the Kashf workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Compile the tables under data/ from their sources.
    Gen {
        /// What the generator asks for; see `cargo xtask gen --help`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Check the rules of the house: arrows, files, words, licences, checksums.
    Tidy,
    /// Write what is copied or computed: tables in documents, checksums of data/.
    Docs,
    /// Run the sessions that documents show, with `target/release/kashf`, and write what it prints.
    Session {
        /// Compare instead of writing.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Gen { arguments } => r#gen::run(&arguments).map(|()| ExitCode::SUCCESS),
        Chore::Tidy => tidy::run(&workspace_root()),
        Chore::Docs => tidy::write_documents(&workspace_root()),
        Chore::Session { check } => session::run(&workspace_root(), check),
    };
    outcome.unwrap_or_else(|error| {
        report(&format!("error: {error:#}"));
        ExitCode::from(2)
    })
}

/// The workspace's folder, wherever the command is started.
fn workspace_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Says something to the person at the terminal.
#[expect(
    clippy::print_stderr,
    reason = "the one place where chores speak; stdout is for data"
)]
fn report(line: &str) {
    eprintln!("{line}");
}
