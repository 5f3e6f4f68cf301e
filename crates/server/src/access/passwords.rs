//! Checking passwords: slow by intent, so few at a time, and remembered while the process runs.
//!
//! A client with HTTP Basic sends its password with each request. What was checked once is kept as a hash under a key of
//! this process, together with the stored hash: a changed password or a removed user is not remembered.

use kashf_records::{PasswordHash, RecordsError, User, random_key};
use rustc_hash::FxHashSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Checks at a time: 19 MiB and 30 ms each.
const AT_A_TIME: usize = 2;
/// Longest wait for a check.
const WAIT: Duration = Duration::from_secs(5);
/// Users remembered; the memory is emptied when it is full.
const REMEMBERED: usize = 1000;

#[derive(Debug)]
pub(super) struct Passwords {
    /// Of this process: what is remembered says nothing to another one.
    key: [u8; 32],
    places: Arc<Semaphore>,
    good: Mutex<FxHashSet<[u8; 32]>>,
}

impl Passwords {
    pub(super) fn new() -> Result<Self, RecordsError> {
        Ok(Self {
            key: random_key()?,
            places: Arc::new(Semaphore::new(AT_A_TIME)),
            good: Mutex::default(),
        })
    }

    /// Whether this is the user's password; `None` when there was no room to find out. Of an unknown user it takes as long.
    pub(super) async fn check(&self, user: Option<&User>, password: &str) -> Option<bool> {
        let mark = user.map(|user| user.password.mark(&self.key, password));
        if mark.is_some_and(|mark| self.good().contains(&mark)) {
            return Some(true);
        }
        let place = Arc::clone(&self.places).acquire_owned();
        let place = tokio::time::timeout(WAIT, place).await.ok()?.ok()?;
        let stored = user.map(|user| user.password.clone());
        let password = password.to_owned();
        let task = tokio::task::spawn_blocking(move || {
            let good = match &stored {
                Some(stored) => stored.is_of(&password),
                None => {
                    // As long as it takes for a user who is known.
                    let _ = nobody().map(|nobody| nobody.is_of(&password));
                    false
                }
            };
            drop(place);
            good
        });
        let good = task.await.ok()?;
        if let (true, Some(mark)) = (good, mark) {
            let mut known = self.good();
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.insert(mark);
        }
        Some(good)
    }

    fn good(&self) -> std::sync::MutexGuard<'_, FxHashSet<[u8; 32]>> {
        self.good.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The hash of a password that nobody has.
fn nobody() -> Option<&'static PasswordHash> {
    static NOBODY: OnceLock<Option<PasswordHash>> = OnceLock::new();
    NOBODY
        .get_or_init(|| PasswordHash::of("a password of nobody").ok())
        .as_ref()
}
