//! Where the findings of `kashf trace` go: a table, cards, lines, files of evidence, Parquet for Spark.

use super::trace_show::{left_out, ranked, summary};
use super::{Outcome, note, part_of, print};
use crate::args::{TraceArguments, TraceLanguage};
use crate::error::fail;
use crate::progress::Bar;
use crate::show::{Look, grouped, safe};
use anyhow::Result;
use fs_err::File;
use kashf::Progress;
use kashf::trace::evidence::{self, Format, Language};
use kashf::trace::{Found, Question, Search, Traced, write_csv_header, write_csv_line, write_line};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

/// Findings that are shown, or put on cards, when nothing else is asked for.
const SHOWN: usize = 10;
/// Bytes of lines that are written at a time.
const BLOCK_BYTES: usize = 1 << 18;

/// Writes the findings where they are wanted.
pub(super) fn answer(
    arguments: &TraceArguments,
    traced: &Traced,
    found: &Found,
    seconds: f64,
) -> Result<()> {
    let limit = arguments.limit.map(|limit| limit as usize);
    if let Some(path) = &arguments.out {
        let count = write_out(path, arguments, traced, found)?;
        note(&format!(
            "{} in {seconds:.1} s, {} written to {}",
            findings(found.findings.len()),
            grouped(count as u64),
            safe(&path.display().to_string())
        ));
        return Ok(());
    }
    note(&format!(
        "{} in {seconds:.1} s",
        findings(found.findings.len())
    ));
    if arguments.json {
        lines(
            traced,
            found,
            limit,
            (false, false),
            std::io::stdout().lock(),
        )?;
        return Ok(());
    }
    let look = Look::of_stdout();
    let most = limit.unwrap_or(SHOWN);
    if arguments.explain || arguments.lang == TraceLanguage::Ar {
        let ranked = ranked(found, most);
        let dossier = traced.dossier(&ranked, most, &program(), &options_of(arguments));
        let look = evidence::Look {
            colour: look.colour,
            isolate: look.isolate,
            width: look.width,
        };
        return print(&evidence::text(&dossier, language(arguments.lang), look));
    }
    print(&summary(traced, found, most, &look))
}

/// Writes lines while they are found, where `--out` asks for lines and the search is a matter of pieces; gives how many
/// findings there were.
pub(super) fn answer_in_pieces(
    arguments: &TraceArguments,
    search: Search,
    traced: &Traced,
    question: &Question,
    bar: &Bar,
) -> Result<Option<usize>> {
    let Some(path) = &arguments.out else {
        return Ok(None);
    };
    let Some(csv) = as_rows(path) else {
        return Ok(None);
    };
    let begun = Instant::now();
    let limit = arguments.limit.map_or(usize::MAX, |limit| limit as usize);
    let beside = part_of(path);
    let mut file = BufWriter::new(File::create(&beside)?);
    let mut written = 0;
    let done = search.run_in_pieces(traced, question, |found| {
        let head = csv && written == 0;
        written += lines(traced, found, Some(limit - written), (csv, head), &mut file)?;
        Ok::<(), anyhow::Error>(())
    });
    let Some((count, capped)) = done? else {
        fs_err::remove_file(&beside)?;
        return Ok(None);
    };
    if csv && written == 0 {
        lines(traced, &Found::default(), None, (true, true), &mut file)?;
    }
    file.into_inner()
        .map_err(std::io::IntoInnerError::into_error)?
        .sync_all()?;
    fs_err::rename(&beside, path)?;
    bar.end();
    note(&format!(
        "{} in {:.1} s{}, {} written to {}",
        findings(count),
        begun.elapsed().as_secs_f64(),
        if capped {
            " (capped: there are more)"
        } else {
            ""
        },
        grouped(written as u64),
        safe(&path.display().to_string())
    ));
    Ok(Some(count))
}

/// Whether a file takes findings a line each: as CSV (true) or JSON (false); none where it takes a dossier.
fn as_rows(path: &Path) -> Option<bool> {
    let name = path.file_name().unwrap_or_default();
    let name = name.to_string_lossy().to_lowercase();
    let rows = name.ends_with(".csv") && !name.ends_with(".evidence.csv");
    let lines = name.ends_with(".jsonl") || name.ends_with(".ndjson") || !name.contains('.');
    (rows || lines).then_some(rows)
}

