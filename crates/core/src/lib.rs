//! The words that every other crate of Kashf speaks: statement, entity, date span, points, score, reason.
//!
//! It holds plain data and the laws on it. It does no IO, knows no clock and no wire format: JSON,
//! CSV and the rest live at the edges (`kashf-ftm`, `kashf-screen`, the binary).
//!
//! The model is FollowTheMoney's (<https://followthemoney.tech>): an entity is a view over
//! statements, and a statement says who said what, when.

mod date_span;
mod entity;
mod problem;
mod reason;
mod score;
mod statement;

pub use date_span::{Date, DateSpan, DateSpanError};
pub use entity::Entity;
pub use problem::{Place, Problem, ProblemKind};
pub use reason::{Evidence, Reason};
pub use score::{Points, Score};
pub use statement::{Statement, StatementView};
