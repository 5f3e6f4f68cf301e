//! The keys and users that are known now, read again when another process has changed them.
//!
//! `kashf keys revoke` takes effect within a second ([`CHECK`]); whoever is admitted was looked up in a book at most that old.

use super::records_of;
use kashf_records::{ApiKey, Millis, Records, RecordsError, User, key_id};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How old what we know may be.
const CHECK: Duration = Duration::from_secs(1);

/// How old it may be while the database cannot be read: a moment in which another process changes it is bridged.
const BRIDGED: Duration = Duration::from_secs(10);

/// Keys and users, as read at one moment.
#[derive(Debug, Default)]
pub(super) struct Book {
    keys: FxHashMap<String, ApiKey>,
    users: FxHashMap<String, User>,
}

impl Book {
    /// True when there is anybody who must be told from others. A key that was revoked counts: revoking the last one
    /// must not open the server to all.
    pub(super) fn is_closed(&self) -> bool {
        !self.keys.is_empty() || !self.users.is_empty()
    }

    /// The key of this text, when it may be used.
    pub(super) fn key(&self, text: &str, now: Millis) -> Option<&ApiKey> {
        let key = self.keys.get(key_id(text)?)?;
        (key.is(text) && key.is_valid(now)).then_some(key)
    }

    pub(super) fn user(&self, name: &str) -> Option<&User> {
        self.users.get(name)
    }

    fn read(records: &Records) -> Result<Self, RecordsError> {
        let keys = records.keys()?.into_iter();
        let users = records.users()?.into_iter();
        Ok(Self {
            keys: keys.map(|key| (key.id.clone(), key)).collect(),
            users: users.map(|user| (user.name.clone(), user)).collect(),
        })
    }
}

/// The book, kept current.
#[derive(Clone, Debug)]
pub(super) struct Books {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    data: PathBuf,
    known: Mutex<Known>,
    /// Held while reading, apart from `known`, so that nobody on an async thread waits for a disk.
    source: Mutex<Option<(Records, i64)>>,
}

#[derive(Debug)]
struct Known {
    book: Arc<Book>,
    checked: Instant,
}

impl Books {
    /// Reads the keys and users of a data directory.
    pub(super) fn open(data: &Path) -> Result<Self, RecordsError> {
        let shared = Shared {
            data: data.to_owned(),
            known: Mutex::new(Known {
                book: Arc::default(),
                checked: Instant::now(),
            }),
            source: Mutex::new(None),
        };
        shared.check()?;
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// What was known at the last look.
    pub(super) fn current(&self) -> Arc<Book> {
        Arc::clone(&self.shared.known().book)
    }

    /// What is known, at most a second old; `None` when it cannot be found out.
    pub(super) async fn fresh(&self) -> Option<Arc<Book>> {
        {
            let known = self.shared.known();
            if known.checked.elapsed() < CHECK {
                return Some(Arc::clone(&known.book));
            }
        }
        let shared = Arc::clone(&self.shared);
        let checked = tokio::task::spawn_blocking(move || shared.check()).await;
        let known = self.shared.known();
        let usable = matches!(checked, Ok(Ok(()))) || known.checked.elapsed() < BRIDGED;
        usable.then(|| Arc::clone(&known.book))
    }
}

impl Shared {
    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks whether keys or users have changed, and reads them when they have.
    fn check(&self) -> Result<(), RecordsError> {
        let begun = Instant::now();
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let first = source.is_none();
        if !first && self.known().checked > begun {
            // Somebody else has looked while we waited.
            return Ok(());
        }
        if source.is_none() {
            let Some(records) = records_of(&self.data)? else {
                self.known().checked = begun;
                return Ok(());
            };
            *source = Some((records, 0));
        }
        let Some((records, version)) = source.as_mut() else {
            return Ok(());
        };
        let now = records.changed()?;
        let mut book = None;
        if first || now != *version {
            book = Some(Arc::new(Book::read(records)?));
            *version = now;
        }
        let mut known = self.known();
        if let Some(book) = book {
            known.book = book;
        }
        known.checked = begun;
        Ok(())
    }
}
