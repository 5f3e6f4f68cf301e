//! The store as a whole, through its public API, on real files.

mod common;
mod damage;
mod faults;
mod power;
mod publishing;
