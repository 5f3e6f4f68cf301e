//! `kashf screen --in FILE`: every record of a file, in order, in constant memory.

use super::screen::Screening;
use super::{Outcome, note};
use crate::args::OutputFormat;
use crate::progress::Bar;
use crate::show::grouped;
use anyhow::Result;
use fs_err::File;
use kashf::{
    Batch, FileOutcome, FileRun, Format, InputReader, KashfError, ParquetOutput, Progress, Record,
    Rescreen, Rescreened, StreamOutcome, screen_file, screen_stream,
};
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::Path;

/// The library's word for a format.
pub(crate) fn format_of(format: OutputFormat) -> Format {
    match format {
        OutputFormat::Jsonl => Format::JsonLines,
        OutputFormat::Csv => Format::Csv,
        OutputFormat::Parquet => Format::Parquet,
    }
}

pub(crate) fn run(screening: &Screening<'_>, input: &Path) -> Result<Outcome> {
    let bar = Bar::default();
    let outcome = match &screening.arguments.output {
        Some(_) if is_stdin(input) && screening.arguments.rescreen => {
            return Err(crate::error::fail(
                "stdin cannot be rescreened: it is read once",
                "save it to a file",
            ));
        }
        Some(output) if !is_stdin(input) => to_file(screening, input, output, &bar),
        Some(output) => {
            let beside = super::part_of(output);
            let file = BufWriter::new(File::create(&beside)?);
            let format = Format::of_path(output);
            let outcome = stream(screening, input, format, file, &bar)?;
            fs_err::rename(&beside, output)?;
            Ok(outcome)
        }
        None => {
            let format = screening
                .arguments
                .format
                .map_or(Format::JsonLines, format_of);
            if format == Format::Parquet && io::stdout().is_terminal() {
                return Err(crate::error::fail(
                    "Parquet is not for a terminal",
                    "name a file with --out hits.parquet, or use a pipe",
                ));
            }
            stream(
                screening,
                input,
                format,
                BufWriter::with_capacity(1 << 16, io::stdout()),
                &bar,
            )
        }
    };
    bar.end();
    let StreamOutcome { tally, unknown } = outcome?;
    if !unknown.is_empty() {
        let fields: Vec<&str> = unknown.iter().map(String::as_str).collect();
        warn_unknown("fields", &fields);
    }
    note(&format!(
        "{} records: {} screened, {} in part, {} not screened; {} with a possible match",
        grouped(tally.records),
        grouped(tally.screened),
        grouped(tally.partial),
        grouped(tally.not_screened),
        grouped(tally.with_match),
    ));
    Ok(screening.outcome(tally.is_complete(), tally.with_match > 0))
}

fn is_stdin(input: &Path) -> bool {
    input.as_os_str() == "-"
}

fn to_file(
    screening: &Screening<'_>,
    input: &Path,
    output: &Path,
    bar: &Bar,
) -> Result<StreamOutcome> {
    let screen = |record: &Record| screening.screener.line(record, &screening.options);
    let batch = batch(screening, Format::of_path(output), &screen);
    let options = &screening.options;
    let identity = serde_json::json!({
        "snapshot": screening.screener.snapshot_id(),
        "policy": screening.screener.policy_id(),
        "datasets": options.datasets,
        "threshold": options.threshold.map(|threshold| threshold.thousandths()),
        "limit": options.limit,
        "schema": screening.schema,
        // A file half of which says `stale` would not tell when.
        "stale": screening.screener.is_stale(),
    });
    let job = FileRun {
        input,
        output,
        identity: &identity.to_string(),
    };
    let done = if screening.arguments.rescreen {
        rescreen(screening, job, &batch, bar)?
    } else {
        screen_file(&job, &batch, bar).map_err(KashfError::from)?
    };
    if done.resumed_after > 0 {
        note(&format!(
            "went on after {} records of an interrupted run",
            grouped(done.resumed_after)
        ));
    }
    warn_columns(&done.unknown_columns);
    Ok(done.stream)
}

/// Brings the answers of an earlier run to the live lists.
fn rescreen(
    screening: &Screening<'_>,
    run: FileRun<'_>,
    batch: &Batch<'_>,
    bar: &Bar,
) -> Result<FileOutcome> {
    let job = Rescreen {
        run,
        batch,
        screener: &screening.screener,
        options: &screening.options,
    };
    let done = screening.kashf.rescreen(&job, bar)?;
    note(&match done.rescreened {
        Rescreened::All(why) => format!("screened all records: {why}"),
        Rescreened::Some {
            before,
            entries,
            rows,
            screened,
        } => format!(
            "screened {} records: {} entries changed since snapshot {}, {} rows are new or changed",
            grouped(screened),
            grouped(entries as u64),
            before.get(..12).unwrap_or(&before),
            grouped(rows),
        ),
    });
    Ok(done.file)
}

/// Screens from a file or stdin to a stream that cannot be resumed.
fn stream<W: Write + Send>(
    screening: &Screening<'_>,
    input: &Path,
    format: Format,
    mut out: W,
    bar: &Bar,
) -> Result<StreamOutcome> {
    let screen = |record: &Record| screening.screener.line(record, &screening.options);
    let batch = batch(screening, format, &screen);
    let (reader, bytes) = if is_stdin(input) {
        let source: Box<dyn Read> = Box::new(io::stdin().lock());
        (InputReader::open(source, "stdin"), None)
    } else {
        let bytes = fs_err::metadata(input)?.len();
        (InputReader::open_path(input), Some(bytes))
    };
    let mut reader = reader.map_err(KashfError::from)?;
    warn_columns(&reader.unknown_columns());
    // A bar between the lines of the answers would spoil both.
    if !io::stdout().is_terminal() {
        bar.begin("screening", bytes);
    }
    if format == Format::Parquet {
        let mut output = ParquetOutput::new(out)?;
        let outcome =
            screen_stream(&mut reader, &batch, &mut output, bar).map_err(KashfError::from)?;
        output.finish()?.flush()?;
        return Ok(outcome);
    }
    Ok(screen_stream(&mut reader, &batch, &mut out, bar).map_err(KashfError::from)?)
}

fn batch<'a>(
    screening: &'a Screening<'_>,
    format: Format,
    screen: &'a (dyn Fn(&Record) -> kashf::ScreeningLine + Sync),
) -> Batch<'a> {
    Batch {
        format,
        default_schema: screening.schema.as_deref(),
        screen,
    }
}

fn warn_columns(columns: &[String]) {
    if !columns.is_empty() {
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        warn_unknown("columns", &names);
    }
}

/// The one warning about columns that are not understood.
fn warn_unknown(what: &str, names: &[&str]) {
    note(&format!(
        "warning: {what} not understood and not used: {}",
        names.join(", ")
    ));
}
