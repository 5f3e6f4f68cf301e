//! `kashf trace`: files of movements and links, searched for channels; each finding with its evidence.

use super::trace_out::{answer, answer_in_pieces, export, write_whole};
use super::trace_show::left_out;
use super::{Outcome, note, warn_stale};
use crate::args::{TraceArguments, TraceSearch};
use crate::error::fail;
use crate::progress::Bar;
use crate::settings::Setting;
use crate::show::{grouped, safe};
use anyhow::Result;
use kashf::trace::{
    Amount, Currency, Hubs, JoinPlan, Joins, Lists, Mapping, Options, Party, Question, Reading,
    Search, TraceInput, Traced,
};
use kashf::{Entities, Kashf, Progress, Screener};
use std::path::{Path, PathBuf};
use std::time::Instant;

impl From<TraceSearch> for Search {
    fn from(search: TraceSearch) -> Self {
        match search {
            TraceSearch::Cycles => Self::Cycles,
            TraceSearch::Fan => Self::Fan,
            TraceSearch::Scatter => Self::Scatter,
            TraceSearch::Layers => Self::Layers,
            TraceSearch::Patterns => Self::Patterns,
            TraceSearch::Chains => Self::Chains,
            TraceSearch::Channels => Self::Channels,
            TraceSearch::Owned => Self::Owned,
            TraceSearch::Flow => Self::Flow,
            TraceSearch::Taint => Self::Taint,
            // What is exported is read as for any search of movements.
            TraceSearch::Export => Self::Cycles,
        }
    }
}

/// Steps around one closing payment before its search is cut. With so many nothing is cut in a sparse ledger of five
/// million payments and one day, and a dense one (fifty payments an account and month) comes to its end
/// (docs/tracing-speed.md).
const CYCLE_STEPS: u64 = 20_000;

pub(crate) fn run(data: &Setting<PathBuf>, arguments: &TraceArguments) -> Result<Outcome> {
    let now = jiff::Timestamp::now().as_second();
    let as_of = arguments.as_of.as_deref().map(last_second).transpose()?;
    let input = TraceInput {
        files: arguments.input.clone(),
        mapping: Mapping::read(arguments.columns.as_deref().unwrap_or_default())?,
        now,
        as_of,
    };
    let search = Search::from(arguments.search);
    let bar = Bar::default();
    let begun = Instant::now();
    let reading = Reading::of_files(&input, &bar);
    bar.end();
    let reading = reading?;
    let read_in = begun.elapsed();
    let wanted =
        reading.asks_lists() || matches!(search, Search::Channels | Search::Owned | Search::Chains);
    let lists = if wanted && !arguments.no_lists {
        open_lists(data)?
    } else {
        None
    };
    let plan = JoinPlan {
        given: given_joins(arguments.joins.as_deref())?,
        lists: lists
            .as_ref()
            .map(|(screener, entities)| Lists { screener, entities }),
        links: search.needs_links(),
        ..JoinPlan::default()
    };
    let traced = reading.join(&plan, &bar)?;
    if let Some(path) = arguments.joins.as_deref().filter(|_| plan.given.is_none()) {
        write_joins(path, &traced.joins)?;
    }
    say_what_was_read(&traced, read_in.as_secs_f64());
    if arguments.search == TraceSearch::Export {
        return export(arguments, &traced);
    }
    let question = question(arguments, &traced, as_of.unwrap_or(now))?;
    let begun = Instant::now();
    bar.begin("searching", None);
    let count = match answer_in_pieces(arguments, search, &traced, &question, &bar)? {
        Some(count) => count,
        None => {
            let found = search.run(&traced, &question);
            bar.end();
            let found = found?;
            answer(arguments, &traced, &found, begun.elapsed().as_secs_f64())?;
            found.findings.len()
        }
    };
    left_out(&traced);
    if traced.joins.unscreened > 0 {
        note(&format!(
            "warning: {} names were not held against the lists: there are too many",
            grouped(traced.joins.unscreened as u64)
        ));
    }
    let incomplete = traced.problems.left_out() > 0 || traced.joins.unscreened > 0;
    Ok(if incomplete {
        Outcome::Incomplete
    } else if arguments.exit_code && count > 0 {
        Outcome::Hits
    } else {
        Outcome::Done
    })
}

/// The last second of `--as-of`: of a day, its end.
fn last_second(text: &str) -> Result<i64> {
    kashf::trace::last_second(text).ok_or_else(|| {
        fail(
            format!("--as-of: `{text}` is not a date"),
            "such as 2026-01-31, 2026-01-31T12:00:00Z, or whole seconds where the input has them",
        )
    })
}

/// The live lists; none where no data directory is there, or nothing is loaded. One that was named must be there.
fn open_lists(data: &Setting<PathBuf>) -> Result<Option<(Screener, Entities)>> {
    let named = data.origin == "--data";
    if !named && !data.value.exists() {
        return Ok(None);
    }
    let kashf = Kashf::open_existing(data.value.clone())?;
    if kashf.live_id()?.is_none() {
        return Ok(None);
    }
    let screener = kashf.screener()?;
    let now = super::load::now();
    if let Ok(stale) = kashf.stale_lists(&screener, None, &now) {
        warn_stale(&stale);
    }
    let entities = Entities::of(&screener)?;
    Ok(Some((screener, entities)))
}

