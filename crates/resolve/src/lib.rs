//! Who is one party across lists: judged pairs, judgements, clusters with stable names.
//!
//! A *judgement* is a statement like any other: who or what says since when, on what evidence, that two ids are one
//! party, are not, or should be looked at ([`Judgement`]). [`resolve`] makes clusters of what people, imported files,
//! lists and the engine said, the same ones in whatever order it hears them, and [`name_clusters`] gives each the
//! name that it had before. [`journal`] is the file of people's judgements line by line, [`nomenklatura`] the file
//! that OpenSanctions' tools exchange.
//!
//! It reads no list, weighs no evidence, opens no file and knows no clock: `kashf::xref` finds and weighs pairs, and
//! hands them over as [`JudgedPair`]s; `kashf::resolve` reads and writes.

mod canonical;
mod force;
pub mod journal;
mod judgement;
#[cfg(test)]
mod laws;
pub mod nomenklatura;
mod pair;
mod resolver;
mod settle;

pub use canonical::{Named, is_canonical, name_clusters};
pub use force::{InForce, in_force};
pub use judgement::{Judgement, Verdict, Who};
pub use pair::{JudgedPair, Outcome, PairReason};
pub use resolver::{Conflict, MachinePair, Refusal, Resolution, resolve};
pub use settle::{RIVAL, settle};
