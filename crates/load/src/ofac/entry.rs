//! Facts that OFAC's XML keeps in fields: kind, number, country, dates.
//!
//! The CSV's remarks are made of the same facts ("Passport A1 (Syria) issued .. expires .."), so the
//! kind and the number are read as a clause and give what the clause gives; the rest stands in its
//! own field and need not be found in prose.

use super::clauses::{self, Fact};
use super::papers::Paper;
use super::party::Party;
use crate::sheet::{At, Sheet, note};

/// One entry of an `idList`, or one feature.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry<'a> {
    pub(crate) kind: &'a str,
    pub(crate) number: &'a str,
    pub(crate) country: &'a str,
    pub(crate) issued: &'a str,
    pub(crate) expires: &'a str,
}

impl Party<'_, '_> {
    /// Reads one entry; nothing of it is lost.
    pub(crate) fn read_entry(&mut self, entry: Entry<'_>, sheet: &mut Sheet, at: At<'_>) {
        let clause = format!("{} {}", entry.kind, entry.number);
        let clause = clause.trim();
        if clause.is_empty() {
            return;
        }
        match clauses::read(clause) {
            Fact::Paper(paper) => self.read_paper_of(paper, entry, sheet, at),
            Fact::Other if is_paper(entry) => {
                let paper = Paper {
                    label: entry.kind,
                    passport: entry.kind.contains("Passport"),
                    prop: "idNumber",
                    also: &[],
                    number: entry.number,
                    places: Vec::new(),
                    issued: None,
                    expires: None,
                };
                self.read_paper_of(paper, entry, sheet, at);
            }
            fact => {
                self.read_fact(fact, clause, sheet, at);
                for (word, text) in [
                    ("country", entry.country),
                    ("issued", entry.issued),
                    ("expires", entry.expires),
                ] {
                    if !text.is_empty() {
                        note(
                            &mut self.builder,
                            &format!("{clause}: {word} {text}"),
                            self.origin,
                        );
                    }
                }
            }
        }
    }

    fn read_paper_of<'p>(
        &mut self,
        mut paper: Paper<'p>,
        entry: Entry<'p>,
        sheet: &mut Sheet,
        at: At<'_>,
    ) {
        let given = |text: &'p str| (!text.is_empty()).then_some(text);
        paper.places.extend(given(entry.country));
        paper.issued = given(entry.issued).or(paper.issued);
        paper.expires = given(entry.expires).or(paper.expires);
        self.read_fact(Fact::Paper(paper), entry.kind, sheet, at);
    }
}

/// A kind that is in no table is a paper when a country or a date says who made it, and when.
fn is_paper(entry: Entry<'_>) -> bool {
    let made = [entry.country, entry.issued, entry.expires]
        .iter()
        .any(|text| !text.is_empty());
    !entry.number.is_empty() && (made || entry.kind.contains("Passport"))
}
