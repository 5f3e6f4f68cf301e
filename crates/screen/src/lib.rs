//! Screening: candidates, features, points, score, reasons.
//!
//! Here is a snapshot of lists and a policy; give me a party, and I say which entries resemble it,
//! by how much and why. What is compared with what is compiled once per list ([`compile`]); a query
//! then touches only the tokens that resemble its own.
//!
//! It makes no decision about a person (promise P15): a match is a reason to look. It holds no list,
//! reads no file, and knows neither the clock nor the network.
//!
//! * [`Policy`]: thresholds and points, with an id.
//! * [`compile`]: statements to index tables; [`Engine`]: a snapshot and a policy, ready to answer.
//! * [`Query`], [`Options`], [`Answer`], [`Match`]: what goes in and what comes out.
//! * [`score_pair`]: two names without a list.
//! * [`Field`]: every entry of the lists held against every other (issue 7).
//! * [`sentence`]: a reason in English or Arabic.

mod alike;
mod answer;
mod book;
mod candidates;
mod clusters;
mod engine;
mod error;
mod features;
mod index;
mod judge;
pub mod measures;
mod needed;
mod own;
mod pair;
mod policy;
mod probe;
mod query;
mod reach;
mod retrieve;
mod sentence;
mod subject;
mod xref;

pub use answer::{Answer, Match, Status};
pub use book::{Book, BookBuilder, BookRow, Concerns, EntryPrint, Meeting, Met, book_version};
pub use clusters::{Cluster, Member};
pub use engine::{Engine, Options};
pub use error::ScreenError;
pub use index::{Compiled, HeldMarks, compile, compile_with, version as index_version};
pub use own::{Missed, OwnNames};
pub use pair::{PairScore, score_pair};
pub use policy::{
    ALGORITHM, OWNERSHIP_RULES, PairPoints, PointTable, Policy, PolicyError, Thresholds, XrefPolicy,
};
pub use query::Query;
pub use sentence::{Language, message, sentence};
pub use xref::Field;
