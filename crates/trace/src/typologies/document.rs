//! The registry as a page for people: `docs/typologies.md`.

use super::{Typology, all};
use crate::Options;
use std::fmt::Write;

const OPENING: &str = "\
# Typologies

What `kashf trace` looks for, made from the code by `cargo run -p kashf-trace --example typologies > docs/typologies.md`; a test
compares. Every finding is a list of movements with their ids, amounts and times, and a reason to look: nothing in it
says that anyone did wrong.

**Windows.** What a typology seeks lies in one window of time (`--window`, 1 day). Told are windows that no other contains,
so that a burst is told whole and once. A party that pays or receives all day has as many windows as payments,
nearly alike: told are its records, those than which fewer than three that ended within a window before were as wide.
Where a limit cut a search the answer says `capped`.

**Order of time.** Money comes in before it goes out: a payment counts as later only in a later second.

**Hubs.** Through payment processors and tax offices everybody is connected with everybody. `--hubs N` passes over parties with
more than N movements in a window, as centre or middle of a finding; they are named in the answer.

**Currencies.** No rate of exchange is assumed: amounts of two currencies are never compared or added up.
";

/// The page, in Markdown.
///
/// ```
/// let page = kashf_trace::typologies::document();
/// assert!(page.contains("## fan-in") && page.contains("**False alarms.**"));
/// ```
#[must_use]
pub fn document() -> String {
    let mut page = String::from(OPENING);
    page.push_str("\n| typology | in short | while movements come in |\n|---|---|---|\n");
    for typology in all() {
        let first = typology.about.finds.split_inclusive([':', '.']).next();
        let short = first.unwrap_or_default().trim_end_matches([':', '.']);
        let name = typology.name;
        // Writing into a text cannot fail.
        let _ = writeln!(
            page,
            "| [{name}](#{name}) | {short} | {} |",
            settled(typology)
        );
    }
    for typology in all() {
        let about = typology.about;
        let _ = write!(page, "\n## {}\n", typology.name);
        for (head, text) in [
            ("What it finds", about.finds),
            ("Why it matters", about.why),
            ("Example", about.example),
            ("False alarms", about.false_alarms),
            ("Source", about.source),
        ] {
            let _ = write!(page, "\n**{head}.** {text}\n");
        }
    }
    let limits = Options::default().limits;
    let _ = write!(
        page,
        "\n## What single typologies ask\n\n| option | default | asked by |\n|---|---|---|\n\
         | `min-width` | {} | all that have a wide side |\n\
         | `preserved` | 90 % when not given | chain, pass-through |\n\
         | `threshold` | by currency: USD, EUR, GBP, CAD, AUD 10,000; INR 1,000,000; CNY 50,000; AED 55,000 | structuring, campaign |\n\
         | `below` | {} % | structuring |\n\
         | `gifts` | {} | campaign |\n\
         | `long` | {} days | campaign, trade-leg |\n\
         | `dormant` | {} days | awakened |\n\
         | `owner-share` | {} % | hidden-owner |\n",
        Options::default().min_width,
        limits.below,
        limits.gifts,
        limits.long / 86_400,
        limits.dormant / 86_400,
        limits.owner_share / 100,
    );
    page
}

/// When a finding is settled as movements come in.
fn settled(typology: &Typology) -> &'static str {
    match (typology.find_within, typology.reach.after) {
        (None, _) => "whole files only",
        (Some(_), 0) => "at once",
        (Some(_), _) => "a window after its last movement",
    }
}
