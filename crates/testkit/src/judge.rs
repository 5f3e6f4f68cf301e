//! Asks something that compares names what it says to the rows of a page, and counts.

use crate::casebook::{Case, Page, Verdict};
use kashf_core::Score;
use std::fmt::Write as _;

/// What was said to one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whether the user would be told.
    pub reported: bool,
    /// With what score.
    pub score: Score,
}

/// A page with what was said to each of its rows, in their order.
#[derive(Clone, Debug)]
pub struct Judged<'p> {
    /// The page.
    pub page: &'p Page,
    /// One a row.
    pub said: Vec<Said>,
}

impl<'p> Judged<'p> {
    /// Asks about every row.
    pub fn new(page: &'p Page, mut ask: impl FnMut(&Case) -> Said) -> Self {
        let said = page.cases.iter().map(&mut ask).collect();
        Self { page, said }
    }

    /// How many rows with this verdict there are, and how many of them were reported.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> (usize, usize) {
        let rows = || self.rows().filter(|(case, _)| case.verdict == verdict);
        (rows().count(), rows().filter(|(_, s)| s.reported).count())
    }

    /// The rows on which the verdict was not met, in the page's order; `look` rows are never among them.
    pub fn misses(&self) -> impl Iterator<Item = (&Case, Said)> {
        self.rows().filter(|(case, said)| match case.verdict {
            Verdict::Match => !said.reported,
            Verdict::NoMatch => said.reported,
            Verdict::Look => false,
        })
    }

    /// Whether both floors hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        let floors = self.page.floors;
        let (matches, found) = self.count(Verdict::Match);
        let (others, alarms) = self.count(Verdict::NoMatch);
        let recall = usize::from(floors.recall.thousandths());
        let false_share = usize::from(floors.false_share.thousandths());
        found * 1000 >= recall * matches && alarms * 1000 <= false_share * others
    }

    /// One line of numbers.
    #[must_use]
    pub fn summary(&self) -> String {
        let (matches, found) = self.count(Verdict::Match);
        let (others, alarms) = self.count(Verdict::NoMatch);
        let (looks, shown) = self.count(Verdict::Look);
        format!(
            "{:<18} found {found:>3} of {matches:<3} (floor {})   false {alarms:>2} of {others:<3} \
             (ceiling {})   look {shown:>2} of {looks:<2}",
            self.page.family, self.page.floors.recall, self.page.floors.false_share
        )
    }

    /// The section "What misses today" of the page, in Markdown.
    #[must_use]
    pub fn misses_section(&self) -> String {
        let (matches, found) = self.count(Verdict::Match);
        let (others, alarms) = self.count(Verdict::NoMatch);
        let mut out = format!(
            "{MISSES}\n\n{found} of {matches} found, {alarms} of {others} reported in vain.\n"
        );
        for (index, (case, said)) in self.misses().enumerate() {
            let what = if said.reported {
                "reported in vain"
            } else {
                "not reported"
            };
            let gap = if index == 0 { "\n" } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{gap}- {what} ({}): {} · {} ({})",
                said.score,
                visible(&case.query),
                visible(&case.candidate),
                case.why
            );
        }
        out
    }

    fn rows(&self) -> impl Iterator<Item = (&Case, Said)> {
        self.page.cases.iter().zip(self.said.iter().copied())
    }
}

/// The heading of the section that the runner writes.
pub const MISSES: &str = "## What misses today";

/// The page's text with its section of misses replaced, or added at its end.
#[must_use]
pub fn with_misses(text: &str, section: &str) -> String {
    let before = text.split(MISSES).next().unwrap_or_default().trim_end();
    format!("{before}\n\n{section}")
}

/// Writes characters that cannot be seen as the tables do: `{U+200B}`.
fn visible(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        let hidden =
            matches!(u32::from(letter), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069);
        if hidden && letter != '\u{200C}' {
            let _ = write!(out, "{{U+{:04X}}}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casebook::read_page;

    const PAGE: &str = "---\nfamily: test\nfloor: recall 0.50, false 0.00\n---\n\
        | query | candidate | kind | verdict | why |\n|---|---|---|---|---|\n\
        | a | a | person | match | x |\n| a | b | person | match | x |\n\
        | a | c | person | no match | x |\n| a | d | person | look | x |\n";

    fn judged(page: &Page, reported: &str) -> bool {
        Judged::new(page, |case| Said {
            reported: reported.contains(&case.candidate),
            score: Score::ZERO,
        })
        .holds()
    }

    #[test]
    fn floors_are_inclusive_and_look_is_free() {
        let page = read_page("x.md", PAGE).unwrap();
        assert!(judged(&page, "a"));
        assert!(judged(&page, "bd"));
        assert!(!judged(&page, "d"));
        assert!(!judged(&page, "abc"));
    }

    #[test]
    fn the_section_replaces_itself() {
        let page = read_page("x.md", PAGE).unwrap();
        let judged = Judged::new(&page, |_| Said {
            reported: false,
            score: Score::from_thousandths(412),
        });
        let once = with_misses(PAGE, &judged.misses_section());
        assert_eq!(with_misses(&once, &judged.misses_section()), once);
        assert!(once.contains("- not reported (0.412): a · b (x)"));
        assert_eq!(read_page("x.md", &once).unwrap(), page);
    }
}
