//! `kashf pairs FILE.csv`: scores pairs of names; with labels, precision, recall and F1.

use super::{Outcome, note, print};
use crate::args::PairsArguments;
use crate::progress::Bar;
use anyhow::{Context, Result};
use kashf::{Agreement, BatchError, KashfError, Progress, is_same_file, policy_of, score_pairs};
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub(crate) fn run(data: &Path, arguments: &PairsArguments) -> Result<Outcome> {
    let policy = policy_of(data)?.policy;
    if let Some(out) = &arguments.out
        && is_same_file(&arguments.file, out)
    {
        let file = out.display().to_string();
        return Err(KashfError::from(BatchError::SameFile { file }).into());
    }
    let input = fs_err::File::open(&arguments.file)?;
    let bytes = input.metadata()?.len();
    let file = arguments.file.display().to_string();
    let bar = Bar::default();
    bar.begin("scoring", Some(bytes));
    let scored = match &arguments.out {
        None => score_pairs(
            input,
            &file,
            BufWriter::new(io::stdout().lock()),
            &policy,
            &bar,
        ),
        Some(path) => {
            let beside = super::part_of(path);
            let output = BufWriter::new(fs_err::File::create(&beside)?);
            score_pairs(input, &file, output, &policy, &bar)
                .inspect(|_| bar.end())
                .and_then(|agreement| {
                    fs_err::rename(&beside, path).map_err(kashf::PairsError::Write)?;
                    Ok(agreement)
                })
        }
    };
    bar.end();
    let agreement = scored.map_err(KashfError::from)?;
    let summary = summary(&agreement, &policy.threshold().to_string());
    if arguments.out.is_none() {
        io::stderr()
            .write_all(summary.as_bytes())
            .context("failed to write to stderr")?;
    } else {
        print(&summary)?;
    }
    if agreement.rows == 0 {
        note("the file holds no pair");
    }
    Ok(Outcome::Done)
}

fn summary(agreement: &Agreement, threshold: &str) -> String {
    let mut text = format!("{} pairs scored\n", agreement.rows);
    if agreement.labelled() > 0 {
        let decimal = |share: u64| format!("{}.{:04}", share / 10_000, share % 10_000);
        text.push_str(&format!(
            "precision {}  recall {}  F1 {}  at threshold {threshold}\n\
             {} labelled: {} true positives, {} false positives, {} false negatives, {} true negatives\n",
            decimal(agreement.precision()),
            decimal(agreement.recall()),
            decimal(agreement.f1()),
            agreement.labelled(),
            agreement.true_positives,
            agreement.false_positives,
            agreement.false_negatives,
            agreement.true_negatives,
        ));
    }
    text
}
