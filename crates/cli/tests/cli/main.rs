//! The binary as a user sees it: what it prints, its exit codes, what it leaves on disk.
//!
//! One crate, so that it links once. Names in the fixtures are invented.

#[cfg(test)]
mod desk;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod measures;
#[cfg(test)]
mod output;
#[cfg(test)]
mod screen;
#[cfg(test)]
mod verbs;
