//! One pair of entries weighed: evidence, points, score, outcome.
//!
//! It looks at these two entries only, and at each from the same side whichever was asked: the one whose id sorts
//! first stands left. So a pair comes to the same in every run that holds both.
//!
//! What contradicts (dates of birth years apart, two IMO numbers, two references of the Security Council) is never outvoted: such a
//! pair is at most for a human to look at. So is a ship whose number nobody gives: ships take each other's names.

use kashf_core::{Points, Reason};
use kashf_resolve::{JudgedPair, Outcome, PairReason};
use kashf_text::{NameKind, script_of};

use super::Field;
use super::alike::Search;
use super::number::{self, Number};
use super::party::Party;
use super::place;
use crate::ScreenError;
use crate::features::{Finding, address, birth_date, country, gender};
use crate::index::NameRole;
use crate::subject::may_be_same;

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

/// A further name counts from here on.
const MORE_FROM: u16 = 850;
/// Names this alike are spellings of one name, and count once.
const SPELLING_FROM: u16 = kashf_text::DEFAULT_SIMILARITY_THRESHOLD;
impl NamePair {
    /// The two names, the same from both sides.
    fn unordered(self) -> (u32, u32) {
        (self.left.min(self.right), self.left.max(self.right))
    }
}

/// A first name is known to the other side from here on.
const MAIN_FROM: u16 = 700;
/// At most this many pairs of names are looked through for further names.
const MOST_MORE: usize = 200;

/// The evidence of one pair while it is gathered.
struct Evidence {
    reasons: Vec<PairReason>,
    points: Points,
    /// Something that no other evidence outvotes.
    contradicted: bool,
    /// A number or a reference that only one party has agrees.
    identified: bool,
    /// A pair of names was found.
    named: bool,
    /// They are read as names of organisations.
    organization: bool,
}

impl Evidence {
    fn add(
        &mut self,
        feature: &'static str,
        key: &'static str,
        points: Points,
        left: impl Into<String>,
        right: impl Into<String>,
    ) {
        self.points += points;
        self.reasons.push(PairReason {
            key,
            feature,
            points,
            left: left.into(),
            right: right.into(),
        });
    }

    fn add_finding(&mut self, finding: Finding) {
        let Reason {
            feature,
            points,
            query,
            candidate,
            evidence,
        } = finding.reason;
        let key = pair_key(evidence.key);
        self.contradicted |= matches!(key, "xref-birth-contradicts" | "xref-gender-differs");
        self.add(
            feature,
            key,
            points,
            query.unwrap_or_default(),
            candidate.unwrap_or_default(),
        );
    }
}

