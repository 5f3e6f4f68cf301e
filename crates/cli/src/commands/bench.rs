//! `kashf bench`: how fast the loaded lists answer here, as a table or as JSON.

use super::{Outcome, note, print};
use crate::args::BenchArguments;
use crate::progress::Bar;
use crate::show::{Align, Look, Table, grouped};
use anyhow::Result;
use kashf::{BenchPlan, BenchReport, Kashf, Timing};
use std::time::Duration;

pub(crate) fn run(kashf: &Kashf, arguments: &BenchArguments) -> Result<Outcome> {
    if cfg!(debug_assertions) {
        note("warning: this is a debug build; its figures say nothing about a release");
    }
    let plan = BenchPlan {
        input: arguments.input.clone(),
        queries: usize::try_from(arguments.queries).unwrap_or(usize::MAX),
        limit: Duration::from_secs(u64::from(arguments.seconds)),
        threads: arguments.threads.map(usize::from),
        without_worst: arguments.no_worst,
        without_pairs: arguments.no_pairs,
    };
    let report = kashf.bench(&plan, &super::load::now(), &Bar::default())?;
    if arguments.json {
        print(&format!("{}\n", serde_json::to_string(&report)?))?;
    } else {
        print(&text(&report, &Look::of_stdout()))?;
    }
    Ok(Outcome::Done)
}

fn text(report: &BenchReport, look: &Look) -> String {
    let mut facts = Table::new(&[("", Align::Start), ("", Align::Start)]);
    let mut fact = |name: &str, value: String| facts.row(vec![name.to_owned(), value]);
    let (entities, names) = (grouped(report.entities), grouped(report.names));
    fact("lists", format!("{entities} entities, {names} names"));
    fact("queries", look.foreign(&report.queries));
    let (open, first) = (time(report.open_ns), time(report.first_answer_ns));
    fact("open", format!("{open}, first answer after {first} more"));
    if let Some(memory) = &report.memory {
        let mebibytes = |bytes: u64| grouped(bytes.div_ceil(1 << 20));
        let (all, files, before) = (
            memory.resident_bytes,
            memory.of_files_bytes,
            memory.before_bytes,
        );
        fact(
            "memory",
            format!(
                "{} MiB in use, {} MiB of it pages of files; {} MiB before the lists were opened",
                mebibytes(all),
                mebibytes(files),
                mebibytes(before)
            ),
        );
    }
    let mut runs = Table::new(&[
        ("screening", Align::Start),
        ("queries", Align::End),
        ("a second", Align::End),
        ("median", Align::End),
        ("p99", Align::End),
        ("worst", Align::End),
        ("partial", Align::End),
        ("matches", Align::End),
    ]);
    let threads = match report.threads.threads {
        1 => "one thread, again".to_owned(),
        several => format!("{several} threads"),
    };
    runs.row(cells("one thread", &report.one_thread));
    runs.row(cells(&threads, &report.threads));
    for case in &report.worst_cases {
        runs.row(cells(case.case, &case.timing));
    }
    let mut text = facts.render(look, 0);
    text.push('\n');
    text.push_str(&runs.render(look, 0));
    if let Some(pairs) = &report.pairs {
        let mut table = Table::new(&[
            ("pairs of names, one thread", Align::Start),
            ("pairs", Align::End),
            ("a second", Align::End),
        ]);
        for (what, count, rate) in [
            (
                "both prepared",
                pairs.prepared_pairs,
                pairs.prepared_per_second,
            ),
            ("from raw strings", pairs.raw_pairs, pairs.raw_per_second),
        ] {
            table.row(vec![what.to_owned(), grouped(count), grouped(rate)]);
        }
        text.push('\n');
        text.push_str(&table.render(look, 0));
    }
    if report.one_thread.cut {
        text.push_str("\nThe time was up before all queries were asked; --seconds gives more.\n");
    }
    text
}

fn cells(what: &str, timing: &Timing) -> Vec<String> {
    vec![
        what.to_owned(),
        grouped(timing.queries),
        grouped(timing.per_second),
        time(timing.median_ns),
        time(timing.p99_ns),
        time(timing.worst_ns),
        grouped(timing.partial + timing.not_screened),
        grouped(timing.with_match),
    ]
}

/// Nanoseconds for people: whole microseconds, or milliseconds with one decimal.
fn time(nanoseconds: u64) -> String {
    let tenths = (nanoseconds + 50_000) / 100_000;
    match nanoseconds {
        0..1_000_000 => format!("{} \u{b5}s", (nanoseconds + 500) / 1000),
        1_000_000..1_000_000_000 => format!("{}.{} ms", tenths / 10, tenths % 10),
        _ => format!("{}.{} s", tenths / 10_000, tenths / 1000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        let times = [0, 499, 61_500, 1_000_000, 4_760_000, 2_340_000_000].map(time);
        let expected = [
            "0 \u{b5}s",
            "0 \u{b5}s",
            "62 \u{b5}s",
            "1.0 ms",
            "4.8 ms",
            "2.3 s",
        ];
        assert_eq!(times, expected);
    }
}
