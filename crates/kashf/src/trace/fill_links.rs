//! Links and parties into a network: rows of ownership tables, and entities of FollowTheMoney.

use super::columns::Field;
use super::fill::{Filler, RawLink, RawRow};
use super::problems::RowProblem;
use super::{TracingError, moment, words};
use crate::ownership::Edge;
use kashf_core::Entity;
use kashf_trace::LinkKind;

/// Parties with properties, of all files.
const MAX_PARTIES: usize = 5_000_000;

impl Filler {
    pub(super) fn link(
        &mut self,
        row: &RawRow<'_>,
        (from, to): (&str, &str),
        kind: LinkKind,
    ) -> Result<(), TracingError> {
        if from == to {
            self.problem(
                RowProblem::SelfPayment,
                row.line,
                "a link of a party with itself",
                "",
            );
            return Ok(());
        }
        let Some(share) = words::share(row.get(Field::Share)) else {
            self.problem(
                RowProblem::Link,
                row.line,
                "not a share",
                row.get(Field::Share),
            );
            return Ok(());
        };
        let mut days = [None, None];
        for (day, field) in days.iter_mut().zip([Field::Since, Field::Until]) {
            let text = row.get(field);
            if text.is_empty() {
                continue;
            }
            *day = moment::day(text);
            if day.is_none() {
                self.problem(RowProblem::Link, row.line, "not a date", text);
                return Ok(());
            }
        }
        let (from, to) = self.parties(row, (from, to))?;
        self.raw_links.push(RawLink {
            from,
            to,
            kind,
            share,
            since: days[0],
            until: days[1],
            line: row.line,
        });
        Ok(())
    }

    /// Takes in the links that an entity is.
    pub(crate) fn edges(&mut self, edges: &[Edge], line: u64) -> Result<(), TracingError> {
        self.rows += 1;
        for edge in edges {
            let source = self.links;
            self.link_places.note(source, line);
            self.links += 1;
            let (ends, days) = (
                (edge.from.as_str(), edge.to.as_str()),
                (edge.since, edge.until),
            );
            self.builder
                .link(ends, edge.kind, edge.share, days, source)?;
        }
        Ok(())
    }

    /// Takes in a party with its names and identifiers.
    pub(crate) fn party(&mut self, entity: &Entity) -> Result<(), TracingError> {
        self.rows += 1;
        if self.parties.len() >= MAX_PARTIES {
            return Err(TracingError::TooMany {
                file: self.file.clone(),
                what: "parties with properties",
                limit: MAX_PARTIES as u64,
            });
        }
        let number = self.builder.number(&entity.id)?;
        self.name(number, &kashf_ftm::caption(entity));
        let countries = ["country", "nationality", "jurisdiction"];
        if let Some(country) = countries.iter().find_map(|property| entity.first(property)) {
            self.builder.country(&entity.id, country)?;
        }
        let mut party = Entity::new(&entity.id, &entity.schema);
        for (property, values) in &entity.properties {
            if is_telling(property) {
                values.iter().for_each(|value| party.add(property, value));
            }
        }
        self.parties.push((number, party));
        Ok(())
    }
}

/// Whether a property tells one party from another: names, identifiers, dates and countries that screening weighs.
fn is_telling(property: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "name",
        "alias",
        "weakAlias",
        "previousName",
        "firstName",
        "lastName",
        "birthDate",
        "incorporationDate",
        "nationality",
        "country",
        "jurisdiction",
        "gender",
    ];
    OTHERS.contains(&property) || kashf_ftm::identifier::kind_of_property(property).is_some()
}
