//! What the names of two entries say to each other: the two most alike, how rare they are, whether all of them
//! agrees, further names, and whether each side's first name is known to the other.

use kashf_core::Points;
use kashf_text::{NameKind, script_of};

use super::Field;
use super::alike::Search;
use super::evidence::Evidence;
use super::party::Party;
use crate::ScreenError;
use crate::index::NameRole;

/// Two names, one of each side, that resemble each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NamePair {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) similarity: u16,
    pub(super) weight: u16,
    pub(super) whole: bool,
    pub(super) forms_differ: bool,
}

impl NamePair {
    /// The two names, the same from both sides.
    fn unordered(self) -> (u32, u32) {
        (self.left.min(self.right), self.left.max(self.right))
    }
}

/// A further name counts from here on.
const MORE_FROM: u16 = 850;
/// Names this alike are spellings of one name, and count once.
const SPELLING_FROM: u16 = kashf_text::DEFAULT_SIMILARITY_THRESHOLD;
/// A first name is known to the other side from here on.
const MAIN_FROM: u16 = 700;
/// At most this many pairs of names are looked through for further names.
const MOST_MORE: usize = 200;

impl Field<'_> {
    pub(super) fn weigh_names(
        &self,
        search: &Search<'_, '_>,
        (one, other): (&Party, &Party),
        names: &[NamePair],
        found: &mut Evidence,
    ) -> Result<(), ScreenError> {
        let policy = &self.engine.policy;
        let weak = |pair: &NamePair| {
            role_of(one, pair.left) == NameRole::Weak
                || role_of(other, pair.right) == NameRole::Weak
        };
        let points_of = |pair: &NamePair| {
            let points = policy.points_of_name(pair.similarity);
            if weak(pair) {
                points * policy.xref.points.weak_alias_cap / policy.points_of_name(1000).max(1)
            } else {
                points
            }
        };
        let rank = |pair: &NamePair| {
            // The last tells pairs apart that are alike in all else, the same from both sides.
            let evidence = (
                points_of(pair),
                pair.similarity,
                !pair.forms_differ,
                pair.whole,
                pair.weight,
            );
            (evidence, std::cmp::Reverse(pair.unordered()))
        };
        let Some(best) = names.iter().max_by_key(|pair| rank(pair)) else {
            return Ok(());
        };
        let (left, right) = (
            self.text_of(one, best.left)?,
            self.text_of(other, best.right)?,
        );
        let key = match () {
            () if weak(best) => "xref-name-weak",
            () if left == right => "xref-name-same",
            () if script_of(left) != script_of(right) => "xref-name-other-script",
            () if best.similarity >= 1000 => "xref-name-equal",
            () => "xref-name-similar",
        };
        let feature = if weak(best) { "weak_alias" } else { "name" };
        found.add(feature, key, points_of(best), left, right);
        let rarity = rarity(best, policy.xref.points.name_rarity);
        if rarity != 0 {
            let key = if rarity > 0 {
                "xref-name-rare"
            } else {
                "xref-name-common"
            };
            found.add("name_rarity", key, rarity, left, right);
        }
        found.named = true;
        found.organization = self.names.names[best.left as usize].kind == NameKind::Organization;
        if found.organization && !weak(best) {
            let points = &policy.xref.pair_points;
            let (key, points) = match () {
                () if best.forms_differ => ("xref-name-forms-differ", points.name_forms_differ),
                () if best.whole => ("xref-name-whole", points.name_whole),
                () => ("xref-name-part", points.name_part),
            };
            found.add("name_whole", key, points, left, right);
        }
        self.weigh_main((one, other), names, found)?;
        self.weigh_more(search, (one, other), (best, names), found)
    }

    /// Whether the first name of each side is known to the other: who shares but an alias may have taken it.
    fn weigh_main(
        &self,
        (one, other): (&Party, &Party),
        names: &[NamePair],
        found: &mut Evidence,
    ) -> Result<(), ScreenError> {
        let points = self.engine.policy.xref.pair_points.name_main_missing;
        let known = |party: &Party, left: bool| {
            names.iter().any(|pair| {
                let name = if left { pair.left } else { pair.right };
                pair.similarity >= MAIN_FROM && party.main.contains(&name)
            })
        };
        if !known(one, true) {
            let name = self.main_of(one)?;
            found.add("name_main", "xref-name-main-missing", points, name, "");
        }
        if !known(other, false) {
            let name = self.main_of(other)?;
            found.add("name_main", "xref-name-main-missing", points, "", name);
        }
        Ok(())
    }

    fn main_of(&self, party: &Party) -> Result<&str, ScreenError> {
        party
            .main
            .first()
            .map_or(Ok(""), |name| self.text_of(party, *name))
    }

    /// Further names that agree and are no spellings of those that were counted.
    fn weigh_more(
        &self,
        search: &Search<'_, '_>,
        (one, other): (&Party, &Party),
        (best, names): (&NamePair, &[NamePair]),
        found: &mut Evidence,
    ) -> Result<(), ScreenError> {
        let points = &self.engine.policy.xref.pair_points;
        let most = (points.name_more_most / points.name_more.max(1)).max(0);
        let kind = |name: u32| self.names.names[name as usize].kind;
        let mut more: Vec<&NamePair> = names
            .iter()
            .filter(|pair| pair.similarity >= MORE_FROM && kind(pair.left) == kind(best.left))
            .collect();
        more.sort_by_key(|pair| (std::cmp::Reverse(pair.similarity), pair.unordered()));
        let mut counted = vec![best];
        for pair in more.into_iter().take(MOST_MORE) {
            if counted.len() > usize::try_from(most).unwrap_or(0) {
                break;
            }
            let spelled = |known: &&NamePair| {
                search.is_spelling_of(pair.left, known.left, SPELLING_FROM)
                    || search.is_spelling_of(pair.right, known.right, SPELLING_FROM)
            };
            if !counted.iter().any(spelled) {
                counted.push(pair);
                let (left, right) = (
                    self.text_of(one, pair.left)?,
                    self.text_of(other, pair.right)?,
                );
                found.add("name_more", "xref-name-more", points.name_more, left, right);
            }
        }
        Ok(())
    }

    fn text_of(&self, party: &Party, name: u32) -> Result<&str, ScreenError> {
        let at = party.names.binary_search_by_key(&name, |(name, ..)| *name);
        let Some((_, _, number)) = at.ok().and_then(|at| party.names.get(at)) else {
            return Ok("");
        };
        Ok(self.tables[party.list as usize].name(*number)?.text)
    }
}

fn role_of(party: &Party, name: u32) -> NameRole {
    let at = party.names.binary_search_by_key(&name, |(name, ..)| *name);
    at.map_or(NameRole::Weak, |at| party.names[at].1)
}

/// From all that rarity can give against, for names that thousands bear, to all in favour.
fn rarity(pair: &NamePair, most: Points) -> Points {
    /// Two ordinary words say neither that a name is rare nor that it is common.
    const ORDINARY: i32 = 200;
    (i32::from(pair.weight).min(2 * ORDINARY) - ORDINARY) * most / ORDINARY
}
