//! What to look for, one file each. Every file says: What it finds, Why it matters, Example, False alarms, Source.
//!
//! A typology is a function from a network and options to a [`crate::Found`]; its result depends on nothing else.

pub mod cycle;
