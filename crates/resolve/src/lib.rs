//! Who is one party across lists: what the engine found of two entries, and what follows from it.
//!
//! It reads no list and weighs no evidence: `kashf::xref` finds and weighs pairs, and hands them over as
//! [`JudgedPair`]s.

mod pair;

pub use pair::{JudgedPair, Outcome, PairReason};
