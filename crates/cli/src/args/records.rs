//! Arguments of what the program itself writes down: keys, users, the screening log.

use clap::{Args, Subcommand};
use kashf_records::{Role, Scopes};

/// `kashf keys`.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Make a key and print it, this once; only its hash is kept
    Add {
        /// Whose it is or what for: letters, digits, `-`, `_`, `.`, `@`
        name: String,
        /// What it may do: read, screen, jobs, log, admin; none includes another
        #[arg(long, value_name = "S,...", default_value = "read,screen")]
        scope: Scopes,
        /// Requests a minute, at most [default: no limit]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
        per_minute: Option<u32>,
        /// Days until it expires [default: never]
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
        expires: Option<u32>,
    },
    /// The keys, without their secrets
    List {
        /// JSON Lines
        #[arg(long)]
        json: bool,
    },
    /// Refuse a key from now on; a running server follows within a second
    Revoke {
        /// Its name, or its id
        name: String,
    },
}

/// `kashf users`.
#[derive(Debug, Subcommand)]
pub(crate) enum UsersCommand {
    /// Add a user; the password is asked for, or read from stdin
    Add {
        /// Letters, digits, `-`, `_`, `.`, `@`
        name: String,
        /// viewer (read), analyst (read, screen, jobs), reviewer (and log), admin (everything)
        #[arg(long, value_name = "ROLE", default_value = "analyst")]
        role: Role,
    },
    /// The users
    List {
        /// JSON Lines
        #[arg(long)]
        json: bool,
    },
    /// Give a user another password, which is asked for, or read from stdin
    Password {
        /// The user
        name: String,
    },
    /// Remove a user; a running server follows within a second
    Remove {
        /// The user
        name: String,
    },
}

/// `kashf log`.
#[derive(Debug, Subcommand)]
pub(crate) enum LogCommand {
    /// The rows of the screening log, JSON Lines, oldest first
    Show {
        /// From this day or time on
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
        /// Before this day or time
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
        /// Only of this caller: key:ID, user:NAME, open
        #[arg(long, value_name = "CALLER")]
        caller: Option<String>,
        #[command(flatten)]
        whom: Whom,
    },
    /// Erase somebody: what tells who it was goes, that there was a screening stays
    Erase {
        #[command(flatten)]
        whom: Whom,
    },
    /// Remove rows that are older than so many days
    Prune {
        /// Days that stay
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
        days: u32,
    },
    /// What was erased, when, by whom
    Erasures,
}

/// Whose rows. A name or an id is read from stdin where the value is `-`, so that no history of a shell keeps it.
#[derive(Args, Clone, Debug)]
#[group(multiple = false)]
pub(crate) struct Whom {
    /// By a name that was screened
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// By the id of a record that was screened
    #[arg(long, value_name = "ID")]
    pub(crate) record: Option<String>,
    /// By the hash of a query, as the log shows it
    #[arg(long, value_name = "HASH")]
    pub(crate) query: Option<String>,
}