/// `1 finding`, `2,000 findings`.
fn findings(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} finding{plural}", grouped(count as u64))
}

fn language(lang: TraceLanguage) -> Language {
    match lang {
        TraceLanguage::En => Language::English,
        TraceLanguage::Ar => Language::Arabic,
    }
}

fn program() -> String {
    format!("kashf {}", env!("CARGO_PKG_VERSION"))
}

/// The options as the user would write them, for the evidence.
fn options_of(arguments: &TraceArguments) -> Vec<(String, String)> {
    let mut options = vec![
        ("--window".to_owned(), format!("{}", arguments.window)),
        ("--max-hops".to_owned(), arguments.max_hops.to_string()),
        ("--min-width".to_owned(), arguments.min_width.to_string()),
    ];
    if let Some(as_of) = &arguments.as_of {
        options.push(("--as-of".to_owned(), as_of.clone()));
    }
    if let Some(hubs) = arguments.hubs {
        options.push(("--hubs".to_owned(), hubs.to_string()));
    }
    if arguments.preserved > 0 {
        options.push(("--preserved".to_owned(), arguments.preserved.to_string()));
    }
    options
}

/// Writes a file in the form of its extension; gives the number of findings in it.
fn write_out(
    path: &Path,
    arguments: &TraceArguments,
    traced: &Traced,
    found: &Found,
) -> Result<usize> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    // A dossier is read by people and holds everything at once: so many cards are more than anybody reads.
    const CARDS: usize = 10_000;
    let limit = arguments.limit.map(|limit| limit as usize);
    if let Some(csv) = as_rows(path) {
        let beside = part_of(path);
        let mut file = BufWriter::new(File::create(&beside)?);
        let count = lines(traced, found, limit, (csv, csv), &mut file)?;
        file.into_inner()
            .map_err(std::io::IntoInnerError::into_error)?
            .sync_all()?;
        fs_err::rename(&beside, path)?;
        return Ok(count);
    }
    let format = Format::of_name(&name).ok_or_else(|| {
        fail(
            format!("--out: the form of `{}` is not known", safe(&name)),
            "the extension gives it: jsonl, csv, json, txt, ftm.json, evidence.csv, graphml, cypher, svg, html",
        )
    })?;
    // Pictures are a file each.
    let usual = if format == Format::Svg { SHOWN } else { CARDS };
    let most = limit.unwrap_or(usual).min(CARDS);
    let ranked = ranked(found, most);
    let dossier = traced.dossier(&ranked, most, &program(), &options_of(arguments));
    let shown = path.file_name().unwrap_or_default().to_string_lossy();
    for (name, content) in format.files(&shown, &dossier, language(arguments.lang)) {
        write_whole(&path.with_file_name(name), content.as_bytes())?;
    }
    Ok(ranked.findings.len())
}

/// Writes the movements for engines that take more than one machine.
pub(super) fn export(arguments: &TraceArguments, traced: &Traced) -> Result<Outcome> {
    let folder = arguments.out.as_deref().ok_or_else(|| {
        fail(
            "export: nowhere to write to",
            "name a directory with --out DIR",
        )
    })?;
    let days = kashf::trace::export(traced, folder)?;
    note(&format!(
        "{} movements of {} days written to {}",
        grouped(u64::from(traced.network.flow().len())),
        grouped(u64::from(days)),
        safe(&folder.display().to_string())
    ));
    left_out(traced);
    Ok(if traced.problems.left_out() > 0 {
        Outcome::Incomplete
    } else {
        Outcome::Done
    })
}

/// Writes a file beside its place, and puts it there whole.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = part_of(path);
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs_err::rename(&beside, path)?;
    Ok(())
}

/// Writes findings a line each, as CSV and under its header or as JSON; gives their number.
fn lines(
    traced: &Traced,
    found: &Found,
    limit: Option<usize>,
    (csv, head): (bool, bool),
    mut out: impl Write,
) -> Result<usize> {
    let mut text = String::new();
    if head {
        write_csv_header(&mut text);
    }
    let most = limit.unwrap_or(usize::MAX);
    let mut count = 0;
    for finding in found.findings.iter().take(most) {
        count += 1;
        if csv {
            write_csv_line(traced, finding, &mut text);
        } else {
            write_line(traced, finding, &mut text);
        }
        if text.len() > BLOCK_BYTES {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(count)
}
