//! What each route needs. A route that is not here is open to nobody on a server with keys.

use kashf_records::Scope::{self, Admin, Jobs, Log, Read, Screen};

/// What a route asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing: health, documentation.
    Public,
    /// A right.
    Scope(Scope),
    /// The handler decides, since it knows another secret.
    Own,
    /// The route is not in the table.
    Nobody,
}

/// A route: its path, and what it needs.
type Row = (&'static str, Need);

const fn needs(scope: Scope) -> Need {
    Need::Scope(scope)
}

/// Path, what it needs. `{}` stands for a parameter, `*` at the end for whatever follows.
pub(crate) const ROUTES: &[Row] = &[
    ("/", Need::Public),
    ("/favicon.ico", Need::Public),
    ("/healthz", Need::Public),
    ("/readyz", Need::Public),
    ("/openapi.json", Need::Public),
    ("/docs", Need::Public),
    ("/docs/*", Need::Public),
    ("/metrics", needs(Read)),
    ("/updatez", Need::Own),
    // yente's.
    ("/match/{}", needs(Screen)),
    ("/search/{}", needs(Screen)),
    ("/reconcile/{}", needs(Screen)),
    ("/reconcile/{}/*", needs(Screen)),
    ("/entities/{}", needs(Read)),
    ("/entities/{}/*", needs(Read)),
    ("/catalog", needs(Read)),
    ("/manifest", needs(Read)),
    ("/algorithms", needs(Read)),
    // Our own.
    ("/v1", needs(Read)),
    // What has no route: a 404 of our shape.
    ("/v1/{*rest}", Need::Public),
    ("/v1/version", needs(Read)),
    ("/v1/screen", needs(Screen)),
    ("/v1/screen/*", needs(Screen)),
    ("/v1/explain", needs(Screen)),
    ("/v1/trace", needs(Screen)),
    ("/v1/entities/{}", needs(Read)),
    ("/v1/entities/{}/*", needs(Read)),
    ("/v1/lists", needs(Read)),
    ("/v1/lists/*", needs(Read)),
    ("/v1/snapshots", needs(Read)),
    ("/v1/snapshots/*", needs(Read)),
    ("/v1/policy", needs(Read)),
    ("/v1/changes", needs(Read)),
    ("/v1/jobs", needs(Jobs)),
    ("/v1/jobs/*", needs(Jobs)),
    ("/v1/log", needs(Log)),
    ("/v1/log/find", needs(Log)),
    ("/v1/log/erase", needs(Admin)),
];

/// What a route needs, by its path as the router writes it; whatever the method.
pub(crate) fn need(path: &str) -> Need {
    let row = ROUTES.iter().find(|row| matches(row.0, path));
    row.map_or(Need::Nobody, |row| row.1)
}

/// True when a row's path is this one, whatever its parameters are called.
fn matches(row: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    let mut rows = row.split('/').peekable();
    while let Some(part) = rows.next() {
        if part == "*" && rows.peek().is_none() {
            return segments.next().is_some();
        }
        let Some(segment) = segments.next() else {
            return false;
        };
        let is_parameter = segment.starts_with('{') && segment.ends_with('}');
        let same = if part == "{}" {
            is_parameter
        } else {
            part == segment
        };
        if !same {
            return false;
        }
    }
    segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_meet_their_rows() {
        for (path, expected) in [
            ("/healthz", Need::Public),
            ("/match/{dataset}", needs(Screen)),
            ("/match/{dataset}/more", Need::Nobody),
            ("/match", Need::Nobody),
            ("/reconcile/{name}/suggest/type", needs(Screen)),
            ("/entities/{id}/adjacent/{prop}", needs(Read)),
            ("/v1/jobs/{id}/result", needs(Jobs)),
            ("/v1/new", Need::Nobody),
        ] {
            assert_eq!(need(path), expected, "{path}");
        }
    }

    #[test]
    fn erasing_needs_more_than_reading() {
        assert_eq!(need("/v1/log"), needs(Log));
        assert_eq!(need("/v1/log/erase"), needs(Admin));
    }
}
