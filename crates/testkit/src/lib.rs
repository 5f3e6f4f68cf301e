//! Builders and the casebook runner, for tests only; no crate but tests depends on it.
//!
//! - [`casebook`] reads the Markdown tables of `cases/`: a specification that a compliance officer
//!   can read and that runs. The idea is ruff's `mdtest`.
//! - [`corpus`] makes invented lists, damages them in every way, and judges what the list gate does.
//! - [`judge`] asks the engine what it says to each row and counts it against the page's floors.
//! - [`lists`] makes an engine over a handful of statements.
//! - [`build`] makes entities in one line.
//! - [`shared`] finds the real lists of a development machine, which are never part of the tree.

pub mod build;
pub mod casebook;
pub mod corpus;
pub mod judge;
pub mod lists;
pub mod shared;
