//! `kashf xref review`: pairs that wait for a human, one after the other.
//!
//! A key and Enter, from a terminal or line by line from a pipe. A decision is on disk before the next pair is shown, so
//! an interrupted review loses nothing; the clusters follow when it ends, or with whatever publishes next.

use super::xref::current;
use super::{Outcome, note, print};
use crate::show::{Look, grouped, side_by_side};
use anyhow::Result;
use kashf::{Kashf, NoProgress, Verdict};
use std::io::{self, BufRead};

const KEYS: &str = "s same, d different, u unsure, k skip, q quit";

/// Longest answer that is read; a key is one letter.
const MAX_ANSWER_BYTES: u64 = 4096;

/// What a person says to a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Judged(Verdict),
    Skip,
    Quit,
}

fn answer(line: &str) -> Option<Answer> {
    match line.trim().to_lowercase().as_str() {
        "s" | "same" => Some(Answer::Judged(Verdict::Same)),
        "d" | "different" => Some(Answer::Judged(Verdict::Different)),
        "u" | "unsure" => Some(Answer::Judged(Verdict::Look)),
        "k" | "skip" => Some(Answer::Skip),
        "q" | "quit" => Some(Answer::Quit),
        _ => None,
    }
}

pub(crate) fn run(kashf: &Kashf, by: &str, unsure: bool) -> Result<Outcome> {
    let look = Look::of_stdout();
    let review = kashf.review(unsure, &NoProgress)?;
    let all = review.len();
    if review.is_empty() {
        print("nothing waits for a human\n")?;
        return Ok(Outcome::Done);
    }
    let mut lines = io::stdin().lock();
    let (mut judged, mut at) = (0_u64, 0);
    while let Some(item) = review.item(at)? {
        let score = item.line.score.unwrap_or_default();
        let head = format!("pair {} of {}, score {score:.3}", at + 1, all);
        print(&format!(
            "{}\n{}\n{KEYS}\n",
            look.bold(&head),
            side_by_side(&item, &look)
        ))?;
        let mut line = String::new();
        let read = io::Read::take(&mut lines, MAX_ANSWER_BYTES).read_line(&mut line)?;
        if read == 0 {
            // The pipe has ended, or Ctrl-D: what was judged is kept.
            break;
        }
        match answer(&line) {
            None => {
                note(&format!("`{}` is no key: {KEYS}", line.trim()));
                continue;
            }
            Some(Answer::Quit) => break,
            Some(Answer::Skip) => {}
            Some(Answer::Judged(verdict)) => {
                let now = super::load::now();
                let score = format!("in review, score {score:.3}");
                kashf.judge_pair((&item.line.a, &item.line.b), verdict, (by, &now, &score))?;
                print(&format!(
                    "kept: {} {} {}\n",
                    item.line.a,
                    verdict.word(),
                    item.line.b
                ))?;
                judged += 1;
            }
        }
        at += 1;
    }
    let left = all.saturating_sub(at);
    print(&format!(
        "{} pairs judged, {} not seen; `kashf xref review` goes on\n",
        grouped(judged),
        grouped(left as u64)
    ))?;
    if judged > 0 {
        current(kashf)?;
    }
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_letters_or_words() {
        assert_eq!(answer("S\n"), Some(Answer::Judged(Verdict::Same)));
        assert_eq!(answer(" quit "), Some(Answer::Quit));
        assert_eq!(answer("sd"), None);
        assert_eq!(answer(""), None);
    }
}
