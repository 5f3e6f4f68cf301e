//! Entries and parties to look at: what every list says, side by side, and who judged what.

use super::standing::{Standing, XrefLine, XrefReason};
use crate::directory::Kashf;
use crate::error::KashfError;
use crate::progress::Progress;
use kashf_core::{Score, Statement};
use kashf_resolve::in_force;
use kashf_store::Snapshot;
use kashf_store::statements::Statements;
use serde::Serialize;

/// What the lists say of one id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EntityCard {
    /// The id.
    pub id: String,
    /// The lists on which it stands; none when no loaded list has it.
    pub datasets: Vec<String>,
    /// Its caption.
    pub caption: String,
    /// Its schema.
    pub schema: String,
    /// Its values by property: names first, then what tells people apart.
    pub values: Vec<(String, Vec<String>)>,
}

/// What was said of two ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// One id.
    pub a: String,
    /// The other.
    pub b: String,
    /// `same`, `different` or `look`.
    pub outcome: String,
    /// Thousandths, where it was counted.
    pub score: Option<u16>,
    /// Who or what said so.
    pub who: String,
    /// When; empty where nobody says, as for the engine.
    pub when: String,
    /// On what evidence.
    pub reasons: Vec<XrefReason>,
}

/// One party with its entries and what was judged of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyView {
    /// Its name, or the id of an entry that stands alone.
    pub canonical_id: String,
    /// Its other ids.
    pub referents: Vec<String>,
    /// Names that it bore before.
    pub former: Vec<String>,
    /// Its entries.
    pub entries: Vec<EntityCard>,
    /// What was said of pairs that touch it, the judgements of humans first.
    pub said: Vec<Said>,
}

/// Properties in the order in which they are shown; the others follow by name.
const ORDER: [&str; 26] = [
    "name",
    "alias",
    "previousName",
    "weakAlias",
    "birthDate",
    "deathDate",
    "birthPlace",
    "gender",
    "nationality",
    "citizenship",
    "country",
    "jurisdiction",
    "flag",
    "passportNumber",
    "idNumber",
    "taxNumber",
    "registrationNumber",
    "innCode",
    "imoNumber",
    "mmsi",
    "address",
    "incorporationDate",
    "title",
    "position",
    "program",
    "programId",
];

/// What all lists of a snapshot say of an id; empty when none has it.
pub(super) fn card_of(snapshot: &Snapshot, id: &str) -> Result<EntityCard, KashfError> {
    let mut said: Vec<Statement> = Vec::new();
    let mut datasets = Vec::new();
    for segment in &snapshot.segments {
        let statements = Statements::open(segment)?;
        if let Some(entity) = statements.find(id) {
            datasets.push(segment.dataset().to_owned());
            said.extend(
                statements
                    .statements(entity)
                    .map(|statement| statement.to_statement()),
            );
        }
    }
    let Some(entity) = kashf_ftm::entity_from_statements(&said) else {
        return Ok(EntityCard {
            id: id.to_owned(),
            ..EntityCard::default()
        });
    };
    let place = |prop: &str| {
        ORDER
            .iter()
            .position(|known| *known == prop)
            .unwrap_or(ORDER.len())
    };
    let caption = kashf_ftm::caption(&entity);
    let mut values: Vec<(String, Vec<String>)> = entity.properties.into_iter().collect();
    values.retain(|(prop, values)| prop != "id" && !values.is_empty());
    values.sort_by(|a, b| (place(&a.0), &a.0).cmp(&(place(&b.0), &b.0)));
    Ok(EntityCard {
        id: id.to_owned(),
        datasets,
        caption,
        schema: entity.schema,
        values,
    })
}

impl Kashf {
    /// The party that an id stands for: an entry, a referent, the name of a party or one that it bore. `None` when
    /// nobody here knows the id.
    ///
    /// # Errors
    /// Nothing is loaded, or something is damaged.
    pub fn party(
        &self,
        id: &str,
        progress: &dyn Progress,
    ) -> Result<Option<PartyView>, KashfError> {
        let standing = self.standing(progress)?;
        let Some(party) = standing.party(id) else {
            let card = card_of(&standing.snapshot, id)?;
            if card.datasets.is_empty() {
                return Ok(None);
            }
            let said = said_of(&standing, &[id.to_owned()]);
            return Ok(Some(PartyView {
                canonical_id: id.to_owned(),
                referents: Vec::new(),
                former: Vec::new(),
                entries: vec![card],
                said,
            }));
        };
        let mut entries = Vec::new();
        for id in &party.ids {
            let card = card_of(&standing.snapshot, id)?;
            if !card.datasets.is_empty() {
                entries.push(card);
            }
        }
        Ok(Some(PartyView {
            canonical_id: party.id.clone(),
            referents: party.referents(),
            former: party.former.clone(),
            entries,
            said: said_of(&standing, &party.ids),
        }))
    }
}

/// What was said of pairs that touch these ids.
fn said_of(standing: &Standing, ids: &[String]) -> Vec<Said> {
    let held = in_force(&standing.judgements);
    let touches = |a: &str, b: &str| ids.iter().any(|id| id == a || id == b);
    let mut said = Vec::new();
    for ((a, b), judgement) in held.iter().filter(|((a, b), _)| touches(a, b)) {
        said.push(Said {
            a: (*a).to_owned(),
            b: (*b).to_owned(),
            outcome: judgement.verdict.word().to_owned(),
            score: judgement.score.map(Score::thousandths),
            who: judgement.who.to_string(),
            when: judgement.when.clone(),
            reasons: vec![XrefReason::of_judgement(judgement)],
        });
    }
    for pair in standing
        .pairs
        .iter()
        .filter(|pair| touches(&pair.a, &pair.b))
    {
        let XrefLine { reasons, .. } = standing.line(pair, &held);
        said.push(Said {
            a: pair.a.clone(),
            b: pair.b.clone(),
            outcome: pair.outcome.clone(),
            score: Some(pair.score),
            who: "kashf".to_owned(),
            when: String::new(),
            reasons,
        });
    }
    said
}
