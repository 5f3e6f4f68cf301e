//! Errors at the edge: the chain of causes on stderr, then the remedy.

use anyhow::Error;
use clap::error::ErrorKind;
use std::io::{self, Write};
use std::process::ExitCode;

/// A failure that knows its remedy.
#[derive(Debug)]
pub(crate) struct WithHint {
    message: String,
    hint: String,
}

impl std::fmt::Display for WithHint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WithHint {}

/// An error with a remedy.
pub(crate) fn fail(message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::new(WithHint {
        message: message.into(),
        hint: hint.into(),
    })
}

/// Prints `kashf: error: ...`, each cause, and the first hint found in the chain.
pub(crate) fn print(failure: &Error) {
    let mut text = String::from("kashf: error: ");
    let mut last = String::new();
    for (depth, cause) in failure.chain().enumerate() {
        let message = crate::show::safe(&cause.to_string());
        // A transparent wrapper says what its source says; once is enough.
        if depth > 0 && last.ends_with(&message) {
            continue;
        }
        if depth > 0 {
            text.push_str("\n  because: ");
        }
        text.push_str(&message);
        last = message;
    }
    let note = failure.chain().find_map(|cause| {
        cause
            .downcast_ref::<kashf::KashfError>()
            .and_then(kashf::KashfError::note)
    });
    if let Some(note) = note {
        text.push_str("\n  ");
        text.push_str(&crate::show::safe(&note));
    }
    if let Some(hint) = failure.chain().find_map(hint_of) {
        text.push_str("\nhint: ");
        text.push_str(&crate::show::safe(&hint));
    }
    text.push('\n');
    // Nothing is left to do when stderr is closed as well.
    let _ = io::stderr().write_all(text.as_bytes());
}

fn hint_of(cause: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(known) = cause.downcast_ref::<WithHint>() {
        return Some(known.hint.clone());
    }
    if let Some(records) = cause.downcast_ref::<kashf_records::RecordsError>() {
        return records.hint();
    }
    if let Some(backup) = cause.downcast_ref::<kashf::BackupError>() {
        return backup.hint();
    }
    if let Some(tracing) = cause.downcast_ref::<kashf::trace::TracingError>() {
        return tracing.hint();
    }
    if let Some(serve) = cause.downcast_ref::<kashf_server::ServeError>() {
        return serve.hint();
    }
    cause
        .downcast_ref::<kashf::KashfError>()
        .and_then(kashf::KashfError::hint)
}

/// True when the reader of our output went away.
pub(crate) fn is_broken_pipe(failure: &Error) -> bool {
    failure.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Prints a usage error in our form, or the help that was asked for.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        // Help into a closed pipe is no failure.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let _ = write!(io::stderr(), "kashf: error: {text}");
    ExitCode::from(2)
}
