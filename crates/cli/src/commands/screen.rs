//! `kashf screen NAME`: who on the lists resembles this name, and why.

use super::explain::checked_schema;
use super::{Outcome, print, screen_file};
use crate::args::ScreenArguments;
use crate::show::{Look, Sides, card, picture, wrap};
use anyhow::Result;
use kashf::{
    Batch, Format, InputReader, Kashf, NoProgress, Record, Screener, ScreeningLine, StaleList,
    screen_stream,
};
use kashf_screen::{Options, score_pair};
use std::io::Write;
use std::path::Path;

/// What all forms of the command need.
pub(crate) struct Screening<'a> {
    pub(crate) kashf: &'a Kashf,
    pub(crate) screener: Screener,
    pub(crate) options: Options,
    pub(crate) schema: Option<String>,
    /// Lists past their age limit among those that are asked.
    pub(crate) stale: Vec<StaleList>,
    pub(crate) arguments: &'a ScreenArguments,
}

pub(crate) fn run(kashf: &Kashf, arguments: &ScreenArguments) -> Result<Outcome> {
    let mut screener = kashf.screener()?;
    let datasets = screener.datasets(&arguments.dataset)?;
    let now = super::load::now();
    let mut then = now.clone();
    if let Some(date) = &arguments.as_of {
        screener = kashf.screener_as_of(datasets.as_deref(), date, &now)?;
        // What was asked is how old a list was by the end of that day.
        then = then.min(format!("{date}T23:59:59Z"));
    }
    let stale = kashf.stale_lists(&screener, datasets.as_deref(), &then)?;
    screener.set_stale(!stale.is_empty());
    super::warn_stale(&stale);
    let options = Options {
        limit: usize::from(arguments.limit),
        threshold: arguments.threshold,
        datasets,
    };
    let schema = checked_schema(arguments.schema.as_deref())?;
    let screening = Screening {
        kashf,
        screener,
        options,
        schema,
        stale,
        arguments,
    };
    match (&arguments.name, &arguments.input) {
        (Some(name), _) => screening.name(name),
        (None, Some(input)) => screen_file::run(&screening, input),
        (None, None) => unreachable!("clap asks for a name or a file"),
    }
}

