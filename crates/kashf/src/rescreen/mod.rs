//! Rescreening a file when the lists change: what a full run would write, at the cost of what changed.
//!
//! A run with a book leaves, beside its answers `F`, the file `F.book`: the customers compiled
//! ([`kashf_screen::Book`]), what the answers are answers to (snapshot, policy, options, hash of the input),
//! and the hash of the answers. The next run finds out which entries of which lists differ, which
//! customers a differing entry may concern, and screens these; and rows of the file that are new or other
//! than before. All other answers are taken over, with the id of the snapshot that now answers.
//!
//! INVARIANT: the bytes are those of a full run (promise P9). Where that is not certain (another policy or
//! program, answers that somebody edited, an old snapshot that was pruned) everything is screened
//! anew, and the outcome says why. The book is a means to save time: deleting it loses nothing else.
//!
//! It stands beside the answers and not in the data directory, because it holds what they hold: names of
//! customers. Whoever may read, keeps or deletes the answers does the same with the book.

mod answers;
mod compile;
mod entries;
mod input;
mod keep;
mod rows;
mod run;
mod work;

pub use run::{Rescreen, RescreenOutcome, Rescreened};
