//! Time that this thread has had on a processor, as Linux tells it; elsewhere nothing is said.
//!
//! On a machine that others use a stopwatch also counts the time in which they had the processor.

/// Nanoseconds on a processor since the thread began.
pub(super) fn of_this_thread() -> Option<u64> {
    let text = fs_err::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}

/// Nanoseconds on a processor since a time of [`of_this_thread`].
pub(super) fn spent(since: Option<u64>) -> Option<u64> {
    Some(of_this_thread()?.saturating_sub(since?))
}
