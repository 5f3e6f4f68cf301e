//! How far a long task has come, told to whoever wants to show it.

/// Receives the progress of a task; the terminal's bar is in the binary.
pub trait Progress: Sync {
    /// A task begins; `total` in its own unit (bytes), when it is known.
    fn begin(&self, task: &str, total: Option<u64>);
    /// The task has come so far.
    fn at(&self, done: u64);
    /// So many records are done, of a task that has records.
    fn records(&self, _done: u64) {}
    /// The task is over.
    fn end(&self);
    /// True when the task is to stop where it stands; asked between two portions of a file that is screened.
    fn is_stopped(&self) -> bool {
        false
    }
    /// One of several things that go on side by side has come so far; its name tells it from the others.
    fn part(&self, _name: &str, _done: u64, _total: Option<u64>) {}
    /// That thing is over.
    fn part_end(&self, _name: &str) {}
}

/// Shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _task: &str, _total: Option<u64>) {}
    fn at(&self, _done: u64) {}
    fn end(&self) {}
}
