//! Who asks, as handlers see it.

use kashf_records::{ApiKey, Scope, Scopes, User};
use std::sync::Arc;

/// Who asks. In the extensions of every request.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    name: Arc<str>,
    scopes: Scopes,
    per_minute: Option<u32>,
}

impl Caller {
    /// Whoever asks a server without keys and users.
    pub(crate) fn open() -> Self {
        Self {
            name: "open".into(),
            scopes: Scopes::all(),
            per_minute: None,
        }
    }

    /// Somebody of whom nothing was asked.
    pub(crate) fn nobody() -> Self {
        Self {
            name: "nobody".into(),
            scopes: Scopes::default(),
            per_minute: None,
        }
    }

    pub(super) fn of_key(key: &ApiKey) -> Self {
        Self {
            name: format!("key:{}", key.id).into(),
            scopes: key.scopes,
            per_minute: key.per_minute,
        }
    }

    pub(super) fn of_user(user: &User) -> Self {
        Self {
            name: format!("user:{}", user.name).into(),
            scopes: user.role.scopes(),
            per_minute: None,
        }
    }

    /// `key:ID`, `user:NAME`, `open` or `nobody`: for the screening log.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn shared_name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// True when this right was given.
    pub(crate) fn may(&self, scope: Scope) -> bool {
        self.scopes.has(scope)
    }

    /// True when it is a key or a user who asks, and this right was given.
    pub(crate) fn is_known_to(&self, scope: Scope) -> bool {
        let known = self.name.starts_with("key:") || self.name.starts_with("user:");
        known && self.may(scope)
    }

    pub(super) fn per_minute(&self) -> Option<u32> {
        self.per_minute
    }
}
