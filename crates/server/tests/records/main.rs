//! What a server writes down: the screening log, jobs, what changed since.

#[cfg(test)]
mod jobs;
#[cfg(test)]
mod log;
#[path = "../support/mod.rs"]
mod support;
