//! The store as a whole, through its public API, on real files.
#![expect(
    clippy::unwrap_used,
    reason = "clippy knows only functions marked as tests for tests, not what they share"
)]

mod altered;
mod common;
mod damage;
mod faults;
mod faulty;
mod power;
mod publishing;
mod resolution;