impl Field<'_> {
    /// Weighs two entries whose ids stand in order; none when they have nothing to say to each other.
    pub(super) fn weigh(
        &self,
        search: &Search<'_, '_>,
        (left, right): (u32, u32),
        names: &[NamePair],
    ) -> Result<Option<JudgedPair>, ScreenError> {
        let (one, other) = (&self.parties[left as usize], &self.parties[right as usize]);
        if !may_be_same(one.schema, other.schema) || one.facts.id == other.facts.id {
            return Ok(None);
        }
        let policy = &self.engine.policy.xref;
        let mut found = Evidence {
            reasons: Vec::new(),
            points: 0,
            contradicted: false,
            identified: false,
            named: false,
            organization: false,
        };
        self.weigh_names(search, (one, other), names, &mut found)?;
        let by_name = found.points;
        self.weigh_facts(one, other, &mut found);
        self.weigh_listing((left, one), (right, other), &mut found);
        let score = policy.score_of(found.points);
        let outcome = match () {
            () if score < policy.look_from => {
                // Namesakes: the names alone would be worth a look, the rest speaks against it.
                if policy.score_of(by_name) < policy.look_from {
                    return Ok(None);
                }
                Outcome::Different
            }
            () if score >= policy.same_from && may_merge(self, one, other, &found) => Outcome::Same,
            () => Outcome::Look,
        };
        let (a, b) = (&one.facts.id, &other.facts.id);
        Ok(Some(JudgedPair::new(a, b, outcome, score, found.reasons)))
    }

    fn weigh_names(
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

    fn weigh_facts(&self, one: &Party, other: &Party, found: &mut Evidence) {
        let policy = &self.engine.policy.xref;
        let (left, right) = (&one.facts, &other.facts);
        match number::compare(left, right) {
            Some(Number::Unique(value)) => {
                found.identified = true;
                let points = policy.pair_points.unique_same;
                found.add(
                    "identifier",
                    "xref-unique-same",
                    points,
                    value.clone(),
                    value,
                );
            }
            Some(Number::Same(value)) => {
                let points = policy.points.identifier_same;
                found.add(
                    "identifier",
                    "xref-identifier-same",
                    points,
                    value.clone(),
                    value,
                );
            }
            Some(Number::OtherKind(value)) => {
                let points = policy.points.identifier_other_kind;
                let key = "xref-identifier-other-kind";
                found.add("identifier", key, points, value.clone(), value);
            }
            Some(Number::Differs(a, b)) => {
                found.contradicted = true;
                let points = policy.points.identifier_differs;
                found.add("identifier", "xref-identifier-differs", points, a, b);
            }
            None => {}
        }
        if let Some(shared) = left
            .contacts
            .iter()
            .filter(|c| right.contacts.contains(c))
            .min()
        {
            let points = policy.points.contact_same;
            found.add(
                "contact",
                "xref-contact-same",
                points,
                shared.clone(),
                shared.clone(),
            );
        }
        let points = &policy.points;
        let findings = [
            birth_date::compare(&left.birth_dates, &right.birth_dates, points),
            country::compare(&left.countries, &right.countries, points),
            gender::compare(&left.genders, &right.genders, points),
            address::compare(&left.addresses, &right.addresses, points),
        ];
        for mut finding in findings.into_iter().flatten() {
            // People move; a branch in another country is another company.
            if found.organization && finding.reason.evidence.key == "country-differs" {
                finding.reason.points = policy.pair_points.organization_country_differs;
            }
            found.add_finding(finding);
        }
        if let Some((a, b)) = place::shared(&one.places, &other.places) {
            let points = policy.pair_points.place_same;
            found.add("birth_place", "xref-place-same", points, a, b);
        }
    }

    fn weigh_listing(
        &self,
        (left, one): (u32, &Party),
        (right, other): (u32, &Party),
        found: &mut Evidence,
    ) {
        let points = &self.engine.policy.xref.pair_points;
        if !one.references.is_empty() && !other.references.is_empty() {
            let same = one.references.iter().find(|r| other.references.contains(r));
            if let Some(same) = same {
                found.identified = true;
                let points = points.reference_same;
                found.add("reference", "xref-reference-same", points, same, same);
            } else {
                found.contradicted = true;
                let (a, b) = (one.references.join(", "), other.references.join(", "));
                let points = points.reference_differs;
                found.add("reference", "xref-reference-differs", points, a, b);
            }
        } else {
            let named =
                |a: &Party, b: &Party| a.references.iter().find(|r| b.named.contains(r)).cloned();
            if let Some(reference) = named(one, other).or_else(|| named(other, one)) {
                let points = points.reference_named;
                let key = "xref-reference-named";
                found.add("reference", key, points, reference.clone(), reference);
            }
        }
        // Within one list the regime says nothing: half of the list shares it.
        if one.list != other.list && !one.regimes.is_empty() && !other.regimes.is_empty() {
            let (a, b) = (one.programmes.join(", "), other.programmes.join(", "));
            if one.regimes.meets(other.regimes) {
                found.add("regime", "xref-regime-same", points.regime_same, a, b);
            } else {
                found.add("regime", "xref-regime-differs", points.regime_differs, a, b);
            }
        }
        if one.related.binary_search(&right).is_ok() || other.related.binary_search(&left).is_ok() {
            found.contradicted = true;
            let points = points.related_to_each_other;
            let (a, b) = (&one.facts.caption, &other.facts.caption);
            found.add("relation", "xref-related-to-each-other", points, a, b);
        } else if one.list != other.list
            && let Some((a, b)) = self.shared_relation(one, other)
        {
            let points = points.related_same;
            found.add("relation", "xref-related-same", points, a, b);
        }
    }

    /// The first parties of one name that the two are linked to.
    fn shared_relation<'s>(&'s self, one: &Party, other: &Party) -> Option<(&'s str, &'s str)> {
        one.related.iter().find_map(|a| {
            let a = &self.parties[*a as usize];
            let same = |b: &&u32| {
                let b = &self.parties[**b as usize];
                a.names.iter().any(|(name, role, _)| {
                    *role != NameRole::Weak
                        && b.names
                            .binary_search_by_key(name, |(name, ..)| *name)
                            .is_ok()
                })
            };
            let b = other.related.iter().find(same)?;
            let b = &self.parties[*b as usize].facts;
            Some((a.facts.caption.as_str(), b.caption.as_str()))
        })
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

/// Whether the policy lets so much evidence merge two entries without a human.
fn may_merge(field: &Field<'_>, one: &Party, other: &Party, found: &Evidence) -> bool {
    let within = one.list == other.list;
    let vehicle = one.schema.is_a("Vehicle") || other.schema.is_a("Vehicle");
    !found.contradicted
        && (!within || field.engine.policy.xref.same_within_list)
        && (!vehicle || found.identified)
        // Publishers give a company's number to its successor, and references have slips: a name must agree.
        && (vehicle || found.named)
}

/// From all that rarity can give against, for names that thousands bear, to all in favour.
fn rarity(pair: &NamePair, most: Points) -> Points {
    /// Two ordinary words say neither that a name is rare nor that it is common.
    const ORDINARY: i32 = 200;
    (i32::from(pair.weight).min(2 * ORDINARY) - ORDINARY) * most / ORDINARY
}

/// The message for a pair, of the feature's message for a query.
fn pair_key(key: &'static str) -> &'static str {
    match key {
        "birth-same-day" => "xref-birth-same-day",
        "birth-same-month" => "xref-birth-same-month",
        "birth-same-year" => "xref-birth-same-year",
        "birth-overlap" => "xref-birth-overlap",
        "birth-swapped" => "xref-birth-swapped",
        "birth-one-digit" => "xref-birth-one-digit",
        "birth-other-day" => "xref-birth-other-day",
        "birth-near-year" => "xref-birth-near-year",
        "birth-contradicts" => "xref-birth-contradicts",
        "country-same" => "xref-country-same",
        "country-differs" => "xref-country-differs",
        "nationality-differs" => "xref-nationality-differs",
        "gender-same" => "xref-gender-same",
        "gender-differs" => "xref-gender-differs",
        "address-same" => "xref-address-same",
        other => other,
    }
}
