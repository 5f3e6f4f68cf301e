//! Edges of FollowTheMoney as links: who holds what or whom, with what share, since when and until when.

use super::{moment, words};
use kashf_core::Entity;
use kashf_ftm::{Schema, model};
use kashf_trace::{LinkKind, Share};

/// An edge between two entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Id of the entity that holds.
    pub(crate) from: String,
    /// Id of what or who is held.
    pub(crate) to: String,
    pub(crate) kind: LinkKind,
    pub(crate) share: Share,
    /// First day, in days since 1970.
    pub(crate) since: Option<i32>,
    /// Last day.
    pub(crate) until: Option<i32>,
}

/// The link of an edge's schema; none for edges along which nothing runs (documents, events).
fn kind_of(schema: &Schema) -> Option<LinkKind> {
    const KINDS: [(&str, LinkKind); 8] = [
        ("Ownership", LinkKind::Ownership),
        ("Directorship", LinkKind::Directorship),
        ("Membership", LinkKind::Membership),
        ("Employment", LinkKind::Employment),
        ("Representation", LinkKind::Representation),
        ("Family", LinkKind::Family),
        ("Associate", LinkKind::Associate),
        ("UnknownLink", LinkKind::Unknown),
    ];
    let known = KINDS.iter().find(|(name, _)| schema.is_a(name));
    known
        .map(|(_, kind)| *kind)
        .or_else(|| schema.is_a("Succession").then_some(LinkKind::Other))
}

/// The edges that an entity is; none when it is none. Several where it names several ends.
pub(crate) fn edges_of(entity: &Entity) -> Vec<Edge> {
    let schema = model().schema(&entity.schema);
    let Some((kind, edge)) =
        schema.and_then(|schema| Some((kind_of(schema)?, schema.edge.as_ref()?)))
    else {
        return Vec::new();
    };
    let day = |properties: &[&str]| {
        let values = properties
            .iter()
            .flat_map(|property| entity.values(property));
        values.filter_map(|value| moment::day(value)).next()
    };
    // Several statements of one share: what all of them allow is not known, what each says is.
    let shares = entity
        .values("percentage")
        .iter()
        .filter_map(|text| words::share(text).flatten());
    let share = shares
        .map(|shown| words::share_of(Some(shown), false))
        .reduce(|one, other| Share {
            least: one.least.min(other.least),
            most: one.most.max(other.most),
        });
    let (since, until) = (day(&["startDate", "date"]), day(&["endDate"]));
    let mut edges = Vec::new();
    for from in entity.values(edge.source) {
        for to in entity.values(edge.target).iter().filter(|to| *to != from) {
            edges.push(Edge {
                from: from.clone(),
                to: to.clone(),
                kind,
                share: share.unwrap_or(Share::UNKNOWN),
                since,
                until,
            });
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_runs_from_the_holder_to_what_is_held() {
        let mut entity = Entity::new("o-1", "Ownership");
        for (property, value) in [
            ("owner", "p-1"),
            ("asset", "c-1"),
            ("percentage", "50%"),
            ("startDate", "2020"),
        ] {
            entity.add(property, value);
        }
        let edge = Edge {
            from: "p-1".to_owned(),
            to: "c-1".to_owned(),
            kind: LinkKind::Ownership,
            share: Share::exactly(5_000),
            since: Some(18_262),
            until: None,
        };
        assert_eq!(edges_of(&entity), [edge]);
        assert_eq!(edges_of(&Entity::new("x", "Person")), []);
    }
}
