//! Every entry of the lists held against every other: which of them may be one party (issue 7).
//!
//! It finds pairs as screening finds candidates (words that resemble each other in any script, numbers), but all at
//! once: a word is compared with another once, a name is looked up once however many lists hold it. Each pair is then
//! weighed ([`weigh`]) and comes out as same, different, or for a human to look at.
//!
//! It keeps no judgement and merges nothing: that is `kashf-resolve`'s and `kashf`'s matter.
//!
//! **Invariant.** A pair depends on its two entries alone: not on which was asked, on the order of lists, entries or threads, nor on
//! what else is loaded. So the pairs of changed entries are exactly the full run's pairs that touch them.

mod alike;
mod evidence;
mod named;
mod names;
mod number;
mod pairs;
mod party;
mod place;
mod reference;
mod regimes;
mod vocabulary;
mod weigh;

use kashf_store::is_companion;
use kashf_text::{NameKind, NameTokenRef};

use self::names::{Bearer, Names, Spelling};
use self::party::Party;
use self::vocabulary::Vocabulary;
use crate::ScreenError;
use crate::engine::Engine;
use crate::index::{NameRole, Tables, u32_of};

/// The entries of the chosen lists, ready to be held against each other.
pub struct Field<'e> {
    engine: &'e Engine,
    tables: Vec<Tables<'e>>,
    parties: Vec<Party>,
    names: Names,
    vocabulary: Vocabulary<'e>,
}

impl std::fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Field")
            .field("parties", &self.parties.len())
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Reads the entries of the chosen lists.
    ///
    /// # Errors
    /// A dataset that is not loaded, or a damaged table.
    pub fn field(&self, datasets: Option<&[String]>) -> Result<Field<'_>, ScreenError> {
        if let Some(missing) = datasets
            .into_iter()
            .flatten()
            .find(|name| !self.datasets().any(|dataset| dataset == *name))
        {
            return Err(ScreenError::NotLoaded(missing.clone()));
        }
        // What a list remembers of delisted entries is no entry.
        let chosen = self.indexes.iter().filter(|index| {
            !is_companion(index.dataset())
                && datasets.is_none_or(|names| names.iter().any(|name| name == index.dataset()))
        });
        let mut tables: Vec<Tables<'_>> = Vec::new();
        let mut parties: Vec<Party> = Vec::new();
        for index in chosen {
            let list = u32_of(tables.len());
            tables.push(index.tables()?);
            let own = &tables[list as usize];
            parties.extend(party::read(list, u32_of(parties.len()), index, own)?);
        }
        let (vocabulary, words) = Vocabulary::of(&tables)?;
        let mut met: Vec<(Spelling, Bearer)> = Vec::new();
        let mut first = 0;
        for (tables, words) in tables.iter().zip(&words) {
            for entity in 0..u32_of(tables.entity_count()) {
                for (spelling, role, _) in names_of(tables, words, entity)? {
                    let party = first + entity;
                    met.push((spelling, Bearer { party, role }));
                }
            }
            first += u32_of(tables.entity_count());
        }
        let names = Names::of(met, &vocabulary);
        let mut field = Field {
            engine: self,
            tables,
            parties,
            names,
            vocabulary,
        };
        field.number_names(&words)?;
        Ok(field)
    }
}

impl Field<'_> {
    /// Entries that are held against each other.
    #[must_use]
    pub fn party_count(&self) -> usize {
        self.parties.len()
    }

    /// Tells every party its distinct names.
    fn number_names(&mut self, words: &[Vec<u32>]) -> Result<(), ScreenError> {
        let mut first = 0;
        for (tables, words) in self.tables.iter().zip(words) {
            for entity in 0..u32_of(tables.entity_count()) {
                let party = &mut self.parties[(first + entity) as usize];
                for (spelling, role, number) in names_of(tables, words, entity)? {
                    let name = self
                        .names
                        .number_of(&spelling)
                        .ok_or_else(|| tables.damaged("ix_names"))?;
                    party.names.push((name, role, number));
                }
                // Names stand in the order in which the publisher gives them, the strong ones first.
                let view = |number: u32| tables.name(number).map(|name| name.text);
                if let Some(first) = party.names.first().map(|(.., number)| *number) {
                    let first = view(first)?;
                    for (name, _, number) in &party.names {
                        if view(*number)? == first {
                            party.main.push(*name);
                        }
                    }
                }
                // The strongest role of a name, and its first spelling.
                party.names.sort_unstable();
                party.names.dedup_by_key(|(name, ..)| *name);
            }
            first += u32_of(tables.entity_count());
        }
        Ok(())
    }
}

/// The names of an entity as they are spelled in the vocabulary: spelling, role, number.
fn names_of(
    tables: &Tables<'_>,
    words: &[u32],
    entity: u32,
) -> Result<Vec<(Spelling, NameRole, u32)>, ScreenError> {
    let mut names = Vec::new();
    for number in tables.names_of_entity(entity)? {
        let (_, kind) = tables.name_head(number)?;
        let view = tables.name(number)?;
        let mut tokens = Vec::new();
        for row in tables.rows_of_name(number)? {
            let word = words.get(row.token.get() as usize);
            tokens.push((
                *word.ok_or_else(|| tables.damaged("ix_name_tokens"))?,
                row.flags,
            ));
        }
        if kind == NameKind::Organization {
            let words = tables.tokens_of(&view)?.1;
            if ends_in_its_acronym(&words) {
                let shorter = tokens[..tokens.len() - 1].to_vec();
                names.push(((kind, shorter), view.role, number));
            }
        }
        if !tokens.is_empty() {
            names.push(((kind, tokens), view.role, number));
        }
    }
    Ok(names)
}

/// *Example Relief Fund (ERF)*: the last word is made of the first letters of the others, in their order, at most one left
/// out. Lists give such names with the acronym and without.
fn ends_in_its_acronym(words: &[NameTokenRef<'_>]) -> bool {
    let Some((last, others)) = words.split_last() else {
        return false;
    };
    let mut initials = others
        .iter()
        .filter_map(|word| word.token.text.chars().next());
    let letters: Vec<char> = last.token.text.chars().collect();
    let long_enough = (2..=8).contains(&letters.len()) && letters.len() + 1 >= others.len();
    others.len() > 1
        && long_enough
        && others[0].token.text.chars().next() == letters.first().copied()
        && letters
            .iter()
            .all(|letter| initials.any(|initial| initial == *letter))
}
