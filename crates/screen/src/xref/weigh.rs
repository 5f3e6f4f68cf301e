//! One pair of entries weighed: evidence, points, score, outcome.
//!
//! It looks at these two entries only, and at each from the same side whichever was asked: the one whose id sorts
//! first stands left. So a pair comes to the same in every run that holds both.
//!
//! What contradicts (dates of birth years apart, two IMO numbers, two references of the Security Council) is never outvoted: such a
//! pair is at most for a human to look at. So is a ship whose number nobody gives: ships take each other's names.

use kashf_resolve::{JudgedPair, Outcome};

use super::Field;
use super::alike::Search;
use super::evidence::Evidence;
use super::named::NamePair;
use super::number::{self, Number};
use super::party::Party;
use super::place;
use crate::ScreenError;
use crate::features::{address, birth_date, country, gender};
use crate::index::NameRole;
use crate::subject::may_be_same;

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
        let mut found = Evidence::default();
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
