//! Which references are one party: by identifier first, by screened name second, each join with its reason.
//!
//! A join is a claim, not a fact. It is written down with what it rests on ([`JoinLine`]) and is undone by removing its
//! line from the file of joins, which then says alone what is joined. Chains are followed: an account number that is a
//! listed person's leads to the person's entry.

use super::TracingError;
use super::ask::{Answered, ask, identifier_of, key_of, questions};
use super::fill::Filler;
use crate::Screener;
use crate::entities::Entities;
use fs_err::File;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// References whose names are screened.
pub(super) const MAX_SCREENED: usize = 200_000;
/// Lines of a file of joins.
const MAX_LINES: usize = 10_000_000;

/// Two references that are taken as one party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinLine {
    /// The reference of the input.
    pub reference: String,
    /// The reference, or entity id, that it is taken as.
    pub party: String,
    /// `identifier`, `id` (an entity's own or former id) or `name`; in a file that people write, `given`.
    pub by: String,
    /// For a name: the score, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Why, in a few words.
    #[serde(default)]
    pub reason: String,
}

/// All joins of a run.
#[derive(Clone, Debug, Default)]
pub struct Joins {
    /// In the order of their references.
    lines: Vec<JoinLine>,
    /// Numbers of lines in the order of the parties at which they end.
    by_end: Vec<u32>,
    /// Names that were not screened, because there were too many.
    pub unscreened: usize,
}

impl Joins {
    /// The joins, in the order of their references.
    #[must_use]
    pub fn lines(&self) -> &[JoinLine] {
        &self.lines
    }

    /// The join of a reference.
    #[must_use]
    pub fn of(&self, reference: &str) -> Option<&JoinLine> {
        let at = self
            .lines
            .binary_search_by(|line| line.reference.as_str().cmp(reference));
        at.ok().map(|at| &self.lines[at])
    }

    fn of_lines(lines: Vec<JoinLine>, unscreened: usize) -> Self {
        let mut joins = Self {
            lines,
            by_end: Vec::new(),
            unscreened,
        };
        // It fits: a file of joins is bounded.
        let mut by_end: Vec<u32> = (0..joins.lines.len() as u32).collect();
        by_end.sort_by(|one, other| joins.end_of(*one).cmp(joins.end_of(*other)));
        joins.by_end = by_end;
        joins
    }

    fn end_of(&self, line: u32) -> &str {
        self.resolve(&self.lines[line as usize].reference)
    }

    /// The joins that end at a party.
    pub fn of_party<'j>(&'j self, party: &'j str) -> impl Iterator<Item = &'j JoinLine> {
        let start = self
            .by_end
            .partition_point(|line| self.end_of(*line) < party);
        let rest = self.by_end[start..].iter();
        rest.take_while(move |line| self.end_of(**line) == party)
            .map(|line| &self.lines[*line as usize])
    }

    /// What a reference is taken as in the end: itself when it is joined with nothing.
    #[must_use]
    pub fn resolve<'j>(&'j self, reference: &'j str) -> &'j str {
        let mut at = reference;
        // A file that people wrote may go in a circle; a chain that we make has two links.
        for _ in 0..8 {
            match self.of(at) {
                Some(line) if line.party != reference => at = &line.party,
                _ => break,
            }
        }
        at
    }

