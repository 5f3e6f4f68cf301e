//! One candidate weighed: features, points, score, and whether it is shown.
//!
//! It looks at the query and at this one entry only, so that no other entry of any list moves a score.

use std::collections::BTreeMap;

use kashf_core::{Evidence, Reason, Score};
use kashf_text::{compare_with, token_similarity};

use crate::ScreenError;
use crate::answer::Match;
use crate::candidates::Candidate;
use crate::engine::{Engine, Options};
use crate::features::name::{damages, describe, findings};
use crate::features::{Finding, address, birth_date, country, gender, identifier};
use crate::index::{Facts, Tables};
use crate::query::Query;
use crate::subject::may_be_same;

impl Engine {
    /// Weighs one candidate; `None` when it stays below what is shown.
    pub(crate) fn judge(
        &self,
        candidate: &Candidate,
        tables: &Tables<'_>,
        query: &Query,
        options: &Options,
    ) -> Result<Option<Match>, ScreenError> {
        let show_from = options.show_from(&self.policy);
        let name_points = candidate.best.as_ref().map_or(0, |best| best.points);
        let reachable = self
            .policy
            .score_of(name_points + self.policy.points.most_without_identifier());
        if !candidate.by_identifier && reachable < show_from {
            return Ok(None);
        }
        let facts = tables.facts(candidate.entity)?;
        // Only known schemata are compiled; leaving the entry out here would read as "clear".
        let schema = kashf_ftm::model()
            .schema(&facts.schema)
            .ok_or_else(|| tables.damaged("ix_facts"))?;
        if query
            .schema
            .is_some_and(|wanted| !may_be_same(wanted, schema))
        {
            return Ok(None);
        }
        let mut found = self.name_findings(candidate, tables, query)?;
        found.extend(self.fact_findings(&query.facts, &facts));
        let points = found.iter().map(|finding| finding.reason.points).sum();
        let score = self.policy.score_of(points);
        let threshold = options
            .threshold
            .unwrap_or_else(|| self.policy.threshold_for(&facts.schema, &facts.datasets));
        // A namesake: the name alone would be a match, the rest speaks against it. It is shown, so
        // that a human sees what was weighed.
        let namesake = self.policy.score_of(name_points) >= threshold;
        if score < show_from && !namesake {
            return Ok(None);
        }
        let is_match = score >= threshold && !facts.delisted;
        let delisted = facts.delisted;
        let held = held_reason(candidate, tables, &facts)?;
        let listing = tables.listings(&facts)?;
        let mut found = of_findings(facts, score, is_match, points, found);
        found.measures = crate::measures::sentences(&listing);
        found.listing = listing;
        found.removal_held = held.is_some() && !delisted;
        found.delisted = delisted;
        found.reasons.extend(held);
        Ok(Some(found))
    }

    fn name_findings(
        &self,
        candidate: &Candidate,
        tables: &Tables<'_>,
        query: &Query,
    ) -> Result<Vec<Finding>, ScreenError> {
        let Some(best) = &candidate.best else {
            return Ok(Vec::new());
        };
        let query_name = &query.names[best.query_name];
        let view = tables.name(best.name)?;
        let (_, tokens) = tables.tokens_of(&view)?;
        let query_tokens = query_name.prepared.token_refs();
        let alignment = compare_with(&query_tokens, &tokens, query_name.prepared.kind, &|i, j| {
            token_similarity(query_tokens[i].token, tokens[j].token)
        });
        let described = describe(&alignment, &query_tokens, &tokens);
        let seen_through = &query_name.prepared.seen_through;
        let mut found = findings(
            &best.pair,
            &query_name.text,
            view.text,
            &described,
            seen_through,
            &self.policy,
        );
        found.extend(damages(&alignment));
        Ok(found)
    }

    pub(crate) fn fact_findings(&self, query: &Facts, candidate: &Facts) -> Vec<Finding> {
        let points = &self.policy.points;
        let mut found = identifier::compare(query, candidate, points);
        found.extend(birth_date::compare(
            &query.birth_dates,
            &candidate.birth_dates,
            points,
        ));
        found.extend(country::compare(
            &query.countries,
            &candidate.countries,
            points,
        ));
        found.extend(gender::compare(&query.genders, &candidate.genders, points));
        found.extend(address::compare(
            &query.addresses,
            &candidate.addresses,
            points,
        ));
        found
    }
}

/// What to say when the publisher's list no longer holds the entry, or the name that matched: delisted, or held.
/// No points: whether it is still meant is a human's to say.
fn held_reason(
    candidate: &Candidate,
    tables: &Tables<'_>,
    facts: &Facts,
) -> Result<Option<Reason>, ScreenError> {
    let whole = facts.held_whole || facts.delisted;
    let name = match &candidate.best {
        Some(best) if !whole => Some(tables.name(best.name)?).filter(|name| name.held),
        _ => None,
    };
    if !whole && name.is_none() {
        return Ok(None);
    }
    let (feature, key) = match () {
        () if facts.delisted => ("delisted", "delisted"),
        () if facts.held_whole => ("removal_held", "removal-held"),
        () => ("removal_held", "name-removal-held"),
    };
    let text = name.map_or(&facts.caption[..], |name| name.text);
    Ok(Some(Reason {
        feature,
        points: 0,
        query: None,
        candidate: Some(text.to_owned()),
        evidence: Evidence {
            key,
            arguments: vec![
                ("candidate", text.to_owned()),
                ("since", facts.held_since.clone()),
            ],
        },
    }))
}

fn of_findings(
    facts: Facts,
    score: Score,
    is_match: bool,
    points: i32,
    found: Vec<Finding>,
) -> Match {
    let features = found
        .iter()
        .map(|finding| (finding.feature, finding.agreement))
        .collect::<BTreeMap<_, _>>();
    Match {
        canonical_id: facts.id.clone(),
        referents: Vec::new(),
        id: facts.id,
        caption: facts.caption,
        schema: facts.schema,
        datasets: facts.datasets,
        score,
        is_match,
        points,
        features,
        reasons: found.into_iter().map(|finding| finding.reason).collect(),
        removal_held: false,
        delisted: false,
        measures: Vec::new(),
        listing: Vec::new(),
    }
}
