//! Cards and dossiers of evidence: what the network's rows and the lists say of a finding.

use super::{RowProblem, Traced};
use kashf_trace::evidence::{
    Card, CardParty, Dossier, Input, Join, Joined, Labels, LeftOut, Listed, OnWord, TimeForm, Words,
};
use kashf_trace::{Finding, Found, Link, Party};

impl Labels for Traced {
    fn party(&self, reference: &str, party: Party) -> CardParty {
        let listed = self.listed.get(&party);
        let mut joins = self.joins.of_party(reference);
        // What is least certain is said: a join by name before one by identifier.
        let first = joins.next();
        let weakest = joins.fold(first, |weakest, join| match weakest {
            Some(known) if known.by != "name" && join.by == "name" => Some(join),
            other => other,
        });
        CardParty {
            reference: reference.to_owned(),
            caption: self.caption(party).to_owned(),
            schema: listed
                .map(|listed| listed.schema.clone())
                .unwrap_or_default(),
            listed: listed.filter(|listed| listed.target).map(|listed| Listed {
                id: listed.id.clone(),
                caption: listed.caption.clone(),
                datasets: listed.datasets.clone(),
                ..Listed::default()
            }),
            joined: weakest.map(|join| Joined {
                by: match join.by.as_str() {
                    "name" => Join::Name,
                    "given" => Join::Given,
                    _ => Join::Identifier,
                },
                // A score lies between 0 and 1.
                score: join.score.map(|score| (score * 1000.0).round() as u16),
                reasons: vec![Words::from(join.reason.as_str())],
            }),
            ..CardParty::default()
        }
    }

    fn row(&self, row: u32) -> Vec<OnWord> {
        on_row(self.place(row))
    }

    fn link(&self, link: &Link) -> Vec<OnWord> {
        if let Some((dataset, entity)) = self.link_statement(link.source) {
            return vec![OnWord::Statement {
                dataset: dataset.to_owned(),
                entity: entity.to_owned(),
                id: String::new(),
                seen: String::new(),
            }];
        }
        on_row(self.link_place(link.source))
    }
}

fn on_row(place: Option<(&str, u64)>) -> Vec<OnWord> {
    let place = place.map(|(file, line)| OnWord::Row {
        file: file.to_owned(),
        line,
    });
    place.into_iter().collect()
}

impl Traced {
    /// The card of a finding.
    #[must_use]
    pub fn card(&self, finding: &Finding) -> Card {
        Card::of(finding, &self.network, self)
    }

    /// Findings with where they come from; `most` is how many get a card.
    #[must_use]
    pub fn dossier(
        &self,
        found: &Found,
        most: usize,
        program: &str,
        options: &[(String, String)],
    ) -> Dossier {
        let parties = self.network.parties();
        Dossier {
            program: program.to_owned(),
            inputs: self
                .files
                .iter()
                .map(|file| Input {
                    file: file.file.clone(),
                    rows: file.rows,
                    hash: String::new(),
                })
                .collect(),
            left_out: self
                .problems
                .counts()
                .filter(|(problem, _)| problem.is_left_out())
                .map(|(problem, rows)| LeftOut {
                    why: left_out(problem),
                    rows,
                })
                .collect(),
            options: options.to_vec(),
            times: if self.form.is_seconds() {
                TimeForm::Number
            } else {
                TimeForm::Iso
            },
            capped: found.capped,
            hubs: found
                .hubs
                .iter()
                .map(|hub| parties.reference(*hub).to_owned())
                .collect(),
            cards: found
                .findings
                .iter()
                .take(most)
                .map(|finding| self.card(finding))
                .collect(),
            ..Dossier::default()
        }
    }
}

/// Why rows were left out, in both languages.
fn left_out(problem: RowProblem) -> Words {
    Words {
        en: problem.sentence().to_owned(),
        ar: problem.arabic().to_owned(),
    }
}
