//! The binary as a user sees it: what it prints, its exit codes, what it leaves on disk.
//!
//! One crate, so that it links once. Names in the fixtures are invented.

#[cfg(test)]
mod bench;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod fetch;
#[cfg(test)]
mod fetch_config;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod measures;
#[cfg(test)]
mod output;
#[cfg(test)]
#[cfg(unix)]
mod records;
#[cfg(test)]
mod screen;
#[cfg(test)]
mod serve;
#[cfg(test)]
#[expect(dead_code, reason = "the tests of fetching use more of it")]
#[path = "../../../fetch/tests/server/mod.rs"]
mod server;
#[cfg(test)]
mod trace;
#[cfg(test)]
mod verbs;
#[cfg(test)]
mod xref;
#[cfg(test)]
mod xref_files;
