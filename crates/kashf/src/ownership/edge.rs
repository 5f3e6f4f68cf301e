//! Edges of FollowTheMoney as links: who holds what or whom, with what share, since when and until when.

use super::share;
use kashf_core::{Date, DateSpan, Entity};
use kashf_ftm::{Schema, date_spans, model};
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
    /// First day, in days since 1970: of a year alone, its first.
    pub(crate) since: Option<i32>,
    /// Last day: of a year alone, its last.
    pub(crate) until: Option<i32>,
}

/// Schemata of edges and their links; kinds of these too. Others (documents, payments, events) bind nobody.
const KINDS: [(&str, LinkKind); 9] = [
    ("Ownership", LinkKind::Ownership),
    ("Directorship", LinkKind::Directorship),
    ("Membership", LinkKind::Membership),
    ("Employment", LinkKind::Employment),
    ("Representation", LinkKind::Representation),
    ("Family", LinkKind::Family),
    ("Associate", LinkKind::Associate),
    ("UnknownLink", LinkKind::Unknown),
    ("Succession", LinkKind::Other),
];

/// The link that a schema's edge is; none for edges that bind nobody.
pub(crate) fn kind_of(schema: &Schema) -> Option<LinkKind> {
    let known = KINDS.iter().find(|(name, _)| schema.is_a(name));
    known.map(|(_, kind)| *kind)
}

/// The edges that an entity is; none when it is none. Several where it names several ends, and one of control beside one of
/// ownership where its words say so.
pub(crate) fn edges_of(entity: &Entity) -> Vec<Edge> {
    let schema = model().schema(&entity.schema);
    let Some((schema, kind, edge)) =
        schema.and_then(|schema| Some((schema, kind_of(schema)?, schema.edge.as_ref()?)))
    else {
        return Vec::new();
    };
    let days = |properties: &[&'static str]| -> Vec<DateSpan> {
        let values = properties
            .iter()
            .flat_map(|property| entity.values(property));
        values.filter_map(|value| date_spans(value)).collect()
    };
    let since = days(&schema.temporal_start)
        .iter()
        .map(|span| day_of(span.start))
        .min();
    let until = days(&schema.temporal_end)
        .iter()
        .map(|span| day_of(span.end))
        .max();
    let words = || {
        let properties = ["ownershipType", "role", "status", "legalBasis"];
        properties
            .into_iter()
            .flat_map(|property| entity.values(property))
    };
    let share = match kind {
        LinkKind::Ownership => share_of(entity),
        _ => Share::UNKNOWN,
    };
    let is_control = kind == LinkKind::Ownership || kind == LinkKind::Directorship;
    let control = is_control && words().any(|word| share::is_control(word));
    let mut edges = Vec::new();
    for from in entity.values(edge.source) {
        for to in entity.values(edge.target).iter().filter(|to| *to != from) {
            let link = |kind, share| Edge {
                from: from.clone(),
                to: to.clone(),
                kind,
                share,
                since,
                until,
            };
            edges.push(link(kind, share));
            if control {
                edges.push(link(LinkKind::Control, Share::UNKNOWN));
            }
        }
    }
    edges
}

/// The share of an ownership: what all of its percentages allow, and where they contradict each other, all that any says;
/// without one, what the kind of ownership says.
fn share_of(entity: &Entity) -> Share {
    let mut percentages = entity
        .values("percentage")
        .iter()
        .filter_map(|text| share::read(text));
    let kinds = || {
        let words = ["ownershipType", "role", "status"];
        let words = words
            .into_iter()
            .flat_map(|property| entity.values(property));
        words.filter_map(|word| share::read_kind(word)).next()
    };
    let Some(first) = percentages.next() else {
        return kinds().unwrap_or(Share::UNKNOWN);
    };
    percentages.fold(first, |one, other| {
        let both = Share {
            least: one.least.max(other.least),
            most: one.most.min(other.most),
        };
        let any = Share {
            least: one.least.min(other.least),
            most: one.most.max(other.most),
        };
        if both.least <= both.most { both } else { any }
    })
}

/// A day in days since 1970.
pub(crate) fn day_of(date: Date) -> i32 {
    const EPOCH: i32 = match Date::new(1970, 1, 1) {
        Some(date) => date.day_number(),
        None => 0,
    };
    date.day_number() - EPOCH
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(schema: &str, values: &[(&str, &str)]) -> Vec<Edge> {
        let mut entity = Entity::new("o-1", schema);
        for (property, value) in values {
            entity.add(property, value);
        }
        edges_of(&entity)
    }

    #[test]
    fn an_edge_runs_from_the_holder_to_what_is_held() {
        let ownership = [
            ("owner", "p-1"),
            ("asset", "c-1"),
            ("percentage", "50%"),
            ("startDate", "2020"),
            ("endDate", "2021-03"),
        ];
        let expected = Edge {
            from: "p-1".to_owned(),
            to: "c-1".to_owned(),
            kind: LinkKind::Ownership,
            share: Share::exactly(5_000),
            since: Some(18_262),
            until: Some(18_717),
        };
        assert_eq!(edge("Ownership", &ownership), [expected]);
        assert_eq!(edge("Person", &[("name", "x")]), []);
        let director = edge(
            "Directorship",
            &[("director", "p-1"), ("organization", "c-1")],
        );
        assert_eq!(
            director
                .iter()
                .map(|edge| (edge.kind, edge.share))
                .collect::<Vec<_>>(),
            [(LinkKind::Directorship, Share::UNKNOWN)]
        );
    }

    #[test]
    fn words_of_a_register_stand_in_for_a_percentage() {
        let ends = [("owner", "p-1"), ("asset", "c-1")];
        let of = |word: &'static str| {
            let values: Vec<_> = ends.into_iter().chain([("role", word)]).collect();
            edge("Ownership", &values)
        };
        let shares = of("ownership-of-shares-75-to-100-percent");
        assert_eq!(
            shares[0].share,
            Share {
                least: 7_500,
                most: 10_000
            }
        );
        let control = of("right-to-appoint-and-remove-directors");
        let kinds: Vec<LinkKind> = control.iter().map(|edge| edge.kind).collect();
        assert_eq!(kinds, [LinkKind::Ownership, LinkKind::Control]);
        assert_eq!(control[0].share, Share::UNKNOWN);
    }
}
