//! What the policy's rules say of the parties of a snapshot.

use super::edge::day_of;
use super::line::{OwnedLine, OwnedStatement, OwnedStep, ShareLine};
use super::snapshot::{SnapshotLinks, has, links};
use super::words::{share_in_words, words};
use crate::entities::{Entities, EntityReader};
use crate::error::KashfError;
use crate::screener::Screener;
use kashf_core::Date;
use kashf_ftm::date_spans;
use kashf_screen::Language;
use kashf_trace::ownership::{Basis, Owned, Proof, ProofStep, Repeats, Rule, Stakes, Standing};
use kashf_trace::{LinkKind, NetworkBuilder, Parties, Party, Share};

/// What the rules say; found once a snapshot.
#[derive(Debug)]
pub(crate) struct Said {
    entities: Entities,
    parties: Parties,
    stakes: Stakes<'static>,
    /// A rule each.
    owned: Vec<Owned>,
    statements: SnapshotLinks,
    as_of: Option<Date>,
}

/// Kinds of links on which a rule can rest.
fn counts(kind: LinkKind) -> bool {
    matches!(
        kind,
        LinkKind::Ownership | LinkKind::Control | LinkKind::Directorship
    )
}

impl Said {
    /// Nothing for a snapshot in which nobody owns anything, or nobody who is listed does.
    ///
    /// # Errors
    /// A damaged table.
    pub(crate) fn of(screener: &Screener) -> Result<Option<Self>, KashfError> {
        let lists = screener.segments();
        let rules = &screener.policy().ownership;
        if rules.is_empty() || !lists.iter().any(|list| has(list, counts)) {
            return Ok(None);
        }
        let entities = Entities::of(screener)?;
        let mut builder = NetworkBuilder::default();
        let (statements, listed) = links(&entities.reader(), lists, &mut builder, 0, counts)?;
        let network = builder.finish();
        let parties = network.parties().clone();
        let listed: Vec<Party> = listed.iter().filter_map(|id| parties.find(id)).collect();
        if listed.is_empty() {
            return Ok(None);
        }
        let days = lists.iter().filter_map(|list| list.as_of.as_deref());
        let days = days.filter_map(|day| date_spans(day.get(..10)?));
        let as_of = days.map(|span| span.end).max();
        // Without a day, what has an end has ended, and the newest wording applies.
        let day = as_of.map_or(i32::MAX - 1, day_of);
        // It fits: parties are numbered by 32 bits.
        let count = parties.len() as Party;
        let stakes = Stakes::keeping(count, network.links().clone(), day, Repeats::Statements);
        let rules = rules.iter().filter_map(|name| Rule::on(name, day));
        let owned = rules
            .map(|rule| Owned::find(&stakes, &listed, rule))
            .collect();
        Ok(Some(Self {
            entities,
            parties,
            stakes,
            owned,
            statements,
            as_of,
        }))
    }

    /// What the rules say of a party with one of these ids; mostly nothing.
    pub(crate) fn lines(&self, ids: [&str; 2]) -> Vec<OwnedLine> {
        let Some(party) = ids.iter().find_map(|id| self.parties.find(id)) else {
            return Vec::new();
        };
        let found = self
            .owned
            .iter()
            .filter(|owned| matches!(owned.standing(party), Standing::Owned | Standing::Possibly));
        let proofs = found.filter_map(|owned| owned.proof(&self.stakes, party));
        let mut reader = None;
        proofs
            .map(|proof| {
                let reader = reader.get_or_insert_with(|| self.entities.reader());
                self.line(&proof, reader)
            })
            .collect()
    }

    /// Ids of all parties of which the rules say something, in order, each with what they say.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, Vec<OwnedLine>)> {
        let mut parties: Vec<Party> = self
            .owned
            .iter()
            .flat_map(|owned| owned.all().map(|(party, _)| party))
            .collect();
        parties.sort_unstable();
        parties.dedup();
        parties.into_iter().map(|party| {
            let id = self.parties.reference(party);
            (id, self.lines([id, id]))
        })
    }

    fn line(&self, proof: &Proof, reader: &EntityReader<'_>) -> OwnedLine {
        let ids = |parties: &[Party]| -> Vec<String> {
            let ids = parties.iter().map(|party| self.parties.reference(*party));
            ids.map(str::to_owned).collect()
        };
        let by = proof.by();
        let names: Vec<String> = by
            .iter()
            .map(|party| self.caption(*party, reader))
            .collect();
        let key = format!("owned-{}-{}", proof.standing.word(), proof.basis().word());
        let sentence = |language, separator: &str| {
            let rule = words(&format!("owned-rule-{}", proof.rule.name), &[], language);
            let share = share_in_words(proof.share.into(), language);
            let who = names.join(separator);
            let places = [("who", who.as_str()), ("share", &share), ("rule", &rule)];
            words(&key, &places, language)
        };
        OwnedLine {
            rule: proof.rule.name.to_owned(),
            rule_since: proof.rule.since_date.to_owned(),
            answer: proof.standing.word().to_owned(),
            basis: proof.basis().word().to_owned(),
            by: ids(&by),
            share: proof.share.into(),
            as_of: self.as_of.map(|day| day.to_string()),
            proof: proof
                .steps
                .iter()
                .map(|step| self.step(step, reader))
                .collect(),
            en: sentence(Language::English, "; "),
            // ARABIC SEMICOLON.
            ar: sentence(Language::Arabic, "\u{61b} "),
        }
    }

    fn step(&self, step: &ProofStep, reader: &EntityReader<'_>) -> OwnedStep {
        let links = self.stakes.links().all();
        let statements = step.links.iter().filter_map(|link| {
            let (dataset, id) = self.statements.statement(links[*link as usize].source)?;
            Some(OwnedStatement {
                dataset: dataset.to_owned(),
                id: id.to_owned(),
            })
        });
        let of_stake = |share: Share| (step.basis == Basis::Stake).then(|| ShareLine::from(share));
        OwnedStep {
            owner: self.parties.reference(step.owner).to_owned(),
            owner_caption: self.caption(step.owner, reader),
            owned: self.parties.reference(step.owned).to_owned(),
            owned_caption: self.caption(step.owned, reader),
            basis: step.basis.word().to_owned(),
            share: of_stake(step.share),
            sum: of_stake(step.sum),
            statements: statements.collect(),
        }
    }

    /// What a party is called; its id where no list has it.
    fn caption(&self, party: Party, reader: &EntityReader<'_>) -> String {
        let id = self.parties.reference(party);
        let number = reader.find(id);
        number.map_or_else(
            || id.to_owned(),
            |number| reader.view(number).caption.into_owned(),
        )
    }
}