impl Screening<'_> {
    /// What a command that answered says with its exit code: an incomplete answer goes before hits,
    /// because "hits" alone would say that all was screened.
    pub(crate) fn outcome(&self, complete: bool, hits: bool) -> Outcome {
        match () {
            () if !complete => Outcome::Incomplete,
            () if hits && self.arguments.exit_code => Outcome::Hits,
            () => Outcome::Done,
        }
    }

    /// The format of the answers; `None` where people are to read them.
    fn format(&self) -> Option<Format> {
        let arguments = self.arguments;
        let asked = arguments.format.map(screen_file::format_of);
        let by_name = arguments.output.as_deref().map(Format::of_path);
        asked
            .or(by_name)
            .or(arguments.json.then_some(Format::JsonLines))
    }

    fn name(&self, name: &str) -> Result<Outcome> {
        let answer = self
            .screener
            .name(name, self.schema.as_deref(), &self.options);
        let line = self.screener.line_of("1", &answer);
        let outcome = self.outcome(line.is_complete(), line.has_match());
        match self.format() {
            None => print(&self.for_people(&line))?,
            Some(format) => {
                let bytes = one_line(&line, format)?;
                match &self.arguments.output {
                    Some(path) => write_file(path, &bytes)?,
                    None => std::io::stdout().lock().write_all(&bytes)?,
                }
            }
        }
        Ok(outcome)
    }

    fn for_people(&self, line: &ScreeningLine) -> String {
        let look = Look::of_stdout();
        let mut text = String::new();
        if let Some(problem) = &line.problem {
            let problem = look.foreign(problem);
            text.push_str(&match line.status.as_str() {
                "partial" => format!("screened in part: {problem}\n\n"),
                _ => format!("NOT screened: {problem}\n\nThis is not a clearance.\n"),
            });
        }
        if line.status == "not_screened" {
            return text;
        }
        let threshold = self
            .options
            .threshold
            .unwrap_or_else(|| self.screener.policy().threshold());
        if !line.has_match() {
            let nobody = format!("nobody on these lists resembles this name above {threshold}");
            text.push_str(&look.bold(&nobody));
            text.push_str(if line.matches.is_empty() {
                "\n"
            } else {
                "; the nearest entries:\n\n"
            });
        }
        for (at, found) in line.matches.iter().enumerate() {
            text.push_str(&card(at + 1, found, &look, self.arguments.explain));
            if self.arguments.explain {
                text.push_str(&self.alignment(found, &look));
            }
            text.push('\n');
        }
        let lists = format!("Compared with {}.", self.lists());
        let closing = if line.has_match() {
            "A match is a reason to look, not a verdict: many people share a name."
        } else {
            "That is not a clearance: it says what these lists, at these dates, do not hold."
        };
        for paragraph in [lists.as_str(), closing] {
            for part in wrap(paragraph, look.width) {
                text.push_str(&look.faint(&part));
                text.push('\n');
            }
        }
        text
    }

    /// The alignment of the names that were compared, token by token.
    fn alignment(&self, found: &kashf::MatchLine, look: &Look) -> String {
        let named = found.reasons.iter().find_map(|reason| {
            let (query, candidate) = (reason.query.as_deref()?, reason.candidate.as_deref()?);
            matches!(reason.feature.as_str(), "name" | "weak_alias").then_some((query, candidate))
        });
        let Some((query, candidate)) = named else {
            return String::new();
        };
        let pair = score_pair(&found.schema, query, candidate, self.screener.policy());
        let sides = Sides {
            query: &pair.query,
            candidate: &pair.candidate,
            alignment: &pair.alignment,
        };
        picture(&sides, look, 10)
    }

    /// The lists that were asked, with their dates.
    fn lists(&self) -> String {
        let chosen = self.options.datasets.as_ref();
        let segments = self.screener.segments().iter();
        let asked = segments.filter(|s| chosen.is_none_or(|names| names.contains(&s.dataset)));
        let lists: Vec<String> = asked
            .map(|segment| {
                let date = segment
                    .as_of
                    .as_deref()
                    .map(|date| date.get(..10).unwrap_or(date));
                let date =
                    date.map_or("date not stated".to_owned(), |date| format!("as of {date}"));
                let held = segment.counts.get("removal_held").copied().unwrap_or(0);
                let held = match held {
                    0 => String::new(),
                    held => format!("; {held} entries held that it no longer has"),
                };
                let stale = self
                    .stale
                    .iter()
                    .find(|list| list.dataset == segment.dataset);
                let stale = stale.map_or_else(String::new, |list| {
                    format!("; STALE, last confirmed {}", list.confirmed_at)
                });
                format!("{} ({date}{held}{stale})", segment.dataset)
            })
            .collect();
        lists.join(", ")
    }
}

/// One line in a format, through the same code as a batch.
fn one_line(line: &ScreeningLine, format: Format) -> Result<Vec<u8>> {
    let screen = |_: &Record| line.clone();
    let batch = Batch {
        format,
        default_schema: None,
        screen: &screen,
    };
    let mut reader =
        InputReader::open(&b"{\"name\":\"-\"}\n"[..], "name").map_err(kashf::KashfError::from)?;
    let mut bytes = Vec::new();
    screen_stream(&mut reader, &batch, &mut bytes, &NoProgress).map_err(kashf::KashfError::from)?;
    if format == Format::Parquet {
        let mut output = kashf::ParquetOutput::new(Vec::new())?;
        output.write_all(&bytes)?;
        return Ok(output.finish()?);
    }
    Ok(bytes)
}

/// Writes a small file whole or not at all.
fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = super::part_of(path);
    fs_err::write(&beside, bytes)?;
    fs_err::rename(&beside, path)?;
    Ok(())
}
