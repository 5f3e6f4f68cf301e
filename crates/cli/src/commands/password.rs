//! A password from a person or a pipe, never from the command line: that is seen by others and kept in histories.

use crate::error::fail;
use anyhow::{Context, Result};
use std::io::{self, BufRead, IsTerminal, Write};

/// Asks twice on a terminal, without showing what is typed; else the first line of stdin.
pub(super) fn ask(user: &str) -> Result<String> {
    if !io::stdin().is_terminal() {
        return line();
    }
    let password = hidden(&format!("password of {user}: "))?;
    if hidden("once more: ")? != password {
        return Err(fail(
            "the two passwords differ",
            "try again; nothing was changed",
        ));
    }
    Ok(password)
}

fn line() -> Result<String> {
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .context("no password could be read from stdin")?;
    let line = line.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        return Err(fail(
            "stdin holds no password",
            "type it at a terminal, or pipe one line",
        ));
    }
    Ok(line.to_owned())
}

fn hidden(question: &str) -> Result<String> {
    let mut err = io::stderr();
    write!(err, "{question}")?;
    err.flush()?;
    let silence = Silence::begin();
    let answer = line();
    drop(silence);
    writeln!(err)?;
    answer
}

/// The terminal does not show what is typed until this is dropped.
struct Silence {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Silence {
    #[cfg(unix)]
    fn begin() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(io::stdin()).ok();
        if let Some(mut silent) = before.clone() {
            silent.local_modes.remove(LocalModes::ECHO);
            // A terminal that refuses shows the password to its owner.
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &silent);
        }
        Self { before }
    }

    #[cfg(not(unix))]
    fn begin() -> Self {
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Silence {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        if let Some(before) = &self.before {
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, before);
        }
    }
}
