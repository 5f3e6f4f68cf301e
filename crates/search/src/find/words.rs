//! Conditions on words: one, several, one after another, those that fit a pattern.

use super::place::Place;
use super::scored::{Scored, both};
use crate::bits::Bits;
use crate::index::Index;
use crate::relevance::{Milli, NAMES_WEIGHT, rarity};
use rustc_hash::FxHashMap;

/// What a word counts that is only known to fit a pattern.
const FITS: Milli = 1_000;

/// Where a word stands in an entity: property and position.
type Spot = (u16, u32);

/// How often a word stands in an entity: among its names, and where the condition looks.
struct Count {
    entity: u32,
    names: u32,
    all: u32,
}

impl Index {
    /// Who has all these words.
    pub(super) fn all_words(&self, words: &[String], place: &Place) -> Scored {
        let mut found: Option<Scored> = None;
        for word in words {
            let next = match self.words.find(word.as_bytes()) {
                Some(term) => self.one_word(term, place),
                None => return Scored::new(),
            };
            found = Some(match found {
                None => next,
                Some(before) => both(&before, &next),
            });
        }
        found.unwrap_or_default()
    }

    /// Who has this word.
    pub(super) fn one_word(&self, term: usize, place: &Place) -> Scored {
        let mask = match place {
            Place::Words(Some(mask)) => Some(mask.as_slice()),
            _ => None,
        };
        let names = self.mask("names");
        let mut counts: Vec<Count> = Vec::with_capacity(self.words.entities(term));
        self.each_entity(term, |entity, spots| {
            let mut count = Count {
                entity,
                names: 0,
                all: 0,
            };
            for (field, _) in spots {
                count.names += u32::from(names[usize::from(*field)]);
                count.all += u32::from(mask.is_none_or(|mask| mask[usize::from(*field)]));
            }
            if count.all > 0 {
                counts.push(count);
            }
        });
        let in_names = counts.iter().filter(|count| count.names > 0).count();
        let names_rarity = u64::from(rarity(self.len(), in_names));
        let rarity = u64::from(rarity(self.len(), counts.len()));
        let only_names = mask == Some(names.as_slice());
        let score = |count: &Count| {
            let facts = self.entities[count.entity as usize];
            let by_names =
                names_rarity * self.names_length.share(count.names, facts.names_words) / 1000;
            let by_text = rarity * self.text_length.share(count.all, facts.text_words) / 1000;
            u32::try_from(match place {
                Place::Default => by_text.max(by_names * u64::from(NAMES_WEIGHT)),
                _ if only_names => by_names,
                _ => by_text,
            })
            .unwrap_or(u32::MAX)
        };
        counts
            .iter()
            .map(|count| (count.entity, score(count)))
            .collect()
    }

    /// Who has any of these words, all counting the same.
    pub(super) fn any_word(&self, terms: impl Iterator<Item = usize>, place: &Place) -> Scored {
        let names = self.mask("names");
        let (mut in_names, mut anywhere) = (Bits::none(self.len()), Bits::none(self.len()));
        for term in terms {
            self.each_entity(term, |entity, spots| {
                let looked_at = |field: u16| match place {
                    Place::Words(Some(mask)) => mask[usize::from(field)],
                    _ => true,
                };
                if spots.iter().any(|(field, _)| looked_at(*field)) {
                    anywhere.insert(entity);
                    if spots.iter().any(|(field, _)| names[usize::from(*field)]) {
                        in_names.insert(entity);
                    }
                }
            });
        }
        let score = |entity| match place {
            Place::Default if in_names.contains(entity) => FITS * NAMES_WEIGHT,
            _ => FITS,
        };
        anywhere
            .iter()
            .map(|entity| (entity, score(entity)))
            .collect()
    }

    /// Who has these words one after another, each slot any of several words, at most `slop` out of place.
    pub(super) fn phrase(&self, slots: &[Vec<usize>], slop: u32, place: &Place) -> Scored {
        let mut together = Bits::all(self.len());
        let mut weight: u64 = 0;
        for slot in slots {
            let mut having = Bits::none(self.len());
            for &term in slot {
                self.each_entity(term, |entity, _| having.insert(entity));
            }
            weight += u64::from(rarity(self.len(), having.count()));
            together.and(&having);
        }
        let mut spots: Vec<FxHashMap<u32, Vec<Spot>>> = Vec::with_capacity(slots.len());
        for slot in slots {
            let mut of_slot: FxHashMap<u32, Vec<Spot>> = FxHashMap::default();
            for &term in slot {
                self.each_entity(term, |entity, found| {
                    if together.contains(entity) {
                        of_slot.entry(entity).or_default().extend_from_slice(found);
                    }
                });
            }
            spots.push(of_slot);
        }
        let names = self.mask("names");
        let mask = match place {
            Place::Words(Some(mask)) => Some(mask.as_slice()),
            _ => None,
        };
        let score = |entity: u32| {
            let here: Vec<&[Spot]> = spots
                .iter()
                .map(|of_slot| of_slot.get(&entity).map_or(&[][..], Vec::as_slice))
                .collect();
            let facts = self.entities[entity as usize];
            let by_names = || weight * self.names_length.share(1, facts.names_words) / 1000;
            let by_text = || weight * self.text_length.share(1, facts.text_words) / 1000;
            if *place == Place::Default && follows(&here, slop, Some(&names)) {
                return Some(by_text().max(by_names() * u64::from(NAMES_WEIGHT)));
            }
            let only_names = mask == Some(names.as_slice());
            follows(&here, slop, mask).then(|| if only_names { by_names() } else { by_text() })
        };
        together
            .iter()
            .filter_map(|entity| Some((entity, u32::try_from(score(entity)?).unwrap_or(u32::MAX))))
            .collect()
    }

    /// Calls for each entity that has a word, with where.
    fn each_entity(&self, term: usize, mut found: impl FnMut(u32, &[Spot])) {
        let mut numbers = self.words.list(term);
        let mut spots: Vec<Spot> = Vec::new();
        let mut next = 0;
        while let (Some(distance), Some(count)) = (numbers.next(), numbers.next()) {
            let entity = next + distance;
            next = entity + 1;
            spots.clear();
            let mut position = 0;
            for _ in 0..count {
                let (Some(field), Some(further)) = (numbers.next(), numbers.next()) else {
                    return;
                };
                position += further;
                spots.push((u16::try_from(field).unwrap_or(u16::MAX), position));
            }
            found(entity, &spots);
        }
    }
}

/// True when one spot of each slot can be chosen so that none is further than `slop` from where the others want it.
fn follows(slots: &[&[Spot]], slop: u32, mask: Option<&[bool]>) -> bool {
    // Each spot as the place where the phrase would begin; in a row, with the slot it is for.
    let mut begins: Vec<(i64, usize)> = Vec::new();
    for (slot, spots) in slots.iter().enumerate() {
        for (field, position) in *spots {
            if mask.is_none_or(|mask| mask[usize::from(*field)]) {
                begins.push((i64::from(*position) - slot as i64, slot));
            }
        }
    }
    begins.sort_unstable();
    // The narrowest window that has one of every slot.
    let mut inside = vec![0_usize; slots.len()];
    let (mut kinds, mut start) = (0, 0);
    for &(begin, slot) in &begins {
        inside[slot] += 1;
        kinds += usize::from(inside[slot] == 1);
        while kinds == slots.len() {
            let (first, of) = begins[start];
            if begin - first <= i64::from(slop) {
                return true;
            }
            inside[of] -= 1;
            kinds -= usize::from(inside[of] == 0);
            start += 1;
        }
    }
    false
}