    /// Reads a file of joins: what it says is joined, and nothing else.
    ///
    /// # Errors
    /// A file that cannot be read, or a line that is no join.
    pub fn read(path: &Path) -> Result<Self, TracingError> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|source| crate::InputError::Io {
            file: name.clone(),
            source,
        })?;
        let mut by_reference = BTreeMap::new();
        for (at, line) in BufReader::new(file).lines().enumerate() {
            let refuse = |problem: String| TracingError::Joins {
                file: name.clone(),
                line: at + 1,
                problem,
            };
            let line = line.map_err(|error| refuse(error.to_string()))?;
            if line.trim().is_empty() {
                continue;
            }
            if at >= MAX_LINES {
                return Err(refuse(format!("more than {MAX_LINES} lines")));
            }
            let join: JoinLine =
                serde_json::from_str(&line).map_err(|_| refuse("not a join".to_owned()))?;
            let twice = by_reference.insert(join.reference.clone(), join);
            if twice.is_some() {
                return Err(refuse("this reference is joined twice".to_owned()));
            }
        }
        Ok(Self::of_lines(by_reference.into_values().collect(), 0))
    }

    /// Finds joins among the references of a filler, and between them and the entities of the live snapshot.
    pub(crate) fn find(
        filler: &Filler,
        lists: Option<(&Screener, &Entities)>,
        most: usize,
    ) -> Self {
        let mut lines: BTreeMap<String, JoinLine> = BTreeMap::new();
        let mut join =
            |reference: &str, party: &str, by: &str, score: Option<f64>, reason: String| {
                if reference != party {
                    lines
                        .entry(reference.to_owned())
                        .or_insert_with(|| JoinLine {
                            reference: reference.to_owned(),
                            party: party.to_owned(),
                            by: by.to_owned(),
                            score,
                            reason,
                        });
                }
            };
        // Identifiers that leave no doubt, in whatever way they are written, and those that entities of the input have.
        let mut owners: FxHashMap<String, String> = FxHashMap::default();
        for (number, party) in &filler.parties {
            let id = filler.builder.reference(*number);
            for (property, values) in &party.properties {
                if kashf_ftm::identifier::kind_of_property(property).is_none() {
                    continue;
                }
                for value in values {
                    if let Some(key) = key_of(value) {
                        let owner = owners.entry(key).or_insert_with(|| id.to_owned());
                        if id < owner.as_str() {
                            id.clone_into(owner);
                        }
                    }
                }
            }
        }
        let count = u32::try_from(filler.builder.references()).unwrap_or(u32::MAX);
        let mut written: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for number in 0..count {
            let reference = filler.builder.reference(number);
            if let Some((_, form)) = identifier_of(reference) {
                written.entry(form).or_default().push(number);
            } else if !owners.is_empty()
                && let Some(owner) = key_of(reference).and_then(|key| owners.get(&key))
            {
                join(
                    reference,
                    owner,
                    "identifier",
                    None,
                    "an identifier of the entity".to_owned(),
                );
            }
        }
        for (form, numbers) in &written {
            let mut texts: Vec<&str> = numbers
                .iter()
                .map(|number| filler.builder.reference(*number))
                .collect();
            texts.sort_unstable();
            let owner = key_of(form).and_then(|key| owners.get(&key));
            let party = owner.map_or(texts[0], String::as_str);
            for text in &texts {
                join(
                    text,
                    party,
                    "identifier",
                    None,
                    "one identifier, written in several ways".to_owned(),
                );
            }
        }
        let mut unscreened = 0;
        if let Some((screener, entities)) = lists {
            let mut asked = questions(filler, &written);
            unscreened = asked.len().saturating_sub(most);
            asked.truncate(most);
            let answers: Vec<(String, Option<Answered>)> = asked
                .into_par_iter()
                .map_init(
                    || entities.reader(),
                    |reader, (reference, entity)| {
                        let own = reader.find(&reference).map(|number| Answered {
                            party: reader.view(number).id.to_owned(),
                            by: "id",
                            score: None,
                            reason: "its id on the lists".to_owned(),
                        });
                        let answered = own.or_else(|| {
                            let mut answered = ask(screener, &entity?)?;
                            if let Some(number) = reader.find(&answered.party) {
                                reader.view(number).id.clone_into(&mut answered.party);
                            }
                            Some(answered)
                        });
                        (reference, answered)
                    },
                )
                .collect();
            for (reference, answered) in answers {
                if let Some(answered) = answered {
                    // From where the reference leads already, so that a chain has one end.
                    join(
                        &reference,
                        &answered.party,
                        answered.by,
                        answered.score,
                        answered.reason,
                    );
                }
            }
        }
        Self::of_lines(lines.into_values().collect(), unscreened)
    }

    /// For each reference by arrival the one that it is joined with.
    pub(crate) fn numbers(&self, filler: &mut Filler) -> Result<Vec<u32>, TracingError> {
        if self.lines.is_empty() {
            return Ok(Vec::new());
        }
        let count = filler.builder.references();
        let mut joined: Vec<u32> = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
        for line in &self.lines {
            // Lines of a file of joins may speak of references that this input has not.
            if !filler.knows(&line.reference) {
                continue;
            }
            let number = filler.builder.number(&line.reference)?;
            let party = filler.builder.number(self.resolve(&line.reference))?;
            if let Some(place) = joined.get_mut(number as usize) {
                *place = party;
            }
        }
        // What a join alone brought in is itself.
        for number in joined.len()..filler.builder.references() {
            joined.push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        Ok(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(reference: &str, party: &str) -> JoinLine {
        JoinLine {
            reference: reference.to_owned(),
            party: party.to_owned(),
            by: "given".to_owned(),
            score: None,
            reason: String::new(),
        }
    }

    #[test]
    fn chains_are_followed_and_circles_end() {
        let lines = vec![
            line("a", "b"),
            line("b", "c"),
            line("x", "y"),
            line("y", "x"),
        ];
        let joins = Joins::of_lines(lines, 0);
        assert_eq!((joins.resolve("a"), joins.resolve("c")), ("c", "c"));
        assert_eq!(joins.resolve("x"), "y");
        let at_c: Vec<&str> = joins
            .of_party("c")
            .map(|line| line.reference.as_str())
            .collect();
        assert_eq!(at_c, ["a", "b"]);
    }
}
