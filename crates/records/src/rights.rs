//! What a caller may do: scopes of keys, roles of users.

use std::fmt;
use std::str::FromStr;

/// One right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Look at lists, entities, snapshots, changes, metrics.
    Read,
    /// Screen, search, reconcile.
    Screen,
    /// Upload files and fetch their answers.
    Jobs,
    /// Read the screening log.
    Log,
    /// Have lists updated, erase from the screening log.
    Admin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Read, Self::Screen, Self::Jobs, Self::Log, Self::Admin];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Screen => "screen",
            Self::Jobs => "jobs",
            Self::Log => "log",
            Self::Admin => "admin",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == text)
            .ok_or_else(|| "must be read, screen, jobs, log or admin".to_owned())
    }
}

/// Several rights. None includes another: what is not named is not given.
///
/// ```
/// use kashf_records::{Scope, Scopes};
///
/// let scopes: Scopes = "read,screen".parse()?;
/// assert!(scopes.has(Scope::Screen) && !scopes.has(Scope::Admin));
/// assert_eq!(scopes.to_string(), "read,screen");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// Every right.
    #[must_use]
    pub fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// True when the right is among them.
    #[must_use]
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// True when there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |all, scope| all | scope.bit()))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held: Vec<&str> = Scope::ALL
            .into_iter()
            .filter(|scope| self.has(*scope))
            .map(Scope::as_str)
            .collect();
        f.write_str(&held.join(","))
    }
}

impl FromStr for Scopes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
            .map(str::parse)
            .collect()
    }
}

/// What a local user is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Looks.
    Viewer,
    /// Looks, screens, uploads.
    Analyst,
    /// As an analyst; reads the screening log.
    Reviewer,
    /// Everything.
    Admin,
}

impl Role {
    /// All of them, from the least to the most.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Analyst, Self::Reviewer, Self::Admin];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Analyst => "analyst",
            Self::Reviewer => "reviewer",
            Self::Admin => "admin",
        }
    }

    /// What it may do.
    #[must_use]
    pub fn scopes(self) -> Scopes {
        let held: &[Scope] = match self {
            Self::Viewer => &[Scope::Read],
            Self::Analyst => &[Scope::Read, Scope::Screen, Scope::Jobs],
            Self::Reviewer => &[Scope::Read, Scope::Screen, Scope::Jobs, Scope::Log],
            Self::Admin => &Scope::ALL,
        };
        held.iter().copied().collect()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| "must be viewer, analyst, reviewer or admin".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_scope_includes_another() {
        for one in Scope::ALL {
            let scopes: Scopes = one.as_str().parse().unwrap();
            for other in Scope::ALL {
                assert_eq!(scopes.has(other), one == other, "{one} {other}");
            }
        }
        assert!("read,everything".parse::<Scopes>().is_err());
    }

    #[test]
    fn roles_grow() {
        for pair in Role::ALL.windows(2) {
            for scope in Scope::ALL {
                assert!(!pair[0].scopes().has(scope) || pair[1].scopes().has(scope));
            }
            assert_ne!(pair[0].scopes(), pair[1].scopes());
        }
    }
}