fn given_joins(path: Option<&Path>) -> Result<Option<Joins>> {
    match path {
        Some(path) if path.exists() => {
            let joins = Joins::read(path)?;
            note(&format!(
                "{} joins taken from {}, and no others looked for",
                grouped(joins.lines().len() as u64),
                safe(&path.display().to_string())
            ));
            Ok(Some(joins))
        }
        _ => Ok(None),
    }
}

fn write_joins(path: &Path, joins: &Joins) -> Result<()> {
    let mut text = String::new();
    for line in joins.lines() {
        text.push_str(&serde_json::to_string(line)?);
        text.push('\n');
    }
    write_whole(path, text.as_bytes())?;
    note(&format!(
        "{} joins written to {}",
        grouped(joins.lines().len() as u64),
        safe(&path.display().to_string())
    ));
    Ok(())
}

fn say_what_was_read(traced: &Traced, seconds: f64) {
    for file in &traced.files {
        let columns: Vec<String> = file
            .columns
            .iter()
            .map(|(field, column, _)| format!("{field}={column}"))
            .collect();
        let read_as = if columns.is_empty() {
            String::new()
        } else {
            format!(", read as {}", columns.join(","))
        };
        let fractions = if file.fractions {
            "; shares are parts of one"
        } else {
            ""
        };
        note(&format!(
            "{}: {} rows of {}{read_as}{fractions}",
            file.file,
            grouped(file.rows),
            file.form
        ));
    }
    let rate = if seconds > 0.2 {
        format!(
            " ({} rows a second)",
            grouped((traced.rows as f64 / seconds) as u64)
        )
    } else {
        String::new()
    };
    let joins = traced.joins.lines().len();
    let joined = if joins > 0 {
        format!(", {} references joined", grouped(joins as u64))
    } else {
        String::new()
    };
    note(&format!(
        "{} movements and {} links between {} parties{joined}; {seconds:.1} s{rate}",
        grouped(u64::from(traced.network.flow().len())),
        grouped(traced.network.links().len() as u64),
        grouped(traced.network.parties().len() as u64),
    ));
}

fn question(arguments: &TraceArguments, traced: &Traced, as_of: i64) -> Result<Question> {
    // It fits: a date of the calendar.
    let today = i32::try_from(as_of.div_euclid(86_400)).unwrap_or(i32::MAX);
    let owned = arguments.search == TraceSearch::Owned;
    let mut options = Options {
        window: arguments.window,
        max_hops: arguments.max_hops,
        min_width: arguments.min_width,
        preserved: arguments.preserved,
        slack: arguments.slack,
        hubs: arguments.hubs.map_or(Hubs::Through, Hubs::Around),
        threads: usize::from(arguments.threads),
        ..Options::default()
    };
    if let Some(most) = arguments.most {
        options.most = most;
    }
    options.most_steps = match arguments.most_steps {
        Some(steps) => steps,
        None if arguments.search == TraceSearch::Cycles => CYCLE_STEPS,
        None => options.most_steps,
    };
    options.bundle = arguments.bundle;
    options.limits.dormant = arguments.dormant;
    if let Some(text) = &arguments.threshold {
        let amount = Amount::read(text, Currency::NONE)
            .map_err(|error| fail(format!("--threshold: {error}"), "such as --threshold 10000"))?;
        options.limits.threshold = Some(amount.minor);
    }
    let currency = arguments.currency.as_deref().map(|code| {
        let unknown = || {
            fail(
                format!("--currency: `{}` is not known", safe(code)),
                "a code of ISO 4217, such as EUR",
            )
        };
        Currency::of(code).ok_or_else(unknown)
    });
    Ok(Question {
        options,
        from: parties(&arguments.from, traced, "--from")?,
        to: parties(&arguments.to, traced, "--to")?,
        typologies: arguments.typology.clone(),
        day: (owned || arguments.as_of.is_some()).then_some(today),
        best: arguments.best,
        currency: currency.transpose()?,
        rules: arguments.rule.clone(),
    })
}

/// The parties that are named. One that is named by itself must be there; of a file of them, some.
fn parties(named: &[String], traced: &Traced, flag: &str) -> Result<Vec<Party>> {
    let mut parties = Vec::new();
    let unknown = |reference: &str| {
        fail(
            format!("{flag}: no party `{}` in the input", safe(reference)),
            "parties are named as in the columns src and dst, or by their ids on the lists",
        )
    };
    for reference in named
        .iter()
        .map(|reference| reference.trim())
        .filter(|reference| !reference.is_empty())
    {
        // A reference may itself begin with the sign.
        if let Some(party) = traced.party(reference) {
            parties.push(party);
            continue;
        }
        let Some(file) = reference.strip_prefix('@') else {
            return Err(unknown(reference));
        };
        let text = fs_err::read_to_string(file)?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let (mut known, mut all) = (0_u64, 0_u64);
        for line in lines {
            all += 1;
            if let Some(party) = traced.party(line) {
                known += 1;
                parties.push(party);
            }
        }
        if known == 0 {
            return Err(unknown(reference));
        }
        if known < all {
            note(&format!(
                "{flag}: {} of the {} parties of {} stand in the input",
                grouped(known),
                grouped(all),
                safe(file)
            ));
        }
    }
    parties.sort_unstable();
    parties.dedup();
    Ok(parties)
}
