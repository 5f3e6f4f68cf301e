//! The sessions that documents show: run again, and written or compared.
//!
//! In a block marked `console` a line that begins with `$ ` is a command, what follows is what it
//! prints. All commands of a document run in one shell at the repository's root, with `kashf` standing
//! for the release binary and an empty data directory. It is no test of the program: it keeps
//! documents from showing what the program no longer says. Comparing looks at the words: scores and
//! ids move with every table of names, and are written anew with the next release.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

/// Documents with sessions.
const DOCUMENTS: &[&str] = &["README.md"];

/// Printed between the commands of a session.
const MARK: &str = "--- kashf xtask session ---";

/// Runs the sessions; with `check` it fails where a document shows something else.
pub(crate) fn run(root: &Path, check: bool) -> Result<ExitCode> {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let binary = target
        .map_or_else(|| root.join("target"), PathBuf::from)
        .join("release/kashf");
    if !binary.is_file() {
        bail!(
            "`{}` is not there: run `cargo build --release` first",
            binary.display()
        );
    }
    let mut stale = false;
    for name in DOCUMENTS {
        let path = root.join(name);
        let text = fs_err::read_to_string(&path)?;
        let printed = play(root, &binary, &commands(&text))?;
        let fresh = rewrite(&text, &printed);
        if fresh == text || (check && shape(&fresh) == shape(&text)) {
            crate::report(&format!("{name} shows what the program says"));
        } else if check {
            crate::report(&format!(
                "error: {name} shows another session: run `cargo xtask session`"
            ));
            stale = true;
        } else {
            fs_err::write(&path, fresh)?;
            crate::report(&format!("wrote {name}"));
        }
    }
    Ok(ExitCode::from(u8::from(stale)))
}

/// The commands of all console blocks, in order.
fn commands(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            commands.push(command.to_owned());
        }
    }
    commands
}

/// The document with these outputs under its commands; a blank line stands between two commands.
fn rewrite(text: &str, printed: &[String]) -> String {
    let mut fresh = String::new();
    let mut printed = printed.iter();
    let mut inside = false;
    let mut first = true;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
            first = true;
        } else if inside {
            if !line.starts_with("$ ") {
                continue;
            }
            if !first {
                fresh.push('\n');
            }
            first = false;
            fresh.push_str(line);
            fresh.push('\n');
            fresh.push_str(printed.next().map_or("", String::as_str));
            continue;
        }
        fresh.push_str(line);
        fresh.push('\n');
    }
    fresh
}

/// The text with every number and every id as one `0`.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for word in text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric()) {
        let body = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        let id = body.len() == 64 && body.bytes().all(|byte| byte.is_ascii_hexdigit());
        if id || (!body.is_empty() && body.bytes().all(|byte| byte.is_ascii_digit())) {
            shape.push('0');
            shape.push_str(&word[body.len()..]);
        } else {
            shape.push_str(word);
        }
    }
    shape
}

/// What each command prints, on either stream.
fn play(root: &Path, binary: &Path, commands: &[String]) -> Result<Vec<String>> {
    let data = std::env::temp_dir().join(format!("kashf-session-{}", std::process::id()));
    let mut script = format!("kashf() {{ '{}' \"$@\"; }}\n", binary.display());
    for command in commands {
        script.push_str(&format!("echo '{MARK}'\n{command}\n"));
    }
    let output = Command::new("bash")
        .args(["-c", &format!("exec 2>&1\n{script}")])
        .current_dir(root)
        .env("KASHF_DATA", &data)
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .output()
        .context("failed to start `bash`")?;
    if data.exists() {
        fs_err::remove_dir_all(&data)?;
    }
    let text = String::from_utf8(output.stdout)
        .context("the session printed something else than UTF-8")?;
    Ok(text
        .split(&format!("{MARK}\n"))
        .skip(1)
        .map(trimmed)
        .collect())
}

/// Without blanks at the ends of lines, which editors remove.
fn trimmed(text: &str) -> String {
    text.trim_end()
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_put_under_their_commands() {
        let text = "a\n```console\n$ one\nold\n\n$ two\n```\nb\n```sh\n$ not\n```\n";
        assert_eq!(commands(text), ["one", "two"]);
        let printed = ["1\n".to_owned(), "2\n2\n".to_owned()];
        let fresh = rewrite(text, &printed);
        assert_eq!(
            fresh,
            "a\n```console\n$ one\n1\n\n$ two\n2\n2\n```\nb\n```sh\n$ not\n```\n"
        );
        assert_eq!(rewrite(&fresh, &printed), fresh);
    }

    #[test]
    fn numbers_and_ids_may_move_and_words_may_not() {
        let id = "ab".repeat(32);
        assert_eq!(
            shape(&format!("+746 by 81 %, 0.749, {id} is live")),
            "+0 by 0 %, 0.0, 0 is live"
        );
        assert_ne!(shape("the name reads like"), shape("the name sounds like"));
        assert_eq!(shape("dl-006 Qandilji"), "dl-0 Qandilji");
    }
}
